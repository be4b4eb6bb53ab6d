"""Hostile values: what a script may hand to any parameter, by mistake or on purpose, each with the types that it fits.

A value *fits* a type where a door of that type may take it: a subclass of `str` fits a text. What fits no type of a
parameter has to be refused as a wrong type there.
"""

import array
import asyncio
import collections
import itertools
import re
import types
import unittest.mock
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import PurePath
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd  # type: ignore[import-untyped]

from hostile.liars import (
    Colour,
    Faked,
    Fickle,
    Floor,
    Keyed,
    LyingDate,
    LyingDatetime,
    LyingDecimal,
    LyingDict,
    LyingInt,
    LyingList,
    LyingStr,
    LyingTimedelta,
    LyingTuple,
    Own,
    Pair,
    Raising,
    RaisingInt,
    RaisingItems,
    RaisingStr,
    Urgency,
    Zone,
)
from incidentrules import Change, Exclusion, Incident, Severity, Terms

HUGE = 10**5000
"""More digits than an int may have that becomes a text."""
DEEP = 200_000
"""How deep a value is nested that overflows the stack of whoever goes through it without care."""
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def deep(kind: Callable[[list[Any]], Any]) -> Any:
    value = kind([])
    for _ in range(DEEP):
        value = kind([value])
    return value


DEEP_TUPLE, DEEP_LIST, LIVE = deep(tuple), deep(list), list[Any]()


def containing_itself() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


def endless(item: Any) -> Callable[[], Iterator[Any]]:
    return lambda: itertools.repeat(item)


def holidays_of_britain() -> Any:
    import holidays

    if not LIVE:
        LIVE.append(holidays.country_holidays("GB", years=2026))
    return LIVE[0]


async def _nothing() -> None: ...


def _coroutine() -> Any:
    made = _nothing()
    made.close()
    return made


def bare_zone() -> Any:
    return tzinfo()  # type: ignore[abstract]


def moment(zone: tzinfo | None) -> datetime:
    return datetime(2026, 11, 18, 12, tzinfo=zone)


class Kind(NamedTuple):
    """A hostile value, made anew each time, and the types that it fits."""

    make: Callable[[], Any]
    fits: frozenset[str] = frozenset()


def _fitting(types: str, **makers: Callable[[], Any]) -> dict[str, Kind]:
    return {name.replace("_", " "): Kind(make, frozenset(types.split())) for name, make in makers.items()}


TEXTS: dict[str, str] = {
    "empty text": "",
    "blank": " ",
    "blank before": " a",
    "line break": "a\n",
    "NUL": "a\x00b",
    "surrogate": "\ud800",
    "bidi marks": "\u202eabc\u202c",
    "no width": "\u200b",
    "BOM": "\ufeffid",
    "no break": "a\u00a0b",
    "tag": "\U000e0041",
    "combining": "e\u0301",
    "emoji": "\U0001f642",
    "a letter": "a",
    "giant text": "x" * 1_000_000,
    "201 letters": "x" * 201,
    "underscored": "1_000",
    "Arabic digits": "\u0661\u0662",
    "full-width": "\uff11\uff12",
    "tiny exponent": "1E-999999",
    "huge exponent": "1E+999999",
    "zero of a huge exponent": "0E+999999",
    "5000 digits": "9" * 5000,
    "nan": "nan",
    "sNaN as text": "sNaN",
    "Infinity as text": "-Infinity",
    "minus nothing": "-0",
    "braces": "{0.__class__}",
    "percent": "%s%n",
    "a path": "../../../etc/passwd",
    "a file": "/etc/localtime",
    "a folder": "Europe",
    "a day as text": "2026-11-18",
    "a moment as text": "2026-11-18T10:00:00Z",
    "true": "true",
    "escape": "\x1b[2J",
    "quotes": "'\"",
    "semicolons": ";;;;",
    "10,000 rules": "Mo 08:00-09:00;" * 6_000,
    "a number": "12",
    "a decimal": "12.50",
    "blank and number": " 12 ",
    "word of another case": "SEVERE",
}
ALL_TEXTS = "text money zone word document"

