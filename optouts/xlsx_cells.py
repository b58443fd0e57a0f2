"""What one cell of an .xlsx says, as text: numbers without loss, dates as dates, shared strings."""

import re
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import IO

from optouts.file_faults import FileFault, UnreadableFile
from optouts.row_blocks import LONGEST_CELL, NO_VALUE
from optouts.xlsx_parts import Workbook, damage_refused, parse

_ENTITY = re.compile(r"&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|amp|lt|gt|quot|apos);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPED = re.compile(r"_x([0-9a-fA-F]{4})_")  # the format's own way to write control characters
_PIECE = 1 << 20
_LONGEST_TEXT = 1 << 20  # characters of one cell before it is refused rather than cut
_LONGEST_ROW = 8 << 20  # bytes; 16,384 plain cells take less than one
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml(?:(?!\?>|encoding).)*(?:encoding=[\"']([\w-]+)[\"'])?[^?>]*\?>\s*)?"
    rb"<([A-Za-z0-9_.-]+:)?(?:worksheet|sst)\b",
    re.DOTALL,
)
_LAST_DAY = 2_958_466  # 1 January of the year 10000, as Excel counts days
_LEAP_DAY_OF_1900 = 60  # which there never was
_SECONDS = 86_400
_EXACT = 1 << 53  # whole numbers above it are not exact in a spreadsheet
_ROUND = "000000"
_SHORTEST_ROUND = 10


def unescaped(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    name = entity[1]
    if name[0] != "#":
        return _ENTITIES[name]
    code = int(f"0{name[1:]}", base=0) if name[1] == "x" else int(name[1:])
    return chr(code) if 0 < code <= sys.maxunicode else ""


def plain(text: str) -> str:
    """Without `_x000D_`, and no longer than a cell may be."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text)
    return text[:LONGEST_CELL].replace("\0", "")


def check_length(pieces: list[str]) -> None:
    """The parser gives text in few, large pieces: counting them anew each time costs nothing."""
    if sum(map(len, pieces)) > _LONGEST_TEXT:
        raise UnreadableFile(FileFault.LINE_TOO_LONG, limit=LONGEST_CELL)


class Strings:
    """The shared strings, unpacked as far as they are asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self._texts: list[str] = []
        self._pieces = self._read(workbook)

    def __getitem__(self, index: int) -> str:
        while index >= len(self._texts):
            with damage_refused():
                more = next(self._pieces, None)
            if more is None:
                raise UnreadableFile(FileFault.DAMAGED)
            self._texts += more
        return self._texts[index]

    @staticmethod
    def _read(workbook: Workbook) -> Iterator[list[str]]:
        source = workbook.open_strings()
        if source is None:
            return
        read = 0
        with source:
            for strings in _plain_strings(source):
                if strings is None:  # unusual from here on: once more, with a parser
                    break
                read += len(strings)
                yield strings
            else:
                return
        source = workbook.open_strings()
        if source is None:
            return
        with source:
            for strings in _any_strings(source):
                yield strings[read:]
                read = max(0, read - len(strings))


def _plain_strings(source: IO[bytes]) -> Iterator[list[str] | None]:
    for text, prefix, _ in plain_pieces(source, "</{}si>", after=True):
        if text is None:
            yield None
            return
        found = _string_pattern(prefix).findall(without_phonetic(text, prefix))
        if len(found) != text.count(f"<{prefix}si"):
            yield None
            return
        yield [
            simple
            if simple and "&" not in simple and "_x" not in simple
            else plain(unescaped(simple or "".join(_text_pattern(prefix).findall(rich))))
            for simple, rich in found
        ]


@lru_cache
def _string_pattern(prefix: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    return re.compile(
        rf'<{p}si>(?:<{p}t(?: xml:space="preserve")?>([^<]*)</{p}t></{p}si>|(.*?)</{p}si>)'
        rf"|<{p}si/>",
        re.DOTALL,
    )


@lru_cache
def _text_pattern(prefix: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    return re.compile(rf"<{p}t(?: [^>]*)?>([^<]*)</{p}t>")


def without_phonetic(text: str, prefix: str) -> str:
    """Japanese readings stand beside a text; they are no part of it."""
    if f"<{prefix}rPh" not in text:
        return text
    p = re.escape(prefix)
    return re.sub(rf"<{p}rPh\b.*?</{p}rPh>", "", text, flags=re.DOTALL)


def inline_text(body: str, prefix: str) -> str:
    texts = _text_pattern(prefix).findall(without_phonetic(body, prefix))
    return plain(unescaped("".join(texts)))


def _any_strings(source: IO[bytes]) -> Iterator[list[str]]:
    done: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def start(name: str, _about: dict[str, str]) -> None:
        inside.append(name)
        if name == "si":
            pieces.clear()

    def end(name: str) -> None:
        inside.pop()
        if name == "si":
            done.append(plain("".join(pieces)))

    def text(characters: str) -> None:
        if inside[-1] == "t" and "rPh" not in inside:
            check_length(pieces)
            pieces.append(characters)

    for _ in parse(source, start, end, text):
        yield done.copy()
        done.clear()


def plain_pieces(
    source: IO[bytes], cut: str, *, after: bool
) -> Iterator[tuple[str | None, str, int]]:
    """A part as text, cut before or after the last of some tag, with the prefix of its names and
    the bytes it took; None instead of text when it is not written the way programs write it."""
    kept = b""
    prefix = None
    while piece := source.read(_PIECE):
        data = kept + piece
        if prefix is None:
            prefix, data = _prefix_and_rest(data)
            if prefix is None:
                yield None, "", 0
                return
            tag = cut.format(prefix).encode()
        at = data.rfind(tag)
        if at <= 0:
            if len(data) > _LONGEST_ROW:
                yield None, prefix, 0
                return
            kept = data
            continue
        at += len(tag) if after else 0
        data, kept = data[:at], data[at:]
        if b"<!" in data or b"<?" in data:
            yield None, prefix, 0
            return
        yield data.decode(), prefix, len(piece)
    if b"<!" in kept or b"<?" in kept or prefix is None:
        yield None, prefix or "", 0
        return
    yield kept.decode(), prefix, 0


def _prefix_and_rest(data: bytes) -> tuple[str | None, bytes]:
    """`x:` when the root is `<x:worksheet`; what comes after an XML declaration in UTF-8."""
    root = _ROOT.match(data)
    if root is None or (root[1] or b"utf-8").lower() not in {b"utf-8", b"us-ascii"}:
        return None, data
    return (root[2] or b"").decode(), data[root.end() :]


class Cells:
    """Turns what a cell holds into text, the same for both ways of reading."""

    def __init__(self, workbook: Workbook) -> None:
        self._strings = Strings(workbook)
        self._dates = workbook.date_styles
        self._first_day = datetime(1904, 1, 1) if workbook.counts_from_1904 else None  # noqa: DTZ001 - spreadsheets know no zones
        self._days: dict[int, str] = {}

    def text(self, kind: str, style: str, value: str, *, formula: bool, inline: str) -> str:
        """value is what stands in <v>, inline what stands in <is>, both without entities."""
        match kind:
            case "s":
                return self._strings[int(value)] if value.isdecimal() else ""
            case "inlineStr":
                return inline
            case "b":
                return {"1": "TRUE", "0": "FALSE"}.get(value, value)
            case "str" | "e" | "d":
                return plain(value)
            case _:
                return self._number(value, style) or (NO_VALUE if formula else "")

    def _number(self, value: str, style: str) -> str:
        if not value.strip():
            return ""
        is_date = self._dates and style.isdecimal() and int(style) in self._dates
        return (is_date and self.date(value)) or number_text(value)

    def date(self, value: str) -> str:
        """2026-03-01 or 2026-03-01 09:00:00; "" for what cannot be a date."""
        try:
            days = float(value)
        except ValueError:
            return ""
        if not 0 < days < _LAST_DAY:
            return ""
        day, seconds = divmod(round(days * _SECONDS), _SECONDS)
        text = self._days.get(day)
        if text is None:
            text = self._days[day] = self._day(day)
        if not seconds or not text:
            return text
        return f"{text} {seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"

    def _day(self, day: int) -> str:
        start = self._first_day
        if start is None:
            off = 30 if day > _LEAP_DAY_OF_1900 else 31
            start = datetime(1899, 12, off)  # noqa: DTZ001 - spreadsheets know no zones
        try:
            return (start + timedelta(days=day)).strftime("%Y-%m-%d")
        except OverflowError:
            return ""


def number_text(value: str) -> str:
    """27831234567 however the file wrote it: 27831234567.0, 2.7831234567E10.

    A number cell that ends in many zeros was rounded before it was saved, as 2.78E+10 shows; it
    would read as a valid toll-free number. It is written so again, to be refused as such.
    """
    value = value.strip()
    if not (value.isdecimal() and value.isascii()):
        try:
            number = float(value)
        except ValueError:
            return plain(value)
        if not number.is_integer() or abs(number) >= _EXACT:
            return value
        value = str(int(number))
    if value.endswith(_ROUND) and len(value) >= _SHORTEST_ROUND:
        digits = value.lstrip("-")
        kept = digits.rstrip("0")
        if kept:
            fraction = f".{kept[1:]}" if kept[1:] else ""
            return f"{kept[0]}{fraction}E+{len(digits) - 1}"
    return value
