"""`optout import FILE`: the door for whoever has a shell on the machine that the bot runs on."""

import argparse

from bot import import_arguments, import_words, operator, terminal
from bot.import_order import Order
from bot.local_file import LocalFile
from bot.progress_bar import MEBIBYTE
from bot.settings import Settings
from bot.terminal import Ends, WrongArguments
from optouts import workspaces
from optouts.core import Core
from optouts.errors import Refusal, StorageAway
from optouts.jobs import JobId
from optouts.words import Origin


def run(asked: argparse.Namespace) -> int:
    settings = Settings()
    with operator.core(settings) as core:
        try:
            return _taken_in(core, asked, limit=settings.import_file_mib * MEBIBYTE)
        except WrongArguments as error:
            terminal.complain(str(error))
            return Ends.WRONG
        except KeyboardInterrupt:
            return Ends.NOT_CONFIRMED


def _taken_in(core: Core, asked: argparse.Namespace, *, limit: int) -> Ends:
    if asked.file is not None and not asked.file.is_file():
        raise WrongArguments(f"There is no file {asked.file}.")
    known = workspaces.setup(core, operator.workspace(core, asked.workspace))
    act = operator.act(known.workspace, Origin.IMPORT)
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
