"""The sender of confirmations: tells people what became of their reply, at the provider's server.

It has threads of its own, so that neither long work nor a slow provider holds up anybody else.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, TypeVar
from uuid import uuid4

import httpx

from bot import trust
from bot.rounds import Rounds
from handlers.http.providers import BY_NAME
from handlers.http.providers.provider import CannotSend, HttpRequest, Outgoing
from optouts import outbox
from optouts.confirmation_failures import Failure
from optouts.core import Core
from optouts.errors import StorageAway
from optouts.outbox import Waiting

logger = logging.getLogger(__name__)

AT_A_TIME: Final = 8
"""Messages under way at a time: they wait for providers, not for the processor."""

TIMEOUT: Final = 10.0
"""Seconds for each step of a request: to connect, to send, to hear something back."""

LARGEST: Final = 65_536
"""Bytes of an answer that are looked at; no provider says as much."""

LONGEST_RETRY_AFTER: Final = 120
"""Seconds that a provider may ask us to wait; more would be past the time of most."""

PERSISTENCE: Final = outbox.LEASE.total_seconds()
"""Seconds for which it is tried to write down that a message was sent."""

AGAIN: Final = 1.0
"""Seconds between two such tries."""

NEVER_SENT: Final = (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError)
NOT_YET_SENT: Final = (
    httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError,
)  # fmt: skip
"""What goes wrong before the provider has heard anything; after all else it may have."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider said."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def is_good(self) -> bool:
        return httpx.codes.is_success(self.status)


@dataclass
class Confirmations:
    """Built does nothing; `start` begins, `stop` ends after the messages that are under way.

    `base` is a server that stands in for all providers; empty: their own.
    """

    core: Core
    base: str = ""
    _owner: str = field(init=False, default_factory=lambda: uuid4().hex)
    _client: httpx.Client = field(init=False)
    _rounds: Rounds = field(init=False)

    def __post_init__(self) -> None:
        self._rounds = Rounds("confirmations", self._sent_something, AT_A_TIME)

    def start(self) -> None:
        self._client = httpx.Client(verify=trust.context(), timeout=TIMEOUT, follow_redirects=False)
        self._rounds.start()

    def wake(self) -> None:
        """There may be something to send now."""
        self._rounds.wake()

    def settle(self, timeout: float) -> bool:
        """Wait until nothing is due and nothing under way; False if that takes longer."""
        return self._rounds.settle(timeout)

    def stop(self) -> None:
        self._rounds.stop()
        self._client.close()

    def _sent_something(self) -> bool:
        try:
            waiting = outbox.claim(self.core, owner=self._owner)
            if waiting is None:
                return False
            self.wake()
            self._send(waiting)
        except StorageAway:
            logger.info("the database does not answer; confirmations wait")
            return False
        except Exception:
            logger.exception("the sender of confirmations stumbled")
            return False
        return True

    def _send(self, waiting: Waiting) -> None:
        provider = BY_NAME[waiting.connection.provider]
        message = Outgoing(str(waiting.number), waiting.address, waiting.channel, waiting.text)
        try:
            request = provider.outgoing(waiting.connection, message, self.base)
            answer = self._posted(request)
        except CannotSend as error:
            self._give_up(waiting, Failure.CANNOT, str(error))
        except NEVER_SENT as error:
            self._give_up(waiting, Failure.CANNOT, type(error).__name__)
        except NOT_YET_SENT as error:
            self._put_off(waiting, Failure.UNREACHABLE, type(error).__name__)
        except httpx.RequestError as error:
            self._put_off(waiting, Failure.UNCLEAR, type(error).__name__)
        else:
            reason = provider.refused(answer.status, answer.body)
            if reason is not None:
                self._give_up(waiting, Failure.REFUSED, reason)
            elif answer.is_good:
                self._keep(lambda: outbox.sent(self.core, waiting, owner=self._owner))
                logger.info("a confirmation was sent through %s", waiting.connection.provider)
            else:
                self._put_off(
                    waiting, Failure.BUSY, f"status {answer.status}", wait=_retry_after(answer)
                )

    def _posted(self, request: HttpRequest) -> Answer:
        with self._client.stream(
            request.method,
            request.url,
            content=request.content,
            headers=request.headers,
            auth=request.auth,
        ) as response:
            body = b""
            for piece in response.iter_bytes(LARGEST):
                body += piece
                if len(body) >= LARGEST:
                    break
            return Answer(response.status_code, body[:LARGEST], response.headers)

    def _put_off(
        self, waiting: Waiting, failure: Failure, how: str, *, wait: timedelta | None = None
    ) -> None:
        over = self._keep(
            lambda: outbox.failed(self.core, waiting, failure, owner=self._owner, wait=wait)
        )
        logger.warning(
            "a confirmation could not be sent through %s (%s, try %d)%s",
            waiting.connection.provider,
            how,
            waiting.tries,
            ": given up" if over else "",
        )

    def _give_up(self, waiting: Waiting, failure: Failure, detail: str) -> None:
        self._keep(
            lambda: outbox.give_up(self.core, waiting, failure, owner=self._owner, detail=detail)
        )
        logger.warning(
            "a confirmation will not be sent through %s: %s", waiting.connection.provider, failure
        )

    def _keep(self, write: Callable[[], Result]) -> Result:
        """Write down what became of a message, also if the database is away for a moment: what is
        not written down is sent again."""
        deadline = time.monotonic() + PERSISTENCE
        while True:
            try:
                return write()
            except StorageAway:
                if time.monotonic() > deadline or self._rounds.ending.wait(AGAIN):
                    raise


def _retry_after(answer: Answer) -> timedelta | None:
    """What the provider asks for, in seconds; dates are not understood, as they are hardly used."""
    said = answer.headers.get("retry-after", "")
    if not said.isdecimal():
        return None
    return timedelta(seconds=min(int(said[:4]), LONGEST_RETRY_AFTER))
