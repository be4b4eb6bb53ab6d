"""What can be changed in a piece of code, one thing at a time.

A *slot* is a place in the syntax tree that holds a node; a change puts another node there. Constants, enum members,
operators, keyword arguments, rows of tables, slices, decorators, defaults and conditions are changed. Annotations,
docstrings and what only a type checker reads are not.
"""

import ast
import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

COMPARED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COMPUTED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.Pow: ast.Mult,
}  # fmt: skip
NAMES = {
    "min": "max", "max": "min", "any": "all", "all": "any",
    "bisect_left": "bisect_right", "bisect_right": "bisect_left",
}  # fmt: skip
COLLECTIONS = (ast.Tuple, ast.List, ast.Set)

Node = TypeVar("Node", bound=ast.AST)
Enums = Mapping[str, Sequence[str]]
"""The members of each enum of the library, by its name."""


def without(items: Sequence[Any], place: int) -> list[Any]:
    """Return a list without the item at a place."""
    return [item for index, item in enumerate(items) if index != place]


def changed(node: Node, **fields: Any) -> Node:
    """Return a node with other fields, at the same place of the file."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def changes(node: ast.AST, enums: Enums) -> Iterator[ast.AST]:
    """Yield what a node can be changed to."""
    match node:
        case ast.Constant():
            yield from _constants(node)
        case ast.Attribute(value=ast.Name(id=kind), attr=member) if member in enums.get(kind, ()):
            members = enums[kind]
            yield changed(node, attr=members[(members.index(member) + 1) % len(members)])
        case ast.Name(id=name, ctx=ast.Load()) if name in NAMES:
            yield changed(node, id=NAMES[name])
        case ast.Compare(ops=[operator]) if type(operator) in COMPARED:
            yield changed(node, ops=[COMPARED[type(operator)]()])
        case ast.Compare(ops=ops):
            for place, operator in enumerate(ops):
                yield changed(node, ops=[*ops[:place], COMPARED[type(operator)](), *ops[place + 1 :]])
        case ast.BoolOp(op=operator, values=values):
            yield changed(node, op=ast.Or() if isinstance(operator, ast.And) else ast.And())
            for place in range(len(values)):
                rest = without(values, place)
                yield changed(node, values=rest) if len(rest) > 1 else rest[0]
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.BinOp(op=operator) if type(operator) in COMPUTED:
            yield changed(node, op=COMPUTED[type(operator)]())
        case ast.AugAssign(op=operator) if type(operator) in COMPUTED:
            yield changed(node, op=COMPUTED[type(operator)]())
        case ast.Call(keywords=keywords):
            for place, keyword in enumerate(keywords):
                if keyword.arg is not None:
                    yield changed(node, keywords=without(keywords, place))
        case ast.Slice(lower=lower, upper=upper, step=step):
            for name, bound in (("lower", lower), ("upper", upper), ("step", step)):
                if bound is not None:
                    yield changed(node, **{name: None})
        case ast.Dict(keys=keys, values=values):
            for place in range(len(keys)):
                yield changed(node, keys=without(keys, place), values=without(values, place))
        case ast.comprehension(ifs=ifs):
            for place, test in enumerate(ifs):
                yield changed(node, ifs=without(ifs, place))
                yield changed(node, ifs=[*ifs[:place], _negated(test), *ifs[place + 1 :]])
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            yield changed(node, test=_negated(test))
        case ast.Break():
            yield ast.copy_location(ast.Continue(), node)
        case ast.Continue():
            yield ast.copy_location(ast.Break(), node)
        case ast.Expr(value=ast.Call() | ast.Attribute()):
            yield ast.copy_location(ast.Pass(), node)
        case ast.ExceptHandler(type=ast.Tuple(elts=elts) as caught):
            for place in range(len(elts)):
                yield changed(node, type=changed(caught, elts=without(elts, place)))
        case ast.FunctionDef(decorator_list=decorators, args=args):
            for place in range(len(decorators)):
                yield changed(node, decorator_list=without(decorators, place))
            if args.kwonlyargs and not args.vararg:
                yield changed(node, args=_by_place(args))
        case ast.ClassDef(decorator_list=decorators):
            for place in range(len(decorators)):
                yield changed(node, decorator_list=without(decorators, place))


def rows(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a collection of a table with one row less; so for the arguments of a call that makes one."""
    if isinstance(node, COLLECTIONS) and len(node.elts) > 1:
        for place in range(len(node.elts)):
            yield changed(node, elts=without(node.elts, place))
    if isinstance(node, ast.Call) and len(node.args) > 1:
        for place in range(len(node.args)):
            yield changed(node, args=without(node.args, place))


def _constants(node: ast.Constant) -> Iterator[ast.AST]:
    match node.value:
        case bool(value):
            yield changed(node, value=not value)
        case int(value):
            yield changed(node, value=value + 1)
            if value:
                yield changed(node, value=value - 1)
        case float(value):
            yield changed(node, value=value + 0.125)
        case str(value):
            yield changed(node, value=value + "X")
        case bytes(value):
            yield changed(node, value=value + b"X")


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.copy_location(ast.UnaryOp(op=ast.Not(), operand=test), test)


def _by_place(args: ast.arguments) -> ast.arguments:
    """Return a signature whose keyword-only parameters can be given by place, in the order in which they stand."""
    positional = [*args.posonlyargs, *args.args]
    defaults = [*[None] * (len(positional) - len(args.defaults)), *args.defaults, *args.kw_defaults]
    first = next((place for place, default in enumerate(defaults) if default), len(defaults))
    optional = [default or ast.Constant(value=None) for default in defaults[first:]]
    return changed(args, args=[*args.args, *args.kwonlyargs], kwonlyargs=[], kw_defaults=[], defaults=optional)
