"""The questions of operating time over whole microseconds: what is given has been checked, and is not empty.

Each compiles what it needs, and refuses what the single questions refuse. Between two moments all years are compiled,
so moments that are more than a generation apart are answered in runs, each by itself.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import numpy as np

from .._hours.timeline import REACH
from ..hours import OperatingHours
from ._compiled import INSTANT, NEVER, Compiled, Flags, Whole, compiled_of, moment

Question = TypeVar("Question", bound=Callable[..., Any])
FAR = (REACH + 2) * 366 * 86_400 * 1_000_000
"""Microseconds between two moments, beyond which the years between them are not compiled for both."""


def in_runs(*, moments: int) -> Callable[[Question], Question]:
    """Let a question be asked of each run of moments by itself; so many of its arrays are moments, by row a pair."""

    def of_runs(question: Question) -> Question:
        @wraps(question)
        def answer(hours: OperatingHours, *given: Whole) -> Any:
            whole = given[:moments]
            if max(at.max() for at in whole) - min(at.min() for at in whole) <= FAR:
                return question(hours, *given)
            runs = runs_of(np.minimum.reduce(whole), np.maximum.reduce(whole))
            parts = [question(hours, *(values[run] for values in given)) for run in runs]
            answers = np.empty(len(given[0]), parts[0].dtype)
            answers[np.concatenate(runs)] = np.concatenate(parts)
            return answers

        return answer  # type: ignore[return-value]

    return of_runs


def runs_of(first: Whole, last: Whole) -> list[Any]:
    """Return the rows of each run: spans in order, until one begins far after the end of all before it."""
    order = np.argsort(first)
    gaps = first[order][1:] - np.maximum.accumulate(last[order])[:-1]
    return np.split(order, np.flatnonzero(gaps > FAR) + 1)


def through(hours: OperatingHours, at: Whole) -> Compiled:
    """Return arrays of openings that hold all the moments; refuse a last one that single questions refuse."""
    last = moment(at.max())
    hours.is_open(last)
    return compiled_of(hours, moment(at.min()), last + INSTANT)


@in_runs(moments=1)
def is_open(hours: OperatingHours, at: Whole) -> Flags:
    """Return whether the desk is open at each moment."""
    return through(hours, at).is_open(at)


@in_runs(moments=2)
def between(hours: OperatingHours, start: Whole, end: Whole) -> Whole:
    """Return the open time from each start to each end, negative backwards."""
    first, last = min(start.min(), end.min()), max(start.max(), end.max())
    compiled = compiled_of(hours, moment(first), moment(last))
    return np.asarray(compiled.until(end) - compiled.until(start))


@in_runs(moments=1)
def add(hours: OperatingHours, at: Whole, amount: Whole) -> Whole:
    """Return the earliest moment by which each amount of open time, more than none, has passed."""
    compiled = through(hours, at)
    target = np.asarray(compiled.until(at) + amount)
    latest = int(np.argmax(target))
    if target[latest] > compiled.total:
        landing = hours.add(moment(at[latest]), int(amount[latest]) * INSTANT)
        compiled = compiled_of(hours, moment(at.min()), max(landing, moment(at.max()) + INSTANT))
        target = compiled.until(at) + amount
    return compiled.used_up(target)


@in_runs(moments=1)
def subtract(hours: OperatingHours, at: Whole, amount: Whole) -> Whole:
    """Return the latest moment from which each amount of open time, more than none, passes."""
    first, last = int(at.argmin()), moment(at.max())
    hours.subtract(moment(at[first]), INSTANT)  # refuse a first one that single questions refuse
    compiled = compiled_of(hours, moment(at[first]) - INSTANT, last)
    target = compiled.until(at) - amount
    earliest = int(np.argmin(target))
    if target[earliest] < 0:
        landing = hours.subtract(moment(at[earliest]), int(amount[earliest]) * INSTANT)
        compiled = compiled_of(hours, landing, last)
        target = compiled.until(at) - amount
    return compiled.left(target)


@in_runs(moments=1)
def next_open(hours: OperatingHours, at: Whole) -> Whole:
    """Return the next moment at which the desk is open: each itself, where it is."""
    opens = through(hours, at).next_open(at)
    while (unknown := opens == NEVER).any():
        hours.next_open(moment(at[unknown].max()))  # compiles on
        opens = through(hours, at).next_open(at)
    return opens


@in_runs(moments=1)
def next_close(hours: OperatingHours, at: Whole) -> Whole:
    """Return the first close after each moment."""
    closes = through(hours, at).next_close(at)
    while (unknown := closes == NEVER).any():
        hours.next_close(moment(at[unknown].max()))
        closes = through(hours, at).next_close(at)
    return closes
