"""The door for providers: who is believed to call, and what one failure does to the others."""

import json
import socket
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI

from handlers.http import webhooks
from handlers.http.providers import BY_NAME, twilio
from optouts import connections, receiving
from optouts.connection import Connection
from optouts.connections import Entry
from optouts.core import Core
from optouts.errors import StorageAway
from optouts.inbound import InboundMessage, Provider
from optouts.provider_accounts import ACCOUNTS
from optouts.receiving import Received
from tests.handlers.http.conftest import MANAGER, Desk
from tests.handlers.http.test_twilio import RECEIVED, SECRETS, TOKEN

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ALLOWED, OTHER = "203.0.113.9", "198.51.100.7"


def reply(number: str, own: str) -> dict[str, str]:
    return {"id": own, "from": number, "to": "31331", "text": "STOP"}


def test_every_provider_has_a_file_and_an_account(desk: Desk) -> None:
    assert desk
    assert set(BY_NAME) == set(ACCOUNTS) == set(Provider)
    for name, file in BY_NAME.items():
        assert file.name is name
        needed = {each.name for each in ACCOUNTS[name].secrets}
        assert {*ACCOUNTS[name].sending} <= needed


def test_behind_a_proxy_twilio_signs_the_address_from_outside(
    desk: Desk, doors: tuple[FastAPI, str]
) -> None:
    outside = "https://optout.example.com/bot/"
    routes = webhooks.router(desk.core, lambda: None, outside).routes
    doors[0].router.routes[:] = routes
    _, url = desk.connect(Provider.TWILIO, SECRETS)
    called = url.replace(f"{desk.origin}/", outside) + "?from=one%20place"
    signed = twilio.signature(TOKEN, called, list(RECEIVED.items()))

    answer = desk.client.post(
        f"{url}?from=one%20place", data=RECEIVED, headers={"X-Twilio-Signature": signed}
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("forwarded", "status"),
    [(ALLOWED, 200), (OTHER, 403), (f"{ALLOWED}, {OTHER}", 403), (f"{OTHER}, {ALLOWED}", 200)],
)
def test_behind_a_proxy_the_caller_is_the_last_that_it_names(
    desk: Desk, forwarded: str, status: int
) -> None:
    _, url = desk.connect(Provider.GENERIC, {}, addresses=("203.0.113.0/24",))

    answer = desk.client.post(
        url, json=reply("+27831234567", "1"), headers={"X-Forwarded-For": forwarded}
    )

    assert answer.status_code == status


def test_what_fails_in_a_batch_holds_up_none_of_the_others_and_is_made_up_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, url = desk.connect(Provider.GENERIC, {})
    numbers = ("+27831234567", "+27829876543", "+27835556666")
    batch = {"messages": [reply(each, f"m{index}") for index, each in enumerate(numbers)]}
    failing = {"m0": StorageAway(), "m1": ValueError("STOP of +27829876543")}
    receive = receiving.receive

    def faulty(
        core: Core, connection: Connection, message: InboundMessage, *, in_band: bool
    ) -> Received:
        if message.id in failing:
            raise failing[message.id]
        return receive(core, connection, message, in_band=in_band)

    with monkeypatch.context() as patch:
        patch.setattr(receiving, "receive", faulty)
        refused = desk.client.post(url, json=batch)
    stood = [desk.is_suppressed(each) for each in numbers]
    again = desk.client.post(url, json=batch)

    assert (refused.status_code, again.status_code) == (503, 200)
    assert stood == [False, False, True]
    assert all(desk.is_suppressed(each) for each in numbers)
    logged = [each.getMessage() for each in caplog.records if each.levelname == "ERROR"]
    assert len(logged) == 1
    assert "ValueError" in logged[0]
    assert "9876543" not in logged[0]


