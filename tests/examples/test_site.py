"""The site, as its readers meet it: in Chromium, from the file system. `make site-test` builds it and runs this."""

import re
import shutil
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import unquote

import pytest

SITE = Path(__file__).parents[2] / "docs" / "_build" / "html"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMEDRIVER = shutil.which("chromedriver")

if find_spec("selenium") is None:
    pytest.skip("selenium is not in this environment: make site-test", allow_module_level=True)
if not (CHROMIUM and CHROMEDRIVER):
    pytest.skip(
        "no Chromium here: install it, such as by apt-get install chromium chromium-driver", allow_module_level=True
    )
if not (SITE / "index.html").exists():
    pytest.skip("the site is not built: make site-test", allow_module_level=True)

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-US",
)  # fmt: skip
PAGES = sorted(str(page.relative_to(SITE)) for page in SITE.rglob("*.html") if "_static" not in page.parts)

WORDS = {
    "expire": "rules/r3",
    "invoice": "customers/questions|customers/statement|how-to/billing",
    "ticket": "rules/r1",
    "SLA breach": "rules/r12",
    "refund": "rules/r8",
    "refund policy": "rules/r8",
    "overtime": "rules/r16",
    "why four credits": "customers/questions|rules/a11",
    "midnight": "rules/a4",
    "weekend": "rules/r15",
    "saturday": "rules/r15",
    "holiday": "rules/a8",
    "price": "rules/r7",
    "discount": "rules/r7",
    "upgrade": "rules/r18",
    "per month": "rules/a10",
    "subscription": "rules/a10",
    "rounding": "rules/a15",
    "emergency": "rules/r29",
    "hourly rate": "rules/r19",
    "warranty": "rules/r24",
    "free of charge": "rules/r24",
    "opening hours": "rules/r14",
    "escalation": "rules/a9",
    "phone": "rules/r20",
    "follow-up": "rules/r22",
    "severity": "rules/a6",
    "first reply": "rules/a7",
    "spreadsheet": "start/why|how-to/migrate",
    "tutorial": "start/five-minutes",
    "close a month": "start/five-minutes|how-to/csv-to-statement",
    "late tickets": "how-to/late-tickets",
    "alternatives": "start/why",
    "archive": "how-to/keep-records",
    "Jupyter": "how-to/notebook",
    "JSON": "how-to/keep-as-json|how-to/json-api",
    "database": "how-to/database",
    "pandas": "how-to/frames",
    "pickle": "stability",
    "R25": "rules/r25",
    "A10": "rules/a10",
    "Statement": "reference/statement|customers/statement",
    "assess": "reference/assessment",
}
"""What a reader types into the search, and the page that is meant, among the first three; ``|`` stands for or."""


class Page(HTMLParser):
    """What matters of a page: its ids, links, pictures, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.pictures: list[tuple[str, str]] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.update(given[name] for name in ("id", "name") if name in given)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in ("img", "object"):
            self.pictures.append(
                (given.get("src", given.get("data", "")), given.get("alt", given.get("aria-label", "")))
            )
        if tag in ("script", "img", "iframe", "object") or (tag == "link" and given.get("rel") != "canonical"):
            self.loads += [given[name] for name in ("src", "data", "href") if given.get(name)]


@cache
def parsed(page: Path) -> Page:
    return Page(page.read_text("utf-8"))


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    webdriver = import_module("selenium.webdriver")
    service = import_module("selenium.webdriver.chrome.service")
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.binary_location = str(CHROMIUM)
    driver = webdriver.Chrome(options, service.Service(str(CHROMEDRIVER)))
    yield driver
    driver.quit()


def size(driver: Any, width: int) -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_page_and_every_anchor_to_a_place(page: str) -> None:
    wrong = []
    for link in parsed(SITE / page).links:
        if re.match(r"\w+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = ((SITE / page).parent / unquote(path)).resolve() if path else SITE / page
        if not target.exists() or (anchor and target.suffix == ".html" and unquote(anchor) not in parsed(target).ids):
            wrong.append(link)
    assert wrong == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    loads = {link for page in PAGES for link in parsed(SITE / page).loads}
    styles = {
        link
        for style in SITE.rglob("*.css")
        for link in re.findall(r"url\([\"']?(https?:[^)]+)", style.read_text("utf-8"))
    }
    assert [link for link in loads | styles if re.match(r"(https?:)?//", link)] == []


def test_every_picture_is_there_and_has_its_text() -> None:
    pictures = [(page, *picture) for page in PAGES for picture in parsed(SITE / page).pictures]
    assert [one for one in pictures if not one[2].strip() or not ((SITE / one[0]).parent / one[1]).exists()] == []


def test_no_page_scrolls_sideways_on_a_phone(driver: Any) -> None:
    size(driver, 390)
    wide = {}
    for page in PAGES:
        driver.get((SITE / page).as_uri())
        if (width := driver.execute_script("return document.documentElement.scrollWidth")) > 390:
            wide[page] = width
    assert wide == {}


def test_no_code_is_cut_at_the_right(driver: Any) -> None:
    size(driver, 1280)
    script = """return [...document.querySelectorAll("div.highlight:not(.highlight-text *) pre")]
        .filter(pre => pre.scrollWidth > pre.clientWidth + 1).length"""
    cut = {}
    for page in PAGES:
        driver.get((SITE / page).as_uri())
        if number := driver.execute_script(script):
            cut[page] = number
    assert cut == {}


def test_code_has_a_button_that_copies_it_and_the_page_knows_the_dark(driver: Any) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        )
        driver.get((SITE / "index.html").as_uri())
        grounds.append(driver.execute_script("return getComputedStyle(document.body).backgroundColor"))
    assert len(set(grounds)) == 2
    assert len(driver.find_elements("css selector", "div.highlight button.copybtn")) == 2


def found(driver: Any, words: str) -> list[str]:
    driver.get(f"{(SITE / 'search.html').as_uri()}?q={words.replace(' ', '+')}")
    end = monotonic() + 10
    while monotonic() < end:
        status = driver.execute_script("return document.querySelector('#search-results p.search-summary')?.innerText")
        if status and re.search(r"found \d+|found one|did not match|finished", status):
            break
        sleep(0.02)
    links = driver.find_elements("css selector", "#search-results ul.search > li > a")
    return [link.get_attribute("href").removeprefix(SITE.as_uri() + "/") for link in links[:3]]


def test_what_a_reader_types_finds_the_page_that_is_meant(driver: Any) -> None:
    size(driver, 1280)
    missed = {}
    for words, meant in WORDS.items():
        first = found(driver, words)
        if not any(re.match(rf"({meant})\.html", link) for link in first):
            missed[words] = first
    assert missed == {}
