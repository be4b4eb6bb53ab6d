"""Laws of documents.

- round trip: what is written reads back equal, directly and through JSON, and is written again alike
- judgements: their figures agree when they are read back, and any figure that is changed is found
- what is wrong: whatever stands anywhere in a document, it is read, or refused by its path
- reasons: they verify after the round trip, say the same, and keep the kinds of their values
- schemas: every document that is written is valid
- scalars: any duration, amount, moment and day reads back as it was
"""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from document_samples import samples
from helpers import standard
from incidentrules import (
    Account,
    ConflictError,
    HolidayCalendar,
    OperatingHours,
    Period,
    Reason,
    Settlement,
    Severity,
    Statement,
    Terms,
    TermsHistory,
    Verdict,
    assess,
    replay,
    reversals,
    settle,
    verify,
)
from incidentrules.documents import from_dict, schema, to_dict
from incidentrules.errors import IncidentRulesError
from incidentrules.extra import strategies as public
from incidentrules.hours import Interval
from judgement_strategies import draws, incidents, lots, posted, terms, voids
from strategies import calendars, desks, hours_of, inputs, moments

SAMPLES = samples()


@cache
def validator(word: str) -> Draft202012Validator:
    described = schema(word)
    Draft202012Validator.check_schema(described)
    return Draft202012Validator(described)


def through_json(value: Any) -> Any:
    """Return what a value is after JSON, having checked that its document is valid, and written alike again."""
    document = to_dict(value)
    text = json.dumps(document, allow_nan=False)
    assert [error.message for error in validator(document["type"]).iter_errors(json.loads(text))] == []
    read = from_dict(json.loads(text))
    assert (value, document) == (from_dict(document), to_dict(read))
    return read


# --- what is drawn


@st.composite
def hours(draw: st.DrawFn) -> OperatingHours:
    """Draw hours of any kind, some made from others."""
    made = hours_of(draw(desks(near=datetime(2026, 11, 18, tzinfo=UTC))))
    for _ in range(draw(st.integers(0, 3))):
        other = hours_of(draw(desks()))
        how = draw(st.sampled_from(["and", "or", "without", "then", "whole days", "other way round"]))
        try:
            match how:
                case "and":
                    made = made & other
                case "or":
                    made = made | other
                case "without":
                    made = made - other
                case "then":
                    made = made.then(draw(moments()), other)
                case "whole days":
                    made = made.whole_days()
                case _:
                    made = other | made
        except IncidentRulesError:  # they never open
            continue
    return made


accounts = public.accounts(most=3, steps=3)
settlements = public.settlements(most=3, steps=3)
histories = public.histories()
zones = st.sampled_from(["Europe/Paris", "America/Havana", "Australia/Lord_Howe"])
values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.text(),
        st.decimals(allow_nan=False, allow_infinity=False),
        st.dates(),
        st.timedeltas(),
        zones.flatmap(lambda zone: moments(zone).flatmap(inputs)),
        st.sampled_from([*Verdict, *Severity]),
    ),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=6,
)
reason_zones = st.sampled_from([UTC, ZoneInfo("Europe/Paris"), timezone(timedelta(hours=2))])
reasons = st.recursive(
    st.builds(Reason, rule=st.sampled_from(["", "R9", "R25"]), value=values, tz=reason_zones),
    lambda inner: st.builds(
        Reason,
        rule=st.just("R18"),
        value=values,
        how=st.sampled_from(["sum", "first"]),
        parts=st.lists(inner, max_size=3).map(tuple),
        says=st.sampled_from(["{value}", "It is {value}"]),
        reading=st.none() | st.just("A12=written_off"),
        beside=st.lists(values, max_size=2).map(tuple),
        tz=reason_zones,
    ),
    max_leaves=8,
)


def kinds(value: Any) -> Any:
    """Return the classes of a value and of its items."""
    return tuple(kinds(item) for item in value) if isinstance(value, tuple) else type(value)


# --- round trip


@given(incidents())
def test_an_incident_reads_back_as_it_was(incident: Any) -> None:
    assert incident == through_json(incident)


@given(accounts)
def test_an_account_reads_back_as_it_was(account: Account) -> None:
    assert account == through_json(account)
    for fact in (*account.lots, *account.call_outs, *account.after_hours, *account.tier_months, *account.voids):
        assert fact == through_json(fact)


