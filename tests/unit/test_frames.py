"""Data frames judged and settled, by each kind of frame that is installed here."""

import importlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from column_facts import FIGURES, expected_rows
from helpers import at, standard, ticket
from incidentrules import Account, HolidayCalendar, IncidentRulesError, Lot, Period, Terms, settle

nw = pytest.importorskip("narwhals")
frames = importlib.import_module("incidentrules.extra.frames")

NOW = at("Thu 12:00")
BERLIN = ZoneInfo("Europe/Berlin")
FACTS = [
    ticket(
        "Wed 10:00", id="T-1", severity="severe", tier="6h", effort=timedelta(minutes=61), replied_at=at("Wed 12:00")
    ),
    ticket("Fri 20:00", id="T-2", advised_units=1, effort=timedelta(minutes=90)),
    ticket("Sat 12:00", id="T-3", deployed_at=at("Fri 12:00"), is_out_of_box=True),
]
PLAIN: dict[str, Any] = {
    "id": ["T-1", "T-2", "T-3"],
    "account": ["acme", "acme", "beta"],
    "received_at": [one.received_at for one in FACTS],
    "severity": ["severe", "normal", "normal"],
    "tier": ["6h", "", None],
    "effort_minutes": [61, 90, None],
    "advised_units": [None, 1, None],
    "replied_at": [at("Wed 12:00"), None, None],
    "deployed_at": [None, None, at("Fri 12:00")],
    "is_out_of_box": [False, False, True],
}
LOTS: dict[str, Any] = {
    "account": ["acme"],
    "id": ["L"],
    "credits": [8],
    "on": [date(2026, 11, 2)],
    "last_usable_on": [date(2027, 11, 2)],
    "price": [999],
    "remark": ["paid"],
}
NOVEMBER = Period.month(2026, 11)
KINDS = ("pandas", "polars", "pyarrow")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    pytest.importorskip(request.param)
    return str(request.param)


def frame(kind: str, columns: dict[str, Any]) -> Any:
    return nw.from_dict(columns, backend=kind).to_native()


def told(kind: str, native: Any) -> Any:
    table = nw.from_native(native, eager_only=True)
    assert str(table.implementation) == kind
    return table


def cells(series: Any) -> list[Any]:
    return [None if cell is None or cell != cell else cell for cell in series.to_list()]


def test_each_row_has_the_figures_of_its_incident(kind: str) -> None:
    answer = told(kind, frames.judge_frame(frame(kind, PLAIN), standard(), at=NOW))
    rows = zip(*(cells(answer[name]) for name in FIGURES), strict=True)
    naive = [tuple(one.replace(tzinfo=None) if isinstance(one, datetime) else one for one in row) for row in rows]
    assert naive == expected_rows(FACTS, standard(), NOW)
    assert [*PLAIN, *FIGURES] == answer.columns


def test_an_empty_frame_has_the_right_columns(kind: str) -> None:
    empty = told(kind, frame(kind, PLAIN)).head(0).to_native()
    answer = told(kind, frames.judge_frame(empty, standard(), at=NOW))
    assert [(0, len(PLAIN) + len(FIGURES)), [*PLAIN, *FIGURES]] == [answer.shape, answer.columns]


def test_deadlines_are_in_the_zone_of_the_receipt(kind: str) -> None:
    table = told(kind, frame(kind, PLAIN))
    local = table.with_columns(nw.col("received_at").dt.convert_time_zone("Europe/Berlin")).to_native()
    answer = told(kind, frames.judge_frame(local, standard()))
    assert answer["due_at"].dtype.time_zone == "Europe/Berlin"
    utc = told(kind, frames.judge_frame(frame(kind, PLAIN), standard()))
    assert cells(utc["due_at"]) == cells(answer["due_at"])


def walls(kind: str, *moments: datetime | None) -> Any:
    table = nw.from_dict({"received_at": [*moments]}, {"received_at": nw.Datetime("us")}, backend=kind)
    return table.to_native()


def test_moments_without_a_zone_are_in_the_one_that_is_given(kind: str) -> None:
    naive = walls(kind, datetime(2026, 11, 18, 11), datetime(2026, 7, 1, 11))  # noqa: DTZ001
    answer = told(kind, frames.judge_frame(naive, standard(), tz="Europe/Berlin"))
    assert cells(answer["due_at"])[0].astimezone(UTC) == datetime(2026, 11, 19, 10, tzinfo=UTC)
    with pytest.raises(IncidentRulesError, match="has no zone") as caught:
        frames.judge_frame(naive, standard())
    assert (caught.value.field, caught.value.code) == ("received_at", "naive")


