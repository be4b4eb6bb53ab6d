"""Try mutants of the library: all, a sample, those of some modules, or those of the lines changed since a revision.

It fails where one survives that is not among the accepted ones.
"""

import argparse
import gc
import inspect
import json
import os
import random
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest

from .choosing import FOLDER, Choice, recorded
from .running import AGAIN, OPTIONS, SURVIVED, Swapping, afresh, in_forks, silence, until
from .sources import Mutant, enums_of, mutants_of

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src"
ACCEPTED = Path(__file__).with_name("accepted.toml")
PRELOADED = "attrs coverage dateutil.relativedelta holidays hypothesis jsonschema networkx numpy pandas sybil zoneinfo"


def main() -> int:
    options = arguments()
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    os.chdir(ROOT)
    mutants = chosen(options)
    if options.list:
        print(*map(shown, mutants), sep="\n")
        return 0
    choice = recorded(ROOT)
    choice.longest = options.each
    load()
    began, ended = time.monotonic(), dict[Mutant, str]()
    bodies = [mutant for mutant in mutants if mutant.run is not None]
    fresh = [mutant for mutant in mutants if mutant.run is None]
    for mutant, how in in_one_process([*controls(bodies), *bodies], choice, options.jobs, began + options.seconds / 2):
        if how in (SURVIVED, AGAIN):
            fresh.append(mutant)
        else:
            ended[mutant] = how
    print(f"{len(ended)} of {len(bodies)} noticed where all is loaded, in {time.monotonic() - began:.0f} s", flush=True)
    for choice.longest in (options.each, 10 * options.each):  # by far the most are noticed by the first few tests
        todo, fresh = controls(fresh) + fresh, []
        attempt = partial(afresh, choice=choice)
        for mutant, how in in_forks(until(began + options.seconds, todo), attempt, options.jobs):
            ended[mutant] = how
            if how == SURVIVED and not mutant.is_control:
                fresh.append(mutant)
            choice.noticed[mutant.module, mutant.scope].insert(0, how)
    wrong = [how for mutant, how in ended.items() if mutant.is_control and how != SURVIVED]
    if wrong:
        sys.exit(f"without a change, too, a test fails: {wrong[0]}")
    ended = {mutant: how for mutant, how in ended.items() if not mutant.is_control}
    (ROOT / FOLDER / "last.json").write_text(json.dumps([[*mutant.key, how] for mutant, how in ended.items()]), "utf-8")
    return report(ended, len(mutants), time.monotonic() - began)


def controls(mutants: list[Mutant]) -> list[Mutant]:
    """Return the first one without its change: it has to survive, or what fails is not the change."""
    return [mutant.unchanged() for mutant in mutants[:1]]


def load() -> None:
    """Load what every process needs, but the library; so that it is there in each of them."""
    for name in PRELOADED.split():
        __import__(name)
    inspect.getmodule(inspect.currentframe())  # it goes through all modules, the first time
    gc.collect()
    gc.freeze()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", help="such as credits, _hours.grammar or extra; all where none is named")
    parser.add_argument("--since", metavar="REV", help="only what lies on lines that were changed since a revision")
    parser.add_argument(
        "--data", action="store_true", help="only constants, defaults, enum members, tables and the like"
    )
    parser.add_argument("--sample", type=int, metavar="N", help="only so many, chosen at random")
    parser.add_argument("--seed", type=int, default=1, help="what the choice at random begins with")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many seconds")
    parser.add_argument("--each", type=float, default=10.0, help="seconds of tests that one mutant has to pass")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many are tried side by side")
    parser.add_argument("--list", action="store_true", help="list them, and try none")
    return parser.parse_args()


