"""A server that takes messages as a provider does, and answers what it is told to."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass(frozen=True)
class Reaction:
    """An answer; `hangs_up`: none at all, after the message was read."""

    status: int = 202
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs_up: bool = False


class PretendProvider:
    """The reactions are given one after the other; after the last, every message is taken."""

    def __init__(self, *reactions: Reaction) -> None:
        self.reactions = list(reactions)
        self.taken: list[str] = []
        """Path and body of each request."""
        self._lock = threading.Lock()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                reaction = provider._next(f"{self.path} {body.decode()}")
                if reaction.hangs_up:
                    self.close_connection = True
                    return
                self.send_response(reaction.status)
                for name, value in reaction.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(reaction.body)))
                self.end_headers()
                self.wfile.write(reaction.body)

            def log_message(self, *_args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)

    def _next(self, request: str) -> Reaction:
        with self._lock:
            self.taken.append(request)
            return self.reactions.pop(0) if self.reactions else Reaction()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
