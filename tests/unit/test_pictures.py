"""The pictures of the docs: each has its words, the same ones make the same files, and the README's is up to date."""

import importlib.util
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from drawn import columns, legend, rows, words

pytest.importorskip("matplotlib")

DOCS = Path(__file__).parents[2] / "docs"
SVG = "{http://www.w3.org/2000/svg}"
DESCRIPTION = "{http://purl.org/dc/elements/1.1/}description"
MOST = 30_000
"""The size of a picture that is kept with the code, in bytes."""


@pytest.fixture(scope="module")
def pictures() -> Any:
    spec = importlib.util.spec_from_file_location("docs_pictures", DOCS / "pictures.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_picture_is_written_for_light_and_for_dark_with_its_words(
    pictures: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = {name: pictures.PICTURES[name] for name in ("refused", "sla-clock")}
    monkeypatch.setattr(pictures, "PICTURES", two)
    texts = pictures.write(tmp_path / "made")
    names = [f"{name}{ending}" for name in texts for ending in ("-dark.svg", "-light.svg", ".txt")]
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == sorted(names)
    for name, text in texts.items():
        assert (tmp_path / "made" / f"{name}.txt").read_text("utf-8") == f"{text}\n"
        for theme in ("light", "dark"):
            assert described(tmp_path / "made" / f"{name}-{theme}.svg") == text


def test_the_same_picture_makes_the_same_file(pictures: Any, tmp_path: Path) -> None:
    drawn = pictures.PICTURES["refused"]
    for name in ("a.svg", "b.svg"):
        pictures.save(*drawn("light"), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_the_picture_of_the_readme_says_what_is_drawn_today(pictures: Any) -> None:
    """By its words, not by its bytes: those differ from one version of matplotlib to the next."""
    ax, text = pictures.PICTURES["saturday"]("light")
    root = ET.parse(pictures.README).getroot()  # it is our own
    shown = sorted(each for element in root.iter(f"{SVG}text") for each in element.itertext() if each.strip())
    expected = [*words(ax), *rows(ax), *columns(ax), *legend(ax), ax.get_xlabel()]
    assert shown == sorted(line for each in expected for line in each.splitlines())
    assert described(pictures.README) == text


def test_the_picture_of_the_readme_is_small_and_names_no_version(pictures: Any) -> None:
    content = pictures.README.read_bytes()
    assert (len(content) < MOST, b"Matplotlib" in content, b"dc:date" in content) == (True, False, False)


def described(path: Path) -> str:
    root = ET.parse(path).getroot()  # it is our own
    return "".join(next(root.iter(DESCRIPTION)).itertext())
