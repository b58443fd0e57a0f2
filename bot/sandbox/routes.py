"""The server's addresses: Slack's own, and those of the page."""

from fastapi import FastAPI, Request, WebSocket
from fastapi.concurrency import run_in_threadpool
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import JSONResponse, Response

from bot.sandbox.page_api import PageApi
from bot.sandbox.provider_desk import ProviderDesk
from bot.sandbox.side_doors import SideDoors
from bot.sandbox.slack import Slack
from bot.sandbox.web_api import WebApi


def application(slack: Slack) -> FastAPI:
    app = FastAPI(openapi_url=None)
    # A foreign name that leads to this machine must not lead a browser in here.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    _add_web_api(app, slack)
    SideDoors(slack).add_to(app)
    ProviderDesk(slack).add_to(app)
    PageApi(slack).add_to(app)
    return app


def _add_web_api(app: FastAPI, slack: Slack) -> None:
    web_api = WebApi(slack)

    @app.api_route("/api/{name}", methods=["GET", "POST"])
    async def call(name: str, request: Request) -> Response:
        body = await request.body()
        answer = await run_in_threadpool(
            web_api.answer,
            name,
            authorization=request.headers.get("authorization", ""),
            content_type=request.headers.get("content-type", ""),
            query=request.url.query,
            body=body,
        )
        return JSONResponse(answer.body, answer.status, answer.headers)

    @app.websocket("/link/")
    async def link(websocket: WebSocket) -> None:
        await slack.socket.serve(websocket)
