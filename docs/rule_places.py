"""Where each rule and decision stands in the code and in the tests: what cites its id."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from incidentrules import RULES

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "incidentrules"
DECISIONS = tuple(f"A{number}" for number in range(1, 19))
IDS = (*RULES, *DECISIONS)
ID = re.compile(r"\b(?:R(?:[1-9]|[12]\d|30)|A(?:1[0-8]|[1-9]))\b")
MADE_UP = re.compile(r"[\"(]R1[\")]")
"""The rule of reasons that tests make up."""


def _spans(tree: ast.AST, above: str = "") -> Iterator[tuple[ast.AST, str]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = f"{above}.{node.name}" if above else node.name
            yield node, name
            yield from _spans(node, name)


def _role(node: ast.AST, name: str) -> str:
    if isinstance(node, ast.ClassDef):
        return "class"
    decorators = {ast.unparse(each) for each in node.decorator_list}  # type: ignore[attr-defined]
    if decorators & {"property", "cached_property", "functools.cached_property"}:
        return "attr"
    return "meth" if "." in name else "func"


def _cited(path: Path) -> Iterator[tuple[str, ast.AST, str]]:
    """Return every id that a function or class cites, in a docstring, a comment or its code, with its name."""
    text = path.read_text("utf-8")
    spans = list(_spans(ast.parse(text)))
    for number, line in enumerate(text.splitlines(), 1):
        for id in ID.findall(MADE_UP.sub("", line)):
            around = [span for span in spans if span[0].lineno <= number <= span[0].end_lineno]  # type: ignore[attr-defined]
            if around:
                yield id, *around[-1]


@cache
def _code() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {id: {} for id in IDS}
    modules: dict[str, dict[str, str]] = {}  # what only the docstring of a module cites
    for path in sorted(SOURCE.rglob("[!_]*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[0].startswith("_") or parts == ("rulebook",):
            continue
        shown = re.search(r"^__all__ = \[(.*?)\]", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
        public = set(re.findall(r'"(\w+)"', shown[1])) if shown else set()
        module = ".".join(("incidentrules", *parts))
        for id, node, name in _cited(path):
            first, *rest = name.split(".")
            is_shown = not rest or parts[0] != "extra"  # the pages of `extra` list no members of their columns
            if first in public and is_shown and len(rest) < 2 and not any(part.startswith("_") for part in rest):
                found[id][f"{module}.{name}"] = f"{{py:{_role(node, name)}}}`{module}.{name}`"
        text = path.read_text("utf-8")
        for id in ID.findall(text[: text.index('"""', 3)]):
            modules.setdefault(id, {})[module] = f"{{py:mod}}`{module}`"
    return {id: places or modules[id] for id, places in found.items()}


@cache
def _tests() -> Mapping[str, Mapping[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {id: {} for id in IDS}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for id, _, name in _cited(path):
            test = name.rpartition(".")[2]
            if test.startswith("test_"):
                names = found[id].setdefault(str(path.relative_to(ROOT)), [])
                if test not in names:
                    names.append(test)
    return found


def carried(id: str) -> str:
    """Return where a rule or decision stands in the code and in the tests, folded."""
    code, tests = _code()[id].values(), _tests()[id]
    count = sum(map(len, tests.values()))
    listed = "\n".join(
        f"- `{path}`\n" + "\n".join(f"  - {name[5:].replace('_', ' ').strip()}" for name in names)
        for path, names in tests.items()
    )
    said = f"{count} tests name it." if count > 1 else "One test names it."
    lines = ["<details><summary>For people who read code</summary>", "", "**In the code**", ""]
    lines += [*(f"- {link}" for link in code), "", f"**In the tests:** {said}", "", listed, "", "</details>"]
    return "\n".join(lines)
