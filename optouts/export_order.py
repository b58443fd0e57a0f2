"""What an export is to hold and how it is to look. Values only."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from optouts.outcomes import Wanted
from optouts.words import ChangeId


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    SEMICOLON = "semicolon"  # csv for spreadsheets whose decimal mark is the comma
    TXT = "txt"  # one number a line and nothing else


class NumberStyle(StrEnum):
    PLUS = "plus"  # +27831234567
    DIGITS = "digits"  # 27831234567
    NATIONAL = "national"  # 0831234567


class Column(StrEnum):
    """What can be told of an opt-out beside its number, in the order of the file."""

    NUMBER = "number"
    CHANNEL = "channel"
    SENDER = "sender"
    ACCOUNT = "account"
    SINCE = "since"  # when the person opted out
    ORIGIN = "origin"
    BY = "by"
    NOTE = "note"
    ENDED = "ended"  # when, and empty while it stands
    ENDED_BY = "ended_by"
    ENDED_NOTE = "ended_note"


USUAL: Final = (
    Column.NUMBER,
    Column.CHANNEL,
    Column.SENDER,
    Column.ACCOUNT,
    Column.SINCE,
    Column.ORIGIN,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file looks; remembered for each person. A .txt has numbers only."""

    format: Format = Format.XLSX
    columns: tuple[Column, ...] = USUAL
    style: NumberStyle = NumberStyle.PLUS


@dataclass(frozen=True, slots=True)
class Order:
    """An export: which opt-outs, or those of one change, in which layout.

    With `changes_only` the time that is wanted is one within which they began or ended. `zone` is
    of the times in the file, `purpose` what whoever asked said it is for, and `asker` their name.
    A `whole` one is not made to fit what Slack takes.
    """

    wanted: Wanted = field(default_factory=Wanted)
    change: ChangeId | None = None
    layout: Layout = field(default_factory=Layout)
    zone: str = "UTC"
    purpose: str = ""
    changes_only: bool = False
    asker: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What an export came to. `size` is of all files together, in bytes.

    `at` is the moment that it tells of, and `horizon` the newest change by then. Only whom the
    `unfinished` imports had taken off still stands in it.
    """

    rows: int
    numbers: int  # different ones
    files: tuple[str, ...]  # names in the folder of the job
    size: int
    horizon: ChangeId
    at: datetime
    unfinished: tuple[ChangeId, ...] = ()
