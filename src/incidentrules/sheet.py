"""A statement in words: what every print-out of it shows.

A *sheet* holds the words of a statement, and no figure of its own: rows with their reasons, what they come to,
notes, and a footer that says by which readings, holidays and terms it was drawn up. It prints as text of 80 columns,
as Markdown, and as HTML in a notebook; a template of one's own can show it too.

*Invariant:* whatever a fact holds is shown as text: nothing in it is read as markup, or as a command to a terminal.
*Units:* moments are told in the zone of the terms' hours, or in the one that is asked for.
"""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from . import _checks as check
from ._printing import as_html, as_markdown, as_text, shown
from .advice import advise_packs
from .assessment import Assessment
from .credits import Lot
from .draws import Drawing, Reversal
from .errors import IncidentRulesError
from .forecast import Restated
from .incident import Exclusion, Incident, Refusal, Severity
from .line import Line, LineKind
from .oncall import AfterHoursJudgement, AfterHoursMode
from .readings import SETTINGS
from .reason import as_words, counted, zone_words
from .sla import Outcome
from .verdict import Verdict

if TYPE_CHECKING:
    from .statement import Statement

__all__ = ["Row", "Sheet", "sheet"]

NO_SUBJECTS: Mapping[str, str] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Row:
    """One line of a statement in words. What a line does not have is an empty text.

    Made by the library: one that is made by hand is not checked.
    """

    day: str
    """Such as ``Wed 02``, and ``Wed 02 10:07`` where a request came in; with year and month where those aren't
    the statement's own."""
    id: str
    """The id of the incident, lot or job."""
    about: str = ""
    """What ``about`` says that it is about, such as the subject of a ticket."""
    what: str
    """What it is, or what became of it: ``incident, severe``, ``refused: no login``,
    ``purchased, usable through 2027-09-01``."""
    units: str = ""
    """Started units times the multiplier, such as ``2 x 2``."""
    credits: str = ""
    """The credits with their sign, such as ``-4``."""
    short: str = ""
    """The credits that no lot covered."""
    due: str = ""
    """When the answer was due."""
    reply: str = ""
    """How the deadline went by the end of the period: ``in time``, ``late``, ``overdue`` or ``open``."""
    amount: str = ""
    """The money."""
    line: Line = attrs.field(eq=False, repr=False)
    """The line that it words; of what is folded that of its cause."""
    tz: tzinfo = attrs.field(eq=False, repr=False)
    """The zone in which its reason tells moments."""

    @cached_property
    def reason(self) -> str:
        """Why the line says what it says, and why the answer was due when it was: a sentence a line.

        It is worded when it is asked for: text and Markdown show none.
        """
        if self.id != self.line.id:
            return f"It counts as part of {self.line.id}, and the reason is told there (R22)."
        why, assessed = self.line.why.text(tz=self.tz), self.line.assessment
        return f"{why}\n{assessed.why_due.text(depth=1, tz=self.tz)}" if assessed and assessed.response else why


@attrs.frozen(kw_only=True)
class Sheet:
    """A statement in words; made by `sheet`.

    Made by the library: one that is made by hand is not checked.
    """

    title: str
    """The id of the account."""
    period: str
    """The first and the last day."""
    currency: str
    """That of the terms, such as ``USD``."""
    rows: tuple[Row, ...]
    """The lines."""
    sums: tuple[str, ...]
    """How the closing balance follows from the opening one, and what is owed in money."""
    notes: tuple[str, ...]
    """What else there is to say: what is still usable, what fell short, what was written off."""
    footer: tuple[str, ...]
    """By which zone, readings, holidays and terms it was drawn up."""

    def __str__(self) -> str:
        """Return the sheet as text of at most 80 columns."""
        return as_text(self)

    def markdown(self) -> str:
        """Return the sheet as Markdown, with a table of the rows."""
        return as_markdown(self)

    def _repr_html_(self) -> str:
        return as_html(self)


