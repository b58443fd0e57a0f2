"""The team's channel hears of what programs change through the API, by the name of their key."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from bot.application import Application
from bot.sandbox.person import Person
from optouts import keys, workspaces
from tests.conftest import Clock
from tests.journeys.conftest import ADMIN, PATIENCE, RepliesStop, Told, answer, assert_settled
from tests.journeys.importing import ONE_ENGINE

NUMBER = "+27835550142"
HERE = {"channel": "sms", "sender": "31331"}
BY_KEY = "“Campaign platform” (API key 1)"


@pytest.fixture
def platform(company: Application) -> Iterator[httpx.Client]:
    """A sending platform with a key that writes."""
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")
    made = keys.create(
        company.core, workspace, name="Campaign platform", account=None, writes=True, by=ADMIN,
        request="one",
    )  # fmt: skip
    assert made is not None
    headers = {"Authorization": f"Bearer {made[1]}"}
    with httpx.Client(base_url=company.url, headers=headers, timeout=PATIENCE) as client:
        yield client


def opts_out(platform: httpx.Client, *numbers: str, name: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": name} if name else {}
    return platform.post("/v1/opt-outs", json={"numbers": numbers, **HERE}, headers=headers)


def takes_off(platform: httpx.Client, number: str) -> httpx.Response:
    return platform.delete(f"/v1/opt-outs/{number}", params=HERE)


def test_an_opt_out_is_told_by_the_name_of_the_key_and_undone_in_slack(
    company: Application, platform: httpx.Client, told: Told, thandi: Person
) -> None:
    opts_out(platform, NUMBER)
    assert_settled(company)

    [news] = told()
    assert news.startswith(
        f"{BY_KEY} opted out *+27…0142*\n• Every account · SMS · Promotions (31331)\n"
    )
    assert "from the API" in news
    assert "555" not in news
    thandi.clicks("History", channel="#opt-outs")
    assert f"{BY_KEY} · API" in answer(thandi)
    thandi.types("/optout check 083 555 0142", channel="#retail-campaigns")
    assert f"by {BY_KEY}, from the API" in answer(thandi)

    thandi.clicks("Undo", channel="#opt-outs")

    [amended] = told()
    assert "*Undone* by @Thandi Mokoena" in amended
    assert platform.post("/v1/check", json={"numbers": [NUMBER]}).json()["free"] == 1


@ONE_ENGINE
def test_taking_off_is_told_too(
    company: Application, platform: httpx.Client, told: Told, thandi: Person
) -> None:
    opts_out(platform, NUMBER)
    takes_off(platform, NUMBER)
    assert_settled(company)

    assert told()[-1].startswith(f"{BY_KEY} took *+27…0142* off\n")
    thandi.types("/optout remove 083 555 0142", channel="#retail-campaigns")
    assert f"{BY_KEY} took it off" in answer(thandi)


@ONE_ENGINE
def test_one_call_about_many_people_is_one_message(
    company: Application, platform: httpx.Client, told: Told
) -> None:
    opts_out(platform, *(f"+278355502{index:02}" for index in range(40)), "083")
    assert_settled(company)

    [news] = told()
    assert news.startswith(f"{BY_KEY} opted out *40 numbers*\n")


def test_a_flood_of_calls_is_told_in_a_few_messages(
    company: Application, platform: httpx.Client, told: Told, clock: Clock
) -> None:
    for index in range(3):
        opts_out(platform, f"+278355503{index:02}")
        assert_settled(company)
    for index in range(3, 50):
        opts_out(platform, f"+278355503{index:02}")
    assert_settled(company)
    assert len(told()) == 3

    clock.now += timedelta(minutes=1)
    assert_settled(company)

    assert len(told()) == 4
    many = told()[-1]
    assert many.startswith("*47 people* were opted out or taken off through the API.\n")
    line = "• *47* put on the list through the API by key “Campaign platform” · Promotions (31331)"
    assert line in many
    assert "555" not in many


@ONE_ENGINE
def test_a_call_that_is_refused_repeated_or_changes_nothing_is_not_told(
    company: Application, platform: httpx.Client, told: Told
) -> None:
    assert opts_out(platform, "083").json()["unreadable"] == 1
    assert takes_off(platform, NUMBER).json()["outcome"] == "not_opted_out"
    refused = platform.post("/v1/opt-outs", json={"numbers": [NUMBER], "channel": "whatsapp"})
    assert refused.status_code >= 400
    assert_settled(company)
    assert told() == []

    opts_out(platform, NUMBER, name="one")
    opts_out(platform, NUMBER, name="one")
    opts_out(platform, NUMBER, name="two")
    assert_settled(company)

    assert len(told()) == 1


@ONE_ENGINE
def test_a_persons_own_word_is_not_lifted_by_a_program_and_that_is_no_news(
    company: Application, platform: httpx.Client, told: Told, replies_stop: RepliesStop
) -> None:
    replies_stop(NUMBER)
    refused = platform.delete(f"/v1/opt-outs/{NUMBER}", params={"channel": "sms"})
    assert_settled(company)

    assert refused.status_code == 409
    assert told() == []
