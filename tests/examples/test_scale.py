"""The shards of examples/scale, settled one by one, and in a pool of which a worker is killed.

What takes longer, and Dask, is in `test_scale_engines.py`.
"""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from incidentrules import HolidayCalendar, Period, Terms
from scale_runs import KILLED, MONTH, SCALE, check_kill, inodes_of, parts_of, spoilt

pq = pytest.importorskip("pyarrow.parquet")
pa = pytest.importorskip("pyarrow")

TERMS = Terms.standard(holidays=HolidayCalendar.from_country("US", years=range(2020, 2041)))
MODULES = ("main", "make_shards", "pool", "shard")


@pytest.fixture(scope="module")
def scripts() -> Iterator[dict[str, Any]]:
    """Import the example as its scripts do: by the folder that they are in."""
    sys.path.insert(0, str(SCALE))
    yield {name: import_module(name) for name in MODULES}
    sys.path.remove(str(SCALE))
    for name in MODULES:
        del sys.modules[name]


@pytest.fixture(scope="module")
def shards(scripts: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "shards"
    assert scripts["make_shards"].main([str(folder), "--tickets", "2000", "--shards", "8"]) == 0
    return folder


@pytest.fixture(scope="module")
def serial(scripts: dict[str, Any], shards: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    parts = tmp_path_factory.mktemp("serial")
    assert scripts["main"].main([str(shards), str(parts), MONTH, "--engine", "serial"]) == 0
    return parts


class Run:
    """What a run in this process said, one shard after the other."""

    def __init__(self, scripts: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
        self.scripts, self.capsys = scripts, capsys

    def __call__(self, shards: Path, parts: Path, *options: str) -> tuple[int, str, str]:
        status = self.scripts["main"].main([str(shards), str(parts), MONTH, "--engine", "serial", *options])
        said, told = self.capsys.readouterr()
        return status, said, told


@pytest.fixture
def run(scripts: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(scripts, capsys)


# --- the shards


def test_the_same_arguments_make_the_same_shards(shards: Path, tmp_path: Path, scripts: dict[str, Any]) -> None:
    scripts["make_shards"].main([str(tmp_path / "again"), "--tickets", "2000", "--shards", "8"])
    assert len(list(shards.iterdir())) == 8
    for shard in shards.iterdir():
        assert parts_of(shard) == parts_of(tmp_path / "again" / shard.name)


def test_an_account_is_whole_in_one_shard(shards: Path) -> None:
    accounts = [set(pq.read_table(shard / "tickets.parquet")["account"].to_pylist()) for shard in shards.iterdir()]
    bought = [set(pq.read_table(shard / "lots.parquet")["account"].to_pylist()) for shard in shards.iterdir()]
    assert bought == accounts
    assert sum(map(len, accounts)) == len(set.union(*accounts)) == 40


def test_to_settle_shards_is_to_settle_all_at_once(shards: Path, serial: Path) -> None:
    frames = pytest.importorskip("incidentrules.extra.frames")
    tickets, lots = (
        pa.concat_tables([pq.read_table(shard / name) for shard in shards.iterdir()])
        for name in ("tickets.parquet", "lots.parquet")
    )
    at_once = frames.settle_frame(tickets, lots, TERMS, Period.month(2026, 11)).to_pylist()
    in_parts = pa.concat_tables([pq.read_table(part) for part in serial.iterdir()])
    assert sorted(at_once, key=lambda row: row["account"]) == in_parts.sort_by("account").to_pylist()
    assert sum(row["drawn"] for row in at_once) > 0


def test_shards_are_made_into_a_new_folder_and_each_has_an_account(
    tmp_path: Path, scripts: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, told in (
        ([str(tmp_path)], f"{tmp_path} is there already: give a new folder"),
        ([str(tmp_path / "new"), "--tickets", "100", "--shards", "3"], "an account has 50 tickets, and a shard an"),
    ):
        with pytest.raises(SystemExit, match="2"):
            scripts["make_shards"].main(arguments)
        assert told in capsys.readouterr().err


# --- the runs


def test_totals_are_those_of_the_parts_and_fit_on_a_line(shards: Path, tmp_path: Path, run: Run) -> None:
    status, said, told = run(shards, tmp_path)
    lines = said.splitlines()
    figures = pa.concat_tables([pq.read_table(part) for part in tmp_path.iterdir()])
    sums = [sum(figures[name].to_pylist()) for name in figures.column_names if name != "account"]
    assert (status, told) == (0, f"{'#' * 40} 8 of 8 shards\n")
    assert [line[:16].rstrip() for line in lines] == [
        "accounts", "tickets", "opening", "purchased", "granted", "drawn", "lapsed", "closing", "shortfall",
        "required", "spent on packs", "seconds",
    ]  # fmt: skip
    assert [line[16:].strip() for line in lines[:-1]] == ["40", "2,000", *(f"{total:,}" for total in sums)]
    assert {36} == set(map(len, lines))


def test_a_pool_goes_on_when_a_worker_is_killed(shards: Path, serial: Path, tmp_path: Path) -> None:
    check_kill(shards, serial, tmp_path, "pool", "written")


def test_a_run_that_stopped_goes_on_with_the_parts_that_are_missing(
    shards: Path, serial: Path, tmp_path: Path, run: Run
) -> None:
    for name, part in parts_of(serial).items():
        (tmp_path / name).write_bytes(part)
    (tmp_path / KILLED).rename(tmp_path / f"{KILLED}.0.tmp")
    there = inodes_of(tmp_path)
    told = f"scale: {tmp_path}: there are parts already; give --resume to keep them, or another folder\n"
    assert run(shards, tmp_path) == (2, "", told)
    assert inodes_of(tmp_path) == there
    assert run(shards, tmp_path, "--resume")[0] == 0
    assert parts_of(serial) == parts_of(tmp_path)
    assert {name for name, inode in inodes_of(tmp_path).items() if there.get(name) != inode} == {KILLED}


def test_the_part_of_another_month_is_refused(shards: Path, serial: Path, tmp_path: Path, run: Run) -> None:
    part = pq.read_table(serial / KILLED).replace_schema_metadata({"month": "2026-03-01"})
    pq.write_table(part, tmp_path / KILLED)
    status, _, why = run(shards, tmp_path, "--resume")
    assert (status, "is the part of another month; give a folder of its own" in why) == (2, True)


# --- what is refused


def damage_file(shard: Path) -> None:
    (shard / "lots.parquet").write_bytes(b"PAR1")


def drop_file(shard: Path) -> None:
    (shard / "tickets.parquet").unlink()


def drop_column(shard: Path) -> None:
    pq.write_table(pq.read_table(shard / "tickets.parquet").drop_columns("account"), shard / "tickets.parquet")


def name_tier(shard: Path) -> None:
    """Give two tickets a tier that there is not."""
    path = shard / "tickets.parquet"
    tickets = pq.read_table(path)
    tiers = ["1h" if row in (3, 7) else tier for row, tier in enumerate(tickets["tier"].to_pylist())]
    pq.write_table(tickets.set_column(tickets.schema.get_field_index("tier"), "tier", pa.array(tiers)), path)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (damage_file, "lots.parquet"),
        (drop_file, "tickets.parquet"),
        (drop_column, "account is not among the columns"),
        (name_tier, "2 rows (3, 7), got '1h'"),
    ],
)
def test_a_shard_that_is_wrong_is_named(
    shards: Path, tmp_path: Path, run: Run, spoil: Callable[[Path], None], told: str
) -> None:
    wrong = spoilt(shards, tmp_path)
    spoil(wrong)
    status, said, why = run(wrong.parent, tmp_path / "parts")
    assert (status, said) == (2, "")
    assert why.startswith(f"scale: {wrong}: ")
    assert told in why


def test_a_part_that_is_damaged_is_named(shards: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / KILLED).touch()
    status, _, why = run(shards, tmp_path, "--resume")
    assert status == 2
    assert str(tmp_path / KILLED) in why


def test_a_folder_without_shards_is_refused(tmp_path: Path, run: Run) -> None:
    for shards in (tmp_path, tmp_path / "nowhere"):
        told = f"scale: {shards}: there are no shards; make_shards.py makes some\n"
        assert run(shards, tmp_path / "parts") == (2, "", told)


def test_a_folder_for_parts_that_is_a_file_is_refused(shards: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").touch()
    status, _, why = run(shards, tmp_path / "file")
    assert status == 2
    assert str(tmp_path / "file") in why


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["2026-13"], "there is no 2026-13; a month is 2026-11"),
        (["2026-11", "--workers", "0"], "0 is no number of processes; give 1 or more"),
        (["2026-11", "--engine", "spark"], "invalid choice: 'spark'"),
    ],
)
def test_a_wrong_argument_is_refused(
    scripts: dict[str, Any], capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        scripts["main"].main(["shards", "parts", *arguments])
    assert told in capsys.readouterr().err


@pytest.mark.skipif(find_spec("distributed") is not None, reason="Dask is in this environment")
def test_without_dask_its_engine_says_where_it_is(shards: Path, tmp_path: Path, run: Run) -> None:
    status, _, why = run(shards, tmp_path, "--engine", "dask")
    assert status == 2
    assert why.endswith("Dask is not in this environment; make scale has one with it\n")
