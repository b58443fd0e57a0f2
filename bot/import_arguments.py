"""What can be typed behind `optout import`, and what it means for a file."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.terminal import WrongArguments
from handlers.slack import defaults
from handlers.slack.blocks.import_columns import title
from optouts import lists
from optouts.date_formats import FORMATS
from optouts.errors import UnknownRegion, UnknownZone
from optouts.jobs import Mode, Options
from optouts.numbers import is_region
from optouts.places import Choice, Places, name_key
from optouts.reading_plan import DateGuess, Plan, Survey, guessed
from optouts.row_faults import Repair
from optouts.setup import Setup
from optouts.words import Channel
from optouts.zones import is_zone

CHANNELS: Final[Mapping[str, tuple[Channel, ...]]] = defaults.FLAGS

REPAIRS: Final = (Repair.FLOAT, Repair.SEVERAL, Repair.LEADING_ZERO)
NONE: Final = "none"
"""In the place of a column: none of them."""


def describe(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Takes opt-outs in from a file on this machine: .csv, .tsv, .txt or .xlsx. Shows what it"
        " would do before it does it."
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the file to take in")
    what.add_argument(
        "--resume", type=int, metavar="JOB", help="go on with an import whose command was ended"
    )
    _describe_lists(parser.add_argument_group("what for"))
    _describe_columns(parser.add_argument_group("how to read it"))
    _describe_going_on(parser.add_argument_group("how to go on"))


def _describe_lists(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--workspace", metavar="TEAM_ID", help="needed only if there are several in the database"
    )
    channels = group.add_mutually_exclusive_group()
    for flag in CHANNELS:
        channels.add_argument(f"--{flag}", dest="channels", action="store_const", const=flag)
    group.add_argument(
        "--from",
        dest="senders",
        action="append",
        default=[],
        metavar="SENDER",
        help="a sender by address or label; repeat it for several (default: every SMS sender)",
    )
    group.add_argument(
        "--for",
        dest="accounts",
        action="append",
        default=[],
        metavar="ACCOUNT",
        help="an account; repeat it for several (default: every account)",
    )
    group.add_argument("--mode", choices=list(Mode), type=Mode, default=Mode.ADD)
    group.add_argument("--note", default="", metavar="TEXT", help="kept with the change")
    group.add_argument(
        "--lift-own",
        action="store_true",
        help="take off those too who opted out themselves; needs --note",
    )


def _describe_columns(group: argparse._ArgumentGroup) -> None:
    column = "LETTER-OR-NAME"
    group.add_argument("--region", default="", metavar="ZA", help="of numbers without country code")
    group.add_argument("--sheet", default="", metavar="NAME")
    group.add_argument("--column", metavar=column, help="with the numbers (default: guessed)")
    for name in ("date", "region", "note"):
        group.add_argument(
            f"--{name}-column", metavar=column, help="(default: guessed; none for no such column)"
        )
    group.add_argument("--date-format", choices=FORMATS)
    group.add_argument("--zone", default="", metavar="ZONE", help="of dates that name none")
    removals = group.add_mutually_exclusive_group()
    removals.add_argument(
        "--action-column", metavar=column, help="says in each row whether it adds or removes"
    )
    removals.add_argument(
        "--leading-minus", action="store_true", help="a - before a number removes it"
    )
    group.add_argument(
        "--repair", dest="repairs", action="append", default=[], choices=list(map(str, REPAIRS))
    )
    group.add_argument(
        "--short-ok", action="store_true", help="unusually short numbers are complete"
    )


def _describe_going_on(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--dry-run", action="store_true", help="say what it would do, and end")
    group.add_argument("--yes", action="store_true", help="do it without asking")
    group.add_argument(
        "--type-count",
        type=int,
        metavar="N",
        help="confirms --mode replace: so many opt-outs leave the lists",
    )
    group.add_argument(
        "--no-refused", action="store_true", help="write no files of the refused rows"
    )


def options(asked: argparse.Namespace, known: Setup) -> Options:
    """Everything that can be said before the file is seen. Raises Refusal and WrongArguments."""
    if asked.zone and not is_zone(asked.zone):
        raise UnknownZone(asked.zone)
    if (asked.mode is Mode.REMOVE or asked.lift_own) and not asked.note.strip():
        raise WrongArguments("Say why with --note: what takes people off a list keeps its reason.")
    choice = _choice(asked, known.places)
    lists.chosen(choice, known.places)
    region = asked.region.upper() or defaults.region(known, accounts=choice.accounts)
    if region and not is_region(region):
        raise UnknownRegion(asked.region)
    return Options(asked.mode, choice, region, asked.note, asked.lift_own)


def _choice(asked: argparse.Namespace, places: Places) -> Choice:
    said = CHANNELS.get(asked.channels, ())
    only = said[0] if len(said) == 1 else None
    senders = [places.sender_named(text, only) for text in asked.senders]
    channels = frozenset(said) or {each.channel for each in senders} or {Channel.SMS}
    accounts = tuple(places.account_named(text).id for text in asked.accounts)
    return Choice(frozenset(channels), defaults.ids(senders), accounts)


def other_sheet(asked: argparse.Namespace, survey: Survey) -> str:
    """The sheet to look at instead of the one that was looked at; empty if that one is meant."""
    if not asked.sheet or asked.sheet == survey.sheet:
        return ""
    if asked.sheet not in survey.sheets:
        names = ", ".join(survey.sheets) or "none, as it is no workbook"
        raise WrongArguments(f"There is no sheet “{asked.sheet}”. Its sheets: {names}.")
    return str(asked.sheet)


def plan(asked: argparse.Namespace, survey: Survey, *, region: str, zone: str) -> Plan:
    """What the columns mean: as it was said, else as it was guessed. Raises WrongArguments."""
    if asked.column is None and survey.number_column is None:
        raise WrongArguments(
            f"No column looks like phone numbers. Name one with --column: {_columns(survey)}."
        )
    usual = guessed(survey, region=region, zone=asked.zone or zone)
    date_column = _place(asked.date_column, survey, usual.date_column)
    column = _place(asked.column, survey, usual.column)
    if column is None:
        raise WrongArguments("--column none leaves nothing to read.")
    return replace(
        usual,
        column=column,
        region_column=_place(asked.region_column, survey, usual.region_column),
        date_column=date_column,
        date_format=_date_format(asked, usual, date_column),
        note_column=_place(asked.note_column, survey, usual.note_column),
        action_column=_place(asked.action_column, survey, None),
        leading_minus=asked.leading_minus,
        short_ok=asked.short_ok,
        repairs=tuple(asked.repairs),
    )


def _date_format(asked: argparse.Namespace, usual: Plan, date_column: int | None) -> str:
    if date_column is None:
        return ""
    known = usual.date_format if date_column == usual.date_column else ""
    if not (asked.date_format or known):
        raise WrongArguments(
            f"Say with --date-format how these dates are written: {', '.join(FORMATS)}."
        )
    return str(asked.date_format or known)


def _place(said: str | None, survey: Survey, usual: int | None) -> int | None:
    """The column of this heading, else of this letter."""
    if said is None:
        return usual
    named = [each for each in survey.columns if each.name and name_key(each.name) == name_key(said)]
    found = named or [each for each in survey.columns if each.letter == said.upper()]
    if not found and said.casefold() == NONE:
        return None
    if len(found) != 1:
        many = "no column" if not found else "more than one column"
        raise WrongArguments(f"There is {many} “{said}”. The columns: {_columns(survey)}.")
    return found[0].index


def _columns(survey: Survey) -> str:
    return "; ".join(title(each) for each in survey.columns)


def as_chosen(survey: Survey, chosen: Plan) -> Survey:
    """The file as it will be read, to be told in the words in which the guess is told."""
    return replace(
        survey,
        number_column=chosen.column,
        region_column=chosen.region_column,
        date=_dates(survey.date, chosen),
        note_column=chosen.note_column,
        action_column=None,
        leading_minus=False,
    )


def _dates(guess: DateGuess | None, chosen: Plan) -> DateGuess | None:
    if chosen.date_column is None:
        return None
    if guess and (guess.column, guess.format) == (chosen.date_column, chosen.date_format):
        return guess
    said = chosen.date_format
    return DateGuess(chosen.date_column, said, has_zone=False, ambiguous=False, example="")
