"""`optout import FILE`: the door for whoever has a shell on the machine that the bot runs on."""

import argparse
import getpass
import os
import secrets

from bot import import_arguments, import_words, terminal
from bot.application import NotMigrated, utc_now
from bot.import_arguments import WrongArguments
from bot.import_order import Ends, Order
from bot.local_file import LocalFile
from bot.progress_bar import MEBIBYTE
from bot.settings import Settings
from optouts import workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import Refusal, StorageAway
from optouts.jobs import JobId
from optouts.roles import Actor, Role
from optouts.words import ActorId, Origin, WorkspaceId
from storage import workspaces as stored_workspaces
from storage.engine import Database
from storage.migrating import applied, newest


def run(asked: argparse.Namespace) -> int:
    settings = Settings()
    database = Database(settings.database_url)
    try:
        if applied(database) != newest():
            raise NotMigrated
        core = Core(database, utc_now, settings.spool_dir)
        return _taken_in(core, asked, limit=settings.import_file_mib * MEBIBYTE)
    except WrongArguments as error:
        terminal.complain(str(error))
        return Ends.WRONG
    except KeyboardInterrupt:
        return Ends.NOT_CONFIRMED
    finally:
        database.close()


def _taken_in(core: Core, asked: argparse.Namespace, *, limit: int) -> Ends:
    if asked.file is not None and not asked.file.is_file():
        raise WrongArguments(f"There is no file {asked.file}.")
    known = workspaces.setup(core, _workspace(core, asked.workspace))
    act = Act(
        workspace=known.workspace,
        by=Actor(ActorId(f"cli:{_operator()}"), Role.MANAGER),
        origin=Origin.IMPORT,
        request=f"cli:{secrets.token_hex(8)}",
    )
    order = Order(core, asked, known, act, LocalFile(asked.file, limit))
    try:
        if asked.resume is not None:
            job = order.taken_up(JobId(asked.resume))
        else:
            job = order.begun(import_arguments.options(asked, known))
    except StorageAway:
        raise
    except Refusal as error:
        raise WrongArguments(import_words.explained(error)) from error
    return order.carried_out(job)


def _workspace(core: Core, team: str | None) -> WorkspaceId:
    with core.reading() as tx:
        known = {row.team_id: WorkspaceId(row.id or 0) for row in stored_workspaces.every(tx)}
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


def _operator() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have a user id without a name
        return str(os.getuid())
