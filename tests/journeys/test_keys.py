"""The life of an API key: made in Slack, used by a program, seen at work, revoked."""

import re

import httpx
import pytest

from bot.application import Application
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from tests.journeys.conftest import answer

ROOM = "#retail-campaigns"
NUMBER = "+27831234567"
SECRET = re.compile(r"optout_[\w-]{40,}")


def said(person: Person, command: str) -> str:
    person.types(command, channel=ROOM)
    return answer(person)


def made(person: Person, *, writes: bool = False, account: str = "") -> str:
    """The secret of a new key, as the manager is shown it."""
    person.types("/optout key add CRM", channel=ROOM)
    if writes:
        person.chooses("What it may do", "Read and change")
    if account:
        person.chooses("Account", account)
    person.submits()
    (secret,) = SECRET.findall(answer(person))
    return str(secret)


def check(company: Application, secret: str, **more: str) -> httpx.Response:
    return httpx.post(
        f"{company.url}/v1/check",
        json={"numbers": [NUMBER], **more},
        headers={"Authorization": f"Bearer {secret}"},
    )


def test_a_key_is_made_used_seen_at_work_and_revoked(
    thandi: Person, pieter: Person, company: Application
) -> None:
    assert "There are none yet" in said(thandi, "/optout key")
    secret = made(thandi, writes=True)
    assert "not used yet" in said(thandi, "/optout key")
    assert check(company, secret).json()["free"] == 1

    added = httpx.post(
        f"{company.url}/v1/opt-outs",
        json={"numbers": [NUMBER], "channel": "sms", "sender": "31331", "note": "unsubscribed"},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert added.status_code == 200, added.text

    assert check(company, secret).json()["suppressed"] == 1
    assert "API key 1" in said(pieter, f"/optout history {NUMBER}")
    shown = said(pieter, "/optout keys")
    assert "*CRM* · API key 1" in shown
    assert "reads and changes · every account" in shown
    assert "last used" in shown

    pieter.clicks("Revoke")

    assert "~CRM~ · API key 1" in answer(pieter)
    assert "Revoke" not in answer(pieter).replace("revoked", "")
    assert check(company, secret).status_code == 401


def test_a_key_is_shown_once_to_the_manager_who_made_it(
    slack: Sandbox, thandi: Person, pieter: Person
) -> None:
    secret = made(thandi)

    assert f"`{secret[:11]}…`" in said(thandi, "/optout key")
    for person in (thandi, pieter):
        assert secret not in said(person, "/optout key")
    others = [slack.person(name) for name in ("pieter", "naledi", "sipho")]
    for person in others:
        for room in (ROOM, "#opt-outs"):
            assert not any(secret in message.text for message in person.sees(room))


def test_a_key_of_one_account_sees_no_other(thandi: Person, company: Application) -> None:
    secret = made(thandi, account="Baobab Retail")

    assert "only reads · Baobab Retail" in said(thandi, "/optout key")
    assert check(company, secret, account="Baobab Retail").status_code == 200
    assert check(company, secret, account="Baobab Travel").status_code == 403


@pytest.mark.parametrize("command", ["/optout key", "/optout key add CRM"])
def test_managers_alone_have_to_do_with_keys(naledi: Person, command: str) -> None:
    assert "You need the role *manager*" in said(naledi, command)


def test_a_name_that_does_not_fit_is_said_under_its_field(thandi: Person) -> None:
    thandi.types("/optout key", channel=ROOM)
    thandi.clicks("Make a Key…")
    thandi.fills("Name", " ")
    thandi.submits()

    assert "Give it a name." in thandi.errors["Name"]
    assert "paint" in said(thandi, "/optout key paint")
