"""What hostile input once found, each a test of its own."""

import decimal
import itertools
import locale
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import incidentrules
from doors import TERMS, any_of, refusal_of
from hostile.liars import Faked, Keyed, LyingDate, LyingInt, LyingStr, LyingTimedelta, Zone
from hostile.right import OWED
from hostile.values import DEEP_TUPLE, HUGE
from incidentrules import (
    Account,
    Assessment,
    Change,
    Draw,
    HolidayCalendar,
    Incident,
    IncidentRulesError,
    InvalidTypeError,
    Ledger,
    Lot,
    OperatingHours,
    Pack,
    Period,
    Reason,
    Settlement,
    Severity,
    Statement,
    TermsHistory,
    assess,
    fold,
    plan_packs,
    queue,
    replay,
    settle,
)
from incidentrules import _checks as check
from incidentrules.advice import Plan
from incidentrules.cost import required
from incidentrules.errors import Shown
from incidentrules.extra import arrays
from incidentrules.reason import as_words
from incidentrules.rows import read
from incidentrules.sheet import sheet

if TYPE_CHECKING:
    from typing import Never

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
DAY = date(2026, 11, 18)
TICKET = Incident(id="T-1", received_at=NOON)
PACK = Pack(credits=2, price=329, months=3)
DESK = OperatingHours.parse("Mo-Fr 08:00-24:00")


def told(call: Callable[[], Any]) -> tuple[str, str]:
    error = refusal_of(call)
    return error.code, error.field


@pytest.mark.parametrize(
    "changes", [None, 0, False, "", {}, b"", np.array(1), Faked(tuple)], ids=lambda value: type(value).__name__
)
def test_what_is_no_list_of_changes_is_refused(changes: Any) -> None:
    assert told(lambda: Incident(id="T-1", received_at=NOON, changes=changes)) == ("wrong_type", "changes")


@pytest.mark.parametrize(
    "value", [HUGE, b"severe", DEEP_TUPLE, None, ["severe"]], ids=lambda value: type(value).__name__
)
def test_an_enum_refuses_what_is_no_word_by_its_name(value: Any) -> None:
    assert told(lambda: Severity(value)) == ("wrong_type", "severity")


def test_bytes_are_refused_as_bytes_also_where_python_warns_of_them() -> None:
    script = (
        "from incidentrules import Severity, IncidentRulesError\n"
        "try: Severity(b'severe')\n"
        "except IncidentRulesError as error: print(error.code)"
    )
    done = subprocess.run([sys.executable, "-bb", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "wrong_type"


def test_a_new_enum_can_be_made_as_python_makes_them() -> None:
    make: Any = check.Word
    made = make("Door", names={"OUT": "out"})
    assert made("out") is made.OUT


@pytest.mark.parametrize(
    "country",
    ["registry", "HolidaySum", "utils", "NYSE", "HolidayBase", "country_holidays", "__name__", "GB\u0000", "gb"],
)
def test_what_is_no_country_is_refused(country: str) -> None:
    error = refusal_of(lambda: HolidayCalendar.from_country(country, years=[2026]))
    assert error.field == "country"


@pytest.mark.parametrize("subdivision", ["registry", "ENGLAND", "eng", ""])
def test_what_is_no_part_of_a_country_is_refused(subdivision: str) -> None:
    error = refusal_of(lambda: HolidayCalendar.from_country("GB", years=[2026], subdivision=subdivision))
    assert error.field == "subdivision"


# --- rows


def unresolved(id: "Never") -> None: ...


def by_place(id: str, /) -> None: ...


def starred(*ids: str, **more: str) -> None: ...


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: read(Incident, [[("id", "T-1")]]), "rows[0]"),
        (lambda: read(Incident, any_of([(1, 2)])), "rows[0]"),
        (lambda: read(Incident, any_of({"id": "T-1"})), "rows"),
        (lambda: read(Incident, [], names=any_of({1: "id"})), "names"),
        (lambda: read(Incident, [], names=any_of({"id": 1})), "names"),
        (lambda: read(Incident, [], names=any_of([("id", "number")])), "names"),
        (lambda: read(by_place, []), "make"),
        (lambda: read(starred, []), "make"),
        (lambda: read(unresolved, []), "make"),
        (lambda: read(Incident, [], besides=["x"]).by("nope"), "column"),
        (lambda: read(Incident, [], besides=["x"]).by(any_of(1)), "column"),
    ],
)
def test_rows_that_can_not_be_read_are_refused_by_name(call: Callable[[], Any], field: str) -> None:
    assert refusal_of(call).field == field


