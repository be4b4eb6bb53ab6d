"""Pictures by their artists: what is drawn stands where the engine's figures are, and the words say the same."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from drawn import bars, columns, legend, marks, rows, words
from helpers import at, minutes, standard, ticket
from incidentrules import (
    Account,
    Assessment,
    Change,
    HolidayCalendar,
    Incident,
    IncidentRulesError,
    OperatingHours,
    Terms,
    Tier,
    assess,
    settle,
)
from incidentrules.extra import plotting
from incidentrules.extra._canvas import MARKS, PALETTES, Palette, Theme

figure = pytest.importorskip("matplotlib.figure")

HOUR = timedelta(hours=1)
TERMS = standard()
CHRISTMAS = Terms.standard(
    holidays=HolidayCalendar.from_dates(
        {
            date(2026, 12, 25): "Christmas Day",
            date(2026, 12, 28): "Boxing Day (substitute day)",
            **{date(2026, 12, day): "Works holiday" for day in (29, 30, 31)},
            date(2027, 1, 1): "New Year's Day",
        },
        years=range(2026, 2028),
    )
)
SATURDAY = ticket("Sat 12:00")


def at_desk(hours: str, tz: str = "UTC", **figures: Any) -> Terms:
    """Return a desk with one tier of 8 h, and with the same hours for severe issues unless said."""
    severe = figures.pop("severe", None)
    return Terms.desk(
        hours=OperatingHours.parse(hours, tz=tz),
        severe_hours=severe and OperatingHours.parse(severe, tz=tz),
        tiers=[Tier(name="day", response=figures.pop("response", 8 * HOUR), multiplier=1)],
        packs=TERMS.packs,
        currency="EUR",
        on_call_price=100,
        **figures,
    )


def received(moment: datetime, **facts: Any) -> Incident:
    return Incident(id="T-1", received_at=moment, **facts)


# --- a deadline


def test_a_saturday_s_ticket_is_due_when_monday_s_sixteen_hours_are_over() -> None:
    ax = plotting.deadline(assess(SATURDAY, TERMS))
    assert [(8, 24)] == bars(ax, "counted") == bars(ax, "open")
    assert marks(ax) == {"received": [12], "goal": [12], "due": [24]}
    assert rows(ax) == ["Sat 21 Nov", "Sun 22 Nov", "Mon 23 Nov"]
    assert columns(ax) == ["0", "4", "8", "12", "16", "20", "24"]
    assert legend(ax) == ["open", "counted, 16 h in all"]
    assert words(ax) == [
        "Due Mon 2026-11-23 24:00 UTC", "One business day (16 h)",
        "weekend", "received 12:00", "weekend", "16 h", "due 24:00", "goal 12:00",
    ]  # fmt: skip


TEXTS: dict[str, tuple[Incident, Terms, str]] = {
    "severe, on a weekend": (
        ticket("Fri 23:30", severity="severe", tier="3h", replied_at=at("Sat 10:00")),
        TERMS,
        """\
Due Sat 2026-11-21 11:30 UTC. The 3h tier (3 h).
Fri 2026-11-20: open 08:00 to 24:00; counted 23:30 to 24:00 (30 min); received 23:30.
Sat 2026-11-21: open 09:00 to 20:00; counted 09:00 to 11:30 (2 h 30 min); replied 10:00, in time; \
goal and due 11:30.""",
    ),
    "severe, by the promise that counts business hours": (
        ticket("Fri 20:00", severity="severe"),
        TERMS.replace(business_day_length=8 * HOUR, tiers=[Tier(name="slow", response=48 * HOUR, multiplier=1)]),
        """\
Due Mon 2026-11-23 12:00 UTC. One business day (8 h).
Fri 2026-11-20: open 08:00 to 24:00; counted 20:00 to 24:00 (4 h); received 20:00; goal 24:00.
Sat 2026-11-21: weekend, not counted; open 09:00 to 20:00.
Sun 2026-11-22: weekend, not counted; open 09:00 to 20:00.
Mon 2026-11-23: open 08:00 to 24:00; counted 08:00 to 12:00 (4 h); due 12:00.""",
    ),
    "changed on the way": (
        ticket(
            "Fri 23:00",
            tier="6h",
            changes=[Change(at=at("Sat 12:00"), severity="severe", tier="3h")],
            replied_at=at("Sat 15:30"),
        ),
        TERMS,
        """\
