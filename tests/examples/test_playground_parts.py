"""How the playground is put together and served, as far as that needs neither a network nor a browser."""

import http.client
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from playground import assemble
from playground.main import server


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("site")
    for name in ("index.html", "page.js", "pyodide.mjs", "pyodide.asm.wasm", "some.whl"):
        (folder / name).write_text(name, "utf-8")
    with server(folder, 0) as serving:
        Thread(target=serving.serve_forever, daemon=True).start()
        yield serving.server_port
        serving.shutdown()


def asked(port: int, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    return connection.getresponse()


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/page.js", "text/javascript; charset=utf-8"),
        ("/pyodide.mjs", "text/javascript; charset=utf-8"),
        ("/pyodide.asm.wasm", "application/wasm"),
        ("/some.whl", "application/octet-stream"),
    ],
)
def test_each_file_has_its_type_and_no_browser_loads_anything_from_elsewhere(port: int, path: str, type: str) -> None:
    response = asked(port, path)
    response.read()
    assert (response.status, response.headers["Content-Type"]) == (200, type)
    assert response.headers["Content-Security-Policy"].startswith("default-src 'self'; ")


def test_nothing_but_the_folder_is_served(port: int) -> None:
    assert asked(port, "/../../../../etc/passwd").status == 404


def test_an_archive_that_is_not_the_pinned_one_is_refused_and_removed(tmp_path: Path) -> None:
    archive = tmp_path / f"pyodide-{assemble.VERSION}.tgz"
    archive.write_bytes(b"another")
    with pytest.raises(SystemExit, match="is not the one that was pinned"):
        assemble.pyodide(tmp_path)
    assert not archive.exists()


def test_where_npm_is_not_there_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(assemble.NotHereError, match="apt-get install npm"):
        assemble.assemble(tmp_path / "site", tmp_path / "fetched")
    assert not (tmp_path / "site").exists()


def test_what_can_not_be_fetched_is_said_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assemble, "LOCK", tmp_path / "no.lock")
    (tmp_path / "no.lock").write_text("incidentrules-is-not-pinned\n", "utf-8")
    with pytest.raises(assemble.NotHereError, match="what the library needs can't be fetched"):
        assemble.dependencies(tmp_path)
    assert [path.suffix for path in tmp_path.glob("wheels-*")] == [".unfinished"]
