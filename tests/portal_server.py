"""The portal of examples/portal in a process of its own, and what the tests of it send and show."""

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PORTAL = Path(__file__).parents[1] / "examples" / "portal"
HOSTILE = "<img src=x onerror=hit=1>'\"&{{7*7}}`${hit=1}</script>"
LONG = "a" * 200


class Server:
    """The portal in a process of its own, on a port that was free."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}/"

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Return the status and the JSON of an answer; a body that is no bytes is sent as JSON."""
        status, content, _ = self.fetch(method, path, body, **headers)
        return status, json.loads(content)

    def fetch(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        sent = body if body is None or isinstance(body, bytes) or hasattr(body, "__next__") else json.dumps(body)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, sent, headers, encode_chunked=hasattr(body, "__next__"))
            response = connection.getresponse()
            return response.status, response.read(), {name.lower(): value for name, value in response.getheaders()}
        finally:
            connection.close()


@contextmanager
def serving(data: Path | None = None) -> Iterator[Server]:
    """Serve accounts of CSV files; afterwards nothing may have crashed."""
    environment = os.environ | ({"PORTAL_DATA": str(data)} if data else {})
    command = [sys.executable, str(PORTAL / "main.py"), "--port", "0"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        port, lines = 0, []
        while not port and (line := process.stderr.readline()):
            lines.append(line)
            port = int((re.findall(r"running on http://127\.0\.0\.1:(\d+)", line) or [0])[0])
        assert port, "".join(lines)
        try:
            yield Server(port)
        finally:
            process.terminate()
            said = process.stderr.read()
    assert "Traceback" not in said, said


def write_hostile(data: Path) -> Path:
    """Write files whose accounts and lots have names that are markup, or very long; return their folder."""
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    lots = f"account,id,on,credits,server\n{quoted},{quoted},2026-11-02,8,\n{LONG},{LONG},2026-11-02,8,\n"
    (data / "purchases.csv").write_text(lots, "utf-8")
    (data / "tickets.csv").write_text("account,id,subject,received_at\n", "utf-8")
    return data
