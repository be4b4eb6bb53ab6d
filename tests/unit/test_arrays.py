"""Operating time over arrays: worked moments, units and shapes, and what is refused."""

import gc
import weakref
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from incidentrules import HolidayCalendar, IncidentRulesError, InvalidTypeError, OperatingHours, OutOfRangeError
from incidentrules.extra import arrays
from incidentrules.extra._compiled import _COMPILED

DESK = OperatingHours.parse("Mo-Fr 08:00-24:00")
MANY_A_DAY = "Mo-Fr " + ",".join(f"{hour:02}:00-{hour:02}:30" for hour in range(8, 24))

MANY_ON_ONE_DAY = "Mo-Fr 08:00-18:00; 2026 Nov 21 " + ",".join(f"08:{n:02}-08:{n + 1:02}" for n in range(0, 40, 2))


def moments(*texts: str) -> Any:
    return np.array(texts, dtype="datetime64[us]")


def hours(*counts: int) -> Any:
    return np.array(counts, dtype="timedelta64[h]")


GOOD = moments("2026-11-18T10:00")

# --- worked moments: 2026-11-18 is a Wednesday


def test_an_opening_is_open_and_a_close_is_shut() -> None:
    at = moments("2026-11-18T07:59:59.999999", "2026-11-18T08:00", "2026-11-20T23:59:59.999999", "2026-11-21T00:00")
    assert arrays.is_open(DESK, at).tolist() == [False, True, True, False]


def test_open_time_is_counted_forwards_and_backwards() -> None:
    start = moments("2026-11-18T10:00", "2026-11-20T20:00", "2026-11-23T12:00", "2026-11-21T12:00")
    end = moments("2026-11-18T11:00", "2026-11-23T12:00", "2026-11-20T20:00", "2026-11-22T12:00")
    assert hours(1, 8, -8, 0).tolist() == arrays.between(DESK, start, end).astype("timedelta64[h]").tolist()


def test_an_exact_fit_ends_at_the_close_and_none_ends_where_it_began() -> None:
    at = moments("2026-11-20T20:00", "2026-11-20T20:00", "2026-11-21T12:00", "2026-11-21T12:00")
    expected = moments("2026-11-21T00:00", "2026-11-23T08:00:00.000001", "2026-11-21T12:00", "2026-11-24T00:00")
    amounts = np.array([4 * 3600 * 10**6, 4 * 3600 * 10**6 + 1, 0, 16 * 3600 * 10**6], dtype="timedelta64[us]")
    assert expected.tolist() == arrays.add(DESK, at, amounts).tolist()


def test_answers_are_arrays_in_microseconds() -> None:
    at = moments("2026-11-18T10:00")
    kinds = [arrays.add(DESK, at, hours(1)), arrays.between(DESK, at, at), arrays.is_open(DESK, at)]
    assert [str(kind.dtype) for kind in kinds] == ["datetime64[us]", "timedelta64[us]", "bool"]
    kinds = [arrays.add(DESK, at[:0], hours()), arrays.between(DESK, at[:0], at[:0]), arrays.is_open(DESK, at[:0])]
    assert [str(kind.dtype) for kind in kinds] == ["datetime64[us]", "timedelta64[us]", "bool"]


@pytest.mark.parametrize("text", ["Mo-Fr 08:00-24:00", MANY_A_DAY, MANY_ON_ONE_DAY, "24/7", "2026 Nov 18 08:00-09:00"])
def test_a_look_up_and_a_search_find_the_same_openings(text: str) -> None:
    """Hours of few and of many openings a day, of one without end, and of years without any."""
    desk = OperatingHours.parse(text)
    at = np.arange(moments("2026-11-14T00:00")[0], moments("2026-11-25T00:00")[0], np.timedelta64(7 * 60 + 13, "s"))
    assert [desk.is_open(one.replace(tzinfo=UTC)) for one in at.tolist()] == arrays.is_open(desk, at).tolist()
    if text != "2026 Nov 18 08:00-09:00":
        landings = [desk.add(one.replace(tzinfo=UTC), timedelta(minutes=7)) for one in at.tolist()]
        landed = arrays.add(desk, at, timedelta(minutes=7))
        assert landings == [one.replace(tzinfo=UTC) for one in landed.tolist()]
    since = datetime(2026, 11, 16, 12, tzinfo=UTC)
    expected = [desk.between(since, one.replace(tzinfo=UTC)) for one in at.tolist()]
    assert expected == arrays.between(desk, np.datetime64("2026-11-16T12:00"), at).tolist()


