"""Slack's addresses beside the Web API: response URLs, uploads, private files."""

import json
import secrets
from typing import Any

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
)

from bot.sandbox import company
from bot.sandbox.errors import SlackError
from bot.sandbox.slack import BOT_TOKEN, Slack
from bot.sandbox.workspace import StoredFile

SIGN_IN = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body></body></html>"
HOST, ALIAS = "127.0.0.1", "localhost"
DOWNLOAD = "a download"
GONE = {"no_such_url": 404, "expired_url": 404, "used_url": 404}


class SideDoors:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._ticket = secrets.token_urlsafe(18)

    def add_to(self, app: FastAPI) -> None:
        app.add_api_route(
            f"/response/{company.TEAM.id}/{{key}}", self._response_url, methods=["POST"]
        )
        app.add_api_route("/upload/v1/{key}", self._upload, methods=["POST"])
        app.add_api_route("/files-pri/{address:path}", self._private_file, methods=["GET"])
        app.add_api_route("/files-moved/{ticket}/{file_id}", self._moved_file, methods=["GET"])

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
        try:
            received = await self._slack.uploads.receive(key, request.stream())
        except SlackError as refusal:
            return Response(refusal.error, 400)
        return Response(f"OK - {received}")

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
            and not self._strikes("sign_in_page")
        ):
            return self._given(stored)
        return HTMLResponse(SIGN_IN)

    def _given(self, stored: StoredFile) -> Response:
        path = self._slack.uploads.path(stored.id)
        if self._strikes("redirected"):
            elsewhere = self._slack.address.replace(HOST, ALIAS)
            return RedirectResponse(f"{elsewhere}files-moved/{self._ticket}/{stored.id}")
        if self._strikes("cut_short"):
            return Response(path.read_bytes()[: stored.size // 2], media_type=stored.mimetype)
        return FileResponse(path, media_type=stored.mimetype)

    def _moved_file(self, ticket: str, file_id: str, request: Request) -> Response:
        """A storage that knows its visitors by their address, and must never see our token."""
        if ticket != self._ticket or request.headers.get("authorization"):
            return Response("This is not for here.", 400)
        stored = self._slack.workspace.files[file_id]
        return FileResponse(self._slack.uploads.path(file_id), media_type=stored.mimetype)

    def _strikes(self, fault: str) -> bool:
        return self._slack.faults.strikes(fault, DOWNLOAD) is not None
