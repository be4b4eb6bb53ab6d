"""Pictures of a week and of readings, by their artists and by their words."""

from datetime import date, timedelta
from typing import Any

import pytest

from drawn import bars, columns, legend, marks, rows, words
from helpers import at, minutes, standard, ticket
from incidentrules import (
    HolidayCalendar,
    OperatingHours,
    Terms,
    TermsHistory,
    Tier,
    compare_readings,
)
from incidentrules.extra import plotting
from incidentrules.extra._options import PLAIN
from incidentrules.readings import SETTINGS

pytest.importorskip("matplotlib")

TERMS = standard()


# --- the week


def test_an_ordinary_week_shows_what_is_open_for_all_and_what_for_severe_issues_only() -> None:
    ax = plotting.week(TERMS)
    assert rows(ax) == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "holiday"]
    assert bars(ax, "counted") == [(8, 24)] * 5
    assert bars(ax, "open") == [(8, 24)] * 5 + [(9, 20)] * 3
    assert words(ax)[2:] == ["08:00 to 24:00"] * 5 + ["09:00 to 20:00"] * 3
    assert legend(ax) == ["all issues", "severe issues only"]


def test_the_words_of_a_week_name_each_day_and_its_times() -> None:
    lines = plotting.week_text(TERMS).splitlines()
    assert lines[:2] == ["An ordinary week of the desk. Times are those of UTC.", "Mon: 08:00 to 24:00."]
    assert lines[-2:] == [
        "Sun: closed; for severe issues 09:00 to 20:00.",
        "holiday: closed; for severe issues 09:00 to 20:00.",
    ]


def desk(hours: str, severe: str | None = None, **figures: Any) -> Terms:
    return Terms.desk(
        hours=OperatingHours.parse(hours, tz="Europe/Berlin"),
        severe_hours=severe and OperatingHours.parse(severe, tz="Europe/Berlin"),  # type: ignore[arg-type]
        tiers=[Tier(name="day", response=timedelta(hours=8), multiplier=1)],
        packs=TERMS.packs,
        currency="EUR",
        on_call_price=100,
        business_day_length=timedelta(hours=8),
        **figures,
    )


def test_a_night_is_drawn_on_both_its_days_and_times_are_written_where_they_fit() -> None:
    ax = plotting.week(desk("Mo-Th 09:00-12:00,13:30-17:30; Su 22:00-26:00", "Mo-Fr 07:00-22:00; Sa 10:00-14:00"))
    assert bars(ax, "counted")[:3] == [(0, 2), (9, 12), (13.5, 17.5)]
    assert bars(ax, "counted")[-1] == (22, 24)
    assert words(ax)[2:] == ["9–12"] * 4 + ["07:00 to 22:00", "10–14"]
    text = plotting.week_text(desk("Mo-Th 09:00-12:00; Su 22:00-26:00"))
    assert [
        text.splitlines()[1],
        text.splitlines()[7],
    ] == ["Mon: 00:00 to 02:00, 09:00 to 12:00.", "Sun: 22:00 to 24:00."]


def test_a_desk_with_the_same_hours_for_all_has_no_severe_issues_in_its_week() -> None:
    ax = plotting.week(desk("Mo-Fr 09:00-17:00"))
    assert (legend(ax), [word for word in words(ax) if word == "closed"]) == (["all issues"], ["closed"] * 2)


def test_the_week_of_a_day_has_its_holidays_and_dates() -> None:
    terms = Terms.standard(
        holidays=HolidayCalendar.from_dates({date(2026, 12, 25): "Christmas Day"}, years=range(2026, 2028))
    )
    ax = plotting.week(terms, on=date(2026, 12, 27))
    assert [rows(ax)[0], rows(ax)[4]] == ["Mon 21 Dec", "Fri 25 Dec"]
    assert bars(ax, "counted") == [(8, 24)] * 4
    assert "Christmas Day" in words(ax)
    lines = plotting.week_text(terms, on=date(2026, 12, 21)).splitlines()
    assert lines[:2] == ["The week from 21 Dec 2026. Times are those of UTC.", "Mon 21 Dec: 08:00 to 24:00."]
    assert lines[5] == "Fri 25 Dec: Christmas Day, closed; for severe issues 09:00 to 20:00."


def test_joined_hours_have_the_week_of_a_day() -> None:
    joined = TERMS.replace(
        business_hours=TERMS.business_hours | TERMS.severe_hours, business_day_length=timedelta(hours=16)
    )
    assert bars(plotting.week(joined, on=date(2026, 11, 18)), "counted") == [(8, 24)] * 5 + [(9, 20)] * 2


# --- readings


def test_the_deadlines_of_all_readings_stand_side_by_side_with_what_each_counts() -> None:
    ax = plotting.readings(ticket("Sat 12:00"), TERMS)
    assert {"received": [0.5] * 4, "due": [3, 1.5, round(2 + 8 / 24, 6), round(3 + 8 / 24, 6)]} == marks(ax)
    eight = round(2 + 8 / 24, 6)
    assert [(eight, 3), (0.5, 1.5), (0.5, 1.5), (eight, round(3 + 8 / 24, 6))] == bars(ax, "counted")
    assert [(eight, 3), (round(3 + 8 / 24, 6), 4)] * 4 == bars(ax, "open")
    assert columns(ax) == ["21 Nov", "22 Nov", "23 Nov", "24 Nov"]
    assert words(ax)[:3] == [
        "4 deadlines, by how it is read",
        "Received Sat 2026-11-21 12:00 UTC",
        "Mon 2026-11-23 24:00: as it is",
    ]
    assert [text.get_fontweight() for text in ax.texts if "as it is" in text.get_text()] == ["bold"]
    assert (
        plotting.readings_text(ticket("Sat 12:00"), TERMS)
        == """\
4 deadlines, by how it is read. Received Sat 2026-11-21 12:00 UTC.
Mon 2026-11-23 24:00: as it is.
Sun 2026-11-22 12:00: all hours count (A1=elapsed).
Mon 2026-11-23 08:00: all hours count, up to an opening (A1=elapsed_rolled).
Tue 2026-11-24 08:00: a business day ends at the same time on the next one (A2=same_time); or what ends at a close is \
due at the next opening (A4=next_opening)."""
    )


