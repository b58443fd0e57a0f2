"""The HTTP server: Slack's requests, and a page that says whether all is well."""

import logging
import socket
import threading
import time
from collections.abc import Callable
from typing import Final

import uvicorn
from fastapi import FastAPI, Request, Response, status
from fastapi.concurrency import run_in_threadpool
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response

from handlers.http import api, health, link_pages, webhooks
from optouts.core import Core

SLACK_PATH: Final = "/slack/events"
LARGEST: Final = 4_000_000
"""Bytes. A view holds 250 kB, which percent-encoding makes thrice as long."""

STARTING: Final = 10.0
"""Seconds for the server to open its port."""


CALLS_A_MINUTE: Final = 30_000
"""What the setting is unless somebody says otherwise."""


def build(
    core: Core,
    *,
    slack: App | None = None,
    wake: Callable[[], None] = lambda: None,
    public_url: str = "",
    calls_a_minute: int = CALLS_A_MINUTE,
) -> FastAPI:
    """Everything that is asked of us over HTTP; `slack` is there if Slack's requests come so.

    `wake` is called once there is something to tell or to send; `public_url` is where we are
    reached from outside.
    """
    http = FastAPI(
        title="Optout", docs_url=None, redoc_url=None, openapi_url=None, lifespan=webhooks.lifespan
    )
    if slack is not None:
        _take_in_slack(http, slack)
    http.include_router(health.router(core))
    http.include_router(webhooks.router(core, wake, public_url))
    api.join(http, core, wake=wake, calls_a_minute=calls_a_minute, public_url=public_url)
    http.include_router(link_pages.router(core, wake, public_url))
    return http


def _take_in_slack(http: FastAPI, app: App) -> None:
    """Slack over HTTP. The signature is checked by Bolt, on the raw body."""

    @http.post(SLACK_PATH)
    async def from_slack(request: Request) -> Response:
        body = await _body(request)
        if body is None or not _could_be_signed(request):
            return Response(status_code=status.HTTP_401_UNAUTHORIZED)
        # A Bolt App is synchronous: on the event loop one slow listener would hold up everybody.
        answer = await run_in_threadpool(app.dispatch, to_bolt_request(request, body))
        return to_starlette_response(answer)


async def _body(request: Request) -> bytes | None:
    """The raw body; None if it is larger or other than anything that Slack sends."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return body if _is_text(body) else None


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _could_be_signed(request: Request) -> bool:
    """Bolt raises where these are not what they should be, which would fill the log."""
    stamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    return stamp.isascii() and stamp.isdecimal() and signature.isascii()


class HttpServer:
    """Uvicorn on a thread of its own, so that the main one can wait for signals."""

    def __init__(self, http: FastAPI, *, host: str, port: int) -> None:
        self._address = (host, port)
        # Its own log of requests would hold the secret paths of webhooks and links.
        logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
        config = uvicorn.Config(http, log_config=None, lifespan="on")
        self._server = uvicorn.Server(config)
        self._listener: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Return once requests are answered. Raises OSError if the port cannot be had."""
        family = socket.AF_INET6 if ":" in self._address[0] else socket.AF_INET
        self._listener = socket.create_server(self._address, family=family)
        # Or the end of each answer waits 40 ms for the beginning to be acknowledged; asyncio sees
        # to that only for sockets that it made itself.
        self._listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._listener],), name="http"
        )
        self._thread.start()
        deadline = time.monotonic() + STARTING
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise OSError("the HTTP server did not start")
            time.sleep(0.005)

    @property
    def port(self) -> int:
        """The open port; of use where any free one was asked for."""
        return 0 if self._listener is None else int(self._listener.getsockname()[1])

    def stop(self) -> None:
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join()
        if self._listener is not None:
            self._listener.close()
