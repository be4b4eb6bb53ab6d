"""The pictures of the documentation: made when it is built, each for light and for dark pages, with its words.

``python docs/pictures.py FOLDER`` writes all of them, ``python docs/pictures.py`` the one of the README. The same
pictures give the same files: no dates, no random ids, and text as text.
"""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from incidentrules import Account, Change, HolidayCalendar, Incident, Lot, Terms, assess, settle
from incidentrules.extra import plotting

if TYPE_CHECKING:
    from matplotlib.axes import Axes

README = Path(__file__).parent / "_static" / "saturday.svg"
THEMES = ("light", "dark")

NO_HOLIDAYS = Terms.standard(holidays=HolidayCalendar.none())
CHRISTMAS = Terms.standard(
    holidays=HolidayCalendar.from_dates(
        {
            date(2026, 12, 25): "Christmas Day",
            date(2026, 12, 28): "Boxing Day (substitute day)",
            date(2027, 1, 1): "New Year's Day",
        },
        years=range(2026, 2028),
    )
)

Drawn = Callable[..., tuple["Axes", str]]


def _at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def _deadline(incident: Incident, terms: Terms = NO_HOLIDAYS) -> Drawn:
    def drawn(theme: str) -> tuple["Axes", str]:
        assessed = assess(incident, terms)
        return plotting.deadline(assessed, theme=theme), plotting.deadline_text(assessed)  # type: ignore[arg-type]

    return drawn


def _credits(account: Account, first: date, last: date) -> Drawn:
    def drawn(theme: str) -> tuple["Axes", str]:
        settled = settle(account, NO_HOLIDAYS)
        words = plotting.credits_text(settled, first=first, last=last)
        return plotting.credits(settled, first=first, last=last, theme=theme), words  # type: ignore[arg-type]

    return drawn


def _week(terms: Terms, on: date | None = None) -> Drawn:
    def drawn(theme: str) -> tuple["Axes", str]:
        return plotting.week(terms, on=on, theme=theme), plotting.week_text(terms, on=on)  # type: ignore[arg-type]

    return drawn


def _readings(incident: Incident, setting: str | None = None) -> Drawn:
    def drawn(theme: str) -> tuple["Axes", str]:
        words = plotting.readings_text(incident, NO_HOLIDAYS, setting=setting)
        return plotting.readings(incident, NO_HOLIDAYS, setting=setting, theme=theme), words  # type: ignore[arg-type]

    return drawn


SATURDAY = Incident(id="T-1", received_at=_at(21, 12))
ACCOUNT = Account(
    id="acme",
    lots=[
        NO_HOLIDAYS.purchase(2, id="L-1", on=date(2026, 6, 1)),
        NO_HOLIDAYS.server_grant(id="server", on=date(2026, 6, 20)),
        NO_HOLIDAYS.purchase(4, id="L-2", on=date(2026, 7, 10)),
        Lot(id="gift", credits=3, on=date(2026, 10, 1), last_usable_on=None, origin="complimentary"),
    ],
    incidents=[
        Incident(id="T-1", received_at=_at(10, 10, month=6), effort=timedelta(minutes=30)),
        Incident(id="T-2", received_at=_at(20, 10, month=8), effort=timedelta(minutes=90)),
        Incident(id="T-3", received_at=_at(24, 10, month=9), effort=timedelta(minutes=290)),
    ],
)
LOST = Account(
    id="acme",
    lots=[NO_HOLIDAYS.purchase(2, id="L-1", on=date(2026, 8, 10))],
    incidents=[Incident(id="T-1", received_at=_at(3, 10), effort=timedelta(minutes=30))],
)

PICTURES: dict[str, Drawn] = {
    "saturday": _deadline(SATURDAY),
    "friday": _deadline(Incident(id="T-1", received_at=_at(20, 20), tier="12h")),
    "severe": _deadline(
        Incident(id="T-1", received_at=_at(20, 23, 30), severity="severe", tier="3h", replied_at=_at(21, 10))
    ),
    "changed": _deadline(
        Incident(
            id="T-1", received_at=_at(20, 23), tier="3h", changes=[Change(at=_at(21, 12), severity="severe")],
            replied_at=_at(21, 15),
        )
    ),
    "christmas": _deadline(Incident(id="T-1", received_at=_at(24, 20, month=12)), CHRISTMAS),
    "refused": _deadline(Incident(id="T-1", received_at=_at(21, 12), channel="email", topic="billing")),
    "credits": _credits(ACCOUNT, date(2026, 6, 1), date(2026, 11, 30)),
    "lapsed": _credits(LOST, date(2026, 8, 1), date(2026, 11, 30)),
    "week": _week(CHRISTMAS),
    "holiday-week": _week(CHRISTMAS, date(2026, 12, 24)),
    "readings": _readings(SATURDAY),
    "sla-clock": _readings(Incident(id="T-1", received_at=_at(18, 15), tier="12h"), "sla_clock"),
}  # fmt: skip
"""Each picture by its name: a function that takes a theme, and returns the drawing and its words."""


def save(ax: "Axes", words: str, path: Path) -> None:
    """Write a drawing as SVG, its words inside; the same drawing gives the same file."""
    import matplotlib as mpl

    metadata = {"Date": None, "Creator": None, "Title": words.partition("\n")[0], "Description": words}
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "incidentrules"}):
        ax.figure.savefig(path, format="svg", metadata=metadata)  # type: ignore[union-attr]
    path.write_text("".join(f"{line.rstrip()}\n" for line in path.read_text("utf-8").splitlines()), "utf-8")


def write(folder: Path) -> dict[str, str]:
    """Write all pictures into a folder, as NAME-light.svg, NAME-dark.svg and NAME.txt; return the words by name."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {}
    for name, drawn in PICTURES.items():
        for theme in THEMES:
            ax, words = drawn(theme)
            save(ax, words, folder / f"{name}-{theme}.svg")
        (folder / f"{name}.txt").write_text(f"{words}\n", "utf-8")
        texts[name] = words
    return texts


def main() -> None:
    """Write the pictures into the folder that is named, or the one of the README to its place."""
    if sys.argv[1:]:
        write(Path(sys.argv[1]))
    else:
        README.parent.mkdir(exist_ok=True)
        save(*PICTURES["saturday"]("light"), README)


if __name__ == "__main__":
    main()
