"""Hours, zones and calendars in documents."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from incidentrules import HolidayCalendar, IncidentRulesError, OperatingHours, Terms, TermsHistory
from incidentrules.documents import from_dict, to_dict

MOMENT = datetime(2026, 11, 20, 20, tzinfo=UTC)
MORNINGS = OperatingHours.parse("Mo-Fr 08:00-12:00")
NOONS = OperatingHours.parse("Mo-Fr 11:00-14:00")
NIGHTS = OperatingHours.parse("22:00-06:00")
ALWAYS: dict[str, Any] = {"text": "24/7"}
CHRISTMAS = HolidayCalendar.from_dates({date(2026, 12, 25): "Christmas Day"}, years=[2026])
WITH_PH = {"text": "Mo-Fr 09:00-17:00; PH off"}


def words(hours: OperatingHours) -> dict[str, str]:
    return {"text": str(hours), "tz": "UTC"}


def body(value: Any) -> dict[str, Any]:
    """Return a document without what it says of itself, having checked that it reads back."""
    document = to_dict(value)
    assert value == from_dict(document)
    return {key: item for key, item in document.items() if key not in ("type", "version")}


def read(**document: Any) -> Any:
    return from_dict({"type": "operating_hours", **document})


def refused(**document: Any) -> IncidentRulesError:
    with pytest.raises(IncidentRulesError) as caught:
        read(**document)
    return caught.value


# --- hours made from others


def test_hours_are_the_words_that_parse_reads_with_their_zone() -> None:
    assert body(MORNINGS) == {"text": "Mo-Fr 08:00-12:00", "tz": "UTC"}
    assert read(text="Mo,Tu,We,Th,Fr 8:00-12:00") == MORNINGS


def test_hours_that_are_combined_are_lists() -> None:
    assert {"all": [words(MORNINGS), words(NOONS)]} == body(MORNINGS & NOONS)
    assert {"any": [words(MORNINGS), words(NOONS)]} == body(MORNINGS | NOONS)
    assert {"without": [words(MORNINGS), words(NOONS)]} == body(MORNINGS - NOONS)


def test_what_is_combined_by_one_sign_is_one_list() -> None:
    assert {"any": [words(MORNINGS), words(NOONS), words(NIGHTS)]} == body(MORNINGS | NOONS | NIGHTS)
    assert {"any": [{"all": [words(MORNINGS), words(NOONS)]}, words(NIGHTS)]} == body(MORNINGS & NOONS | NIGHTS)
    assert {"without": [words(MORNINGS), words(NOONS), words(NIGHTS)]} == body(MORNINGS - NOONS - NIGHTS)


def test_hours_from_a_moment_on_stand_in_the_order_in_which_they_were_given() -> None:
    later = MOMENT + timedelta(days=1)
    expected = {
        "first": words(MORNINGS),
        "then": [
            {"at": "2026-11-20T20:00:00Z", "hours": words(NOONS)},
            {"at": "2026-11-21T20:00:00Z", "hours": words(NIGHTS)},
        ],
    }
    assert expected == body(MORNINGS.then(MOMENT, NOONS).then(later, NIGHTS))
    assert read(first=words(MORNINGS), then=[]) == MORNINGS


def test_whole_days_name_the_hours_that_they_are_of() -> None:
    assert {"whole_days_of": words(MORNINGS)} == body(MORNINGS.whole_days())


def test_many_hours_beside_each_other_are_no_deeper_than_two() -> None:
    combined = switched = MORNINGS
    for hour in range(20):
        other = OperatingHours.parse(f"Mo {hour:02}:10-{hour:02}:50")
        combined |= other
        switched = switched.then(MOMENT + timedelta(hours=hour), other)
    assert (len(body(combined)["any"]), len(body(switched)["then"])) == (21, 20)


def test_hours_are_read_as_deep_as_they_can_be_made_and_no_deeper() -> None:
    hours = NIGHTS
    for _ in range(24):
        hours = (hours | MORNINGS) - NOONS
    assert [*body(hours)] == ["without"]
    with pytest.raises(IncidentRulesError, match="more than 50 times"):
        _ = (hours | MORNINGS) - NOONS
    deep: dict[str, Any] = ALWAYS
    for _ in range(60):
        deep = {"whole_days_of": deep}
    assert ((error := refused(**deep)).code, error.field) == ("too_deep", "whole_days_of." * 50 + "whole_days_of")
    itself: dict[str, Any] = {"any": [ALWAYS]}
    itself["any"].append(itself)
    assert refused(**itself).code == "too_deep"


# --- zones


@pytest.mark.parametrize(
    ("tz", "name"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("Etc/UTC", "UTC"),
        (timezone(timedelta(hours=5, minutes=45)), "UTC+05:45"),
        (timezone(timedelta(hours=-3)), "UTC-03:00"),
        (timezone(timedelta(seconds=1, microseconds=5)), "UTC+00:00:01.000005"),
    ],
)
def test_a_zone_is_its_name_or_its_offset(tz: Any, name: str) -> None:
    assert name == body(OperatingHours.parse("Mo-Fr 08:00-12:00", tz=tz))["tz"]


# --- calendars


def test_a_calendar_stands_by_the_day_with_its_first_and_last_year() -> None:
    assert body(CHRISTMAS) == {"days": {"2026-12-25": "Christmas Day"}, "years": [2026, 2026]}
    assert body(HolidayCalendar.none()) == {"days": {}, "years": [1, 9999], "source": "none"}


def test_a_calendar_that_stands_twice_is_referred_to_by_its_digest() -> None:
    document = to_dict(Terms.standard(holidays=CHRISTMAS))
    assert {**body(CHRISTMAS), "digest": CHRISTMAS.digest} == document["business_hours"]["holidays"]
    assert {"digest": CHRISTMAS.digest} == document["severe_hours"]["holidays"]


def test_versions_of_terms_share_one_calendar_too() -> None:
    terms = Terms.standard(holidays=CHRISTMAS)
    document = to_dict(TermsHistory({date(2026, 1, 1): terms, date(2026, 7, 1): terms.replace(grace_days=3)}))
    assert {"digest": CHRISTMAS.digest} == document["versions"]["2026-07-01"]["business_hours"]["holidays"]


def test_other_calendars_of_a_document_stand_with_their_own_days() -> None:
    others = CHRISTMAS.adding([date(2026, 12, 24)])
    terms = Terms.standard(holidays=CHRISTMAS)
    mixed = terms.replace(severe_hours=OperatingHours.parse("Mo-Su 09:00-20:00; PH off", holidays=others))
    assert mixed == from_dict(to_dict(mixed))
    assert "digest" not in to_dict(mixed)["business_hours"]["holidays"]


def test_days_may_stand_in_a_list_without_names_as_json_or_toml_has_them() -> None:
    expected = HolidayCalendar.from_dates([date(2026, 12, 25), date(2026, 12, 26)], years=[2026])
    document = {"type": "holiday_calendar", "days": ["2026-12-25", date(2026, 12, 26)], "years": [2026, 2026]}
    assert expected == from_dict(document)


FULL = {"days": ["2026-12-25"], "years": [2026, 2026], "source": "the town hall"}
OTHER = {"days": ["2026-12-26"], "years": [2026, 2026], "source": "the town hall"}


def test_who_writes_by_hand_may_refer_to_a_calendar_by_its_source() -> None:
    hours = read(any=[{**WITH_PH, "holidays": FULL}, {**WITH_PH, "holidays": {"source": "the town hall"}}])
    assert hours == read(any=[{**WITH_PH, "holidays": FULL}] * 2)


def test_a_source_that_two_calendars_have_refers_to_neither() -> None:
    listed = [{**WITH_PH, "holidays": each} for each in (FULL, OTHER, {"source": "the town hall"})]
    error = refused(any=listed)
    assert (error.code, error.field) == ("unknown_name", "any[2].holidays.source")
    assert "is that of no one calendar before it in the document" in str(error)


# --- what is refused


@pytest.mark.parametrize(
    ("document", "field", "code"),
    [
        ({}, "text", "missing"),
        ({"txt": "24/7"}, "txt", "unknown_key"),
        ({"text": "24/7", "any": [ALWAYS, ALWAYS]}, "any", "unknown_key"),
        ({"text": 5}, "text", "wrong_type"),
        ({"text": "Mo-Fr 9-17"}, "text", "grammar"),
        ({"text": "Mo-Fr 08:00-12:00", "tz": "Europe/Berln"}, "tz", "unknown_zone"),
        ({"text": "Mo-Fr 08:00-12:00", "tz": 1}, "tz", "wrong_type"),
        ({"text": "Mo-Fr 08:00-12:00", "tz": "UTC+24:00"}, "tz", "format"),
        ({**WITH_PH, "holidays": 5}, "holidays", "wrong_type"),
        ({**WITH_PH, "holidays": {"digest": "0123456789abcdef"}}, "holidays.digest", "unknown_name"),
        ({**WITH_PH, "holidays": {"digest": 5}}, "holidays.digest", "unknown_name"),
        ({**WITH_PH, "holidays": {**FULL, "digest": "0123456789abcdef"}}, "holidays.digest", "one_id_two_contents"),
        ({**WITH_PH, "holidays": {**FULL, "years": [2025, 2025]}}, "holidays.days", "out_of_years"),
        ({**WITH_PH, "holidays": {**FULL, "years": [2026]}}, "holidays.years", "format"),
        ({**WITH_PH, "holidays": {**FULL, "years": [2027, 2026]}}, "holidays.years", "format"),
        ({**WITH_PH, "holidays": {**FULL, "years": [2026, 10_000]}}, "holidays.years", "out_of_bounds"),
        ({**WITH_PH, "holidays": {**FULL, "years": [2026, 2026.0]}}, "holidays.years", "wrong_type"),
        ({**WITH_PH, "holidays": {**FULL, "days": ["25 Dec"]}}, "holidays.days[0]", "format"),
        ({**WITH_PH, "holidays": {**FULL, "days": {"2026-12-25": 5}}}, "holidays.days.2026-12-25", "wrong_type"),
        ({**WITH_PH, "holidays": {"years": [2026, 2026]}}, "holidays.days", "missing"),
        ({"text": "Mo-Fr 09:00-17:00", "holidays": FULL}, "text", "holidays"),
        (WITH_PH, "text", "holidays"),
        ({"any": 5}, "any", "wrong_type"),
        ({"any": [ALWAYS]}, "any", "out_of_bounds"),
        ({"without": [ALWAYS, ALWAYS]}, "without", "never_open"),
        ({"any": [ALWAYS, 5]}, "any[1]", "wrong_type"),
        ({"any": [ALWAYS, {"text": "x"}]}, "any[1].text", "grammar"),
        ({"all": [{"text": "Mo 08:00-09:00"}, {"text": "Tu 08:00-09:00"}]}, "all", "never_open"),
        ({"whole_days_of": {"text": "x"}}, "whole_days_of.text", "grammar"),
        ({"first": ALWAYS}, "then", "missing"),
        ({"first": {"text": "x"}, "then": []}, "first.text", "grammar"),
        ({"first": ALWAYS, "then": {}}, "then", "wrong_type"),
        ({"first": ALWAYS, "then": [5]}, "then[0]", "wrong_type"),
        ({"first": ALWAYS, "then": [{"at": MOMENT}]}, "then[0].hours", "missing"),
        ({"first": ALWAYS, "then": [{"at": MOMENT, "hour": ALWAYS}]}, "then[0].hour", "unknown_key"),
        ({"first": ALWAYS, "then": [{"at": "noon", "hours": ALWAYS}]}, "then[0].at", "format"),
        ({"first": ALWAYS, "then": [{"at": MOMENT, "hours": {"text": "x"}}]}, "then[0].hours.text", "grammar"),
    ],
)
def test_what_is_wrong_is_refused_with_its_path(document: dict[str, Any], field: str, code: str) -> None:
    error = refused(**document)
    assert (field, code) == (error.field, error.code)


def test_hours_that_open_in_no_common_year_are_refused_where_they_are_combined() -> None:
    early = {**WITH_PH, "holidays": {"days": [], "years": [2020, 2021]}}
    late = {**WITH_PH, "holidays": {"days": [], "years": [2026, 2027]}}
    assert ((error := refused(all=[early, late])).field, error.code) == ("all", "no_run")
