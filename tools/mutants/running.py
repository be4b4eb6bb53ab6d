"""Whether a test notices a mutant: each is tried in a process of its own, and no file is changed.

A change in the body of a function is put into a process that has the library and all tests loaded already: there it is
enough to replace the code of the function. What isn't noticed there, and what runs at the import, is tried in a
process that has only pytest and the other packages loaded, and imports the changed module.
"""

import gc
import os
import select
import signal
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from itertools import takewhile
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from .choosing import Choice
from .sources import Mutant, first_line

SURVIVED, AGAIN = "", "?"
"""No test failed; it has to be tried in a fresh process."""
OPTIONS = [
    "-q", "-x", "--capture=sys", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov",
    "-p", "no:unraisableexception", "-W", "ignore::pytest.PytestAssertRewriteWarning",
]  # fmt: skip
HARDEST = 240
"""Seconds that a mutant takes at most."""


def in_forks(mutants: Iterable[Mutant], attempt: Callable[[Mutant], str], jobs: int) -> Iterator[tuple[Mutant, str]]:
    """Yield each mutant with what an attempt in a process of its own says: the test that noticed, or how it ended."""
    todo, running = iter(mutants), dict[int, tuple[int, Mutant]]()
    while True:
        while len(running) < jobs and (mutant := next(todo, None)) is not None:
            reader, writer = os.pipe()
            if not (pid := os.fork()):
                _answer(writer, attempt, mutant)
            os.close(writer)
            running[reader] = pid, mutant
        if not running:
            return
        for reader in select.select(running, [], [])[0]:
            pid, mutant = running.pop(reader)
            said = os.read(reader, 65536).decode()
            os.close(reader)
            status = os.waitpid(pid, 0)[1]
            if said.startswith("!"):
                raise RuntimeError(f"{mutant}: {said}")
            yield mutant, said[1:] if said else f"ended by signal {os.WTERMSIG(status)}"


def until(ends: float, mutants: Iterable[Mutant]) -> Iterator[Mutant]:
    """Yield mutants until a moment of the monotonic clock."""
    return takewhile(lambda _: time.monotonic() < ends, mutants)


def silence(log: Path = Path(os.devnull)) -> None:
    """Let this process read nothing, and print into a file, or nowhere."""
    for stream, how in enumerate((os.O_RDONLY, os.O_WRONLY, os.O_WRONLY)):
        os.dup2(os.open(log if stream else os.devnull, how | os.O_CREAT | os.O_APPEND, 0o644), stream)


def _answer(writer: int, attempt: Callable[[Mutant], str], mutant: Mutant) -> None:
    silence()
    signal.alarm(HARDEST)
    try:
        said = f"={attempt(mutant)}"
    except BaseException:
        said = f"!{traceback.format_exc()}"
    os.write(writer, said.encode()[-4000:])
    os._exit(0)


class Run:
    """A plugin of pytest that runs the chosen tests in order, each for a while, and knows which one failed."""

    def __init__(self, tests: list[str], choice: Choice) -> None:
        self.rank, self.choice = {test: place for place, test in enumerate(tests)}, choice
        self.failed = ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = self.chosen(items)

    def chosen(self, items: Collection[pytest.Item]) -> list[pytest.Item]:
        """Return the tests to run, in order; of a page what stands before an example, too."""
        pages = {test.partition("::")[0] for test in self.rank if ".md::" in test}
        rank: dict[pytest.Item, tuple[int, int]] = {}
        for place, item in enumerate(items):
            file = item.nodeid.partition("::")[0]
            if file in pages:
                rank[item] = len(self.rank), place
            elif item.nodeid in self.rank:
                rank[item] = self.rank[item.nodeid], 0
        return sorted(rank, key=lambda item: rank[item])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        signal.setitimer(signal.ITIMER_PROF, 3 + 20 * self.choice.seconds.get(item.nodeid, 0.5))

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid


# --- in a process that has everything loaded


class Swapping:
    """A plugin of pytest that tries mutants in place of running the tests that were collected."""

    def __init__(
        self, mutants: list[Mutant], choice: Choice, jobs: int, ends: float, tell: Callable[[Mutant, str], None]
    ) -> None:
        self.mutants, self.choice, self.jobs, self.ends, self.tell = mutants, choice, jobs, ends, tell

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for mutant in self.mutants:
            import_module(mutant.module)
        functions = live_functions()
        gc.collect()
        gc.freeze()

        def attempt(mutant: Mutant) -> str:
            if not swapped(mutant, functions):
                return AGAIN
            run = Run(self.choice.tests_of(mutant), self.choice)
            session.config.pluginmanager.register(run)
            items = run.chosen(session.items)
            for item, following in zip(items, [*items[1:], None], strict=False):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if run.failed:
                    return run.failed
            return SURVIVED

        for mutant, said in in_forks(until(self.ends, self.mutants), attempt, self.jobs):
            if said and said != AGAIN:
                self.choice.noticed[mutant.module, mutant.scope].insert(0, said)
            self.tell(mutant, said)
        return True


def live_functions() -> dict[tuple[str, str, int], list[FunctionType]]:
    """Return the functions that exist, by their file, name and first line."""
    found: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType):
            code = thing.__code__
            found[str(Path(code.co_filename).resolve()), code.co_name, code.co_firstlineno].append(thing)
    return found


def swapped(mutant: Mutant, functions: dict[tuple[str, str, int], list[FunctionType]]) -> bool:
    """Replace the code of the function that a mutant changes; return whether that could be done."""
    assert mutant.run is not None
    name, line = mutant.run.name, first_line(mutant.run)
    found = functions.get((str(mutant.path), name, line), [])
    [code] = [code for code in _codes(mutant.compiled()) if (code.co_name, code.co_firstlineno) == (name, line)]
    if not found or any(len(function.__code__.co_freevars) != len(code.co_freevars) for function in found):
        return False
    for function in found:
        function.__code__ = code
    return True


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


# --- in a process that imports the changed module


class Finder:
    """What imports the changed module in place of the one on the disk."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def pytest_collection(self) -> None:
        """Come before pytest, which would rewrite a module whose examples it runs."""
        sys.meta_path.insert(0, self)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name != self.mutant.module:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None:
            spec.loader = Loader(name, str(self.mutant.path), self.mutant)
        return spec


class Loader(SourceFileLoader):
    """The loader of the changed module."""

    def __init__(self, name: str, path: str, mutant: Mutant) -> None:
        super().__init__(name, path)
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002
        return self.mutant.compiled()  # type: ignore[no-any-return]


def afresh(mutant: Mutant, choice: Choice) -> str:
    """Import the changed module, and run its tests: those near it first, then the others."""
    near, tests = set(choice.near(mutant)), choice.tests_of(mutant)
    signal.setitimer(signal.ITIMER_PROF, 60)
    for batch in ([test for test in tests if test in near], [test for test in tests if test not in near]):
        run, files = Run(batch, choice), list(dict.fromkeys(test.partition("::")[0] for test in batch))
        status = pytest.main([*OPTIONS, *files], plugins=[run, Finder(mutant)]) if files else 0
        if status in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR):
            raise RuntimeError(f"pytest ended with {status}")
        if run.failed or status in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED):
            return run.failed or "the import"
    return SURVIVED
