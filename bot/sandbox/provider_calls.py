"""What providers send to the bot for a text of a customer, signed as they sign it.

Written from the providers' own pages (docs/providers), apart from the code that checks it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.sandbox.phones import Line
    from bot.sandbox.workspace import Json, Text

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    url: str
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def call(line: Line, text: Text) -> Call:
    """The webhook of the line's provider."""
    if text.preference:
        return _whatsapp_signed(line, _whatsapp_preference(text))
    return _CALLS[line.provider](line, text)


def replies(answer: str) -> list[str]:
    """What a bot that answers in TwiML, or as the generic shape has it, has for the customer."""
    if answer.startswith("{"):
        return [text for text in [json.loads(answer).get("reply")] if text]
    if not answer.startswith("<"):
        return []
    root = ET.fromstring(answer)  # noqa: S314 - our own bot's answer
    return ["".join(each.itertext()) for each in root.iter("Message")]


def phone_number_ids(line: Line) -> dict[str, str]:
    """Meta's ids of the business's numbers, by their digits."""
    pairs = line.secrets["phone_number_ids"].split(",")
    return dict(each.strip().split("=") for each in pairs)


def _twilio(line: Line, text: Text) -> Call:
    prefix = "whatsapp:" if line.channel == "whatsapp" else ""
    fields = {
        "MessageSid": f"SM{text.id.encode().hex():0>32}",
        "AccountSid": line.secrets["account_sid"],
        "From": f"{prefix}{text.number}",
        "To": f"{prefix}{line.address}",
        "Body": text.text,
        "NumMedia": "0",
    }
    signed = line.url + "".join(name + fields[name] for name in sorted(fields))
    digest = hmac.digest(line.secrets["auth_token"].encode(), signed.encode(), hashlib.sha1)
    headers = {
        "Content-Type": f"{FORM}; charset=UTF-8",
        "X-Twilio-Signature": base64.b64encode(digest).decode(),
    }
    return Call("POST", line.url, urlencode(fields).encode(), headers)


def _whatsapp(line: Line, text: Text) -> Call:
    message = {
        "from": _digits(text.number),
        "id": f"wamid.{text.id}",
        "timestamp": str(int(text.at)),
        "type": "text",
        "text": {"body": text.text},
    }
    contact = {"profile": {"name": "Customer"}, "wa_id": _digits(text.number)}
    value = {"contacts": [contact], "messages": [message]}
    return _whatsapp_signed(line, {"field": "messages", "value": value})


def _whatsapp_preference(text: Text) -> Json:
    preferred = {
        "wa_id": _digits(text.number),
        "detail": f"User requested to {text.preference} marketing messages",
        "category": "marketing_messages",
        "value": text.preference,
        "timestamp": int(text.at),
    }
    contacts = [{"wa_id": _digits(text.number)}]
    value = {"contacts": contacts, "user_preferences": [preferred]}
    return {"field": "user_preferences", "value": value}


def _whatsapp_signed(line: Line, change: Json) -> Call:
    change["value"] |= {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": _digits(line.address),
            "phone_number_id": phone_number_ids(line)[_digits(line.address)],
        },
    }
    entry = {"id": "102290129340398", "changes": [change]}
    # Meta sends and signs what is not ASCII as \u escapes.
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    digest = hmac.digest(line.secrets["app_secret"].encode(), body, hashlib.sha256).hex()
    headers = {"Content-Type": JSON, "X-Hub-Signature-256": f"sha256={digest}"}
    return Call("POST", line.url, body, headers)


def _clickatell(line: Line, text: Text) -> Call:
    message = {
        "channel": line.channel,
        "messageId": text.id,
        "from": _digits(text.number),
        "to": _digits(line.address),
        "timestamp": int(text.at * 1000),
        "content": text.text,
        "charset": "UTF-8",
    }
    body = {"integrationId": "sandbox", "integrationName": "Baobab", "event": {"moText": [message]}}
    return _posted(line, body)


def _smsportal(line: Line, text: Text) -> Call:
    body = {
        "Id": int(text.id[1:]),
        "EventId": 1,
        "To": line.address,
        "Msisdn": _digits(text.number),
        "Message": text.text,
        "Received": int(text.at),
    }
    # SMSPortal sends JSON and calls it plain text.
    return Call("POST", line.url, json.dumps(body).encode(), {"Content-Type": "text/plain"})


def _clicksend(line: Line, text: Text) -> Call:
    fields = {
        "from": text.number,
        "to": line.address,
        "body": text.text,
        "message": text.text,
        "message_id": text.id,
        "timestamp": str(int(text.at)),
    }
    return Call("POST", line.url, urlencode(fields).encode(), {"Content-Type": FORM})


def _generic(line: Line, text: Text) -> Call:
    body = {
        "id": text.id,
        "channel": line.channel,
        "from": text.number,
        "to": line.address,
        "text": text.text,
        "sent_at": datetime.fromtimestamp(text.at, UTC).isoformat(),
    }
    sent = _posted(line, body)
    if secret := line.secrets.get("signing_secret", ""):
        digest = hmac.digest(secret.encode(), sent.content, hashlib.sha256).hex()
        return replace(sent, headers={**sent.headers, "X-Optout-Signature": f"sha256={digest}"})
    return sent


def _posted(line: Line, body: Json) -> Call:
    return Call("POST", line.url, json.dumps(body).encode(), {"Content-Type": JSON})


def _digits(address: str) -> str:
    return address.removeprefix("+")


_CALLS: Mapping[str, Callable[[Line, Text], Call]] = {
    "twilio": _twilio,
    "whatsapp": _whatsapp,
    "clickatell": _clickatell,
    "smsportal": _smsportal,
    "clicksend": _clicksend,
    "generic": _generic,
}
