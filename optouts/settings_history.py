"""Who set up what otherwise: settings, roles and what Slack channels stand for."""

from collections.abc import Iterator

from optouts import preferences
from optouts.core import Core, demand
from optouts.roles import Actor, Deed
from optouts.setup import Amended, Binding, Matter
from optouts.words import ActorId, WorkspaceId
from optouts.workspaces import binding
from storage import bindings, roles
from storage import preferences as stored_preferences
from storage.engine import Transaction


def of_workspace(
    core: Core, workspace: WorkspaceId, *, by: Actor, limit: int
) -> tuple[Amended, ...]:
    """The newest first. Raises NotPermitted."""
    demand(by, Deed.CONFIGURE)
    with core.reading() as tx:
        known = [*_settings(tx, workspace, limit), *_roles(tx, workspace, limit)]
        known += _channels(tx, workspace, limit)
    return tuple(sorted(known, key=lambda each: each.at, reverse=True)[:limit])


def _settings(tx: Transaction, workspace: WorkspaceId, limit: int) -> Iterator[Amended]:
    for row, replaced in stored_preferences.amended(tx, workspace, limit=limit):
        known = row.name in preferences.BY_NAME
        unset = preferences.unset(row.name) if known else ""
        before = replaced.value if replaced else unset
        yield Amended(Matter.SETTING, row.name, before, row.value, ActorId(row.actor), row.at)


def _roles(tx: Transaction, workspace: WorkspaceId, limit: int) -> Iterator[Amended]:
    for row, replaced in roles.amended(tx, workspace, limit=limit):
        before = replaced.role if replaced else ""
        yield Amended(Matter.ROLE, row.subject, before, row.role, ActorId(row.actor), row.at)


def _channels(tx: Transaction, workspace: WorkspaceId, limit: int) -> Iterator[Amended]:
    for row, replaced in bindings.amended(tx, workspace, limit=limit):
        before = binding(replaced) if replaced else Binding(row.channel)
        by = ActorId(row.actor)
        yield Amended(Matter.CHANNEL, row.channel, before, binding(row), by, row.at)
