"""`optout export --out FILE`: opt-outs for whoever has a shell on the bot's machine."""

import argparse
import shutil
from pathlib import Path
from typing import Never

from bot import export_arguments, import_words, operator, terminal
from bot.own_work import OwnWork
from bot.settings import Settings
from bot.terminal import Ends, WrongArguments
from handlers.slack.blocks.import_failures import explain_failure
from handlers.slack.blocks.text import counted, plain
from optouts import exports, imports, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import Refusal, StorageAway
from optouts.export_order import Order, Written
from optouts.jobs import ENDED, Job, Report, Source, Stage
from optouts.words import Origin
from optouts.working import Progress


def run(asked: argparse.Namespace) -> int:
    with operator.core(Settings()) as core:
        try:
            return _handed_out(core, asked)
        except WrongArguments as error:
            terminal.complain(str(error))
            return Ends.WRONG
        except KeyboardInterrupt:
            return Ends.NOT_CONFIRMED


def _handed_out(core: Core, asked: argparse.Namespace) -> Ends:
    known = workspaces.setup(core, operator.workspace(core, asked.workspace))
    out: Path = asked.out
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise WrongArguments(f"{out} cannot be written: there is no such folder, or it is one.")
    if out.exists() and not asked.force:
        raise WrongArguments(f"There is a file {out} already. To write over it, add --force.")
    act = operator.act(known.workspace, Origin.API)
    try:
        return _made(core, act, export_arguments.order(asked, known), out)
    except StorageAway:
        raise
    except Refusal as error:
        raise WrongArguments(import_words.explained(error)) from error


def _made(core: Core, act: Act, order: Order, out: Path) -> Ends:
    work = OwnWork(core, act, _fetch)
    job = exports.start(core, act, order, report=Report(), hold=work.hold())
    work.only(job.id)
    try:
        job = work.worked(job)
    except KeyboardInterrupt:
        job = work.given_up(job)
    try:
        return _over(core, job, out)
    finally:
        _tidy(core, job)


def _over(core: Core, job: Job, out: Path) -> Ends:
    if job.stage is Stage.DONE and job.written is not None:
        (name,) = job.written.files
        shutil.move(imports.folder(core, job) / name, out)
        terminal.say(_told(job.written, out))
        return Ends.DONE
    if job.stage is Stage.FAILED and job.failure is not None:
        terminal.complain(plain(explain_failure(job.failure)))
        return Ends.FAILED
    terminal.say("Cancelled. No file was written.")
    return Ends.NOT_CONFIRMED


def _told(written: Written, out: Path) -> str:
    numbers = counted(written.numbers, "different number")
    said = f"{out}: {counted(written.rows, 'row')}, {numbers}"
    if not written.unfinished:
        return said
    which = ", ".join(map(str, written.unfinished))
    return f"{said}\nHad not ended, so its removals are not in it: the import of change {which}"


def _tidy(core: Core, job: Job) -> None:
    """Whoever typed the command was told: nobody else is, and no copy stays behind."""
    if job.stage in ENDED:
        imports.mark_shown(core, job)
    shutil.rmtree(imports.folder(core, job), ignore_errors=True)


def _fetch(source: Source, into: Path, progress: Progress) -> Never:
    del into, progress
    raise NotImplementedError(source)  # an export has none