Due Sat 2026-11-21 15:00 UTC. The 3h tier (3 h).
Fri 2026-11-20: not counted; open 08:00 to 24:00; received 23:00.
Sat 2026-11-21: open 12:00 to 20:00; counted 12:00 to 15:00 (3 h); severe from 12:00; 3h tier from 12:00; \
goal and due 15:00; replied 15:30, late.""",
    ),
    "a faster tier bought": (
        ticket("Wed 10:00", changes=[Change(at=at("Wed 12:00"), tier="3h")], replied_at=at("Wed 15:00")),
        TERMS,
        """\
Due Wed 2026-11-18 15:00 UTC. The 3h tier (3 h).
Wed 2026-11-18: open 08:00 to 24:00; counted 12:00 to 15:00 (3 h); received 10:00; 3h tier from 12:00; goal 14:00; \
due 15:00; replied 15:00, in time.""",
    ),
    "late by a day": (
        ticket("Wed 15:00", tier="12h", replied_at=at("Fri 09:10")),
        TERMS,
        """\
Due Thu 2026-11-19 11:00 UTC. The 12h tier (12 h).
Wed 2026-11-18: open 08:00 to 24:00; counted 15:00 to 24:00 (9 h); received 15:00; goal 19:00.
Thu 2026-11-19: open 08:00 to 24:00; counted 08:00 to 11:00 (3 h); due 11:00.
Fri 2026-11-20: open 08:00 to 24:00; replied 09:10, late.""",
    ),
    "late by days on which nothing counts any more": (
        ticket("Wed 10:00", replied_at=at("Wed 10:00") + timedelta(days=8)),
        TERMS,
        """\
Due Thu 2026-11-19 10:00 UTC. One business day (16 h).
Wed 2026-11-18: open 08:00 to 24:00; counted 10:00 to 24:00 (14 h); received 10:00; goal 14:00.
Thu 2026-11-19: open 08:00 to 24:00; counted 08:00 to 10:00 (2 h); due 10:00.
Fri 2026-11-20 to Wed 2026-11-25: 6 days; closed: weekend.
Thu 2026-11-26: open 08:00 to 24:00; replied 10:00, late.""",
    ),
    "at midnight": (
        ticket("Wed 24:00", tier="3h", changes=[Change(at=at("Thu 24:00"), severity="severe")]),
        TERMS.with_readings(sla_clock="elapsed"),
        """\
Due Thu 2026-11-19 03:00 UTC. The 3h tier (3 h).
Thu 2026-11-19: open 08:00 to 24:00; counted 00:00 to 03:00 (3 h); received 00:00; goal and due 03:00.
Fri 2026-11-20: open 08:00 to 24:00; severe from 00:00.""",
    ),
    "replied at once, at midnight": (
        ticket("Wed 24:00", replied_at=at("Wed 24:00"), tier="3h"),
        TERMS,
        """\
Due Thu 2026-11-19 11:00 UTC. The 3h tier (3 h).
Thu 2026-11-19: open 08:00 to 24:00; counted 08:00 to 11:00 (3 h); received 00:00; replied 00:00, in time; \
goal and due 11:00.""",
    ),
    "used up before it is due": (
        ticket("Fri 20:00"),
        TERMS.with_readings(sla_clock="elapsed_rolled"),
        """\
Due Mon 2026-11-23 08:00 UTC. The 24h tier (24 h).
Fri 2026-11-20: open 08:00 to 24:00; counted 20:00 to 24:00 (4 h); received 20:00.
Sat 2026-11-21: weekend; counted 00:00 to 20:00 (20 h); 24 h used up 20:00.
Sun 2026-11-22: weekend.
Mon 2026-11-23: open 08:00 to 24:00; goal and due 08:00.""",
    ),
    "over closed days": (
        received(datetime(2026, 12, 24, 20, tzinfo=UTC)),
        CHRISTMAS,
        """\
Due Mon 2027-01-04 20:00 UTC. One business day (16 h).
Thu 2026-12-24: open 08:00 to 24:00; counted 20:00 to 24:00 (4 h); received 20:00; goal 24:00.
Fri 2026-12-25 to Sun 2027-01-03: 10 closed days: Christmas Day, weekend, Boxing Day (substitute day), \
Works holiday, New Year's Day.
Mon 2027-01-04: open 08:00 to 24:00; counted 08:00 to 20:00 (12 h); due 20:00.""",
    ),
    "on a holiday that is open for severe issues": (
        received(datetime(2026, 12, 25, 10, tzinfo=UTC), severity="severe", tier="3h"),
        CHRISTMAS,
        """\
