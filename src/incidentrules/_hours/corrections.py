"""Near misses of hours in words: a refusal offers the text that was probably meant.

Only a text that `parse` reads is offered, and nothing is corrected in silence.
"""

import re
from collections.abc import Callable

from ..errors import InvalidValueError
from .grammar import parse
from .week import MONTHS, crosses_midnight, unparse

LONGEST = 200
"""The most characters of a text that is corrected; what is offered has half as many."""


def corrected(refusal: InvalidValueError, text: str) -> InvalidValueError:
    """Return the refusal of a text; where one was probably meant that is read, its remedy offers that."""
    remedy = _offer(text) if refusal.code == "grammar" else None
    if remedy is None:
        return refusal
    return InvalidValueError(refusal.problem, field=refusal.field, value=text, code=refusal.code, remedy=remedy)


def _offer(text: str) -> str | None:
    if len(text) > LONGEST:
        return None
    better = text
    for pattern, replacement in _CORRECTIONS:
        better = pattern.sub(replacement, better)
    try:
        week = parse(better)
    except InvalidValueError:
        return None
    better = unparse(week)
    is_sure = len(better) <= LONGEST // 2 and not crosses_midnight(week.weekly)  # "9-5" is hardly meant as a night
    return f'write "{better}"' if is_sure else None


def _weekday(found: re.Match[str]) -> str:
    return found[0][:2].title()


def _date(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return f"{year} {MONTHS[int(month) - 1]} {day}" if 1 <= int(month) <= len(MONTHS) else found[0]


def _time(found: re.Match[str]) -> str:
    """Return a time with its minutes, on a clock of 24 hours."""
    hour, minutes, half = int(found[1]), found[2] or "00", (found[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    return f"{hour:02}:{minutes}"


_MONTH = "|".join(MONTHS)
_CLOCK = r"(\d{1,2})(?:[:.h](\d{2})|h)?(?: ?([ap])\.?m\b\.?)?"
_Replacement = str | Callable[[re.Match[str]], str]

_CORRECTIONS: tuple[tuple[re.Pattern[str], _Replacement], ...] = (
    (re.compile(r"[‐‑–—−]"), "-"),  # noqa: RUF001  # the dashes that are meant
    (re.compile(r"\s*\n\s*"), "; "),
    (re.compile(r"(?i)\s+(?:to|until|till)\s+"), "-"),
    (re.compile(r"(?i)\s*(?:&|\+|\band\b)\s*"), ","),
    (re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b"), _date),
    (
        re.compile(
            r"(?i)\b(?:mo(?:n(?:days?)?)?|tu(?:e(?:s(?:days?)?)?)?|we(?:d(?:nesdays?)?)?|th(?:u(?:r(?:s(?:days?)?)?)?)?"
            r"|fr(?:i(?:days?)?)?|sa(?:t(?:urdays?)?)?|su(?:n(?:days?)?)?)\b\.?"
        ),
        _weekday,
    ),
    (re.compile(r"(?i)\b(?:ph|(?:public )?holidays?)\b"), "PH"),
    (re.compile(r"(?i)\b(?:off|closed)\b"), "off"),
    (re.compile(r"(?<=[\dhm.]) *- *(?=\d)"), "-"),
    (re.compile(rf"(?i)(?<![\d:.-])(?<!(?:{_MONTH}) ){_CLOCK}(?=-\d)(?!-\d{{4}})"), _time),
    (re.compile(rf"(?i)(?<=\d\d:\d\d-){_CLOCK}(?![\d:])"), _time),
    (re.compile(r"(\d:\d\d|off) *, *(?=[A-Z][a-z]\b|PH\b|\d{4} )"), r"\1; "),
)
"""What is often written otherwise, in the order in which it is corrected: dashes come before the times they join."""