KINDS: dict[str, Kind] = {
    **{name: Kind(partial(str, text), frozenset(ALL_TEXTS.split())) for name, text in TEXTS.items()},
    # nothing, flags and numbers
    **_fitting("none", None_=lambda: None),
    **_fitting("flag", True_=lambda: True, False_=lambda: False),
    **_fitting(
        "int money",
        zero=lambda: 0,
        one=lambda: 1,
        minus_one=lambda: -1,
        a_billion=lambda: 10**9,
        more_than_a_billion=lambda: 10**9 + 1,
        two_to_64=lambda: 2**64,
        huge_int=lambda: HUGE,
        huge_negative_int=lambda: -HUGE,
        int_that_lies=lambda: LyingInt(1),
        int_that_raises=lambda: RaisingInt(1),
        member_of_IntEnum=lambda: Floor.FIRST,
    ),
    **_fitting(
        "",
        float_=lambda: 1.0,
        half=lambda: 0.5,
        NaN=lambda: float("nan"),
        infinity=lambda: float("inf"),
        complex_=lambda: 1j,
        Fraction_=lambda: Fraction(1, 3),
        whole_Fraction=lambda: Fraction(1),
    ),
    **_fitting(
        "money",
        Decimal_=lambda: Decimal(1),
        Decimal_NaN=lambda: Decimal("NaN"),
        Decimal_sNaN=lambda: Decimal("sNaN"),
        Decimal_Infinity=lambda: Decimal("Infinity"),
        negative_Decimal=lambda: Decimal("-0.01"),
        negative_zero=lambda: Decimal("-0"),
        tiny_Decimal=lambda: Decimal("1E-999999"),
        huge_Decimal=lambda: Decimal("1E+999999"),
        zero_Decimal_of_a_huge_exponent=lambda: Decimal("0E+999999"),
        zero_Decimal_of_a_tiny_exponent=lambda: Decimal("0E-999999"),
        Decimal_that_lies=lambda: LyingDecimal(1),
    ),
    # numpy and pandas
    **_fitting(
        "",
        numpy_int=lambda: np.int64(1),
        numpy_uint=lambda: np.uint8(1),
        numpy_bool=lambda: np.bool_(True),
        numpy_void=lambda: np.void(b"a"),
        numpy_bytes=lambda: np.bytes_(b"a"),
        numpy_complex=lambda: np.complex128(1),
        pandas_NA=lambda: pd.NA,
        masked=lambda: np.ma.masked,
    ),
    **_fitting("", numpy_float=lambda: np.float64(1.5), numpy_nan=lambda: np.float64("nan")),
    **_fitting(
        "moments",
        numpy_datetime64=lambda: np.datetime64("2026-11-18T10:00"),
        numpy_NaT=lambda: np.datetime64("NaT", "us"),
    ),
    **_fitting("durations", numpy_timedelta64=lambda: np.timedelta64(1, "h")),
    **_fitting(ALL_TEXTS, numpy_str=lambda: np.str_("a")),
    **_fitting("moments moment", pandas_NaT=lambda: pd.NaT, naive_Timestamp=lambda: pd.Timestamp("2026-11-18")),
    **_fitting("moment moments", Timestamp=lambda: pd.Timestamp("2026-11-18T10:00Z")),
    **_fitting("duration durations", Timedelta=lambda: pd.Timedelta(hours=1)),
    **_fitting(
        "list",
        array_of_nothing=lambda: np.array([]),
        array_of_numbers=lambda: np.array([1, 2]),
        array_of_objects=lambda: np.array([None, object()], object),
        array_of_two_dimensions=lambda: np.zeros((2, 2)),
        record_array=lambda: np.zeros(2, [("a", "i4")]),
    ),
    **_fitting(
        "", array_of_no_dimension=lambda: np.array(1), array_of_no_dimension_of_objects=lambda: np.array(object())
    ),
    **_fitting(
        "list moments",
        array_of_moments=lambda: np.array(["2026-11-18"], "datetime64[us]"),
        masked_array=lambda: np.ma.masked_array(np.array(["2026-11-18"], "datetime64[us]"), [True]),
    ),
    **_fitting("list", Series=lambda: pd.Series([1, 2]), Index=lambda: pd.Index(["a"])),
    **_fitting("list", DataFrame=lambda: pd.DataFrame({"a": [1]})),
    # texts that are not plain, and bytes
    **_fitting(ALL_TEXTS, text_that_lies=lambda: LyingStr("a"), text_that_raises=lambda: RaisingStr("a")),
    **_fitting(
        f"{ALL_TEXTS}",
        member_of_StrEnum=lambda: Urgency.WORD,
        word_of_another_enum=lambda: Exclusion.PRE_SALES,
        our_word_of_another_enum=lambda: Urgency.SEVERE,
        severity=lambda: Severity.SEVERE,
    ),
    **_fitting(
        "",
        bytes_=lambda: b"severe",
        no_bytes=lambda: b"",
        bytearray_=lambda: bytearray(b"a"),
        memoryview_=lambda: memoryview(b"a"),
        UserString=lambda: collections.UserString("a"),
        member_of_Enum=lambda: Colour.RED,
    ),
    # days, moments and durations
    **_fitting(
        "day",
        a_day=lambda: date(2026, 11, 18),
        first_day=lambda: date.min,
        last_day=lambda: date.max,
        day_that_lies=lambda: LyingDate(2026, 11, 18),
    ),
    **_fitting(
        "moment",
        a_moment=lambda: NOON,
        first_moment=lambda: datetime.min.replace(tzinfo=UTC),
        last_moment=lambda: datetime.max.replace(tzinfo=UTC),
        naive=lambda: moment(None),
        before_year_1=lambda: datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        after_year_9999=lambda: datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
        in_a_gap=lambda: datetime(2026, 3, 29, 2, 30, tzinfo=PARIS),
        second_pass=lambda: datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1),
        moment_that_lies=lambda: LyingDatetime(2026, 11, 18, tzinfo=UTC),
        naive_moment_that_lies=lambda: LyingDatetime(2026, 11, 18),
        zone_without_offset=lambda: moment(Zone(None)),
        zone_of_an_odd_offset=lambda: moment(Zone(timedelta(microseconds=1))),
        zone_of_nearly_a_day=lambda: moment(Zone(timedelta(hours=23, minutes=59, seconds=59, microseconds=999_999))),
        zone_of_two_days=lambda: moment(Zone(timedelta(days=2))),
        zone_of_a_number=lambda: moment(Zone(3)),
        zone_that_raises_its_own=lambda: moment(Zone(Own())),
        zone_that_raises_KeyError=lambda: moment(Zone(KeyError())),
        zone_that_raises_RecursionError=lambda: moment(Zone(RecursionError())),
        zone_that_raises_MemoryError=lambda: moment(Zone(MemoryError())),
        zone_that_raises_StopIteration=lambda: moment(Zone(StopIteration())),
        fickle_zone=lambda: moment(Fickle()),
    ),
    **_fitting("", a_time=lambda: time(10)),
    **_fitting(
        "duration",
        no_time=lambda: timedelta(0),
        an_instant=lambda: timedelta.resolution,
        less_than_nothing=lambda: -timedelta.resolution,
        an_hour=lambda: timedelta(hours=1),
        longest_duration=lambda: timedelta.max,
        shortest_duration=lambda: timedelta.min,
        duration_that_lies=lambda: LyingTimedelta(hours=1),
    ),
    **_fitting(
        "zone",
        UTC=lambda: UTC,
        Paris=lambda: PARIS,
        bare_tzinfo=bare_zone,
        zone_of_no_offset=lambda: Zone(None),
        raising_zone=lambda: Zone(Own()),
        zone_of_a_wrong_answer=lambda: Zone("1 h"),
        odd_zone=lambda: Zone(timedelta(seconds=1)),
        zone_that_fails_later=Fickle,
    ),
    **_fitting("", key_of_a_zone=Keyed),
    **_fitting("callable", class_of_zones=lambda: ZoneInfo),
    # lists, mappings and what can be gone through
    **_fitting(
        "list",
        no_list=list,
        empty_tuple=lambda: (),
        empty_set=set,
        empty_frozenset=frozenset,
        empty_range=lambda: range(0),
        empty_generator=lambda: iter(()),
        empty_array=lambda: array.array("i"),
        empty_deque=collections.deque,
    ),
    **_fitting(
        "list",
        list_of_None=lambda: [None],
        list_of_numbers=lambda: [1],
        list_of_texts=lambda: ["a"],
        list_of_lists=lambda: [[]],
        list_of_pairs=lambda: [(date(2026, 1, 1), "a")],
        set_of_numbers=lambda: {1},
        a_range=lambda: range(3),
        huge_range=lambda: range(10**12),
        range_past_all_sizes=lambda: range(10**30),
        endless_Nones=endless(None),
        endless_numbers=itertools.count,
        endless_changes=endless(Change(at=NOON, tier="12h")),
        endless_days=endless(date(2026, 1, 1)),
        endless_incidents=endless(Incident(id="T-9", received_at=NOON)),
        endless_texts=endless("a"),
        endless_pairs=endless((1, 2)),
        containing_itself=containing_itself,
        deep_list=lambda: [DEEP_LIST],
        deep_tuple=lambda: [DEEP_TUPLE],
        tuple_that_lies=lambda: LyingTuple(),
        list_that_lies=lambda: LyingList(),
        list_of_lies=lambda: [LyingStr("a")],
        generator=lambda: (item for item in [None]),
        deque=lambda: collections.deque([1]),
        UserList=lambda: collections.UserList([1]),
        named_tuple=lambda: Pair(1, 2),
        items_that_raise=RaisingItems,
        array_=lambda: array.array("i", [1]),
        zip_=lambda: zip([1], [2], strict=True),
        list_of_huge_ints=lambda: [HUGE],
        list_of_classes=lambda: [Incident, Terms],
        list_of_mocks=lambda: [unittest.mock.Mock()],
    ),
    **_fitting("list", very_deep_tuple=lambda: DEEP_TUPLE, very_deep_list=lambda: DEEP_LIST),
    **_fitting(
        "mapping document",
        no_mapping=dict,
        mapping_that_lies=lambda: LyingDict(),
        empty_proxy=lambda: types.MappingProxyType({}),
    ),
    **_fitting(
        "mapping document",
        mapping=lambda: {"a": 1},
        mapping_of_numbers=lambda: {1: 2},
        mapping_of_None=lambda: {None: None},
        mapping_of_huge_ints=lambda: {HUGE: HUGE},
        mapping_by_moment=lambda: {NOON: 1},
        ordered=lambda: collections.OrderedDict(a=1),
        proxy=lambda: types.MappingProxyType({"a": 1}),
        ChainMap=lambda: collections.ChainMap({"a": 1}),
        UserDict=lambda: collections.UserDict(a=1),
        Counter=lambda: collections.Counter("a"),
        deep_document=lambda: {"type": "account", "lots": DEEP_LIST},
        document_of_no_type=lambda: {"type": HUGE},
    ),
    **_fitting("list mapping document", live_calendar=holidays_of_britain),
    # other objects
    **_fitting(
        "",
        object_=object,
        Ellipsis_=lambda: Ellipsis,
        NotImplemented_=lambda: NotImplemented,
        module=lambda: re,
        pattern=lambda: re.compile("a"),
        path=lambda: PurePath("a"),
        UUID=lambda: uuid.UUID(int=1),
        namespace=lambda: types.SimpleNamespace(id="a", key="UTC"),
        error=lambda: ValueError("a"),
        faked_str=lambda: Faked(str),
        faked_int=lambda: Faked(int),
        faked_date=lambda: Faked(date),
        faked_datetime=lambda: Faked(datetime),
        faked_timedelta=lambda: Faked(timedelta),
        faked_tuple=lambda: Faked(tuple),
        faked_Incident=lambda: Faked(Incident),
        faked_Terms=lambda: Faked(Terms),
        all_methods_raise=Raising,
        a_property=lambda: property(),
        slice_=lambda: slice(1),
        mock_of_Incident=lambda: unittest.mock.Mock(spec=Incident),
        mock_of_Terms=lambda: unittest.mock.Mock(spec=Terms),
        coroutine=_coroutine,
    ),
    **_fitting(
        "callable",
        int_class=lambda: int,
        Incident_class=lambda: Incident,
        function=lambda: lambda: None,
        built_in=lambda: print,
        Mock=unittest.mock.Mock,
        positional_only=lambda: pow,
        starred=lambda: lambda *args, **more: None,
    ),
    **_fitting("callable list", MagicMock=unittest.mock.MagicMock),
    **_fitting("callable", loop_policy=lambda: asyncio.Future),
}
"""Every hostile value by its name."""