def test_what_the_clocks_skip_or_show_twice_is_a_problem(kind: str) -> None:
    naive = walls(kind, datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30), datetime(2026, 3, 1))  # noqa: DTZ001
    good, problems = frames.judge_frame(naive, standard(), tz=BERLIN, problems=True)
    assert len(told(kind, good)) == 1
    assert cells(told(kind, problems)["row"]) == [0, 1]
    assert cells(told(kind, problems)["code"]) == ["ambiguous"] * 2
    assert len(told(kind, frames.judge_frame(naive, standard(), tz="UTC"))) == 3


def test_moments_may_be_written_out(kind: str) -> None:
    texts = ["2026-11-18T10:00Z", "2026-11-18 11:00+01:00", "2026-11-18 11:00", "", "tomorrow"]
    table = frame(kind, {"received_at": texts})
    good, problems = frames.judge_frame(table, standard(), tz="Europe/Berlin", problems=True)
    due = [one.astimezone(UTC) for one in cells(told(kind, good)["due_at"])]
    assert due == [datetime(2026, 11, 19, 10, tzinfo=UTC)] * 3
    assert cells(told(kind, problems)["code"]) == ["missing", "no_moment"]
    with pytest.raises(IncidentRulesError, match="has no zone"):
        frames.judge_frame(table, standard())


def test_categories_are_words(kind: str) -> None:
    table = told(kind, frame(kind, PLAIN))
    as_categories = table.with_columns(nw.col("severity", "tier").cast(nw.Categorical)).to_native()
    answer = told(kind, frames.judge_frame(as_categories, standard()))
    assert cells(told(kind, frames.judge_frame(frame(kind, PLAIN), standard()))["credits"]) == cells(answer["credits"])


def test_categories_that_are_missing_are_no_words(kind: str) -> None:
    """The cast of pandas 2 would make "nan" of them."""
    table = told(kind, frame(kind, {**PLAIN, "severity": ["severe", None, "normal"], "tier": [None, "12h", None]}))
    as_categories = table.with_columns(nw.col("severity", "tier").cast(nw.Categorical)).to_native()
    plain, others = (frames.judge_frame(each, standard(), problems=True) for each in (table.to_native(), as_categories))
    for one, other in zip(plain, others, strict=True):
        for name in ("credits", "row", "code"):
            if name in told(kind, one).columns:
                assert cells(told(kind, one)[name]) == cells(told(kind, other)[name])


def test_problems_come_beside_the_good_rows(kind: str) -> None:
    wrong = {**PLAIN, "severity": ["severe", "norml", "normal"], "effort_minutes": [61, -1, 5]}
    good, problems = frames.judge_frame(frame(kind, wrong), standard(), problems=True)
    assert cells(told(kind, good)["id"]) == ["T-1", "T-3"]
    found = told(kind, problems)
    assert found.columns == ["row", "column", "value", "code", "remedy"]
    assert cells(found["row"]) == [1, 1]
    assert sorted(cells(found["column"])) == ["effort_minutes", "severity"]
    assert "did you mean 'normal'? give one of 'severe', 'normal'" in cells(found["remedy"])
    with pytest.raises(IncidentRulesError, match="is not known in row 1"):
        frames.judge_frame(frame(kind, wrong), standard())


def test_no_problems_are_an_empty_frame(kind: str) -> None:
    good, problems = frames.judge_frame(frame(kind, PLAIN), standard(), problems=True)
    assert (len(told(kind, good)), told(kind, problems).shape) == (3, (0, 5))


def test_days_that_a_calendar_does_not_know_are_problems(kind: str) -> None:
    terms = Terms.standard(holidays=HolidayCalendar.from_dates([], years=range(2026, 2027)))
    received = [datetime(2025, 12, 1, tzinfo=UTC) + timedelta(days=4 * place) for place in range(110)]
    good, problems = frames.judge_frame(frame(kind, {"received_at": received}), terms, problems=True)
    known = [one for one in received if one.year == 2026 and one < datetime(2026, 12, 30, tzinfo=UTC)]
    assert len(told(kind, good)) == len(known)
    assert len(told(kind, problems)) == len(received) - len(known)


def test_a_consequence_of_what_is_not_there_is_a_problem(kind: str) -> None:
    table = {**PLAIN, "follows": ["", "T-1", "T-9"]}
    good, problems = frames.judge_frame(frame(kind, table), standard(), problems=True)
    assert cells(told(kind, problems)["code"]) == ["unknown_name"] * 2
    assert cells(told(kind, good)["id"]) == ["T-1"]


