"""A desk in a file: its terms as TOML, as a person writes them."""

import json
import tomllib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from incidentrules import Incident, IncidentRulesError, Terms, assess
from incidentrules.documents import from_dict, to_dict

FILE = Path(__file__).parents[2] / "examples" / "desk.toml"


def desk(old: str = "", new: str = "") -> Any:
    """Return the terms of the file, some of its text replaced."""
    text = FILE.read_text("utf-8")
    assert old in text
    return from_dict(tomllib.loads(text.replace(old, new, 1)))


def refused(old: str, new: str) -> IncidentRulesError:
    with pytest.raises(IncidentRulesError) as caught:
        desk(old, new)
    return caught.value


def test_the_file_is_a_whole_desk() -> None:
    terms: Terms = desk()
    assert ("Pacific/Auckland", "NZD", Decimal("240.00")) == (str(terms.tz), terms.currency, terms.on_call_price)
    assert tuple(tier.name for tier in terms.tiers) == ("24h", "12h", "6h", "3h")
    assert (*(pack.months for pack in terms.packs), terms.server_months) == (6, 6, None, None)
    assert (terms.readings.credit_basis, "per_incident") == ("standing", "per_incident")
    assert terms.fingerprint == from_dict(json.loads(json.dumps(to_dict(terms)))).fingerprint


def test_the_desk_keeps_its_hours_and_holidays() -> None:
    """Friday is Matariki: what comes on Thursday, half an hour before the close, is due on Monday."""
    received_at = datetime(2026, 7, 9, 5, tzinfo=UTC)  # 17:00 in Auckland
    ticket = Incident(id="T-1", received_at=received_at, tier="6h", effort=timedelta(minutes=40))
    answer = assess(ticket, desk())
    assert (
        answer.due_at.astimezone(desk().tz).isoformat(),
        answer.credits,
    ) == ("2026-07-13T11:30:00+12:00", 2)


def test_dates_may_be_those_of_toml() -> None:
    named = FILE.read_text("utf-8").partition("[business_hours.holidays.days]")[2].partition("[severe_hours]")[0]
    days = [line.partition(" =")[0] for line in named.strip().splitlines()]
    listed = f"days = [{', '.join(days)}]\n"
    terms = desk(f"[business_hours.holidays.days]{named}", listed)
    assert date(2026, 7, 10) in terms.business_hours._schedule.holidays
    assert terms.business_hours != desk().business_hours  # whose holidays have names


def test_a_moment_may_be_that_of_toml() -> None:
    document = tomllib.loads('type = "incident"\nid = "T-1"\nreceived_at = 2026-11-20T20:00:00Z\neffort = "PT75M"')
    assert datetime(2026, 11, 20, 20, tzinfo=UTC) == from_dict(document).received_at


@pytest.mark.parametrize(
    ("old", "new", "field", "code", "remedy"),
    [
        ("grace_days = 14", "grace_day = 14", "grace_day", "unknown_key", "did you mean 'grace_days'?"),
        ('overrun = "charged"', 'overrun = "charge"', "readings.overrun", "unknown_word", "did you mean 'charged'?"),
        ('"180.00"', "180.00", "packs[0].price", "wrong_type", 'write it in quotes: "149.00"'),
        ('"PT4H"', "4", "tiers[2].response", "wrong_type", 'write it with its unit: "PT1H15M"'),
        ('"PT4H"', "04:00:00", "tiers[2].response", "wrong_type", 'write it with its unit: "PT1H15M"'),
        ('"Pacific/Auckland"', '"Pacific/Aukland"', "business_hours.tz", "unknown_zone", None),
        ("[2026, 2027]", "[2026, 2026]", "business_hours.holidays.days", "out_of_years", "extend years= to it"),
        ("2026-07-10 =", "2026-07-32 =", "business_hours.holidays.days.2026-07-32", "format", "write it as 2026-11-18"),
        ('{ source = "Empl', '{ source = "Emple', "severe_hours.holidays.source", "unknown_name", None),
        ('currency = "NZD"\n', "", "currency", "missing", "give it"),
        ('"600.00"\nmonths = "none"', '"600.00"\nmonths = "never"', "packs[2].months", "wrong_type", None),
        ('type = "terms"', 'type = "term"', "type", "unknown_name", "did you mean 'terms'?"),
        ('type = "terms"', 'type = "terms"\nversion = 9', "version", "newer_version", "upgrade incidentrules"),
    ],
)
def test_a_mistake_is_named_by_its_key_with_the_remedy(
    old: str, new: str, field: str, code: str, remedy: str | None
) -> None:
    error = refused(old, new)
    assert (field, code) == (error.field, error.code)
    assert remedy in (None, error.remedy)


def test_a_moment_of_toml_without_an_offset_is_refused() -> None:
    with pytest.raises(IncidentRulesError) as caught:
        from_dict(tomllib.loads('type = "incident"\nid = "T-1"\nreceived_at = 2026-11-20T20:00:00'))
    assert (caught.value.field, caught.value.code) == ("received_at", "naive")
