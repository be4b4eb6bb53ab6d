"""What the playground's page asks and shows, without a browser: the figures are the library's, no text is markup."""

import doctest
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from incidentrules import HolidayCalendar, Incident, Terms, assess
from playground import answers, markup
from playground.markup import Markup, tag
from playground.picture import picture

SATURDAY = {"received_at": "2026-11-21T10:00", "severity": "normal", "tier": "24h", "effort_minutes": "75"}
HOSTILE = "<img src=x onerror=hit()>'\"&"


def shown(html: str, id: str) -> str:
    """Return the text of the element of an id."""
    found = re.search(rf'<(\w+)[^>]* id="{id}"[^>]*>(.*?)</\1>', html)
    assert found, html
    return text(found[2])


def text(html: str) -> str:
    return unescape(re.sub("<[^>]+>", "", html))


def items(html: str) -> list[str]:
    return [text(item) for item in re.findall("<li>(.*?)</li>", html)]


def rows(html: str) -> list[list[str]]:
    """Return the cells of all tables, row by row."""
    return [
        [text(cell) for cell in re.findall("<t[dh][^>]*>(.*?)</t[dh]>", row)]
        for row in re.findall("<tr[^>]*>(.*?)</tr>", html)
    ]


class Balanced(HTMLParser):
    """Refuses elements that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


# --- one ticket


def test_a_saturday_ticket_is_due_at_midnight_of_monday_and_says_why() -> None:
    answer = answers.ticket(SATURDAY, "UTC", "US")
    html = answer["html"]
    assert answer["field"] == ""
    assert (shown(html, "due"), shown(html, "cost")) == ("Mon 2026-11-23 24:00", "2 credits")
    assert "It costs 2 credits (R18)." in text(html)
    assert "One business day (16 h) ends Mon 2026-11-23 24:00" in text(html)


def test_its_figures_are_those_of_the_library() -> None:
    terms = Terms.standard(holidays=HolidayCalendar.from_country("DE", years=range(2020, 2036)))
    judged = assess(
        Incident(
            id="your ticket", received_at=datetime(2026, 12, 24, 22, tzinfo=UTC), severity="severe", tier="6h",
            effort=timedelta(minutes=75), replied_at=datetime(2026, 12, 25, 9, 30, tzinfo=UTC),
        ),
        terms,
    )  # fmt: skip
    cells = {
        "received_at": "2026-12-24T23:00", "severity": "severe", "tier": "6h", "effort_minutes": "75",
        "replied_at": "2026-12-25T10:30", "advised_units": "", "arose_at": "",
    }  # fmt: skip
    html = answers.ticket(cells, "Europe/Berlin", "DE")["html"]
    assert shown(html, "cost") == f"{judged.credits} credits" == "8 credits"
    assert shown(html, "due") == "Fri 2026-12-25 14:00"
    assert judged.due_at.astimezone(ZoneInfo("Europe/Berlin")) == datetime(
        2026, 12, 25, 14, tzinfo=ZoneInfo("Europe/Berlin")
    )
    assert shown(html, "outcome") == "in time"
    for line in judged.explain(tz="Europe/Berlin", name="Your ticket").splitlines():
        assert line.strip() in text(html)


def test_it_is_compared_at_every_tier_and_its_own_stands_out() -> None:
    html = answers.ticket(SATURDAY | {"replied_at": "2026-11-23T15:00", "tier": "12h"}, "UTC", "US")["html"]
    assert rows(html)[:5] == [
        ["Tier", "Answer due", "Credits", "Answered"],
        ["24h", "Mon 2026-11-23 24:00", "2", "in time"],
        ["12h", "Mon 2026-11-23 20:00", "4", "in time"],
        ["6h", "Mon 2026-11-23 14:00", "8", "late"],
        ["3h", "Mon 2026-11-23 11:00", "16", "late"],
    ]
    assert re.findall('<tr class="chosen"><td>(.*?)</td>', html)[0] == "12h"


def test_it_is_compared_under_every_reading_that_matters_with_the_questions() -> None:
    html = answers.ticket(SATURDAY | {"tier": "12h"}, "UTC", "US")["html"]
    assert ["Sun 2026-11-22 08:00", "A1: elapsed and A2: same time"] not in rows(html)
    assert ["Sat 2026-11-21 22:00", "A1: elapsed"] in rows(html)
    assert ["3 credits", "A11: first unit"] in rows(html)
    assert {"A1: What do the hours of an SLA count?", "A11: What is multiplied, over one unit?"} <= set(items(html))
    assert "What a tier takes by the month is no part of these costs." in items(html)


def test_where_no_reading_matters_it_says_so() -> None:
    html = answers.ticket(SATURDAY | {"channel": "phone"}, "UTC", "US")["html"]
    assert text(html).endswith("No other reading changes anything.")
    assert (shown(html, "due"), shown(html, "cost")) == ("No answer is owed", "nothing, as it is refused")


@pytest.mark.parametrize(
    ("cells", "cost"),
    [
        ({"effort_minutes": ""}, "at least 1 credit"),
        ({"kind": "professional_services"}, "what a quote says"),
        ({"topic": "on_call"}, "what on-call costs, by the hour"),
        ({"kind": "pre_sales"}, "nothing, as it is excluded"),
        ({"effort_minutes": "0"}, "nothing, as it is withdrawn"),
        ({"effort_minutes": "0", "replied_at": "2026-11-22T10:00"}, "1 credit"),
    ],
)
def test_what_it_costs_is_said_in_words(cells: dict[str, str], cost: str) -> None:
    assert shown(answers.ticket(SATURDAY | cells, "UTC", "")["html"], "cost") == cost


@pytest.mark.parametrize(
    ("cells", "field", "said"),
    [
        ({"received_at": ""}, "received_at", "received_at is empty, got '': fill it in"),
        ({"effort_minutes": "1 h"}, "effort_minutes", "effort_minutes is no duration, got '1 h': write whole minutes"),
        ({"tier": "9h"}, "tier", "got '9h': known: '24h', '12h', '6h', '3h'"),
        ({"replied_at": "2026-11-01T10:00"}, "replied_at", "replied_at"),
        ({"received_at": "2044-11-21T10:00"}, "day", "in a year that the holidays don't cover (2020 to 2035)"),
        ({"received_at": "2026-10-25T02:30"}, "received_at", "received_at"),
    ],
)
def test_what_is_wrong_is_said_by_the_library_with_its_field(cells: dict[str, str], field: str, said: str) -> None:
    answer = answers.ticket(SATURDAY | cells, "Europe/Berlin", "US")
    assert answer["field"] == field
    assert said in items(answer["html"])[0]
    assert not items(answer["html"])[0].startswith("row")


@pytest.mark.parametrize("received_at", ["0001-01-01T00:00", "9999-12-30T10:00"])
def test_a_moment_at_either_end_of_time_is_refused(received_at: str) -> None:
    answer = answers.ticket(SATURDAY | {"received_at": received_at, "replied_at": ""}, "UTC", "")
    assert answer["field"] == "received_at"
    assert "is in the first year that there is, or in the last" in items(answer["html"])[0]


def test_an_unknown_zone_is_refused_and_the_right_one_offered() -> None:
    answer = answers.ticket(SATURDAY, "Europe/Berln", "US")
    assert (answer["field"], items(answer["html"])) == (
        "tz", ["tz is no zone that is known here, got 'Europe/Berln': write \"Europe/Berlin\""],
    )  # fmt: skip


# --- the picture


def judged(received_at: datetime, *, tier: str | None = None, replied_at: datetime | None = None) -> str:
    terms = answers.terms_of("US")
    return picture(assess(Incident(id="T-1", received_at=received_at, tier=tier, replied_at=replied_at), terms), UTC)


def test_the_picture_has_a_row_a_day_with_what_was_counted() -> None:
    html = judged(datetime(2026, 11, 25, 20, tzinfo=UTC), tier="6h", replied_at=datetime(2026, 11, 27, 15, tzinfo=UTC))
    assert [text(day) for day in re.findall("<p>(.*?)</p>", html)] == [
        "Wed 2026-11-25received 20:00the desk means to answer by 24:00",
        "Thu 2026-11-26Thanksgiving Day, closed",
        "Fri 2026-11-27answer due 10:00answered 15:00",
    ]
    assert re.findall('aria-label="(.*?)"', html) == [
        "counts: 08:00 to 24:00; counted: 20:00 to 24:00",
        "counts: nothing; counted: nothing",
        "counts: 08:00 to 24:00; counted: 08:00 to 10:00",
    ]
    counted = re.findall('<rect x="(\\d+)" y="0" width="(\\d+)" height="20" class="counted">', html)
    assert counted == [("1200", "240"), ("480", "120")]
    assert sum(int(width) for _, width in counted) == 6 * 60


def test_a_day_on_which_the_desk_is_open_is_not_called_closed_where_none_of_its_hours_count() -> None:
    """The business day of R9 governs here, and counts no hours of a Sunday; the desk is open for severe issues."""
    cells = {"received_at": "2026-11-22T19:59", "severity": "severe"}
    html = answers.ticket(cells, "UTC", "US")["html"]
    assert shown(html, "due") == "Mon 2026-11-23 24:00"
    assert "Sun 2026-11-22no hours that countreceived 19:59" in text(html)
    assert "Sat 2026-11-21closedreceived" in text(answers.ticket(SATURDAY, "UTC", "US")["html"])


def test_what_came_long_after_is_told_in_words() -> None:
    html = judged(datetime(2026, 11, 25, 20, tzinfo=UTC), replied_at=datetime(2027, 1, 4, 15, tzinfo=UTC))
    assert html.count("<svg") == 3
    assert "Later than these days: answered Mon 2027-01-04 15:00." in text(html)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Auckland", "America/St_Johns"])
@pytest.mark.parametrize("day", ["2026-03-28T10:00", "2026-10-24T10:00", "2026-09-26T10:00"])
def test_a_day_of_another_length_has_bars_that_end_within_it(zone: str, day: str) -> None:
    html = answers.ticket({"received_at": day}, zone, "")["html"]
    bars = [(int(x), int(width)) for x, width in re.findall('<rect x="(\\d+)" y="0" width="(\\d+)"', html)]
    assert bars
    assert [bar for bar in bars if not 0 <= bar[0] <= sum(bar) <= 1440] == []


# --- many tickets


def test_the_sample_is_judged_a_line_a_group() -> None:
    answer = answers.tickets(answers.SAMPLE, "UTC", "US")
    assert answer["field"] == ""
    assert rows(answer["html"]) == [
        ["Ticket", "Answer due", "Costs", "Answered"],
        ["T-1", "Mon 2026-11-23 16:00", "4 credits", "in time"],
        ["T-2", "Mon 2026-11-23 24:00", "1 credit", ""],
        ["T-3", "Sat 2026-11-21 13:30", "8 credits", "late"],
        ["T-4, T-5", "Fri 2026-11-27 12:15", "at least 4 credits", "late"],
        ["Tier", "Credits", "Answers in time"],
        ["24h", "5", "3 of 3"],
        ["12h", "10", "3 of 3"],
        ["6h", "20", "1 of 3"],
        ["3h", "40", "0 of 3"],
    ]
    total = "5 tickets, at least 17 credits; the work on 1 is not known yet; 2 late answers."
    assert shown(answer["html"], "total") == total


def test_rows_that_are_wrong_are_all_named_and_the_others_judged() -> None:
    csv = "id,received_at,tier\nT-1,yesterday,9h\nT-2,2026-11-21 10:00,\nT-3,2026-11-21 11:00,9h\n"
    answer = answers.tickets(csv, "UTC", "US")
    assert answer["field"] == "csv"
    assert [item.split()[:3] for item in items(answer["html"])] == [
        ["row", "2,", "received_at"], ["row", "2,", "tier"], ["row", "4,", "tier"],
    ]  # fmt: skip
    assert rows(answer["html"])[1] == ["T-2", "Mon 2026-11-23 24:00", "at least 1 credit", ""]
    assert shown(answer["html"], "total") == "1 ticket, at least 1 credit; the work on 1 is not known yet."


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_cells_of_a_spreadsheet_are_read_too_with_columns_of_its_own(separator: str) -> None:
    lines = [["id", "received_at", "account", "subject"], ["T-1", "2026-11-21 10:00", "a", "it is slow"]]
    html = answers.tickets("\n".join(separator.join(line) for line in lines), "UTC", "US")["html"]
    assert rows(html)[1] == ["T-1", "Mon 2026-11-23 24:00", "at least 1 credit", ""]
    assert rows(html)[2] == ["Tier", "Credits"]


def test_a_column_that_is_no_fact_is_named_and_the_others_are_read() -> None:
    html = answers.tickets("id,received_at,speed\nT-1,2026-11-21 10:00,x\n", "UTC", "US")["html"]
    assert items(html)[0].startswith("row 1, speed is no column that is read")
    assert rows(html)[1][0] == "T-1"


def test_a_cause_in_a_row_that_is_wrong_is_told_after_what_is_wrong_with_it() -> None:
    csv = "id,received_at,follows\nT-1,yesterday,\nT-2,2026-11-21 10:00,T-1\n"
    said = items(answers.tickets(csv, "UTC", "US")["html"])
    assert [item.split(" ", 3)[:3] for item in said] == [
        ["row", "2,", "received_at"],
        ["incidents['T-2'].follows", "names", "no"],
    ]


def test_a_cell_may_be_empty_at_the_end_and_hold_a_line_break() -> None:
    csv = (
        'id\treceived_at\tsubject\ttier\r\nT-1\t2026-11-21 10:00\t"two\r\nlines"\t12h\r\nT-2\t2026-11-21 10:00\t\t\r\n'
    )
    answer = answers.tickets(csv, "UTC", "US")
    assert (answer["field"], [row[0] for row in rows(answer["html"])[1:3]]) == ("", ["T-1", "T-2"])


@pytest.mark.parametrize(
    ("csv", "said"),
    [
        ("", "There is nothing here yet"),
        ("\t\n", "There is nothing here yet"),
        ("id,received_at\n" + "T-1,2026-11-21 10:00\n" * 1001, "These are more than 1,000 lines"),
        ("id,received_at\n" + "x" * 200_000 + ",2026-11-21 10:00\n", "This can't be read as CSV: field larger"),
        ("id,received_at,follows\nT-1,2026-11-21 10:00,T-0\n", "'T-0'"),
        ('id,received_at\n"T-1', "row 2"),
    ],
)
def test_what_is_no_table_of_tickets_is_refused(csv: str, said: str) -> None:
    answer = answers.tickets(csv, "UTC", "US")
    assert said in items(answer["html"])[0]
    assert "<table" not in answer["html"]


# --- markup


@pytest.mark.parametrize("zone", ["UTC", HOSTILE])
def test_nothing_that_is_entered_is_read_as_markup(zone: str) -> None:
    cells = {"received_at": HOSTILE, "tier": HOSTILE, "effort_minutes": HOSTILE}
    csv = f'id,received_at,tier,{HOSTILE}\n"{HOSTILE.replace(chr(34), chr(34) * 2)}",2026-11-21 10:00,,\n'
    named = f'id,received_at\n"{HOSTILE.replace(chr(34), chr(34) * 2)}",2026-11-21 10:00\n'
    for answer in (
        answers.ticket(cells, zone, "US"), answers.tickets(csv, zone, "US"), answers.tickets(named, zone, "US"),
    ):  # fmt: skip
        assert "<img" not in answer["html"]
        assert "&lt;img" in answer["html"]


def test_what_is_shown_is_well_formed() -> None:
    for answer in (answers.ticket(SATURDAY, "UTC", "US"), answers.tickets(answers.SAMPLE + "x,y\n", "UTC", "US")):
        parser = Balanced()
        parser.feed(answer["html"])
        assert parser.open == []


def test_the_examples_of_the_playground_s_functions_are_right() -> None:
    assert [doctest.testmod(module) for module in (answers, markup)] == [(0, 1), (0, 1)]


def test_only_markup_is_left_as_it_is() -> None:
    assert tag("p", "<b>", Markup("<b></b>")) == "<p>&lt;b&gt;<b></b></p>"


def test_what_there_is_to_choose_is_what_the_library_knows() -> None:
    choices = answers.choices()
    assert choices["tier"][3] == ["3h", "3h, 8 credits each"]
    assert choices["holidays"][:2] == [["US", "United States"], ["", "none"]]
    for field in ("severity", "tier", "kind", "channel", "topic"):
        for value, _ in choices[field]:
            assert answers.ticket(SATURDAY | {field: value}, "UTC", "")["field"] == ""
    for country, _ in choices["holidays"]:
        assert answers.terms_of(country).business_hours.holidays is not None
