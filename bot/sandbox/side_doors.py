"""Slack's addresses beside the Web API: response URLs, uploads, private files."""

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, Response

from bot.sandbox import company
from bot.sandbox.errors import SlackError
from bot.sandbox.slack import BOT_TOKEN, Slack

SIGN_IN = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body></body></html>"
GONE = {"no_such_url": 404, "expired_url": 404, "used_url": 404}


class SideDoors:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    def add_to(self, app: FastAPI) -> None:
        app.add_api_route(
            f"/response/{company.TEAM.id}/{{key}}", self._response_url, methods=["POST"]
        )
        app.add_api_route("/upload/v1/{key}", self._upload, methods=["POST"])
        app.add_api_route("/files-pri/{address:path}", self._private_file, methods=["GET"])

    async def _response_url(self, key: str, request: Request) -> Response:
        try:
            body = json.loads(await request.body())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
        try:
            await run_in_threadpool(self._slack.response_urls.answer, key, body)
        except SlackError as refusal:
            refused: dict[str, Any] = {"ok": False, "error": refusal.error, **refusal.details}
            return JSONResponse(refused, GONE.get(refusal.error, 400))
        return Response("ok")

    async def _upload(self, key: str, request: Request) -> Response:
        content = await request.body()
        try:
            self._slack.uploads.receive(key, content)
        except SlackError as refusal:
            return Response(refusal.error, 400)
        return Response(f"OK - {len(content)}")

    def _private_file(self, address: str, request: Request) -> Response:
        """Without a token that may read it, Slack answers 200 with its sign-in page."""
        file_id = address.partition("/")[0].removeprefix(f"{company.TEAM.id}-")
        stored = self._slack.workspace.files.get(file_id)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        may_read = "files:read" in self._slack.app.scopes and self._slack.installed
        if (
            token == BOT_TOKEN
            and may_read
            and stored is not None
            and self._slack.uploads.may_see(company.BOT_USER, stored)
        ):
            return Response(stored.content, media_type=stored.mimetype)
        return HTMLResponse(SIGN_IN)
