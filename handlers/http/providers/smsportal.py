"""SMSPortal: replies by GET (docs.smsportal.com/docs/webhooks-v1-get) and by POST (…-v2-post)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

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

API: Final = "https://rest.smsportal.com"


class SmsPortal:
    name = Provider.SMSPORTAL
    methods = frozenset({"GET", "POST"})
    media_types = frozenset({"text/plain", reading.JSON, reading.FORM})

    def verify(self, call: Call, connection: Connection) -> None:
        """SMSPortal signs nothing."""

    def parse(self, call: Call) -> Sequence[InboundMessage]:
        found = reading.fields(call)
        if "incomingid" in found or "incomingdata" in found:
            return (_by_get(found),)
        if "status" in found:
            return ()  # what became of a message of ours
        return (_by_post(found),)

    def answer(self, _text: str) -> tuple[str, bytes]:
        return "text/plain", b""

    def challenge(self, _call: Call, _connection: Connection) -> str | None:
        return None

    def outgoing(self, connection: Connection, message: Outgoing, base: str = "") -> HttpRequest:
        client = connection.secrets.get("client_id", "")
        secret = connection.secrets.get("api_secret", "")
        if not client or not secret:
            raise CannotSend("the connection has no client ID or no API secret")
        # Which code it comes from is a matter of the account there, not of the request.
        content = {"messages": [{"content": message.text, "destination": message.number}]}
        return HttpRequest(
            "POST",
            f"{base or API}/v3/BulkMessages",
            json.dumps(content).encode(),
            {"Content-Type": reading.JSON, "Accept": reading.JSON},
            (client, secret),
        )

    def refused(self, status: int, body: bytes) -> str | None:
        told = {name.lower(): value for name, value in reading.answered(body).items()}
        report = {name.lower(): value for name, value in reading.inner(told, "errorreport").items()}
        if report.get("optedouts"):
            return "SMSPortal has this person on its own opt-out list and sends them nothing"
        if report.get("nonetwork") or report.get("faults"):
            return "SMSPortal knows no network for this number"
        return reading.refused_by(status)


def _by_get(found: Mapping[str, Any]) -> InboundMessage:
    """SMSPortal names no code that the reply was sent to; the fields before it are the message
    that was answered. Times are of a clock that the page does not name: not kept."""
    written, text = reading.word(found, "phonenumber"), reading.word(found, "incomingdata")
    at = found.get("incomingdatatime")
    return InboundMessage(
        id=reading.word(found, "incomingid") or reading.made_up_id(written, text, at=at),
        channel=Channel.SMS,
        written=written,
        to=reading.address(reading.word(found, "to")),
        text=text,
        campaign=reading.word(found, "campaign", "eventid"),
    )


def _by_post(found: Mapping[str, Any]) -> InboundMessage:
    written = reading.word(found, "msisdn", "from")
    own, at = reading.word(found, "id"), reading.word(found, "received")
    text, to = reading.word(found, "message"), reading.word(found, "to")
    if not written and not own:
        raise Unreadable("it has neither a number nor an id")
    # Whether the id is the reply's or that of the message it answers, the page does not say.
    mark = at or hashlib.sha256(text.encode(errors="replace")).hexdigest()[:12]
    return InboundMessage(
        id=f"{own}-{mark}" if own else reading.made_up_id(written, to, text, at=at),
        channel=Channel.SMS,
        written=written,
        to=reading.address(to),
        text=text,
        at=reading.moment(at),
        campaign=reading.word(found, "eventid"),
    )
