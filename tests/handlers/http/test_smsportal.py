"""SMSPortal: replies by GET and by POST."""

import json
from typing import Any, Final
from urllib.parse import urlencode

import pytest

from handlers.http.providers.provider import Call, CannotSend, Outgoing, Unreadable
from handlers.http.providers.smsportal import SmsPortal
from optouts.connection import Connection, ConnectionId
from optouts.inbound import InboundMessage, Provider
from optouts.words import Channel, WorkspaceId
from tests.handlers.http.conftest import Desk
from tests.handlers.http.webhook_cases import NUMBER, Sent, WebhookCases

V1: Final = {
    "IncomingID": "212004513",
    "Phonenumber": "27831234567",
    "IncomingData": "STOP",
    "IncomingDataTime": "01/Jan/2021 00:00:00",
    "SentID": "322004213",
    "EventID": "32433326",
    "SentData": "Spring sale, now on",
    "SentDataTime": "01/Jan/2021 00:00:00",
    "CustomerID": "",
    "Campaign": "Spring",
}
V2: Final[dict[str, Any]] = {
    "To": "31331",
    "Id": 212004513,
    "EventId": 32433326,
    "Message": "STOP",
    "Msisdn": "27831234567",
    "Received": 1609459200,
    "UserReference": "",
}


def posted(body: dict[str, Any], kind: str = "text/plain") -> list[InboundMessage]:
    call = Call("POST", headers={"content-type": kind}, body=json.dumps(body).encode())
    return list(SmsPortal().parse(call))


class TestSmsPortalByPost(WebhookCases):
    provider = Provider.SMSPORTAL

    def genuine(self, url: str, *, text: str = "STOP", message: str = "1001") -> Sent:
        content = json.dumps({**V2, "Message": text, "Id": int(message)}).encode()
        return Sent("POST", url, {"Content-Type": "text/plain"}, content)


class TestSmsPortalByGet(WebhookCases):
    provider = Provider.SMSPORTAL

    def genuine(self, url: str, *, text: str = "STOP", message: str = "1001") -> Sent:
        fields = {**V1, "IncomingData": text, "IncomingID": message}
        return Sent("GET", f"{url}?{urlencode(fields)}")

    def test_a_reply_that_names_no_sender_went_to_the_connections_own(self, desk: Desk) -> None:
        _, url = desk.connect(self.provider, {}, sender="31331")

        answer = self.genuine(url).to(desk.client)

        assert answer.status_code == 200
        assert desk.is_suppressed(NUMBER)
        assert desk.reviews() == 0


def test_a_reply_by_get_is_read_field_by_field() -> None:
    assert SmsPortal().parse(Call("GET", query=tuple(V1.items()))) == (
        InboundMessage(
            id="212004513",
            channel=Channel.SMS,
            written="27831234567",
            to="",
            text="STOP",
            campaign="Spring",
        ),
    )


@pytest.mark.parametrize("kind", ["text/plain", "application/json"])
def test_a_reply_by_post_is_read_field_by_field(kind: str) -> None:
    (message,) = posted(V2, kind)

    assert message.at is not None
    assert f"{message.at:%Y-%m-%d %H:%M:%S%z}" == "2021-01-01 00:00:00+0000"
    assert (message.id, message.written, message.to, message.text, message.campaign) == (
        "212004513-1609459200",
        "27831234567",
        "31331",
        "STOP",
        "32433326",
    )


def test_names_may_be_written_otherwise() -> None:
    lower = {name.lower(): value for name, value in V2.items() if name != "Msisdn"}

    (message,) = posted({**lower, "FROM": "27831234567"})

    assert (message.written, message.text) == ("27831234567", "STOP")


def test_two_replies_to_one_message_are_two() -> None:
    undated = {name: value for name, value in V2.items() if name != "Received"}

    ids = {
        posted(body)[0].id
        for body in (V2, {**V2, "Received": 1609459260}, undated, {**undated, "Message": "START"})
    }

    assert len(ids) == 4


def test_what_became_of_our_own_messages_is_no_message() -> None:
    assert posted({**V2, "Status": "DELIVRD"}) == []


def test_a_call_with_nothing_in_it_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        SmsPortal().parse(Call("GET"))


def connected(**secrets: str) -> Connection:
    return Connection(ConnectionId(1), WorkspaceId(1), Provider.SMSPORTAL, "M", secrets=secrets)


def test_messages_back_are_sent_by_the_rest_api() -> None:
    message = Outgoing("27831234567", "31331", Channel.SMS, "Bye")

    asked = SmsPortal().outgoing(connected(client_id="a", api_secret="b"), message)  # noqa: S106

    assert (asked.url, asked.auth) == ("https://rest.smsportal.com/v3/BulkMessages", ("a", "b"))
    assert json.loads(asked.content) == {
        "messages": [{"content": "Bye", "destination": "27831234567"}]
    }
    with pytest.raises(CannotSend):
        SmsPortal().outgoing(connected(client_id="a"), message)


@pytest.mark.parametrize(
    ("status", "report", "expected"),
    [
        (200, {"noNetwork": 0, "duplicates": 0, "optedOuts": 0, "faults": []}, None),
        (500, {}, None),
        (200, {"OptedOuts": 1}, "own opt-out list"),
        (200, {"NoNetwork": 1}, "no network"),
        (401, {}, "credentials"),
    ],
)
def test_only_what_can_never_be_sent_is_given_up(
    status: int, report: dict[str, Any], expected: str | None
) -> None:
    reason = SmsPortal().refused(status, json.dumps({"errorReport": report}).encode())

    assert reason is None if expected is None else expected in (reason or "")
