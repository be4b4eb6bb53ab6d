"""Run the tests of zones with an old release of the time zone database and with a new one, and compare what they say.

The old one is in build/zones/old, the new one is the package tzdata of the environment. Each is the only one that the
tests find.
"""

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parents[1]
RELEASES = {"old": ROOT / "build/zones/old/tzdata", "new": Path(str(files("tzdata")))}
TESTS = [
    *("unit/test_hours_zones.py", "unit/test_zone_fingerprint.py", "unit/test_hours_combined.py", "unit/test_desk.py"),
    *("unit/test_hours_business_days.py", "unit/test_arrays.py", "property/test_hours_laws.py"),
    "property/test_arrays_laws.py",
]
ASKED = """
from datetime import UTC, datetime, timedelta
from incidentrules import HolidayCalendar, OperatingHours
calendar = HolidayCalendar.from_dates([], years=range(2026, 2028))
for zone in ("America/Havana", "Europe/Berlin"):
    hours = OperatingHours.parse("Mo-Fr 09:00-17:00; PH off", holidays=calendar, tz=zone)
    due = hours.add(datetime(2026, 11, 2, tzinfo=UTC), timedelta(hours=4))
    print(f"{zone}: 4 h of Monday, 2 November 2026, end at {due:%H:%M} UTC; zone_fingerprint {hours.zone_fingerprint}")
"""


def main() -> None:
    told = {}
    for name, release in RELEASES.items():
        surroundings = os.environ | {"PYTHONTZPATH": str(release / "zoneinfo")}
        print(f"{name}: release {version_of(release)}", flush=True)
        command = [sys.executable, "-m", "pytest", "-n", "auto", *(f"tests/{test}" for test in TESTS)]
        subprocess.run(command, cwd=ROOT, env=surroundings, check=True)
        asked = subprocess.run(
            [sys.executable, "-c", ASKED], env=surroundings, capture_output=True, text=True, check=True
        )
        told[name] = asked.stdout.splitlines()
    print(*(f"{name} {line}" for name, lines in told.items() for line in lines), sep="\n")
    (old_havana, old_berlin), (new_havana, new_berlin) = told["old"], told["new"]
    if old_havana == new_havana or old_berlin != new_berlin:
        sys.exit("these releases were to differ for Havana alone")


def version_of(release: Path) -> str:
    """Return the name of a release, such as 2024a."""
    text = (release / "__init__.py").read_text("utf-8")
    return text.partition('IANA_VERSION = "')[2].partition('"')[0]


if __name__ == "__main__":
    main()
