"""The second desk: every figure is its own, worked by hand from its terms."""

import subprocess
import sys
from pathlib import Path

import another_desk
from incidentrules import HolidayCalendar, Terms, verify

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_everything_differs_from_the_standard_terms() -> None:
    standard = Terms.standard(holidays=HolidayCalendar.none())
    differing = set(standard.difference(another_desk.berlin_terms()))
    assert {"business_hours", "severe_hours", "tiers", "packs", "currency", "unit", "goal", "grace_days"} <= differing
    assert {"at_close", "business_day", "credit_basis", "last_day", "overrun", "rounding", "window"} <= differing


def test_the_month_is_settled_by_its_own_terms() -> None:
    """Silver is drawn by the month; 75 minutes are three half hours; the pack of a month lapses a day early."""
    lines = [(line.id, str(line.kind), line.credits, str(line.amount)) for line in another_desk.october().lines]
    assert lines == [
        ("tier silver 2026-10", "tier_month", -5, "0"),
        ("B-1", "incident", -3, "0"),
        ("C-1", "call_out", 0, "360.00"),
        ("B-3", "excluded", 0, "0"),
        ("B-2", "incident", -1, "0"),
        ("P-2", "lapsed", -6, "0"),
    ]


def test_its_deadlines_are_those_of_berlin() -> None:
    """Friday 18:00 plus 8 h of 07:30 to 19:00; the night on which the clocks go back; Friday 11:00 to Monday 11:00."""
    due = {each.id: each.due_at.isoformat() for each in another_desk.october().assessments}
    assert due == {
        "B-1": "2026-10-05T12:30:00+00:00",
        "B-2": "2026-10-25T07:30:00+00:00",
        "B-3": "2026-10-19T09:00:00+00:00",
    }


def test_its_reasons_follow() -> None:
    statement = another_desk.october()
    reasons = [line.why for line in statement.lines] + [each.why_due for each in statement.assessments]
    assert [verify(reason) for reason in [*reasons, statement.why_closing]] == [()] * (len(reasons) + 1)


def test_the_script_prints_the_month_and_its_reasons() -> None:
    done = subprocess.run([sys.executable, EXAMPLES / "another_desk.py"], capture_output=True, text=True, check=True)
    assert "spree-logistik, 2026-10-01 to 2026-10-31" in done.stdout
    assert "B-3 does not count as an incident (R24)." in done.stdout