def test_a_consequence_of_a_wrong_row_is_a_problem(kind: str) -> None:
    table = {**PLAIN, "follows": ["", "T-1", ""], "severity": ["bad", "normal", "normal"]}
    good, problems = frames.judge_frame(frame(kind, table), standard(), problems=True)
    assert cells(told(kind, problems)["column"]) == ["severity", "follows"]
    assert cells(told(kind, good)["id"]) == ["T-3"]


def test_one_id_has_one_content(kind: str) -> None:
    table = {**PLAIN, "id": ["T-1", "T-1", "T-1"]}
    with pytest.raises(IncidentRulesError, match="is that of an earlier row") as caught:
        frames.judge_frame(frame(kind, table), standard())
    assert (caught.value.code, caught.value.value) == ("one_id_two_contents", "T-1")
    twice = {name: [values[0], values[0]] for name, values in PLAIN.items() if name != "advised_units"}
    assert len(told(kind, frames.judge_frame(frame(kind, twice), standard()))) == 2


@pytest.mark.parametrize(
    ("change", "field", "code", "words"),
    [
        ({"recieved_at": PLAIN["received_at"]}, "received_at", "missing", "not among"),
        ({"recieved_at": PLAIN["received_at"], "received_at": None}, "frame", "unknown_name", "mean 'received_at'"),
        ({"credits": [1, 2, 3]}, "frame", "contradiction", "name of a figure"),
        ({"received_at": [1, 2, 3]}, "received_at", "wrong_type", "2026-11-20T20:00Z"),
    ],
)
def test_columns_that_can_not_be_read_are_refused(
    kind: str, change: dict[str, Any], field: str, code: str, words: str
) -> None:
    columns = {name: values for name, values in (PLAIN | change).items() if values is not None}
    ignore = ["recieved_at"] if code == "missing" else []
    if ignore:
        del columns["received_at"]
    with pytest.raises(IncidentRulesError, match=words) as caught:
        frames.judge_frame(frame(kind, columns), standard(), ignore=ignore)
    assert (caught.value.field, caught.value.code) == (field, code)


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(IncidentRulesError, match=r"columns\.judge"):
        frames.judge_frame(PLAIN, standard())


def test_columns_of_pandas_are_arrays_too() -> None:
    """With any index, nullable types, and moments that have a zone."""
    pandas = pytest.importorskip("pandas")
    columns = importlib.import_module("incidentrules.extra.columns")
    table = pandas.DataFrame(PLAIN, index=[7, 8, 9]).drop(columns="account")
    table = table.astype({"advised_units": "Int64", "is_out_of_box": "boolean", "severity": "category"})
    table["received_at"] = table["received_at"].dt.tz_convert("Europe/Berlin")
    table["follows"] = ["", None, "T-2"]
    judged = columns.judge(dict(table.items()), standard(), at=NOW)
    assert (
        judged.credits.tolist() == columns.judge(dict(table[::-1].items()), standard(), at=NOW).credits[::-1].tolist()
    )
    assert judged.due_at.astype(str)[0] == "2026-11-18T16:00:00.000000"


# --- settling


def statement(name: str) -> Any:
    lots = [Lot(id="L", credits=8, on=date(2026, 11, 2), last_usable_on=date(2027, 11, 2), price=999)]
    mine = [one for one, account in zip(FACTS, PLAIN["account"], strict=True) if account == name]
    account = Account(id=name, incidents=mine, lots=lots if name == "acme" else ())
    return settle(account, standard()).statement(NOVEMBER)


@pytest.mark.parametrize("price", [999, "999.00", 999.0])
def test_each_account_has_the_figures_of_its_statement(kind: str, price: Any) -> None:
    lots = frame(kind, {**LOTS, "price": [price]})
    answer = told(kind, frames.settle_frame(frame(kind, PLAIN), lots, standard(), NOVEMBER))
    assert cells(answer["account"]) == ["acme", "beta"]
    for name in answer.columns[1:]:
        expected = [getattr(statement(account), name) for account in ("acme", "beta")]
        assert [str(float(each)) for each in expected] == [str(float(each)) for each in cells(answer[name])]


