"""Every public name says what it is: summaries, fields, members, errors and examples."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "incidentrules"
MODULES = [
    path
    for path in sorted(SOURCE.rglob("[!_]*.py"))
    if not any(part.startswith("_") for part in path.relative_to(SOURCE).parts)
]
Documented = ast.FunctionDef | ast.ClassDef
OWN_ERRORS = re.compile(r"\braise \w+Error\b|\bcheck\.(?:refuse|refuse_type|unknown)\(")


def public(path: Path) -> list[Documented]:
    text = path.read_text("utf-8")
    listed = re.search(r"^__all__ = \[(.*?)\]", text, re.MULTILINE | re.DOTALL)
    assert listed, f"{path.name} has no __all__"
    names = re.findall(r'"(\w+)"', listed[1])
    return [node for node in ast.parse(text).body if isinstance(node, Documented) and node.name in names]


def functions(node: Documented) -> list[ast.FunctionDef]:
    """Return a function, or the public methods and properties of a class."""
    if isinstance(node, ast.FunctionDef):
        return [node]
    parts = [part for part in node.body if isinstance(part, ast.FunctionDef) and not part.name.startswith("_")]
    return [part for part in parts if "overload" not in map(ast.unparse, part.decorator_list)]


def doc(node: Documented | ast.Module) -> str:
    return ast.get_docstring(node) or ""


def fields(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Return the public fields of a record and the members of an enum, each with the words that follow it."""
    for part, after in zip(node.body, [*node.body[1:], None], strict=True):
        targets = (
            [part.target] if isinstance(part, ast.AnnAssign) else part.targets if isinstance(part, ast.Assign) else []
        )
        said = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
        for target in targets:
            if isinstance(target, ast.Name) and not target.id.startswith("_"):
                yield target.id, str(said)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_public_name_has_a_summary_that_is_a_sentence(path: Path) -> None:
    module = ast.parse(path.read_text("utf-8"))
    named = [(path.stem, doc(module))]
    named += [(node.name, doc(node)) for node in public(path)]
    named += [(f"{node.name}.{part.name}", doc(part)) for node in public(path) for part in functions(node)]
    wrong = [name for name, said in named if not re.match(r"[A-Z\d\"`*].*?[.:]( |$|\n)", said, re.DOTALL)]
    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_function_has_an_example(path: Path) -> None:
    assert [node.name for node in public(path) if isinstance(node, ast.FunctionDef) and ">>> " not in doc(node)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_field_and_every_member_is_described(path: Path) -> None:
    classes = [node for node in public(path) if isinstance(node, ast.ClassDef)]
    assert [f"{node.name}.{name}" for node in classes for name, said in fields(node) if not said] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_what_refuses_something_itself_says_so(path: Path) -> None:
    """It names the error, or what is refused."""
    wrong = [
        f"{node.name}.{part.name}"
        for node in public(path)
        for part in functions(node)
        if OWN_ERRORS.search(ast.unparse(part)) and not re.search(r"Raises|Error|refuse|error", doc(part))
    ]
    assert wrong == []
