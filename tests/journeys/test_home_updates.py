"""Home tabs that are open stay true, whoever changes what and wherever."""

import pytest

from bot.application import Application
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from optouts import changes, workspaces
from optouts.changes import Act
from optouts.numbers import parse
from optouts.places import Choice
from optouts.words import Channel, Origin
from tests.journeys.conftest import ADMIN
from tests.journeys.importing import ONE_ENGINE

ROOM = "#retail-campaigns"


def published(slack: Sandbox, person: Person) -> str:
    """Another text whenever the tab of this person was published."""
    return slack.workspace.views[slack.workspace.homes[person.id]].hash


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if between any two things that happen there were seconds."""
    monkeypatch.setattr("handlers.slack.home_updates.BETWEEN", 0.0)
    monkeypatch.setattr("handlers.slack.home_updates.PACE", 0.0)


def test_an_open_home_shows_what_others_do(
    thandi: Person, sipho: Person, naledi: Person, company: Application
) -> None:
    thandi.opens_home()
    sipho.opens_home()

    naledi.types("/optout add 083 123 4567", channel=ROOM)
    assert "*1 opt-out* on 1 list." in thandi.home
    assert "[Undo]" in thandi.home
    assert "*1 opt-out* on 1 list." in sipho.home
    assert "[Undo]" not in sipho.home
    assert naledi.home == ""

    workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")
    act = Act(workspace, ADMIN, Origin.API, "from another program")
    number = [parse("083 123 4568", region="ZA")]
    changes.add(company.core, act, number, Choice(frozenset({Channel.SMS})))
    assert company.settle()

    assert "*2 opt-outs* on 1 list." in thandi.home


@ONE_ENGINE
def test_what_is_set_up_otherwise_is_seen_too(thandi: Person, pieter: Person) -> None:
    thandi.opens_home()

    pieter.types("/optout settings announcements", channel=ROOM)

    assert thandi.home.startswith("# Getting started: 4 of 7 steps done")


@ONE_ENGINE
def test_whoever_may_look_no_more_sees_nothing_more(
    thandi: Person, sipho: Person, naledi: Person
) -> None:
    naledi.types("/optout add 083 123 4567", channel=ROOM)
    sipho.opens_home()
    assert "*1 opt-out*" in sipho.home

    thandi.types(f"/optout role <@{sipho.id}> none", channel=ROOM)

    assert "1 opt-out" not in sipho.home
    assert "You need the role *viewer*" in sipho.home
    naledi.types("/optout add 083 123 4568", channel=ROOM)
    assert "You need the role *viewer*" in sipho.home


@ONE_ENGINE
def test_nothing_is_published_where_nothing_changed(
    thandi: Person, naledi: Person, company: Application, slack: Sandbox
) -> None:
    thandi.opens_home()
    naledi.types("/optout add 083 123 4567", channel=ROOM)
    before = thandi.home
    version = published(slack, thandi)

    naledi.types("/optout check 083 123 4567", channel=ROOM)
    assert company.settle()

    assert thandi.home == before
    assert published(slack, thandi) == version