@pytest.mark.parametrize("setting", ["sla_clock", "A1"])
def test_the_readings_of_one_setting_stand_in_their_own_order(setting: str) -> None:
    """The table of A1 in the rules, of a 12 h ticket of Wednesday 15:00."""
    fast = ticket("Wed 15:00", tier="12h")
    assert (
        plotting.readings_text(fast, TERMS, setting=setting)
        == """\
3 deadlines, by how it is read. Received Wed 2026-11-18 15:00 UTC.
Thu 2026-11-19 11:00: open hours count (A1=operating_hours), as it is.
Thu 2026-11-19 03:00: all hours count (A1=elapsed).
Thu 2026-11-19 08:00: all hours count, up to an opening (A1=elapsed_rolled).
Thu 2026-11-19 03:00: all hours of business days count (A1=business_days_24h).\
"""
    )
    assert [1 + hour / 24 for hour in (11, 3, 8, 3)] == pytest.approx(
        marks(plotting.readings(fast, TERMS, setting=setting))["due"], abs=1e-6
    )


def test_readings_that_move_nothing_are_said_to() -> None:
    text = plotting.readings_text(ticket(), TERMS, setting="overrun")
    assert (
        text
        == """\
One deadline, however it is read. Received Wed 2026-11-18 10:00 UTC.
Thu 2026-11-19 10:00: A12=written_off, as it is.
Thu 2026-11-19 10:00: A12=charged."""
    )


def test_a_reading_under_which_no_reply_is_owed_has_no_deadline() -> None:
    withdrawn = ticket(
        "Fri 20:00", deployed_at=at("Thu 10:00") - timedelta(days=7), arose_at=at("Thu 12:00"), effort=minutes(0)
    )
    text = plotting.readings_text(withdrawn, TERMS, setting="exclusion_event")
    assert text.splitlines()[-1] == "no reply is owed: what counts is when it was received (A14=received)."
    ax = plotting.readings(withdrawn, TERMS, setting="exclusion_event")
    assert (len(marks(ax)["due"]), len(marks(ax)["received"])) == (1, 2)


def test_what_is_owed_no_reply_under_any_reading_says_so() -> None:
    refused = ticket(channel="phone")
    ax = plotting.readings(refused, TERMS)
    assert [words(ax)[0], words(ax)[2]] == ["No reply is owed by any reading", "no reply is owed: as it is"]
    assert ({"received": [round(10 / 24, 6)]}, ["open"]) == (marks(ax), legend(ax))


def test_over_many_days_only_what_counts_is_drawn() -> None:
    slow = TERMS.replace(
        tiers=[Tier(name="slow", response=timedelta(hours=900), multiplier=1)], business_day_length=timedelta(hours=400)
    )
    ax = plotting.readings(ticket(), slow, setting="A4")
    assert (bars(ax, "open"), legend(ax)) == ([], ["counted"])


def test_of_many_ways_to_a_deadline_the_first_is_drawn_and_all_are_in_the_words() -> None:
    late = ticket("Wed 21:00", tier="12h", deployed_at=at("Wed 10:00") - timedelta(days=7), arose_at=at("Wed 02:00"))
    drawn = " ".join(words(plotting.readings(late, TERMS)))
    assert "count (A1=business_days_24h) and free until the last day after a deployment " in drawn
    assert "(A13=calendar_days_exclusive); or 5 other ways" in drawn
    [line] = [
        line for line in plotting.readings_text(late, TERMS).splitlines() if line.startswith("Thu 2026-11-19 09:00")
    ]
    assert line.count("; or ") == 5


def test_readings_in_so_many_words_that_they_do_not_fit_are_cut() -> None:
    late = ticket("Wed 21:00", tier="12h", deployed_at=at("Wed 10:00") - timedelta(days=7), arose_at=at("Wed 02:00"))
    terms = TERMS.with_readings(business_day="end_of_next", sla_clock="elapsed_rolled", at_close="next_opening")
    cut = [word for word in words(plotting.readings(late, terms)) if word.endswith("…")]
    assert cut
    assert max(map(len, cut)) <= 51


def test_readings_take_the_terms_of_a_history_and_what_is_folded() -> None:
    history = TermsHistory({date(2026, 1, 1): TERMS, date(2026, 12, 1): TERMS.with_readings(sla_clock="elapsed")})
    follows = ticket("Wed 11:00", id="T-2", follows="T-1")
    assert plotting.readings_text(ticket(), TERMS) == plotting.readings_text(ticket(), history, folded=[follows])


def test_all_readings_that_can_move_a_deadline_have_plain_words() -> None:
    movable = [SETTINGS[field] for field in ("sla_clock", "business_day", "at_close", "window", "exclusion_event")]
    assert {f"{setting.id}={word}" for setting in movable for word in setting.kind} == set(PLAIN)
    dear = ticket("Sat 12:00", tier="3h", deployed_at=at("Wed 10:00") - timedelta(days=4))
    cited = {
        part.partition("=")[0]
        for found in compare_readings(dear, TERMS).deadlines
        for way in found.readings
        for part in way
    }
    assert cited <= {setting.id for setting in movable}
