"""The HTTP server: Slack's requests, and a page that says whether all is well."""

import threading
import time
from typing import Final

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response

from optouts.core import Core
from optouts.errors import StorageAway

SLACK_PATH: Final = "/slack/events"
STARTING: Final = 10.0
"""Seconds for the server to open its port."""


def build(app: App, core: Core) -> FastAPI:
    """Slack over HTTP. The signature is checked by Bolt, on the raw body."""
    http = FastAPI(title="Optout", docs_url=None, redoc_url=None, openapi_url=None)

    @http.post(SLACK_PATH)
    async def from_slack(request: Request) -> Response:
        body = await request.body()
        # A Bolt App is synchronous: on the event loop one slow listener would hold up everybody.
        answer = await run_in_threadpool(app.dispatch, to_bolt_request(request, body))
        return to_starlette_response(answer)

    @http.get("/health")
    def health(response: Response) -> dict[str, str]:
        try:
            with core.reading():
                return {"status": "ok"}
        except StorageAway:
            response.status_code = 503
            return {"status": "the database does not answer"}

    return http


class HttpServer:
    """Uvicorn on a thread of its own, so that the main one can wait for signals."""

    def __init__(self, http: FastAPI, *, host: str, port: int) -> None:
        config = uvicorn.Config(http, host=host, port=port, log_config=None, lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="http")

    def start(self) -> None:
        """Return once the port is open. Raises OSError if that fails."""
        self._thread.start()
        deadline = time.monotonic() + STARTING
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise OSError("the HTTP server could not open its port")
            time.sleep(0.005)

    @property
    def port(self) -> int:
        """The open port; of use where any free one was asked for."""
        return int(self._server.servers[0].sockets[0].getsockname()[1])

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
