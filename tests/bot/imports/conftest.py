"""A workspace without Slack, and what an operator types to import files into it."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.application import utc_now
from bot.local_file import LocalFile
from optouts import imports, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.jobs import Job, JobId
from optouts.roles import Actor, Role
from optouts.turns import Turns
from optouts.words import ActorId, Origin, WorkspaceId
from storage import lists
from storage.engine import Database
from tests.bot.conftest import Environment
from tests.bot.test_cli import Terminal

NUMBERS = ("083 123 4567", "0821234567", "+27 84 123 4567", "27761234567")
MANAGER = Actor(ActorId("U0THANDI"), Role.MANAGER)
OTHER_MANAGER = Actor(ActorId("U0PIETER"), Role.MANAGER)
ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is said, wherever it is kept."""


@pytest.fixture
def core(database: Database) -> Core:
    """What the command and a bot beside it share; the command tells the time itself."""
    return Core(database, utc_now)


@pytest.fixture
def workspace(core: Core, environment: Environment, database_url: str) -> WorkspaceId:
    environment(DATABASE_URL=database_url)
    made = workspaces.of_team(core, enterprise_id="", team_id="T0BAOBAB")
    workspaces.change_preferences(core, made, {"region": "ZA"}, by=MANAGER)
    return made


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], workspace: WorkspaceId) -> Terminal:
    assert workspace
    return Terminal(capsys)


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A terminal at which this is typed."""

    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    def typed(line: str) -> None:
        monkeypatch.setattr(sys, "stdin", Keyboard(line))

    return typed


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())


def written(*cells: str, name: str = "stop-list.csv", heading: str = "Mobile") -> str:
    Path(name).write_text("\n".join([heading, *cells, ""]), encoding="utf-8")
    return name


def many_written(count: int) -> str:
    return written(*(f"2783{number:07}" for number in range(count)))


def sizes(core: Core, workspace: WorkspaceId) -> dict[tuple[str, int], int]:
    """Every list that has been written to, by channel and sender."""
    with core.reading() as tx:
        rows = lists.of_workspace(tx, workspace)
        return {(row.channel, row.sender_id): row.size for row in rows}


def listed(core: Core, workspace: WorkspaceId) -> int:
    return sum(sizes(core, workspace).values())


def job_of(core: Core, workspace: WorkspaceId, job_id: int = 1) -> Job:
    return imports.of_id(core, workspace, JobId(job_id), by=MANAGER)


def act_of(workspace: WorkspaceId, by: Actor = MANAGER) -> Act:
    return Act(workspace=workspace, by=by, origin=Origin.SLACK, request="E1")


def bot_of(core: Core) -> Turns:
    """The worker of a running bot, which has no file that Slack does not have."""
    return Turns(core, LocalFile(None, limit=0).fetch)


def work_on(core: Core) -> None:
    turns = bot_of(core)
    while turns.take():
        pass
