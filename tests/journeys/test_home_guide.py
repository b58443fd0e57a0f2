"""The first steps of a workspace that nobody set up yet, on the Home tab."""

import pytest

from bot.application import Application
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from tests.journeys.conftest import answer
from tests.journeys.importing import ONE_ENGINE


@pytest.fixture
def boss(bot: Application, slack: Sandbox) -> Person:  # noqa: ARG001 - connected first
    """An admin of a workspace in which nothing was said yet."""
    return slack.person("thandi")


def heading(person: Person) -> str:
    person.opens_home()
    return person.home.partition("\n")[0]


def test_a_new_workspace_is_led_through_its_set_up_step_by_step(
    boss: Person, slack: Sandbox
) -> None:
    assert heading(boss) == "# Getting started: 0 of 7 steps done"
    assert "✓" not in boss.home

    boss.clicks("Set Region…", "home")
    assert boss.modal.startswith("Settings\nRegion (optional)")
    assert "Time zone" not in boss.modal
    boss.chooses("Region", "South Africa (ZA)")
    boss.submits()
    assert heading(boss) == "# Getting started: 1 of 7 steps done"
    assert "✓ Done: region, South Africa" in boss.home
    assert "[Set Region…]" not in boss.home

    boss.clicks("Set Time Zone…", "home")
    boss.chooses("Time zone", "Africa/Johannesburg")
    boss.submits()
    boss.opens_home()
    boss.clicks("Add Sender…", "home")
    boss.chooses("Channel", "SMS")
    boss.fills("Address", "31331")
    boss.submits()
    boss.opens_home()
    boss.clicks("Choose Channel…", "home")
    boss.chooses("Announcement channel", "#opt-outs")
    boss.submits()
    assert heading(boss) == "# Getting started: 4 of 7 steps done"
    assert "✓ Done: time zone, Africa/Johannesburg" in boss.home
    assert "✓ Done: 1 sender" in boss.home
    assert "✓ Done: announcement channel, #opt-outs" in boss.home

    boss.clicks("Give a Role…", "home")
    boss.chooses("Person", "Naledi Dlamini")
    boss.chooses("Role", "Manager")
    boss.submits()
    boss.opens_home()
    boss.clicks("Name Business…", "home")
    boss.fills("Name of your business", "Baobab")
    boss.submits()
    assert heading(boss) == "# Getting started: 6 of 7 steps done"
    assert "✓ Done: business, Baobab" in boss.home
    boss.clicks("Connect Provider…", "home")
    boss.chooses("Provider", "Another program")
    boss.submits()
    assert "calls this address" in boss.sees("dm")[-1].text

    assert heading(boss) == "# Opt-outs"
    naledi = slack.person("naledi")
    naledi.types("/optout add 083 123 4567", channel="#opt-outs")
    assert "Opted out +27 83 123 4567" in answer(naledi)


@ONE_ENGINE
def test_the_guide_is_for_those_who_can_follow_it(boss: Person, slack: Sandbox) -> None:
    naledi = slack.person("naledi")

    assert heading(naledi) == "# Opt-outs"
    assert "Set Region…" not in naledi.home
    boss.opens_home()
    assert "Set Region…" in boss.home


@ONE_ENGINE
def test_a_workspace_in_use_is_reminded_of_what_it_needs_and_of_nothing_else(
    thandi: Person, naledi: Person
) -> None:
    naledi.types("/optout add 083 123 4567", channel="#retail-campaigns")
    assert heading(thandi) == "# Opt-outs"

    thandi.types("/optout settings region", channel="#retail-campaigns")
    thandi.types("/optout settings announcements", channel="#retail-campaigns")

    assert heading(thandi) == "# Getting started: 3 of 7 steps done"
    assert "[Set Region…]" in thandi.home
    assert "[Choose Channel…]" in thandi.home
    assert "[Set Time Zone…]" not in thandi.home
