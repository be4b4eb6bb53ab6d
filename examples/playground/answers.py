"""What the playground's page asks and shows: words in, HTML out. It knows no browser.

A ticket is a row of one CSV file, whether it comes from the form or from a paste: so both are read by the same
columns, and what is wrong is said by the library, column by column.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, tzinfo
from functools import lru_cache, partial
from io import StringIO
from typing import Any

from incidentrules import (
    Assessment,
    HolidayCalendar,
    Incident,
    IncidentRulesError,
    OperatingHours,
    Outcome,
    OutOfRangeError,
    Terms,
    Verdict,
    assess,
    compare_readings,
    compare_tiers,
    fold,
)
from incidentrules.incident import Channel, Kind, Severity, Topic
from incidentrules.readings import SETTINGS
from incidentrules.reason import as_words
from incidentrules.rows import Rows, read, table

from . import markup
from .markup import Markup, joined, tag, unbroken
from .picture import picture

COUNTRIES = {
    "US": "United States", "": "none", "AT": "Austria", "AU": "Australia", "CH": "Switzerland", "DE": "Germany",
    "ES": "Spain", "FR": "France", "GB": "United Kingdom", "IN": "India", "IT": "Italy", "NZ": "New Zealand",
    "PL": "Poland",
}  # fmt: skip
YEARS = range(2020, 2036)
MOST_TICKETS = 1000
OUTCOMES = {Outcome.MET: "in time", Outcome.BREACHED: "late"}
UNPAID = {Verdict.ON_CALL: "what on-call costs, by the hour", Verdict.QUOTED: "what a quote says"}
SAMPLE = """\
id,received_at,severity,tier,effort_minutes,replied_at,follows
T-1,2026-11-20 20:00,normal,12h,75,2026-11-23 15:30,
T-2,2026-11-21 10:00,normal,,20,,
T-3,2026-11-21 10:30,severe,3h,45,2026-11-21 14:05,
T-4,2026-11-25 22:15,normal,6h,,2026-11-27 13:10,
T-5,2026-11-25 22:40,normal,6h,30,,T-4
"""


def choices() -> dict[str, list[list[str]]]:
    """Return what there is to choose from: by the name of a field, values and what they are called, the usual first."""
    words = {"kind": Kind, "channel": Channel, "topic": Topic}
    tiers = [[tier.name, f"{tier.name}, {_credits(tier.multiplier)} each"] for tier in terms_of("").tiers]
    return {
        "holidays": [[code, name] for code, name in COUNTRIES.items()],
        "severity": [[str(word), str(word)] for word in (Severity.NORMAL, Severity.SEVERE)],
        "tier": tiers,
        **{name: [[str(word), str(word).replace("_", " ")] for word in members] for name, members in words.items()},
    }


@lru_cache
def terms_of(country: str) -> Terms:
    """Return the published terms, with the holidays of a country, or none."""
    calendar = HolidayCalendar.from_country(country, years=YEARS) if country else HolidayCalendar.none()
    return Terms.standard(holidays=calendar)


# --- what the page asks


def ticket(cells: Mapping[str, str], tz: str, holidays: str) -> dict[str, str]:
    """Return the answer to one ticket, or what is wrong with it, and with which field."""
    return _answered(lambda: _ticket(dict(cells), tz, terms_of(holidays)))


def tickets(text: str, tz: str, holidays: str) -> dict[str, str]:
    """Return the answers to the tickets of a CSV text, and what is wrong with any of its rows."""
    return _answered(lambda: _tickets(text, tz, terms_of(holidays)))


def _answered(answer: Callable[[], dict[str, str]]) -> dict[str, str]:
    try:
        return answer()
    except IncidentRulesError as error:
        return {"field": error.field, "html": _wrong([str(error)])}


def _wrong(texts: Iterable[str]) -> Markup:
    return tag("ul", *(tag("li", text) for text in texts), class_="wrong", role="alert")


def _read(rows: Any, tz: str, terms: Terms) -> Rows[Incident]:
    """Read rows as tickets; one that the terms can't judge is a problem of its row."""
    judge = partial(_judgeable, terms=terms)
    return read(Incident, rows, tz=tz, ignore=["account", "subject"], accept=judge)


