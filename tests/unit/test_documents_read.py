"""Documents: what is read, in all the usual ways to write it."""

from collections.abc import Mapping
from datetime import timedelta, timezone
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from incidentrules import Pack, Reason
from incidentrules.documents import from_dict, to_dict
from plain_documents import INCIDENT, LOT, PACK, REASON, RECEIVED


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("PT1H15M", timedelta(minutes=75)),
        ("PT75M", timedelta(minutes=75)),
        ("PT4500S", timedelta(minutes=75)),
        ("P7D", timedelta(days=7)),
        ("P1W", timedelta(days=7)),
        ("P1DT1H", timedelta(hours=25)),
        ("PT0,5S", timedelta(milliseconds=500)),
        ("PT0S", timedelta(0)),
    ],
)
def test_the_usual_ways_to_write_a_duration_are_read(text: str, duration: timedelta) -> None:
    assert duration == from_dict({**INCIDENT, "effort": text}).effort


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-20T20:00:00Z",
        "2026-11-20T20:00Z",
        "2026-11-20 20:00:00+00:00",
        "2026-11-20T21:00:00.000000+01:00",
        RECEIVED,
        RECEIVED.astimezone(timezone(timedelta(hours=1))),
    ],
)
def test_the_usual_ways_to_write_a_moment_are_read_and_those_of_toml(moment: Any) -> None:
    assert from_dict({**INCIDENT, "received_at": moment}).received_at == RECEIVED


@pytest.mark.parametrize("price", ["329", "329.00", 329, Decimal(329), "3.29E+2"])
def test_an_amount_is_a_text_a_whole_number_or_exact(price: Any) -> None:
    assert Pack(credits=2, price=329, months=3) == from_dict({**PACK, "price": price})


def test_any_mapping_is_a_document_and_is_left_as_it_was() -> None:
    document = MappingProxyType({**INCIDENT, "changes": ({"at": RECEIVED, "tier": "3h"},)})
    before = dict(document)
    assert ("T-1", before) == (from_dict(document).id, dict(document))
    assert isinstance(document, Mapping)


def test_a_part_may_say_its_type() -> None:
    lot = {**LOT, "type": "lot"}
    assert from_dict({"type": "account", "id": "a", "lots": [LOT]}) == from_dict(
        {"type": "account", "id": "a", "lots": [lot]}
    )


def test_none_is_null_where_no_text_can_stand() -> None:
    """TOML has no null."""
    assert None is from_dict({**PACK, "months": "none"}).months
    assert None is from_dict({"type": "lot", **LOT, "last_usable_on": "none"}).last_usable_on
    assert from_dict({**INCIDENT, "tier": "none"}).tier == "none"


def test_a_reason_may_be_as_deep_as_it_likes() -> None:
    reason = Reason(rule="R1", value=1)
    for _ in range(5000):
        reason = Reason(rule="R1", value=1, how="sum", parts=(reason,))
    read, depth = from_dict(to_dict(reason)), 0
    while read.parts:
        [read] = read.parts
        depth += 1
    assert (depth, read.how) == (5000, "given")


def test_what_stands_in_a_document_twice_is_read_twice() -> None:
    part = {"rule": "R1", "value": 1}
    read = from_dict({**REASON, "value": 2, "how": "sum", "parts": [part, part]})
    assert (Reason(rule="R1", value=1),) * 2 == read.parts
