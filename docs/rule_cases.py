"""What each reading of a setting gives, in cases that are computed when the site is built."""

import ast
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from incidentrules import Account, HolidayCalendar, Incident, Period, Terms, TierMonth, assess, settle
from incidentrules.exclusion import last_free_moment
from incidentrules.readings import SETTINGS, Setting
from incidentrules.reason import as_words

READINGS = Path(__file__).parents[1] / "src" / "incidentrules" / "readings.py"
BY_ID: Mapping[str, tuple[str, Setting]] = {setting.id: (field, setting) for field, setting in SETTINGS.items()}
"""Each setting with its field, by its id."""

TERMS = Terms.standard(holidays=HolidayCalendar.none())
WEDNESDAY = datetime(2026, 11, 18, tzinfo=UTC)
DAYS = {"Wed": 0, "Fri": 2, "Sat": 3}
Case = Callable[[Terms], str]


def _clock(at: datetime) -> str:
    weekday, _, time = as_words(at).split()
    return f"{weekday} {time}"


def _ticket(received: str = "Wed 10:00", **facts: object) -> Incident:
    day, time = received.split()
    hours, minutes = map(int, time.split(":"))
    received_at = WEDNESDAY + timedelta(days=DAYS[day], hours=hours, minutes=minutes)
    return Incident(id="T-1", received_at=received_at, **facts)  # type: ignore[arg-type]


def _promise(place: int, received: str, tier: str) -> Case:
    def due(terms: Terms) -> str:
        owed = assess(_ticket(received, tier=tier), terms).response
        assert owed
        return _clock(owed.promises[place].due_at)

    return due


def _month(tier: str, *efforts: int) -> Case:
    tickets = [
        Incident(id=f"T-{place}", received_at=WEDNESDAY, tier=tier, effort=timedelta(minutes=minutes))
        for place, minutes in enumerate(efforts)
    ]
    account = Account(id="acme", incidents=tickets, tier_months=[TierMonth(tier=tier, year=2026, month=11)])
    return lambda terms: str(settle(account, terms).statement(Period.month(2026, 11)).required)


def _overrun(minutes: int, advised: int) -> Case:
    ticket = _ticket(effort=timedelta(minutes=minutes), advised_units=advised)

    def units(terms: Terms) -> str:
        judged = assess(ticket, terms)
        left = f", {as_words(judged.written_off)} written off" if judged.written_off else ""
        return f"{judged.units} {'unit' if judged.units == 1 else 'units'}{left}"

    return units


def _credits(minutes: int, tier: str) -> Case:
    return lambda terms: str(assess(_ticket(tier=tier, effort=timedelta(minutes=minutes)), terms).credits)


def _free(terms: Terms) -> str:
    deployed_at = datetime(2026, 11, 2, 10, tzinfo=UTC)
    last = last_free_moment(deployed_at, window=terms.readings.window, days=terms.grace_days, tz=terms.tz)
    return as_words(last if last.second == 0 else last + timedelta(microseconds=1))


def _late(terms: Terms) -> str:
    reported = Incident(
        id="T-1",
        deployed_at=datetime(2026, 11, 2, 10, tzinfo=UTC),
        arose_at=datetime(2026, 11, 9, 12, tzinfo=UTC),
        received_at=datetime(2026, 11, 11, 9, tzinfo=UTC),
    )
    return "free" if assess(reported, terms).exclusions else "an incident"


def _hours(minutes: int) -> Case:
    return lambda terms: f"{terms.charge(timedelta(minutes=minutes)).hours} h"


def _last_day(bought: date) -> Case:
    return lambda terms: str(terms.purchase(2, id="L-1", on=bought).last_usable_on)


CASES: Mapping[str, Mapping[str, Case]] = {
    "A1": {
        f"{received}, {tier[:-1]} h": _promise(1, received, tier)
        for received, tier in (("Wed 10:00", "24h"), ("Fri 20:00", "24h"), ("Wed 15:00", "12h"), ("Wed 22:00", "3h"))
    },
    "A2": {received: _promise(0, received, "24h") for received in ("Sat 12:00", "Wed 03:00")},
    "A4": {"Wed 21:00, 3 h": _promise(1, "Wed 21:00", "3h")},
    "A10": {
        "3 incidents of 30 min, 12 h tier": _month("12h", 30, 30, 30),
        "no incident, 12 h tier": _month("12h"),
        "3 incidents of 30 min, 24 h tier": _month("24h", 30, 30, 30),
        "90 min and 20 min, 6 h tier": _month("6h", 90, 20),
    },
    "A11": {"75 min, 12 h tier": _credits(75, "12h"), "121 min, 6 h tier": _credits(121, "6h")},
    "A12": {"61 min, advised of 1": _overrun(61, 1), "121 min, advised of 2": _overrun(121, 2)},
    "A13": {"deployed Mon 2026-11-02 10:00, free until": _free},
    "A14": {"deployed on 2 November, arose on the 9th, reported on the 11th": _late},
    "A15": {f"{minutes} min": _hours(minutes) for minutes in (0, 1, 89, 90, 149, 150)},
    "A18": {
        f"bought {bought}": _last_day(bought) for bought in (date(2026, 1, 15), date(2026, 11, 30), date(2026, 12, 31))
    },
}
"""For each setting, the cases that its readings are shown by: what the case is called, and how it is computed."""
MEANS = {
    "A1": "The deadline of the SLA",
    "A2": "The end of one business day",
    "A4": "The deadline",
    "A10": "The credits that a month requires",
    "A11": "The credits",
    "A12": "What is charged",
    "A13": "The last free moment",
    "A14": "What the ticket is",
    "A15": "What is charged",
    "A18": "The last usable day, for 3 months",
}


@cache
def _meanings() -> Mapping[tuple[str, str], str]:
    """Return what the docstring of each reading says, by its enum and its name."""
    said = {}
    for node in ast.parse(READINGS.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            for member, words in zip(node.body, node.body[1:], strict=False):
                if isinstance(member, ast.Assign) and isinstance(words, ast.Expr):
                    assert isinstance(words.value, ast.Constant)
                    said[node.name, member.targets[0].id] = " ".join(str(words.value.value).split())  # type: ignore[attr-defined]
    return said


def readings(id: str) -> str:
    """Return the readings of a setting: what each means, and a table of what it gives in each case."""
    field, setting = BY_ID[id]
    heads = [re.sub(r"(?<=\d) (?=(?:h|min)\b)", "\N{NO-BREAK SPACE}", case) for case in CASES[id]]
    meanings, rows = [], [["reading", *heads], ["---"] * (1 + len(heads))]
    for word in setting.kind:
        terms = TERMS.with_readings(**{field: word})  # type: ignore[arg-type]
        default = " (default)" if word is setting.default else ""
        meanings.append(f"- `{word}`{default}: {_meanings()[setting.kind.__name__, word.name]}")
        rows.append([f"`{word}`", *(case(terms) for case in CASES[id].values())])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([*meanings, "", f"{MEANS[id]}, by each reading, computed when this page was built:", "", table])