def _judgeable(incident: Incident, *, terms: Terms) -> None:
    if response := assess(incident, terms).response:
        response.due_at  # noqa: B018  # it raises where the holidays of a year aren't known
    if incident.received_at.year in (MINYEAR, MAXYEAR):  # the picture shows the days beside
        problem, remedy = "is in the first year that there is, or in the last", "give another moment"
        raise OutOfRangeError(
            problem, field="received_at", value=incident.received_at, code="out_of_bounds", remedy=remedy
        )


# --- one ticket


def _ticket(cells: dict[str, str], tz: str, terms: Terms) -> dict[str, str]:
    reading = _read([{"id": "your ticket"} | cells], tz, terms)
    if reading.problems:
        said = [str(problem).removeprefix("row 2, ") for problem in reading.problems]
        return {"field": reading.problems[0].field, "html": _wrong(said)}
    judged, zone = assess(reading.values[0], terms), OperatingHours.parse("24/7", tz=tz).tz
    parts = [
        _figures(judged, zone),
        *([tag("h3", "From day to day"), picture(judged, zone)] if judged.response else []),
        tag("h3", "Why"),
        letter(judged.explain(tz=zone, name="Your ticket")),
        *(_at_other_tiers(judged, zone) if judged.verdict is Verdict.INCIDENT else []),
        *_under_other_readings(judged, zone),
    ]
    return {"field": "", "html": joined(parts)}


def _figures(judged: Assessment, tz: tzinfo) -> Markup:
    rows = [("due", "The answer is due", due(judged, tz)), ("cost", "It costs", cost(judged))]
    if judged.response:
        rows.append(("goal", "The desk means to answer by", as_words(judged.goal_at, tz=tz)))
    if came := outcome(judged):
        rows.append(("outcome", "The answer came", came))
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", unbroken(value), id=id)) for id, name, value in rows))


def due(judged: Assessment, tz: tzinfo) -> str:
    """Return when the answer is due, in words."""
    return as_words(judged.due_at, tz=tz) if judged.response else "No answer is owed"


def cost(judged: Assessment) -> str:
    """Return what it costs, in words."""
    if judged.verdict in UNPAID:
        return UNPAID[judged.verdict]
    if judged.verdict is not Verdict.INCIDENT:
        return f"nothing, as it is {judged.verdict}"
    return f"{'at least ' if judged.is_pending else ''}{_credits(judged.least_credits)}"


def outcome(judged: Assessment) -> str:
    """Return how the deadline went, in words; none where there was no answer yet, or none was owed."""
    return OUTCOMES[judged.outcome()] if judged.response and judged.replied_at else ""


def letter(text: str) -> Markup:
    r"""Return the lines of a letter as nested lists: what is indented by two blanks more is below the line before.

    >>> letter("It costs 2.\n  Two were started.\nIt is due.")
    '<ul class="letter"><li>It costs 2.<ul><li>Two were started.</li></ul></li><li>It is due.</li></ul>'
    """
    lines = [(len(line) - len(line.lstrip()), line.strip()) for line in text.splitlines()]
    return tag("ul", *_items(lines), class_="letter")


def _items(lines: list[tuple[int, str]]) -> list[Markup]:
    starts = [place for place, (depth, _) in enumerate(lines) if depth == lines[0][0]]
    items = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        below = lines[start + 1 : end]
        items.append(tag("li", unbroken(lines[start][1]), *([tag("ul", *_items(below))] if below else [])))
    return items


def _at_other_tiers(judged: Assessment, tz: tzinfo) -> list[Markup]:
    compared = list(compare_tiers(judged.incident, judged.terms))
    rows = [
        [one.tier.name, due(one.assessments[0], tz), str(one.credits), outcome(one.assessments[0])] for one in compared
    ]
    chosen = [one.tier for one in compared].index(judged.tier)
    is_answered = judged.replied_at is not None
    names = ["Tier", "Answer due", "Credits", "Answered"][: 4 if is_answered else 3]
    found = markup.table(names, [row[: len(names)] for row in rows], numbers=(2,), chosen=chosen)
    return [tag("h3", "At another tier"), found]


