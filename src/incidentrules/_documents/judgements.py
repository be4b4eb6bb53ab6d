"""The figures of judgements: written beside the facts, and compared when those are judged again.

A judgement goes out as what it is made from, and as `FIGURES`. Read back, it is made anew; a figure that a
document says and that is not what is computed now is an error.

*Invariant:* a figure is only ever compared, never taken from a document.
"""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, get_args, get_origin

import attrs

from ..account import Settlement
from ..assessment import Assessment
from ..errors import ConflictError, IncidentRulesError, shown
from ..ledger import Ledger
from ..line import Line
from ..oncall import AfterHoursJudgement, Charge
from ..statement import Statement
from .forms import Definitions, Form, Schema, as_list, as_mapping, at, object_schema, refuse_key
from .walk import annotation_of, form_of

FIGURES: Mapping[type, tuple[str, ...]] = {
    Assessment: (
        "id", "verdict", "refusal", "exclusions", "is_pending", "units", "written_off", "multiplier", "credits",
        "least_credits", "due_at", "goal_at",
    ),
    AfterHoursJudgement: ("mode", "inside", "outside"),
    Charge: ("hours", "amount"),
    Ledger: ("drawings", "shortfalls", "impossible", "entries"),
    Settlement: ("assessments", "tier_months", "ledger"),
    Statement: (
        "opening", "restated", "purchased", "granted", "reversed", "drawn", "lapsed", "voided", "closing", "shortfall",
        "required", "charges", "restated_charges", "spent_on_packs", "remaining", "impossible", "restatements", "lines",
        "assessments",
    ),
    Line: ("on", "kind", "id", "credits", "shortfall", "amount"),
}  # fmt: skip
"""What a document tells of a judgement, beside what it is made from."""


@attrs.frozen
class Figure:
    """A figure that is a value; one that can't be asked for, as a deadline that is not owed, is null."""

    form: Form

    def write(self, figure: Any) -> Any:
        """Return a figure as a document has it."""
        return None if figure is None else self.form.write(figure, {})

    def compare(self, said: Any, figure: Any) -> None:
        """Refuse what a document says, where it is not the figure."""
        read = None if said is None else self.form.read(said, {})
        if read != figure:
            problem = f"is not what is computed now ({shown(self.write(figure))})"
            raise ConflictError(problem, field="", value=said, code="figures", remedy=_REMEDY)

    def schema(self, definitions: Definitions) -> Schema:
        """Return the schema of the figure."""
        return {"anyOf": [self.form.schema(definitions), {"type": "null"}]}


@attrs.frozen(eq=False, slots=False)
class Figures:
    """The figures of one class of judgements."""

    kind: type

    @cached_property
    def forms(self) -> "Mapping[str, Figure | Figures | Several]":
        """The form of every figure, by its name."""
        return {name: _form(annotation_of(self.kind, name)) for name in FIGURES[self.kind]}

    def write(self, judged: Any) -> dict[str, Any]:
        """Return the figures of a judgement."""
        return {name: form.write(_asked(judged, name)) for name, form in self.forms.items()}

    def compare(self, said: object, judged: Any) -> None:
        """Refuse figures that are not those of a judgement; those that a document leaves out are not compared."""
        for name, figure in as_mapping(said, "figures").items():
            if name not in self.forms:
                refuse_key(name, figure, "is no figure here", self.forms)
            with at(name):
                self.forms[name].compare(figure, _asked(judged, name))

    def schema(self, definitions: Definitions) -> Schema:
        """Return the schema of the figures."""
        return object_schema({name: form.schema(definitions) for name, form in self.forms.items()}, required=[])


@attrs.frozen
class Several:
    """The figures of several judgements."""

    figures: Figures

    def write(self, judged: Any) -> list[dict[str, Any]]:
        """Return the figures of every judgement."""
        return [self.figures.write(one) for one in judged]

    def compare(self, said: object, judged: Any) -> None:
        """Refuse figures that are not those of the judgements, one by one."""
        listed = as_list(said)
        for place, (figures, one) in enumerate(zip(listed, judged, strict=False)):
            with at(f"[{place}]"):
                self.figures.compare(figures, one)
        if len(listed) != len(judged):
            problem = f"has {len(listed)} items, and {len(judged)} are computed now"
            raise ConflictError(problem, field="", value=said, code="figures", remedy=_REMEDY)

    def schema(self, definitions: Definitions) -> Schema:
        """Return the schema of the figures of all of them."""
        return {"type": "array", "items": self.figures.schema(definitions)}


@cache
def figures_of(kind: type) -> Figures:
    """Return the figures of a class of judgements."""
    return Figures(kind)


_REMEDY = "correct the facts, the terms or the figure, whichever was changed"


def _form(annotation: Any) -> Figure | Figures | Several:
    if annotation in FIGURES:
        return figures_of(annotation)
    if get_origin(annotation) is tuple and (kind := get_args(annotation)[0]) in FIGURES:
        return Several(figures_of(kind))
    return Figure(form_of(annotation))


def _asked(judged: Any, name: str) -> Any:
    try:
        return getattr(judged, name)
    except IncidentRulesError:
        return None
