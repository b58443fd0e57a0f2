"""What comes back from the bot when it has been handed something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from bot.sandbox.workspace import Json

Failure = Literal["", "timeout", "unreachable", "http_error"]
PayloadKind = Literal["events_api", "interactive", "slash_commands"]


@dataclass(frozen=True, slots=True)
class Ack:
    """`body` is what a 200 carried: decoded JSON, other text, or None."""

    failure: Failure = ""
    body: object = None
    status: int = 200
    may_retry: bool = True

    @property
    def ok(self) -> bool:
        return not self.failure


@dataclass(frozen=True, slots=True)
class Retry:
    attempt: int
    reason: str


class Transport(Protocol):
    def send(
        self, kind: PayloadKind, payload: Json, *, timeout: float, retry: Retry | None
    ) -> Ack: ...

    @property
    def connected(self) -> bool: ...
