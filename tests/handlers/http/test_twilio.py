"""Twilio: its signature, its fields, and the message back in the answer."""

import base64
import hashlib
import hmac
from typing import Final
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree as ET

import pytest

from handlers.http.providers.provider import Call, CannotSend, Forged, Outgoing, Unreadable
from handlers.http.providers.twilio import Twilio, signature
from optouts.connection import Connection, ConnectionId
from optouts.inbound import InboundMessage, Provider, Told
from optouts.words import Channel, WorkspaceId
from tests.handlers.http.conftest import Desk
from tests.handlers.http.webhook_cases import FORM, NUMBER, Sent, SignedWebhookCases

TOKEN: Final = "12345"  # noqa: S105 - of the published examples
SECRETS: Final = {"auth_token": TOKEN, "account_sid": "AC0000000000000000000000000000000a"}
CONNECTION: Final = Connection(
    ConnectionId(1), WorkspaceId(1), Provider.TWILIO, "Main", secrets=SECRETS
)
DOCUMENTED: Final = "https://mycompany.com/myapp.php?foo=1&bar=2"
PARAMETERS: Final = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675309",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
}
JSON_BODY: Final = b'{"property": "value", "boolean": true}'
RECEIVED: Final = {
    "ToCountry": "ZA",
    "SmsMessageSid": "SM00000000000000000000000000001001",
    "NumMedia": "0",
    "SmsSid": "SM00000000000000000000000000001001",
    "SmsStatus": "received",
    "Body": "STOP",
    "FromCountry": "ZA",
    "To": "+27600123456",
    "MessagingServiceSid": "MG00000000000000000000000000000001",
    "NumSegments": "1",
    "MessageSid": "SM00000000000000000000000000001001",
    "AccountSid": "AC0000000000000000000000000000000a",
    "From": NUMBER,
    "ApiVersion": "2010-04-01",
}


def called(fields: dict[str, str], **more: str) -> Call:
    headers = {"content-type": FORM, **more}
    return Call("POST", (DOCUMENTED,), headers, body=urlencode(fields).encode())


class TestTwilio(SignedWebhookCases):
    provider = Provider.TWILIO
    secrets = SECRETS
    signature = "X-Twilio-Signature"

    def genuine(self, url: str, *, text: str = "STOP", message: str = "1001") -> Sent:
        fields = {**RECEIVED, "Body": text, "MessageSid": message}
        data = url + "".join(f"{name}{fields[name]}" for name in sorted(fields))
        digest = hmac.digest(TOKEN.encode(), data.encode(), hashlib.sha1)
        headers = {"Content-Type": FORM, self.signature: base64.b64encode(digest).decode()}
        return Sent("POST", url, headers, urlencode(fields).encode())

    def test_the_answer_holds_the_confirmation(self, desk: Desk) -> None:
        twiml = self._sent(desk).to(desk.client)

        assert twiml.headers["content-type"].startswith("application/xml")
        said = ET.fromstring(twiml.content).findtext("Message") or ""  # noqa: S314 - our own
        assert "Baobab Retail" in said

    def test_after_twilios_own_answer_we_say_nothing(self, desk: Desk) -> None:
        _, url = desk.connect(self.provider, self.secrets)
        fields = {**RECEIVED, "Body": "Anything at all", "OptOutType": "STOP"}
        sent = Sent(
            "POST",
            url,
            {"Content-Type": FORM, self.signature: signature(TOKEN, url, list(fields.items()))},
            urlencode(fields).encode(),
        )

        twiml = sent.to(desk.client)

        assert ET.fromstring(twiml.content).find("Message") is None  # noqa: S314 - our own
        assert desk.is_suppressed(NUMBER)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (DOCUMENTED, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (DOCUMENTED.replace(".com", ".com:443"), "kvajT1Ptam85bY51eRf/AJRuM3w="),
        (
            DOCUMENTED.replace("https", "http").replace(".com", ".com:80"),
            "0ZXoZLH/DfblKGATFgpif+LLRf4=",
        ),
        (
            DOCUMENTED.replace("https", "http").replace(".com", ".com:1234"),
            "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
        ),
    ],
)
def test_the_published_signatures_are_ours(url: str, expected: str) -> None:
    assert signature(TOKEN, url, list(PARAMETERS.items())) == expected


def test_of_a_repeated_field_each_value_counts_once() -> None:
    sent = parse_qsl("Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234")

    assert signature(TOKEN, DOCUMENTED, sent) == "IK+Dwps556ElfBT0I3Rgjkr1wJU="


def test_a_body_of_json_is_signed_by_its_hash_in_the_address() -> None:
    url = f"{DOCUMENTED}&bodySHA256={hashlib.sha256(JSON_BODY).hexdigest()}"
    headers = {
        "content-type": "application/json",
        "x-twilio-signature": "a9nBmqA0ju/hNViExpshrM61xv4=",
    }

    Twilio().verify(Call("POST", (url,), headers, body=JSON_BODY), CONNECTION)
    with pytest.raises(Forged):
        Twilio().verify(Call("POST", (url,), headers, body=JSON_BODY + b" "), CONNECTION)


