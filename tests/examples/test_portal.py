"""The portal of examples/portal, over HTTP. `make portal-test` runs this."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from typing import Any

import pytest

from incidentrules import Account, HolidayCalendar, Incident, Period, Terms, assess, settle, verify
from incidentrules.documents import from_dict, schema, to_dict
from portal_server import HOSTILE, LONG, Server, serving, write_hostile

if find_spec("fastapi") is None:
    pytest.skip("FastAPI is not in this environment: make portal-test", allow_module_level=True)

TERMS = Terms.standard(holidays=HolidayCalendar.from_country("US", years=range(2025, 2037)))
FRIDAY = datetime(2026, 11, 20, 20, tzinfo=UTC)
REQUEST = {"type": "incident", "version": 1, "id": "T-1", "received_at": "2026-11-20T20:00:00Z"}
WORK = {"tier": "12h", "effort": "PT75M"}
JUDGED = assess(Incident(id="T-1", received_at=FRIDAY, tier="12h", effort=timedelta(minutes=75)), TERMS)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(write_hostile(tmp_path_factory.mktemp("data"))) as server:
        yield server


# --- what it answers


def test_a_request_is_answered_by_when_its_reply_is_due_what_it_costs_and_why(server: Server) -> None:
    status, given = server.ask("POST", "/api/assessments?tz=Europe/Berlin", REQUEST | WORK)
    figures = given["assessment"]["figures"]
    assert (status, given["due"], figures["due_at"]) == (200, "Mon 2026-11-23 17:00", "2026-11-23T16:00:00Z")
    assert (figures["credits"], given["missing"], given["price"], given["day"]) == (4, 4, "599", "2026-11-20")
    assert [pack["credits"] for pack in given["packs"]] == [4]
    assert given["why"] == JUDGED.explain(tz="Europe/Berlin", name="Your request")


def test_its_documents_read_back_as_the_judgement_and_its_reasons(server: Server) -> None:
    _, given = server.ask("POST", "/api/assessments", REQUEST | WORK)
    reasons = [from_dict(document) for document in given["reasons"]]
    assert from_dict(given["assessment"]) == JUDGED
    assert [JUDGED.why_verdict, JUDGED.why_credits, JUDGED.why_due] == reasons
    assert [verify(reason) for reason in reasons] == [(), (), ()]


def test_the_credits_of_the_account_pay_first(server: Server) -> None:
    """kestrel-air has 5 credits; two incidents cost 4 in the 12h tier, and 8 in the 6h tier."""
    path = "/api/assessments?account=kestrel-air"
    _, covered = server.ask("POST", path, REQUEST | WORK)
    _, short = server.ask("POST", path, REQUEST | WORK | {"tier": "6h"})
    assert (covered["missing"], covered["packs"], covered["price"]) == (0, [], "0")
    assert (short["missing"], [pack["credits"] for pack in short["packs"]], short["price"]) == (3, [4], "599")


def test_of_a_request_that_is_refused_nothing_is_due(server: Server) -> None:
    status, given = server.ask("POST", "/api/assessments", REQUEST | {"channel": "phone"})
    assert (status, given["due"], given["missing"], len(given["reasons"])) == (200, None, 0, 2)
    assert given["why"].splitlines()[0] == "Your request was not admitted (R20)."


def test_the_balance_of_an_account_says_what_is_left_and_what_lapses_next(server: Server) -> None:
    status, given = server.ask("GET", "/api/accounts/kestrel-air?on=2026-11-20")
    [lot], [entry] = map(from_dict, given["remaining"]), map(from_dict, given["at_risk"])
    assert (status, given["balance"]) == (200, 5)
    assert ("P-555", 5, date(2027, 9, 28)) == (lot.lot, lot.credits, lot.last_usable_on)
    assert ("P-555", 5, date(2027, 9, 29)) == (entry.lot, entry.credits, entry.on)


def test_the_accounts_are_those_of_the_files(server: Server) -> None:
    _, given = server.ask("GET", "/api/accounts")
    assert (len(given["accounts"]), *given["accounts"][::13]) == (14, "aldgate-books", "northgate-radio")


def test_an_account_that_is_sent_is_settled(server: Server) -> None:
    lot = TERMS.purchase(4, id="L-1", on=date(2026, 11, 2))
    account = Account(id="acme", lots=[lot], incidents=[Incident(id="T-1", received_at=FRIDAY, effort=timedelta(0))])
    status, given = server.ask("POST", "/api/statements?first=2026-11-01&last=2026-11-30", to_dict(account))
    assert status == 200
    assert settle(account, TERMS).statement(Period.month(2026, 11)) == from_dict(given["statement"])


def test_the_terms_are_those_that_it_judges_by(server: Server) -> None:
    assert (200, {"terms": to_dict(TERMS)}) == server.ask("GET", "/api/terms")


def test_the_schema_of_openapi_comes_from_the_values_and_refers_to_nothing_that_is_not_there(server: Server) -> None:
    status, described = server.ask("GET", "/openapi.json")
    schemas, text = described["components"]["schemas"], json.dumps(described)
    refs = set(re.findall(r'"\$ref": "([^"]+)"', text))
    posted = described["paths"]["/api/assessments"]["post"]
    assert status == 200
    assert posted["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/incident"}
    assert schema("incident")["properties"]["channel"] == schemas["incident"]["properties"]["channel"]
    assert schema("incident")["required"] == schemas["incident"]["required"]
    assert set() == refs - {f"#/components/schemas/{name}" for name in schemas}
    refused = {"field", "code", "message", "remedy"}
    for path in described["paths"].values():
        for operation in path.values():
            said = operation["responses"]["422"]["content"]["application/json"]["schema"]
            assert refused == set(said["properties"])


# --- what it refuses

BODIES: list[tuple[Any, int, str, str]] = [
    (b"", 422, "body", "format"),
    (b'{"type": "incident", "id"', 422, "body", "format"),
    (b"\xff\xfe\x00", 422, "body", "format"),
    (b"[" * 100_000, 422, "body", "format"),
    (b'{"type": "incident", "id": ' + b"9" * 5000 + b"}", 422, "body", "format"),
    (b"null", 422, "document", "wrong_type"),
    ([REQUEST], 422, "document", "wrong_type"),
    ({}, 422, "type", "missing"),
    (REQUEST | {"type": ["incident"]}, 422, "type", "another_type"),
    (to_dict(Account(id="acme")), 422, "type", "another_type"),
    (REQUEST | {"version": 2}, 422, "version", "newer_version"),
    (REQUEST | {"version": 0}, 422, "version", "out_of_bounds"),
    (REQUEST | {"version": True}, 422, "version", "wrong_type"),
    (REQUEST | {"severty": "severe"}, 422, "severty", "unknown_key"),
    (REQUEST | {"__class__": "x"}, 422, "__class__", "unknown_key"),
    ({"type": "incident", "id": "T-1"}, 422, "received_at", "missing"),
    (REQUEST | {"id": 7}, 422, "id", "wrong_type"),
    (REQUEST | {"id": LONG + "a"}, 422, "id", "out_of_bounds"),
    (REQUEST | {"id": "\ud800"}, 422, "id", "no_text"),
    (REQUEST | {"id": "\x1b[2J"}, 422, "id", "no_text"),
    (REQUEST | {"id": {"$gt": ""}}, 422, "id", "wrong_type"),
    (REQUEST | {"received_at": "2026-11-20T20:00:00"}, 422, "received_at", "naive"),
    (REQUEST | {"received_at": 1.5}, 422, "received_at", "wrong_type"),
    (REQUEST | {"received_at": "2040-01-02T20:00:00Z"}, 422, "day", "outside_calendar"),
    (REQUEST | {"severity": "urgent"}, 422, "severity", "unknown_word"),
    (REQUEST | {"tier": "1h"}, 422, "tier", "unknown_name"),
    (REQUEST | {"has_account": "yes"}, 422, "has_account", "wrong_type"),
    (REQUEST | {"effort": "75"}, 422, "effort", "format"),
    (REQUEST | {"effort": 75}, 422, "effort", "wrong_type"),
    (REQUEST | {"effort": "-PT5M"}, 422, "effort", "out_of_bounds"),
    (b'{"type": "incident", "id": NaN, "received_at": "2026-11-20T20:00:00Z"}', 422, "id", "wrong_type"),
    (REQUEST | {"changes": [{"at": "2026-11-20T21:00:00Z"}]}, 422, "changes[0].severity", "no_change"),
    (b" " * 300_000, 413, "body", "too_large"),
    ((b" " * 50_000 for _ in range(6)), 413, "body", "too_large"),
]


@pytest.mark.parametrize(("body", "status", "field", "code"), BODIES)
def test_a_wrong_body_is_refused_with_where_and_why(
    server: Server, body: Any, status: int, field: str, code: str
) -> None:
    given = server.ask("POST", "/api/assessments", body)
    assert (status, field, code) == (given[0], given[1]["field"], given[1]["code"])
    assert given[1]["message"].endswith(given[1]["remedy"])
    assert len(given[1]["message"]) < 1000


@pytest.mark.parametrize(
    ("method", "path", "status", "field", "code"),
    [
        ("GET", "/api/accounts/nobody?on=2026-11-20", 404, "account", "no_account"),
        ("GET", "/api/accounts/%00%3Cb%3E?on=2026-11-20", 404, "account", "no_account"),
        ("GET", "/api/accounts/kestrel-air", 422, "on", "missing"),
        ("GET", "/api/accounts/kestrel-air?on=2026-11-31", 422, "on", "date_from_datetime_parsing"),
        ("POST", "/api/assessments?tz=../../etc/passwd", 422, "tz", "unknown_zone"),
        ("POST", "/api/assessments?tz=%00", 422, "tz", "unknown_zone"),
        ("POST", "/api/assessments?account=%3Cscript%3E", 404, "account", "no_account"),
    ],
)
def test_a_wrong_parameter_is_refused_in_the_same_form(
    server: Server, method: str, path: str, status: int, field: str, code: str
) -> None:
    given = server.ask(method, path, REQUEST if method == "POST" else None)
    assert (status, field, code) == (given[0], given[1]["field"], given[1]["code"])
    assert given[1]["remedy"]


def test_an_account_is_refused_by_the_path_of_what_is_wrong(server: Server) -> None:
    path = "/api/statements?first=2026-11-01&last=2026-11-30"
    account = {"type": "account", "id": "acme", "incidents": [{"id": "T-1"}]}
    assert server.ask("POST", path, account)[1]["field"] == "incidents[0].received_at"
    account = {
        "type": "account",
        "id": "acme",
        "incidents": [{"id": "T-1", "received_at": REQUEST["received_at"], "tier": "1h"}],
    }
    assert server.ask("POST", path, account)[1]["field"] == "tier"
    _, given = server.ask("POST", "/api/statements?first=2026-11-30&last=2026-11-01", {"type": "account", "id": "acme"})
    assert (given["field"], given["code"]) == ("last", "contradiction")


def test_what_is_not_served_is_not_found(server: Server) -> None:
    for path in ("/main.py", "/../main.py", "/%2e%2e/main.py", "/..%2fmain.py", "/api/nothing", "/docs"):
        assert server.fetch("GET", path)[0] == 404
    assert server.fetch("DELETE", "/api/accounts")[0] == 405


# --- the page


def test_the_page_loads_nothing_from_elsewhere(server: Server) -> None:
    for name in ("", "page.css", "page.js", "icon.svg"):
        status, content, headers = server.fetch("GET", f"/{name}")
        text = content.decode().replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert (status, re.search(r"//\w|@import|url\(|innerHTML|style=|\son\w+=", text)) == (200, None)
        assert headers["content-security-policy"].startswith("default-src 'self';")
        assert headers["x-content-type-options"] == "nosniff"


def test_an_answer_is_ascii_json_whatever_it_holds(hostile: Server) -> None:
    _, content, headers = hostile.fetch("GET", "/api/accounts")
    assert json.loads(content)["accounts"] == [HOSTILE, LONG]
    assert headers["content-type"] == "application/json"
    assert content.isascii()
