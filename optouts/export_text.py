"""The texts of an exported file: headings, places, times, and cells that nothing computes with."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from optouts.export_order import Column, Format
from optouts.places import ListName
from optouts.words import Channel

HEADINGS: Final[Mapping[Column, str]] = {
    Column.NUMBER: "Number",
    Column.CHANNEL: "Channel",
    Column.SENDER: "Sender",
    Column.ACCOUNT: "Account",
    Column.SINCE: "Opted out",
    Column.ORIGIN: "Origin",
    Column.BY: "Opted out by",
    Column.NOTE: "Note",
    Column.ENDED: "Ended",
    Column.ENDED_BY: "Ended by",
    Column.ENDED_NOTE: "Why it ended",
}
CHANNELS: Final[Mapping[Channel, str]] = {Channel.SMS: "SMS", Channel.WHATSAPP: "WhatsApp"}
DELIMITERS: Final[Mapping[Format, str]] = {Format.CSV: ",", Format.SEMICOLON: ";"}

GUARD: Final = "'"
"""Before what a spreadsheet would take for a number or a formula. Imports strip it off again."""

LINE_END: Final = "\r\n"  # RFC 4180

_COMPUTED: Final = re.compile("[ \u00a0]*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")  # full width too
_CONTROL: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")


def place(name: ListName) -> dict[Column, str]:
    """Which list it is."""
    return {
        Column.CHANNEL: CHANNELS[name.channel],
        Column.SENDER: name.sender.written if name.sender else "every sender",
        Column.ACCOUNT: name.account.name if name.account else "every account",
    }


def moment(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")


def cell(text: str) -> str:
    """A text that no spreadsheet computes with, and that holds no characters without a sign."""
    text = _CONTROL.sub("", text)
    return f"{GUARD}{text}" if _COMPUTED.match(text) else text


def joined(cells: Sequence[str], delimiter: str) -> str:
    """Cells as part of a line of csv."""
    return delimiter.join(_quoted(cell(each), delimiter) for each in cells)


def _quoted(text: str, delimiter: str) -> str:
    if any(mark in text for mark in (delimiter, '"', "\r", "\n")) or text != text.strip():
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text
