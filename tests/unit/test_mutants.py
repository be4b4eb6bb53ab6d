"""The tool that changes one thing at a time: what it changes, what it leaves, and where a change is put."""

import ast
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mutants.changes import changes
from mutants.choosing import Choice
from mutants.running import Finder, in_forks, live_functions, swapped
from mutants.sources import Mutant, mutants_of

FORKS = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
"""Where tests run side by side, their processes have threads; from Python 3.12 on a fork of those warns."""
ENUMS = {"Overrun": ["WRITTEN_OFF", "CHARGED"]}
ROOM = '''"""A room."""
import attrs

__all__ = ["LIMIT", "Pack"]

LIMIT = 7
WORDS: dict[str, int] = {"one": 1, "two": 2}

@attrs.frozen(kw_only=True)
class Pack:
    """A pack."""

    credits: int = 2

    @property
    def is_large(self) -> bool:
        """Whether it is large."""
        return self.credits >= LIMIT
'''


def changed(code: str) -> list[str]:
    """Return what a statement can be changed to."""
    [statement] = ast.parse(code).body
    node = statement.value if isinstance(statement, ast.Expr) and code != "check()" else statement
    return [ast.unparse(ast.fix_missing_locations(other)) for other in changes(node, ENUMS)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("7", ["8", "6"]),
        ("0", ["1"]),
        ("True", ["False"]),
        ("None", []),
        ("0.5", ["0.625"]),
        ("Overrun.CHARGED", ["Overrun.WRITTEN_OFF"]),
        ("Overrun.values", []),
        ("a < b", ["a <= b"]),
        ("a <= b < c", ["a < b < c", "a <= b <= c"]),
        ("a is None", ["a is not None"]),
        ("a in b", ["a not in b"]),
        ("a and b and c", ["a or b or c", "b and c", "a and c", "a and b"]),
        ("a or b", ["a and b", "b", "a"]),
        ("not a", ["a"]),
        ("-a", ["a"]),
        ("a + b", ["a - b"]),
        ("a // b", ["a * b"]),
        ("min", ["max"]),
        ("bisect_left", ["bisect_right"]),
        ("sum(a, start=1)", ["sum(a)"]),
        ("a[1:2]", []),
        ("{'a': 1, 'b': 2}", ["{'b': 2}", "{'a': 1}"]),
        ("a if b else c", ["a if not b else c"]),
        ("if not a:\n    b", ["if a:\n    b"]),
        ("a += 1", ["a -= 1"]),
        ("break", ["continue"]),
        ("check()", ["pass"]),
        ("@a\ndef f(x, *, y=1): ...", ["def f(x, *, y=1):\n    ...", "@a\ndef f(x, y=1):\n    ..."]),
        ("def f(x=1, *, y, z=2): ...", ["def f(x=1, y=None, z=2):\n    ..."]),
        ("def f(x, *, y, z=2): ...", ["def f(x, y, z=2):\n    ..."]),
        ("def f(*x, y): ...", []),
        ("@a\nclass C: ...", ["class C:\n    ..."]),
    ],
)
def test_a_node_is_changed_to_its_neighbours(code: str, expected: list[str]) -> None:
    assert expected == changed(code)


def test_bounds_of_a_slice_conditions_of_a_comprehension_and_caught_errors_are_left_out_one_by_one() -> None:
    nodes: list[ast.AST] = [
        ast.parse("a[1:2:3]").body[0].value.slice,  # type: ignore[attr-defined]
        ast.parse("[a for a in b if c]").body[0].value.generators[0],  # type: ignore[attr-defined]
        ast.parse("try: a\nexcept (b, c): d").body[0].handlers[0],  # type: ignore[attr-defined]
    ]
    texts = [[ast.dump(other) != ast.dump(node) for other in changes(node, ENUMS)] for node in nodes]
    assert texts == [[True] * 3, [True] * 2, [True] * 2]


