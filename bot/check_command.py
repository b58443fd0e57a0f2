"""`optout check 0831234567`: may these numbers be messaged? For whoever has a shell."""

import argparse
import sys
from collections.abc import Sequence

from bot import import_words, operator, terminal
from bot.settings import Settings
from bot.terminal import Ends, WrongArguments
from handlers.slack.blocks.text import BRIEF_ORIGINS, day, list_name
from optouts.checking import Checked, Checker
from optouts.core import Core
from optouts.errors import Refusal, StorageAway
from optouts.outcomes import Verdict
from optouts.places import Places
from optouts.screening import Message
from optouts.words import Channel, Origin

AT_A_TIME = 10_000


def describe(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Says of each number whether it may be messaged, a line each: verdict, number, and why not."
        " Ends with 0 if all of them are free, else with 4. What is not said could be anything: an"
        " opt-out from any sender counts where none is named."
    )
    parser.add_argument(
        "numbers", nargs="+", metavar="NUMBER", help="or - to read them from standard input"
    )
    channels = parser.add_mutually_exclusive_group()
    for channel in Channel:
        channels.add_argument(
            f"--{channel}", dest="channel", action="store_const", const=channel, default=None
        )
    parser.add_argument("--from", dest="sender", metavar="SENDER", help="by address or label")
    parser.add_argument("--for", dest="account", metavar="ACCOUNT")
    parser.add_argument(
        "--region", default="", help="that national numbers are read in, such as ZA"
    )
    parser.add_argument(
        "--workspace", metavar="TEAM_ID", help="needed only if there are several in the database"
    )


def run(asked: argparse.Namespace) -> int:
    with operator.core(Settings()) as core:
        try:
            return _checked(core, asked)
        except WrongArguments as error:
            terminal.complain(str(error))
            return Ends.WRONG


def _checked(core: Core, asked: argparse.Namespace) -> Ends:
    workspace = operator.workspace(core, asked.workspace)
    by = operator.act(workspace, Origin.API).by
    checker = Checker(core)
    numbers = _numbers(asked.numbers)
    is_free = True
    try:
        message = _message(asked, checker.known(workspace).places)
        for start in range(0, len(numbers), AT_A_TIME):
            some = numbers[start : start + AT_A_TIME]
            for each in checker.check(workspace, some, message, region=asked.region, by=by):
                terminal.say(_line(each))
                is_free &= each.verdict is Verdict.FREE
    except StorageAway:
        raise
    except Refusal as error:
        raise WrongArguments(import_words.explained(error)) from error
    return Ends.DONE if is_free else Ends.REFUSED


def _numbers(said: Sequence[str]) -> Sequence[str]:
    if list(said) != ["-"]:
        return said
    return [line.strip() for line in sys.stdin if line.strip()]


def _message(asked: argparse.Namespace, places: Places) -> Message:
    sender = places.sender_named(asked.sender, asked.channel) if asked.sender else None
    account = places.account_named(asked.account) if asked.account else None
    return Message(
        channel=asked.channel,
        sender=sender.id if sender else None,
        account=account.id if account else None,
    )


def _line(each: Checked) -> str:
    shown = str(each.number) if each.number is not None else each.text
    why = each.fault.value.replace("_", " ") if each.fault is not None else _because(each)
    return f"{each.verdict:<10}  {shown}{f'  {why}' if why else ''}"


def _because(each: Checked) -> str:
    return "; ".join(
        f"{list_name(reason.list)}, since {day(reason.since)} ({BRIEF_ORIGINS[reason.origin]})"
        for reason in each.because
    )