def sheet(statement: "Statement", *, about: Mapping[str, str] = NO_SUBJECTS, tz: tzinfo | str | None = None) -> Sheet:
    """Return a statement in words.

    ``about`` says what an id is about, such as the subject of a ticket; ids that are not on the statement are
    ignored. Moments are told in the zone of the terms' hours, or in ``tz``; days are always those of the terms.

    >>> from datetime import date
    >>> from incidentrules import Account, HolidayCalendar, Period, Terms, settle
    >>> terms = Terms.standard(holidays=HolidayCalendar.none())
    >>> account = Account(id="acme", lots=[terms.purchase(2, id="L-1", on=date(2026, 11, 2))])
    >>> november = sheet(settle(account, terms).statement(Period.month(2026, 11)), about={"L-1": "order 17"})
    >>> [(row.day, row.about, row.credits) for row in november.rows], november.sums[0]
    ([('Mon 02', 'order 17', '+2')], 'Credits: 0 at the start + 2 purchased = 2 at the end')

    Raises an `IncidentRulesError` for what is no statement, no text, or an unknown zone.
    """
    if not check.is_of(statement, "statement.Statement"):
        check.refuse_type("statement", statement, "a Statement", "give settle(account, terms).statement(period)")
    about = check.mapping("about", about, "a mapping of ids to texts", 'give {"T-1001": "Mail is slow"}')
    zone = statement.terms.tz if tz is None else check.zone("tz", tz)
    return Sheet(
        title=statement.settlement.account.id,
        period=str(statement.period),
        currency=statement.terms.currency,
        rows=tuple(_rows(statement, about, zone)),
        sums=tuple(_sums(statement)),
        notes=tuple(_notes(statement)),
        footer=tuple(shown(sentence) for sentence in _footer(statement, zone)),
    )


# --- rows


def _rows(statement: "Statement", about: Mapping[str, str], tz: tzinfo) -> Iterator[Row]:
    """Yield a row for each line, and one for each request that is folded into it."""
    for line in statement.lines:
        row = Row(
            day=_brief(statement, as_words(line.on)),
            id=line.id,
            about=_subject(about, line.id),
            what=_what(line),
            credits=f"{line.credits:+}" if line.credits else "",
            short=str(line.shortfall or ""),
            amount=f"{line.amount:,f}" if line.amount else "",
            line=line,
            tz=tz,
        )
        if line.assessment:
            row = _judged(statement, row, line.assessment, tz)
        yield row
        for incident in line.assessment.folded if line.assessment else ():
            day, subject = _received(statement, incident, tz), _subject(about, incident.id)
            yield Row(day=day, id=incident.id, about=subject, what=f"folded into {line.id}", line=line, tz=tz)


def _judged(statement: "Statement", row: Row, assessed: Assessment, tz: tzinfo) -> Row:
    """Return the row of a request with when it came in, its units, when its answer was due, and how that went."""
    row = attrs.evolve(row, day=_received(statement, assessed.incident, tz))
    if assessed.units:
        more = "+" if assessed.is_pending else ""
        row = attrs.evolve(row, units=f"{assessed.units}{more} x {assessed.multiplier}")
    if outcome := statement.outcome(assessed):
        row = attrs.evolve(
            row,
            due=_brief(statement, as_words(assessed.due_at, tz=tz)),
            reply=_REPLIES.get(outcome) or ("late" if assessed.replied_at else "overdue"),
        )
    return row


def _subject(about: Mapping[str, str], id: str) -> str:
    subject = about.get(id, "")
    if not isinstance(subject, str):
        check.refuse_type(f"about[{id!r}]", subject, "a text", "say in words what it is about")
    return shown(subject)


def _received(statement: "Statement", incident: Incident, tz: tzinfo) -> str:
    """Return when a request came in; midnight is 00:00 of the day that begins, as the start of an interval is."""
    at = incident.received_at
    return _brief(statement, as_words((at, at), tz=tz).partition(" to ")[0])


def _brief(statement: "Statement", words: str) -> str:
    """Return a day or a moment without the year and the month, where both are those of the whole statement."""
    first, last = statement.period.start.isoformat()[:-2], statement.period.last_day.isoformat()[:-2]
    return words.replace(first, "") if first == last else words


def _what(line: Line) -> str:
    """Return in a few words what a line is, or what became of a request."""
    subject = line.subject
    if isinstance(subject, Assessment):
        return _judgement(subject)
    if isinstance(subject, AfterHoursJudgement):
        return _AFTER_HOURS[subject.mode]
    if isinstance(subject, Restated):
        return f"restated: {subject.kind}"
    if isinstance(subject, Drawing | Reversal):
        return f"{_KINDS[line.kind]} lot {subject.lot}"
    if isinstance(subject, Lot) and line.kind in (LineKind.PURCHASED, LineKind.GRANTED):
        return f"{line.kind}, usable {f'through {last}' if (last := subject.last_usable_on) else 'for good'}"
    return _KINDS.get(line.kind, line.kind)


def _judgement(assessed: Assessment) -> str:
    if assessed.refusal:
        return f"refused: {_REFUSALS[assessed.refusal]}"
    if assessed.verdict is Verdict.EXCLUDED:
        return f"excluded: {', '.join(_exclusion(assessed, why) for why in assessed.exclusions)}"
    if assessed.verdict is not Verdict.INCIDENT:
        return _VERDICTS[assessed.verdict]
    word = "pending" if assessed.is_pending else "incident"
    return f"{word}, severe" if assessed.severity is Severity.SEVERE else word


