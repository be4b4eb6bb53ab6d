"""Documents: what is written, in one way, and what is not."""

from datetime import date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from incidentrules import (
    Account,
    Change,
    Incident,
    IncidentRulesError,
    OperatingHours,
    Pack,
    Period,
    Reason,
    Severity,
    assess,
    settle,
)
from incidentrules._documents.walk import form_of
from incidentrules.documents import from_dict, to_dict
from plain_documents import RECEIVED, TERMS, refused


def test_a_document_says_its_type_and_version_and_what_is_no_default() -> None:
    change = Change(at=RECEIVED + timedelta(microseconds=1), severity="severe")
    incident = Incident(id="T-1", received_at=RECEIVED, effort=timedelta(minutes=75), changes=[change])
    expected = {
        "type": "incident",
        "version": 1,
        "id": "T-1",
        "received_at": "2026-11-20T20:00:00Z",
        "effort": "PT1H15M",
        "changes": [{"at": "2026-11-20T20:00:00.000001Z", "severity": "severe"}],
    }
    assert expected == to_dict(incident)
    assert list(expected) == list(to_dict(incident))


def test_a_document_holds_plain_values_alone() -> None:
    def plain(value: Any) -> bool:
        if type(value) in (dict, list):
            items = value.values() if type(value) is dict else value
            return all(map(plain, items))
        return type(value) in (str, int, bool, type(None))

    account = Account(id="acme", incidents=[Incident(id="T-1", received_at=RECEIVED, severity="severe")])
    assert plain(to_dict(settle(account, TERMS).statement(Period.month(2026, 11))))


def test_what_has_no_default_is_written_also_where_it_is_none() -> None:
    assert to_dict(Pack(credits=2, price="329.00", months=None)) == {
        "type": "pack",
        "version": 1,
        "credits": 2,
        "price": "329.00",
        "months": None,
    }


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (timedelta(0), "PT0S"),
        (timedelta(minutes=75), "PT1H15M"),
        (timedelta(days=7), "PT168H"),
        (timedelta(seconds=61), "PT1M1S"),
        (timedelta(microseconds=1), "PT0.000001S"),
        (timedelta(seconds=1.5), "PT1.5S"),
        (-timedelta(minutes=90), "-PT1H30M"),
    ],
)
def test_a_duration_is_written_in_one_way(duration: timedelta, text: str) -> None:
    assert {"duration": text} == to_dict(Reason(rule="", value=duration))["value"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (True, True),
        (1, 1),
        ("R1", "R1"),
        (Decimal("1.50"), {"money": "1.50"}),
        (RECEIVED, {"moment": "2026-11-20T20:00:00Z"}),
        (RECEIVED.astimezone(ZoneInfo("Etc/UTC")), {"moment": "2026-11-20T20:00:00Z"}),
        (RECEIVED.astimezone(ZoneInfo("Europe/Paris")), {"moment": "2026-11-20T20:00:00Z", "tz": "Europe/Paris"}),
        (
            RECEIVED.astimezone(timezone(timedelta(hours=-3, seconds=-1))),
            {"moment": "2026-11-20T20:00:00Z", "tz": "UTC-03:00:01"},
        ),
        (date(2026, 11, 20), {"day": "2026-11-20"}),
        (Severity.SEVERE, {"word": "severe", "of": "severity"}),
        ((1, (True, "2")), [1, [True, "2"]]),
    ],
)
def test_a_value_of_a_reason_is_written_with_its_kind_where_json_has_none(value: Any, written: Any) -> None:
    document = to_dict(Reason(rule="", value=value))
    read = from_dict(document).value
    assert (written, value, type(value)) == (document["value"], read, type(read))
    if isinstance(value, datetime):
        assert value.isoformat() == read.isoformat()