def test_what_is_compiled_is_turned_into_arrays_once_and_again_when_it_has_grown() -> None:
    desk = OperatingHours.parse("Mo-Fr 08:00-24:00")
    arrays.is_open(desk, moments("2026-11-18T10:00"))
    first = _COMPILED[desk._timeline.openings]
    arrays.is_open(desk, moments("2026-11-19T10:00"))
    assert first is _COMPILED[desk._timeline.openings]
    assert arrays.is_open(desk, moments("2027-11-19T10:00")).tolist() == [True]
    assert first is not _COMPILED[desk._timeline.openings]


def test_arrays_keep_neither_the_hours_nor_what_they_compiled_alive() -> None:
    desk = OperatingHours.parse("Mo-Fr 08:00-24:00")
    arrays.is_open(desk, moments("2026-11-18T10:00"))
    openings, first = weakref.ref(desk._timeline.openings), weakref.ref(_COMPILED[desk._timeline.openings])
    arrays.is_open(desk, moments("2027-11-18T10:00"))
    gc.collect()
    assert (openings(), first()) == (None, None)
    second = weakref.ref(_COMPILED[desk._timeline.openings])
    del desk
    gc.collect()
    assert second() is None


# --- the mirror, and the next


def test_what_is_subtracted_begins_at_an_opening_where_it_fits() -> None:
    at = moments("2026-11-23T12:00", "2026-11-23T12:00", "2026-11-21T12:00")
    expected = moments("2026-11-23T08:00", "2026-11-20T23:00", "2026-11-20T19:00")
    assert expected.tolist() == arrays.subtract(DESK, at, hours(4, 5, 5)).tolist()


def test_what_is_subtracted_may_begin_in_years_that_are_not_compiled_yet() -> None:
    day = OperatingHours.parse("Mo-Fr 08:00-24:00")
    expected = day.subtract(datetime(2026, 11, 18, 10, tzinfo=UTC), timedelta(hours=9000)).replace(tzinfo=None)
    assert [expected] == arrays.subtract(OperatingHours.parse("Mo-Fr 08:00-24:00"), GOOD, hours(9000)).tolist()


def test_the_next_opening_and_close_lie_in_years_that_are_not_compiled_yet() -> None:
    """2026-01-01 and 2027-01-01 are no holidays here; the desk opens in May only."""
    text = "2026 May 4 08:00-24:00; 2028 May 4 08:00-24:00"
    at = moments("2026-05-03T12:00", "2026-05-04T12:00", "2026-05-05T00:00", "2026-05-04T08:00")
    opens = moments("2026-05-04T08:00", "2026-05-04T12:00", "2028-05-04T08:00", "2026-05-04T08:00")
    closes = moments("2026-05-05T00:00", "2026-05-05T00:00", "2028-05-05T00:00", "2026-05-05T00:00")
    assert opens.tolist() == arrays.next_open(OperatingHours.parse(text), at).tolist()
    assert closes.tolist() == arrays.next_close(OperatingHours.parse(text), at).tolist()


def test_a_close_is_not_where_what_is_compiled_ends() -> None:
    night = OperatingHours.parse("Mo-Su 20:00-26:00")
    assert moments("2027-01-01T02:00").tolist() == arrays.next_close(night, moments("2026-12-31T23:00")).tolist()


@pytest.mark.parametrize("question", [arrays.next_open, arrays.next_close])
def test_no_moments_have_no_next(question: Any) -> None:
    assert question(DESK, moments()).tolist() == []


# --- what is missing


def test_what_is_not_a_time_is_kept_where_the_caller_says_so() -> None:
    at, nat = moments("NaT", "2026-11-20T20:00"), None
    assert [nat, datetime(2026, 11, 20, 21)] == arrays.add(DESK, at, hours(1), keep_nat=True).tolist()  # noqa: DTZ001
    assert [nat, timedelta(hours=4)] == arrays.between(DESK, at, moments("2026-11-22"), keep_nat=True).tolist()
    assert [nat, datetime(2026, 11, 20, 19)] == arrays.subtract(DESK, at, hours(1), keep_nat=True).tolist()  # noqa: DTZ001
    assert [nat, datetime(2026, 11, 20, 20)] == arrays.next_open(DESK, at, keep_nat=True).tolist()  # noqa: DTZ001
    assert [nat, datetime(2026, 11, 21)] == arrays.next_close(DESK, at, keep_nat=True).tolist()  # noqa: DTZ001
    assert arrays.is_open(DESK, at, keep_nat=True).tolist() == [False, True]
    missing = np.array(["NaT"], "timedelta64[us]")
    assert [nat, nat] == arrays.add(DESK, at, missing, keep_nat=True).tolist()
    assert [nat] == arrays.next_open(DESK, moments("NaT"), keep_nat=True).tolist()


