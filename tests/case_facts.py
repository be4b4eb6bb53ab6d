"""A worked case as data: its facts, all of which have to be asked for, and values as the cases write them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

Case = dict[str, Any]
COMMENTS = {"note", "source", "topic"}  # what a case says to people


class Facts:
    """The fields of a case; whatever is not asked for by the end fails it."""

    def __init__(self, fields: Case) -> None:
        self._fields = dict(fields)

    def __call__(self, name: str, *default: Any) -> Any:
        return self._fields.pop(name, *default)

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def all_asked_for(self) -> None:
        unknown = sorted(set(self._fields) - COMMENTS)
        assert not unknown, f"fields that the runner doesn't know: {unknown}"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def as_json(value: Any) -> Any:
    """Return a value as the cases write it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value // timedelta(seconds=1) if not value % timedelta(seconds=1) else value.total_seconds()
    return value
