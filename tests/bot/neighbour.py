"""Another program on this machine, over real HTTP, that answers well, badly, slowly, too much, or from elsewhere."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(slots=True)
class Neighbour:
    """Where it is, and what it was asked: (method, path, host, body)."""

    port: int
    heard: list[tuple[str, str, str, str]] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of one of its pages."""
        return f"http://{host}:{self.port}{path}"


@contextmanager
def living() -> Iterator[Neighbour]:
    """It answers until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _NeighbourHandler)
    server.daemon_threads = True
    neighbour = Neighbour(server.server_port)
    server.neighbour = neighbour  # type: ignore[attr-defined]  # its handlers look for it here
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield neighbour
    finally:
        neighbour.gone.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


class _NeighbourHandler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["content-length"])).decode())

    def _answer(self, body: str) -> None:
        home: Neighbour = self.server.neighbour  # type: ignore[attr-defined]  # see living()
        home.heard.append((self.command, self.path, self.headers["host"], body))
        match self.path:
            case "/wachttijd" | "/api/dieper":
                self._say({"wachttijd": {"minuten": 12}})
            case "/slow":
                home.gone.wait(30)
            case "/large":
                self._send(200, b"x" * 2_000_000)
            case "/packed":
                self._send(200, b"{}", {"content-encoding": "gzip"})
            case "/text":
                self._send(200, b"hallo")
            case "/list":
                self._send(200, b"[1]")
            case "/broken":
                self._send(500, b"{}")
            case path if path.startswith("/to/"):
                self._send(307, b"", {"location": path.removeprefix("/to/")})
            case "/see-other":
                self._send(303, b"", {"location": "/wachttijd"})
            case _:
                self._send(404, b"{}")

    def _say(self, reply: Any) -> None:
        self._send(200, json.dumps(reply).encode())

    def _send(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "content-length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(content)
        except OSError:
            self.close_connection = True  # whoever asked had enough

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""
