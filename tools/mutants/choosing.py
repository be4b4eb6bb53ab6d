"""Which tests a mutant has to pass: by the lines that they run, the fastest first.

What the tests run is recorded once, with coverage's contexts, and again when the library has changed. What runs at
the import belongs to no test: there the tests of the module itself come first, then those of the lines that name what
is bound. Of tests that have changed since, it is recorded anew.
"""

import ast
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
from coverage import CoverageData

from .sources import Mutant

FOLDER = ".mutants"
FACE = tuple(
    f"tests/unit/test_{name}.py"
    for name in ("face", "face_of_modules", "limits", "bounds", "messages", "words_and_defaults")
)
"""What looks at all modules, and at no line of theirs."""


class Clock:
    """A plugin of pytest that writes down how long each test took, and which one failed."""

    def __init__(self, path: str) -> None:
        self.path, self.seconds, self.failed = Path(path), defaultdict[str, float](float), set[str]()

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.seconds[report.nodeid] += report.duration
        if not report.passed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self, session: Any) -> None:
        if not hasattr(session.config, "workerinput"):
            passed = {test: round(spent, 4) for test, spent in self.seconds.items() if test not in self.failed}
            self.path.write_text(json.dumps(passed), "utf-8")


def digests(files: Iterable[Path]) -> dict[str, str]:
    """Return a digest of each file."""
    return {str(file): sha256(file.read_bytes()).hexdigest() for file in sorted(files)}


def recorded(root: Path) -> "Choice":
    """Return what the tests run; record it where the library has changed, or else of the tests that have."""
    written = root / FOLDER / "recorded.json"
    sources, tests = digests((root / "src").rglob("*.py")), digests((root / "tests").rglob("test_*.py"))
    known: dict[str, Any] = json.loads(written.read_text("utf-8")) if written.exists() else {}
    if known.get("sources") != sources:
        print("recording which tests run which lines; this takes minutes", flush=True)
        known = {"sources": sources, "tests": tests, "seconds": record(root, [])}
    elif newer := [file for file, digest in tests.items() if known["tests"].get(file) != digest]:
        print(f"recording which lines are run by {', '.join(Path(file).name for file in newer)}", flush=True)
        known = {**known, "tests": tests, "seconds": known["seconds"] | record(root, ["--cov-append", *newer])}
    written.write_text(json.dumps(known), "utf-8")
    choice = Choice(root, known["seconds"])
    choice.lines, choice.uses, choice.by_file  # noqa: B018  # here, and not in every process
    return choice


def record(root: Path, more: list[str]) -> dict[str, float]:
    """Run tests with contexts, and return how long each took that passed."""
    seconds = root / FOLDER / "seconds.json"
    seconds.parent.mkdir(exist_ok=True)
    env = os.environ | {"COVERAGE_FILE": str(root / FOLDER / "coverage"), "HYPOTHESIS_PROFILE": "mutants"}
    options = ["-n", "auto", "-p", "no:cacheprovider", "--cov", "--cov-context=test", "--cov-report=", *more]
    code = "import sys, pytest; from mutants.choosing import Clock; "
    code += f"sys.exit(pytest.main({options!r}, plugins=[Clock({str(seconds)!r})]))"
    silent = subprocess.DEVNULL
    subprocess.run([sys.executable, "-c", code], cwd=root, env=env, stdout=silent, stderr=silent, check=False)
    return json.loads(seconds.read_text("utf-8"))  # type: ignore[no-any-return]


@attrs.define(slots=False)
class Choice:
    """The tests that are known, and how long each takes."""

    root: Path
    seconds: dict[str, float]
    longest: float = 10.0
    """Seconds that the tests near a mutant take at most, and so for the others; most are noticed in the first."""
    noticed: dict[tuple[str, str], list[str]] = attrs.field(factory=lambda: defaultdict(list))
    """The tests that noticed another mutant of the same function."""

    @cached_property
    def by_file(self) -> dict[str, list[str]]:
        """The tests of each file."""
        found: dict[str, list[str]] = defaultdict(list)
        for test in self.seconds:
            found[test.partition("::")[0]].append(test)
        return found

    @cached_property
    def lines(self) -> dict[str, dict[int, set[str]]]:
        """The tests that run each line, by file."""
        data = CoverageData(str(self.root / FOLDER / "coverage"))
        data.read()
        found: dict[str, dict[int, set[str]]] = {}
        for file in data.measured_files():
            by_line = data.contexts_by_lineno(file)
            found[file] = {line: {name.rpartition("|")[0] for name in names if name} for line, names in by_line.items()}
        return found

    @cached_property
    def uses(self) -> dict[str, list[tuple[str, int]]]:
        """The lines that use a name."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for path in (self.root / "src").rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                name = {ast.Name: "id", ast.Attribute: "attr", ast.keyword: "arg"}.get(type(node))
                if name:
                    found[getattr(node, name)].append((str(path), node.lineno))  # type: ignore[attr-defined]
        return found

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Return the tests that a mutant has to pass, in the order in which they run."""
        near, running = set[str](), set[str]()
        if mutant.run is not None:
            running |= set(self._running(str(mutant.path), range(mutant.first, mutant.last + 1)))
        if not running:  # it runs at the import
            near |= set(self.near(mutant))
            for file, line in self.uses.get(mutant.name, ()):
                running |= set(self._running(file, [line]))
        others = running & self.seconds.keys() - near
        first = [test for test in self.noticed[mutant.module, mutant.scope] if test in near | others]
        return list(dict.fromkeys([*first, *self._affordable(near), *self._affordable(others)]))

    def near(self, mutant: Mutant) -> Iterator[str]:
        """Yield the examples in the module, the tests that bear its name or its package's, and those of the face."""
        yield from self.by_file.get(str(mutant.path.relative_to(self.root)), ())
        named = [
            [file for file in self.by_file if Path(file).stem.startswith(f"test_{name.strip('_')}")]
            for name in reversed(mutant.module.split("."))
        ]
        for file in [*next(filter(None, named), []), *FACE]:
            yield from self.by_file.get(file, ())

    def _running(self, file: str, lines: Iterable[int]) -> Iterator[str]:
        by_line = self.lines.get(file, {})
        for line in lines:
            yield from by_line.get(line, ())

    def _affordable(self, tests: Iterable[str]) -> Iterator[str]:
        """Yield the fastest tests, for as long as one mutant may take."""
        spent = 0.0
        for test in sorted(tests, key=lambda test: (self.seconds[test], test)):
            spent += self.seconds[test]
            if spent > self.longest:
                return
            yield test
