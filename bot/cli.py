"""The command line: run, sandbox, import, export, check, migrate, doctor."""

import argparse
import os
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from bot import (
    check_command,
    doctor,
    export_arguments,
    export_command,
    import_arguments,
    import_command,
    logs,
    terminal,
)
from bot.application import Application, NotMigrated
from bot.end_signals import EndSignals
from bot.garbage import spare_what_stays
from bot.settings import Settings, complaints, missing
from optouts.errors import StorageAway
from storage.engine import Database, DatabaseUnavailable
from storage.migrating import applied, migrate, newest

WELL, FAULTY = 0, 1


EXPECTED: Final = (
    ValidationError,
    ArgumentError,
    NoSuchModuleError,
    DatabaseUnavailable,
    StorageAway,
    NotMigrated,
    SlackApiError,
    BoltError,
    OSError,
)
"""What can be wrong with settings, database, Slack and network: a line each, no stack trace."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code is 0 if all went well, 1 if not, 2 for wrong arguments.

    `import` and `export` have more of them (docs/importing.md, docs/exporting.md).
    """
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked))
    except EXPECTED as error:
        return _complain(*_lines(error))


def _lines(error: Exception) -> list[str]:
    match error:
        case ValidationError():
            return complaints(error)
        case ArgumentError() | NoSuchModuleError():
            return [f"DATABASE_URL: {error}"]
        case DatabaseUnavailable() | StorageAway():
            return [f"The database does not answer: {_root(error).splitlines()[0]}"]
        case NotMigrated():
            return ["The database has another schema. Run `optout migrate` first."]
        case SlackApiError():
            return [f"Slack refuses: {error.response['error']}. Try `optout doctor`."]
        case _:
            return [f"{error}. Try `optout doctor`."]


def _root(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error) or type(error).__name__


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="optout", description="Opt-out management for SMS and WhatsApp senders, in Slack."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    run = commands.add_parser("run", help="run the bot")
    run.set_defaults(run=_run)
    sandbox = commands.add_parser(
        "sandbox", help="run the bot in a pretend Slack workspace, to be opened in a browser"
    )
    sandbox.add_argument("--port", type=int, default=8765, help="the page's port (default 8765)")
    sandbox.add_argument(
        "--data",
        type=Path,
        default=Path("data/sandbox"),
        help="the folder in which the workspace is kept (default data/sandbox)",
    )
    sandbox.add_argument("--reset", action="store_true", help="begin anew, as on the first day")
    sandbox.add_argument(
        "--no-browser", action="store_true", help="only print the address, open no browser"
    )
    sandbox.set_defaults(run=_sandbox)
    taking_in = commands.add_parser("import", help="take opt-outs in from a file")
    import_arguments.describe(taking_in)
    taking_in.set_defaults(run=import_command.run)
    handing_out = commands.add_parser("export", help="write opt-outs to a file")
    export_arguments.describe(handing_out)
    handing_out.set_defaults(run=export_command.run)
    checking = commands.add_parser("check", help="say whether numbers may be messaged")
    check_command.describe(checking)
    checking.set_defaults(run=check_command.run)
    commands.add_parser("migrate", help="bring the database to this release's schema").set_defaults(
        run=_migrate
    )
    commands.add_parser("doctor", help="look for faults and say how to mend them").set_defaults(
        run=_doctor
    )
    return parser


def _complain(*lines: str) -> int:
    terminal.complain(*lines)
    return FAULTY


def _run(_asked: argparse.Namespace) -> int:
    settings = Settings()
    logs.configure(settings)
    lacking = missing(settings)
    if lacking:
        return _complain(*lacking)
    with EndSignals() as end:
        application = Application(settings)
        try:
            application.start()
            spare_what_stays()
            end.wait()
        finally:
            application.stop()
    return WELL


def _sandbox(asked: argparse.Namespace) -> int:
    # The pretend workspace is for trying things out: the bot itself never loads it.
    from bot.sandbox import running  # noqa: PLC0415

    with (
        EndSignals() as end,
        running.started(asked.data, port=asked.port, reset=asked.reset) as sandbox,
    ):
        terminal.say(f"The pretend workspace is open: {sandbox.page_url}")
        terminal.say(f"The bot's API: {sandbox.bot_url}/docs")
        terminal.say("Press Ctrl-C to close it. What you did is kept; --reset begins anew.")
        if not asked.no_browser and has_screen():
            webbrowser.open(sandbox.page_url)
        end.wait()
    return WELL


def has_screen() -> bool:
    """Whether a browser would have a window; a terminal's own would take the terminal over."""
    names = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform in {"darwin", "win32"} or any(os.environ.get(name) for name in names)


def _migrate(_asked: argparse.Namespace) -> int:
    database = Database(Settings().database_url)
    try:
        before = applied(database)
        migrate(database)
    finally:
        database.close()
    terminal.say(f"schema {newest()}" + (" already" if before == newest() else ""))
    return WELL


def _doctor(_asked: argparse.Namespace) -> int:
    findings = list(doctor.examine(Settings()))
    for finding in findings:
        mark = "needs you" if finding.remedy else "well"
        terminal.say(f"{mark:>9}  {finding.subject}: {finding.state}")
        if finding.remedy:
            terminal.say(f"{'':>9}  {finding.remedy}")
    return FAULTY if any(finding.remedy for finding in findings) else WELL