def test_with_another_key_a_connection_is_deaf_until_its_secrets_are_entered_again(
    desk: Desk,
) -> None:
    connection, url = desk.connect(Provider.TWILIO, SECRETS)
    signed = twilio.signature(TOKEN, url, list(RECEIVED.items()))

    def call() -> httpx.Response:
        return desk.client.post(url, data=RECEIVED, headers={"X-Twilio-Signature": signed})

    desk.core.vault._file.write_bytes(b"A" * 43 + b"=")
    desk.core.vault._key = None

    assert call().status_code == 503
    (lost,) = connections.of_workspace(desk.core, desk.workspace, by=MANAGER)
    assert (lost.is_lost, lost.secrets) == (True, {})
    entry = Entry("Main", secrets=SECRETS)
    connections.edit(desk.core, desk.workspace, connection.id, entry, by=MANAGER)
    assert call().status_code == 200


def test_a_call_is_noted_at_most_once_a_minute(desk: Desk) -> None:
    connection, url = desk.connect(Provider.GENERIC, {})

    def heard() -> object:
        found = connections.of_id(desk.core, desk.workspace, connection.id, by=MANAGER)
        return found.last_at

    before = heard()
    desk.client.post(url, content=b"{", headers={"Content-Type": "application/json"})
    after_nonsense = heard()
    desk.client.post(url, json=reply("+27831234567", "1"))

    assert (before, after_nonsense, heard()) == (None, None, desk.core.clock())


def test_a_call_that_breaks_off_does_nothing_and_is_no_error_of_ours(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    _, url = desk.connect(Provider.GENERIC, {})
    address = urlsplit(url)
    body = json.dumps(reply("+27831234567", "1")).encode()
    head = f"POST {address.path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with socket.create_connection((address.hostname, address.port)) as half:
        half.sendall(f"{head}Content-Length: {len(body) + 1}\r\n\r\n".encode() + body)
        half.shutdown(socket.SHUT_WR)
        answered = half.recv(100)

    desk.client.get(url)
    assert b"200" not in answered
    assert not desk.is_suppressed("+27831234567")
    assert [each for each in caplog.records if each.levelname in {"ERROR", "CRITICAL"}] == []


@pytest.mark.parametrize("host", ["[", "a:b:c", "x y", "\u00e9".encode().decode("latin-1")])
def test_a_host_that_is_none_is_no_error_of_ours(desk: Desk, host: str) -> None:
    _, url = desk.connect(Provider.TWILIO, SECRETS)
    headers = httpx.Headers({"Host": host}, encoding="latin-1")

    answer = desk.client.post(url, data=RECEIVED, headers=headers)

    assert answer.status_code in {400, 403}


def test_an_answer_in_band_is_for_one_message_alone(desk: Desk) -> None:
    _, url = desk.connect(Provider.GENERIC, {})

    alone = desk.client.post(url, json=reply("+27831234567", "1")).json()
    several = desk.client.post(
        url,
        content=json.dumps({"messages": [reply("+27829876543", "2"), reply("+27835556666", "3")]}),
        headers={"Content-Type": "application/json; charset=utf-8"},
    ).json()

    assert alone["reply"]
    assert several["reply"] == ""


def test_more_calls_than_could_be_heard_in_time_are_asked_to_come_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, url = desk.connect(Provider.GENERIC, {})
    monkeypatch.setattr(webhooks, "MOST_WAITING", 0)

    answer = desk.client.post(url, json=reply("+27831234567", "m1"))

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert not desk.is_suppressed("+27831234567")


def test_a_call_whose_provider_may_have_hung_up_is_left_for_its_next_try(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, url = desk.connect(Provider.GENERIC, {})
    late = reply("+27831234567", "m1")
    with monkeypatch.context() as patched:
        patched.setattr(webhooks, "TOO_LATE", -1.0)
        answer = desk.client.post(url, json=late)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert not desk.is_suppressed("+27831234567")

    again = desk.client.post(url, json=late)

    assert again.status_code == 200
    assert desk.is_suppressed("+27831234567")
