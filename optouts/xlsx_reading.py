"""Sheets of an .xlsx as rows of cells, in a straight line from the archive: memory stays flat.

Two ways that give the same. The fast one takes the columns that were asked for out of the XML by
pattern, and checks in every piece that rows and cells are written the way all usual programs
write them. Wherever they are not, an XML parser goes on from that row.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from optouts.file_faults import FileFault, UnreadableFile
from optouts.row_blocks import Block, Tally
from optouts.xlsx_cells import Cells, inline_text, plain_pieces, unescaped
from optouts.xlsx_parts import Sheet, Workbook, damage_refused, parse
from optouts.xlsx_rows import MOST_COLUMNS, check_order, rows

_BLOCK = 8192
_HIDDEN = re.compile(r' hidden="(?:1|true)"')


def letter(column: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def blocks(
    workbook: Workbook, sheet: Sheet, columns: Sequence[int], tally: Tally
) -> Iterator[Block]:
    cells = Cells(workbook)
    read = done = 0
    with damage_refused():
        for block in _fast_blocks(workbook, sheet, cells, columns, tally):
            if block is None:
                break
            if block.rows:
                read += len(block.rows)
                done = block.rows[-1] + 1
                yield block
        else:
            _check(tally, read)
            return
        tally.seen = tally.hidden = 0
        others = rows(workbook, sheet, cells, columns, tally)
        for block in _gathered((row for row in others if row[0] >= done), columns):
            read += len(block.rows)
            yield block
        _check(tally, read)


def _check(tally: Tally, read: int) -> None:
    if tally.seen != read:
        raise UnreadableFile(FileFault.ROWS_LOST, seen=tally.seen, read=read)


# The fast way


@dataclass(frozen=True, slots=True)
class _Patterns:
    strange: re.Pattern[str]
    row: re.Pattern[str]
    prefix: str

    def cell(self, column: int) -> re.Pattern[str]:
        return _cell_pattern(self.prefix, letter(column))


@lru_cache
def _patterns(prefix: str) -> _Patterns:
    p = re.escape(prefix)
    return _Patterns(
        re.compile(
            rf'<{p}c(?! r="[A-Z]{{1,3}}[1-9][0-9]{{0,6}}"[ />])'
            rf'|<{p}row(?! r="[1-9][0-9]{{0,6}}"[ />])'
        ),
        re.compile(rf'<{p}row r="([0-9]+)"'),
        prefix,
    )


@lru_cache
def _cell_pattern(prefix: str, letters: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    return re.compile(
        rf'<{p}c r="{letters}([0-9]+)"([^>]*)>'
        rf"(?:(?<=/>)|<{p}v>([^<]*)</{p}v></{p}c>|(.*?)</{p}c>)",
        re.DOTALL,
    )


class _FastReading:
    """Pieces of a sheet, in their order, to blocks."""

    def __init__(self, cells: Cells, columns: Sequence[int], tally: Tally) -> None:
        self._cells = cells
        self._columns = columns
        self._tally = tally
        self._begun = self._ended = False
        self._last = -1

    def block(self, text: str, prefix: str, share: float) -> Block | None:
        """None when the piece is not written the way all usual programs write it."""
        inside, rest = self._divided(text, prefix)
        patterns = _patterns(prefix)
        if f"<{prefix}row" in rest or patterns.strange.search(inside):
            return None
        block = _block(inside, patterns, self._cells, self._columns, share)
        if block.rows:
            check_order(block.rows, self._last)
            self._last = block.rows[-1]
        self._tally.seen += inside.count(f"<{prefix}row ")
        self._tally.merged = self._tally.merged or f"<{prefix}mergeCell " in rest
        if "hidden=" in inside:
            self._tally.hidden += len(_HIDDEN.findall(inside))
        return block

    def _divided(self, text: str, prefix: str) -> tuple[str, str]:
        """What belongs to the rows, and what comes after all of them."""
        if self._ended:
            return "", text
        if not self._begun:
            _, begun, text = text.rpartition(f"<{prefix}sheetData")
            self._begun = bool(begun)
        inside, ended, rest = text.partition(f"</{prefix}sheetData>")
        self._ended = bool(ended)
        return (inside if self._begun else ""), rest


def _fast_blocks(
    workbook: Workbook, sheet: Sheet, cells: Cells, columns: Sequence[int], tally: Tally
) -> Iterator[Block | None]:
    """The last one is None when the rest has to be read the other way."""
    source, size = workbook.open_sheet(sheet)
    reading = _FastReading(cells, columns, tally)
    behind = 0
    with source:
        for text, prefix, taken in plain_pieces(source, "<{}row ", after=False):
            behind += taken
            block = None
            if text is not None:
                block = reading.block(text, prefix, behind / max(size, 1))
            yield block
            if block is None:
                return


def _block(
    text: str, patterns: _Patterns, cells: Cells, columns: Sequence[int], share: float
) -> Block:
    names = patterns.row.findall(text)
    picked = tuple(_column(text, patterns, cells, column, names) for column in columns)
    return Block([int(name) - 1 for name in names], picked, share)


def _column(
    text: str, patterns: _Patterns, cells: Cells, column: int, rows: list[str]
) -> list[str]:
    found = patterns.cell(column).findall(text)
    values = [
        value
        if value and not about and value.isdecimal() and value[-1] != "0"
        else _value(cells, about, value, body, patterns.prefix)
        for _, about, value, body in found
    ]
    at = [row for row, _, _, _ in found]
    if at == rows:
        return values
    places = dict(zip(at, values, strict=True))
    if len(places) != len(at) or not places.keys() <= set(rows):
        raise UnreadableFile(FileFault.DAMAGED)  # two cells in one place, or in a row of others
    return [places.get(row, "") for row in rows]


def _value(cells: Cells, about: str, value: str, body: str, prefix: str) -> str:
    kind, style = _kind_and_style(about)
    formula = False
    inline = ""
    if body:
        formula = f"<{prefix}f" in body
        inside = _value_pattern(prefix).search(body)
        value = inside[1] if inside else ""
        if kind == "inlineStr":
            inline = inline_text(body, prefix)
    return cells.text(kind, style, unescaped(value), formula=formula, inline=inline)


@lru_cache
def _value_pattern(prefix: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    return re.compile(rf"<{p}v(?: [^>/]*)?>([^<]*)</{p}v>")


@lru_cache(maxsize=1024)
def _kind_and_style(about: str) -> tuple[str, str]:
    values = dict(re.findall(r"""\b([a-z]+)\s*=\s*["']([^"']*)["']""", about))
    return values.get("t", "n"), values.get("s", "")


# The sure way


def _gathered(
    found: Iterator[tuple[int, dict[int, str], float]], columns: Sequence[int]
) -> Iterator[Block]:
    while some := list(islice(found, _BLOCK)):
        picked = tuple([cells.get(column, "") for _, cells, _ in some] for column in columns)
        yield Block([row for row, _, _ in some], picked, some[-1][2])


# A first look


@dataclass(frozen=True, slots=True)
class Look:
    rows: list[tuple[int, dict[int, str]]]
    estimated: int
    hidden_columns: tuple[int, ...]
    hidden_rows: bool
    merged: bool


_WHOLE = 8 << 20  # bytes of a sheet up to which a first look reads all of it


def look(workbook: Workbook, sheet: Sheet, most: int) -> Look:
    """The first rows with all their cells."""
    tally = Tally()
    found: list[tuple[int, dict[int, str]]] = []
    share = 1.0
    size = workbook.size(sheet)
    with damage_refused():
        cells = Cells(workbook)
        for row, texts, behind in rows(workbook, sheet, cells, None, tally):
            share = behind
            if len(found) < most:
                found.append((row, texts))
            elif size > _WHOLE:
                break
        else:
            share = 1.0
    estimated = round(tally.seen / max(share, 0.001))
    return Look(found, estimated, _hidden_columns(workbook, sheet), tally.hidden > 0, tally.merged)


def _hidden_columns(workbook: Workbook, sheet: Sheet) -> tuple[int, ...]:
    hidden: set[int] = set()

    def start(name: str, about: dict[str, str]) -> None:
        if name == "col" and about.get("hidden") in {"1", "true"}:
            first, last = about.get("min", ""), about.get("max", "")
            if first.isdecimal() and last.isdecimal():
                hidden.update(range(int(first) - 1, min(int(last), MOST_COLUMNS)))

    source, _ = workbook.open_sheet(sheet)
    with source, damage_refused():
        next(parse(source, start), None)  # they stand before the rows
    return tuple(sorted(hidden))