@given(terms() | histories)
def test_terms_read_back_as_they_were_with_their_fingerprint(drawn: Terms | TermsHistory) -> None:
    read = through_json(drawn)
    assert (drawn, drawn.fingerprint) == (read, read.fingerprint)


@given(hours())
def test_hours_of_any_kind_read_back_as_they_were(drawn: OperatingHours) -> None:
    read = through_json(drawn)
    assert (drawn, drawn.identity, str(drawn)) == (read, read.identity, str(read))


@given(calendars(), st.sampled_from(["given dates", "the town hall"]))
def test_a_calendar_reads_back_as_it_was_with_its_source(drawn: HolidayCalendar, source: str) -> None:
    read = through_json(attrs.evolve(drawn, source=source))
    assert (drawn, drawn.digest, source) == (read, read.digest, read.source)


@given(calendars(), zones, zones)
def test_a_calendar_is_written_once_in_a_document(calendar: HolidayCalendar, first: str, second: str) -> None:
    days = OperatingHours.parse("Mo-Fr 09:00-17:00; PH 10:00-12:00", holidays=calendar, tz=first)
    nights = OperatingHours.parse("Mo-Fr 20:00-23:00; PH off", holidays=calendar, tz=second)
    both: Any = to_dict((days | nights) - OperatingHours.parse("12:00-13:00"))["without"]
    written = [{*hours["holidays"]} for hours in both[0]["any"]]
    assert [{"days", "years", "digest"}, {"digest"}] == written
    assert days | nights == through_json(days | nights)


@given(moments(), st.timedeltas(timedelta(0), timedelta(days=3)), st.text())
def test_an_interval_reads_back_with_why(start: datetime, length: timedelta, why: str) -> None:
    read = through_json(Interval(start=start, end=start + length, why=why))
    assert (start, length, why) == (read.start, read.duration, read.why)


# --- judgements


@given(incidents(), terms(), st.booleans())
def test_an_assessment_reads_back_as_it_was(incident: Any, judged_by: Terms, is_folded: bool) -> None:
    judged = assess(incident, judged_by, folded=[attrs.evolve(incident, id="T-2")] if is_folded else ())
    read = through_json(judged)
    assert (judged, judged.explain()) == (read, read.explain())


@given(st.data())
def test_a_ledger_reads_back_as_it_was(data: st.DataObject) -> None:
    held, asked = data.draw(lots()), data.draw(draws())
    billed = data.draw(posted(asked, held))
    ledger = replay(held, asked, voids=data.draw(voids(held)), posted=billed, refuse_short=data.draw(st.booleans()))
    read = through_json(ledger)
    assert (ledger, ledger.entries, ledger.shortfalls) == (read, read.entries, read.shortfalls)
    for fact in (*asked, *billed, *ledger.entries, *ledger.impossible):
        assert fact == through_json(fact)


@settings(deadline=None)
@given(settlements)
def test_a_settlement_and_its_statements_read_back_as_they_were(settled: Settlement) -> None:
    """Also what was settled anew, from fewer incidents: drawings are posted then, and some of them given back."""
    november = Period.month(2026, 11)
    account = settled.account
    first = [incident.replace(follows=None) for incident in account.incidents[:1]]
    posted = account.replace(posted=(*account.posted, *settled.ledger.drawings), incidents=first)
    anew = settle(posted, settled.terms)
    given_back = (*account.reversals, *reversals(anew.ledger, on=november.last_day))
    reversed = settle(posted.replace(reversals=given_back), settled.terms)
    for judged in (settled, settled.statement(november), anew.statement(november, billed=settled), reversed.ledger):
        assert judged == through_json(judged)


