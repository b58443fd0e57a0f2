"""Which encoding a text file is in; one name on row 90,000 may decide, so all of it is read."""

import codecs
import re
from pathlib import Path

from optouts.file_faults import FileFault, UnreadableFile

_PIECE = 1 << 20
_MARKS = (  # UTF-32 first: its mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 8192
_MOST_ZEROS = 0.4  # of every second byte, from which on a text must be UTF-16 without a mark
_HIGH = re.compile(rb"[\x80-\xff]+")
_SLIP = 100  # characters of real UTF-8 for each broken one that is put down to damage
_CYRILLIC = re.compile(rb"[\xc0-\xff\xa8\xb8]{3,}")


def encoding_of(path: Path) -> str:
    """A name Python knows. What is not Unicode is Windows-1251 when it looks like Cyrillic words
    and Windows-1252 otherwise; refuses what has zero bytes and is no UTF-16."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        return _without_mark(head)
    return _eight_bit(path)


def _without_mark(head: bytes) -> str:
    pairs = max(len(head) // 2, 1)
    if head[1::2].count(0) / pairs > _MOST_ZEROS and b"\0\0" not in head:
        return "utf-16-le"
    if head[::2].count(0) / pairs > _MOST_ZEROS and b"\0\0" not in head:
        return "utf-16-be"
    raise UnreadableFile(FileFault.NOT_TEXT)


def _eight_bit(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    good = broken = high = cyrillic = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if b"\0" in piece:
                raise UnreadableFile(FileFault.NOT_TEXT)
            if piece.isascii():
                decoder.reset()
                continue
            text = decoder.decode(piece)
            lost = text.count("\N{REPLACEMENT CHARACTER}")
            broken += lost
            good += len(text) - len(text.encode("ascii", "ignore")) - lost
            high += sum(map(len, _HIGH.findall(piece)))
            cyrillic += sum(map(len, _CYRILLIC.findall(piece)))
    if broken * _SLIP <= good:
        return "utf-8"
    return "cp1251" if cyrillic * 2 > high else "cp1252"
