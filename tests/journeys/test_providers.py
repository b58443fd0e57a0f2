"""Connecting providers in Slack: the address shown once, secrets never shown, replies heard."""

import logging
import re

import httpx
import pytest

from bot.application import Application
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from tests.journeys.conftest import answer

ROOM = "#opt-outs"
ADDRESS = re.compile(r"(?:https?://[^/\s`]+)?(/webhooks/\w+/[\w-]{32})")


def connect(person: Person, signed_with: str = "") -> str:
    """A connection of another program, and the path of its address."""
    person.types("/optout provider add generic", channel=ROOM)
    person.fills("Name", "Shop")
    person.fills("Signing secret", signed_with)
    person.submits()
    return path_in(answer(person))


def path_in(text: str) -> str:
    found = ADDRESS.search(text)
    assert found is not None, text
    return found[1]


def post(bot: Application, path: str, text: str = "STOP", message: str = "1") -> int:
    body = {"id": message, "from": "+27831234567", "to": "31331", "text": text}
    return httpx.post(f"{bot.url}{path}", json=body).status_code


def test_a_manager_connects_a_provider_and_its_stop_arrives(
    thandi: Person, company: Application
) -> None:
    thandi.types("/optout provider", channel=ROOM)
    assert "There are none yet" in answer(thandi)
    thandi.clicks("Connect a Provider…", ROOM)
    thandi.chooses("Provider", "Another program")
    thandi.fills("Name", "Shop")
    thandi.submits()
    told = answer(thandi)
    assert "It is shown this once" in told

    assert post(company, path_in(told)) == 200
    assert company.settle()
    thandi.types("/optout check 083 123 4567 sms", channel=ROOM)
    assert "is opted out" in answer(thandi)
    thandi.types("/optout provider", channel=ROOM)

    shown = answer(thandi)
    assert "*Shop* · Another program" in shown
    assert "last heard from" in shown
    assert "not signed, guarded by a secret address" in shown
    assert not ADDRESS.search(shown)


def test_what_is_missing_or_wrong_is_said_under_its_field(thandi: Person) -> None:
    thandi.types("/optout provider add clickatell", channel=ROOM)
    thandi.fills("Name", "Bulk")
    thandi.fills("Addresses that calls come from", "192.0.2.0/33")
    thandi.submits()
    assert "range" in thandi.errors["Addresses that calls come from"]
    thandi.fills("Addresses that calls come from", "192.0.2.0/24, 2001:db8::1")
    thandi.submits()
    assert "/webhooks/clickatell/" in answer(thandi)

    thandi.types("/optout provider add carrier-pigeon", channel=ROOM)
    assert "no provider that I know" in answer(thandi)


def test_secrets_are_kept_when_left_empty_and_never_shown(
    thandi: Person, company: Application, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    path = connect(thandi, "open sesame")
    assert post(company, path) == 403, "not signed"

    thandi.types("/optout provider", channel=ROOM)
    thandi.clicks("Change…", ROOM, beside="Shop")
    assert "open sesame" not in thandi.modal
    thandi.fills("Name", "Web shop")
    thandi.submits()
    assert "*Web shop*" in answer(thandi)
    assert post(company, path, message="2") == 403, "the secret is still there"

    thandi.clicks("Change…", ROOM, beside="Web shop")
    thandi.chooses("Forget", "Signing secret")
    thandi.submits()

    assert post(company, path, message="3") == 200
    logged = "\n".join(
        each.getMessage() for each in caplog.records if not each.name.startswith("httpx")
    )
    assert "open sesame" not in logged
    assert path.rpartition("/")[2] not in logged


def test_a_new_address_ends_the_old_one_and_a_retired_connection_hears_nothing(
    thandi: Person, company: Application
) -> None:
    old = connect(thandi)
    thandi.types("/optout provider", channel=ROOM)
    thandi.clicks("New Address…", ROOM, beside="Shop")
    assert "stops working at once" in thandi.modal
    thandi.submits()
    new = path_in(answer(thandi))

    assert [post(company, old), post(company, new, message="2")] == [404, 200]

    thandi.types("/optout provider", channel=ROOM)
    thandi.clicks("Retire", ROOM, beside="Shop")
    assert "not seen here any more" in thandi.modal
    assert post(company, new, message="3") == 200, "it is retired before anybody said so"
    thandi.submits()
    assert "retired: nothing is received" in answer(thandi)
    assert post(company, new, message="4") == 404
    thandi.types("/optout provider", channel=ROOM)
    thandi.clicks("Bring Back", ROOM, beside="Shop")
    assert post(company, new, message="5") == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_form_that_slack_delivers_twice_makes_one_connection(
    slack: Sandbox, thandi: Person
) -> None:
    slack.faults.switch_on("duplicate")
    connect(thandi)
    slack.faults.switch_off("duplicate")

    thandi.types("/optout provider", channel=ROOM)

    assert answer(thandi).count("*Shop*") == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_managers_see_and_connect_providers(naledi: Person) -> None:
    for words in ("/optout provider", "/optout provider add twilio"):
        naledi.types(words, channel=ROOM)

        assert "You need the role *manager*" in answer(naledi)
        assert naledi.modal == ""
