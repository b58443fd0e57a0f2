"""Handing payloads to the bot: which transport, how often, and again when it fails."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from bot.sandbox.acks import Ack, Retry
from bot.sandbox.http_delivery import REDIRECTS, HttpDelivery

if TYPE_CHECKING:
    from bot.sandbox.acks import PayloadKind, Transport
    from bot.sandbox.faults import Faults
    from bot.sandbox.socket_mode import SocketMode
    from bot.sandbox.workspace import Json

RETRY_DELAYS = (0.0, 60.0, 300.0)  # docs.slack.dev/apis/events-api


class Delivery:
    def __init__(
        self,
        *,
        socket: SocketMode,
        faults: Faults,
        signing_secret: str,
        ack_seconds: float,
        interactive: bool,
    ) -> None:
        self.request_url: str | None = None
        self.retry_delays: tuple[float, ...] = RETRY_DELAYS
        self.ack_seconds = ack_seconds
        self._socket = socket
        self._faults = faults
        self._secret = signing_secret
        self._interactive = interactive
        self._lock = threading.Lock()
        self._timers: set[threading.Timer] = set()
        self._stopped = False

    @property
    def transport(self) -> Transport:
        if self.request_url is None:
            return self._socket
        return HttpDelivery(self.request_url, signing_secret=self._secret)

    def interact(self, kind: PayloadKind, payload: Json, *, times: int = 1) -> Ack:
        """Interactions are never retried; the person is told and may try again."""
        if kind == "interactive" and not self._interactive:
            return Ack("unreachable")
        acks = [
            self.transport.send(kind, payload, timeout=self.ack_seconds, retry=None)
            for _ in range(self._copies(times))
        ]
        return acks[0]

    def notify(self, payload: Json, *, times: int = 1) -> None:
        """An event, tried again when it is not taken in time."""
        for _ in range(self._copies(times)):
            self._attempt(payload, 0, "")

    def _copies(self, times: int) -> int:
        return max(times, 2) if self._faults.is_on("duplicate") else times

    def _attempt(self, payload: Json, attempt: int, reason: str) -> None:
        retry = Retry(attempt, reason) if attempt else None
        ack = self.transport.send("events_api", payload, timeout=self.ack_seconds, retry=retry)
        if ack.ok or not ack.may_retry or attempt >= len(self.retry_delays):
            return
        self._later(self.retry_delays[attempt], payload, attempt + 1, self._reason(ack))

    def _reason(self, ack: Ack) -> str:
        if ack.failure == "timeout":
            return "timeout" if self.request_url is None else "http_timeout"
        if ack.failure == "unreachable":
            return "connection_failed"
        return "too_many_redirects" if ack.status in REDIRECTS else "http_error"

    def _later(self, delay: float, payload: Json, attempt: int, reason: str) -> None:
        if delay <= 0:
            self._attempt(payload, attempt, reason)
            return
        timer = threading.Timer(delay, self._attempt, (payload, attempt, reason))
        timer.daemon = True
        with self._lock:
            if self._stopped:
                return
            self._timers = {each for each in self._timers if each.is_alive()} | {timer}
            timer.start()

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            timers, self._timers = self._timers, set()
        for timer in timers:
            timer.cancel()
        for timer in timers:
            timer.join()
