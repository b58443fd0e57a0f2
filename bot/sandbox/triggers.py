"""Trigger ids: three seconds, one use."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.errors import SlackError

if TYPE_CHECKING:
    from collections.abc import Callable

LIFETIME = 3.0  # docs.slack.dev/surfaces/modals
REMEMBERED = 10_000


@dataclass(slots=True)
class Trigger:
    user: str
    at: float
    view: str | None = None
    channel: str | None = None
    exchanged: bool = False


class Triggers:
    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._issued: OrderedDict[str, Trigger] = OrderedDict()

    def issue(self, user: str, *, view: str | None = None, channel: str | None = None) -> str:
        trigger_id = f"{secrets.randbits(40)}.{secrets.randbits(40)}.{secrets.token_hex(16)}"
        with self._lock:
            self._issued[trigger_id] = Trigger(user, self._clock(), view, channel)
            while len(self._issued) > REMEMBERED:
                self._issued.popitem(last=False)
        return trigger_id

    def exchange(self, trigger_id: object) -> Trigger:
        with self._lock:
            trigger = self._issued.get(trigger_id) if isinstance(trigger_id, str) else None
            if trigger is None:
                raise SlackError("invalid_trigger_id")
            if trigger.exchanged:
                raise SlackError("exchanged_trigger_id")
            if self._clock() - trigger.at > LIFETIME:
                raise SlackError("expired_trigger_id")
            trigger.exchanged = True
            return trigger