def test_what_a_mask_hides_is_not_a_time() -> None:
    hidden = np.ma.masked_array(moments("2026-11-20T20:00", "2026-11-20T21:00"), [False, True])
    amounts = np.ma.masked_array(hours(1, 1), [True, False])
    assert arrays.is_open(DESK, hidden, keep_nat=True).tolist() == [True, False]
    assert [datetime(2026, 11, 20, 21), None] == arrays.add(DESK, hidden, hours(1), keep_nat=True).tolist()  # noqa: DTZ001
    assert [None, datetime(2026, 11, 20, 22)] == arrays.add(DESK, hidden.data, amounts, keep_nat=True).tolist()  # noqa: DTZ001
    assert arrays.is_open(DESK, np.ma.masked_array(hidden.data)).tolist() == [True, True]
    for ask, field in (
        (lambda: arrays.is_open(DESK, hidden), "at"),
        (lambda: arrays.add(DESK, hidden.data, amounts), "duration"),
    ):
        with pytest.raises(IncidentRulesError) as caught:
            ask()
        assert (caught.value.field, caught.value.code) == (field, "missing")


class Zoned:
    """A column of moments with a zone, as pandas has it: an array of its UTC where one is asked for by unit."""

    def __init__(self, *texts: str) -> None:
        self.utc = np.array(texts, "datetime64[ns]")
        self.dtype = type("ZonedType", (), {"tz": UTC, "unit": "ns"})()

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self.utc.astype(dtype)


def test_a_column_with_a_zone_is_taken_in_utc() -> None:
    at: Any = Zoned("2026-11-20T20:00", "NaT")
    assert arrays.is_open(DESK, at, keep_nat=True).tolist() == [True, False]
    at.dtype = type("ArrowDtype", (), {"pyarrow_dtype": at.dtype})()
    assert arrays.is_open(DESK, at, keep_nat=True).tolist() == [True, False]


def test_columns_of_pandas_are_taken_with_and_without_a_zone() -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    new_york = pandas.Series(pandas.to_datetime(["2026-11-20T15:00", None])).dt.tz_localize("America/New_York")
    arrow = new_york.astype("timestamp[us, tz=America/New_York][pyarrow]")
    for column in (new_york, arrow, new_york.dt.tz_convert("UTC").dt.tz_localize(None), pandas.DatetimeIndex(new_york)):
        landed = arrays.add(DESK, column, timedelta(hours=1), keep_nat=True)
        assert [datetime(2026, 11, 20, 21), None] == landed.tolist()  # noqa: DTZ001


# --- units and shapes


@pytest.mark.parametrize("unit", ["D", "h", "m", "s", "ms", "us", "ns"])
def test_other_units_are_exact(unit: str) -> None:
    at = np.array(["2026-11-18"], dtype=f"datetime64[{unit}]")
    amount = np.array([1], dtype="timedelta64[D]").astype(f"timedelta64[{unit}]")
    assert moments("2026-11-19T16:00").tolist() == arrays.add(DESK, at, amount).tolist()


@pytest.mark.parametrize(("unit", "text"), [("W", "2026-11-19"), ("M", "2026-12"), ("Y", "2027")])
def test_moments_may_be_whole_weeks_months_and_years(unit: str, text: str) -> None:
    at = np.array([text], dtype=f"datetime64[{unit}]")
    start = at.astype("datetime64[us]").tolist()[0].replace(tzinfo=UTC)
    expected = DESK.add(start, timedelta(hours=1)).replace(tzinfo=None)
    assert [expected] == arrays.add(DESK, at, timedelta(hours=1)).tolist()


