"""WhatsApp Cloud API: its signature, its check of the address, messages and preferences."""

import copy
import hashlib
import hmac
import json
from typing import Any, Final

import pytest

from handlers.http.providers.provider import Call, CannotSend, Forged, Outgoing, Unreadable
from handlers.http.providers.whatsapp import WhatsApp
from optouts.connection import Connection, ConnectionId
from optouts.inbound import InboundMessage, Provider, Told
from optouts.words import Channel, WorkspaceId
from tests.handlers.http.conftest import Desk
from tests.handlers.http.webhook_cases import NUMBER, Sent, SignedWebhookCases

SECRETS: Final = {
    "app_secret": "0123456789abcdef",
    "verify_token": "our own words",
    "access_token": "EAAG",
    "phone_number_ids": "27600123456=106540352242922",
}
MESSAGES: Final[dict[str, Any]] = {
    "object": "whatsapp_business_account",
    "entry": [
        {
            "id": "102290129340398",
            "changes": [
                {
                    "field": "messages",
                    "value": {
                        "messaging_product": "whatsapp",
                        "metadata": {
                            "display_phone_number": "27600123456",
                            "phone_number_id": "106540352242922",
                        },
                        "contacts": [
                            {"profile": {"name": "Sheena Nelson"}, "wa_id": "27831234567"}
                        ],
                        "messages": [
                            {
                                "from": "27831234567",
                                "id": "wamid.X",
                                "timestamp": "1739321024",
                                "type": "text",
                                "text": {"body": "STOP"},
                            }
                        ],
                    },
                }
            ],
        }
    ],
}


def preference(value: str, **more: object) -> dict[str, Any]:
    body = copy.deepcopy(MESSAGES)
    change = body["entry"][0]["changes"][0]
    change["field"] = "user_preferences"
    del change["value"]["messages"]
    change["value"]["user_preferences"] = [
        {
            "wa_id": "27831234567",
            "detail": "User requested to stop marketing messages",
            "category": "marketing_messages",
            "value": value,
            "timestamp": 1739321024,
            **more,
        }
    ]
    return body


def message(**fields: object) -> dict[str, Any]:
    body = copy.deepcopy(MESSAGES)
    value = body["entry"][0]["changes"][0]["value"]
    value["messages"] = [{"from": "27831234567", "id": "wamid.Y", "timestamp": "1", **fields}]
    return body


def read(body: object) -> list[InboundMessage]:
    return list(WhatsApp().parse(Call("POST", body=json.dumps(body).encode())))


def connected(**secrets: str) -> Connection:
    return Connection(
        ConnectionId(1), WorkspaceId(1), Provider.WHATSAPP, "Main", secrets={**SECRETS, **secrets}
    )


class TestWhatsApp(SignedWebhookCases):
    provider = Provider.WHATSAPP
    secrets = SECRETS
    channel = Channel.WHATSAPP
    signature = "X-Hub-Signature-256"

    def genuine(self, url: str, *, text: str = "STOP", message: str = "1001") -> Sent:
        body = copy.deepcopy(MESSAGES)
        (written,) = body["entry"][0]["changes"][0]["value"]["messages"]
        written |= {"id": f"wamid.{message}", "text": {"body": text}}
        return self._signed(url, body)

    def _signed(self, url: str, body: object) -> Sent:
        content = json.dumps(body).encode()
        digest = hmac.digest(SECRETS["app_secret"].encode(), content, hashlib.sha256).hex()
        headers = {"Content-Type": "application/json", self.signature: f"sha256={digest}"}
        return Sent("POST", url, headers, content)

    def test_metas_check_of_the_address_is_answered(self, desk: Desk) -> None:
        _, url = desk.connect(self.provider, self.secrets)
        asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}

        good = desk.client.get(url, params={**asked, "hub.verify_token": "our own words"})
        bad = desk.client.get(url, params={**asked, "hub.verify_token": "their words"})
        other = desk.client.get(url)

        assert (good.status_code, good.text) == (200, "1158201444")
        assert good.headers["content-type"].startswith("text/plain")
        assert [bad.status_code, other.status_code] == [403, 403]

    def test_a_preference_opts_out_and_each_message_of_a_batch_counts(self, desk: Desk) -> None:
        _, url = desk.connect(self.provider, self.secrets)
        body = preference("stop")
        other = preference("stop", wa_id="27829876543")
        body["entry"] += other["entry"]

        answer = self._signed(url, body).to(desk.client)

        assert answer.status_code == 200
        assert desk.is_suppressed(NUMBER, Channel.WHATSAPP)
        assert desk.is_suppressed("+27829876543", Channel.WHATSAPP)


