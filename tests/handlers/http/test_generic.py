"""Another program: the documented shape, signed or not."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from handlers.http.providers.generic import Generic
from handlers.http.providers.provider import Call, CannotSend, Outgoing, Unreadable
from optouts.connection import Connection, ConnectionId
from optouts.inbound import InboundMessage, Provider, Told
from optouts.words import Channel, WorkspaceId
from tests.handlers.http.conftest import Desk
from tests.handlers.http.webhook_cases import NUMBER, Sent, SignedWebhookCases, WebhookCases

SECRETS: Final = {"signing_secret": "shared words"}
REPLY: Final[dict[str, Any]] = {
    "id": "reply-1001",
    "channel": "sms",
    "from": NUMBER,
    "to": "31331",
    "text": "STOP",
    "sent_at": "2026-03-01T10:59:58+02:00",
    "campaign": "Spring",
}


def parsed(body: object) -> list[InboundMessage]:
    return list(Generic().parse(Call("POST", body=json.dumps(body).encode())))


def connected(**secrets: str) -> Connection:
    return Connection(ConnectionId(1), WorkspaceId(1), Provider.GENERIC, "M", secrets=secrets)


def sent(url: str, body: object, secret: str = "") -> Sent:
    content = json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    if secret:
        digest = hmac.digest(secret.encode(), content, hashlib.sha256).hex()
        headers["X-Optout-Signature"] = f"sha256={digest}"
    return Sent("POST", url, headers, content)


class TestSigned(SignedWebhookCases):
    provider = Provider.GENERIC
    secrets = SECRETS
    signature = "X-Optout-Signature"

    def genuine(self, url: str, *, text: str = "STOP", message: str = "1001") -> Sent:
        body = {**REPLY, "text": text, "id": message}
        return sent(url, body, SECRETS["signing_secret"])

    def test_the_answer_holds_the_confirmation(self, desk: Desk) -> None:
        answer = self._sent(desk).to(desk.client).json()

        assert answer["status"] == "ok"
        assert "Baobab Retail" in answer["reply"]

    def test_a_signed_start_takes_off_again(self, desk: Desk) -> None:
        _, url = desk.connect(self.provider, self.secrets)
        self.genuine(url).to(desk.client)

        self.genuine(url, text="START", message="1002").to(desk.client)

        assert not desk.is_suppressed(NUMBER)


class TestUnsigned(WebhookCases):
    provider = Provider.GENERIC

    def genuine(self, url: str, *, text: str = "STOP", message: str = "1001") -> Sent:
        return sent(url, {**REPLY, "text": text, "id": message})

    def test_an_unsigned_start_takes_nobody_off(self, desk: Desk) -> None:
        _, url = desk.connect(self.provider, {})
        self.genuine(url).to(desk.client)

        answer = self.genuine(url, text="START", message="1002").to(desk.client)

        assert answer.status_code == 200
        assert desk.is_suppressed(NUMBER)

    def test_several_messages_are_each_taken_in(self, desk: Desk) -> None:
        _, url = desk.connect(self.provider, {})
        other = {**REPLY, "id": "2", "from": "+27829876543"}

        answer = sent(url, {"messages": [REPLY, other]}).to(desk.client)

        assert answer.json() == {"status": "ok", "reply": ""}
        assert desk.is_suppressed(NUMBER)
        assert desk.is_suppressed("+27829876543")


def test_a_message_is_read_field_by_field() -> None:
    assert parsed({**REPLY, "told": "stop", "answered": True}) == [
        InboundMessage(
            id="reply-1001",
            channel=Channel.SMS,
            written=NUMBER,
            to="31331",
            text="STOP",
            at=datetime(2026, 3, 1, 8, 59, 58, tzinfo=UTC),
            told=Told.STOP,
            answered=True,
            campaign="Spring",
        )
    ]


def test_what_is_not_said_has_its_usual_value() -> None:
    assert parsed({"id": 7, "from": NUMBER}) == [
        InboundMessage(id="7", channel=Channel.SMS, written=NUMBER, to="", text="")
    ]


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"messages": []},
        {"messages": [None]},
        {"messages": [REPLY] * 1001},
        {**REPLY, "id": ""},
        {**REPLY, "from": None},
        {**REPLY, "channel": "email"},
        {**REPLY, "told": "maybe"},
        {**REPLY, "sent_at": "yesterday"},
        {**REPLY, "sent_at": "2026-03-01T10:59:58"},
    ],
)
def test_what_is_not_of_the_documented_shape_is_unreadable(body: object) -> None:
    with pytest.raises(Unreadable):
        parsed(body)


def test_messages_back_are_posted_and_signed() -> None:
    message = Outgoing("27831234567", "31331", Channel.SMS, "Bye")
    url = "https://messages.example.com/send"

    asked = Generic().outgoing(connected(send_url=url, **SECRETS), message)

    digest = hmac.digest(b"shared words", asked.content, hashlib.sha256).hex()
    assert (asked.url, asked.headers["X-Optout-Signature"]) == (url, f"sha256={digest}")
    assert json.loads(asked.content) == {
        "channel": "sms",
        "from": "31331",
        "to": NUMBER,
        "text": "Bye",
    }


@pytest.mark.parametrize("url", ["", "http://messages.example.com/", "file:///etc/passwd"])
def test_messages_back_are_posted_over_tls_only(url: str) -> None:
    with pytest.raises(CannotSend):
        Generic().outgoing(connected(send_url=url), Outgoing("2783", "31331", Channel.SMS, "Bye"))


def test_only_what_can_never_be_sent_is_given_up() -> None:
    assert [Generic().refused(status, b"") for status in (204, 429, 502)] == [None] * 3
    assert Generic().refused(410, b"") == "the provider refused it (HTTP 410)"