def test_durations_may_be_whole_weeks() -> None:
    landed = arrays.add(OperatingHours.parse("24/7"), GOOD, np.array([2], dtype="timedelta64[W]"))
    assert moments("2026-12-02T10:00").tolist() == landed.tolist()


@pytest.mark.parametrize("count", [0, 1, 5])
def test_arrays_of_any_length_keep_it(count: int) -> None:
    at = np.full(count, "2026-11-18T10:00", "datetime64[us]")
    assert [datetime(2026, 11, 18, 11)] * count == arrays.add(DESK, at, timedelta(hours=1)).tolist()  # noqa: DTZ001
    assert [timedelta(hours=8)] * count == arrays.between(DESK, at, np.datetime64("2026-11-18T18:00")).tolist()
    assert [True] * count == arrays.is_open(DESK, at).tolist()


def test_single_values_give_arrays_without_dimensions() -> None:
    at = np.datetime64("2026-11-18T10:00")
    answers: list[Any] = [
        arrays.add(DESK, at, timedelta(hours=1)),
        arrays.add(DESK, at, timedelta(0)),
        arrays.between(DESK, at, np.datetime64("2026-11-18T12:00")),
        arrays.between(DESK, at, at),
        arrays.is_open(DESK, moments("2026-11-18T10:00")[0]),
    ]
    assert [answer.shape for answer in answers] == [()] * 5
    eleven, ten = datetime(2026, 11, 18, 11), datetime(2026, 11, 18, 10)  # noqa: DTZ001
    assert [eleven, ten, timedelta(hours=2), timedelta(0), True] == [answer.tolist() for answer in answers]


def test_a_row_and_a_column_make_a_table() -> None:
    start = moments("2026-11-18T08:00", "2026-11-19T08:00").reshape(2, 1)
    end = moments("2026-11-18T09:00", "2026-11-19T09:00", "2026-11-20T09:00")
    expected = hours(1, 17, 33, -15, 1, 17).reshape(2, 3)
    assert expected.tolist() == arrays.between(DESK, start, end).astype("timedelta64[h]").tolist()
    amounts = hours(1, 17).reshape(2, 1)
    landed = arrays.add(DESK, end[:1], amounts)
    assert moments("2026-11-18T10:00", "2026-11-19T10:00").reshape(2, 1).tolist() == landed.tolist()


def test_what_is_given_stays_as_it_was() -> None:
    start, end = moments("2026-11-18T08:00", "2026-11-18T08:00"), moments("2026-11-18T09:00", "2026-11-18T08:00")
    before = [start.copy(), end.copy()]
    arrays.between(DESK, start, end)
    landed = arrays.add(DESK, start, hours(0, 0))
    landed[0] = end[0]
    assert [each.tolist() for each in before] == [start.tolist(), end.tolist()]


# --- the edges of what is known


def limited() -> OperatingHours:
    calendar = HolidayCalendar.from_dates([date(2026, 12, 25)], years=range(2026, 2028))
    return OperatingHours.parse("Mo-Su 08:00-24:00; PH off", holidays=calendar)


def test_what_ends_with_the_calendar_is_answered() -> None:
    """An end is left out, so that the first moment after the last known year can be one."""
    expected = limited().between(datetime(2027, 12, 30, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
    assert [expected] == arrays.between(limited(), moments("2027-12-30"), moments("2028-01-01")).tolist()
    assert [-expected] == arrays.between(limited(), moments("2028-01-01"), moments("2027-12-30")).tolist()
    days = 2 + 365
    landed = arrays.add(limited(), moments("2026-12-30"), hours(16 * days))
    assert moments("2028-01-01").tolist() == landed.tolist()


def test_nothing_to_count_is_answered_in_years_that_are_not_known() -> None:
    unknown = moments("2030-05-05", "2027-01-01")
    assert [timedelta(0)] * 2 == arrays.between(limited(), unknown, unknown).tolist()
    assert unknown.tolist() == arrays.add(limited(), unknown, hours(0, 0)).tolist()
    amounts = hours(0, 1)
    assert moments("2030-05-05", "2027-01-01T09:00").tolist() == arrays.add(limited(), unknown, amounts).tolist()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: arrays.is_open(limited(), moments("2027-05-05", "2028-01-01")),
        lambda: arrays.is_open(limited(), moments("2027-05-05", "2025-12-31T23:59")),
        lambda: arrays.between(limited(), moments("2027-05-05"), moments("2028-01-01T00:00:00.000001")),
        lambda: arrays.add(limited(), moments("2027-12-31"), hours(17)),
        lambda: arrays.subtract(limited(), moments("2026-01-01T10:00", "2027-05-05"), hours(3)),
        lambda: arrays.next_open(limited(), moments("2028-01-01")),
        lambda: arrays.next_close(limited(), moments("2027-12-31T10:00", "2025-12-31T10:00")),
    ],
)
def test_a_question_past_the_calendar_names_its_years(ask: Callable[[], Any]) -> None:
    with pytest.raises(OutOfRangeError, match="2026 to 2027"):
        ask()


