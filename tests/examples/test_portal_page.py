"""The page of examples/portal, as its readers meet it: in Chromium. `make portal-test` runs this."""

import re
import shutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from time import monotonic, sleep
from typing import Any

import pytest

from portal_server import HOSTILE, LONG, Server, serving, write_hostile

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMEDRIVER = shutil.which("chromedriver")

if find_spec("selenium") is None:
    pytest.skip("selenium is not in this environment: make portal-test", allow_module_level=True)
if not (CHROMIUM and CHROMEDRIVER):
    pytest.skip(
        "no Chromium here: install it, such as by apt-get install chromium chromium-driver", allow_module_level=True
    )

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en-US",
)  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(write_hostile(tmp_path_factory.mktemp("data"))) as server:
        yield server


class Page:
    """The portal in a browser, by the ids of what stands on it."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, server: Server) -> None:
        self.driver.get(server.url)
        self.shows("cost", "At least 1 credit")

    def size(self, width: int, height: int = 900) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def run(self, script: str) -> Any:
        return self.driver.execute_script(script)

    def text(self, id: str) -> str:
        return str(self.driver.find_element("id", id).text)

    def write(self, id: str, *keys: str) -> None:
        self.driver.find_element("id", id).send_keys(*keys)

    def choose(self, id: str, value: str) -> None:
        self.driver.find_element("xpath", f"//select[@id={id!r}]/option[@value={value!r}]").click()

    def shows(self, id: str, text: str) -> None:
        """Wait until a text is shown, and say what is there instead where it never is."""
        end = monotonic() + 10
        while self.text(id) != text and monotonic() < end:
            sleep(0.02)
        assert self.text(id) == text


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    webdriver = import_module("selenium.webdriver")
    service = import_module("selenium.webdriver.chrome.service")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=service.Service(CHROMEDRIVER))
    driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "Europe/Berlin"})
    yield driver
    driver.quit()


@pytest.fixture
def page(driver: Any, server: Server) -> Page:
    """The page, with a question on it: the Friday at 21:00 in Berlin, as an account with 5 credits."""
    page = Page(driver)
    page.size(1200)
    page.open(server)
    page.choose("account", "kestrel-air")
    page.write("received_at", "112020260900PM")
    page.shows("due", "Mon 2026-11-23 21:00")
    driver.get_log("browser")
    return page


def test_the_answer_follows_what_is_typed(page: Page) -> None:
    assert (page.text("cost"), page.text("due_note")) == ("At least 1 credit", "Europe/Berlin")
    page.choose("tier", "12h")
    page.write("effort", "75")
    page.shows("cost", "4 credits")
    assert page.text("due") == "Mon 2026-11-23 17:00"
    assert page.text("cost_note") == "Covered by the balance of kestrel-air"
    page.choose("tier", "6h")
    page.shows("cost_note", "kestrel-air has 3 too few: packs for USD 599 cover it")


def test_the_reasons_are_those_of_the_api_each_below_what_it_is_for(page: Page, server: Server) -> None:
    request = {"type": "incident", "id": "T-1", "received_at": "2026-11-20T20:00:00Z", "tier": "12h", "effort": "PT75M"}
    _, given = server.ask("POST", "/api/assessments?tz=Europe/Berlin", request)
    page.choose("tier", "12h")
    page.write("effort", "75")
    page.shows("cost", "4 credits")
    shown = page.run(
        "return [...document.querySelectorAll('#why li')].map(item => '  '.repeat(item.matches('li li') ? 1 : 0)"
        " + [...item.childNodes].filter(node => node.nodeName != 'UL').map(node => node.textContent).join(''))"
    )
    cited_last = [re.sub(r" (\([RA]\d[^()]*\))\.$", r". \1", line) for line in given["why"].splitlines()]
    assert shown == cited_last
    assert {len(line) - len(line.lstrip()) for line in shown} == {0, 2}


def test_the_account_shows_its_balance_and_what_lapses_next(page: Page) -> None:
    assert (page.text("balance"), page.text("balance_note")) == ("5 credits", "At the end of 2026-11-20")
    assert (page.text("lapse"), page.text("lapse_note")) == ("5 credits", "On 2027-09-29, of lot P-555")
    assert page.text("lots") == "Lot Usable through Credits left\nP-555 2027-09-28 5"
    page.choose("account", "")
    page.shows("balance_card", "")


def test_what_is_not_paid_by_credits_says_how_it_is_paid(page: Page) -> None:
    page.run("document.querySelector('details').open = true")
    page.choose("topic", "on_call")
    page.shows("cost", "USD 329 an hour")
    page.choose("topic", "support")
    page.choose("kind", "professional_services")
    page.shows("cost", "By a quote")
    page.choose("channel", "phone")
    page.shows("due", "No reply is owed")
    assert (page.text("cost"), page.text("due_note")) == ("Nothing", "")


def test_what_is_wrong_is_said_where_the_answer_would_be(page: Page) -> None:
    page.write("effort", "1e9")
    page.shows("error", 'effort is no duration, got \'PT1e9M\': write hours, minutes and seconds: "PT1H15M", "PT0.5S"')
    assert (page.text("figures"), page.run("return document.getElementById('effort').ariaInvalid")) == ("", "true")
    page.run("document.getElementById('effort').value = ''")
    page.write("received_at", "\ue003")  # what the browser says of a moment without a month
    page.shows("error", page.run("return document.getElementById('received_at').validationMessage"))
    assert page.run("return [...document.querySelectorAll('[aria-invalid=true]')].map(f => f.id)") == ["received_at"]
    page.write("received_at", "112020260900PM")
    page.shows("due", "Mon 2026-11-23 21:00")
    assert (page.text("error"), page.run("return [...document.querySelectorAll('[aria-invalid=true]')]")) == ("", [])


def test_all_of_the_page_comes_from_the_portal_and_nothing_of_it_fails(page: Page, server: Server) -> None:
    loaded = page.run("return performance.getEntriesByType('resource').map(entry => entry.name)")
    assert [url for url in loaded if not url.startswith(server.url)] == []
    assert [entry for entry in page.driver.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_names_that_are_markup_are_shown_as_text(page: Page, hostile: Server) -> None:
    page.open(hostile)
    page.run("document.getElementById('account').selectedIndex = 1")
    page.run("document.getElementById('account').dispatchEvent(new Event('change', {bubbles: true}))")
    page.shows("name", HOSTILE)
    assert f"Covered by the balance of {HOSTILE}" == page.text("cost_note")
    assert HOSTILE in page.text("lots")
    assert HOSTILE in page.text("lapse_note")
    assert page.run("return [document.images.length, typeof hit]") == [0, "undefined"]
    assert [entry for entry in page.driver.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1200])
def test_nothing_is_wider_than_the_window(page: Page, hostile: Server, width: int) -> None:
    page.open(hostile)
    page.size(width)
    page.run("document.querySelector('details').open = true")
    page.run("document.getElementById('account').selectedIndex = 2")
    page.run("document.getElementById('account').dispatchEvent(new Event('change', {bubbles: true}))")
    page.shows("name", LONG)
    page.run("window.root = document.documentElement")
    wide = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > root.clientWidth)"
    assert [width, 0, []] == page.run(
        f"return [innerWidth, root.scrollWidth - root.clientWidth, {wide}.map(e => e.id || e.tagName)]"
    )


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_the_page_is_light_or_dark_as_the_reader_has_it_and_its_text_stands_out(
    page: Page, scheme: str, is_dark: bool
) -> None:
    """Text of every colour has a contrast of 4.5 to 1 at the least to what is behind it, as WCAG asks."""
    feature = {"name": "prefers-color-scheme", "value": scheme}
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    colours = page.run(
        "const root = getComputedStyle(document.documentElement);"
        "return Object.fromEntries(['ground', 'card', 'ink', 'soft', 'accent', 'wrong', 'wrong-ground']"
        ".map(name => [name, root.getPropertyValue('--' + name).trim()]))"
    )
    light = {name: luminance(colour) for name, colour in colours.items()}
    assert is_dark == (light["ground"] < light["ink"])
    pairs = [(text, behind) for text in ("ink", "soft", "accent") for behind in ("ground", "card")]
    assert [
        pair for pair in (*pairs, ("wrong", "wrong-ground")) if contrast(light[pair[0]], light[pair[1]]) < 4.5
    ] == []


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
