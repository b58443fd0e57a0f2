"""What the page asks of the server: its files, the state, acts, uploads, news."""

import asyncio
import contextlib
import json
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, WebSocket
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.websockets import WebSocketDisconnect

from bot.sandbox import page_state
from bot.sandbox.page_acts import PageActs
from bot.sandbox.slack import Slack
from bot.sandbox.workspace import Json

PAGE = Path(__file__).parent / "page"
NOBODY: Json = {"ok": False, "trouble": "There is nobody of this name."}
ELSEWHERE: Json = {"ok": False, "trouble": "This page belongs to somebody else."}


def _from_elsewhere(request: Request | WebSocket) -> bool:
    """A page of another site, open in the same browser, has no business here."""
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


class PageApi:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._workspace = slack.workspace
        self._acts = PageActs(slack)

    def add_to(self, app: FastAPI) -> None:
        app.add_api_route("/", self._index, methods=["GET"])
        app.add_api_route("/state", self._state, methods=["GET"])
        app.add_api_route("/act", self._act, methods=["POST"])
        app.add_api_route("/upload", self._upload, methods=["POST"])
        app.add_api_route("/download/{file_id}", self._download, methods=["GET"])
        app.add_api_websocket_route("/live", self._live)
        app.mount("/page", StaticFiles(directory=PAGE, check_dir=False))

    def _index(self) -> Response:
        return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})

    def _state(self, request: Request) -> Response:
        who = request.query_params.get("as") or next(iter(self._workspace.members))
        if who not in self._workspace.members:
            return JSONResponse(NOBODY, 404)
        return JSONResponse(page_state.state(self._slack, who))

    async def _act(self, request: Request) -> Response:
        if _from_elsewhere(request):
            return JSONResponse(ELSEWHERE, 403)
        try:
            wish = json.loads(await request.body())
        except ValueError:
            wish = {}
        who = request.query_params.get("as", "")
        return JSONResponse(await run_in_threadpool(self._acts.perform, who, wish))

    async def _upload(self, request: Request) -> Response:
        who = request.query_params.get("as", "")
        if _from_elsewhere(request):
            return JSONResponse(ELSEWHERE, 403)
        if who not in self._workspace.members:
            return JSONResponse(NOBODY, 404)
        name = request.query_params.get("name", "file")
        stored = await self._slack.uploads.keep_pieces(who, name, request.stream())
        return JSONResponse({"ok": True, "file": page_state.file(stored, who)})

    def _download(self, file_id: str, request: Request) -> Response:
        stored = self._workspace.files.get(file_id)
        who = request.query_params.get("as", "")
        if stored is None or not self._slack.uploads.may_see(who, stored):
            return Response("This file is not here.", 404)
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        path = self._slack.uploads.path(file_id)
        return FileResponse(path, media_type=stored.mimetype, headers=headers)

    async def _live(self, websocket: WebSocket) -> None:
        if _from_elsewhere(websocket):
            await websocket.close()
            return
        await websocket.accept()
        loop, news = asyncio.get_running_loop(), asyncio.Event()

        def watch() -> None:
            with contextlib.suppress(RuntimeError):  # the loop may have ended meanwhile
                loop.call_soon_threadsafe(news.set)

        self._workspace.watchers.append(watch)
        telling = asyncio.create_task(self._tell(websocket, news))
        try:
            while True:
                await websocket.receive_text()
        except (WebSocketDisconnect, RuntimeError):
            # Either side hung up; Starlette says it in one of these two ways.
            self._workspace.watchers.remove(watch)
            telling.cancel()
            with contextlib.suppress(asyncio.CancelledError):  # the server may be ending, too
                await asyncio.gather(telling, return_exceptions=True)

    async def _tell(self, websocket: WebSocket, news: asyncio.Event) -> None:
        while True:
            news.clear()
            await websocket.send_json({"version": self._workspace.version})
            await news.wait()