def test_the_first_and_the_last_moments_that_there_are() -> None:
    always = OperatingHours.parse("24/7")
    first, last = moments("0001-01-01"), moments("9999-12-31T23:59:59.999999")
    day = timedelta(days=1)
    assert [day] == arrays.between(OperatingHours.parse("24/7"), first, first + np.timedelta64(1, "D")).tolist()
    assert arrays.is_open(OperatingHours.parse("24/7"), first).tolist() == [True]
    assert [day - timedelta(microseconds=1)] == arrays.between(always, moments("9999-12-31"), last).tolist()
    assert arrays.is_open(always, last - np.timedelta64(1, "us")).tolist() == [True]
    for ask in (lambda: always.is_open(datetime.max.replace(tzinfo=UTC)), lambda: arrays.is_open(always, last)):
        with pytest.raises(OutOfRangeError, match="years 1 to 9999 end first"):
            ask()


def test_moments_that_are_far_apart_compile_only_their_own_years() -> None:
    """All years from 1 to 9999 would take half a minute, and more than a gigabyte."""
    at = moments("9990-11-18T10:00", "0005-11-18T10:00", "2026-11-18T20:00", "9990-11-21T12:00", "2026-11-21T12:00")
    end = moments("9990-12-18T10:00", "0005-10-18T10:00", "2040-11-18T20:00", "9991-11-21T12:00", "2026-11-22T12:00")
    amounts = hours(3, 30, 300, 3000, 1)
    one, many = OperatingHours.parse("Mo-Fr 08:00-18:00"), OperatingHours.parse("Mo-Fr 08:00-18:00")
    single = [each.replace(tzinfo=UTC) for each in at.tolist()]
    counted = list(zip(single, amounts.astype("timedelta64[us]").tolist(), strict=True))
    pairs = zip(single, (each.replace(tzinfo=UTC) for each in end.tolist()), strict=True)
    for expected, answer in (
        ([one.is_open(each) for each in single], arrays.is_open(many, at)),
        ([one.between(*pair) for pair in pairs], arrays.between(many, at, end)),
        ([one.add(*each).replace(tzinfo=None) for each in counted], arrays.add(many, at, amounts)),
        ([one.subtract(*each).replace(tzinfo=None) for each in counted], arrays.subtract(many, at, amounts)),
        ([one.next_open(each).replace(tzinfo=None) for each in single], arrays.next_open(many, at)),
        ([one.next_close(each).replace(tzinfo=None) for each in single], arrays.next_close(many, at)),
    ):
        assert expected == answer.tolist()
        compiled = many._timeline.openings
        assert compiled.last_year - compiled.first_year < 20


def test_what_lands_past_year_9999_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="years 1 to 9999 end first"):
        arrays.add(OperatingHours.parse("Mo-Fr 08:00-24:00"), moments("9999-11-18T10:00", "9999-12-31T20:00"), hours(5))


# --- what is refused


