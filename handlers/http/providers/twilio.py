"""Twilio, SMS and WhatsApp (www.twilio.com/docs/messaging/guides/webhook-request)."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import parse_qs, quote, urlencode, urlsplit, urlunsplit
from xml.sax.saxutils import escape

from handlers.http.providers import reading
from handlers.http.providers.provider import (
    Call,
    CannotSend,
    Forged,
    HttpRequest,
    Outgoing,
    Unreadable,
)
from optouts.connection import Connection
from optouts.inbound import InboundMessage, Provider, Told
from optouts.words import Channel

API: Final = "https://api.twilio.com"
WHATSAPP: Final = "whatsapp:"

TOLD: Final = {"STOP": Told.STOP, "START": Told.START, "HELP": Told.HELP}
REASONS: Final = {
    21610: "Twilio has this person on its own opt-out list and sends them nothing",
    63016: "WhatsApp allows no answer more than 24 hours after the person wrote",
}

NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Twilio:
    name = Provider.TWILIO
    methods = frozenset({"GET", "POST"})
    media_types = frozenset({reading.FORM})

    def verify(self, call: Call, connection: Connection) -> None:
        token = connection.secrets.get("auth_token", "")
        given = call.headers.get("x-twilio-signature", "").encode()
        sent = reading.pairs(call.body) if call.media_type == reading.FORM else []
        found = False
        for called in call.urls:
            # All are tried, so that the time taken does not say which one fits.
            for url in _with_and_without_port(called):
                found |= hmac.compare_digest(signature(token, url, sent).encode(), given)
        if not token or not found or not _holds_body(call):
            raise Forged

    def parse(self, call: Call) -> Sequence[InboundMessage]:
        pairs = call.query if call.method == "GET" else reading.pairs(call.body)
        found = dict(pairs)
        if "MessageStatus" in found and "Body" not in found:
            return ()  # what became of a message of ours
        sid = reading.word(found, "MessageSid", "SmsMessageSid", "SmsSid")
        if not sid or "From" not in found:
            raise Unreadable("it has no MessageSid or no From")
        sender, written = found.get("To", ""), found["From"]
        told = TOLD.get(found.get("OptOutType", "").upper())
        return (
            InboundMessage(
                id=sid,
                channel=Channel.WHATSAPP if written.startswith(WHATSAPP) else Channel.SMS,
                written=written.removeprefix(WHATSAPP),
                to=reading.address(sender.removeprefix(WHATSAPP)),
                text=found.get("Body", ""),
                told=told,
                # Advanced Opt-Out tells us only once it has replied by itself.
                answered=told is not None,
            ),
        )

    def answer(self, text: str) -> tuple[str, bytes]:
        message = f"<Message>{escape(NOT_XML.sub('', text))}</Message>" if text else ""
        twiml = f'<?xml version="1.0" encoding="UTF-8"?><Response>{message}</Response>'
        return "application/xml", twiml.encode()

    def challenge(self, _call: Call, _connection: Connection) -> str | None:
        return None

    def outgoing(self, connection: Connection, message: Outgoing, base: str = "") -> HttpRequest:
        sid = connection.secrets.get("account_sid", "")
        token = connection.secrets.get("auth_token", "")
        if not sid or not token:
            raise CannotSend("the connection has no Account SID")
        prefix = WHATSAPP if message.channel is Channel.WHATSAPP else ""
        form = {
            "To": f"{prefix}+{message.number}",
            "From": f"{prefix}{reading.dialled(message.sender)}",
            "Body": message.text,
        }
        return HttpRequest(
            "POST",
            f"{base or API}/2010-04-01/Accounts/{quote(sid, safe='')}/Messages.json",
            urlencode(form).encode(),
            {"Content-Type": reading.FORM},
            (sid, token),
        )

    def refused(self, status: int, body: bytes) -> str | None:
        reason = reading.refused_by(status)
        code = reading.answered(body).get("code")
        if reason is None or not isinstance(code, int):
            return reason
        return REASONS.get(code, f"Twilio refused it (error {code})")


def signature(token: str, url: str, sent: Sequence[tuple[str, str]]) -> str:
    """What X-Twilio-Signature has to be: of a repeated field, each value counts once, in order."""
    distinct: dict[str, set[str]] = {}
    for name, value in sent:
        distinct.setdefault(name, set()).add(value)
    data = url + "".join(
        f"{name}{value}" for name in sorted(distinct) for value in sorted(distinct[name])
    )
    digest = hmac.digest(token.encode(), data.encode(errors="replace"), hashlib.sha1)
    return base64.b64encode(digest).decode()


def _with_and_without_port(url: str) -> Iterator[str]:
    """Twilio signs with the port or without it, which depends on the product."""
    yield url
    parts = urlsplit(url)
    ports: Mapping[str, int] = {"https": 443, "http": 80}
    bare = parts.netloc.rpartition("@")[2]
    port = re.search(r":(\d+)$", bare)
    if port:
        yield urlunsplit(parts._replace(netloc=parts.netloc.removesuffix(port.group())))
    elif parts.scheme in ports:
        yield urlunsplit(parts._replace(netloc=f"{parts.netloc}:{ports[parts.scheme]}"))


def _holds_body(call: Call) -> bool:
    """A body that is no form is signed by its hash, which stands in the signed URL."""
    if call.media_type == reading.FORM or not call.body:
        return True
    named = parse_qs(urlsplit(call.urls[0]).query).get("bodySHA256", [""])[-1]
    return hmac.compare_digest(hashlib.sha256(call.body).hexdigest(), named)
