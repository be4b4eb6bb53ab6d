"""The engines of examples/scale, and what they do when workers die. `make scale-test` runs this."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from scale_runs import KILLED, MONTH, check_kill, killing, parts_of, run, spoilt

if find_spec("distributed") is None:
    pytest.skip("Dask is not in this environment: make scale-test", allow_module_level=True)

ENGINES = pytest.mark.parametrize("engine", ["pool", "dask"])


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "shards"
    run("make_shards.py", folder, "--tickets", 2_000, "--shards", 8)
    return folder


@pytest.fixture(scope="module")
def serial(shards: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    parts = tmp_path_factory.mktemp("serial")
    run("main.py", shards, parts, MONTH, "--engine", "serial")
    return parts


@ENGINES
def test_an_engine_gives_the_bytes_of_a_serial_run(shards: Path, serial: Path, tmp_path: Path, engine: str) -> None:
    said, told = run("main.py", shards, tmp_path, MONTH, "--engine", engine, "--workers", 2)
    assert parts_of(serial) == parts_of(tmp_path)
    assert told == f"{'#' * 40} 8 of 8 shards\n"
    assert len(said.splitlines()) == 12


@ENGINES
@pytest.mark.parametrize("point", ["written", "renamed"])
def test_an_engine_goes_on_when_a_worker_is_killed(
    shards: Path, serial: Path, tmp_path: Path, engine: str, point: str
) -> None:
    """A worker is killed before it renames a part, or after that and before it says so."""
    check_kill(shards, serial, tmp_path, engine, point)


@ENGINES
def test_a_shard_on_which_every_worker_dies_is_named(shards: Path, tmp_path: Path, engine: str) -> None:
    parts = tmp_path / "parts"
    command = ("main.py", shards, parts, MONTH, "--engine", engine, "--workers", 2)
    said, why = run(*command, status=2, environment=killing(tmp_path, parts, "always"))
    assert said == ""
    assert why == f"scale: {shards / '00004'}: its worker died again and again; cut it into smaller shards\n"
    assert KILLED not in parts_of(parts)


@ENGINES
def test_what_a_worker_refuses_is_told(shards: Path, tmp_path: Path, engine: str) -> None:
    wrong = spoilt(shards, tmp_path)
    (wrong / "lots.parquet").write_bytes(b"PAR1")
    command = ("main.py", wrong.parent, tmp_path / "parts", MONTH, "--engine", engine, "--workers", 2)
    said, why = run(*command, status=2)
    assert said == ""
    assert why.startswith(f"scale: {wrong}: ")
    assert "Traceback" not in why


def test_a_scheduler_that_does_not_answer_is_named(shards: Path, tmp_path: Path) -> None:
    address = "tcp://127.0.0.1:9"
    _, why = run("main.py", shards, tmp_path, MONTH, "--engine", "dask", "--scheduler", address, status=2,
                 environment={"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"})  # fmt: skip
    assert address in why.splitlines()[-1]
