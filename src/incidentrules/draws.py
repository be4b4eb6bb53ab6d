"""What asks for credits, takes them and gives them back: draws, drawings, reversals and voids.

A *draw* asks for credits on a day; a *drawing* is what it took from one lot. A *posted* drawing was billed; a
*reversal* gives credits of it back. A *void* takes back what is left of a lot that was granted in error.

*Invariant:* a drawing is known by its draw, its lot and its part; the same content twice is one fact.
*Units:* credits are whole numbers, days are civil dates.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

import attrs

from . import _checks as check
from .credits import Lot
from .errors import ConflictError

__all__ = ["Draw", "Drawing", "Impossible", "Reversal", "Void"]

DrawingKey = tuple[str, str, int]
"""What a drawing is known by: its draw, its lot and its part."""


@attrs.frozen(kw_only=True)
class Draw(check.Record):
    """A request for credits on a day; of those of one day, the one given first is served first."""

    id: str
    """Whose it is: the id of an incident, or of a month of a tier."""
    on: date
    """The day on which it draws."""
    credits: int
    """How many it asks for."""

    def __attrs_post_init__(self) -> None:
        check.text("id", self.id, self)
        check.day("on", self.on, self)
        check.count("credits", self.credits, self)


def as_draws(value: Iterable[Draw]) -> tuple[Draw, ...]:
    """Return facts as a tuple, in which one that is given twice stands once."""
    return check.as_facts(value, Draw)


@attrs.frozen(kw_only=True)
class Drawing(check.Record):
    """What one draw took from one lot on a day; ``part`` numbers what it took from that lot, 1 being the first."""

    draw: str
    """The draw that took them."""
    lot: str
    """The lot that gave them."""
    credits: int
    """How many, at least one."""
    on: date
    """The day."""
    part: int = 1
    """The number of this drawing among those of this draw from this lot."""

    def __attrs_post_init__(self) -> None:
        _check_drawing(self)

    @property
    def key(self) -> DrawingKey:
        """What the drawing is known by: its draw, its lot and its part."""
        return self.draw, self.lot, self.part


def as_drawings(value: Iterable[Drawing]) -> tuple[Drawing, ...]:
    """Return facts as a tuple, in which one that is given twice stands once."""
    return check.as_facts(value, Drawing)


@attrs.frozen(kw_only=True)
class Reversal(check.Record):
    """Posted credits that are given back to their lot on a day: those of one drawing, or some of them."""

    draw: str
    """The draw whose credits are given back."""
    lot: str
    """The lot that gets them back."""
    credits: int
    """How many, at least one."""
    on: date
    """The day on which they come back."""
    part: int = 1
    """Which drawing of this draw from this lot: 1 is the first."""

    def __attrs_post_init__(self) -> None:
        _check_drawing(self)

    @property
    def key(self) -> DrawingKey:
        """What the drawing that it gives back is known by."""
        return self.draw, self.lot, self.part


def as_reversals(value: Iterable[Reversal]) -> tuple[Reversal, ...]:
    """Return facts as a tuple, in which one that is given twice stands once."""
    return check.as_facts(value, Reversal)


def _check_drawing(value: Drawing | Reversal) -> None:
    check.text("draw", value.draw, value)
    check.text("lot", value.lot, value)
    check.count("credits", value.credits, value)
    check.day("on", value.on, value)
    check.count("part", value.part, value)


@attrs.frozen(kw_only=True)
class Void(check.Record):
    """What is left of a lot is taken back on a day, before the draws of that day: it was granted in error."""

    lot: str
    """The lot."""
    on: date
    """The day, before its draws."""

    def __attrs_post_init__(self) -> None:
        check.text("lot", self.lot, self)
        check.day("on", self.on, self)


def as_voids(value: Iterable[Void]) -> tuple[Void, ...]:
    """Return facts as a tuple, in which one that is given twice stands once."""
    return check.as_facts(value, Void)


@attrs.frozen
class Impossible:
    """A posted drawing that its lot can't give, and why, with its reversals: it is listed, and no credits move.

    Made by the library: one that is made by hand is not checked.
    """

    drawing: Drawing
    """What was posted."""
    why: str
    """Why the lot can't give it."""
    reversals: tuple[Reversal, ...] = ()
    """Those of this drawing; they move nothing."""