def _under_other_readings(judged: Assessment, tz: tzinfo) -> list[Markup]:
    """Return what other readings of the terms would make of it, and the questions that they answer."""
    compared = compare_readings(judged.incident, judged.terms)
    title = tag("h3", "Under other readings of the terms")
    if not compared.is_disputable:
        return [title, tag("p", "No other reading changes anything.", class_="note")]
    dues = [(as_words(one.value, tz=tz) if one.value else "not owed", one) for one in compared.deadlines]
    costs = [(_credits(one.value) if isinstance(one.value, int) else "", one) for one in compared.costs]
    ways = {way for _, one in (*dues, *costs) for readings in one.readings for way in readings}
    asked = {setting.id: setting.question for setting in SETTINGS.values()}
    cited = sorted({way.partition("=")[0] for way in ways}, key=lambda id: int(id[1:]))
    tables = [
        markup.table([name, "Reading"], [[value, _ways(one.readings)] for value, one in found], chosen=0)
        for name, found in (("Answer due", dues), ("Cost", costs))
        if len(found) > 1
    ]
    notes = [f"{id}: {asked[id]}" for id in cited]
    notes += ["What a tier takes by the month is no part of these costs."] if "A10" in cited else []
    questions = tag("ul", *(tag("li", note) for note in notes), class_="note")
    return [title, *tables, questions]


def _ways(readings: Iterable[tuple[str, ...]]) -> str:
    texts = (" and ".join(way.replace("=", ": ").replace("_", " ") for way in ways) for ways in readings)
    return "; or ".join(text or "as it is" for text in texts)


# --- many tickets


def _tickets(text: str, tz: str, terms: Terms) -> dict[str, str]:
    text = text.strip("\r\n")  # and no blanks: the last cell of a spreadsheet may be empty
    if not text.strip():
        return _no_tickets("There is nothing here yet: paste a CSV whose first line names the columns.")
    if text.count("\n") > MOST_TICKETS:
        return _no_tickets(f"These are more than {MOST_TICKETS:,} lines: judge such a file with a script.")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        reading = _read(table(csv.reader(StringIO(text, newline=None), delimiter=delimiter)), tz, terms)
    except csv.Error as error:
        return _no_tickets(f"This can't be read as CSV: {error}.")
    wrong, answers = list(map(str, reading.problems)), []
    try:
        answers = _judged(reading, OperatingHours.parse("24/7", tz=tz).tz, terms) if reading.good else []
    except IncidentRulesError as error:  # such as a cause that is not here, or in a row that is wrong
        wrong.append(str(error))
    return {"field": "csv" if wrong else "", "html": joined([*([_wrong(wrong)] if wrong else []), *answers])}


def _no_tickets(said: str) -> dict[str, str]:
    return {"field": "csv", "html": _wrong([said])}


def _judged(reading: Rows[Incident], tz: tzinfo, terms: Terms) -> list[Markup]:
    groups = fold(reading.values)
    judged = [assess(group[0], terms, folded=group[1:]) for group in groups]
    rows = [
        [", ".join(part.id for part in group), due(one, tz), cost(one), outcome(one)]
        for group, one in zip(groups, judged, strict=True)
    ]
    unknown, late = sum(one.is_pending for one in judged), sum(outcome(one) == "late" for one in judged)
    credits = _credits(sum(one.least_credits for one in judged))
    said = [
        f"{_count(len(reading.good), 'ticket')}, {'at least ' if unknown else ''}{credits}",
        *([f"the work on {unknown} is not known yet"] if unknown else []),
        *([_count(late, "late answer")] if late else []),
    ]
    summary = tag("p", f"{'; '.join(said)}.", id="total")
    each = markup.table(["Ticket", "Answer due", "Costs", "Answered"], rows)
    compared = compare_tiers(reading.values, terms)
    tiers = [[one.tier.name, str(one.credits), f"{one.kept} of {compared.replies}"] for one in compared]
    names = ["Tier", "Credits", "Answers in time"][: 3 if compared.replies else 2]
    found = markup.table(names, [row[: len(names)] for row in tiers], numbers=(1, 2))
    return [summary, each, tag("h3", "Had they all been at one tier"), found]


def _credits(count: int) -> str:
    return _count(count, "credit")


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
