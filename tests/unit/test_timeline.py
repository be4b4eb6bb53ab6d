"""The engine of operating time: sets of spans, openings that grow, and what is compiled for a question."""

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

from incidentrules import OutOfRangeError
from incidentrules._hours.openings import Openings
from incidentrules._hours.spans import Span, merge, minus
from incidentrules._hours.timeline import Timeline

EVER = range(MINYEAR, MAXYEAR + 1)
YEAR = date(2026, 1, 1), date(2026, 12, 31)
HOUR, DAY, INSTANT = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)


def spans(text: str) -> list[Span]:
    """Return spans of hours of 2026-01-01, written as "8-12 13-17"."""
    pairs = [pair.split("-") for pair in text.split()]
    return [(hour(int(start)), hour(int(end))) for start, end in pairs]


def hour(number: int) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + number * HOUR


@pytest.mark.parametrize(
    ("given", "merged"),
    [
        ("", ""),
        ("8-12", "8-12"),
        ("13-17 8-12", "8-12 13-17"),
        ("8-12 12-17", "8-17"),
        ("8-12 10-17", "8-17"),
        ("8-17 10-12", "8-17"),
        ("8-17 10-12 17-18 20-21", "8-18 20-21"),
        ("8-8 12-9", ""),
        ("8-12 12-12 13-14", "8-12 13-14"),
    ],
)
def test_merged_spans_are_in_order_and_apart(given: str, merged: str) -> None:
    assert spans(merged) == merge(spans(given))


@pytest.mark.parametrize(
    ("given", "holes", "left"),
    [
        ("", "8-12", ""),
        ("8-12", "", "8-12"),
        ("8-12", "6-8 12-14", "8-12"),
        ("8-12", "6-14", ""),
        ("8-12", "8-12", ""),
        ("8-12", "6-9", "9-12"),
        ("8-12", "11-14", "8-11"),
        ("8-12", "9-10", "8-9 10-12"),
        ("8-12", "8-9 10-11", "9-10 11-12"),
        ("8-12", "8-9 11-12", "9-11"),
        ("8-12 13-17", "11-14", "8-11 14-17"),
        ("8-12 13-17", "12-13", "8-12 13-17"),
        ("8-12 13-17 18-20", "9-19", "8-9 19-20"),
        ("8-12 13-17", "1-2 3-4 9-10 14-15", "8-9 10-12 13-14 15-17"),
    ],
)
def test_holes_are_taken_out_of_spans(given: str, holes: str, left: str) -> None:
    assert spans(left) == minus(spans(given), spans(holes))


# --- openings


def openings(text: str, first: int, last: int) -> Openings:
    return Openings.compiled(hour(first), hour(last), spans(text), *YEAR, [date(2026, 1, 1)])


def told(held: Openings) -> list[Span]:
    return held.within(held.first, held.last)


def test_openings_are_cut_to_what_is_covered() -> None:
    held = openings("1-5 8-12 20-30", 3, 24)
    assert spans("3-5 8-12 20-24") == told(held)
    assert held.totals == [2 * HOUR, 6 * HOUR, 10 * HOUR]


@pytest.mark.parametrize(
    ("at", "until", "is_open"),
    [(3, 0, True), (4, 1, True), (5, 2, False), (7, 2, False), (8, 2, True), (11, 5, True), (12, 6, False)],
)
def test_the_open_time_until_a_moment_is_flat_where_it_is_shut(at: int, until: int, is_open: bool) -> None:
    held = openings("3-5 8-12", 3, 24)
    assert until * HOUR == held.spent(hour(at))
    assert is_open == (held.begun(hour(at)) > held.ended(hour(at)))


@pytest.mark.parametrize(
    ("start", "end", "within"),
    [
        (3, 24, "3-5 8-12"),
        (4, 9, "4-5 8-9"),
        (5, 8, ""),
        (6, 6, ""),
        (5, 9, "8-9"),
        (4, 8, "4-5"),
        (9, 10, "9-10"),
        (12, 24, ""),
    ],
)
def test_openings_within_two_moments_are_cut_to_them(start: int, end: int, within: str) -> None:
    assert spans(within) == openings("3-5 8-12", 3, 24).within(hour(start), hour(end))


