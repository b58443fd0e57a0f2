"""What can be typed behind `optout export`, and what it means for the opt-outs and the file."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.terminal import WrongArguments
from handlers.slack import arguments
from optouts.errors import UnknownZone
from optouts.export_order import USUAL, Column, Format, Layout, NumberStyle, Order
from optouts.outcomes import Wanted
from optouts.setup import Setup
from optouts.words import ChangeId, Channel, Origin
from optouts.zones import is_zone

FORMATS: Final[Mapping[str, Format]] = {
    ".xlsx": Format.XLSX,
    ".csv": Format.CSV,
    ".txt": Format.TXT,
}
EVERY_COLUMN: Final = "all"


def describe(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Writes opt-outs to a file on this machine, as they are at one moment. It is recorded like"
        " an export that is asked for in Slack."
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="written new")
    parser.add_argument(
        "--force", action="store_true", help="write over the file if there is one already"
    )
    parser.add_argument(
        "--workspace", metavar="TEAM_ID", help="needed only if there are several in the database"
    )
    parser.add_argument("--purpose", default="", metavar="TEXT", help="what for; kept with it")
    _describe_filter(parser.add_argument_group("which opt-outs (default: all that stand)"))
    _describe_layout(parser.add_argument_group("how the file looks"))


def _describe_filter(group: argparse._ArgumentGroup) -> None:
    channels = group.add_mutually_exclusive_group()
    for channel in Channel:
        channels.add_argument(
            f"--{channel}", dest="channel", action="store_const", const=channel, default=None
        )
    group.add_argument("--from", dest="sender", metavar="SENDER", help="by address or label")
    group.add_argument("--for", dest="account", metavar="ACCOUNT")
    group.add_argument(
        "--origin",
        dest="origins",
        action="append",
        default=[],
        choices=list(map(str, Origin)),
        help="repeat it for several",
    )
    day = "YYYY-MM-DD"
    group.add_argument("--since", metavar=day, help="opted out on this day or later")
    group.add_argument("--until", metavar=day, help="opted out before this day")
    group.add_argument("--ended", action="store_true", help="ended opt-outs too")
    group.add_argument("--change", type=int, metavar="ID", help="those of one change or import")


def _describe_layout(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--format", choices=list(map(str, Format)), help="(default: by the ending of FILE)"
    )
    group.add_argument(
        "--columns",
        metavar="A,B",
        default="",
        help=f"{EVERY_COLUMN}, or some of: {', '.join(Column)} (default: {','.join(USUAL)})",
    )
    group.add_argument(
        "--style",
        choices=list(map(str, NumberStyle)),
        default=str(NumberStyle.PLUS),
        help="+27831234567, 27831234567 or 0831234567",
    )
    group.add_argument(
        "--zone", default="", metavar="ZONE", help="of its times (default: the workspace's)"
    )


def order(asked: argparse.Namespace, known: Setup) -> Order:
    """Raises WrongArguments, UnknownZone, UnknownSender and UnknownAccount."""
    zone = asked.zone or known.preferences.zone
    if not is_zone(zone):
        raise UnknownZone(zone)
    return Order(
        wanted=_wanted(asked, known, zone),
        change=None if asked.change is None else ChangeId(asked.change),
        layout=Layout(_format(asked), _columns(asked.columns), NumberStyle(asked.style)),
        zone=zone,
        purpose=asked.purpose.strip(),
        whole=True,
    )


def _wanted(asked: argparse.Namespace, known: Setup, zone: str) -> Wanted:
    places = known.places
    wanted = Wanted(
        channel=asked.channel,
        origins=tuple(map(Origin, asked.origins)),
        since=_day("since", asked.since, zone),
        until=_day("until", asked.until, zone),
        ended_too=asked.ended,
    )
    if asked.sender:
        wanted = replace(wanted, sender=places.sender_named(asked.sender, asked.channel).id)
    if asked.account:
        wanted = replace(wanted, account=places.account_named(asked.account).id)
    return wanted


def _day(flag: str, text: str | None, zone: str) -> datetime | None:
    if text is None:
        return None
    read = arguments.day(text, zone)
    if read is None:
        raise WrongArguments(f"--{flag} {text} is not a day. Write it as year-month-day.")
    return read


def _format(asked: argparse.Namespace) -> Format:
    if asked.format:
        return Format(asked.format)
    known = FORMATS.get(asked.out.suffix.lower())
    if known is None:
        raise WrongArguments(
            f"{asked.out} ends in none of {', '.join(FORMATS)}: say what it is with --format."
        )
    return known


def _columns(text: str) -> tuple[Column, ...]:
    if not text:
        return USUAL
    if text == EVERY_COLUMN:
        return tuple(Column)
    names = [name.strip() for name in text.split(",")]
    unknown = sorted(set(names) - set(Column))
    if unknown:
        raise WrongArguments(
            f"There is no column {', '.join(unknown)}. The columns: {', '.join(Column)}."
        )
    return tuple(map(Column, names))
