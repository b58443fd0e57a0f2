"""A platform says that somebody wants messages again, and the person has to confirm it."""

from collections.abc import Callable
from itertools import count

import httpx
import pytest

from optouts import connections, receiving
from optouts.connection import Connection
from optouts.connections import Entry
from optouts.core import Core
from optouts.inbound import InboundMessage, Provider
from optouts.words import Channel, WorkspaceId
from tests.handlers.http.api.conftest import MANAGER

SIPHO = "+27831234567"
HERE = {"channel": "sms", "sender": "31331"}

Writes = Callable[[str], None]


@pytest.fixture
def connection(core: Core, workspace: WorkspaceId) -> Connection:
    secrets = {"auth_token": "12345", "account_sid": "AC123"}
    added = connections.add(
        core, workspace, Provider.TWILIO, Entry("Main", secrets=secrets), by=MANAGER, request="one"
    )
    assert added is not None
    return added[0]


@pytest.fixture
def sipho(core: Core, connection: Connection) -> Writes:
    """Writes to 31331."""
    ids = count()

    def writes(text: str) -> None:
        message = InboundMessage(f"SM{next(ids)}", Channel.SMS, SIPHO, "31331", text)
        receiving.receive(core, connection, message, in_band=True)

    return writes


def asks(platform: httpx.Client, **more: str) -> httpx.Response:
    return platform.post("/v1/opt-ins", json={"number": SIPHO, **HERE, **more})


def test_who_is_on_no_list_need_not_be_asked(platform: httpx.Client, woken: list[bool]) -> None:
    answer = asks(platform).json()

    assert (answer["outcome"], answer["because"]) == ("free", [])
    assert woken == [True]


def test_who_opted_out_is_asked_once_and_comes_off_by_their_own_word_only(
    platform: httpx.Client, sipho: Writes
) -> None:
    sipho("STOP")

    first = asks(platform).json()
    again = asks(platform).json()

    assert (first["outcome"], first["until"]) == ("asked", "2026-03-02T09:00:00Z")
    assert again["until"] == first["until"]
    assert first["because"][0]["origin"] == "keyword"
    assert len(platform.get(f"/v1/opt-outs/{SIPHO}").json()["standing"]) == 1

    sipho("what?")
    assert len(platform.get(f"/v1/opt-outs/{SIPHO}").json()["standing"]) == 1
    sipho("START")
    assert platform.get(f"/v1/opt-outs/{SIPHO}").json()["standing"] == []


def test_nobody_is_asked_where_there_is_no_way_to(platform: httpx.Client) -> None:
    platform.post("/v1/opt-outs", json={"numbers": [SIPHO], **HERE})

    refused = asks(platform)

    assert refused.status_code == 409
    assert refused.json()["title"] == "No way to ask the person"


def test_what_is_for_every_sender_is_not_asked_about(platform: httpx.Client) -> None:
    platform.post("/v1/opt-outs", json={"numbers": [SIPHO], "channel": "sms"})

    answer = asks(platform).json()

    assert answer["outcome"] == "elsewhere"
    assert answer["because"][0]["list"] == {"channel": "sms"}


def test_a_sender_has_to_be_named(platform: httpx.Client) -> None:
    refused = platform.post("/v1/opt-ins", json={"number": SIPHO, "channel": "sms"})

    assert (refused.status_code, refused.json()["title"]) == (422, "A sender is needed")