def _exclusion(assessed: Assessment, exclusion: Exclusion) -> str:
    if exclusion is Exclusion.WITHIN_WINDOW:
        return f"within {counted(assessed.terms.grace_days, 'day')}"
    return "out of box" if exclusion is Exclusion.OUT_OF_BOX_FAILURE else "before a sale"


_REPLIES: Mapping[Outcome, str] = {Outcome.MET: "in time", Outcome.OPEN: "open"}
_KINDS: Mapping[LineKind, str] = {
    LineKind.POSTED: "drawn as billed, from",
    LineKind.REVERSED: "given back to",
    LineKind.TIER_MONTH: "month of a tier",
    LineKind.CALL_OUT: "call-out",
}
_REFUSALS: Mapping[Refusal, str] = {
    Refusal.PORTAL_NEEDS_LOGIN: "no login",
    Refusal.EMAIL_NEEDS_ACCOUNT: "no account",
    Refusal.EMAIL_NOT_FOR_TOPIC: "not by e-mail",
    Refusal.CHANNEL_NOT_OFFERED: "not by phone",
}
_VERDICTS: Mapping[Verdict, str] = {
    Verdict.QUOTED: "a quote, no incident",
    Verdict.ON_CALL: "on call, by the hour",
    Verdict.WITHDRAWN: "withdrawn",
}
_AFTER_HOURS: Mapping[AfterHoursMode, str] = {
    AfterHoursMode.INCLUDED: "within the hours",
    AfterHoursMode.BILLED_SEPARATELY: "after hours: billed",
    AfterHoursMode.REFUSED_OFFER_ON_CALL: "after hours: refused",
}


# --- what they come to


def _sums(statement: "Statement") -> Iterator[str]:
    """Yield the balance, figure by figure, those left out that are nothing; then what is owed in money."""
    figures = [
        (statement.restated, "restated"),
        (statement.purchased, "purchased"),
        (statement.granted, "granted"),
        (statement.reversed, "given back"),
        (-statement.drawn, "drawn"),
        (-statement.lapsed, "lapsed"),
        (-statement.voided, "voided"),
    ]
    moved = "".join(f" {'-' if credits < 0 else '+'} {abs(credits)} {word}" for credits, word in figures if credits)
    yield f"Credits: {statement.opening} at the start{moved} = {statement.closing} at the end"
    amounts = [
        ("Packs", statement.spent_on_packs),
        ("By the hour", statement.charges),
        ("By the hour, restated", statement.restated_charges),
    ]
    for word, amount in amounts:
        if amount:
            yield f"{word}: {statement.terms.currency} {amount:,f}"


def _notes(statement: "Statement") -> Iterator[str]:
    if left := ", ".join(
        f"{lot.credits} through {lot.last_usable_on}" if lot.last_usable_on else f"{lot.credits} for good"
        for lot in statement.remaining
    ):
        yield f"Usable: {left}"
    if statement.shortfall:
        yield f"Short: {counted(statement.shortfall, 'credit')} that nothing covered{_advice(statement)}"
    for figure in statement.restated_shortfalls:
        yield f"Short since it was billed: {figure.after} for {figure.id} on {figure.on}, {figure.before} before"
    for one in statement.impossible:
        drawing = one.drawing
        yield f"Impossible: {drawing.credits} for {drawing.draw} from lot {drawing.lot}, as {one.why}"
    for assessed in statement.assessments:
        if assessed.written_off:
            time = as_words(assessed.written_off)
            yield f"Written off: {time} of work on {assessed.id} that the customer was not advised of"


def _advice(statement: "Statement") -> str:
    """Return what would cover the shortfall; nothing of one that is past all advice."""
    terms = statement.terms
    try:
        purchase = advise_packs(statement.shortfall, terms.packs)
    except IncidentRulesError:
        return ""
    packs = " and ".join(f"{count} of {pack.credits}" for pack, count in purchase.counts.items())
    return f"; the cheapest packs: {packs}, {terms.currency} {purchase.cost:,f}"


def _footer(statement: "Statement", tz: tzinfo) -> Iterator[str]:
    """Yield what the statement was drawn up by: zone, readings other than the defaults, holidays, fingerprint."""
    terms, times, days = statement.terms, zone_words(tz), zone_words(statement.terms.tz)
    yield f"Days and times are those of {days}." if times == days else f"Times are those of {times}, days of {days}."
    others = [field for field, setting in SETTINGS.items() if getattr(terms.readings, field) is not setting.default]
    yield f"Readings: {', '.join(map(terms.readings.cite, others)) or 'the defaults'}."
    holidays = terms.business_hours.holidays
    yield f"Holidays: {'none' if holidays is None else f'{holidays.source} ({holidays.digest})'}."
    clocks = f", zones: {zones}" if (zones := statement.zone_fingerprint) else ""
    yield f"Terms: {statement.fingerprint}{clocks}."
