"""Rows of a sheet by the book: an XML parser's events, whatever program wrote them."""

import operator
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from optouts.file_faults import FileFault, UnreadableFile
from optouts.row_blocks import Tally
from optouts.xlsx_cells import Cells, check_length, plain
from optouts.xlsx_parts import Sheet, Workbook, parse

MOST_ROWS = 1_048_576  # the format's own limits
MOST_COLUMNS = 16_384
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@lru_cache(maxsize=MOST_COLUMNS)
def _index(letters: str) -> int:
    index = 0
    for character in letters:
        index = index * 26 + ord(character) - ord("A") + 1
    return index - 1


def check_order(rows: Sequence[int], last: int) -> None:
    if rows[-1] >= MOST_ROWS:
        raise UnreadableFile(FileFault.TOO_MANY_ROWS, limit=MOST_ROWS)
    if rows[0] <= last or not all(map(operator.lt, rows, rows[1:])):
        raise UnreadableFile(FileFault.DAMAGED)


def rows(
    workbook: Workbook, sheet: Sheet, cells: Cells, columns: Sequence[int] | None, tally: Tally
) -> Iterator[tuple[int, dict[int, str], float]]:
    """Each row's place and its cells that are not blank; of all columns, or of those named."""
    source, size = workbook.open_sheet(sheet)
    with source:
        reader = _RowReader(cells, columns, tally)
        behind = 0
        for taken in parse(source, reader.start, reader.end, reader.text):
            behind += taken
            for row, found in reader.done:
                yield row, found, behind / max(size, 1)
            reader.done.clear()


class _RowReader:
    """Takes an XML parser's events; rows come out in done."""

    def __init__(self, cells: Cells, columns: Sequence[int] | None, tally: Tally) -> None:
        self.done: list[tuple[int, dict[int, str]]] = []
        self._cells = cells
        self._columns = None if columns is None else frozenset(columns)
        self._tally = tally
        self._row = self._column = -1
        self._found: dict[int, str] = {}
        self._about: dict[str, str] = {}
        self._wanted = False
        self._formula = False
        self._inside = ""  # v, t or nothing
        self._phonetic = False
        self._value: list[str] = []
        self._inline: list[str] = []

    def start(self, name: str, about: dict[str, str]) -> None:
        match name:
            case "c":
                self._start_cell(about)
            case "v" | "t":
                self._inside = name if self._wanted and not self._phonetic else ""
            case "f":
                self._formula = True
            case "row":
                self._start_row(about)
            case "rPh":
                self._phonetic = True
            case "mergeCell":
                self._tally.merged = True

    def _start_row(self, about: dict[str, str]) -> None:
        row = int(about["r"]) - 1 if about.get("r", "").isdecimal() else self._row + 1
        check_order([row], self._row)
        self._row = row
        self._column = -1
        self._found = {}
        self._tally.seen += 1
        self._tally.hidden += about.get("hidden") in {"1", "true"}

    def _start_cell(self, about: dict[str, str]) -> None:
        self._about = about
        column = self._column + 1
        if reference := _REFERENCE.fullmatch(about.get("r", "").upper()):
            column = _index(reference[1])
            if int(reference[2]) - 1 != self._row:
                raise UnreadableFile(FileFault.DAMAGED)
        if column in self._found or column >= MOST_COLUMNS:
            raise UnreadableFile(FileFault.DAMAGED)
        self._column = column
        self._wanted = self._columns is None or column in self._columns
        self._formula = False
        self._value.clear()
        self._inline.clear()

    def text(self, characters: str) -> None:
        if self._inside:
            pieces = self._value if self._inside == "v" else self._inline
            check_length(pieces)
            pieces.append(characters)

    def end(self, name: str) -> None:
        match name:
            case "v" | "t":
                self._inside = ""
            case "rPh":
                self._phonetic = False
            case "row":
                self.done.append((self._row, self._found))
            case "c" if self._wanted:
                text = self._cells.text(
                    self._about.get("t", "n"),
                    self._about.get("s", ""),
                    "".join(self._value),
                    formula=self._formula,
                    inline=plain("".join(self._inline)),
                )
                if text:
                    self._found[self._column] = text
