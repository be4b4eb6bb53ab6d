"""Tampering with reasons: every node in turn is given another value, far off, and `verify` has to notice."""

from collections.abc import Iterator
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from typing import Any

import attrs

from incidentrules import Reason, verify

FAR = timedelta(days=400)
LATEST = datetime.max.replace(tzinfo=UTC)


def unnoticed(reason: Reason) -> list[Reason]:
    """Return the nodes of a reason whose value can be another, and nothing shows.

    A wrong value shows at its own node, or at the one that it is a part of. Of a node with parts any other
    value shows. A given one may stand for others where only a bound of it counts (effort within its hour, the
    greater of two): it shows when it is far off to one side at least.
    """
    found = []
    for place, (node, decides) in enumerate(_deciding(reason)):
        noticed = [bool(verify(_tampered(reason, place, sign))) for sign in (1, -1)]
        if decides and not (all(noticed) if node.parts else any(noticed)):
            found.append(node)
    return found


def _deciding(node: Reason, *, decides: bool = False) -> Iterator[tuple[Reason, bool]]:
    """Return every node, and whether anything follows from it.

    Nothing does from a fact that is told alone, beside the first of several, or with others that suffice,
    nor from what none is multiplied with or rounded by.
    """
    yield node, decides or bool(node.parts)
    for place, part in enumerate(node.parts):
        others = [other.value for at, other in enumerate(node.parts) if at != place]
        match node.how.split():
            case ["first"]:
                is_idle = place > 0
            case ["any"] | ["given", "since"]:
                is_idle = any(others)
            case ["product"]:
                is_idle = not all(others)
            case ["rounded", _]:
                is_idle = place > 0 and not node.parts[0].value
            case _:
                is_idle = False
        yield from _deciding(part, decides=not is_idle)


def _tampered(node: Reason, place: int, sign: int) -> Reason:
    """Return a tree in which the value of one node, by its place, is far more or far less."""
    if not place:
        return attrs.evolve(node, value=_other(node.value, sign))
    place -= 1
    parts = []
    for part in node.parts:
        size = len(part.nodes)
        parts.append(_tampered(part, place, sign) if 0 <= place < size else part)
        place -= size
    return attrs.evolve(node, parts=tuple(parts))


def _other(value: Any, sign: int) -> Any:
    """Return a value of the same kind that is far off, to one side or the other where there are two."""
    match value:
        case None:
            return sign
        case bool():
            return not value
        case str():
            return value + "?"
        case (bool() as is_so, about):
            return (not is_so, about)
        case (bool(), date(), *_):  # the place of a lot in the order of drawing
            return (sign > 0, date.min, *value[2:])
        case tuple():
            return (*value[:-1], _other(value[-1], sign))
        case datetime() | date():
            return LATEST if sign > 0 and value.year == MAXYEAR else value + sign * FAR
        case timedelta():
            return value + sign * FAR
    return value + sign * 1000
