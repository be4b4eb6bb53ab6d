"""Counting what is done rather than how long it takes: calls of functions, instructions, and comparisons of ids."""

import gc
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls(what: Callable[[], object]) -> int:
    """Return how many functions are called, those written in C too, while something is done."""
    count = 0

    def called(_: FrameType, event: str, __: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        what()
    finally:
        sys.setprofile(before)
    return count


def steps(what: Callable[[], object]) -> int:
    """Return how many instructions of Python are executed while something is done: the same on every machine."""
    was_enabled = gc.isenabled()
    gc.disable()  # what others have called when rubbish is collected would be counted, too
    try:
        if sys.version_info >= (3, 12):  # where a tracer is not told of all instructions
            return _monitored(what)
        return _traced(what)
    finally:
        if was_enabled:
            gc.enable()


if sys.version_info >= (3, 12):

    def _monitored(what: Callable[[], object]) -> int:
        count, monitoring, tool = 0, sys.monitoring, 4

        def executed(_: object, __: int) -> None:
            nonlocal count
            count += 1

        monitoring.use_tool_id(tool, "steps")
        monitoring.register_callback(tool, monitoring.events.INSTRUCTION, executed)
        monitoring.set_events(tool, monitoring.events.INSTRUCTION)
        try:
            what()
        finally:
            monitoring.set_events(tool, monitoring.events.NO_EVENTS)
            monitoring.free_tool_id(tool)
        return count


def _traced(what: Callable[[], object]) -> int:
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        what()
    finally:
        sys.settrace(before)
    return count


class CountedId(str):
    """An id that counts how often ids are compared."""

    __slots__ = ()
    compared = 0

    def __eq__(self, other: object) -> bool:
        CountedId.compared += 1
        return str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


def comparisons(what: Callable[[], object]) -> int:
    """Return how often ids are compared while something is done."""
    CountedId.compared = 0
    what()
    return CountedId.compared
