"""Small documents as plain values, and what one is refused with."""

from datetime import UTC, datetime
from typing import Any

import pytest

from incidentrules import HolidayCalendar, IncidentRulesError, Terms
from incidentrules.documents import from_dict

RECEIVED = datetime(2026, 11, 20, 20, tzinfo=UTC)
TERMS = Terms.standard(holidays=HolidayCalendar.none())
INCIDENT: dict[str, Any] = {"type": "incident", "id": "T-1", "received_at": "2026-11-20T20:00:00Z"}
PACK: dict[str, Any] = {"type": "pack", "credits": 2, "price": "329", "months": 3}
LOT: dict[str, Any] = {"id": "L-1", "credits": 2, "on": "2026-11-20", "last_usable_on": None}
REASON: dict[str, Any] = {"type": "reason", "rule": "R1"}


def refused(document: Any) -> IncidentRulesError:
    with pytest.raises(IncidentRulesError) as caught:
        from_dict(document)
    assert str(caught.value).startswith(caught.value.field)
    return caught.value
