"""ClickSend: the fields of an inbound rule, in each of its three ways to call."""

import json
from typing import Any, Final
from urllib.parse import urlencode

import pytest

from handlers.http.providers.clicksend import ClickSend
from handlers.http.providers.provider import Call, CannotSend, Outgoing, Unreadable
from optouts.connection import Connection, ConnectionId
from optouts.inbound import Provider
from optouts.words import Channel, WorkspaceId
from tests.handlers.http.webhook_cases import FORM, Sent, WebhookCases

REPLY: Final = {
    "from": "+27831234567",
    "to": "+27600123456",
    "body": "STOP",
    "message": "STOP",
    "sms": "+27831234567",
    "timestamp": "1609459200",
    "message_id": "B0B1F7B6-7B0B-4A37-A6F2-0C0C4F9E9F6E",
    "original_body": "Spring sale, now on",
    "original_message_id": "C0B1F7B6-7B0B-4A37-A6F2-0C0C4F9E9F6E",
    "originalsenderid": "+27600123456",
    "custom_string": "Spring",
    "user_id": "5",
    "subaccount_id": "6",
}


class TestClickSend(WebhookCases):
    provider = Provider.CLICKSEND

    def genuine(self, url: str, *, text: str = "STOP", message: str = "1001") -> Sent:
        fields = {**REPLY, "body": text, "message": text, "message_id": message}
        return Sent("POST", url, {"Content-Type": FORM}, urlencode(fields).encode())


@pytest.mark.parametrize("way", ["post", "get", "json"])
def test_a_reply_is_read_field_by_field_in_every_way_of_calling(way: str) -> None:
    calls = {
        "post": Call("POST", headers={"content-type": FORM}, body=urlencode(REPLY).encode()),
        "get": Call("GET", query=tuple(REPLY.items())),
        "json": Call(
            "POST", headers={"content-type": "application/json"}, body=json.dumps(REPLY).encode()
        ),
    }

    (message,) = ClickSend().parse(calls[way])

    assert message.at is not None
    assert f"{message.at:%Y-%m-%d %H:%M:%S%z}" == "2021-01-01 00:00:00+0000"
    assert (message.id, message.channel, message.written, message.to, message.text) == (
        REPLY["message_id"],
        Channel.SMS,
        "+27831234567",
        "27600123456",
        "STOP",
    )
    assert message.campaign == "Spring"


def test_the_number_may_stand_in_another_field() -> None:
    query = tuple((name, value) for name, value in REPLY.items() if name != "from")

    (message,) = ClickSend().parse(Call("GET", query=query))

    assert message.written == "+27831234567"


def test_without_an_id_a_dated_message_is_known_again_and_an_undated_one_is_new() -> None:
    dated = tuple((name, value) for name, value in REPLY.items() if name != "message_id")
    undated = tuple((name, value) for name, value in dated if name != "timestamp")

    def ids(query: tuple[tuple[str, str], ...]) -> set[str]:
        return {ClickSend().parse(Call("GET", query=query))[0].id for _ in range(2)}

    assert (len(ids(dated)), len(ids(undated))) == (1, 2)


def test_a_call_of_nobody_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        ClickSend().parse(Call("GET", query=(("body", "STOP"),)))


def connected(**secrets: str) -> Connection:
    return Connection(ConnectionId(1), WorkspaceId(1), Provider.CLICKSEND, "M", secrets=secrets)


def test_messages_back_are_sent_by_the_rest_api() -> None:
    message = Outgoing("27831234567", "27600123456", Channel.SMS, "Bye")

    asked = ClickSend().outgoing(connected(username="a", api_key="b"), message)

    assert (asked.url, asked.auth) == ("https://rest.clicksend.com/v3/sms/send", ("a", "b"))
    assert json.loads(asked.content) == {
        "messages": [
            {"source": "optout", "from": "+27600123456", "to": "+27831234567", "body": "Bye"}
        ]
    }
    with pytest.raises(CannotSend):
        ClickSend().outgoing(connected(username="a"), message)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, {"data": {"messages": [{"status": "SUCCESS"}]}}, None),
        (200, {"data": {"messages": [{"status": "INVALID_RECIPIENT"}]}}, "INVALID_RECIPIENT"),
        (429, {}, None),
        (401, {"data": None}, "credentials"),
        (200, {"data": []}, None),
    ],
)
def test_only_what_can_never_be_sent_is_given_up(
    status: int, body: dict[str, Any], expected: str | None
) -> None:
    reason = ClickSend().refused(status, json.dumps(body).encode())

    assert reason is None if expected is None else expected in (reason or "")