@pytest.mark.parametrize(
    ("before", "after", "both"),
    [
        ("8-12", "25-30", "8-12 25-30"),
        ("8-12 20-24", "24-30 32-33", "8-12 20-30 32-33"),
        ("0-24", "24-48", "0-48"),
        ("", "24-30", "24-30"),
        ("8-12", "", "8-12"),
        ("", "", ""),
        ("8-24", "25-30", "8-24 25-30"),
    ],
)
def test_an_opening_across_two_compilations_is_one(before: str, after: str, both: str) -> None:
    joined = openings(before, 0, 24).then(openings(after, 24, 48))
    whole = openings(both, 0, 48)
    assert told(whole) == told(joined)
    assert attrs.astuple(attrs.evolve(whole, days=joined.days)) == attrs.astuple(joined)


# --- the questions that are asked most

DESKS = [
    "",
    "0-48",
    "8-12 32-36",
    "8-12 13-17 32-36 37-41",
    "0-1 23-25 47-48",
    "12-36",
    "0-4 5-6 7-8 20-30 40-41 47-48",
]
EVERY_HALF_HOUR = [HOUR / 2 * step for step in range(-49, 150)]


def week(text: str, zone: int) -> Openings:
    """Return openings within two days, the year beginning so many hours after midnight in UTC."""
    return Openings.compiled(hour(zone), hour(48 + zone), spans(text), *YEAR, [])


def answer(question: Callable[..., Any], *asked: Any) -> Any:
    try:
        return question(*asked)
    except LookupError:
        return None


@pytest.mark.parametrize("zone", [0, 5, -5])
@pytest.mark.parametrize("text", DESKS)
def test_what_is_looked_up_by_the_day_is_what_a_search_finds(text: str, zone: int) -> None:
    held = week(text, zone)
    asked = 0
    for step in EVERY_HALF_HOUR:
        at = hour(0) + step
        is_open = answer(held.is_open, at)
        asked += is_open is not None
        assert is_open is None or (held.first <= at < held.last and is_open == (held.begun(at) > held.ended(at)))
        for span in (HOUR / 2, HOUR, 5 * HOUR, 20 * HOUR):
            spent = answer(held.between, at, at + span)
            assert spent is None or (held.first <= at and at + span <= held.last)
            assert spent is None or spent == held.spent(at + span) - held.spent(at)
            landing = answer(held.add, at, span)
            assert landing is None or held.spent(landing) - held.spent(at) == span
            assert landing is None or held.spent(landing - INSTANT) < held.spent(landing)
            begun = answer(held.subtract, at, span)
            assert begun is None or held.spent(at) - held.spent(begun) == span
            assert begun is None or held.spent(begun + INSTANT) > held.spent(begun)
    assert bool(asked) == bool(text)


def test_an_amount_of_many_openings_is_searched_for() -> None:
    days = [(hour(24 * day + 8), hour(24 * day + 9)) for day in range(100)]
    held = Openings.compiled(hour(0), hour(2400), days, *YEAR, [])
    for opened in range(1, 100):
        assert held.add(hour(0), opened * HOUR) == hour(24 * opened - 15)
        assert held.subtract(hour(2400 - 24), opened * HOUR) == hour(24 * (99 - opened) + 8)
    for ask in (held.add, held.subtract):
        with pytest.raises(LookupError):
            ask(hour(1200), 51 * HOUR)


def test_many_openings_a_day_are_searched_for() -> None:
    held = Openings.compiled(hour(0), hour(24), [(hour(at), hour(at) + HOUR / 2) for at in range(24)], *YEAR, [])
    assert (held.ended(hour(3)), held.begun(hour(3)), held.spent(hour(3))) == (3, 4, 1.5 * HOUR)
    for later in (held, held.then(week("48-49 50-51", 24))):
        with pytest.raises(LookupError):
            later.is_open(hour(3))
        assert (later.ended(hour(3)), later.spent(hour(3))) == (3, 1.5 * HOUR)
    assert later.is_open(hour(50))


