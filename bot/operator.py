"""Whoever has a shell on the machine that the bot runs on: who they are, for which workspace."""

import getpass
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from bot.application import NotMigrated, utc_now
from bot.settings import Settings
from bot.terminal import WrongArguments
from optouts.changes import Act
from optouts.core import Core
from optouts.roles import Actor, Role
from optouts.words import ActorId, Origin, WorkspaceId
from storage import workspaces
from storage.engine import Database
from storage.migrating import applied, newest


@contextmanager
def core(settings: Settings) -> Iterator[Core]:
    """What they work with, beside a bot that may be running. Raises NotMigrated."""
    database = Database(settings.database_url)
    try:
        if applied(database) != newest():
            raise NotMigrated
        yield Core(database, utc_now, settings.spool_dir)
    finally:
        database.close()


def act(workspace: WorkspaceId, origin: Origin) -> Act:
    """What they do: nobody who could do it in the database itself is refused."""
    return Act(
        workspace=workspace,
        by=Actor(ActorId(f"cli:{_name()}"), Role.MANAGER),
        origin=origin,
        request=f"cli:{secrets.token_hex(8)}",
    )


def workspace(core: Core, team: str | None) -> WorkspaceId:
    """The workspace that is named, or the only one. Raises WrongArguments."""
    with core.reading() as tx:
        known = {row.team_id: WorkspaceId(row.id or 0) for row in workspaces.every(tx)}
    if team is None and len(known) == 1:
        return next(iter(known.values()))
    if team in known:
        return known[team]
    if not known:
        raise WrongArguments(
            "The database has no workspace yet. It comes into being with the first /optout that"
            " somebody types in Slack."
        )
    raise WrongArguments(f"Name the workspace with --workspace: {', '.join(known)}.")


def _name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have a user id without a name
        return str(os.getuid())
