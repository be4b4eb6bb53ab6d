"""Which tests a mutant has to pass: by the lines that they run, the fastest first.

What the tests run is recorded once, with coverage's contexts, and again when the library has changed. What runs at
the import belongs to no test: there the tests of the module itself come first, then those of the lines that name what
is bound. A file of tests that has changed since is chosen as a whole.
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
FACE = ("tests/unit/test_face.py", "tests/unit/test_face_of_modules.py", "tests/unit/test_messages.py")
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
    """Return what the tests run; record it where it is not known, or the library has changed."""
    folder = root / FOLDER
    sources, tests = digests((root / "src").rglob("*.py")), digests((root / "tests").rglob("test_*.py"))
    written = folder / "recorded.json"
    if not written.exists() or json.loads(written.read_text("utf-8"))["sources"] != sources:
        folder.mkdir(exist_ok=True)
        print("recording which tests run which lines; this takes minutes", flush=True)
        seconds = folder / "seconds.json"
        env = os.environ | {"COVERAGE_FILE": str(folder / "coverage"), "HYPOTHESIS_PROFILE": "mutants"}
        options = ["-n", "auto", "-p", "no:cacheprovider", "--cov", "--cov-context=test", "--cov-report="]
        code = "import sys, pytest; from mutants.choosing import Clock; "
        code += f"sys.exit(pytest.main({options!r}, plugins=[Clock({str(seconds)!r})]))"
        subprocess.run([sys.executable, "-c", code], cwd=root, env=env, stdout=subprocess.DEVNULL, check=False)
        written.write_text(
            json.dumps({"sources": sources, "tests": tests, "seconds": json.loads(seconds.read_text("utf-8"))}), "utf-8"
        )
    known = json.loads(written.read_text("utf-8"))
    newer = {Path(file) for file, digest in tests.items() if known["tests"].get(file) != digest}
    changed = {str(file.relative_to(root)) for file in newer if file.stem != "test_mutants"}
    choice = Choice(root, known["seconds"], frozenset(changed))
    choice.lines, choice.uses, choice.by_file  # noqa: B018  # here, and not in every process
    return choice


@attrs.define(slots=False)
class Choice:
    """The tests that are known, how long each takes, and the files of tests that are newer."""

    root: Path
    seconds: dict[str, float]
    changed: frozenset[str]
    longest: float = 10.0
    """Seconds that the tests of one mutant take at most; by far the most mutants are noticed in the first."""
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
        near = set(self.near(mutant))
        if mutant.run is not None:
            chosen = set(self._running(str(mutant.path), range(mutant.first, mutant.last + 1)))
        else:
            chosen = near.union(*(self._running(file, [line]) for file, line in self.uses.get(mutant.name, ())))
        chosen &= self.seconds.keys()
        first = [test for test in self.noticed[mutant.module, mutant.scope] if test in chosen]
        ordered = sorted(chosen, key=lambda test: (mutant.run is None and test not in near, self.seconds[test], test))
        return list(dict.fromkeys([*first, *self._affordable(ordered)]))

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

    def _affordable(self, tests: list[str]) -> Iterator[str]:
        spent = 0.0
        for test in tests:
            spent += self.seconds[test]
            if spent > self.longest:
                return
            yield test
