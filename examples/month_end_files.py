"""What `month_end.py` reads beside its options: lines of CSV files, and the holidays of a file or of a country."""

import csv
from datetime import date
from pathlib import Path

from incidentrules import HolidayCalendar, rows

COUNTRY_YEARS = range(2015, 2036)  # of which a country's holidays are looked up


def lines_of(path: Path) -> list[list[str]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return list(csv.reader(file, strict=True))
    except (UnicodeError, csv.Error) as error:
        raise csv.Error(f"{path}: {error}") from error


def holidays_in(folder: Path) -> HolidayCalendar:
    """Return the holidays of a file, which knows the years from its first day to its last."""
    days = rows.read(_holiday, rows.table(lines_of(folder / "holidays.csv")))
    if days.problems or not days.values:
        raise csv.Error(f"holidays.csv: {next(iter(days.problems), 'there is no holiday: --country none keeps none')}")
    years = [day.year for day, _ in days.values]
    return HolidayCalendar.from_dates(dict(days.values), years=range(min(years), max(years) + 1))


def _holiday(*, day: date, name: str) -> tuple[date, str]:
    return day, name


def holidays_of(name: str) -> HolidayCalendar:
    if name == "none":
        return HolidayCalendar.none()
    code, _, subdivision = name.partition("-")
    return HolidayCalendar.from_country(code, subdivision=subdivision or None, years=COUNTRY_YEARS)
