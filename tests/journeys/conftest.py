"""Whole stories: people in the pretend workspace, the real bot, a real database of each engine."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.application import Application
from bot.sandbox import seeding
from bot.sandbox.person import Person
from bot.sandbox.running import settings_for
from bot.sandbox.server import Sandbox
from optouts import changes, workspaces
from optouts.changes import Act
from optouts.numbers import parse
from optouts.places import Choice
from optouts.roles import Actor, Role
from optouts.words import ActorId, Channel, Origin
from tests.conftest import Clock

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
ADMIN = seeding.THANDI
OPTOUT = "U0OPTOUT"
PATIENCE = 60.0
"""Seconds; machines are shared, and a file is read by a process of its own."""
ROOMS = ("#opt-outs", "#retail-campaigns", "#partners")

Told = Callable[[], list[str]]
"""What the team's channel was told, oldest first."""

RepliesStop = Callable[[str], None]
"""The person of this number answers a message with STOP."""

Passes = Callable[[timedelta], None]
"""So much time passes."""


def answer(person: Person) -> str:
    """The newest that we said to this person and nobody else."""
    whispered = [each for room in ROOMS for each in person.sees(room) if each.ephemeral]
    said = [each for each in (*whispered, *person.sees("dm")) if each.user == OPTOUT]
    newest = max(said, key=lambda message: message.ts, default=None)
    return newest.text if newest else ""


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(manifest=MANIFEST) as sandbox:
        yield sandbox


@pytest.fixture
def bot(slack: Sandbox, database_url: str, clock: Clock, tmp_path: Path) -> Iterator[Application]:
    """The real bot, connected to the pretend workspace over a socket."""
    application = Application(settings_for(slack, database_url, tmp_path / "spool"), clock)
    application.start()
    assert slack.wait_for_bot()
    slack.settle = lambda: assert_settled(application)
    yield application
    application.give_up()
    slack.hang_up()
    application.stop()


def assert_settled(application: Application) -> None:
    assert application.settle(PATIENCE), "the bot is still at it"


@pytest.fixture
def company(bot: Application) -> Application:
    """A workspace that is set up: region, channel, two accounts, four senders, roles."""
    seeding.set_up(bot.core)
    return bot


@pytest.fixture
def thandi(slack: Sandbox, company: Application) -> Person:  # noqa: ARG001 - set up first
    """An admin of the workspace, so a manager."""
    return slack.person("thandi")


@pytest.fixture
def pieter(slack: Sandbox, company: Application) -> Person:  # noqa: ARG001 - set up first
    """A manager by grant."""
    return slack.person("pieter")


@pytest.fixture
def naledi(slack: Sandbox, company: Application) -> Person:  # noqa: ARG001 - set up first
    """A full member, so an editor."""
    return slack.person("naledi")


@pytest.fixture
def sipho(slack: Sandbox, company: Application) -> Person:  # noqa: ARG001 - set up first
    """A viewer by grant."""
    return slack.person("sipho")


@pytest.fixture
def told(slack: Sandbox) -> Told:
    return lambda: [
        message.text
        for message in slack.person("thandi").sees("#opt-outs")
        if message.user == OPTOUT and not message.ephemeral
    ]


@pytest.fixture
def passes(company: Application, clock: Clock) -> Passes:
    """So much time passes, after which the bot looks about."""

    def passed(time: timedelta) -> None:
        clock.now += time
        assert company.settle()

    return passed


@pytest.fixture
def replies_stop(company: Application) -> RepliesStop:
    def reply(number: str) -> None:
        workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")
        act = Act(
            workspace,
            Actor(ActorId("keywords"), Role.EDITOR),
            Origin.KEYWORD,
            request=f"reply:{number}:{company.clock()}",
            note="STOP",
        )
        numbers = [parse(number, region="ZA")]
        changes.add(company.core, act, numbers, Choice(frozenset({Channel.SMS})))

    return reply
