"""The tables of the rules: each case is in one row, and in one only; proved by z3, or counted where that is a proof.

- ADMISSION: one row fits any channel, account and topic (R20), and the rows say what the rule says
- BASES and SETTINGS: every reading has its row, no two rows are alike, and ten settings have 13,824 combinations
- faults: a row that is missing, doubled or changed is found
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from math import prod
from typing import Any

import pytest
import z3

from incidentrules.cost import BASES
from incidentrules.incident import ADMISSION, Channel, Refusal, Topic
from incidentrules.readings import SETTINGS, CreditBasis

Rows = Sequence[tuple[Any, ...]]


def sort_of(kind: type[Enum]) -> dict[Enum, Any]:
    """Return the members of an enum as constants of a sort that has no others."""
    _, constants = z3.EnumSort(kind.__name__, [member.name for member in kind])
    return dict(zip(kind, constants, strict=True))


CHANNELS, TOPICS = sort_of(Channel), sort_of(Topic)
channel, topic = z3.Const("channel", CHANNELS[Channel.PORTAL].sort()), z3.Const("topic", TOPICS[Topic.ON_CALL].sort())
has_account = z3.Bool("has_account")


def among(unknown: Any, members: Iterable[Enum], constants: dict[Enum, Any]) -> Any:
    return z3.Or([unknown == constants[member] for member in members])


def fits(row: tuple[Any, ...]) -> Any:
    """Return when a row of ADMISSION fits, as a formula."""
    channels, accounts, topics, _ = row
    known = z3.Or([has_account == z3.BoolVal(account) for account in accounts])
    return z3.And(among(channel, channels, CHANNELS), known, among(topic, topics, TOPICS))


def is_valid(formula: Any) -> bool:
    solver = z3.Solver()
    solver.add(z3.Not(formula))
    return bool(solver.check() == z3.unsat)


def faults(rows: Rows) -> list[str]:
    """Return what is wrong with rows that should fit any facts, each once, and say what R20 says."""
    formulas = [fits(row) for row in rows]
    pairs = [(one, other) for place, one in enumerate(formulas) for other in formulas[:place]]
    admitted = z3.Or([formula for formula, row in zip(formulas, rows, strict=True) if row[-1] is None])
    checks = {
        "complete": z3.Or(formulas),
        "disjoint": z3.And([z3.Not(z3.And(one, other)) for one, other in pairs]),
        "as R20": admitted == R20,
    }
    return [name for name, formula in checks.items() if not is_valid(formula)]


ABOUT_MONEY = among(topic, [Topic.BILLING, Topic.ACCOUNT], TOPICS)
R20 = z3.Or(
    topic == TOPICS[Topic.ON_CALL],
    z3.And(channel == CHANNELS[Channel.PORTAL], has_account),
    z3.And(channel == CHANNELS[Channel.EMAIL], has_account, z3.Not(ABOUT_MONEY)),
)
"""The portal with a login; e-mail with an account, and not about billing or accounts; on-call by any channel."""


def test_one_row_of_admission_fits_any_facts_and_says_what_the_rule_says() -> None:
    assert faults(ADMISSION) == []


@pytest.mark.parametrize("place", range(len(ADMISSION)))
def test_a_row_of_admission_that_is_missing_doubled_or_turned_round_is_found(place: int) -> None:
    row = ADMISSION[place]
    without = [*ADMISSION[:place], *ADMISSION[place + 1 :]]
    turned = (*row[:-1], Refusal.CHANNEL_NOT_OFFERED if row[-1] is None else None)
    assert "complete" in faults(without)
    assert faults([*ADMISSION, row]) == ["disjoint"]
    assert faults([*without, turned]) == ["as R20"]


def test_every_reading_of_a10_has_its_row_and_no_two_are_alike() -> None:
    assert list(BASES) == list(CreditBasis)
    assert len({repr(basis) for basis in BASES.values()}) == len(BASES) == 4


def test_the_settings_are_the_ten_of_the_rules_and_every_reading_is_in_one() -> None:
    ids = [setting.id for setting in SETTINGS.values()]
    assert sorted(ids) == sorted({"A1", "A2", "A4", "A10", "A11", "A12", "A13", "A14", "A15", "A18"})
    kinds = [setting.kind for setting in SETTINGS.values()]
    assert len(set(kinds)) == len(kinds)
    assert prod(map(len, kinds)) == 4 * 3 * 2 * 4 * 2 * 2 * 3 * 2 * 3 * 2 == 13_824
