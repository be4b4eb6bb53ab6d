"""Near misses: what a refusal offers instead of a text of hours, a zone or another name that was nearly right."""

import pytest

from incidentrules import IncidentRulesError, OperatingHours
from incidentrules._checks import nearest
from incidentrules._hours.grammar import parse
from incidentrules._hours.week import unparse

OTHERWISE = 'write hours such as "Mo-Fr 08:00-24:00; PH off"'


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Mon-Fri 9-17", "Mo-Fr 09:00-17:00"),
        ("Mo-Fr 9am-5pm", "Mo-Fr 09:00-17:00"),
        ("Mo-Fr 12am-12pm", "Mo-Fr 00:00-12:00"),
        ("Mo-Fr 9:00 am - 5:00 p.m.", "Mo-Fr 09:00-17:00"),
        ("Mo-Fr 13pm-17", "Mo-Fr 13:00-17:00"),
        ("Monday to Friday 9 to 5pm", "Mo-Fr 09:00-17:00"),
        ("Mon, Wed and Fri 9.30-17.00", "Mo,We,Fr 09:30-17:00"),
        ("Tuesdays & thurs. 9h30-17h", "Tu,Th 09:30-17:00"),
        ("mo-fr 10:00-12:00; ph closed", "Mo-Fr 10:00-12:00; PH off"),
        ("Mo-Fr 9-17; public holidays 10-12", "Mo-Fr 09:00-17:00; PH 10:00-12:00"),
        ("MO-FR 8-24\nSa 9-20", "Mo-Fr 08:00-24:00; Sa 09:00-20:00"),
        ("Mo-Fr 10:00–12:00", "Mo-Fr 10:00-12:00"),
        ("Mo 9 - 17", "Mo 09:00-17:00"),
        ("Mo-Fr 9-12,13-18", "Mo-Fr 09:00-12:00,13:00-18:00"),
        ("Mo-Fr 9-17, Sat 10-14, 2026-12-24 off", "Mo-Fr 09:00-17:00; Sa 10:00-14:00; 2026 Dec 24 off"),
        ("Mo-Fr 9-17; 2026 Dec 24-27 off", "Mo-Fr 09:00-17:00; 2026 Dec 24-2026 Dec 27 off"),
        ("Mo-Fr 9-17; 2026 Dec 24-2027 Jan 2 off", "Mo-Fr 09:00-17:00; 2026 Dec 24-2027 Jan 02 off"),
    ],
)
def test_a_text_that_is_nearly_read_is_offered_as_it_is_read(text: str, offered: str) -> None:
    parse(offered)
    with pytest.raises(IncidentRulesError) as caught:
        OperatingHours.parse(text)
    assert ("grammar", "text", text, f'write "{offered}"') == (
        caught.value.code,
        caught.value.field,
        caught.value.value,
        caught.value.remedy,
    )
    assert caught.value.__suppress_context__, "a traceback shows one refusal, not two"


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("hello", OTHERWISE),
        ("Mo-Fr 9-5", OTHERWISE),
        ("Mo-Fr 25-26", OTHERWISE),
        ("2026-13-24 off", "write it as 2026 Dec 24"),
        ("easter off", "put them into the calendar of holidays"),
        ("Mo 10:00-12:00,off", "give one of the two"),
        ("Mon-Fri 9-17" + " " * 200, OTHERWISE),
        ("Mo 7-8; Tu 8-9; We 9-10; Th 10-11; Fr 11-12; Sa 12-13; Su 13-14; 2026-12-24 8-9; 2026-12-27 9-11", OTHERWISE),
    ],
)
def test_what_is_not_sure_is_not_offered(text: str, remedy: str) -> None:
    with pytest.raises(IncidentRulesError) as caught:
        OperatingHours.parse(text)
    assert remedy == caught.value.remedy


def test_what_is_read_is_never_corrected() -> None:
    for text in ("Mo-Fr 22:00-06:00", "2026 Dec 24-27 09:00-12:00", "24/7"):
        assert unparse(parse(text)) == str(OperatingHours.parse(text))
    with pytest.raises(IncidentRulesError, match="has to be a string"):
        OperatingHours.parse(None)  # type: ignore[arg-type]
    with pytest.raises(IncidentRulesError, match="100,001 characters long") as caught:
        OperatingHours.parse("Mo 08:00-12:00" + " " * 99_987)
    assert (caught.value.code, caught.value.field) == ("out_of_bounds", "text")


@pytest.mark.parametrize(
    ("name", "near"),
    [("Berln", "Berlin"), ("berlin", "Berlin"), ("Pariss", "Paris"), ("Rome", None), ("", None), ("Berlin" * 11, None)],
)
def test_a_name_is_near_one_that_is_like_it(name: str, near: str | None) -> None:
    assert near == nearest(name, ["Paris", "Berlin"])
