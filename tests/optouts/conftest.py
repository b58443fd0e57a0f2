"""A small company to test with: two accounts, one short code, two WhatsApp numbers, some people."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from optouts import (
    applying,
    catalogue,
    changes,
    dry_run,
    history,
    reading,
    reading_child,
    workspaces,
)
from optouts.changes import Act
from optouts.core import Core
from optouts.file_survey import survey
from optouts.numbers import E164
from optouts.outcomes import Added, Change, Removed, Story, Undone
from optouts.places import Account, Choice, Sender
from optouts.reading_plan import Plan, Results, Survey
from optouts.roles import Actor, Role
from optouts.words import ActorId, ChangeId, Channel, ListId, Origin, WorkspaceId
from storage.engine import Database
from tests.optouts.answering import Desk, answering, connected
from tests.optouts.exporting import Exporter
from tests.optouts.importing import Importer
from tests.optouts.phone import Phone


@pytest.fixture
def workspace(core: Core) -> WorkspaceId:
    return workspaces.of_team(core, enterprise_id="", team_id="T0BAOBAB")


@pytest.fixture
def manager() -> Actor:
    return Actor(ActorId("U0THANDI"), Role.MANAGER)


@pytest.fixture
def other_manager() -> Actor:
    return Actor(ActorId("U0PIETER"), Role.MANAGER)


@pytest.fixture
def editor() -> Actor:
    return Actor(ActorId("U0NALEDI"), Role.EDITOR)


@pytest.fixture
def viewer() -> Actor:
    return Actor(ActorId("U0SIPHO"), Role.VIEWER)


@pytest.fixture
def guest() -> Actor:
    return Actor(ActorId("U0GUSTAV"), Role.NONE)


@pytest.fixture
def retail(core: Core, workspace: WorkspaceId, manager: Actor) -> Account:
    return catalogue.save_account(core, workspace, name="Baobab Retail", region="ZA", by=manager)


@pytest.fixture
def travel(core: Core, workspace: WorkspaceId, manager: Actor) -> Account:
    return catalogue.save_account(core, workspace, name="Baobab Travel", region="ZA", by=manager)


@pytest.fixture
def set_to(core: Core, workspace: WorkspaceId, manager: Actor) -> Callable[[str, str], None]:
    """Change one setting of the workspace."""

    def changed(name: str, value: str) -> None:
        workspaces.change_preferences(core, workspace, {name: value}, by=manager)

    return changed


AddSender = Callable[[Channel, str, str], Sender]


@pytest.fixture
def add_sender(core: Core, workspace: WorkspaceId, manager: Actor) -> AddSender:
    """Add a sender: channel, address as written, label."""

    def added(channel: Channel, written: str, label: str) -> Sender:
        return catalogue.add_sender(
            core, workspace, channel=channel, written=written, label=label, region="ZA", by=manager
        )

    return added


@pytest.fixture
def short_code(add_sender: AddSender) -> Sender:
    return add_sender(Channel.SMS, "31331", "Offers")


@pytest.fixture
def care(add_sender: AddSender) -> Sender:
    return add_sender(Channel.WHATSAPP, "+27 60 012 3456", "Care")


@pytest.fixture
def orders(add_sender: AddSender) -> Sender:
    return add_sender(Channel.WHATSAPP, "+27 60 012 3457", "Orders")


@pytest.fixture
def retire(
    core: Core, workspace: WorkspaceId, manager: Actor
) -> Callable[[Account | Sender], Account | Sender]:
    """Take an account or a sender out of the forms."""

    def retired(place: Account | Sender) -> Account | Sender:
        if isinstance(place, Account):
            return catalogue.retire_account(core, workspace, place.id, retired=True, by=manager)
        return catalogue.retire_sender(core, workspace, place.id, retired=True, by=manager)

    return retired


@pytest.fixture
def act(workspace: WorkspaceId, manager: Actor) -> Callable[..., Act]:
    """An act of the manager in Slack, each a request of its own, but for what is said otherwise."""
    requests = count(1)

    def acted(**otherwise: object) -> Act:
        usual = Act(workspace, manager, Origin.SLACK, f"request {next(requests)}")
        return replace(usual, **otherwise)  # type: ignore[arg-type]  # fields of Act, by name

    return acted


@pytest.fixture
def opt_out(core: Core, act: Callable[..., Act]) -> Callable[..., Added]:
    """Opt numbers out of all SMS, or of what `choice` says."""

    def opted_out(*numbers: E164, choice: Choice | None = None, **otherwise: object) -> Added:
        sms = Choice(frozenset({Channel.SMS}))
        return changes.add(core, act(**otherwise), numbers, choice or sms)

    return opted_out


@pytest.fixture
def remove(core: Core, act: Callable[..., Act]) -> Callable[..., Removed]:
    """Take numbers off the lists `on`."""

    def removed(*numbers: E164, on: Collection[ListId], **otherwise: object) -> Removed:
        return changes.remove(core, act(**otherwise), numbers, on)

    return removed


@pytest.fixture
def undo(core: Core, act: Callable[..., Act]) -> Callable[..., Undone]:
    """Undo a change."""

    def undone(change: Change, **otherwise: object) -> Undone:
        return changes.undo(core, act(**otherwise), change.id)

    return undone


@pytest.fixture
def story(core: Core, workspace: WorkspaceId, viewer: Actor) -> Callable[[E164], Story]:
    """What the history of a number says now."""

    def told(number: E164) -> Story:
        return history.of_number(core, workspace, number, by=viewer)

    return told


@pytest.fixture
def standing(story: Callable[[E164], Story]) -> Callable[[E164], set[ListId]]:
    """The lists that a number is on now."""

    def stands(number: E164) -> set[ListId]:
        return {each.list.id for each in story(number).standing}

    return stands


@pytest.fixture
def recorded(core: Core, workspace: WorkspaceId, viewer: Actor) -> Callable[[], list[ChangeId]]:
    """The ids of all changes, newest first."""

    def all_of_them() -> list[ChangeId]:
        newest = history.latest(core, workspace, by=viewer, limit=1000)
        return [each.change.id for each in newest]

    return all_of_them


@pytest.fixture
def sizes(core: Core, workspace: WorkspaceId, viewer: Actor) -> Callable[[], dict[ListId, int]]:
    """How many numbers each list says it holds."""

    def of_lists() -> dict[ListId, int]:
        return {each.id: each.size for each in history.total(core, workspace, by=viewer)}

    return of_lists


@pytest.fixture
def stranded(core: Core, tmp_path: Path) -> Iterator[Core]:
    """The core of a program whose database cannot be opened."""
    if core.database.is_sqlite:
        nowhere = Database(f"sqlite:///{tmp_path}")  # a folder is no database
    else:
        nowhere = Database("postgresql://nobody@127.0.0.1:1/nothing")
    yield Core(nowhere, core.clock)
    nowhere.close()


@pytest.fixture
def in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files here: what a limited process adds has tests of its own, and takes a second."""

    def read(path: Path, plan: Plan, out: Path, **_: object) -> Results:
        return Results(out, reading.read(path, plan, out, most_rows=1000))

    def look(path: Path, *, region: str, sheet: str, **_: object) -> Survey:
        return survey(path, region=region, sheet=sheet)

    monkeypatch.setattr(reading_child, "survey", look)
    monkeypatch.setattr(reading_child, "read", read)
    monkeypatch.setattr(applying, "ROWS", 3)
    monkeypatch.setattr(applying, "MOST_TIMES_ROWS", 1)
    monkeypatch.setattr(dry_run, "STRETCH", 5)


@pytest.fixture
def importer(core: Core, workspace: WorkspaceId, manager: Actor, tmp_path: Path) -> Importer:
    return Importer(core, workspace, manager, tmp_path / "drawer")


@pytest.fixture
def phone(core: Core, workspace: WorkspaceId, manager: Actor, short_code: Sender) -> Phone:  # noqa: ARG001 - is there first
    """Somebody's, who answers the short code."""
    return Phone(core, connected(core, workspace, manager))


@pytest.fixture
def exporter(core: Core, workspace: WorkspaceId, manager: Actor, tmp_path: Path) -> Exporter:
    return Exporter(core, workspace, manager, tmp_path / "exports")


@pytest.fixture
def desk(
    core: Core,
    workspace: WorkspaceId,
    manager: Actor,
    viewer: Actor,
    act: Callable[..., Act],
) -> Desk:
    catalogue.add_sender(
        core, workspace, channel=Channel.SMS, written="31331", label="Offers", region="ZA",
        by=manager,
    )  # fmt: skip
    writes = answering(core, connected(core, workspace, manager))
    return Desk(core, workspace, writes, act, viewer)