def places(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return the path of every scalar in a document."""
    if isinstance(document, dict | list):
        for key, item in document.items() if isinstance(document, dict) else enumerate(document):
            yield from places(item, (*path, key))
    else:
        yield path


def another(value: Any) -> Any:
    """Return something else of the same kind, where that can be told."""
    if value is None or isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return f"{value}1"


@settings(deadline=None)
@given(settlements, st.data())
def test_any_figure_that_is_changed_is_found_where_it_stands(settled: Settlement, data: st.DataObject) -> None:
    document = to_dict(settled.statement(Period.month(2026, 11)))
    path = data.draw(st.sampled_from(list(places(document["figures"]))))
    changed: Any = copy.deepcopy(document)
    at = changed["figures"]
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = another(at[path[-1]])
    with pytest.raises(IncidentRulesError) as caught:
        from_dict(changed)
    assert caught.value.field.startswith(f"figures.{path[0]}")


@settings(deadline=None)
@given(settlements)
def test_figures_are_compared_with_what_is_computed_from_the_facts(settled: Settlement) -> None:
    """Whoever raises a lot by one credit has to raise the closing balance, too."""
    statement = settled.statement(Period.month(2026, 11))
    changed: Any = copy.deepcopy(to_dict(statement))
    for lot in changed["settlement"]["account"].get("lots", []):
        lot["credits"] += 1
    if changed == to_dict(statement):
        assert statement == from_dict(changed)
    elif statement.purchased or statement.granted:
        with pytest.raises(ConflictError, match="is not what is computed now"):
            from_dict(changed)


# --- what is wrong

junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["2026-11-20", "2026-11-20T20:00:00Z", "PT1H", "24/7", "none", "severe", "1E9"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.text(max_size=3) | st.sampled_from(["type", "any", "at", "day"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def every_place(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return the path of everything in a document."""
    if isinstance(document, dict | list):
        for key, item in document.items() if isinstance(document, dict) else enumerate(document):
            yield (*path, key)
            yield from every_place(item, (*path, key))


@settings(max_examples=300)
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_document_in_which_anything_is_replaced_is_read_or_refused_by_its_path(
    word: str, data: st.DataObject
) -> None:
    """Whatever stands anywhere: no other exception than the library's own, and what is read is written again."""
    document: Any = to_dict(SAMPLES[word])
    path = data.draw(st.sampled_from(list(every_place(document))))
    at = document
    for key in path[:-1]:
        at = at[key]
    if data.draw(st.booleans()):
        at[path[-1]] = data.draw(junk)
    else:
        del at[path[-1]]
    found = read_or_refused(document)
    if isinstance(found, IncidentRulesError):
        assert found.field
        assert str(found).startswith(found.field)
    else:
        assert found == from_dict(to_dict(found))


def read_or_refused(document: Any) -> Any:
    """Return the value that a document holds, or the error that refuses it."""
    try:
        return from_dict(document)
    except IncidentRulesError as error:
        return error


# --- reasons


@given(reasons)
def test_a_reason_reads_back_with_the_kinds_of_its_values_and_its_zones(reason: Reason) -> None:
    read: Reason = through_json(reason)
    assert [node.tz for node in reason.nodes] == [node.tz for node in read.nodes]
    assert (reason, [kinds(node.value) for node in reason.nodes]) == (read, [kinds(node.value) for node in read.nodes])


@settings(deadline=None)
@given(settlements)
def test_the_reasons_of_a_statement_verify_and_say_the_same_after_the_round_trip(settled: Settlement) -> None:
    statement: Statement = settled.statement(Period.month(2026, 11))
    asked = [statement.why_closing, statement.why_charges, statement.why_required, statement.why_shortfall]
    for reason in (*asked, *(line.why for line in statement.lines)):
        read = through_json(reason)
        assert (reason, str(reason), ()) == (read, str(read), verify(read))


@given(incidents(), terms())
def test_the_reasons_of_an_assessment_verify_after_the_round_trip(incident: Any, judged_by: Terms) -> None:
    judged = assess(incident, judged_by)
    asked = [judged.why_verdict, judged.why_credits, *([judged.why_due, judged.why_goal] if judged.response else [])]
    for reason in asked:
        read = through_json(reason)
        assert (reason, str(reason), ()) == (read, str(read), verify(read))


# --- scalars


@given(st.timedeltas())
def test_any_duration_reads_back_to_the_microsecond(duration: timedelta) -> None:
    assert duration == through_json(Reason(rule="", value=duration)).value


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_any_amount_reads_back_with_all_its_digits(amount: Decimal) -> None:
    read = through_json(Reason(rule="", value=amount)).value
    assert (amount, str(amount)) == (read, str(read))


@given(zones.flatmap(lambda zone: moments(zone).flatmap(inputs)))
def test_any_moment_reads_back_as_its_zone_shows_it(at: datetime) -> None:
    read = through_json(Reason(rule="", value=at)).value
    assert (at, at.isoformat(), at.fold) == (read, read.isoformat(), read.fold)


def test_standard_terms_are_written_with_each_figure_once() -> None:
    assert standard() == through_json(standard())
