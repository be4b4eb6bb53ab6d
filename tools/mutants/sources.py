"""The mutants of a module: where each stands, what it changes, and how it reads before and after."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from .changes import COLLECTIONS, Enums, changed, changes, rows

AROUND = 40
"""Characters that are shown on both sides of a change in a long text."""
READABLE = 30
"""Characters that a change is shown with at least, where its statement has as many."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
NO_CODE = {"annotation", "returns", "type_comment"}
FOR_TYPES = {"TypeVar", "ParamSpec", "cast"}

Slot = tuple[ast.AST, str, int | None]
"""A node, the name of a field, and the place in that where the field is a list."""


@attrs.frozen(eq=False)
class Mutant:
    """One change of one module. `run` is the function whose body has it, or None where it runs at the import."""

    module: str
    path: Path
    scope: str
    name: str
    before: str
    after: str
    first: int
    last: int
    run: ast.FunctionDef | None = attrs.field(repr=False)
    tree: ast.Module = attrs.field(repr=False)
    slot: Slot = attrs.field(repr=False)
    new: ast.AST = attrs.field(repr=False)
    is_control: bool = False
    """Whether it changes nothing."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is known by: its content, and not its line."""
        return self.module, self.scope, self.before, self.after

    @property
    def is_of_data(self) -> bool:
        """Whether it changes what is no code: a constant, a default, an attribute of a class, a row of a table."""
        return self.run is None or isinstance(self.new, ast.Constant | ast.Attribute)

    def unchanged(self) -> "Mutant":
        """Return what changes nothing in the same place: it has to survive."""
        parent, field, place = self.slot
        node = getattr(parent, field)
        return attrs.evolve(self, new=node if place is None else node[place], is_control=True)

    def compiled(self) -> Any:
        """Return the code of the module with the change; the tree stays changed."""
        put(self.slot, self.new)
        return compile(ast.fix_missing_locations(self.tree), str(self.path), "exec", dont_inherit=True)


def put(slot: Slot, new: ast.AST) -> ast.AST:
    """Put a node into a slot, and return the one that was there."""
    parent, field, place = slot
    if place is None:
        old = getattr(parent, field)
        setattr(parent, field, new)
    else:
        old = getattr(parent, field)[place]
        getattr(parent, field)[place] = new
    return old  # type: ignore[no-any-return]