def test_a_row_whose_names_are_no_texts_is_told_as_a_problem() -> None:
    found = read(Incident, [{1: "T-1", None: "x"}])
    assert not found.good
    assert found.problems


def test_days_and_numbers_that_lie_are_kept_plain_within_lists_and_mappings() -> None:
    lie, pack = any_of(LyingDate(2026, 11, 18)), TERMS.packs[0]
    history = TermsHistory({lie: TERMS})
    assert (type(history.versions[0][0]), history.on(date(2026, 11, 18))) == (date, TERMS)
    assert type(Plan([(lie, pack)]).purchases[0][0]) is date
    assert type(plan_packs({lie: 1}, [pack]).purchases[0][0]) is date
    assert required("standing", monthly=[LyingInt(2)], used=3) == 5


def test_no_row_is_lost_by_a_column_that_is_named_twice() -> None:
    rows = [{"id": "T-1", "received_at": "2026-11-18T10:00Z", "x": "a"}]
    assert told(lambda: read(Incident, rows, besides=["x", "x"])) == ("one_id_two_contents", "besides")


# --- lists


@pytest.mark.parametrize("items", [[DEEP_TUPLE], DEEP_TUPLE], ids=["in a list", "by itself"])
def test_what_is_too_deep_to_be_compared_is_refused_by_its_type(items: Any) -> None:
    """A hash of it would end the interpreter."""
    assert told(lambda: replay(items, [])) == ("wrong_type", "lots[0]")
    assert told(lambda: Account(id="a", incidents=items)) == ("wrong_type", "incidents[0]")
    assert told(lambda: TERMS.tier(items)) == ("wrong_type", "tier")


def test_a_list_that_holds_itself_is_refused() -> None:
    items: list[Any] = []
    items.append(items)
    assert told(lambda: Account(id="a", lots=items)) == ("wrong_type", "lots[0]")
    assert told(lambda: from_itself(items)) == ("wrong_type", "dates[0]")


def from_itself(items: Any) -> HolidayCalendar:
    return HolidayCalendar.from_dates(items, years=[2026])


def endless() -> Iterator[Incident]:
    return itertools.repeat(TICKET)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda: Account(id="a", incidents=endless()), ("out_of_bounds", "incidents")),
        (lambda: fold(endless()), ("out_of_bounds", "incidents")),
        (lambda: assess(TICKET, TERMS, folded=endless()), ("out_of_bounds", "folded")),
        (lambda: HolidayCalendar.from_dates(itertools.repeat(DAY), years=[2026]), ("out_of_bounds", "dates")),
        (lambda: HolidayCalendar.from_dates([], years=itertools.repeat(2026)), ("no_run", "years")),
        (lambda: DESK.between(NOON, NOON, excluding=itertools.repeat((NOON, NOON))), ("out_of_bounds", "excluding")),
        (lambda: Account(id="a", incidents=any_of(range(10**12))), ("wrong_type", "incidents[0]")),
        (lambda: HolidayCalendar.from_dates([], years=range(10**12)), ("out_of_bounds", "years")),
        (lambda: TermsHistory(any_of(itertools.count())), ("wrong_type", "versions[0]")),
        (lambda: read(Incident, itertools.repeat({})), ("out_of_bounds", "rows")),
    ],
)
def test_what_has_no_end_is_refused(call: Callable[[], Any], expected: tuple[str, str]) -> None:
    assert told(call) == expected


def test_a_list_may_be_longer_than_what_is_gone_through() -> None:
    items = [1] * (check.MOST_ITEMS + 1)
    assert len(check.as_tuple(items)) == len(items)
    assert len(list(check.items("items", items, "a list", "give one"))) == len(items)


# --- facts


def test_a_reading_is_checked_also_where_nothing_depends_on_it() -> None:
    endless_pack = PACK.replace(months=None)
    assert told(lambda: Lot.purchased(endless_pack, id="L-1", on=DAY, last_day=any_of("nonsense"))) == (
        "unknown_word", "last_day",
    )  # fmt: skip


class KeyedZone(tzinfo):
    """A zone that knows its name."""

    key = "Europe/Paris"

    def utcoffset(self, _: datetime | None) -> timedelta:
        return timedelta(hours=1)

    dst = utcoffset

    def tzname(self, _: datetime | None) -> str:
        return "Paris"


