"""What does not count as an incident (R24), when the free days end, and why."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from helpers import at, minutes, standard, ticket
from incidentrules import (
    Assessment,
    Exclusion,
    Incident,
    Kind,
    OperatingHours,
    Verdict,
    assess,
    verify,
)
from incidentrules.exclusion import exclusions, last_free_moment
from incidentrules.readings import ExclusionEvent, Window

TERMS = standard()


def excluded(incident: Incident, **readings: Any) -> list[str]:
    return [str(why) for why in assess(incident, TERMS.with_readings(**readings)).exclusions]


@pytest.mark.parametrize(
    ("arose", "calendar_days", "hours", "exclusive"),
    [
        ("2026-11-02T14:59", False, False, False),
        ("2026-11-02T15:00", True, True, True),
        ("2026-11-08T23:59", True, True, True),
        ("2026-11-09T00:00", True, True, False),
        ("2026-11-09T15:00", True, True, False),
        ("2026-11-09T15:01", True, False, False),
        ("2026-11-09T23:59", True, False, False),
        ("2026-11-10T00:00", False, False, False),
    ],
)
def test_seven_days_end_where_the_reading_says(arose: str, calendar_days: bool, hours: bool, exclusive: bool) -> None:
    incident = Incident(
        id="T-1",
        received_at=datetime(2026, 11, 18, tzinfo=UTC),
        arose_at=datetime.fromisoformat(arose + "+00:00"),
        deployed_at=datetime(2026, 11, 2, 15, tzinfo=UTC),
    )
    expected = {"calendar_days": calendar_days, "hours": hours, "calendar_days_exclusive": exclusive}
    assert expected == {reading: bool(excluded(incident, window=reading)) for reading in expected}


def test_the_last_of_168_hours_is_included() -> None:
    deployed_at = datetime(2026, 11, 2, 15, tzinfo=UTC)
    last = Incident(id="T-1", received_at=deployed_at + timedelta(days=7), deployed_at=deployed_at)
    after = Incident(id="T-1", received_at=deployed_at + timedelta(days=7, microseconds=1), deployed_at=deployed_at)
    assert [excluded(each, window="hours") for each in (last, after)] == [["within_7_days_of_deployment"], []]


@pytest.mark.parametrize(
    ("arose", "received", "by_arising", "by_receipt"),
    [
        ("2026-11-09T23:00", "2026-11-10T01:00", True, False),
        (None, "2026-11-09T23:00", True, True),
        (None, "2026-11-10T01:00", False, False),
        ("2026-11-01T10:00", "2026-11-03T10:00", False, True),
    ],
)
def test_the_event_is_when_the_problem_arose_or_was_received(
    arose: str | None, received: str, by_arising: bool, by_receipt: bool
) -> None:
    incident = Incident(
        id="T-1",
        received_at=datetime.fromisoformat(received + "+00:00"),
        arose_at=datetime.fromisoformat(arose + "+00:00") if arose else None,
        deployed_at=datetime(2026, 11, 2, 15, tzinfo=UTC),
    )
    expected = {"arose": by_arising, "received": by_receipt}
    assert expected == {reading: bool(excluded(incident, exclusion_event=reading)) for reading in expected}


def test_days_are_those_of_the_zone_given() -> None:
    incident = Incident(
        id="T-1",
        received_at=datetime(2026, 11, 9, 20, tzinfo=UTC),
        deployed_at=datetime(2026, 11, 2, 10, tzinfo=UTC),
    )

    def told(tz: tzinfo) -> tuple[Exclusion, ...]:
        return exclusions(incident, window=Window.CALENDAR_DAYS, event=ExclusionEvent.AROSE, days=7, tz=tz)

    assert [told(UTC), told(timezone(timedelta(hours=5)))] == [(Exclusion.WITHIN_WINDOW,), ()]


@pytest.mark.parametrize(
    ("window", "last"),
    [
        ("calendar_days", "2026-03-31T21:00"),
        ("calendar_days_exclusive", "2026-03-30T21:00"),
        ("hours", "2026-03-31T10:00"),
    ],
)
def test_calendar_days_follow_the_clocks_of_a_zone_and_hours_do_not(window: str, last: str) -> None:
    """The clocks of Athens go forward on Sunday, 2026-03-29: a week later noon is at 09:00 UTC."""
    deployed_at = datetime(2026, 3, 24, 10, tzinfo=UTC)
    found = last_free_moment(deployed_at, window=Window(window), days=7, tz=ZoneInfo("Europe/Athens"))
    end = datetime.fromisoformat(last + "+00:00")
    assert found == (end if window == "hours" else end - timedelta.resolution)


@pytest.mark.parametrize(("window", "days"), [("calendar_days", 7), ("calendar_days", 36_500), ("hours", 36_500)])
def test_free_days_past_the_last_year_end_with_it(window: str, days: int) -> None:
    deployed_at = datetime(9999, 12, 30, 10, tzinfo=UTC)
    found = last_free_moment(deployed_at, window=Window(window), days=days, tz=UTC)
    assert datetime.max.replace(tzinfo=UTC) == found


@pytest.mark.parametrize("is_out_of_box", [False, True])
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("is_within", [False, True])
def test_all_exclusions_that_apply_are_told_in_their_order(is_out_of_box: bool, kind: Kind, is_within: bool) -> None:
    expected = [
        *["out_of_box_failure"] * is_out_of_box,
        *["pre_sales"] * (kind in ("pre_sales", "product_availability")),
        *["within_7_days_of_deployment"] * is_within,
    ]
    deployed_at = at("Wed 09:00") if is_within else None
    assert expected == excluded(ticket(is_out_of_box=is_out_of_box, kind=kind, deployed_at=deployed_at))


def test_a_desk_may_grant_no_days_or_more_of_them() -> None:
    incident = ticket("Sat 10:00", deployed_at=at("Wed 10:00"))
    assert [bool(assess(incident, TERMS.replace(grace_days=days)).exclusions) for days in (0, 2, 3)] == [
        False,
        False,
        True,
    ]


# --- why


def judged(*, readings: dict[str, Any] | None = None, **facts: Any) -> Assessment:
    return assess(ticket(**facts), TERMS.with_readings(**readings) if readings else TERMS)


@pytest.mark.parametrize(("deployed", "is_within"), [("Wed 09:00", True), ("Wed 10:00", True), ("Wed 10:01", False)])
def test_whether_a_problem_falls_into_the_free_days_can_be_checked(deployed: str, is_within: bool) -> None:
    why = judged(deployed_at=at(deployed), effort=minutes(5)).why_verdict
    [window] = [node for node in why.nodes if node.how == "in order"]
    assert (is_within, at("Wed 10:00")) == (window.value, window.parts[1].value)
    assert verify(window) == ()
    assert verify(attrs.evolve(window, value=not is_within)) != ()


@pytest.mark.parametrize("window", ["calendar_days", "calendar_days_exclusive", "hours"])
@pytest.mark.parametrize("zone", ["Europe/Athens", "America/Havana", "America/Sao_Paulo", "Pacific/Apia"])
def test_the_end_of_the_free_days_can_be_checked_in_any_zone(zone: str, window: Any) -> None:
    """Clocks change at midnight in Havana and Sao Paulo, and Apia has no 2011-12-30. The end is told by the wall."""
    hours = OperatingHours.parse("Mo-Fr 08:00-24:00", tz=zone)
    terms = TERMS.replace(business_hours=hours, severe_hours=hours).with_readings(window=window)
    for first in (datetime(2011, 12, 1), datetime(2018, 2, 1), datetime(2026, 3, 1), datetime(2026, 11, 1)):  # noqa: DTZ001
        for hour in range(0, 24 * 28, 5):
            deployed = first.replace(tzinfo=UTC) + timedelta(hours=hour)
            why = assess(Incident(id="T-1", received_at=deployed, deployed_at=deployed), terms).why_verdict
            assert (why.value, verify(why)) == (Verdict.EXCLUDED, ())
            [end] = [node for node in why.nodes if node.says == "The grace days end {value}"]
            assert end.value == deployed + timedelta(days=7) if window == "hours" else "24:00" in end.sentence


def test_the_tier_of_a_problem_that_is_not_free_tells_the_judgement_on_which_it_rests() -> None:
    late = judged(deployed_at=at("Wed 11:00"), tier="3h", effort=minutes(5))
    for reason in (late.why_credits, late.why_due):
        assert "outside the 7 days after the deployment on Wed 2026-11-18 11:00" in reason.text()
        assert {"A13=calendar_days", "A14=arose"} <= reason.readings
    of_one_day = assess(late.incident, TERMS.replace(grace_days=1)).why_credits.text()
    assert "outside the 1 day after the deployment" in of_one_day
    plain = judged(deployed_at=at("Wed 11:00"), effort=minutes(5))
    assert "outside the 7 days" not in plain.why_due.text()