Due Fri 2026-12-25 13:00 UTC. The 3h tier (3 h).
Fri 2026-12-25: Christmas Day; open 09:00 to 20:00; counted 10:00 to 13:00 (3 h); received 10:00; \
goal and due 13:00.""",
    ),
    "weeks away": (
        received(datetime(2026, 12, 18, 15, tzinfo=UTC)),
        CHRISTMAS.replace(business_day_length=120 * HOUR, tiers=[Tier(name="slow", response=200 * HOUR, multiplier=1)]),
        """\
Due Wed 2027-01-06 23:00 UTC. One business day (120 h).
Fri 2026-12-18: open 08:00 to 24:00; counted 15:00 to 24:00 (9 h); received 15:00; goal 19:00.
Sat 2026-12-19 to Tue 2027-01-05: 18 days, 96 h counted; closed: weekend, Christmas Day, \
Boxing Day (substitute day), Works holiday, New Year's Day.
Wed 2027-01-06: open 08:00 to 24:00; counted 08:00 to 23:00 (15 h); due 23:00.""",
    ),
    "weeks away, every day open": (
        ticket(),
        at_desk("24/7", response=500 * HOUR, business_day_length=400 * HOUR),
        """\
Due Sat 2026-12-05 02:00 UTC. One business day (400 h).
Wed 2026-11-18: open 00:00 to 24:00; counted 10:00 to 24:00 (14 h); received 10:00; goal 14:00.
Thu 2026-11-19 to Fri 2026-12-04: 16 days, 384 h counted.
Sat 2026-12-05: open 00:00 to 24:00; counted 00:00 to 02:00 (2 h); due 02:00.""",
    ),
    "a desk that is shut on weekdays, in a zone, where the clock is put back": (
        received(datetime(2026, 10, 24, 22, tzinfo=UTC)),
        at_desk("Sa,Su 00:00-24:00", "Europe/Berlin", business_day_length=5 * HOUR, response=5 * HOUR),
        """\
Due Sun 2026-10-25 04:00 Europe/Berlin. One business day (5 h).
Sun 2026-10-25: open 00:00 to 24:00; counted 00:00 to 04:00 (5 h); received 00:00; goal 03:00; due 04:00.""",
    ),
    "at a desk with days of its own": (
        ticket("Thu 12:00"),
        at_desk("Mo-We 09:00-17:00"),
        """\
Due Mon 2026-11-23 17:00 UTC. One business day (8 h).
Thu 2026-11-19: closed; received 12:00.
Fri 2026-11-20 to Sun 2026-11-22: 3 closed days: closed, weekend.
Mon 2026-11-23: open 09:00 to 17:00; counted 09:00 to 17:00 (8 h); goal 13:00; due 17:00.""",
    ),
    "counted from the next day on": (
        ticket("Wed 10:00"),
        TERMS.with_readings(business_day="end_of_next", sla_clock="elapsed").replace(
            tiers=[Tier(name="slow", response=90 * HOUR, multiplier=1)]
        ),
        """\
