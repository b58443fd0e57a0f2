"""Clickatell: One API, the platform's HTTP API and the old callbacks."""

import copy
import json
from typing import Any, Final
from urllib.parse import quote, urlencode

import pytest

from handlers.http.providers.clickatell import Clickatell
from handlers.http.providers.provider import Call, CannotSend, Outgoing, Unreadable
from optouts.connection import Connection, ConnectionId
from optouts.inbound import InboundMessage, Provider
from optouts.words import Channel, WorkspaceId
from tests.handlers.http.conftest import Desk
from tests.handlers.http.webhook_cases import FORM, NUMBER, Sent, WebhookCases

ONE_API: Final[dict[str, Any]] = {
    "integrationId": "fa8090815f05d5ed015f0b5b56080cd2",
    "integrationName": "My integration",
    "event": {
        "moText": [
            {
                "channel": "sms",
                "messageId": "3a89680503414383af44dcd0e4e5f184",
                "relatedMessageId": "d33eef0838a121f71069a4cc8d55c19e",
                "relatedClientMessageId": "d33eef0838a121f71069a4cc8d55c19e",
                "from": "27831234567",
                "to": "27600123456",
                "timestamp": 1506607698000,
                "content": "STOP",
                "charset": "UTF-8",
            }
        ]
    },
}
PLATFORM: Final = {
    "integrationName": "My integration",
    "messageId": "8c35cc59d4bd4e9ea06b1a35a9ee2e66",
    "replyMessageId": "a9ee2e668c35cc59d4bd4e9ea06b1a35",
    "fromNumber": "27831234567",
    "toNumber": "31331",
    "timestamp": 1506607698000,
    "text": "STOP",
    "charset": "UTF-8",
    "udh": "",
    "network": "null",
    "keyword": "null",
}
LEGACY: Final = {
    "api_id": "12345",
    "from": "27831234567",
    "to": "31331",
    "timestamp": "2017-09-28 15:08:18",
    "text": "STOP",
    "charset": "ISO-8859-1",
    "udh": "",
    "moMsgId": "996f364775e24b8432f45d77da8eca47",
}
JSON_KIND: Final = {"content-type": "application/json"}


def posted(body: object) -> list[InboundMessage]:
    call = Call("POST", headers=JSON_KIND, body=json.dumps(body).encode())
    return list(Clickatell().parse(call))


class TestClickatell(WebhookCases):
    provider = Provider.CLICKATELL

    def genuine(self, url: str, *, text: str = "STOP", message: str = "1001") -> Sent:
        body = copy.deepcopy(ONE_API)
        body["event"]["moText"][0] |= {"content": text, "messageId": message}
        content = json.dumps(body).encode()
        return Sent("POST", url, {"Content-Type": "application/json"}, content)

    def test_an_unsigned_start_takes_nobody_off_unless_that_is_allowed(self, desk: Desk) -> None:
        _, url = desk.connect(self.provider, {})
        _, trusted = desk.connect(self.provider, {}, may_remove=True)
        self.genuine(url).to(desk.client)

        answer = self.genuine(url, text="START", message="1002").to(desk.client)
        after = desk.is_suppressed(NUMBER)
        self.genuine(trusted, text="START", message="1003").to(desk.client)

        assert (answer.status_code, after) == (200, True)
        assert not desk.is_suppressed(NUMBER)


def test_a_message_of_one_api_is_read_field_by_field() -> None:
    (message,) = posted(ONE_API)

    assert message.at is not None
    assert f"{message.at:%Y-%m-%d %H:%M:%S%z}" == "2017-09-28 14:08:18+0000"
    assert (message.id, message.channel, message.written, message.to, message.text) == (
        "3a89680503414383af44dcd0e4e5f184",
        Channel.SMS,
        "27831234567",
        "27600123456",
        "STOP",
    )


def test_whatsapp_media_and_several_events_are_read() -> None:
    body = copy.deepcopy(ONE_API)
    event = body["event"]
    event["moText"].append({**event["moText"][0], "channel": "whatsapp", "messageId": "2"})
    event["moMedia"] = [{"channel": "whatsapp", "messageId": "3", "from": "1", "caption": "STOP"}]

    read = posted(body)

    assert [each.channel for each in read] == [Channel.SMS, Channel.WHATSAPP, Channel.WHATSAPP]
    assert [each.text for each in read] == ["STOP"] * 3


def test_a_reply_of_the_http_api_is_read() -> None:
    (message,) = posted(PLATFORM)

    assert (message.id, message.written, message.to, message.text) == (
        PLATFORM["messageId"],
        "27831234567",
        "31331",
        "STOP",
    )
    assert message.at is not None


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_old_callback_is_read_from_a_form_or_a_query(method: str) -> None:
    form = urlencode(LEGACY).encode()
    headers = {"content-type": FORM}

    (message,) = Clickatell().parse(
        Call(method, headers=headers, query=tuple(LEGACY.items()), body=form)
    )

    assert (message.id, message.to, message.text) == (LEGACY["moMsgId"], "31331", "STOP")
    assert message.at is None, "its clock has no zone"


@pytest.mark.parametrize(
    ("encoded", "charset"),
    [
        (quote("ARRÊT".encode("latin-1")), "ISO-8859-1"),
        (quote("ARRÊT"), "UTF-8"),
        ("ARRÊT".encode("utf-16-be").hex(), "UTF-16BE"),
    ],
)
def test_accents_survive_every_way_of_writing_them(encoded: str, charset: str) -> None:
    body = f"from=27831234567&to=31331&moMsgId=1&text={encoded}&charset={charset}".encode()

    (message,) = Clickatell().parse(Call("POST", headers={"content-type": FORM}, body=body))

    assert message.text == "ARRÊT"


@pytest.mark.parametrize(
    "body",
    [
        {"event": {"messageStatusUpdate": [{"channel": "sms", "statusCode": 5}]}},
        {"messageId": "1", "status": "RECEIVED_BY_RECIPIENT", "toNumber": "27831234567"},
    ],
)
def test_what_became_of_our_own_messages_is_no_message(body: dict[str, Any]) -> None:
    assert posted(body) == []


def test_a_message_of_nobody_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        posted({"text": "STOP"})


def connected(**secrets: str) -> Connection:
    return Connection(ConnectionId(1), WorkspaceId(1), Provider.CLICKATELL, "M", secrets=secrets)


def test_messages_back_are_sent_by_one_api() -> None:
    message = Outgoing("27831234567", "31331", Channel.SMS, "Bye")

    asked = Clickatell().outgoing(connected(api_key="key=="), message)

    assert asked.url == "https://platform.clickatell.com/v1/message"
    assert asked.headers["Authorization"] == "key=="
    assert json.loads(asked.content) == {
        "messages": [{"channel": "sms", "to": "27831234567", "from": "31331", "content": "Bye"}]
    }
    with pytest.raises(CannotSend):
        Clickatell().outgoing(connected(), message)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (202, {"messages": [{"accepted": True, "error": None}], "error": None}, None),
        (503, {}, None),
        (207, {"messages": [{"accepted": False, "error": {"code": 108}}]}, "error 108"),
        (202, {"messages": [{"accepted": False, "error": "no"}]}, "without a code"),
        (402, {}, "no credit"),
    ],
)
def test_only_what_can_never_be_sent_is_given_up(
    status: int, body: dict[str, Any], expected: str | None
) -> None:
    reason = Clickatell().refused(status, json.dumps(body).encode())

    assert reason is None if expected is None else expected in (reason or "")