@pytest.fixture
def mutants(tmp_path: Path) -> list[Mutant]:
    path = tmp_path / "room.py"
    path.write_text(ROOM, "utf-8")
    return mutants_of(path, tmp_path, ENUMS)


def test_constants_tables_decorators_defaults_and_bodies_are_changed_and_no_word_for_readers(
    mutants: list[Mutant],
) -> None:
    method = "@property def is_large(self) -> bool:"
    head = "@attrs.frozen(kw_only=True) class Pack:"
    names = "__all__ = ['LIMIT', 'Pack']"
    expected = [
        ("", names, "__all__ = ['Pack']"),
        ("", names, "__all__ = ['LIMIT']"),
        ("", names, "__all__ = ['LIMITX', 'Pack']"),
        ("", names, "__all__ = ['LIMIT', 'PackX']"),
        ("", "LIMIT = 7", "LIMIT = 8"),
        ("", "LIMIT = 7", "LIMIT = 6"),
        ("", "WORDS: dict[str, int] = {'one': 1, 'two': 2}", "WORDS: dict[str, int] = {'two': 2}"),
        ("", "WORDS: dict[str, int] = {'one': 1, 'two': 2}", "WORDS: dict[str, int] = {'one': 1}"),
        ("", "WORDS: dict[str, int] = {'one': 1, 'two': 2}", "WORDS: dict[str, int] = {'oneX': 1, 'two': 2}"),
        ("", "WORDS: dict[str, int] = {'one': 1, 'two': 2}", "WORDS: dict[str, int] = {'one': 1, 'twoX': 2}"),
        ("", "WORDS: dict[str, int] = {'one': 1, 'two': 2}", "WORDS: dict[str, int] = {'one': 2, 'two': 2}"),
        ("", "WORDS: dict[str, int] = {'one': 1, 'two': 2}", "WORDS: dict[str, int] = {'one': 0, 'two': 2}"),
        ("", "WORDS: dict[str, int] = {'one': 1, 'two': 2}", "WORDS: dict[str, int] = {'one': 1, 'two': 3}"),
        ("", "WORDS: dict[str, int] = {'one': 1, 'two': 2}", "WORDS: dict[str, int] = {'one': 1, 'two': 1}"),
        ("", head, "class Pack:"),
        ("Pack", "credits: int = 2", "credits: int = 3"),
        ("Pack", "credits: int = 2", "credits: int = 1"),
        ("Pack", method, "def is_large(self) -> bool:"),
        ("Pack.is_large", "return self.credits >= LIMIT", "return self.credits > LIMIT"),
        ("", head, "@attrs.frozen() class Pack:"),
        ("", head, "@attrs.frozen(kw_only=False) class Pack:"),
    ]
    assert sorted(expected) == sorted((one.scope, one.before, one.after) for one in mutants)


def test_a_mutant_is_known_by_its_content_and_finds_the_lines_of_its_statement(mutants: list[Mutant]) -> None:
    [body] = [one for one in mutants if one.run]
    expected = ("room", "Pack.is_large", "return self.credits >= LIMIT", "return self.credits > LIMIT")
    assert (expected, (18, 18), False) == (body.key, (body.first, body.last), body.is_of_data)


def constant(mutants: list[Mutant]) -> Mutant:
    return next(one for one in mutants if one.name == "LIMIT")


def test_nobody_sees_whether_keywords_may_be_left_out_in_what_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "room.py"
    path.write_text(ROOM.replace('"Pack"', '"Packs"').replace("__all__", "SHOWN"), "utf-8")
    assert [one.after for one in mutants_of(path, tmp_path, ENUMS) if "frozen" in one.before] == ["class Pack:"]


def namespace(code: Any) -> dict[str, Any]:
    room: dict[str, Any] = {"__name__": "room"}
    exec(code, room)
    return room


def test_the_code_of_a_function_is_replaced_where_it_lives(mutants: list[Mutant]) -> None:
    [body] = [one for one in mutants if one.run]
    pack = namespace(compile(ROOM, str(body.path), "exec"))["Pack"](credits=7)
    before = pack.is_large
    assert (before, swapped(body, live_functions()), pack.is_large) == (True, True, False)


