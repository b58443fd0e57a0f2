"""WhatsApp Cloud API (developers.facebook.com/documentation/business-messaging/whatsapp)."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from handlers.http.providers import reading
from handlers.http.providers.provider import Call, CannotSend, Forged, HttpRequest, Outgoing
from optouts.connection import Connection
from optouts.inbound import InboundMessage, Provider, Told
from optouts.words import Channel

API: Final = "https://graph.facebook.com"
VERSION: Final = "v24.0"

WISHES: Final = {"stop": Told.STOP, "resume": Told.START}
"""What a person may choose about marketing messages in WhatsApp itself."""

AGAIN: Final = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056})
"""Errors that pass: limits, and trouble on Meta's side (…/whatsapp/support/error-codes)."""

REASONS: Final = {
    190: "Meta does not accept the access token any more",
    131026: "WhatsApp cannot deliver to this person",
    131047: "WhatsApp allows no answer more than 24 hours after the person wrote",
    131050: "this person has stopped messages in WhatsApp itself",
}


class WhatsApp:
    name = Provider.WHATSAPP
    methods = frozenset({"GET", "POST"})
    media_types = frozenset({reading.JSON})

    def verify(self, call: Call, connection: Connection) -> None:
        secret = connection.secrets.get("app_secret", "").encode()
        expected = f"sha256={hmac.digest(secret, call.body, hashlib.sha256).hex()}"
        given = call.headers.get("x-hub-signature-256", "")
        if not secret or not hmac.compare_digest(expected.encode(), given.encode()):
            raise Forged

    def parse(self, call: Call) -> Sequence[InboundMessage]:
        return [
            message
            for entry in reading.objects(reading.document(call.body), "entry")
            for change in reading.objects(entry, "changes")
            for message in _messages(str(change.get("field")), reading.inner(change, "value"))
        ]

    def answer(self, _text: str) -> tuple[str, bytes]:
        return "text/plain", b""

    def challenge(self, call: Call, connection: Connection) -> str | None:
        asked = dict(call.query)
        if call.method != "GET" or asked.get("hub.mode") != "subscribe":
            return None
        known = connection.secrets.get("verify_token", "").encode()
        given = asked.get("hub.verify_token", "").encode(errors="replace")
        if not known or not hmac.compare_digest(known, given):
            raise Forged
        return asked.get("hub.challenge", "")

    def outgoing(self, connection: Connection, message: Outgoing, base: str = "") -> HttpRequest:
        access = connection.secrets.get("access_token", "")
        own = _phone_number_id(connection.secrets.get("phone_number_ids", ""), message.sender)
        if not access or not own:
            raise CannotSend("the connection has no access token, or no phone number id")
        content = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": message.number,
            "type": "text",
            "text": {"preview_url": False, "body": message.text},
        }
        return HttpRequest(
            "POST",
            f"{base or API}/{VERSION}/{own}/messages",
            json.dumps(content).encode(),
            {"Content-Type": reading.JSON, "Authorization": f"Bearer {access}"},
        )

    def refused(self, status: int, body: bytes) -> str | None:
        code = reading.inner(reading.answered(body), "error").get("code")
        reason = reading.refused_by(status)
        if reason is None or code in AGAIN:
            return None
        if not isinstance(code, int):
            return reason
        return REASONS.get(code, f"Meta refused it (error {code})")


def _phone_number_id(entered: str, sender: str) -> str:
    """Of `27600123456=106540352242922, …`; a lone id is that of every sender."""
    for each in re.split(r"[,;\n]", entered):
        number, separator, own = each.rpartition("=")
        known = own.strip()
        if known.isdigit() and (not separator or reading.address(number) == sender):
            return known
    return ""


def _messages(field: str, value: Mapping[str, Any]) -> Iterator[InboundMessage]:
    """Echoes of our own messages and what became of them have fields of other names."""
    sender = reading.word(reading.inner(value, "metadata"), "display_phone_number")
    to = reading.address(sender)
    if field == "messages":
        for each in reading.objects(value, "messages"):
            if (message := _message(each, to)) is not None:
                yield message
    if field == "user_preferences":
        for each in reading.objects(value, "user_preferences"):
            wish = WISHES.get(str(each.get("value")).lower())
            if wish is not None:
                yield _preference(each, to, wish, reading.word(each, "wa_id"))


def _message(each: Mapping[str, Any], to: str) -> InboundMessage | None:
    written = reading.word(each, "from")
    system = reading.inner(each, "system")
    if each.get("type") == "system":
        # The older way to tell of a wish; other words of the system are nobody's.
        wish = WISHES.get(str(system.get("marketing")).lower())
        found = written or reading.word(system, "wa_id")
        return _preference(each, to, wish, found) if wish is not None else None
    return InboundMessage(
        id=reading.word(each, "id")
        or reading.made_up_id(written, to, _text(each), at=each.get("timestamp")),
        channel=Channel.WHATSAPP,
        written=_with_plus(written),
        to=to,
        text=_text(each),
        at=reading.moment(each.get("timestamp")),
    )


def _preference(each: Mapping[str, Any], to: str, wish: Told, written: str) -> InboundMessage:
    at = each.get("timestamp")
    return InboundMessage(
        id=reading.word(each, "id")
        or reading.made_up_id("preference", written, to, wish, each.get("category"), at=at),
        channel=Channel.WHATSAPP,
        written=_with_plus(written),
        to=to,
        text=reading.word(each, "detail") or reading.word(reading.inner(each, "system"), "body"),
        at=reading.moment(at),
        told=wish,
        # WhatsApp has shown the person that they stopped; and we may not write to them.
        answered=wish is Told.STOP,
    )


def _with_plus(written: str) -> str:
    """A WhatsApp id is an international number without its plus."""
    return f"+{written}" if written.isdigit() else written


def _text(each: Mapping[str, Any]) -> str:
    """What was written, tapped, or written under a picture."""
    interactive = reading.inner(each, "interactive")
    return (
        reading.word(reading.inner(each, "text"), "body")
        or reading.word(reading.inner(each, "button"), "text", "payload")
        or reading.word(reading.inner(interactive, "button_reply"), "title")
        or reading.word(reading.inner(interactive, "list_reply"), "title")
        or reading.word(reading.inner(each, str(each.get("type"))), "caption")
    )