def test_only_a_zone_is_known_by_its_key() -> None:
    assert told(lambda: OperatingHours.parse("24/7", tz=any_of(Keyed()))) == ("wrong_type", "tz")
    assert str(OperatingHours.parse("24/7", tz=KeyedZone()).tz) == "Europe/Paris"


@pytest.mark.parametrize("raised", [KeyError(), RecursionError(), MemoryError(), StopIteration(), ZeroDivisionError()])
def test_a_moment_whose_zone_raises_is_one_without_a_zone(raised: Exception) -> None:
    at = datetime(2026, 11, 18, tzinfo=Zone(raised))
    assert told(lambda: TERMS.day_of(at)) == ("naive", "at")


@pytest.mark.parametrize(
    "price",
    [
        "1_000",
        "\u0661\u0662",
        "1E-999999",
        "0E-999999",
        "0E-3000000",
        " 12 ",
        "1E+999999",
        "nan",
        "\uff11",
        "",
        Decimal("sNaN"),
    ],
)
def test_what_is_no_plain_price_is_refused(price: Any) -> None:
    assert refusal_of(lambda: PACK.replace(price=price)).field == "price"


@pytest.mark.parametrize(
    ("price", "expected"),
    [("12.", "12"), ("+1e3", "1E+3"), ("0E+999999", "0"), ("-0.00", "0.00"), ("1E9999999999999999999", None)],
)
def test_what_is_a_price_is_read_exactly(price: str, expected: str | None) -> None:
    with decimal.localcontext(prec=1):
        found = check.as_money(price)
    assert (str(found) == expected) if expected else found == price


def test_what_a_mask_of_numpy_hides_is_refused_and_not_read() -> None:
    moments = np.ma.masked_array(np.array(["2026-11-18T10:00"], "datetime64[us]"), [True])
    assert told(lambda: arrays.is_open(DESK, moments)) == ("missing", "at")


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda: TermsHistory({DAY: TERMS}).during(any_of(None), any_of(None)), ("wrong_type", "first")),
        (lambda: TERMS.during(DAY, any_of(None)), ("wrong_type", "last")),
        (lambda: TERMS.on(any_of(None)), ("wrong_type", "day")),
        (lambda: TERMS.why_last_day(any_of(None)), ("wrong_type", "lot")),
        (lambda: settle(Account(id="a"), TERMS).terms_of(any_of(Faked(Incident))), ("wrong_type", "month")),
        (lambda: HolidayCalendar(any_of(3), [2026]), ("wrong_type", "days")),
        (lambda: OperatingHours.parse(any_of(3)), ("wrong_type", "text")),
        (lambda: replay([], []).total(any_of(3), on=DAY), ("wrong_type", "kind")),
        (lambda: any_of(OWED).governing.why(any_of("R14"), reading="A1", at_close="A4"), ("wrong_type", "rule_of")),
    ],
)
def test_an_error_names_the_parameter_itself(call: Callable[[], Any], expected: tuple[str, str]) -> None:
    assert told(call) == expected


# --- values that lie


def test_a_value_of_a_class_of_its_own_is_kept_as_a_plain_one() -> None:
    draw = Draw(id=LyingStr("T-1"), on=LyingDate(2026, 11, 18), credits=LyingInt(2))
    assert draw == Draw(id="T-1", on=DAY, credits=2)
    assert [type(value) for value in (draw.id, draw.on, draw.credits)] == [str, date, int]
    incident = TICKET.replace(effort=LyingTimedelta(hours=1), tier=LyingStr("12h"))
    assert (type(incident.effort), incident.effort, type(incident.tier)) == (timedelta, timedelta(hours=1), str)


def test_terms_keep_the_length_of_a_business_day_as_a_plain_one() -> None:
    terms = TERMS.replace(business_day_length=LyingTimedelta(hours=8))
    assert type(terms.replace(grace_days=8).business_day_length) is timedelta


# --- errors


def test_an_error_can_be_told_whatever_it_holds() -> None:
    error = refusal_of(lambda: Pack(credits=HUGE, price=1, months=3))
    assert repr(error).startswith("InvalidValueError('is out of bounds', field='credits', value=<int whose repr fails>")