def chosen(options: argparse.Namespace) -> list[Mutant]:
    """Return the mutants that were asked for; where the time is short, or a number is given, in an order by chance."""
    enums = enums_of(SOURCES)
    found = [mutant for path in sorted(SOURCES.rglob("*.py")) for mutant in mutants_of(path, SOURCES, enums)]
    if options.modules:
        names = tuple(f"incidentrules.{name.strip('.')}." for name in options.modules)
        found = [mutant for mutant in found if f"{mutant.module}.".startswith(names)]
    if options.data:
        found = [mutant for mutant in found if mutant.is_of_data]
    if options.since:
        lines = changed_lines(options.since)
        found = [mutant for mutant in found if lines.get(mutant.path, set()) & {*range(mutant.first, mutant.last + 1)}]
    if options.sample is not None or options.seconds < float("inf"):
        found = random.Random(options.seed).sample(found, min(options.sample or len(found), len(found)))
    return found


def changed_lines(revision: str) -> dict[Path, set[int]]:
    """Return the lines of the library that were changed since a revision, by file."""
    command = ["git", "diff", "--unified=0", "--no-prefix", revision, "--", "src"]
    diff = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found, path = dict[Path, set[int]](), ROOT
    for line in diff.splitlines():
        if line.startswith("+++ "):
            path = ROOT / line[4:]
        elif match := re.match(r"@@ \S+ \+(\d+)(?:,(\d+))? @@", line):
            first, count = int(match[1]), int(match[2] or 1)
            found.setdefault(path, set()).update(range(first, first + count))
    return found


def in_one_process(mutants: Iterable[Mutant], choice: Choice, jobs: int, ends: float) -> Iterator[tuple[Mutant, str]]:
    """Yield each mutant with how it ended in a process that has all loaded, which begins and ends here."""
    known, (reader, writer) = list(mutants), os.pipe()
    places = {mutant: place for place, mutant in enumerate(known)}

    def tell(mutant: Mutant, how: str) -> None:
        os.write(writer, f"{json.dumps([places[mutant], how])}\n".encode())

    if not (pid := os.fork()):
        os.close(reader)
        silence(ROOT / FOLDER / "loaded.log")
        pytest.main(OPTIONS, plugins=[Swapping(known, choice, jobs, ends, tell)])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        for line in pipe:
            place, how = json.loads(line)
            yield known[place], how
            del places[known[place]]
    os.waitpid(pid, 0)
    if time.monotonic() < ends and places:
        print(f"{len(places)} were not tried where all is loaded; {FOLDER}/loaded.log says why", flush=True)
        yield from ((mutant, AGAIN) for mutant in places)


def report(ended: dict[Mutant, str], asked: int, seconds: float) -> int:
    """Print what survived, and the figures; return 1 where one survived that is not accepted."""
    accepted = {tuple(entry[name] for name in ("module", "scope", "before", "after")) for entry in accepted_ones()}
    survived = [mutant for mutant, how in ended.items() if how == SURVIVED]
    equivalent = [mutant for mutant in survived if mutant.key in accepted]
    unnoticed = [mutant for mutant in survived if mutant.key not in accepted]
    stale = [mutant for mutant, how in ended.items() if how != SURVIVED and mutant.key in accepted]
    for mutant in sorted(unnoticed, key=lambda mutant: (mutant.path, mutant.first)):
        print(shown(mutant))
    for mutant in stale:
        print("accepted, and yet noticed:", shown(mutant))
    slow = sum(how.startswith("ended by signal") for how in ended.values())
    tried, noticed = len(ended), len(ended) - len(survived)
    rate = 100 * noticed / max(tried - len(equivalent), 1)
    print(f"{tried} of {asked} mutants tried in {seconds:.0f} s: {noticed} noticed ({slow} by their time),", end=" ")
    print(f"{len(equivalent)} accepted, {len(unnoticed)} survived; {rate:.1f} % of what is not accepted is noticed")
    return 1 if unnoticed else 0


def accepted_ones() -> list[dict[str, str]]:
    return tomllib.loads(ACCEPTED.read_text("utf-8"))["mutant"]  # type: ignore[no-any-return]


def shown(mutant: Mutant) -> str:
    place = f"{mutant.path.relative_to(ROOT)}:{mutant.first}"
    return f"{place} {mutant.scope}\n    {mutant.before}\n    {mutant.after}"


if __name__ == "__main__":
    sys.exit(main())