def drawn_order(places: Mapping[str, int]) -> Callable[[Drawing | Reversal], tuple[date, str, int, str, int, int]]:
    """Return the key by which posted facts are ordered: by day, by draw, by lot, by part.

    ``places`` is where each lot stands in the order of drawing; lots that are not among the facts come last.
    """

    def order(fact: Drawing | Reversal) -> tuple[date, str, int, str, int, int]:
        return fact.on, fact.draw, places.get(fact.lot, len(places)), fact.lot, fact.part, fact.credits

    return order


# --- facts that contradict each other


def check_voids(voids: Iterable[Void], lots: Mapping[str, Lot]) -> None:
    for place, void in enumerate(voids):
        if void.lot not in lots:
            check.unknown(f"voids[{place}].lot", void.lot, lots, "lot")
        if void.on < lots[void.lot].on:
            field, problem = f"voids[{place}].on", "precedes its lot"
            check.refuse(field, void.on.isoformat(), problem, "give a day from then on", code="contradiction")


def check_posted(posted: Iterable[Drawing]) -> None:
    """Refuse two contents of one drawing, and parts that are not 1, 2, and so on."""
    by_key: dict[DrawingKey, Drawing] = {}
    for drawing in posted:
        other = by_key.setdefault(drawing.key, drawing)
        if other is not drawing and other != drawing:
            differs = "credits" if other.credits != drawing.credits else "on"
            raise ConflictError(
                f"has part {drawing.part} of {drawing.draw!r} from {drawing.lot!r} with two values for {differs}",
                field=f"posted.{differs}",
                value=(getattr(other, differs), getattr(drawing, differs)),
                code="one_id_two_contents",
                remedy="add to what was posted what the ledger drew since, and change nothing of it",
            )
    for draw, lot, part in by_key:
        if part > 1 and (draw, lot, part - 1) not in by_key:
            problem = f"has no part {part - 1} of {draw!r} from {lot!r}"
            check.refuse("posted.part", part, problem, "post every part: 1, 2, and so on", code="contradiction")


def check_reversals(reversals: Iterable[Reversal], posted: Iterable[Drawing], lots: Mapping[str, Lot]) -> None:
    """Refuse what gives back more by a day than was posted by it, and what was never posted."""
    by_key = {drawing.key: drawing for drawing in posted}
    given_back: dict[DrawingKey, int] = defaultdict(int)
    for place, reversal in enumerate(reversals):
        drawing = by_key.get(reversal.key)
        if drawing is None:
            if reversal.lot not in lots:
                check.unknown(f"reversals[{place}].lot", reversal.lot, lots, "lot")
            known = (f"{draw} from {lot}, part {part}" for draw, lot, part in by_key)
            named = f"{reversal.draw} from {reversal.lot}, part {reversal.part}"
            check.unknown(f"reversals[{place}].draw", named, known, "posted drawing")
        if reversal.on < drawing.on:
            problem = f"precedes the drawing that it gives back ({drawing.on})"
            field, remedy = f"reversals[{place}].on", "give a day from then on"
            check.refuse(field, reversal.on.isoformat(), problem, remedy, code="contradiction")
        given_back[reversal.key] += reversal.credits
        if given_back[reversal.key] > drawing.credits:
            what = f"{reversal.draw!r} from {reversal.lot!r} ({given_back[reversal.key]} of {drawing.credits})"
            problem, remedy = f"gives back more than was posted for {what}", "give back at most what was posted"
            check.refuse(f"reversals[{place}].credits", reversal.credits, problem, remedy, code="out_of_bounds")
