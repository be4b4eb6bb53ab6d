"""What is raised when a caller broke the contract, and only then.

What a customer can do (run short of credits, ask by phone, wait past a deadline) is never an
exception: it is a value. What is raised carries the *field*, the *value* it held and a stable
*code*, and its message says what to write instead.

*Invariant:* every exception that the library raises on purpose is an `IncidentRulesError`, and
also the built-in that a caller would catch.
"""

from typing import Any

__all__ = [
    "ConflictError",
    "IncidentRulesError",
    "InvalidTypeError",
    "InvalidValueError",
    "OutOfRangeError",
    "UnknownNameError",
]

SHOWN = 80
"""How many characters of a wrong value a message shows."""


class IncidentRulesError(Exception):
    """The root of the library's errors.

    ``code`` is a stable word for programs, ``field`` the argument or attribute that is wrong,
    ``value`` what it held. The message says the same in words, and the remedy.

    >>> from incidentrules import Pack
    >>> try:
    ...     Pack(credits=0, price=329, months=3)
    ... except IncidentRulesError as error:
    ...     print(error.code, error.field, error.value)
    out_of_bounds credits 0
    """

    def __init__(self, problem: str, *, field: str, value: Any, code: str, remedy: str) -> None:
        super().__init__(problem, field, value, code, remedy)
        self.problem = problem
        self.field = field
        self.value = value
        self.code = code
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        value = self.value if _can_be_pickled(self.value) else Shown(shown(self.value))
        notes: list[str] = getattr(self, "__notes__", [])
        again = (type(self), self.problem, self.field, value, self.code, self.remedy)
        return _again, again, {"__notes__": notes} if notes else None

    def __copy__(self) -> "IncidentRulesError":
        again = _again(type(self), self.problem, self.field, self.value, self.code, self.remedy)
        for note in getattr(self, "__notes__", ()):
            again.add_note(note)
        return again

    def __repr__(self) -> str:
        told = f"{self.problem!r}, field={self.field!r}, value={shown(self.value)}, code={self.code!r}"
        return f"{type(self).__name__}({told}, remedy={self.remedy!r})"

    def __str__(self) -> str:
        return f"{self.field} {self.problem}, got {shown(self.value)}: {self.remedy}"


class InvalidValueError(IncidentRulesError, ValueError):
    """A value of the right type that no rule can take."""


class InvalidTypeError(IncidentRulesError, TypeError):
    """A value of the wrong type: a bool for a count, a float for money, a datetime for a day."""


class UnknownNameError(IncidentRulesError, LookupError):
    """An unknown name: a tier, a lot, an incident that another follows."""


class OutOfRangeError(IncidentRulesError, LookupError):
    """A question beyond what is known: past a calendar's years, or past year 9999."""


class ConflictError(IncidentRulesError, ValueError):
    """Facts that contradict each other: one id with two contents, a circle of causes."""


class Shown:
    """Stands for the value of an error where that can't be pickled: what a message shows of it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def _can_be_pickled(value: object) -> bool:
    import pickle  # only an error that goes to another process needs it

    try:
        pickle.loads(pickle.dumps(value))  # noqa: S301  # what was written here
    except Exception:  # noqa: BLE001  # a class of a caller's own may raise anything
        return False
    return True


def shown(value: object) -> str:
    """Return the value as a message shows it, on one line of 80 characters at most."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001  # a message about a broken value must not break
        text = f"<{type(value).__name__} whose repr fails>"
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _again(
    kind: type[IncidentRulesError], problem: str, field: str, value: Any, code: str, remedy: str
) -> IncidentRulesError:
    return kind(problem, field=field, value=value, code=code, remedy=remedy)
