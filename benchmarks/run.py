"""Measure against the peers, all in one run, and print ratios: machines differ, and this one is noisy.

Each figure is the best of several rounds in which all take their turn. `make bench` runs it, in an
environment with the peers in it; names on the command line choose groups: hours, arrays, ledger, billing, rules,
columns.
"""

import gc
import resource
import sys
import timeit
import tracemalloc
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any

import businesstimedelta
import numpy as np
import polars
import timegrid
import workclock
from pandas import Timestamp
from pandas.tseries.offsets import CustomBusinessHour

from incidentrules import (
    Account,
    Assessment,
    Draw,
    HolidayCalendar,
    Incident,
    Lot,
    OperatingHours,
    Period,
    Reversal,
    Terms,
    assess,
    replay,
    settle,
)
from incidentrules.extra import arrays, columns
from incidentrules.extra.frames import judge_frame

ROUNDS = 9
TURN = 0.02
"""Seconds that each of them has in a round."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HALF_A_DAY = 12 * HOUR
CHANCE = Random(20261118)
YEARS = range(2015, 2031)
HOLIDAYS = [date(year, month, day) for year in range(2020, 2028) for month, day in ((1, 1), (5, 1), (12, 25), (12, 26))]
START = datetime(2024, 1, 1, tzinfo=UTC)
Calls = dict[str, Callable[[], object]]
Pairs = list[tuple[datetime, datetime]]


def best(calls: Calls) -> dict[str, float]:
    """Return the best seconds a call of each, taking turns that are long enough for warm caches."""
    timers = {name: timeit.Timer(call) for name, call in calls.items()}
    numbers = {name: int(TURN / timer.timeit(1)) + 1 for name, timer in timers.items()}
    gc.disable()
    rounds = [
        {name: timer.timeit(numbers[name]) / numbers[name] for name, timer in timers.items()} for _ in range(ROUNDS)
    ]
    gc.enable()
    return {name: min(each[name] for each in rounds) for name in calls}


def table(title: str, rows: Iterable[tuple[str, dict[str, float], float]]) -> None:
    """Print seconds a call as ns, and how many times as long the others take as we do."""
    print(f"\n{title}")
    for what, seconds, per in rows:
        ours = seconds["incidentrules"]
        ratios = ((name, each / ours) for name, each in seconds.items() if name != "incidentrules")
        others = "  ".join(f"{name} {ratio:,.{1 if ratio > 0.1 else 3}f}x" for name, ratio in ratios)
        print(f"  {what:<34}{ours / per * 1e9:>12,.0f} ns   {others}")


def desk_hours() -> OperatingHours:
    calendar = HolidayCalendar.from_dates(HOLIDAYS, years=YEARS)
    return OperatingHours.parse("Mo-Fr 08:00-18:00; PH off", holidays=calendar)


def rust_hours() -> workclock.Schedule:
    return workclock.Schedule([workclock.WorkDay(time(8), time(18)), workclock.Holidays(HOLIDAYS)])


def grid_hours() -> timegrid.TimeGridCalendar:
    """Return the desk in UTC; timegrid knows no zones, and takes moments without one."""
    grid = timegrid.TimeGridCalendar.weekdays(time(8), time(18))
    for day in HOLIDAYS:
        grid = grid.close(day)
    return grid


def pure_hours() -> businesstimedelta.Rules:
    week = businesstimedelta.WorkDayRule(start_time=time(8), end_time=time(18), working_days=[0, 1, 2, 3, 4])
    return businesstimedelta.Rules([week, businesstimedelta.HolidayRule(dict.fromkeys(HOLIDAYS, "off"))])


def london_hours() -> tuple[OperatingHours, workclock.Schedule]:
    calendar = HolidayCalendar.from_country("GB", subdivision="ENG", years=YEARS)
    hours = OperatingHours.parse("Mo-Fr 08:00-12:00,13:00-18:00; PH off", holidays=calendar, tz="Europe/London")
    week = workclock.WorkDay(time(8), time(18)), workclock.Break(time(12), time(13))
    holidays = workclock.Holidays([day for day, _ in calendar.days])
    return hours, workclock.Schedule([*week, holidays], time_zone="Europe/London")


def moments(count: int, days: int = 730) -> list[datetime]:
    return [START + timedelta(seconds=CHANCE.randrange(days * 86_400)) for _ in range(count)]


SPANS = {
    "a day": lambda: DAY,
    "a week": lambda: 7 * DAY,
    "a quarter": lambda: 91 * DAY,
    "a year": lambda: 365 * DAY,
    "five years": lambda: 1826 * DAY,
    "up to a year": lambda: CHANCE.random() * 365 * DAY,
}


def measure_hours() -> None:
    starts = moments(200)
    spans: dict[str, Pairs] = {what: [(at, at + span()) for at in starts] for what, span in SPANS.items()}
    pure, stamps = pure_hours(), [Timestamp(naive(at)) for at in starts]
    twelve = businesstimedelta.BusinessTimeDelta(pure, hours=12)
    pandas_hour = CustomBusinessHour(n=12, start="08:00", end="18:00", holidays=HOLIDAYS)
    hours, (london, rust) = desk_hours(), london_hours()
    peers: dict[str, Calls] = {
        "workclock": asked_of_workclock(rust_hours(), spans),
        "timegrid": asked_of_timegrid(grid_hours(), spans, [at for at in starts if hours.is_open(at)]),
        "businesstimedelta": {
            f"between, {what}": partial(spent, pure.difference, spans[what][:5] * 40) for what in ("a day", "a week")
        }
        | {"add 12 hours": lambda: [at + twelve for at in starts]},
        "pandas": {"add 12 hours": lambda: [at + pandas_hour for at in stamps]},
    }
    compare_hours("a desk in UTC, 32 holidays", hours, peers, spans)
    title = "a desk in London, closed for lunch and on England's holidays"
    compare_hours(title, london, {"workclock": asked_of_workclock(rust, spans)}, spans)
    fresh, grid = iter([desk_hours() for _ in range(10_000)]), grid_hours()
    seconds = best({
        "ours": lambda: next(fresh).is_open(START),
        "timegrid": lambda: grid.compile(datetime(2024, 1, 1), datetime(2025, 1, 1)),  # noqa: DTZ001
    })  # fmt: skip
    print(f"\n  a new year is compiled in {seconds['ours'] * 1e3:.2f} ms, by timegrid in "
          f"{seconds['timegrid'] * 1e3:.3f} ms; memory for ten years {memory_of_ten_years():,.0f} kB")  # fmt: skip


def asked_of_us(hours: OperatingHours, spans: dict[str, Pairs]) -> Calls:
    starts = [start for start, _ in spans["a day"]]
    opened = [at for at in starts if hours.is_open(at)]
    return {f"between, {what}": partial(spent, hours.between, pairs) for what, pairs in spans.items()} | {
        "add 12 hours": lambda: [hours.add(at, HALF_A_DAY) for at in starts],
        "subtract 12 hours": lambda: [hours.subtract(at, HALF_A_DAY) for at in starts],
        "is_open": lambda: [hours.is_open(at) for at in starts],
        "next_open": lambda: [hours.next_open(at) for at in starts],
        "next_close, while open": lambda: [hours.next_close(at) for at in opened],
        "previous_open, while open": lambda: [hours.previous_open(at) for at in opened],
        "intervals of a week, with why": lambda: [
            [(each.start, each.end) for each in hours.intervals(at, at + 7 * DAY)] for at in starts
        ],
    }


def asked_of_workclock(rust: workclock.Schedule, spans: dict[str, Pairs]) -> Calls:
    """Return its questions; it has no is_open, so that its next period is asked for."""
    starts = [start for start, _ in spans["a day"]]
    return {f"between, {what}": partial(spent, rust.between, pairs) for what, pairs in spans.items()} | {
        "add 12 hours": lambda: [rust.add(at, HALF_A_DAY) for at in starts],
        "subtract 12 hours": lambda: [rust.sub(at, HALF_A_DAY) for at in starts],
        "is_open": lambda: [rust.next_period(at) for at in starts],
    }


def asked_of_timegrid(grid: timegrid.TimeGridCalendar, spans: dict[str, Pairs], opened: list[datetime]) -> Calls:
    """Return its questions, each asked of what answers it faster: its calendar, or what that compiles for ten years.

    It can't subtract. What changes next, or changed last, is a close or an opening while the desk is open.
    """
    line = grid.compile(datetime(2023, 1, 1), datetime(2033, 1, 1))  # noqa: DTZ001
    starts, while_open = [naive(start) for start, _ in spans["a day"]], list(map(naive, opened))
    calls: Calls = {
        f"between, {what}": partial(spent, line.get_working_duration, [(naive(at), naive(end)) for at, end in pairs])
        for what, pairs in spans.items()
    }
    return calls | {
        "add 12 hours": lambda: [grid.add_work_duration(at, HALF_A_DAY) for at in starts],
        "is_open": lambda: [grid.can_work(at) for at in starts],
        "next_open": lambda: [grid.get_next_open_time(at) for at in starts],
        "next_close, while open": lambda: [line.analyze(at).next_transition for at in while_open],
        "previous_open, while open": lambda: [line.analyze(at).previous_transition for at in while_open],
        "intervals of a week, with why": lambda: [
            [(each.start, each.end) for each in line.get_open_windows(at, at + 7 * DAY)] for at in starts
        ],
    }


def compare_hours(desk: str, hours: OperatingHours, peers: dict[str, Calls], spans: dict[str, Pairs]) -> None:
    ours, seconds = asked_of_us(hours, spans), {}
    for what, call in ours.items():
        theirs = {peer: calls[what] for peer, calls in peers.items() if what in calls}
        for peer in theirs:
            if peer in AGREEING and (peer, what) != ("workclock", "is_open"):
                check_equal(f"{what} by {peer}", call(), theirs[peer]())
        seconds[what] = best({"incidentrules": call, **theirs})
    count = {what: len(call()) for what, call in ours.items()}  # type: ignore[arg-type]
    title = f"Operating time, one question at a time, {desk} (workclock has no is_open: next_period instead)"
    table(title, [(what, each, count[what]) for what, each in seconds.items()])
    day, years = (seconds[f"between, {what}"]["incidentrules"] for what in ("a day", "five years"))
    print(f"  five years cost {years / day:.2f} times a day")


AGREEING = ("workclock", "timegrid")
"""The peers whose conventions are ours: their answers have to be equal before anything is timed."""


def check_equal(what: str, ours: Any, theirs: Any) -> None:
    if naive(list(ours)) != naive(list(theirs)):
        sys.exit(f"the answers differ: {what}")


def naive(answer: Any) -> Any:
    """Return moments in UTC without their zone, also those in lists and pairs; anything else as it is."""
    if isinstance(answer, datetime) and answer.tzinfo is not None:
        return answer.astimezone(UTC).replace(tzinfo=None)
    return [naive(each) for each in answer] if isinstance(answer, list | tuple) else answer


def spent(between: Callable[[datetime, datetime], object], pairs: Pairs) -> list[object]:
    return [between(start, end) for start, end in pairs]


def memory_of_ten_years() -> float:
    fresh = desk_hours()
    tracemalloc.start()
    fresh.between(datetime(2016, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / 1000


def measure_arrays() -> None:
    hours, rust = desk_hours(), rust_hours()
    line = grid_hours().compile(datetime(2023, 1, 1), datetime(2033, 1, 1))  # noqa: DTZ001
    count = 100_000
    generator = np.random.default_rng(20261118)
    second = np.timedelta64(1, "s")
    at = np.datetime64("2024-01-01", "us") + generator.integers(0, 730 * 86_400, count) * second
    end = at + generator.integers(0, 365 * 86_400, count) * second
    amounts = (generator.integers(1, 40 * 3600, count) * second).astype("timedelta64[us]")
    days, end_days, holidays = (
        at.astype("datetime64[D]"),
        end.astype("datetime64[D]"),
        np.array(HOLIDAYS, "datetime64[D]"),
    )
    steps = generator.integers(1, 10, count)
    listed = at.tolist()
    check_equal("add by workclock", arrays.add(hours, at, amounts).tolist(), rust.add_many(at, amounts).tolist())
    check_equal("between by workclock", arrays.between(hours, at, end).tolist(), rust.between_many(at, end).tolist())
    check_equal("is_open by timegrid", arrays.is_open(hours, at).tolist(), line.get_capacities_at(listed))
    rows = [
        ("is_open, an element", best({
            "incidentrules": lambda: arrays.is_open(hours, at),
            "timegrid": lambda: line.get_capacities_at(listed),
        }), count),
        ("add, an element", best({
            "incidentrules": lambda: arrays.add(hours, at, amounts),
            "workclock": lambda: rust.add_many(at, amounts),
            "numpy busday_offset (days only)": lambda: np.busday_offset(days, steps, roll="forward", holidays=holidays),
        }), count),
        ("between, an element", best({
            "incidentrules": lambda: arrays.between(hours, at, end),
            "workclock": lambda: rust.between_many(at, end),
            "numpy busday_count (days only)": lambda: np.busday_count(days, end_days, holidays=holidays),
        }), count),
    ]  # fmt: skip
    table("Operating time over arrays of 100,000", rows)


def account_of(lots: int, draws: int) -> tuple[list[Lot], list[Draw]]:
    begin = date(2020, 1, 1)
    held = [
        Lot(id=f"L{n}", credits=8, on=(on := begin + CHANCE.randrange(2000) * DAY), last_usable_on=on + 365 * DAY)
        for n in range(lots)
    ]
    return held, [Draw(id=f"D{n}", on=begin + CHANCE.randrange(2300) * DAY, credits=1) for n in range(draws)]


def measure_ledger() -> None:
    print("\nThe ledger of one account: replay and all entries; doubled sizes should double the time")
    for scale in (1, 2, 4):
        lots, draws = account_of(2_500 * scale, 25_000 * scale)
        tracemalloc.start()
        ledger = replay(lots, draws)
        entries = len(ledger.entries)
        size, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        seconds = min(timeit.repeat(lambda: replay(lots, draws).drawings, number=1, repeat=3))  # noqa: B023
        asked = best({"a balance": lambda: ledger.balance(on=date(2023, 5, 5))})["a balance"]  # noqa: B023
        print(f"  {len(lots):>7,} lots {len(draws):>8,} draws {seconds:>8.2f} s  {entries:>9,} entries "
              f"{size / 1e6:>6.0f} MB   a balance {asked * 1e9:,.0f} ns")  # fmt: skip


def measure_billing() -> None:
    print(
        "\nThe same ledger, half of its drawings posted, and a tenth of those given back; as ratios to nothing posted"
    )
    for scale in (1, 2, 4):
        lots, draws = account_of(2_500 * scale, 25_000 * scale)
        plain = replay(lots, draws)
        posted = [drawing for drawing in plain.drawings if int(drawing.draw[1:]) % 2]
        back = [
            Reversal(draw=one.draw, lot=one.lot, part=one.part, credits=one.credits, on=one.on + 30 * DAY)
            for one in posted[::10]
        ]
        seconds = best(
            {
                "nothing": lambda: replay(lots, draws).drawings,  # noqa: B023
                "posted": lambda: replay(lots, draws, posted=posted).drawings,  # noqa: B023
                "reversed": lambda: replay(lots, draws, posted=posted, reversals=back).drawings,  # noqa: B023
            }
        )
        ratios = ", ".join(f"{what} {seconds[what] / seconds['nothing']:.2f}x" for what in ("posted", "reversed"))
        print(f"  {len(lots):>7,} lots {len(draws):>8,} draws {seconds['nothing']:>8.2f} s   {ratios}")


def tickets(count: int, name: str = "T") -> list[Incident]:
    tiers, severities = ("24h", "12h", "6h", "3h"), ("normal", "normal", "normal", "severe")
    return [
        Incident(
            id=f"{name}-{n}",
            received_at=at,
            replied_at=at + HOUR,
            tier=CHANCE.choice(tiers),
            severity=CHANCE.choice(severities),
            effort=timedelta(minutes=CHANCE.randrange(1, 180)),
        )
        for n, at in enumerate(moments(count))
    ]


def measure_rules() -> None:
    terms = Terms.standard(holidays=HolidayCalendar.none())
    some = tickets(1000)
    judged = [assess(ticket, terms) for ticket in some]
    seconds = best(
        {
            "assess: credits and deadline": lambda: [figures(assess(ticket, terms)) for ticket in some],
            "all reasons of one, on top": lambda: [(each.why_credits, each.why_due) for each in judged],
        }
    )
    print("\nThe rules")
    for what, each in seconds.items():
        print(f"  {what:<34}{each * 1e6 / 1000:>10.1f} µs an incident")
    for accounts in (100, 1_000, 10_000):
        spent = settle_all(accounts, terms)
        count, each = accounts * 100, spent / accounts * 1e4
        print(f"  settle {accounts:>6,} accounts, {count:>8,} incidents {spent:>7.2f} s, {each:.1f} µs an incident")


def figures(judged: Assessment) -> tuple[int, datetime]:
    return judged.credits, judged.due_at


def settle_all(count: int, terms: Terms) -> float:
    """Return the seconds that it takes to settle accounts of a hundred incidents each, with a month's statement."""
    lots, month, spent = [terms.purchase(8, id="L", on=date(2024, 1, 1))], Period.month(2024, 5), 0.0
    for _ in range(count // 100):
        accounts = [Account(id=f"A{n}", incidents=tickets(100, f"A{n}"), lots=lots) for n in range(100)]
        spent += timeit.timeit(lambda: [settle(each, terms).statement(month).closing for each in accounts], number=1)  # noqa: B023
    return spent


MILLION = 1_000_000
WORDS = {
    "severity": ("severe", "normal"),
    "tier": ("24h", "12h", "6h", "3h"),
    "kind": ("question", "pre_sales", "product_availability", "professional_services"),
    "channel": ("portal", "email", "phone"),
    "topic": ("support", "billing", "account", "on_call"),
}
WEIGHTS = {
    "severity": (0.25, 0.75),
    "tier": (0.4, 0.3, 0.2, 0.1),
    "kind": (0.9, 0.04, 0.03, 0.03),
    "channel": (0.7, 0.25, 0.05),
    "topic": (0.9, 0.04, 0.03, 0.03),
}
"""How often each word stands in the tickets that are judged by the column."""


def ticket_columns(count: int, seed: int = 20261118) -> dict[str, Any]:
    """Return tickets with a column for every fact, words as strings."""
    generator, second = np.random.default_rng(seed), np.timedelta64(1, "s")

    def seconds(most: int) -> Any:
        return generator.integers(60, most, count) * second

    def sometimes(values: Any, share: float, empty: Any) -> Any:
        values[generator.random(count) > share] = empty
        return values

    received = np.datetime64("2024-01-01", "us") + seconds(730 * 86_400)
    table = {
        name: np.array(words)[generator.choice(len(words), count, p=WEIGHTS[name])] for name, words in WORDS.items()
    }
    return table | {
        "received_at": received,
        "replied_at": sometimes(received + seconds(3 * 86_400), 0.8, "NaT"),
        "arose_at": sometimes(received - seconds(20 * 86_400), 0.5, "NaT"),
        "deployed_at": sometimes(received - seconds(20 * 86_400), 0.2, "NaT"),
        "effort": sometimes((generator.integers(0, 180, count) * 60 * second).astype("timedelta64[us]"), 0.9, "NaT"),
        "advised_units": sometimes(generator.integers(1, 5, count).astype(float), 0.3, np.nan),
        "has_account": generator.random(count) < 0.95,
        "is_out_of_box": generator.random(count) < 0.02,
    }


def incidents_of(table: dict[str, Any], count: int) -> list[Incident]:
    """Return the first tickets as incidents."""

    def fact(value: Any) -> Any:
        plain = value.item()
        is_empty = plain is None or plain != plain
        return None if is_empty else plain.replace(tzinfo=UTC) if isinstance(plain, datetime) else plain

    return [
        Incident(**{"id": f"T-{row}"} | {
            name: int(cell) if name == "advised_units" and (cell := fact(values[row])) else fact(values[row])
            for name, values in table.items()
        })
        for row in range(count)
    ]  # fmt: skip


def every_figure(assessed: Assessment, at: datetime) -> tuple[object, ...]:
    """Return what a row of columns has, asked for one by one."""
    costs = assessed.verdict, assessed.exclusions, assessed.units, assessed.multiplier, assessed.credits
    if not (response := assessed.response):
        return *costs, assessed.is_pending
    owed = (
        response.due_at,
        response.goal_at,
        response.governing.rule,
        assessed.outcome(at=at),
        assessed.time_left(at=at),
    )
    return *costs, assessed.is_pending, *owed


def every_column(judged: columns.Judged) -> list[object]:
    return [getattr(judged, name) for name in columns.COLUMNS]


def measure_columns() -> None:
    terms, at = Terms.standard(holidays=HolidayCalendar.from_dates(HOLIDAYS, years=YEARS)), START + 500 * DAY
    table_, few = ticket_columns(MILLION), 5_000
    coded = table_ | {name: np.array([words.index(word) for word in table_[name]]) for name, words in WORDS.items()}
    objects = table_ | {name: table_[name].astype(object) for name in WORDS}
    aware = ("received_at", "replied_at", "arose_at", "deployed_at")
    frame = polars.DataFrame({name: v.tolist() if name in WORDS else v for name, v in table_.items()})
    frame = frame.with_columns(polars.col(*aware).dt.replace_time_zone("UTC"))
    frames: dict[str, Any] = {"polars": frame, "pandas": frame.to_pandas(), "pyarrow": frame.to_arrow()}
    some = incidents_of(table_, few)
    calls: Calls = {"assess in a loop": lambda: [every_figure(assess(each, terms), at) for each in some]}
    calls |= {
        f"judge, {what}": lambda given=given: every_column(columns.judge(given, terms, at=at))
        for what, given in {"strings": table_, "strings as objects": objects, "codes": coded}.items()
    }
    calls |= {
        f"judge_frame, {what}": lambda given=given: judge_frame(given, terms, at=at) for what, given in frames.items()
    }
    seconds = best(calls)
    alone = seconds.pop("assess in a loop") / few
    print(
        f"\nTickets by the column, a million, all columns and all figures; assess in a loop {alone * 1e6:.1f} µs each"
    )
    for what, spent_ in seconds.items():
        judged = seconds["judge, strings"]
        print(f"  {what:<34}{spent_ / MILLION * 1e9:>10,.0f} ns   {alone * MILLION / spent_:>6,.0f}x faster   "
              f"{spent_ / judged:.1f} of judge with strings")  # fmt: skip
    settle_columns(terms)
    judge_in_chunks(terms)


def settle_columns(terms: Terms) -> None:
    """Print what it takes to settle by the column, and one by one, growing to a million incidents."""
    month = Period.month(2024, 5)
    for accounts in (2_000, 20_000):
        count = accounts * 50
        given = ticket_columns(count)
        lots = {"account": [f"A{n}" for n in range(accounts)], "id": ["L"] * accounts, "credits": [80] * accounts}
        days = np.full(accounts, "2024-01-01", "datetime64[D]")
        lots |= {"on": days, "last_usable_on": days + 900, "price": [999] * accounts}
        names = {"id": [f"T-{n}" for n in range(count)], "account": [f"A{n % accounts}" for n in range(count)]}
        together = min(timeit.repeat(lambda: columns.settle(given | names, lots, terms, month), number=1, repeat=3))  # noqa: B023
        sample = 200
        places = [row for row in range(count) if row % accounts < sample]
        made = incidents_of({name: values[places] for name, values in given.items()}, len(places))
        lot = Lot(id="L", credits=80, on=date(2024, 1, 1), last_usable_on=date(2026, 6, 19), price=999)
        mine = [Account(id=f"A{n}", incidents=made[n::sample], lots=[lot]) for n in range(sample)]
        one_by_one = min(timeit.repeat(lambda: statements_of(mine, terms, month), number=1, repeat=3))  # noqa: B023
        each, alone = together / count, one_by_one / len(places)
        print(f"  settle {accounts:>6,} accounts, {count:>9,} incidents {together:>6.2f} s, {each * 1e6:.2f} µs each; "
              f"one by one {alone * 1e6:.1f} µs: {alone / each:.1f}x")  # fmt: skip


def statements_of(accounts: Iterable[Account], terms: Terms, month: Period) -> list[tuple[int, ...]]:
    statements = (settle(account, terms).statement(month) for account in accounts)
    return [(each.opening, each.closing, each.drawn, each.lapsed, each.shortfall, each.required) for each in statements]


def judge_in_chunks(terms: Terms) -> None:
    began = timeit.default_timer()
    credits = sum(int(columns.judge(ticket_columns(MILLION, seed), terms).credits.sum()) for seed in range(10))
    spent_, most = timeit.default_timer() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"  ten million in chunks of a million, made and judged: {spent_:.1f} s, {credits:,} credits; "
          f"the whole run took {most:.1f} GB at most")  # fmt: skip


GROUPS = {
    "hours": measure_hours,
    "arrays": measure_arrays,
    "ledger": measure_ledger,
    "billing": measure_billing,
    "rules": measure_rules,
    "columns": measure_columns,
}

if __name__ == "__main__":
    chosen = sys.argv[1:] or list(GROUPS)
    unknown = [name for name in chosen if name not in GROUPS]
    if unknown:
        sys.exit(f"no group {', '.join(unknown)}: choose from {', '.join(GROUPS)}")
    for name in chosen:
        GROUPS[name]()