@pytest.mark.filterwarnings("ignore:The 'generic' unit:DeprecationWarning")
@pytest.mark.parametrize(
    ("ask", "field", "code"),
    [
        (lambda: arrays.is_open("Mo-Fr 08:00-24:00", GOOD), "hours", "wrong_type"),  # type: ignore[arg-type]
        (lambda: arrays.between(None, GOOD, GOOD), "hours", "wrong_type"),  # type: ignore[arg-type]
        (lambda: arrays.add(GOOD, GOOD, hours(1)), "hours", "wrong_type"),
        (lambda: arrays.is_open(DESK, "2026-11-18"), "at", "wrong_type"),
        (lambda: arrays.is_open(DESK, None), "at", "wrong_type"),  # type: ignore[arg-type]
        (lambda: arrays.is_open(DESK, [datetime(2026, 11, 18, tzinfo=UTC)]), "at", "wrong_type"),  # type: ignore[arg-type]
        (lambda: arrays.is_open(DESK, [date(2026, 11, 18)]), "at", "wrong_type"),  # type: ignore[arg-type]
        (lambda: arrays.is_open(DESK, [1.5]), "at", "wrong_type"),
        (lambda: arrays.is_open(DESK, []), "at", "wrong_type"),
        (lambda: arrays.is_open(DESK, [[GOOD[0]], [GOOD[0], GOOD[0]]]), "at", "wrong_type"),
        (lambda: arrays.is_open(DESK, hours(1)), "at", "wrong_type"),
        (lambda: arrays.between(DESK, GOOD, "2026"), "end", "wrong_type"),
        (lambda: arrays.between(DESK, 0, GOOD), "start", "wrong_type"),
        (lambda: arrays.add(DESK, GOOD, 3600), "duration", "wrong_type"),
        (lambda: arrays.add(DESK, GOOD, GOOD), "duration", "wrong_type"),
        (lambda: arrays.add(DESK, GOOD, [timedelta(hours=1)]), "duration", "wrong_type"),  # type: ignore[arg-type]
        (lambda: arrays.add(DESK, GOOD, np.array([1], "timedelta64[M]")), "duration", "wrong_type"),
        (lambda: arrays.add(DESK, GOOD, np.array([1], "timedelta64[Y]")), "duration", "wrong_type"),
        (lambda: arrays.add(DESK, GOOD, np.array([1], "timedelta64")), "duration", "wrong_type"),
        (lambda: arrays.is_open(DESK, GOOD, keep_nat=1), "keep_nat", "wrong_type"),  # type: ignore[arg-type]
        (lambda: arrays.next_open(DESK, [1.5]), "at", "wrong_type"),
        (lambda: arrays.next_close(DESK, moments("NaT")), "at", "missing"),
        (lambda: arrays.subtract(DESK, GOOD, hours(-1)), "duration", "out_of_bounds"),
        (lambda: arrays.is_open(DESK, moments("NaT", "2026-11-18")), "at", "missing"),
        (lambda: arrays.between(DESK, GOOD, moments("NaT")), "end", "missing"),
        (lambda: arrays.add(DESK, GOOD, np.array(["NaT"], "timedelta64[h]")), "duration", "missing"),
        (lambda: arrays.is_open(DESK, np.array([1001], "datetime64[ns]")), "at", "out_of_bounds"),
        (lambda: arrays.add(DESK, GOOD, np.array([1500], "timedelta64[ns]")), "duration", "out_of_bounds"),
        (lambda: arrays.is_open(DESK, np.array([10**12], "datetime64[Y]")), "at", "out_of_bounds"),
        (lambda: arrays.is_open(DESK, np.array([2**62], "datetime64[s]")), "at", "out_of_bounds"),
        (lambda: arrays.is_open(DESK, moments("0000-12-31T23:59:59.999999")), "at", "out_of_bounds"),
        (lambda: arrays.is_open(DESK, moments("10000-01-01")), "at", "out_of_bounds"),
        (lambda: arrays.add(DESK, GOOD, hours(1, -1)), "duration", "out_of_bounds"),
        (lambda: arrays.add(DESK, GOOD, timedelta(microseconds=-1)), "duration", "out_of_bounds"),
        (lambda: arrays.add(DESK, GOOD, timedelta.max), "duration", "out_of_bounds"),
        (lambda: arrays.add(DESK, GOOD, np.array([2**63 - 1], "timedelta64[us]")), "duration", "out_of_bounds"),
        (lambda: arrays.between(DESK, moments("2026", "2027"), moments("2026", "2027", "2028")), "end", "shape"),
        (lambda: arrays.add(DESK, moments("2026", "2027"), hours(1, 2, 3)), "duration", "shape"),
    ],
)  # fmt: skip
def test_what_is_no_array_of_moments_or_durations_is_refused(ask: Callable[[], Any], field: str, code: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        ask()
    assert (field, code) == (caught.value.field, caught.value.code)


def test_the_remedy_says_what_to_give() -> None:
    with pytest.raises(InvalidTypeError, match=r'give np.array\(\[...\], dtype="datetime64\[us\]"\), in UTC'):
        arrays.is_open(DESK, "2026-11-18")
