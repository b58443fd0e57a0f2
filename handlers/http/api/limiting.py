"""So many calls a minute for each key, and no body larger than a call needs."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handlers.http.api.rejected import TooManyCalls
from optouts.api_key import KeyId

MINUTE: Final = 60.0
LARGEST: Final = 8_000_000
"""Bytes: 10,000 opt-outs with long notes, in one call."""

PREFIX: Final = "/v1/"


@dataclass(frozen=True, slots=True)
class Left:
    """How many calls a key has left, and in how many seconds it has all of them again."""

    calls: int
    remaining: int
    seconds: int


class Limiter:
    """Calls fill up again evenly, so that a key which is used evenly never has to wait.

    Each process counts by itself; `now` is a clock that only ever goes forward.
    """

    def __init__(self, calls: int, now: Callable[[], float] = time.monotonic) -> None:
        self._calls = calls
        self._now = now
        self._lock = threading.Lock()
        self._used: dict[KeyId, tuple[float, float]] = {}

    def take(self, key: KeyId) -> Left:
        """Note a call. Raises TooManyCalls."""
        each = MINUTE / self._calls
        with self._lock:
            now = self._now()
            used, at = self._used.get(key, (0.0, now))
            used = max(0.0, used - (now - at) / each)
            if used + 1 > self._calls:
                raise TooManyCalls(self._calls, math.ceil((used + 1 - self._calls) * each))
            self._used[key] = (used + 1, now)
        return Left(self._calls, int(self._calls - used - 1), math.ceil((used + 1) * each))


class Ground:
    """Around every call of the API: how large it may be, and how many are left in its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        size = 0

        async def receive_some() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > LARGEST:
                raise HTTPException(413)
            return message

        async def send_with_limits(message: Message) -> None:
            left: Left | None = scope.get("state", {}).get("left")
            if message["type"] == "http.response.start" and left is not None:
                message["headers"] = [*message.get("headers", ()), *_headers(left)]
            await send(message)

        await self._app(scope, receive_some, send_with_limits)


def _headers(left: Left) -> list[tuple[bytes, bytes]]:
    return [
        (b"x-ratelimit-limit", b"%d" % left.calls),
        (b"x-ratelimit-remaining", b"%d" % left.remaining),
        (b"x-ratelimit-reset", b"%d" % left.seconds),
    ]