Due Thu 2026-11-19 24:00 UTC. One business day (16 h).
Wed 2026-11-18: not counted; open 08:00 to 24:00; received 10:00; goal 14:00.
Thu 2026-11-19: open 08:00 to 24:00; counted 08:00 to 24:00 (16 h); due 24:00.""",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_words_of_a_deadline_name_each_day_and_each_moment(name: str) -> None:
    incident, terms, text = TEXTS[name]
    assert text == plotting.deadline_text(assess(incident, terms))


@pytest.mark.parametrize("name", TEXTS)
def test_a_deadline_is_drawn_where_its_words_say(name: str) -> None:
    incident, terms, text = TEXTS[name]
    assessed = assess(incident, terms)
    ax = plotting.deadline(assessed, theme="dark")
    [due] = marks(ax)["due"]
    local = assessed.due_at.astimezone(terms.tz)
    assert due == pytest.approx(local.hour + local.minute / 60 or 24)
    first, *lines = text.splitlines()
    title, below, *_ = words(ax)
    assert first == f"{title}. {below}.".replace("\n", " ")
    assert len(lines) == len(rows(ax))
    said = [word for word in words(ax)[2:] if word in text]
    assert sum(line.count("; ") for line in lines) >= len(marks(ax))
    assert len(said) >= sum(map(len, marks(ax).values()))


NOT_OWED: dict[str, dict[str, Any]] = {
    "E-mail is not for billing and account questions": {"channel": "email", "topic": "billing"},
    "It is about on call": {"channel": "phone", "topic": "on_call"},
    "By phone you can only ask for on-call": {"channel": "phone"},
    "It took 0 min of work, and nobody replied": {"effort": minutes(0)},
}


@pytest.mark.parametrize("why", NOT_OWED)
def test_where_no_reply_is_owed_the_picture_says_so_and_why(why: str) -> None:
    assessed = assess(ticket("Sat 12:00", **NOT_OWED[why]), TERMS)
    ax = plotting.deadline(assessed)
    assert ["No reply is owed", why] == [word.replace("\n", " ") for word in words(ax)[:2]]
    assert (marks(ax), bars(ax, "counted"), legend(ax)) == ({"received": [12]}, [], [])
    assert f"No reply is owed. {why}.\nSat 2026-11-21: weekend; received 12:00." == plotting.deadline_text(assessed)


def test_a_reply_that_was_not_owed_is_shown_and_is_neither_in_time_nor_late() -> None:
    assessed = assess(ticket("Fri 12:00", channel="phone", replied_at=at("Fri 13:00")), TERMS)
    ax = plotting.deadline(assessed)
    assert (marks(ax), legend(ax)) == ({"received": [12], "replied": [13]}, ["open"])
    assert plotting.deadline_text(assessed).endswith("open 08:00 to 24:00; received 12:00; replied 13:00.")


def test_bars_are_labelled_inside_where_the_words_fit_and_beside_where_they_are_alone() -> None:
    assessed = assess(ticket("Fri 23:00", tier="3h", severity="severe"), TERMS)
    drawn: list[Any] = list(plotting.deadline(assessed).texts)
    places = {text.get_text(): (text.xy[0], text.get_horizontalalignment()) for text in drawn}
    assert (places["1 h"], places["2 h"]) == ((23, "right"), (11, "left"))
    lunch = assess(ticket("Wed 11:30"), at_desk("Mo-Fr 09:00-12:00,13:00-18:00"))
    assert [word for word in words(plotting.deadline(lunch)) if word in ("30 min", "5 h", "2 h 30 min")] == [
        "5 h",
        "2 h 30 min",
    ]


def test_the_words_of_a_long_stretch_take_two_lines_and_an_ellipsis() -> None:
    assessed = assess(received(datetime(2026, 12, 24, 20, tzinfo=UTC)), CHRISTMAS)
    ax = plotting.deadline(assessed)
    assert "…" in rows(ax)
    stretch = [word for word in words(ax) if "closed days" in word or word.endswith("…")]
    assert stretch == ["10 closed days: Christmas Day, weekend,", "Boxing Day (substitute day), Works holi…"]


def test_a_picture_is_drawn_on_the_axes_that_are_given() -> None:
    given = figure.Figure(figsize=(8, 4)).subplots()
    assert plotting.deadline(assess(SATURDAY, TERMS), ax=given) is given
    assert tuple(given.figure.bbox.size) == (800, 400)
    assert bars(given, "counted") == [(8, 24)]


def test_a_figure_of_its_own_is_360_pixels_wide_and_as_high_as_its_rows() -> None:
    short, long = (
        plotting.deadline(assess(one, TERMS)).figure.bbox.size for one in (SATURDAY, ticket(replied_at=at("Tue 10:00")))
    )
    assert 360 == round(short[0]) == round(long[0])
    assert short[1] < long[1]


# --- colours


def luminance(colour: str) -> float:
    """Return how light a colour is, as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=map(str, PALETTES))
def test_all_that_is_read_stands_out_from_its_ground_by_4_5_to_1(palette: Palette) -> None:
    on_paper = [palette.ink, palette.quiet, palette.counted, palette.due, palette.good]
    pairs = [*((colour, palette.paper) for colour in on_paper), (palette.ink, palette.faint)]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_no_two_marks_that_can_stand_in_one_picture_have_the_same_shape() -> None:
    deadlines = [MARKS[kind][0] for kind in ("received", "severity", "goal", "used_up", "due", "replied", "late")]
    moves = [MARKS[kind][0] for kind in ("drawn", "reversed", "lapsed", "voided")]
    assert (len(deadlines), len(moves)) == (len(set(deadlines)), len(set(moves)))