@pytest.mark.parametrize("written", [str, lambda day: day, lambda day: datetime(day.year, day.month, day.day)])  # noqa: DTZ001
def test_the_drawings_are_those_of_the_ledgers(kind: str, written: Callable[[date], Any]) -> None:
    lots = frame(kind, {**LOTS, "on": [written(LOTS["on"][0])]})
    answer = told(kind, frames.settle_frame(frame(kind, PLAIN), lots, standard(), NOVEMBER, drawings=True))
    ledger = statement("acme").settlement.ledger
    assert cells(answer["draw"]) == [each.draw for each in ledger.drawings]
    assert cells(answer["credits"]) == [each.credits for each in ledger.drawings]


def test_an_account_with_a_wrong_row_is_left_out_and_told(kind: str) -> None:
    tickets = {**PLAIN, "effort_minutes": [61, -1, 5]}
    lots = {**{name: [*values, *values] for name, values in LOTS.items()}, "account": ["gamma", "delta"]}
    lots |= {"id": ["L", "M"], "credits": [8, 0]}
    asked = frame(kind, tickets), frame(kind, lots), standard(), NOVEMBER
    answer, problems = frames.settle_frame(*asked, problems=True)
    assert cells(told(kind, answer)["account"]) == ["beta", "gamma"]
    assert cells(told(kind, problems)["column"]) == ["lots.credits", "effort_minutes"] or cells(
        told(kind, problems)["column"]
    ) == ["effort_minutes", "lots.credits"]
    with pytest.raises(IncidentRulesError, match="effort_minutes"):
        frames.settle_frame(*asked)


def test_an_account_that_contradicts_itself_is_left_out_and_told(kind: str) -> None:
    tickets = {**PLAIN, "id": ["T-1", "T-1", "T-3"]}
    asked = frame(kind, tickets), frame(kind, LOTS), standard(), NOVEMBER
    answer, problems = frames.settle_frame(*asked, problems=True)
    assert cells(told(kind, answer)["account"]) == ["beta"]
    assert cells(told(kind, problems)["code"]) == ["one_id_two_contents"] * 2


@pytest.mark.parametrize(
    ("tickets", "lots", "field", "words"),
    [
        ({"account": None}, {}, "account", "whose"),
        ({}, {"on": ["yesterday"]}, "lots.on", "2026-11-20"),
        ({}, {"price": [99.5]}, "lots.price", "exact amount"),
        ({}, {"account": None}, "lots.account", "add it"),
    ],
)
def test_what_can_not_be_settled_is_refused(kind: str, tickets: Any, lots: Any, field: str, words: str) -> None:
    asked, bought = (
        frame(kind, {name: values for name, values in columns.items() if values is not None})
        for columns in (PLAIN | tickets, LOTS | lots)
    )
    with pytest.raises(IncidentRulesError, match=words) as caught:
        frames.settle_frame(asked, bought, standard(), NOVEMBER)
    assert caught.value.field == field


# --- the how-to

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "frames.md").read_text("utf-8")
SCRIPT, PANDAS = re.findall(r"^```\n(\S.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[:2]
CSV = """id,account,received_at,replied_at,tier,severity,effort_minutes,advised_units,is_out_of_box
T-1,acme,2026-11-18T10:00Z,2026-11-19T10:30Z,12h,normal,75,,false
T-2,acme,2026-11-18 10:00+00:00,2026-11-18 10:30+00:00,12h,severe,,1,false
T-3,beta,2026-11-21T12:00:00Z,,,normal,20,,false
"""


@pytest.mark.parametrize("file", ["csv", "parquet"])
@pytest.mark.parametrize("kind", ["polars", "pandas"])
def test_the_script_of_the_how_to_prints_breaches_by_tier(
    kind: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    polars = pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    monkeypatch.chdir(tmp_path)
    Path("tickets.csv").write_text(CSV, "utf-8")
    polars.read_csv("tickets.csv").write_parquet("tickets.parquet")
    script = SCRIPT
    if kind == "pandas":
        pytest.importorskip("pandas")
        imported, read, told = PANDAS.replace("\n\n", "\n").splitlines()
        script = re.sub(r"^import polars.*$", imported, script, flags=re.MULTILINE)
        script = re.sub(r"^tickets = .*$", read, script, flags=re.MULTILINE)
        script = re.sub(r"^breached = .*\nprint.*$", told, script, flags=re.MULTILINE)
    if file == "parquet":
        script = re.sub(r"= pl\.read_csv.*# or ", "= ", script)
        script = re.sub(r"= pd\.read_csv.*# or ", "= ", script)
    exec(compile(script, "frames.md", "exec"), {})
    printed = capsys.readouterr().out
    assert re.search(r"12h\W+1\b", printed)
    assert len(script.strip().splitlines()) <= 12