@pytest.mark.parametrize(
    "value", [lambda: None, Zone(KeyError()), DEEP_TUPLE, iter([])], ids=lambda value: type(value).__name__
)
def test_an_error_can_be_pickled_whatever_it_holds(value: Any) -> None:
    error = refusal_of(lambda: Pack(credits=value, price=1, months=3))
    again = pickle.loads(pickle.dumps(error))
    assert (error.problem, error.code, error.field, type(error)) == (
        again.problem,
        again.code,
        again.field,
        type(again),
    )
    assert not isinstance(again.value, Shown) or str(again) == str(error)


# --- words


def test_the_names_of_days_and_months_are_ours_whatever_the_locale() -> None:
    words, before = (as_words(NOON), as_words(DAY)), locale.setlocale(locale.LC_ALL)
    try:
        for name in filter(_can_be_set, ("de_DE.UTF-8", "fr_FR.UTF-8", "C")):
            locale.setlocale(locale.LC_ALL, name)
            assert words == (as_words(NOON), as_words(DAY))
    finally:
        locale.setlocale(locale.LC_ALL, before)
    package = Path(incidentrules.__file__).parent
    assert not [path for path in package.rglob("*.py") if "strftime" in path.read_text("utf-8")]


def _can_be_set(name: str) -> bool:
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    return True


@pytest.mark.parametrize(
    "value", [HUGE, DEEP_TUPLE, NOON.replace(tzinfo=None), Faked(date)], ids=lambda value: type(value).__name__
)
def test_what_can_not_be_told_in_words_is_refused(value: Any) -> None:
    assert refusal_of(lambda: as_words(value)).field == "value"


@pytest.mark.parametrize("says", ["{9}", "{value.nothing}", "{beside[7]}", "{", "{unknown}", "{value:d}"])
def test_a_sentence_that_can_not_be_filled_in_is_refused(says: str) -> None:
    assert told(lambda: str(Reason("R1", 1, says=says))) == ("no_text", "says")


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"rule": 1}, "rule"), ({"how": 1}, "how"), ({"says": 1}, "says"), ({"reading": 1}, "reading"),
     ({"beside": [1]}, "beside"),
     ({"tz": "nowhere"}, "tz"), ({"parts": [1]}, "parts")],
)  # fmt: skip
def test_a_reason_that_is_made_by_hand_is_checked(facts: dict[str, Any], field: str) -> None:
    assert refusal_of(lambda: Reason(**any_of({"rule": "R1", "value": 1, **facts}))).field == field


# --- judgements made by hand


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: Assessment(any_of(Faked(Incident)), TERMS), "incident"),
        (lambda: Assessment(TICKET, any_of(Faked(type(TERMS)))), "terms"),
        (lambda: Settlement(any_of(None), TERMS), "account"),
        (lambda: Statement(any_of(Faked(Settlement)), Period.month(2026, 11)), "settlement"),
        (lambda: Ledger(any_of(None), []), "lots"),
        (lambda: TERMS.judge_after_hours(any_of(None)), "work"),
    ],
)
def test_a_judgement_that_is_made_by_hand_is_checked(call: Callable[[], Any], field: str) -> None:
    error = refusal_of(call)
    assert (type(error), error.field) == (InvalidTypeError, field)


def test_facts_of_a_class_of_their_own_are_facts() -> None:
    class Ticket(Incident):
        """A kind of incident."""

    mine = Ticket(id="T-1", received_at=NOON)
    assert assess(mine, TERMS).credits == 0
    assert Account(id="a", incidents=[mine, mine]).incidents == (mine,)


def test_a_moment_past_the_years_is_refused() -> None:
    late = datetime.max.replace(tzinfo=timezone(timedelta(hours=-12)))
    with pytest.raises(IncidentRulesError, match="leaves the years"):
        Change(at=late, tier="12h")


@pytest.mark.parametrize(
    ("name", "call", "field"),
    [
        ("account.Settlement", lambda value: Statement(value, Period.month(2026, 11)), "settlement"),
        ("statement.Statement", sheet, "statement"),
        ("assessment.Assessment", lambda value: queue([value]), "assessments[0]"),
    ],
)
def test_a_class_that_only_bears_the_name_of_ours_is_refused(name: str, call: Callable[[Any], Any], field: str) -> None:
    module, _, word = name.partition(".")
    stranger = type(word, (), {"__module__": f"incidentrules.{module}"})
    assert told(lambda: call(stranger())) == ("wrong_type", field)