def test_a_theme_colours_what_is_drawn() -> None:
    ax = plotting.deadline(assess(SATURDAY, TERMS), theme="dark")
    hexes = {patch.get_facecolor() for patch in ax.patches if patch.get_label() == "_counted"}
    colors = pytest.importorskip("matplotlib.colors")
    assert {colors.to_rgba(PALETTES[Theme.DARK].counted)} == hexes
    assert colors.to_rgba(PALETTES[Theme.DARK].paper) == ax.get_facecolor() == ax.figure.get_facecolor()


# --- what is refused


ASSESSED = assess(SATURDAY, TERMS)
SETTLED = settle(Account(id="acme"), TERMS)
DAY = date(2026, 11, 1)
JOINED = TERMS.replace(business_hours=TERMS.business_hours | TERMS.severe_hours, business_day_length=16 * HOUR)
REFUSED: dict[str, tuple[Callable[[], Any], str, str, str]] = {
    "no Axes": (lambda: plotting.deadline(ASSESSED, ax="ax"), "ax", "wrong_type", "figure.subplots()"),  # type: ignore[arg-type]
    "a figure": (lambda: plotting.week(TERMS, ax=figure.Figure()), "ax", "wrong_type", "leave it out"),
    "no theme": (lambda: plotting.deadline(ASSESSED, theme="grey"), "theme", "unknown_word", "'light', 'dark'"),  # type: ignore[arg-type]
    "no assessment": (lambda: plotting.deadline(SATURDAY), "assessment", "wrong_type", "assess(incident, terms)"),  # type: ignore[arg-type]
    "no settlement": (
        lambda: plotting.credits(Account(id="acme"), first=DAY, last=DAY),  # type: ignore[arg-type]
        "settlement", "wrong_type", "settle(account, terms)",
    ),
    "first after last": (
        lambda: plotting.credits(SETTLED, first=DAY, last=date(2026, 10, 31)),
        "last", "contradiction", "from the first",
    ),
    "a moment for a day": (
        lambda: plotting.credits_text(SETTLED, first=at("Wed 10:00"), last=DAY), "first", "wrong_type", "day_of",
    ),
    "no terms": (lambda: plotting.week(SATURDAY), "terms", "wrong_type", "Terms.standard"),  # type: ignore[arg-type]
    "no day": (lambda: plotting.week(TERMS, on="Mon"), "on", "wrong_type", "date(2026"),  # type: ignore[arg-type]
    "no ordinary week": (lambda: plotting.week_text(JOINED), "business_hours", "no_week", "give on="),
    "no setting": (
        lambda: plotting.readings(SATURDAY, TERMS, setting="sla_clocks"), "setting", "unknown_name", "'sla_clock'",
    ),
    "no incident": (lambda: plotting.readings(ASSESSED, TERMS), "incident", "wrong_type", "Incident(id="),  # type: ignore[arg-type]
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused_by_its_field_with_a_remedy(name: str) -> None:
    call, field, code, remedy = REFUSED[name]
    with pytest.raises(IncidentRulesError) as refusal:
        call()
    assert ((field, code), True) == ((refusal.value.field, refusal.value.code), remedy in str(refusal.value))


# --- what is left alone


def test_words_need_no_matplotlib_and_drawing_touches_neither_pyplot_nor_its_settings() -> None:
    script = """
import sys
from datetime import UTC, datetime
from incidentrules import HolidayCalendar, Incident, Terms, assess
from incidentrules.extra import plotting
answer = assess(
    Incident(id="T-1", received_at=datetime(2026, 11, 21, tzinfo=UTC)), Terms.standard(holidays=HolidayCalendar.none())
)
plotting.deadline_text(answer)
assert "matplotlib" not in sys.modules
import matplotlib
before = matplotlib.rcParams.copy()  # a dict would ask for the backend, and so load pyplot
plotting.deadline(answer)
assert before == matplotlib.rcParams.copy()
assert "matplotlib.pyplot" not in sys.modules
"""
    source = Path(plotting.__file__).parents[2]
    subprocess.run([sys.executable, "-c", script], check=True, env={"PYTHONPATH": str(source)})


def test_an_assessment_is_all_that_a_deadline_needs() -> None:
    judged = Assessment(SATURDAY, TERMS)
    assert plotting.deadline_text(judged) == plotting.deadline_text(ASSESSED)