@pytest.mark.parametrize(
    ("secret", "body", "digest"),
    [
        (
            "secret",
            b"test",
            "0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914",
        ),
        (
            "It's a Secret to Everybody",
            b"Hello, World!",
            "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        ),
        (
            "app_secret",
            rb'{"text":"ST\u00d6P"}',
            "cf64fef0f5c58b043b1b23016f544bb7a98d0851b62112869cf60b87017b411e",
        ),
    ],
)
def test_the_published_signatures_are_accepted(secret: str, body: bytes, digest: str) -> None:
    def call(said: str) -> Call:
        return Call("POST", headers={"x-hub-signature-256": said}, body=body)

    WhatsApp().verify(call(f"sha256={digest}"), connected(app_secret=secret))
    for forged in (digest, f"sha256={digest.upper()}", f"sha256={digest[:-1]}", f"sha1={digest}"):
        with pytest.raises(Forged):
            WhatsApp().verify(call(forged), connected(app_secret=secret))


def test_without_a_secret_of_ours_nothing_is_genuine() -> None:
    digest = hmac.digest(b"", b"{}", hashlib.sha256).hex()
    call = Call("POST", headers={"x-hub-signature-256": f"sha256={digest}"}, body=b"{}")

    with pytest.raises(Forged):
        WhatsApp().verify(call, connected(app_secret=""))


def test_a_message_is_read_field_by_field() -> None:
    (read_,) = read(MESSAGES)

    assert read_.at is not None
    assert f"{read_.at:%Y-%m-%d %H:%M:%S%z}" == "2025-02-12 00:43:44+0000"
    assert (read_.id, read_.channel, read_.written, read_.to, read_.text, read_.told) == (
        "wamid.X",
        Channel.WHATSAPP,
        "+27831234567",
        "27600123456",
        "STOP",
        None,
    )


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"type": "button", "button": {"payload": "p", "text": "Stop promotions"}}, "Stop promot"),
        ({"type": "interactive", "interactive": {"button_reply": {"title": "Stop"}}}, "Stop"),
        ({"type": "interactive", "interactive": {"list_reply": {"title": "Stop"}}}, "Stop"),
        ({"type": "image", "image": {"id": "7", "caption": "STOP"}}, "STOP"),
        ({"type": "sticker", "sticker": {"id": "7"}}, ""),
        ({"type": "unsupported", "errors": [{"code": 131051}]}, ""),
    ],
)
def test_what_was_tapped_or_written_under_a_picture_counts_as_text(
    fields: dict[str, object], text: str
) -> None:
    (read_,) = read(message(**fields))

    assert read_.text.startswith(text)
    assert bool(read_.text) == bool(text)


@pytest.mark.parametrize(
    ("value", "expected"), [("stop", (Told.STOP, True)), ("resume", (Told.START, False))]
)
def test_a_preference_is_what_the_person_told_whatsapp(
    value: str, expected: tuple[Told, bool]
) -> None:
    (first,) = read(preference(value))
    (again,) = read(preference(value))
    (later,) = read(preference(value, timestamp=1739321025))

    assert (first.told, first.answered) == expected
    assert first.written == "+27831234567"
    assert first.id == again.id != later.id


def test_the_older_shape_of_a_preference_is_read_too() -> None:
    system = {"type": "user_preference_changed", "marketing": "stop", "body": "They stopped."}

    (read_,) = read(message(type="system", system=system))

    assert (read_.told, read_.written) == (Told.STOP, "+27831234567")


@pytest.mark.parametrize(
    "body",
    [
        message(type="system", system={"type": "user_changed_number", "body": "A new number"}),
        preference("something new"),
        {"object": "page", "entry": [{"changes": [{"field": "feed", "value": {"messages": 7}}]}]},
        {"entry": [{"changes": [{"field": "messages", "value": {"statuses": [{"id": "w"}]}}]}]},
        {"entry": [{"changes": [{"field": "smb_message_echoes", "value": {"messages": [{}]}}]}]},
        {},
    ],
)
def test_statuses_echoes_and_what_nobody_knows_are_no_messages(body: dict[str, Any]) -> None:
    assert read(body) == []


def test_what_is_no_json_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        WhatsApp().parse(Call("POST", body=b"{"))


def test_messages_back_are_sent_from_the_id_of_the_number_that_was_written_to() -> None:
    message_ = Outgoing("27831234567", "27600123456", Channel.WHATSAPP, "You are opted out.")

    asked = WhatsApp().outgoing(
        connected(phone_number_ids="27111111111=1; +27 600 123 456 = 106540352242922"), message_
    )

    assert asked.url == "https://graph.facebook.com/v24.0/106540352242922/messages"
    assert asked.headers["Authorization"] == "Bearer EAAG"
    assert json.loads(asked.content) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "27831234567",
        "type": "text",
        "text": {"preview_url": False, "body": "You are opted out."},
    }


def test_a_lone_id_is_that_of_every_number() -> None:
    message_ = Outgoing("27831234567", "27600123456", Channel.WHATSAPP, "You are opted out.")

    asked = WhatsApp().outgoing(connected(phone_number_ids="77"), message_, "http://localhost:1")

    assert asked.url == "http://localhost:1/v24.0/77/messages"


@pytest.mark.parametrize(
    "secrets", [{"access_token": ""}, {"phone_number_ids": ""}, {"phone_number_ids": "27111=5"}]
)
def test_without_token_or_id_nothing_can_be_sent(secrets: dict[str, str]) -> None:
    message_ = Outgoing("27831234567", "27600123456", Channel.WHATSAPP, "You are opted out.")

    with pytest.raises(CannotSend):
        WhatsApp().outgoing(connected(**secrets), message_)


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (200, None, None),
        (500, 131000, None),
        (400, 130429, None),
        (400, 131056, None),
        (400, 131047, "24 hours"),
        (400, 131050, "in WhatsApp itself"),
        (400, 131009, "error 131009"),
        (401, 190, "access token"),
        (404, None, "does not know"),
    ],
)
def test_only_what_can_never_be_sent_is_given_up(
    status: int, code: int | None, expected: str | None
) -> None:
    body = json.dumps({"error": {"code": code, "message": "+27831234567"}}).encode()

    reason = WhatsApp().refused(status, body)

    assert reason is None if expected is None else expected in (reason or "")
