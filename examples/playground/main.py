"""Put the playground together, and serve it to this machine alone.

make playground
"""

import argparse
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .assemble import NotHereError, assemble

POLICY = "; ".join(
    (
        "default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "base-uri 'none'", "form-action 'none'",
        "frame-ancestors 'none'",
    )
)  # fmt: skip
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    "": "application/octet-stream",
}


class Handler(SimpleHTTPRequestHandler):
    """Files, by types of our own; a browser loads nothing for them that comes from elsewhere."""

    extensions_map = TYPES

    def end_headers(self) -> None:
        """Add what a browser has to keep to."""
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing of what goes well."""


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of a folder, for this machine alone."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(folder)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve the playground on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="0 for any that is free")
    port = parser.parse_args().port
    try:
        folder = assemble()
    except NotHereError as why:
        sys.exit(str(why))
    with server(folder, port) as serving:
        print(f"the playground is at http://127.0.0.1:{serving.server_port}/, until Ctrl-C", flush=True)
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
