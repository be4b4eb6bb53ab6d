"""The page of examples/playground, as its readers meet it: in Chromium. `make playground-test` runs this."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from importlib import import_module
from importlib.util import find_spec
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest

from playground import answers
from playground.assemble import NotHereError, assemble
from playground.main import server

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMEDRIVER = shutil.which("chromedriver")

if find_spec("selenium") is None:
    pytest.skip("selenium is not in this environment: make playground-test", allow_module_level=True)
if not (CHROMIUM and CHROMEDRIVER):
    pytest.skip(
        "no Chromium here: install it, such as by apt-get install chromium chromium-driver", allow_module_level=True
    )

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-US",
)  # fmt: skip
ZONE = "Europe/Berlin"
LOADING = 180
"""How many seconds Python may take to start; a machine that does nothing else takes some few."""
ENTERED = {"received_at": "2026-11-25T21:00", "tier": "6h", "effort_minutes": "75", "replied_at": "2026-11-27T15:00"}
HOSTILE = "<img src=x onerror=window.hit=1>"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    try:
        folder = assemble()
    except NotHereError as why:
        pytest.skip(str(why))
    with server(folder, 0) as serving:
        Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}/"
        serving.shutdown()


class Page:
    """The playground in a browser, by the ids of what stands on it."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def size(self, width: int) -> None:
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def run(self, script: str, *given: object) -> Any:
        return self.driver.execute_script(script, *given)

    def text(self, id: str) -> str:
        return str(self.run("return document.getElementById(arguments[0])?.textContent ?? ''", id))

    def click(self, id: str) -> None:
        self.driver.find_element("id", id).click()

    def enter(self, **values: str) -> None:
        """Set fields as a reader does, who changes them one after the other."""
        for id, value in values.items():
            script = "const f = document.getElementById(arguments[0]); f.value = arguments[1];"
            self.run(script + "f.dispatchEvent(new Event('input', {bubbles: true}))", id, value)

    def shows(self, id: str, text: str, seconds: int = 20) -> None:
        """Wait until a text is shown, and say what is there instead where it never is."""
        end = monotonic() + seconds
        while text not in self.text(id) and monotonic() < end:
            sleep(0.05)
        assert text in self.text(id)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory, url: str) -> Iterator[Any]:
    webdriver = import_module("selenium.webdriver")
    service = import_module("selenium.webdriver.chrome.service")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=service.Service(CHROMEDRIVER))
    driver.set_script_timeout(LOADING)
    driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": ZONE})
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def loaded(driver: Any, url: str) -> Page:
    """The page, once its button was pressed; until then it loads nothing that is large."""
    page = Page(driver)
    page.size(1280)
    driver.get(url)
    page.shows("load", "Load Python and the library, ")
    assert re.fullmatch(r"Load Python and the library, \d\d MB, from this machine", page.text("load"))
    assert [name for name in page.run(RESOURCES) if "pyodide/" in name or "archives/" in name] == []
    page.click("load")
    page.shows("due", "2026", LOADING)
    assert page.run("return document.getElementById('start').hidden")
    return page


@pytest.fixture
def page(loaded: Page) -> Page:
    """The page, with the ticket of `ENTERED` on it."""
    loaded.size(1280)
    loaded.click("show_one")
    loaded.enter(tz=ZONE, holidays="US", severity="normal", **ENTERED)
    loaded.shows("due", "Fri 2026-11-27 11:00")
    return loaded


RESOURCES = "return performance.getEntriesByType('resource').map(entry => entry.name)"
TEXT = "return document.getElementById(arguments[0]).textContent"
WIDTH = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


def text(html: str) -> str:
    return unescape(re.sub("<[^>]+>", "", html))


def test_the_first_answer_is_that_of_the_ticket_that_stands_in_the_form(loaded: Page) -> None:
    assert loaded.text("due") == "Tue 2026-11-24 01:00"
    assert loaded.text("cost") == "at least 1 credit"


