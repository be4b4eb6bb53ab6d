"""Documents of judgements: their figures are compared with what is computed now."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from incidentrules import Account, Draw, Incident, Period, Settlement, Statement, replay, settle
from incidentrules.documents import from_dict, to_dict
from plain_documents import RECEIVED, TERMS, refused


@pytest.fixture
def settled() -> Settlement:
    ticket = Incident(id="T-1", received_at=RECEIVED, effort=timedelta(minutes=75))
    account = Account(id="acme", lots=[TERMS.purchase(4, id="L-1", on=date(2026, 11, 2))], incidents=[ticket])
    return settle(account, TERMS)


@pytest.fixture
def statement(settled: Settlement) -> Statement:
    return settled.statement(Period.month(2026, 11))


def test_a_figure_that_no_longer_agrees_is_an_error_that_says_where_and_what_is_computed_now(
    statement: Statement,
) -> None:
    document = to_dict(statement)
    document["settlement"]["account"]["incidents"][0]["effort"] = "PT45M"
    error = refused(document)
    assert (error.code, error.field, error.value) == ("figures", "figures.drawn", 2)
    assert "figures.drawn is not what is computed now (1), got 2: " in str(error)


@pytest.mark.parametrize(
    ("path", "figure", "field"),
    [
        (["closing"], 3, "figures.closing"),
        (["closing"], "2", "figures.closing"),
        (["charges"], "0.01", "figures.charges"),
        (["assessments", 0, "due_at"], "2026-11-23T20:00:01Z", "figures.assessments[0].due_at"),
        (["assessments", 0, "due_at"], None, "figures.assessments[0].due_at"),
        (["assessments", 0, "refusal"], "portal_needs_login", "figures.assessments[0].refusal"),
        (["lines", 1, "credits"], -1, "figures.lines[1].credits"),
        (["lines"], [], "figures.lines"),
        (["lines"], {}, "figures.lines"),
        (["remaining"], [], "figures.remaining"),
        (["closng"], 2, "figures.closng"),
    ],
)
def test_each_figure_is_compared(statement: Statement, path: list[Any], figure: Any, field: str) -> None:
    document = to_dict(statement)
    at = document["figures"]
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = figure
    assert field == refused(document).field


def test_figures_may_be_left_out_and_are_compared_by_value(statement: Statement) -> None:
    document = to_dict(statement)
    for figures in (None, {}, {"closing": 2, "charges": "0.00", "assessments": [{"due_at": "2026-11-23T21:00+01:00"}]}):
        if figures is None:
            del document["figures"]
        else:
            document["figures"] = figures
        assert statement == from_dict(document)
    assert refused({**document, "figures": []}).code == "wrong_type"


def test_what_a_judgement_is_made_from_is_checked_as_ever(settled: Settlement) -> None:
    document = to_dict(settled)
    document["account"]["incidents"][0]["follows"] = "T-9"
    assert ((error := refused(document)).code, error.field) == ("unknown_name", "incidents['T-1'].follows")
    document = to_dict(settled.assessments[0])
    document["incident"]["tier"] = "1h"
    assert ((error := refused(document)).code, error.field) == ("unknown_name", "tier")
    document = to_dict(settled.ledger)
    document["voids"] = [{"lot": "L-9", "on": "2026-11-20"}]
    assert ((error := refused(document)).code, error.field) == ("unknown_name", "voids[0].lot")


def test_a_ledger_that_refuses_what_it_cannot_cover_reads_back_as_one() -> None:
    """Of 3 credits that are asked for, the 2 that there are would be drawn otherwise."""
    lots, draws = [TERMS.purchase(2, id="L-1", on=date(2026, 11, 2))], [Draw(id="T-1", on=date(2026, 11, 5), credits=3)]
    ledger = replay(lots, draws, refuse_short=True)
    document = json.loads(json.dumps(to_dict(ledger)))
    assert (document["figures"]["drawings"], document["figures"]["shortfalls"]) == ([], {"T-1": 3})
    assert ledger == from_dict(document)
    document["figures"]["shortfalls"]["T-1"] = "3"
    assert refused(document).field == "figures.shortfalls.T-1"
