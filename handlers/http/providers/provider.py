"""What the file of a provider has to do, and the values that it does it with.

docs/adding-a-provider.md walks through writing one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from optouts.connection import Connection
from optouts.inbound import InboundMessage, Provider
from optouts.words import Channel


class Forged(Exception):
    """The call does not prove that the provider made it."""


class Unreadable(Exception):
    """The call is no message of this provider; its text says what is wrong, and quotes nothing."""


class CannotSend(Exception):
    """A message back cannot be sent through this connection; its text says what is missing."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request to a webhook. `urls` are those that the provider may have called, the likeliest
    first; names of `headers` are in lower case; `address` is who is at the other end."""

    method: str
    urls: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    query: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    address: str = ""

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message back. `number` is the digits of E.164; `sender` is the address it comes from:
    digits of E.164, a short code or a name."""

    number: str
    sender: str
    channel: Channel
    text: str


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request to a provider; `auth` is user name and password of Basic auth."""

    method: str
    url: str
    content: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    auth: tuple[str, str] | None = field(default=None, repr=False)


class ProviderFile(Protocol):
    """Pure: knows shapes and signatures, and neither database nor network."""

    @property
    def name(self) -> Provider: ...

    @property
    def methods(self) -> frozenset[str]:
        """The HTTP methods that it calls with."""

    @property
    def media_types(self) -> frozenset[str]:
        """What the body of a POST may call itself."""

    def verify(self, call: Call, connection: Connection) -> None:
        """Raises Forged; does nothing where the provider signs nothing."""

    def parse(self, call: Call) -> Sequence[InboundMessage]:
        """The messages of people in it; none if it tells of other things. Raises Unreadable."""

    def answer(self, text: str) -> tuple[str, bytes]:
        """Media type and body of a good answer; `text` is for the person, and empty unless the
        provider's account says that it takes messages so."""

    def challenge(self, call: Call, connection: Connection) -> str | None:
        """The answer to a provider that asks whether the address is ours; None if it does not ask.

        Raises Forged if it asks without knowing the secret.
        """

    def outgoing(self, connection: Connection, message: Outgoing, base: str = "") -> HttpRequest:
        """The request that sends a message; `base`: a server that stands in for the provider's.

        Raises CannotSend.
        """

    def refused(self, status: int, body: bytes) -> str | None:
        """Why the provider will never send it, read from any answer, 2xx too; None: it sent it if
        `status` is 2xx, else it is worth another try."""
