"""Checking reasons without knowing any rule: what follows is passed, and what was tampered with is found."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

from incidentrules import Account, AfterHours, Change, Period, Reason, assess, settle, verify
from incidentrules.audit import HOWS
from judgement_strategies import at, minutes, standard, ticket

TERMS = standard()
HOUR = timedelta(hours=1)
NINE, TEN, NOON, TWO = at("Wed 09:00"), at("Wed 10:00"), at("Wed 12:00"), at("Wed 14:00")


def made(how: str, value: Any, *parts: Any) -> Reason:
    return Reason("R1", value, how, tuple(Reason("R1", part) for part in parts))


@pytest.mark.parametrize(
    ("how", "value", "parts"),
    [
        ("given", 5, []),
        ("first", 5, [5, 1]),
        ("first true", "b", [(False, "a"), (True, "b"), (True, "c")]),
        ("any", (True, "a"), [False, True]),
        ("any", (False, "a"), [False]),
        ("any", (False, "a"), []),
        ("within", True, [NINE, NINE, TEN]),
        ("within", True, [NINE, TEN, TEN]),
        ("within", False, [TEN, NINE, NOON]),
        ("within", False, [NINE, NOON, TEN]),
        ("judged", "excluded", [1, 2]),
        ("nothing", 0, [1, 2]),
        ("nothing", Decimal(0), []),
        ("sum", 6, [1, 2, 3]),
        ("sum", minutes(90), [minutes(30), HOUR]),
        ("product", 6, [2, 3]),
        ("product", Decimal("658.00"), [2, Decimal("329.00")]),
        ("difference", 2, [3, 1]),
        ("difference", minutes(30), [HOUR, minutes(30)]),
        ("least", 1, [2, 1]),
        ("earliest", TEN, [NOON, TEN]),
        ("latest", NOON, [NOON, TEN]),
        ("counted", TWO, [NINE, 3 * HOUR, (NINE, TEN), (NOON, TWO)]),
        ("started", 1, [minutes(0), HOUR]),
        ("started", 1, [HOUR, HOUR]),
        ("started", 2, [minutes(61), HOUR]),
        ("started", 2, [2 * HOUR, HOUR]),
        ("rounded half_up", 2, [minutes(90), HOUR, 1]),
        ("rounded half_up", 3, [minutes(150), HOUR, 1]),
        ("rounded half_even", 2, [minutes(150), HOUR, 1]),
        ("rounded half_even", 2, [minutes(90), HOUR, 1]),
        ("rounded half_up", 0, [minutes(0), HOUR, 1]),
        ("rounded half_up", 1, [minutes(1), HOUR, 1]),
        ("rounded up", 2, [minutes(61), HOUR, 1]),
        ("rounded up", 0, [minutes(0), HOUR, 1]),
        ("rounded up", 3, [minutes(1), HOUR, 3]),
    ],
)
def test_what_follows_is_passed(how: str, value: Any, parts: list[Any]) -> None:
    assert verify(made(how, value, *parts)) == ()


@pytest.mark.parametrize(
    ("how", "value", "parts"),
    [
        ("given", 5, [5]),
        ("first", 5, [1, 5]),
        ("first", 5, []),
        ("first true", "c", [(False, "a"), (True, "b"), (True, "c")]),
        ("first true", "a", [(False, "a")]),
        ("first true", None, [(False, "a")]),
        ("first true", "a", []),
        ("first true", "a", [True]),
        ("any", (False, "a"), [False, True]),
        ("any", (True, "a"), [False]),
        ("any", (True, "a"), []),
        ("any", True, [True]),
        ("within", False, [NINE, TEN, TEN]),
        ("within", True, [TEN, NINE, NOON]),
        ("within", True, [NINE, NOON, TEN]),
        ("within", True, [NINE, TEN]),
        ("within", True, [NINE, TEN, 5]),
        ("judged", None, []),
        ("nothing", 1, [1]),
        ("sum", 7, [1, 2, 3]),
        ("sum", 0, []),
        ("sum", 1, [1, "x"]),
        ("product", 5, [2, 3]),
        ("difference", 3, [3, 1]),
        ("difference", 3, [3]),
        ("least", 2, [2, 1]),
        ("earliest", NOON, [NOON, TEN]),
        ("earliest", NOON, [NOON, 5]),
        ("latest", TEN, [NOON, TEN]),
        ("latest", TEN, []),
        ("counted", TEN, [NINE, 2 * HOUR, (NINE, TEN)]),
        ("counted", NOON, [NINE, HOUR, (NINE, TEN)]),
        ("counted", TEN, [NOON, HOUR, (NINE, TEN)]),
        ("counted", TWO, [NINE, 4 * HOUR, (NINE, NOON), (TEN, TWO)]),
        ("counted", NINE, [NINE, 0 * HOUR, (NINE, NINE)]),
        ("counted", TEN, [NINE, HOUR, NINE]),
        ("started", 1, [minutes(61), HOUR]),
        ("started", 2, [HOUR, HOUR]),
        ("started", 3, [2 * HOUR, HOUR]),
        ("started", 2, [minutes(0), HOUR]),
        ("started", 1, [HOUR]),
        ("rounded half_up", 1, [minutes(90), HOUR, 1]),
        ("rounded half_even", 3, [minutes(150), HOUR, 1]),
        ("rounded half_even", 1, [minutes(90), HOUR, 1]),
        ("rounded half_up", 1, [minutes(0), HOUR, 1]),
        ("rounded up", 1, [minutes(61), HOUR, 1]),
        ("rounded up", 1, [minutes(61), 0 * HOUR, 1]),
        ("by magic", 1, []),
    ],
)
def test_what_does_not_follow_is_found(how: str, value: Any, parts: list[Any]) -> None:
    wrong = made(how, value, *parts)
    assert (wrong,) == verify(wrong)


def test_every_kind_of_arithmetic_has_its_rows_here() -> None:
    tests: list[Any] = [test_what_follows_is_passed, test_what_does_not_follow_is_found]
    passed, found = ({row[0] for row in test.pytestmark[0].args[1]} for test in tests)
    assert (set(HOWS), {*HOWS, "by magic"}) == (passed, found)


def test_a_wrong_node_is_found_however_deep_it_lies() -> None:
    wrong = made("sum", 5, 1, 1)
    tree = Reason("R1", 5, "sum", (Reason("R1", 5, "least", (wrong, made("given", 9))),))
    assert (wrong,) == verify(tree)


# --- tampering with the reasons of judgements


def reasons() -> Iterator[Any]:
    charged = TERMS.reading(overrun="charged", multiplier_scope="first_unit", at_close="next_opening")
    first = ticket("Fri 20:00", tier="12h", effort=minutes(75))
    cases = {
        "a plain one": assess(first, TERMS),
        "an overrun": assess(ticket("Wed 03:00", tier="3h", effort=minutes(130), advised_units=2), TERMS),
        "an overrun charged": assess(ticket("Wed 03:00", tier="3h", effort=minutes(130), advised_units=1), charged),
        "folded": assess(first, TERMS, folded=[ticket(id="T-2", effort=minutes(60))]),
        "changed": assess(
            ticket("Fri 23:00", tier="6h", effort=minutes(5), changes=[Change(at=at("Sat 10:00"), tier="3h")]), TERMS
        ),
    }
    refused = {
        "by phone": ticket(channel="phone", effort=minutes(5)),
        "before a sale": ticket(kind="pre_sales"),
        "after a deployment": ticket(deployed_at=NINE),
        "before a deployment": ticket(deployed_at=NOON),
        "on call": ticket(topic="on_call"),
        "withdrawn": ticket(effort=minutes(0)),
    }
    for name, facts in refused.items():
        yield pytest.param(assess(facts, TERMS).why_verdict, id=f"verdict {name}")
    for name, judged in cases.items():
        yield pytest.param(judged.why_verdict, id=f"verdict of {name}")
        yield pytest.param(judged.why_credits, id=f"credits of {name}")
        yield pytest.param(judged.why_due, id=f"deadline of {name}")
        yield pytest.param(judged.why_goal, id=f"goal of {name}")
    for rounding in ("half_up", "half_even", "up"):
        yield pytest.param(TERMS.reading(rounding=rounding).why_charge("R19", minutes(150)), id=f"on-call {rounding}")
    work = AfterHours(id="W-1", started_at=at("Wed 03:00"), duration=minutes(90), notice_accepted=True)
    yield pytest.param(TERMS.why_after_hours(work), id="after hours")
    lots = [TERMS.purchase(credits, id=f"L-{credits}", on=date(2026, 11, 2)) for credits in (2, 4)]
    account = Account(id="acme", lots=lots, incidents=[ticket(effort=minutes(240))], after_hours=[work])
    statement = settle(account, TERMS).statement(Period.month(2026, 11))
    for name in ("closing", "charges", "spent_on_packs", "required"):
        yield pytest.param(getattr(statement, f"why_{name}"), id=f"{name} of a statement")


def tampered(node: Reason, place: int, sign: int) -> Reason:
    """Return a tree in which the value of one node, by its place, is far more or far less."""
    if not place:
        return attrs.evolve(node, value=other(node.value, sign))
    place -= 1
    parts = []
    for part in node.parts:
        size = len(part.nodes)
        parts.append(tampered(part, place, sign) if 0 <= place < size else part)
        place -= size
    return attrs.evolve(node, parts=tuple(parts))


def deciding(node: Reason, *, decides: bool = True) -> Iterator[tuple[Reason, bool]]:
    """Return every node, and whether what it is a part of follows from it."""
    yield node, decides
    for place, part in enumerate(node.parts):
        follows = node.how not in ("judged", "nothing", "within") and not (node.how == "first" and place)
        yield from deciding(part, decides=follows or (bool(part.parts) and part.how != "judged"))


def other(value: Any, sign: int) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return value + "?"
    if isinstance(value, tuple) and isinstance(value[0], bool):
        return (not value[0], value[1])
    if isinstance(value, datetime | date):
        return value + sign * timedelta(days=400)
    if isinstance(value, tuple):
        return (value[0], value[1] + sign * minutes(1))
    return value + sign * (1000 * HOUR if isinstance(value, timedelta) else 1000)


@pytest.mark.parametrize("reason", list(reasons()))
def test_whichever_node_is_tampered_with_it_is_noticed(reason: Reason) -> None:
    """A wrong value shows at its own node, or at the one that it is a part of.

    Of a node with parts any other value shows. A given one may stand for others where only a bound of it
    counts (effort within its hour, the greater of two): it shows when it is far off to one side at least.
    What is told beside a judgement, and after the first of several, decides nothing; of a moment within two
    bounds any may be far from deciding.
    """
    assert verify(reason) == ()
    for place, (node, decides) in enumerate(deciding(reason)):
        if not decides:
            continue
        noticed = [bool(verify(tampered(reason, place, sign))) for sign in (1, -1)]
        assert all(noticed) if node.parts else any(noticed)


def test_a_microsecond_is_noticed() -> None:
    reason = assess(ticket("Fri 20:00"), TERMS).why_due
    assert len(verify(attrs.evolve(reason, value=reason.value + timedelta.resolution))) == 1


def test_moments_of_other_zones_and_days_are_no_trouble() -> None:
    assert verify(made("earliest", date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 1))) == ()
    assert len(verify(made("earliest", NOON, NOON, datetime(2026, 1, 1)))) == 1  # noqa: DTZ001
    assert UTC is NOON.tzinfo
