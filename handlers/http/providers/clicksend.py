"""ClickSend: inbound rules with the action URL (developers.clicksend.com/docs)."""

import json
from collections.abc import Sequence
from typing import Final

from handlers.http.providers import reading
from handlers.http.providers.provider import (
    Call,
    CannotSend,
    HttpRequest,
    Outgoing,
    Unreadable,
)
from optouts.connection import Connection
from optouts.inbound import InboundMessage, Provider
from optouts.words import Channel

API: Final = "https://rest.clicksend.com"
SENT: Final = "SUCCESS"


class ClickSend:
    name = Provider.CLICKSEND
    methods = frozenset({"GET", "POST"})
    media_types = frozenset({reading.FORM, reading.JSON})

    def verify(self, call: Call, connection: Connection) -> None:
        """ClickSend signs nothing."""

    def parse(self, call: Call) -> Sequence[InboundMessage]:
        found = reading.fields(call)
        # Code that is in use reads the replier's number from `sms`, the documentation from `from`.
        written = reading.word(found, "from", "sms")
        if not written:
            raise Unreadable("it has no number that it comes from")
        to, text = reading.word(found, "to"), reading.word(found, "body", "message")
        at = found.get("timestamp")
        return (
            InboundMessage(
                id=reading.word(found, "message_id", "messageid")
                or reading.made_up_id(written, to, text, at=at),
                channel=Channel.SMS,
                written=written,
                to=reading.address(to),
                text=text,
                at=reading.moment(at),
                campaign=reading.word(found, "custom_string", "customstring"),
            ),
        )

    def answer(self, _text: str) -> tuple[str, bytes]:
        return "text/plain", b""

    def challenge(self, _call: Call, _connection: Connection) -> str | None:
        return None

    def outgoing(self, connection: Connection, message: Outgoing, base: str = "") -> HttpRequest:
        user = connection.secrets.get("username", "")
        key = connection.secrets.get("api_key", "")
        if not user or not key:
            raise CannotSend("the connection has no API user name or no API key")
        each = {
            "source": "optout",
            "from": reading.dialled(message.sender),
            "to": f"+{message.number}",
            "body": message.text,
        }
        return HttpRequest(
            "POST",
            f"{base or API}/v3/sms/send",
            json.dumps({"messages": [each]}).encode(),
            {"Content-Type": reading.JSON, "Accept": reading.JSON},
            (user, key),
        )

    def refused(self, status: int, body: bytes) -> str | None:
        """The answer is 200 even where the message is not sent; its own status says so."""
        told = reading.inner(reading.answered(body), "data")
        for each in reading.objects(told, "messages"):
            code = reading.word(each, "status")
            if code and code != SENT:
                return f"ClickSend refused it ({code[:40]})"
        return reading.refused_by(status)
