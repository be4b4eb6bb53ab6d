"""The ten settings and their readings."""

import pytest

from doors import any_of
from incidentrules import RULES, Readings
from incidentrules.readings import SETTINGS

READINGS = {
    "sla_clock": ("A1", ["operating_hours", "elapsed", "elapsed_rolled", "business_days_24h"]),
    "business_day": ("A2", ["one_operating_day", "same_time", "end_of_next"]),
    "at_close": ("A4", ["close", "next_opening"]),
    "credit_basis": ("A10", ["per_incident", "standing", "flat", "minimum"]),
    "multiplier_scope": ("A11", ["every_unit", "first_unit"]),
    "overrun": ("A12", ["written_off", "charged"]),
    "window": ("A13", ["calendar_days", "hours", "calendar_days_exclusive"]),
    "exclusion_event": ("A14", ["arose", "received"]),
    "rounding": ("A15", ["half_up", "half_even", "up"]),
    "last_day": ("A18", ["corresponding_day", "day_before"]),
}


def test_there_are_ten_settings_each_with_its_readings_the_default_first() -> None:
    found = {field: (setting.id, [str(word) for word in setting.kind]) for field, setting in SETTINGS.items()}
    assert found == READINGS
    assert {field: words[0] for field, (_, words) in READINGS.items()} == {
        field: str(getattr(Readings(), field)) for field in SETTINGS
    }


@pytest.mark.parametrize("field", READINGS)
def test_words_stand_for_members_and_are_cited_by_the_id_of_the_setting(field: str) -> None:
    id, words = READINGS[field]
    for word in words:
        readings = Readings(**any_of({field: word}))
        assert (f"{id}={word}", SETTINGS[field].kind) == (readings.cite(field), type(getattr(readings, field)))


def test_every_setting_asks_a_question_of_rules_that_there_are() -> None:
    assert all(setting.question.endswith("?") for setting in SETTINGS.values())
    assert all(rule in RULES for setting in SETTINGS.values() for rule in setting.rules)


def test_readings_that_say_the_same_are_equal() -> None:
    assert len({Readings(), Readings(overrun="written_off")}) == 1
    assert Readings() != Readings(overrun="charged")


def test_the_default_of_a_setting_is_its_first_reading() -> None:
    assert {field: words[0] for field, (_, words) in READINGS.items()} == {
        field: str(setting.default) for field, setting in SETTINGS.items()
    }