def test_what_runs_at_the_import_is_changed_by_a_new_one(
    mutants: list[Mutant], monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = constant(mutants)
    monkeypatch.syspath_prepend(limit.path.parent)
    spec = Finder(limit).find_spec("room")
    assert spec is not None
    assert spec.loader is not None
    room = namespace(spec.loader.get_code("room"))  # type: ignore[attr-defined]
    assert (room["LIMIT"], Finder(limit).find_spec("other")) == (8, None)


@FORKS
def test_each_is_tried_in_a_process_of_its_own(mutants: list[Mutant]) -> None:
    def attempt(mutant: Mutant) -> str:
        if mutant is mutants[5]:
            os.kill(os.getpid(), 9)
        return mutant.after

    assert {constant(mutants): "LIMIT = 8", mutants[5]: "ended by signal 9"} == dict(in_forks(mutants[4:6], attempt, 2))


@FORKS
def test_what_goes_wrong_in_the_tool_itself_is_no_mutant_that_is_noticed(mutants: list[Mutant]) -> None:
    def attempt(mutant: Mutant) -> str:
        raise LookupError

    with pytest.raises(RuntimeError, match="LookupError"):
        list(in_forks(mutants[4:5], attempt, 1))


def chosen(mutant: Mutant, seconds: dict[str, float], lines: Mapping[int, Iterable[str]], **more: Any) -> list[str]:
    choice = Choice(mutant.path.parent, seconds, **more)
    choice.lines = {str(mutant.path): {line: set(tests) for line, tests in lines.items()}}
    choice.uses = {"LIMIT": [(str(mutant.path), 18)]}
    return choice.tests_of(mutant)


SECONDS = {"tests/test_a.py::slow": 2.0, "tests/test_a.py::quick": 0.1, "tests/test_room.py::near": 1.0}


def test_a_body_is_tried_by_the_tests_that_run_its_lines_the_fastest_first(mutants: list[Mutant]) -> None:
    [body] = [one for one in mutants if one.run]
    lines = {18: ["tests/test_a.py::slow", "tests/test_a.py::quick", "gone"], 17: ["tests/test_room.py::near"]}
    assert chosen(body, SECONDS, lines) == ["tests/test_a.py::quick", "tests/test_a.py::slow"]
    assert chosen(body, SECONDS, lines, longest=2.0) == ["tests/test_a.py::quick"]


def test_what_runs_at_the_import_is_tried_by_the_tests_near_it_then_where_its_name_is_used(
    mutants: list[Mutant],
) -> None:
    lines = {18: ["tests/test_a.py::slow", "tests/test_a.py::quick"]}
    expected = ["tests/test_room.py::near", "tests/test_a.py::quick", "tests/test_a.py::slow"]
    assert expected == chosen(constant(mutants), SECONDS, lines)


def test_what_noticed_a_neighbour_is_tried_first(mutants: list[Mutant]) -> None:
    [body] = [one for one in mutants if one.run]
    lines = {18: ["tests/test_a.py::slow", "tests/test_a.py::quick"]}
    noticed = {("room", "Pack.is_large"): ["tests/test_a.py::slow"]}
    assert chosen(body, SECONDS, lines, noticed=noticed) == ["tests/test_a.py::slow", "tests/test_a.py::quick"]


def test_what_changes_nothing_is_known_as_such_and_leaves_the_code_as_it_is(mutants: list[Mutant]) -> None:
    control = constant(mutants).unchanged()
    assert (namespace(control.compiled())["LIMIT"], control.is_control, constant(mutants).is_control) == (
        7,
        True,
        False,
    )


def test_a_body_that_no_test_runs_itself_is_tried_as_what_runs_at_the_import(mutants: list[Mutant]) -> None:
    [body] = [one for one in mutants if one.run]
    assert chosen(body, SECONDS, {}) == ["tests/test_room.py::near"]