def module_name(path: Path, root: Path) -> str:
    """Return the name of the module in a file."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def enums_of(root: Path) -> dict[str, list[str]]:
    """Return the members of each enum that the sources define."""
    classes = (node for path in root.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return {
        node.name: [target.id for each in node.body if isinstance(each, ast.Assign) for target in each.targets]  # type: ignore[attr-defined]
        for node in classes
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith(("Word", "Enum")) for base in node.bases)
    }


def mutants_of(path: Path, root: Path, enums: Enums) -> list[Mutant]:
    """Return all mutants of a file, in the order in which they stand."""
    tree = ast.parse(path.read_text("utf-8"))
    return list(_Walk(tree, path, module_name(path, root), enums).module())


class _Walk:
    """The way through a module: the statement and the expressions around a node, and the function that runs it."""

    def __init__(self, tree: ast.Module, path: Path, module: str, enums: Enums) -> None:
        self.tree, self.path, self.name, self.enums = tree, path, module, enums
        self.seen: Counter[tuple[str, str, str]] = Counter()
        lists = [each.value for each in tree.body if isinstance(each, ast.Assign) and _bound(each) == "__all__"]
        self.shown = {name for each in lists for name in ast.literal_eval(each)}

    def module(self) -> Iterator[Mutant]:
        for place, statement in enumerate(self.tree.body):
            yield from self.visit((self.tree, "body", place), statement, (), "", None, statement)

    def visit(
        self,
        slot: Slot,
        node: ast.AST,
        around: tuple[tuple[Slot, ast.AST], ...],
        scope: str,
        run: ast.FunctionDef | None,
        owner: ast.AST,
    ) -> Iterator[Mutant]:
        """Yield the mutants of a node and of all below it; ``owner`` is the statement that binds its name."""
        if _is_for_types(node):
            return
        around = (*(() if isinstance(node, ast.stmt) else around), (slot, node))
        found = list(changes(node, self.enums))
        if run is None or isinstance(slot[0], ast.For):
            found += rows(node) if _is_table(node, slot) else ()
        is_shown = (scope or _bound(owner)).partition(".")[0] in self.shown
        for new in found:
            mutant = self.mutant(slot, new, around, scope, run, owner)
            if is_shown or not _is_of_keywords(mutant, node):
                yield mutant
        for field, child in ast.iter_fields(node):
            if field in NO_CODE:
                continue
            inner, runs = scope, run
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and field == "body":
                inner = f"{scope}.{node.name}" if scope else node.name
                if isinstance(node, ast.FunctionDef):
                    runs = run or node
            for place, one in enumerate(child) if isinstance(child, list) else [(None, child)]:
                if isinstance(one, ast.AST) and not _is_docstring(one):
                    binds = one if runs is None and isinstance(one, ast.stmt) else owner
                    yield from self.visit((node, field, place), one, around, inner, runs, binds)

    def mutant(
        self,
        slot: Slot,
        new: ast.AST,
        around: tuple[tuple[Slot, ast.AST], ...],
        scope: str,
        run: ast.FunctionDef | None,
        owner: ast.AST,
    ) -> Mutant:
        statement = around[0][1]
        shown = [(before, node) for _, node in reversed(around) if (before := _text(node))]
        before, node = next((pair for pair in shown if len(pair[0]) >= READABLE), shown[-1])
        old = put(slot, new)
        before, after = _clipped(before, _text(new if node is old else node))
        put(slot, old)
        self.seen[scope, before, after] += 1
        if (times := self.seen[scope, before, after]) > 1:
            after += f"  # {times}"
        first = first_line(statement)
        body = getattr(statement, "body", None)
        last = max(first, body[0].lineno - 1) if body else statement.end_lineno  # type: ignore[attr-defined]
        return Mutant(self.name, self.path, scope, _bound(owner), before, after, first, last, run, self.tree, slot, new)


def first_line(statement: Any) -> int:
    """Return the line on which a statement begins, with its decorators."""
    lines: list[int] = [one.lineno for one in (statement, *getattr(statement, "decorator_list", ()))]
    return min(lines)


def _text(node: ast.AST) -> str:
    """Return the code of a node on one line; of a statement with a body, its head."""
    if isinstance(node, ast.comprehension):
        return ast.unparse(ast.ListComp(elt=ast.Name("_"), generators=[node]))
    if isinstance(node, ast.keyword | ast.arguments | ast.FormattedValue | ast.Slice):
        return ""
    if isinstance(node, ast.ExceptHandler):
        return f"except {ast.unparse(node.type)}:" if node.type else "except:"
    emptied: dict[str, Any] = {"body": [ast.Pass()], "orelse": [], "finalbody": [], "handlers": []}
    if isinstance(node, ast.stmt):
        node = changed(node, **{name: value for name, value in emptied.items() if hasattr(node, name)})
    return " ".join(
        line.strip() for line in ast.unparse(node).splitlines() if line.strip() != "pass" or isinstance(node, ast.Pass)
    )


def _clipped(before: str, after: str) -> tuple[str, str]:
    """Return what differs in two long texts, with a little of what stands around it."""
    start = _same(before, after)
    end = _same(before[start:][::-1], after[start:][::-1])
    first, last = max(start - AROUND, 0), max(end - AROUND, 0)
    clipped = [
        f"{'…' if first else ''}{text[first : len(text) - last]}{'…' if last else ''}" for text in (before, after)
    ]
    return (before, after) if len(before) <= 5 * AROUND else (clipped[0], clipped[1])


def _same(one: str, other: str) -> int:
    """Return with how many of the same characters two texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))


def _bound(statement: ast.AST) -> str:
    """Return the name that a statement of a module or of a class binds."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name), *_]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return ""


def _is_table(node: ast.AST, slot: Slot) -> bool:
    if slot[1] in ("targets", "target", "slice", "bases", "decorator_list"):
        return False
    return isinstance(node, (*COLLECTIONS, ast.Call))


def _is_of_keywords(mutant: Mutant, node: ast.AST) -> bool:
    """Return whether a change only lets keywords be left out, which nobody but the library itself can see."""
    if isinstance(node, ast.FunctionDef):
        return mutant.new.args is not node.args  # type: ignore[attr-defined]
    lost = "kw_only=True" in mutant.before and "kw_only=True" not in mutant.after
    return lost and not isinstance(node, ast.ClassDef)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_for_types(node: ast.AST) -> bool:
    """Return whether only a type checker reads a node."""
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Subscript(value=ast.Name(id="Literal" | "Callable" | "Mapping" | "Iterable")):
            return True
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(op=ast.BitOr()) | ast.Subscript()):
            return name[0].isupper() and not name.isupper()
        case ast.Call(func=ast.Name(id=name)):
            return name in FOR_TYPES
        case ast.FunctionDef(decorator_list=[ast.Name(id="overload"), *_]):
            return True
        case ast.Expr(value=ast.Constant()):
            return True
    return isinstance(node, ast.Import | ast.ImportFrom)