def test_the_zone_in_which_a_reason_is_told_is_kept() -> None:
    reason = Reason("R9", RECEIVED, says="It is due {value} {zone}", tz=ZoneInfo("Europe/Paris"))
    document = to_dict(reason)
    assert ("Europe/Paris", str(reason)) == (document["tz"], str(from_dict(document)))
    assert "tz" not in to_dict(Reason("R9", RECEIVED))
    assert ((error := refused({**document, "tz": "Europe/Pari"})).field, error.code) == ("tz", "unknown_zone")


def test_figures_that_cannot_be_asked_for_are_null() -> None:
    refused = assess(Incident(id="T-1", received_at=RECEIVED, channel="phone"), TERMS)
    figures = to_dict(refused)["figures"]
    assert (
        figures["verdict"],
        figures["refusal"],
        figures["due_at"],
        figures["credits"],
    ) == ("refused", "channel_not_offered", None, 0)


# --- what is not written


@pytest.mark.parametrize(
    "value", [5, None, "incident", Severity.SEVERE, Incident, object(), {"type": "incident"}, TERMS.tiers, TERMS.basis]
)
def test_what_is_no_value_of_the_library_is_not_written(value: Any) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        to_dict(value)
    assert (caught.value.code, caught.value.field) == ("wrong_type", "value")
    assert "give one of account, after_hours" in caught.value.remedy


class Nameless(tzinfo):
    """A zone that has no name."""

    def utcoffset(self, at: datetime | None) -> timedelta:
        return timedelta(hours=1)

    def dst(self, at: datetime | None) -> None:
        return None

    def tzname(self, at: datetime | None) -> None:
        return None


NAMELESS = OperatingHours.parse("24/7", tz=Nameless())


@pytest.mark.parametrize(
    ("value", "field", "code"),
    [
        (NAMELESS, "operating_hours.tz", "unknown_zone"),
        (
            TERMS.replace(business_hours=NAMELESS, severe_hours=NAMELESS, business_day_length=timedelta(hours=8)),
            "terms.business_hours.tz",
            "unknown_zone",
        ),
        (Reason(rule="", value=1.5), "reason.value", "wrong_type"),
        (Reason(rule="", value=(1, {2})), "reason.value[1]", "wrong_type"),
        (Reason(rule="", value=datetime(2026, 1, 1)), "reason.value", "wrong_type"),  # noqa: DTZ001
        (Reason(rule="", value=Decimal("NaN")), "reason.value", "format"),
        (
            Reason(rule="", value=1, parts=(Reason(rule="", value=1), Reason(rule="", value=1.5))),
            "reason.parts[1].value",
            "wrong_type",
        ),
    ],
)
def test_what_cannot_be_read_back_is_not_written(value: Any, field: str, code: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        to_dict(value)
    assert (field, code) == (caught.value.field, caught.value.code)


def test_what_cannot_be_written_is_named_by_its_place_in_a_list() -> None:
    with pytest.raises(IncidentRulesError) as caught:
        form_of(tuple[Decimal, ...]).write((Decimal(1), Decimal("NaN")), {})
    assert caught.value.field == "[1]"


# --- the walk over classes


def test_the_walk_refuses_an_annotation_that_no_document_can_hold() -> None:
    with pytest.raises(TypeError, match="no document can hold"):
        form_of(float)


def test_the_walk_knows_no_class_of_its_own() -> None:
    """A class that nobody foresaw, with a private field, a default that is made, and no other way in."""

    @attrs.frozen(kw_only=True)
    class Desk:
        _rooms: int = attrs.field(alias="rooms")
        opened: dict[str, date] = attrs.field(factory=dict)
        judged: int = attrs.field(init=False, default=1)

    form = form_of(Desk)
    desk = Desk(rooms=3, opened={"north": date(2026, 1, 1)})
    assert form.write(desk, {}) == {"rooms": 3, "opened": {"north": "2026-01-01"}}
    assert (desk, Desk(rooms=1)) == (form.read(form.write(desk, {}), {}), form.read({"rooms": 1}, {}))
    assert {"type": "object", "additionalProperties": form_of(date).schema({})} == form_of(dict[str, date]).schema({})
