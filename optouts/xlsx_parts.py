"""The parts of an .xlsx around its sheets, checked before anything is unpacked.

docs/decisions/0013-reading-files-in-a-limited-process.md says why no library reads them.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import IO
from xml.parsers import expat

from optouts.file_faults import FileFault, UnreadableFile

_MOST_PARTS = 10_000
_LARGEST_SHEET = 1250 << 20
_LARGEST_STRINGS = 300 << 20
_LARGEST_OTHER = 64 << 20
_PIECE = 1 << 18
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
# In number formats: "text", \x, _x and *x are shown as they are; [Red], [$-409] are no letters.
_NOT_A_CODE = re.compile(r'"[^"]*"|[\\_*].|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DATE_CODE = re.compile(r"[dmyhs]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    part: str
    hidden: bool


@contextmanager
def damage_refused() -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        EOFError,
        NotImplementedError,  # a compression that spreadsheet programs do not use
        ValueError,  # what should be UTF-8 or a number is not
    ) as error:
        raise UnreadableFile(FileFault.DAMAGED) from error


def parse(
    source: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] = lambda _name: None,
    text: Callable[[str], None] | None = None,
) -> Iterator[int]:
    """Feeds a part to the handlers, names without their namespaces; yields after each piece."""
    parser = expat.ParserCreate(namespace_separator=" ")
    handlers: dict[str, object] = {  # expat takes them as attributes only
        "buffer_text": True,
        "StartDoctypeDeclHandler": _refuse_document_type,
        "StartElementHandler": lambda name, about: start(name.rpartition(" ")[2], about),
        "EndElementHandler": lambda name: end(name.rpartition(" ")[2]),
        "CharacterDataHandler": text,
    }
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    while piece := source.read(_PIECE):
        parser.Parse(piece, False)  # noqa: FBT003 - expat takes no keywords
        yield len(piece)
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes no keywords
    yield 0


def _refuse_document_type(*_about: object) -> None:
    raise UnreadableFile(FileFault.HOSTILE)


class Workbook:
    """An opened .xlsx: its sheets in order, and what their cells refer to."""

    def __init__(self, path: Path) -> None:
        with damage_refused():
            self._archive = zipfile.ZipFile(path)
            self._parts = {info.filename.lstrip("/"): info for info in self._archive.infolist()}
            if len(self._archive.infolist()) > _MOST_PARTS:
                raise UnreadableFile(FileFault.TOO_MANY_PARTS, limit=_MOST_PARTS)
            main = next(iter(self._related("", "officeDocument").values()), "xl/workbook.xml")
            if self._has_macros(main):
                raise UnreadableFile(FileFault.MACROS)
            self.counts_from_1904 = False
            self.sheets = self._read_sheets(main)
            self._strings_part = next(iter(self._related(main, "sharedStrings").values()), "")
            styles = next(iter(self._related(main, "styles").values()), "")
            self.date_styles = self._read_styles(styles)
        if not self.sheets:
            raise UnreadableFile(FileFault.NO_SHEETS)

    def close(self) -> None:
        self._archive.close()

    def sheet(self, name: str) -> Sheet:
        """By name; "" is the first one that is not hidden."""
        if not name:
            return next((sheet for sheet in self.sheets if not sheet.hidden), self.sheets[0])
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise UnreadableFile(FileFault.NO_SUCH_SHEET, sheet=name)

    def open_sheet(self, sheet: Sheet) -> tuple[IO[bytes], int]:
        return self._open(sheet.part, _LARGEST_SHEET), self._parts[sheet.part].file_size

    def size(self, sheet: Sheet) -> int:
        """Bytes of XML, as the archive states them."""
        info = self._parts.get(sheet.part)
        return info.file_size if info is not None else 0

    def open_strings(self) -> IO[bytes] | None:
        if self._strings_part not in self._parts:
            return None
        return self._open(self._strings_part, _LARGEST_STRINGS)

    def _open(self, part: str, most: int) -> IO[bytes]:
        info = self._parts.get(part)
        if info is None:
            raise UnreadableFile(FileFault.DAMAGED)
        if info.flag_bits & 1:
            raise UnreadableFile(FileFault.PASSWORD)
        # No more is unpacked than is stated: zipfile stops there, and the checksum is wrong.
        if info.file_size > most:
            raise UnreadableFile(FileFault.TOO_LARGE_UNPACKED, limit=most, size=info.file_size)
        return self._archive.open(info)

    def _each(self, part: str, start: Callable[[str, dict[str, str]], None]) -> None:
        with self._open(part, _LARGEST_OTHER) as source:
            for _ in parse(source, start):
                pass

    def _has_macros(self, main: str) -> bool:
        if "[Content_Types].xml" not in self._parts:
            return False
        macros: list[str] = []

        def start(_name: str, about: dict[str, str]) -> None:
            if "macroenabled" in about.get("ContentType", "").lower():
                macros.append(about.get("PartName", main))

        self._each("[Content_Types].xml", start)
        return bool(macros)

    def _related(self, part: str, kind: str) -> dict[str, str]:
        """Relationship id → part, of one kind; the strict variant of the format ends alike."""
        folder, _, name = part.rpartition("/")
        found: dict[str, str] = {}

        def start(_name: str, about: dict[str, str]) -> None:
            if about.get("Type", "").endswith(f"/{kind}") and "Target" in about:
                target = normpath(join("/", dirname(part), about["Target"])).lstrip("/")
                found[about.get("Id", "")] = target

        relations = join(folder, "_rels", f"{name}.rels")
        if relations in self._parts:
            self._each(relations, start)
        return found

    def _read_sheets(self, main: str) -> tuple[Sheet, ...]:
        parts = self._related(main, "worksheet")
        found: list[Sheet] = []

        def start(name: str, about: dict[str, str]) -> None:
            if name == "workbookPr":
                self.counts_from_1904 = about.get("date1904") in {"1", "true"}
            elif name == "sheet":
                id_ = next((about[key] for key in about if key.endswith(" id")), "")
                if id_ in parts:  # others hold charts or dialogs
                    hidden = about.get("state", "visible") != "visible"
                    found.append(Sheet(about.get("name", ""), parts[id_], hidden))

        self._each(main, start)
        return tuple(found)

    def _read_styles(self, part: str) -> frozenset[int]:
        """The numbers of the cell styles that show dates."""
        if part not in self._parts:
            return frozenset()
        own: dict[str, bool] = {}
        styles: list[bool] = []
        inside = [""]

        def start(name: str, about: dict[str, str]) -> None:
            if name == "numFmt":
                own[about.get("numFmtId", "")] = is_date_format(about.get("formatCode", ""))
            elif name == "xf":
                if inside[0] == "cellXfs":
                    id_ = about.get("numFmtId", "0")
                    built_in = id_.isdecimal() and int(id_) in _BUILT_IN_DATES
                    styles.append(own.get(id_, built_in))
            elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
                inside[0] = name

        self._each(part, start)
        return frozenset(index for index, is_date in enumerate(styles) if is_date)


def is_date_format(code: str) -> bool:
    return _DATE_CODE.search(_NOT_A_CODE.sub("", code)) is not None
