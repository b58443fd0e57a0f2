"""What a file is, told by its content: its name is only what somebody called it."""

import re
import zipfile
from enum import StrEnum, auto
from pathlib import Path

from optouts.file_faults import FileFault, UnreadableFile

_HEAD = 4096


class FileKind(StrEnum):
    TEXT = auto()
    WORKBOOK = auto()


_MAGIC = (
    (b"%PDF-", FileFault.PDF),
    (b"{\\rtf", FileFault.DOCUMENT),
    (b"\x1f\x8b", FileFault.ARCHIVE),  # gzip
    (b"BZh", FileFault.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FileFault.ARCHIVE),
    (b"Rar!\x1a\x07", FileFault.ARCHIVE),
    (b"\xfd7zXZ\x00", FileFault.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", FileFault.ARCHIVE),  # zstd
    (b"PK\x05\x06", FileFault.EMPTY),  # a zip archive without parts
    (b"PK\x07\x08", FileFault.ARCHIVE),  # the first piece of a divided one
    (b"\x89PNG", FileFault.IMAGE),
    (b"\xff\xd8\xff", FileFault.IMAGE),
    (b"GIF8", FileFault.IMAGE),
    (b"\x7fELF", FileFault.NOT_TEXT),
    (b"MZ\x90", FileFault.NOT_TEXT),
    (b"SQLite format 3", FileFault.NOT_TEXT),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Microsoft's older container
_BIFF = (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_XML = re.compile(rb"\s*<(?:\?xml|\w+:?\w*\s+xmlns)", re.IGNORECASE)

_PARTS = (  # in this order: a workbook with macros has all that one without has
    (re.compile(r"xl/vbaProject\.bin", re.IGNORECASE), FileFault.MACROS),
    (re.compile(r"xl/workbook\.bin", re.IGNORECASE), FileFault.BINARY_EXCEL),
    (re.compile(r"(?:word|ppt)/.*", re.IGNORECASE), FileFault.DOCUMENT),
    (re.compile(r"Index/.*\.iwa|Index\.zip", re.IGNORECASE), FileFault.NUMBERS_APP),
    (re.compile(r"mimetype"), FileFault.OPEN_DOCUMENT),
)


def kind_of(path: Path) -> FileKind:
    """Refuses everything but text and .xlsx, each with its own reason."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise UnreadableFile(FileFault.EMPTY)
    if head.startswith(b"PK\x03\x04"):
        _check_archive(path)
        return FileKind.WORKBOOK
    if head.startswith(_COMPOUND):
        raise UnreadableFile(_fault_of_compound(path))
    if fault := _fault_of_head(head):
        raise UnreadableFile(fault)
    return FileKind.TEXT


def _fault_of_head(head: bytes) -> FileFault | None:
    for magic, fault in _MAGIC:
        if head.startswith(magic):
            return fault
    if head.startswith(_BIFF):
        return FileFault.OLD_EXCEL
    start = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = head.decode("utf-16", "replace").encode("utf-8", "replace")
    if _MARKUP.match(start):
        return FileFault.HTML
    if not _XML.match(start):
        return None
    return (
        FileFault.HTML
        if re.search(rb"<(?:!doctype\s+)?html\b", start, re.IGNORECASE)
        else FileFault.XML
    )


def _fault_of_compound(path: Path) -> FileFault:
    """An .xlsx with a password is wrapped in the older container; the names are its directory's."""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            if _ENCRYPTED in piece:
                return FileFault.PASSWORD
            file.seek(-len(_ENCRYPTED) if len(piece) == 1 << 20 else 0, 1)
    return FileFault.OLD_EXCEL


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise UnreadableFile(FileFault.DAMAGED) from error
    for pattern, fault in _PARTS:
        if any(pattern.fullmatch(name) for name in names):
            raise UnreadableFile(fault)
    if "[Content_Types].xml" not in names:
        raise UnreadableFile(FileFault.ARCHIVE)