@pytest.mark.parametrize("before", [1, 2, 300, 365, 366, 700, 2000])
def test_a_day_before_the_first_is_no_day_near_the_end(before: int) -> None:
    held = Openings.compiled(hour(0), hour(24 * 365), [(hour(8), hour(24 * 365 - 8))], *YEAR, [])
    early, inside = hour(12) - before * DAY, hour(12)
    for ask in (
        lambda: held.is_open(early),
        lambda: held.between(early, inside),
        lambda: held.add(early, HOUR),
        lambda: held.subtract(early, HOUR),
    ):
        with pytest.raises(LookupError):
            ask()
    assert (held.ended(early), held.begun(early)) == (0, 0)


# --- what is compiled


class Years:
    """Openings of an hour at noon on the first of July, and what was asked to be compiled."""

    def __init__(self, open_in: range = EVER, known: range = EVER, marks: frozenset[int] = frozenset()) -> None:
        self.asked: list[tuple[int, int]] = []
        self.open_in = open_in
        self.known = known
        self.timeline = Timeline(
            self.compile,
            local_year=lambda at: at.year,
            start_of=lambda year: datetime(year, 1, 1, tzinfo=UTC),
            kind_of=lambda year: year in open_in if year in known else year,
            known=known,
            marks=lambda: marks,
        )

    def compile(self, first: int, last: int) -> Openings:
        self.asked.append((first, last))
        for year in (first, last):
            if year not in self.known:
                raise OutOfRangeError("is unknown", field="day", value=year, code="outside_calendar", remedy="know it")
        noons = [datetime(year, 7, 1, 12, tzinfo=UTC) for year in range(first, last + 1) if year in self.open_in]
        end = datetime(last + 1, 1, 1, tzinfo=UTC) if last < MAXYEAR else datetime.max.replace(tzinfo=UTC)
        return Openings.compiled(
            datetime(first, 1, 1, tzinfo=UTC),
            end,
            [(noon, noon + HOUR) for noon in noons],
            date(first, 1, 1),
            date(last, 12, 31),
            [noon.date() for noon in noons],
        )