@pytest.mark.parametrize(
    ("called_at", "signed_at"),
    [
        ("https://mycompany.com/a?b=1", "https://mycompany.com:443/a?b=1"),
        ("https://mycompany.com:443/a?b=1", "https://mycompany.com/a?b=1"),
        ("http://mycompany.com/a", "http://mycompany.com:80/a"),
        ("https://mycompany.com:8443/a", "https://mycompany.com/a"),
    ],
)
def test_the_port_may_be_signed_or_not(called_at: str, signed_at: str) -> None:
    headers = {"content-type": FORM, "x-twilio-signature": signature(TOKEN, signed_at, [])}

    Twilio().verify(Call("POST", ("https://other.example/a", called_at), headers), CONNECTION)


def test_without_a_token_of_ours_nothing_is_genuine() -> None:
    bare = Connection(ConnectionId(1), WorkspaceId(1), Provider.TWILIO, "Main")
    signed = signature("", DOCUMENTED, list(RECEIVED.items()))

    with pytest.raises(Forged):
        Twilio().verify(called(RECEIVED, **{"x-twilio-signature": signed}), bare)


def test_a_message_is_read_field_by_field() -> None:
    assert Twilio().parse(called(RECEIVED)) == (
        InboundMessage(
            id="SM00000000000000000000000000001001",
            channel=Channel.SMS,
            written=NUMBER,
            to="27600123456",
            text="STOP",
        ),
    )


def test_whatsapp_addresses_lose_their_prefix() -> None:
    fields = {**RECEIVED, "From": f"whatsapp:{NUMBER}", "To": "whatsapp:+27600123456"}

    (message,) = Twilio().parse(called(fields))

    assert (message.channel, message.written, message.to) == (
        Channel.WHATSAPP,
        NUMBER,
        "27600123456",
    )


@pytest.mark.parametrize(
    ("word", "told"), [("STOP", Told.STOP), ("START", Told.START), ("HELP", Told.HELP)]
)
def test_what_advanced_opt_out_says_was_answered_by_twilio(word: str, told: Told) -> None:
    (message,) = Twilio().parse(called({**RECEIVED, "OptOutType": word}))

    assert (message.told, message.answered) == (told, True)


def test_a_call_by_get_is_read_from_its_query() -> None:
    (message,) = Twilio().parse(Call("GET", query=tuple(RECEIVED.items())))

    assert message.text == "STOP"


def test_what_became_of_our_own_messages_is_no_message() -> None:
    fields = {"MessageSid": "SM1", "MessageStatus": "delivered", "From": "31331", "To": NUMBER}

    assert Twilio().parse(called(fields)) == ()


def test_a_call_without_a_message_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        Twilio().parse(called(PARAMETERS))


def test_the_answer_escapes_what_xml_cannot_hold() -> None:
    media_type, twiml = Twilio().answer("Fish & Chips <3\x0b\ud83d")

    assert media_type == "application/xml"
    assert ET.fromstring(twiml).findtext("Message") == "Fish & Chips <3"  # noqa: S314 - our own


def test_messages_back_are_sent_by_twilios_api() -> None:
    message = Outgoing("27831234567", "27600123456", Channel.WHATSAPP, "Héllo")

    asked = Twilio().outgoing(CONNECTION, message)

    account = SECRETS["account_sid"]
    assert asked.url == f"https://api.twilio.com/2010-04-01/Accounts/{account}/Messages.json"
    assert asked.auth == (account, TOKEN)
    assert dict(parse_qsl(asked.content.decode())) == {
        "To": "whatsapp:+27831234567",
        "From": "whatsapp:+27600123456",
        "Body": "Héllo",
    }
    assert TOKEN not in repr(asked)


def test_a_short_code_is_dialled_as_it_is() -> None:
    asked = Twilio().outgoing(CONNECTION, Outgoing("27831234567", "31331", Channel.SMS, "Bye"))

    assert dict(parse_qsl(asked.content.decode()))["From"] == "31331"


def test_without_an_account_sid_nothing_can_be_sent() -> None:
    bare = Connection(
        ConnectionId(1), WorkspaceId(1), Provider.TWILIO, "M", secrets={"auth_token": "x"}
    )

    with pytest.raises(CannotSend):
        Twilio().outgoing(bare, Outgoing("27831234567", "31331", Channel.SMS, "Bye"))


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (201, b'{"sid": "SM1", "code": null}', None),
        (429, b'{"code": 20429}', None),
        (500, b"", None),
        (400, b'{"code": 21610, "message": "+27831234567 is unsubscribed"}', "own opt-out list"),
        (400, b'{"code": 21211}', "error 21211"),
        (401, b'{"code": "x"}', "credentials"),
        (418, b"not json", "HTTP 418"),
    ],
)
def test_only_what_can_never_be_sent_is_given_up(
    status: int, body: bytes, expected: str | None
) -> None:
    reason = Twilio().refused(status, body)

    assert reason is None if expected is None else expected in (reason or "")
    assert "27831234567" not in (reason or "")
