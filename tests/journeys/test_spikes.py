"""The team's channel hears of a sender whose opt-outs rise, once, and can have it muted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.application import Application
from bot.sandbox.person import Message, Person
from bot.sandbox.server import Sandbox
from optouts import changes, spiking, workspaces
from optouts.changes import Act
from optouts.numbers import E164
from optouts.places import Choice
from optouts.roles import Actor, Role
from optouts.words import ActorId, Channel, Origin
from tests.conftest import Clock
from tests.journeys.conftest import answer
from tests.journeys.importing import ONE_ENGINE, checks, drops, said

DAY = timedelta(days=1)

Answer = Callable[..., None]
"""So many people answer a message of the short code with STOP."""

Minute = Callable[[], None]
"""A minute passes, after which the bot looks about."""


@pytest.fixture
def they_answer(company: Application, clock: Clock) -> Answer:
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")
    places = workspaces.setup(company.core, workspace).places
    promotions = Choice(frozenset({Channel.SMS}), (places.sender_named("31331").id,))
    numbers = count(27830000000)

    def answered(amount: int, *, within: timedelta, campaign: str = "") -> None:
        for _ in range(amount):
            clock.now += within / amount
            number = next(numbers)
            act = Act(
                workspace,
                Actor(ActorId("keywords"), Role.EDITOR),
                Origin.KEYWORD,
                request=f"reply:{number}",
                note="Stop",
                evidence={"campaign": campaign} if campaign else {},
            )
            changes.add(company.core, act, [E164(number)], promotions)

    return answered


@pytest.fixture
def a_minute_passes(company: Application, clock: Clock) -> Minute:
    def tidied() -> None:
        clock.advance(minutes=1)
        assert company.worker is not None
        company.worker._swept_at = float("-inf")
        assert company.settle()

    return tidied


@pytest.fixture
def month(they_answer: Answer, clock: Clock) -> None:
    they_answer(56, within=28 * DAY)
    clock.advance(hours=1)


@pytest.fixture
def risen(they_answer: Answer, a_minute_passes: Minute, month: None) -> None:  # noqa: ARG001 - comes first
    they_answer(40, within=timedelta(minutes=50), campaign="Spring sale")
    a_minute_passes()


def news(person: Person, room: str = "#opt-outs") -> list[Message]:
    return [each for each in said(person, room) if "are rising" in each.text]


def test_a_sudden_hour_is_told_once_with_figures_sender_and_likely_cause(
    naledi: Person,
    they_answer: Answer,
    a_minute_passes: Minute,
    month: None,  # noqa: ARG001 - comes first
) -> None:
    a_minute_passes()
    assert news(naledi) == []

    for _ in range(3):
        they_answer(15, within=timedelta(minutes=15), campaign="Spring sale")
        a_minute_passes()

    [told] = news(naledi)
    assert told.text.startswith(
        "Opt-outs of *Promotions (31331)* are rising: *30 opt-outs in an hour*."
        " About 2 a day are usual."
    )
    assert "Likely cause: “Spring sale” (30)" in told.text
    assert "The hour before 29 March 2026, 10:33 UTC" in told.text


@pytest.mark.usefixtures("risen")
def test_an_editor_mutes_it_and_everybody_sees_who_did(
    naledi: Person,
    sipho: Person,
    they_answer: Answer,
    a_minute_passes: Minute,
    clock: Clock,
) -> None:
    sipho.clicks("Mute for a Day", channel="#opt-outs")
    assert "You need the role *editor* to mute spikes" in answer(sipho)
    [told] = news(sipho)
    assert "Muted" not in told.text

    naledi.clicks("Mute for a Day", channel="#opt-outs")

    [told] = news(sipho)
    assert "*Muted* until 30 March 2026, 10:51 UTC by @Naledi Dlamini" in told.text
    assert "Mute for a Day" not in told.text
    clock.advance(hours=12)
    they_answer(40, within=timedelta(minutes=50))
    a_minute_passes()
    assert len(news(naledi)) == 1

    clock.advance(hours=12)
    they_answer(40, within=timedelta(minutes=50))
    a_minute_passes()
    assert len(news(naledi)) == 2


@ONE_ENGINE
@pytest.mark.usefixtures("risen")
def test_a_mute_can_be_ended_and_begun_for_longer(naledi: Person, thandi: Person) -> None:
    naledi.clicks("Mute for a Day", channel="#opt-outs")
    thandi.clicks("Unmute", channel="#opt-outs")
    [told] = news(thandi)
    assert "Muted" not in told.text

    thandi.clicks("Mute for a Week", channel="#opt-outs")

    [told] = news(naledi)
    assert "*Muted* until 5 April 2026, 10:51 UTC by @Thandi Mokoena" in told.text


@ONE_ENGINE
@pytest.mark.usefixtures("month")
def test_an_import_is_no_spike(thandi: Person, a_minute_passes: Minute, tmp_path: Path) -> None:
    file = tmp_path / "stop-list.csv"
    file.write_text("".join(f"+2784{number:07}\n" for number in range(500)))
    drops(thandi, file)
    thandi.clicks("Choose and Check…", channel="dm")
    checks(thandi)
    thandi.clicks("Add 500 Numbers", channel="dm")
    a_minute_passes()

    assert any("Imported" in each.text for each in said(thandi))
    assert news(thandi) == []


@ONE_ENGINE
@pytest.mark.usefixtures("month")
def test_where_the_bot_may_not_write_whoever_chose_the_channel_is_told(
    slack: Sandbox, thandi: Person, they_answer: Answer, a_minute_passes: Minute
) -> None:
    slack.workspace.channels["C0OPTOUT"].archived = True
    they_answer(40, within=timedelta(minutes=50))
    a_minute_passes()

    assert news(thandi) == []
    [told] = news(thandi, "dm")
    assert "*40 opt-outs in an hour*" in told.text
    assert any(
        "This belongs into #opt-outs, where I may not write." in each.text
        for each in said(thandi, "dm")
    )


@ONE_ENGINE
@pytest.mark.usefixtures("month")
def test_what_could_not_be_told_for_hours_is_not_told_any_more(
    company: Application,
    naledi: Person,
    they_answer: Answer,
    a_minute_passes: Minute,
    clock: Clock,
) -> None:
    they_answer(40, within=timedelta(minutes=50))
    then = clock.now
    clock.advance(hours=7)
    assert spiking.look(replace(company.core, clock=lambda: then)) == 1

    a_minute_passes()

    assert news(naledi) == []