def test_a_ticket_gets_the_answer_that_the_library_computes_here(page: Page) -> None:
    """All of it: deadline, credits, letter, picture, tiers and readings."""
    assert (page.text("due"), page.text("cost")) == ("Fri 2026-11-27 11:00", "8 credits")
    assert page.run(TEXT, "answer") == text(answers.ticket(ENTERED, ZONE, "US")["html"])
    assert page.run("return document.querySelectorAll('#answer .day svg').length") == 3
    assert page.run("return document.querySelector('#answer .chosen').textContent") == "6hFri 2026-11-27 11:008late"


def test_what_is_wrong_is_said_and_the_field_is_marked(page: Page) -> None:
    page.enter(effort_minutes="1 h")
    page.shows("answer", "effort_minutes is no duration, got '1 h': write whole minutes, such as 75")
    marked = "return [...document.querySelectorAll('[aria-invalid=true]')].map(field => field.id)"
    assert page.run(marked) == ["effort_minutes"]
    page.enter(effort_minutes="75")
    page.shows("due", "Fri 2026-11-27 11:00")
    assert page.run(marked) == []
    page.enter(tz="Europe/Berln")
    page.shows("answer", 'write "Europe/Berlin"')
    assert page.run(marked) == ["tz"]


def test_a_csv_gets_the_answers_that_the_library_computes_here_and_its_wrong_row_is_named(page: Page) -> None:
    csv = answers.SAMPLE + "T-6,yesterday,normal,,20,,\n"
    page.click("show_many")
    page.enter(csv=csv)
    page.shows("answers", "row 7, received_at is no moment that can be read without a guess, got 'yesterday'")
    assert page.run(TEXT, "answers") == text(answers.tickets(csv, ZONE, "US")["html"])
    assert "5 tickets, at least 17 credits" in page.text("total")


def test_what_is_pasted_is_shown_as_text(page: Page) -> None:
    page.click("show_many")
    page.enter(csv=f"id,received_at\n{HOSTILE},2026-11-21 10:00\n")
    page.shows("answers", HOSTILE)
    assert page.run("return [document.images.length, typeof hit]") == [0, "undefined"]


def test_all_of_it_comes_from_this_machine_and_nothing_fails(page: Page, url: str) -> None:
    names = page.run(RESOURCES)
    assert any(name.endswith("pyodide.asm.wasm") for name in names)
    assert [name for name in names if not name.startswith(url)] == []
    refused = "return fetch('http://127.0.0.2/').then(() => 'loaded', error => error.name)"
    assert page.run(refused) == "TypeError"
    log = page.driver.get_log("browser")
    assert [entry for entry in log if entry["level"] == "SEVERE" and "127.0.0.2" not in entry["message"]] == []
    assert any("Content Security Policy" in entry["message"] for entry in log)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_wider_than_the_window(page: Page, width: int) -> None:
    page.size(width)
    page.run("document.querySelector('details').open = true")
    assert (width, 0) == (page.run("return innerWidth"), page.run(WIDTH))
    page.click("show_many")
    page.enter(csv=answers.SAMPLE + f"{'T' * 200},2026-11-21 10:00,{'x' * 200},,,,\n")
    page.shows("answers", "row 7")
    assert page.run(WIDTH) == 0


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_it_is_light_or_dark_as_the_reader_has_it_and_its_text_stands_out(
    page: Page, scheme: str, is_dark: bool
) -> None:
    """Text of every colour has a contrast of 4.5 to 1 at the least to what is behind it, as WCAG asks."""
    feature = {"name": "prefers-color-scheme", "value": scheme}
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    names = ["ground", "card", "ink", "soft", "accent", "goal", "replied", "wrong", "wrong-ground", "on-accent"]
    colours = page.run(
        "const root = getComputedStyle(document.documentElement);"
        "return arguments[0].map(name => root.getPropertyValue('--' + name).trim())",
        names,
    )
    light = dict(zip(names, map(luminance, colours), strict=True))
    assert is_dark == (light["ground"] < light["ink"])
    pairs = [(text, "card") for text in ("ink", "soft", "accent", "goal", "replied", "wrong")]
    pairs += [("ink", "ground"), ("soft", "ground"), ("wrong", "wrong-ground"), ("on-accent", "accent")]
    assert [pair for pair in pairs if contrast(light[pair[0]], light[pair[1]]) < 4.5] == []


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
