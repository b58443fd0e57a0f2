"""A link in a message: opened by a scanner, then by the person, and told to the team."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import AnyHttpUrl

from bot.application import Application
from bot.sandbox.person import Person
from bot.sandbox.running import settings_for
from bot.sandbox.server import Sandbox
from optouts import keys, workspaces
from tests.conftest import Clock
from tests.journeys.conftest import ADMIN, PATIENCE, Told, answer, assert_settled

NUMBER = "+27835550142"
PUBLIC = "https://optout.example.com/"


@pytest.fixture
def bot(slack: Sandbox, database_url: str, clock: Clock, tmp_path: Path) -> Iterator[Application]:
    """The real bot, that people reach from outside as well."""
    settings = settings_for(slack, database_url, tmp_path / "spool").model_copy(
        update={"public_url": AnyHttpUrl(PUBLIC)}
    )
    application = Application(settings, clock)
    application.start()
    assert slack.wait_for_bot()
    slack.settle = lambda: assert_settled(application)
    yield application
    application.give_up()
    slack.hang_up()
    application.stop()


@pytest.fixture
def platform(company: Application) -> Iterator[httpx.Client]:
    """A sending platform with a key."""
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")
    wanted = {"business": "Baobab"}
    workspaces.change_preferences(company.core, workspace, wanted, by=ADMIN)
    made = keys.create(
        company.core, workspace, name="Mailer", account=None, writes=True, by=ADMIN, request="one"
    )
    assert made is not None
    headers = {"Authorization": f"Bearer {made[1]}"}
    with httpx.Client(base_url=company.url, headers=headers, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def link(platform: httpx.Client) -> str:
    """The path of a link for the person, in a message of 31331."""
    body = {"numbers": [NUMBER], "channel": "sms", "sender": "31331", "campaign": "spring"}
    (made,) = platform.post("/v1/links", json=body).json()["links"]
    url: str = made["url"]
    return url.removeprefix(PUBLIC.rstrip("/"))


def verdict(platform: httpx.Client) -> str:
    body = {"numbers": [NUMBER], "channel": "sms", "sender": "31331"}
    (result,) = platform.post("/v1/check", json=body).json()["results"]
    found: str = result["verdict"]
    return found


def test_a_scanner_changes_nothing_and_the_person_is_off_with_a_line_for_the_team(
    company: Application, platform: httpx.Client, link: str, told: Told, thandi: Person
) -> None:
    with httpx.Client(base_url=company.url, timeout=PATIENCE) as outside:
        for look in (outside.head, outside.get, outside.get):
            assert look(link).status_code == 200
        assert_settled(company)
        assert (verdict(platform), told()) == ("free", [])

        assert "You get no more of these messages" in outside.post(link).text
        outside.post(link)
    assert_settled(company)

    assert verdict(platform) == "suppressed"
    (line,) = told()
    assert "link" in line
    assert "0142" in line
    assert "5550142" not in line
    thandi.types(f"/optout history {NUMBER}", channel="#retail-campaigns")
    assert "The person · link" in answer(thandi)


def test_the_person_takes_it_back_and_the_team_sees_it(
    company: Application, platform: httpx.Client, link: str, told: Told, clock: Clock
) -> None:
    with httpx.Client(base_url=company.url, timeout=PATIENCE) as outside:
        outside.post(link)
        assert_settled(company)
        clock.advance(minutes=5)
        assert "You get these messages again" in outside.post(f"{link}/undo").text
    assert_settled(company)

    assert verdict(platform) == "free"
    (line,) = told()
    assert "Undone* by the person" in line
