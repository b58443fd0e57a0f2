"""Socket Mode: tickets, WebSocket connections, envelopes and their acks."""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.websockets import WebSocketDisconnect

from bot.sandbox import company
from bot.sandbox.acks import Ack
from bot.sandbox.errors import SlackError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.websockets import WebSocket

    from bot.sandbox.acks import PayloadKind, Retry
    from bot.sandbox.workspace import Json

CONNECTIONS = 10  # docs.slack.dev/apis/events-api/using-socket-mode
LIFE_EXPECTANCY = 18_060
SERVICE_RESTART = 1012
GOING = 2.0
TAKES_ANSWER = {"view_submission", "block_suggestion"}


@dataclass(slots=True)
class _Awaited:
    done: threading.Event = field(default_factory=threading.Event)
    body: object = None


class _Link:
    """One connection of the bot, spoken to from any thread."""

    def __init__(self, websocket: WebSocket, loop: asyncio.AbstractEventLoop) -> None:
        self._websocket = websocket
        self._loop = loop

    def send(self, message: Json) -> bool:
        return self._run(self._websocket.send_text(json.dumps(message)))

    def close(self) -> None:
        self._run(self.end())

    async def end(self) -> None:
        await self._websocket.close(SERVICE_RESTART)

    def _run(self, deed: Coroutine[object, object, None]) -> bool:
        if self._loop.is_closed():
            deed.close()
            return False
        try:
            asyncio.run_coroutine_threadsafe(deed, self._loop).result(timeout=GOING)
        except (RuntimeError, WebSocketDisconnect, TimeoutError):
            return False
        return True


class SocketMode:
    def __init__(self, *, address: str, on_change: Callable[[], None]) -> None:
        self._address = address.replace("http:", "ws:", 1)
        self._on_change = on_change
        self._condition = threading.Condition()
        self._tickets: set[str] = set()
        self._links: list[_Link] = []
        self._retiring: list[_Link] = []
        self._awaited: dict[str, _Awaited] = {}
        self.refusing: Callable[[], bool] = lambda: False

    @property
    def connected(self) -> bool:
        with self._condition:
            return bool(self._links)

    def wait_connected(self, timeout: float, connections: int = 1) -> bool:
        with self._condition:
            return self._condition.wait_for(lambda: len(self._links) >= connections, timeout)

    def open(self) -> str:
        """The address for one new connection."""
        with self._condition:
            if len(self._links) >= CONNECTIONS:
                raise SlackError("too_many_websockets")
            ticket = secrets.token_urlsafe(24)
            self._tickets.add(ticket)
        return f"{self._address}link/?ticket={ticket}&app_id={company.APP_ID}"

    async def serve(self, websocket: WebSocket) -> None:
        ticket = websocket.query_params.get("ticket", "")
        with self._condition:
            known = ticket in self._tickets
            self._tickets.discard(ticket)
        if not known or self.refusing():
            await websocket.close()
            return
        await websocket.accept()
        await websocket.send_text(json.dumps(self._hello()))
        link = _Link(websocket, asyncio.get_running_loop())
        for replaced in self._joined(link):
            await replaced.end()
        try:
            while True:
                self._acked(await websocket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            # Either side hung up; Starlette says it in one of these two ways.
            self._left(link)

    def _hello(self) -> Json:
        with self._condition:
            connections = len(self._links) + 1
        return {
            "type": "hello",
            "num_connections": connections,
            "debug_info": {
                "host": "sandbox",
                "build_number": 1,
                "approximate_connection_time": LIFE_EXPECTANCY,
            },
            "connection_info": {"app_id": company.APP_ID},
        }

    def _joined(self, link: _Link) -> list[_Link]:
        """A new connection takes the place of those that were asked to reconnect."""
        with self._condition:
            retired, self._retiring = self._retiring, []
            self._links = [each for each in self._links if each not in retired] + [link]
            self._condition.notify_all()
        self._on_change()
        return retired

    def _left(self, link: _Link) -> None:
        with self._condition:
            if link in self._links:
                self._links.remove(link)
        self._on_change()

    def _acked(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        if not isinstance(message, dict):
            return
        with self._condition:
            awaited = self._awaited.get(str(message.get("envelope_id")))
        if awaited is not None:
            awaited.body = message.get("payload")
            awaited.done.set()

    def send(self, kind: PayloadKind, payload: Json, *, timeout: float, retry: Retry | None) -> Ack:
        envelope_id, awaited = str(uuid.uuid4()), _Awaited()
        takes_answer = kind == "slash_commands" or payload.get("type") in TAKES_ANSWER
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": takes_answer,
        }
        if kind == "events_api":
            envelope["retry_attempt"] = retry.attempt if retry else 0
            envelope["retry_reason"] = retry.reason if retry else ""
        with self._condition:
            self._awaited[envelope_id] = awaited
        try:
            if not self._hand_over(envelope):
                return Ack("unreachable")
            if not awaited.done.wait(timeout):
                return Ack("timeout")
        finally:
            with self._condition:
                del self._awaited[envelope_id]
        return Ack(body=awaited.body if takes_answer else None)

    def _hand_over(self, envelope: Json) -> bool:
        """To any one of the connections, each in its turn."""
        with self._condition:
            candidates = list(self._links)
            if candidates:
                self._links.append(self._links.pop(0))
        return any(link.send(envelope) for link in candidates)

    def cut(self) -> None:
        with self._condition:
            links, self._links = self._links, []
        for link in links:
            link.close()
        self._on_change()

    def refresh(self) -> None:
        """Slack's periodic request to reconnect; comes back when the bot has done so."""
        with self._condition:
            self._retiring = list(self._links)
            asked = list(self._links)
        for link in asked:
            link.send({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
        with self._condition:
            self._condition.wait_for(lambda: not self._retiring, GOING)
