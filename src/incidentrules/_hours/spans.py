"""Sets of spans, which are pairs of moments: the start is in, the end is out.

*Invariant:* what is given to `common` and `minus`, and what all of them return, is in order and doesn't touch.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

Span = tuple[datetime, datetime]


def merge(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order; those that touch or overlap become one, and empty ones are left out."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def common(parts: Sequence[Iterable[Span]]) -> list[Span]:
    """Return what lies in all of several parts, whose spans are merged."""
    edges = [(start, 1) for spans in parts for start, _ in spans] + [(end, -1) for spans in parts for _, end in spans]
    shared: list[Span] = []
    begun = 0
    for (since, step), (at, _) in pairwise(sorted(edges)):
        begun += step
        if begun == len(parts):  # and the first of them ends next
            shared.append((since, at))
    return shared


def minus(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Return merged spans without merged holes."""
    left: list[Span] = []
    rest = iter(holes)
    hole = next(rest, None)
    for start, end in spans:
        while hole is not None and hole[1] <= start:
            hole = next(rest, None)
        while hole is not None and hole[0] < end:
            if start < hole[0]:
                left.append((start, hole[0]))
            start = hole[1]
            if start >= end:
                break
            hole = next(rest, None)
        if start < end:
            left.append((start, end))
    return left