def at(year: int, month: int = 1, day: int = 1, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def test_a_year_is_compiled_once() -> None:
    years = Years()
    for _ in range(3):
        assert not years.timeline.is_open(at(2026))
        assert years.timeline.between(at(2026), at(2027)) == HOUR
    assert years.asked == [(2026, 2026)]


def test_the_end_of_a_year_asks_for_no_other() -> None:
    years = Years(known=range(2026, 2027))
    assert years.timeline.between(at(2026), at(2027)) == HOUR
    assert at(2026, 7, 1, 12) == years.timeline.subtract(at(2027), HOUR)
    assert years.timeline.business_days(date(2026, 1, 1), date(2027, 1, 1)) == 1
    assert years.asked == [(2026, 2026)]


def test_only_what_is_missing_is_compiled() -> None:
    years = Years()
    assert years.timeline.between(at(2026), at(2027)) == HOUR
    assert years.timeline.between(at(2026), at(2029)) == 3 * HOUR
    assert years.timeline.between(at(2024), at(2029)) == 5 * HOUR
    assert years.timeline.between(at(2022), at(2031)) == 9 * HOUR
    assert years.asked == [(2026, 2026), (2027, 2028), (2024, 2025), (2022, 2023), (2029, 2030)]


@pytest.mark.parametrize(
    ("year", "asked"),
    [(2056, (2027, 2056)), (2057, (2057, 2057)), (1996, (1996, 2025)), (1995, (1995, 1995))],
)
def test_what_is_far_away_begins_anew(year: int, asked: tuple[int, int]) -> None:
    years = Years()
    assert not years.timeline.is_open(at(2026))
    assert not years.timeline.is_open(at(year))
    assert [(2026, 2026), asked] == years.asked
    assert years.timeline.between(at(2026), at(2027)) == HOUR


def test_a_long_search_compiles_ever_more_years_at_once() -> None:
    years = Years()
    assert at(2525, 7, 1, 13) == years.timeline.add(at(2026), 500 * HOUR)
    assert len(years.asked) < 50
    years = Years()
    assert at(1527, 7, 1, 12) == years.timeline.subtract(at(2027), 500 * HOUR)
    assert len(years.asked) < 50


@pytest.mark.parametrize("more", range(1, 16))
def test_a_search_asks_for_no_year_that_is_unknown_before_it_has_to(more: int) -> None:
    years = Years(known=range(2026 - more, 2027 + more))
    assert at(2026 + more, 7, 1, 13) == years.timeline.add(at(2026), (more + 1) * HOUR)
    with pytest.raises(OutOfRangeError) as caught:
        years.timeline.add(at(2026), (more + 2) * HOUR)
    assert (caught.value.code, caught.value.value) == ("outside_calendar", 2027 + more)
    assert at(2026 - more, 7, 1, 12) == years.timeline.subtract(at(2027), (more + 1) * HOUR)
    with pytest.raises(OutOfRangeError) as caught:
        years.timeline.subtract(at(2027), (more + 2) * HOUR)
    assert (caught.value.code, caught.value.value) == ("outside_calendar", 2025 - more)


Question = Callable[[Timeline], Any]
BEFORE: list[Question] = [
    lambda timeline: timeline.previous_open(at(2226)),
    lambda timeline: timeline.previous_close(at(2226)),
    lambda timeline: timeline.subtract(at(2226), HOUR),
    lambda timeline: timeline.business_day(date(2226, 1, 1), -1),
]
AFTER: list[Question] = [
    lambda timeline: timeline.next_open(at(1826)),
    lambda timeline: timeline.next_close(at(1826)),
    lambda timeline: timeline.add(at(1826), HOUR),
    lambda timeline: timeline.business_day(date(1826, 1, 1), 1),
]


@pytest.mark.parametrize("question", BEFORE + AFTER)
def test_a_search_ends_after_a_century_without_change(question: Question) -> None:
    years = Years(open_in=range(2026, 2027))
    with pytest.raises(OutOfRangeError) as caught:
        question(years.timeline)
    assert (caught.value.code, caught.value.field) == ("never", "at")
    where = "before" if question in BEFORE else "after"
    remedy = f"in 100 years {where} it the hours don't change; ask for less, or of hours that open and close"
    assert remedy == caught.value.remedy
    covered = {year for first, last in years.asked for year in (first, last)}
    assert 100 < max(covered) - min(covered) < 120


@pytest.mark.parametrize("question", BEFORE + AFTER)
def test_a_search_goes_on_to_a_year_that_is_marked(question: Question) -> None:
    """What is open on single dates is found from however far away."""
    assert question(Years(open_in=range(2026, 2027), marks=frozenset({2026})).timeline) in {
        at(2026, 7, 1, 12),
        at(2026, 7, 1, 13),
        date(2026, 7, 1),
    }


@pytest.mark.parametrize(
    ("question", "where"),
    [
        (lambda timeline: timeline.add(at(9999, 7, 1, 13), HOUR), "after"),
        (lambda timeline: timeline.next_open(at(9999, 7, 1, 13)), "after"),
        (lambda timeline: timeline.next_close(at(9999, 7, 1, 13)), "after"),
        (lambda timeline: timeline.subtract(at(1, 7, 1, 12), HOUR), "before"),
        (lambda timeline: timeline.previous_open(at(1, 7, 1, 11)), "before"),
        (lambda timeline: timeline.previous_close(at(1, 7, 1, 12)), "before"),
        (lambda timeline: timeline.business_day(date(9999, 7, 1), 1), "after"),
        (lambda timeline: timeline.business_day(date(1, 7, 1), -1), "before"),
        (lambda timeline: timeline.business_day(date(2026, 7, 1), 10**9), "after"),
        (lambda timeline: timeline.business_day(date(2026, 7, 1), -(10**9)), "before"),
        (lambda timeline: timeline.is_open(datetime.max.replace(tzinfo=UTC)), "after"),
    ],
)
def test_the_years_end(question: Question, where: str) -> None:
    with pytest.raises(OutOfRangeError) as caught:
        question(Years().timeline)
    assert (caught.value.code, caught.value.field) == ("never", "at")
    assert caught.value.remedy.startswith("the years 1 to 9999 end first")


def test_more_than_there_is_time_for_is_refused_without_a_search() -> None:
    years = Years()
    for ask in (years.timeline.add, years.timeline.subtract):
        with pytest.raises(OutOfRangeError, match="the years 1 to 9999 end first"):
            ask(at(2026), timedelta(days=366 * 8100))
    assert len(years.asked) <= 1
