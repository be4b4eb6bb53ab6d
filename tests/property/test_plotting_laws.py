"""Laws of pictures, whatever an incident or an account has lived through.

- deadlines: what is counted in the rows adds up to the promise that governs, and so do the bars of the days
- deadlines: every moment is marked within its day, and named in the words
- credits: the bands hold what the ledger does, and every move in the days is on a band
- both: a picture has a row for each line of its words
"""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import bars, marks, rows
from helpers import examples
from incidentrules import Incident, Period, Terms, assess
from incidentrules.extra import plotting
from incidentrules.extra._days import days
from incidentrules.extra._stocks import stocks
from incidentrules.ledger import EntryKind
from judgement_strategies import FIRST, incidents, life_from, terms

pytest.importorskip("matplotlib")

HOUR = timedelta(hours=1)
GAINS = (EntryKind.PURCHASED, EntryKind.GRANTED)


@examples(25)
@given(incidents(), terms())
def test_what_is_counted_adds_up_to_the_promise_and_every_moment_has_its_place(incident: Incident, desk: Terms) -> None:
    assessed = assess(incident, desk)
    picture, text, response = days(assessed), plotting.deadline_text(assessed), assessed.response
    counted = sum((row.counted_time for row in picture.rows), timedelta(0))
    assert (response.governing.amount if response else timedelta(0)) == counted
    named = {mark.kind: mark for row in picture.rows for mark in row.marks}
    moments = [incident.received_at, assessed.replied_at, *(change.at for change in incident.changes)]
    moments += [response.due_at, response.goal_at] if response else []
    shown = [mark.at for row in picture.rows for mark in row.marks]
    assert {moment for moment in moments if moment} <= set(shown)
    assert [mark for mark in named.values() if mark.says not in text] == []
    assert all(row.first <= mark.day <= row.last for row in picture.rows for mark in row.marks)
    placed = [desk.start_of(mark.day) + mark.hour * HOUR for row in picture.rows for mark in row.marks]
    assert all(abs(place - at) < timedelta(milliseconds=1) for place, at in zip(placed, shown, strict=True))


@examples(6)
@given(incidents(), terms())
def test_the_bars_of_a_deadline_are_as_long_as_what_counts_on_their_days(incident: Incident, desk: Terms) -> None:
    assessed = assess(incident, desk)
    ax, picture = plotting.deadline(assessed), days(assessed)
    for kind in ("open", "counted"):
        drawn = sum(right - left for left, right in bars(ax, kind))
        parts = [part for row in picture.rows if not row.is_stretch for part in getattr(row, kind)]
        assert drawn == pytest.approx(sum((part.duration / HOUR for part in parts), 0.0), abs=1e-4)
    assert len(picture.rows) == len(rows(ax)) == len(picture.text().splitlines()) - 1
    assert sum(len(row.marks) for row in picture.rows) == sum(map(len, marks(ax).values()))


@examples(12)
@given(st.data(), st.integers(0, 80), st.integers(0, 60))
def test_the_bands_hold_what_the_ledger_does(data: st.DataObject, start: int, length: int) -> None:
    settled = life_from(data).settled()
    period = Period.days(FIRST + timedelta(days=start), FIRST + timedelta(days=start + length))
    picture, ledger = stocks(settled, period.start, period.last_day), settled.ledger
    assert ledger.balance(on=period.last_day) == sum(band.left for band in picture.bands)
    assert {one.lot: one.credits for one in ledger.remaining(on=period.last_day)} == {
        band.lot.id: band.left for band in picture.bands if band.left
    }
    moved = [entry for entry in ledger.entries if entry.on in period and entry.kind not in GAINS]
    assert sorted(map(str, moved)) == sorted(str(move) for band in picture.bands for move in band.moves)
    before = ledger.shortfall(on=period.start - timedelta(days=1))
    assert ledger.shortfall(on=period.last_day) - before == sum(one.credits for one in picture.shortfalls)
    assert all(0 <= left <= band.lot.credits for band in picture.bands for _, left in band.balances)
    ax = plotting.credits(settled, first=period.start, last=period.last_day)
    assert len(picture.bands) + bool(picture.shortfalls) == len(rows(ax))
    assert all(0 <= x <= length + 1 for places in marks(ax).values() for x in places)
