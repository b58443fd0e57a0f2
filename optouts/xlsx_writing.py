"""Tables as an .xlsx, row by row: what spreadsheet programs need and no more.

Texts are written as texts, so that none is ever taken for a formula.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, repeat
from pathlib import Path
from xml.sax.saxutils import escape

from optouts.sheet_times import WallClock
from optouts.xlsx_frame import DECLARATION, MAIN, STRINGS, Sheet, Style, parts, sheet_part

Cell = str | int | datetime | None
Row = Sequence[Cell]
Put = Callable[[str], object]

ABOUT = "About"
ABOUT_WIDTHS = (24, 80)

MOST_ROWS = 1_048_576  # of a sheet, its heading among them
_LONGEST_CELL = 32_767  # UTF-16 code units
_AT_ONCE = 2000
_MOST_SHARED = 20_000  # texts that are written once and referred to; others stand in their cells
_LONGEST_SHARED = 500
_MOST_REMEMBERED = 20_000  # different cells of a column
_LARGEST = 10**15  # whole numbers from here on lose digits in a spreadsheet
_LEVEL = 4  # measured: half the time of 6 for a tenth more bytes

_IMPOSSIBLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")
_SPECIAL = re.compile("[^ -~]|_x")  # a text without these is written as it is
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_NUMBERS = re.compile(r"[+0-9]+(?:\n[+0-9]+)*")
_ROW = ('<row r="', '"><c r="A')  # up to the place of its first cell
_FROZEN = (  # the heading stays in sight
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)


def write(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Row],
    *,
    sheet: str = "Sheet",
    widths: Sequence[int] = (),
    styles: Sequence[Style] = (),
    about: Iterable[tuple[str, str | int]] = (),
    clock: WallClock | None = None,
) -> None:
    """What does not fit into one sheet goes on in "Sheet 2". widths: of columns, in characters.

    `about` is asked for after the rows, and is a last sheet. Times are those of the clock, UTC's
    unless told; they stand in columns of that style.
    """
    inside = _Inside(_Strings(), clock or WallClock(UTC))
    columns = _Columns(header, widths, styles or [Style.PLAIN] * len(header))
    left = iter(rows)
    sheets: list[Sheet] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        following = next(left, None)
        while following is not None or not sheets:
            name = f"{sheet} {len(sheets) + 1}" if sheets else sheet
            some = _with(following, islice(left, MOST_ROWS - 2)) if following is not None else ()
            with _part(archive, len(sheets) + 1) as put:
                sheets.append(Sheet(name, _sheet(put, columns, some, inside)))
            following = next(left, None)
        told = list(about)
        if told:
            with _part(archive, len(sheets) + 1) as put:
                _about(put, told, inside)
            sheets.append(Sheet(ABOUT))
        for part, text in {**parts(sheets), STRINGS: inside.strings.xml()}.items():
            archive.writestr(part, text)


@contextmanager
def _part(archive: zipfile.ZipFile, number: int) -> Iterator[Put]:
    with archive.open(sheet_part(number), "w", force_zip64=True) as file:
        yield lambda text: file.write(text.encode())


def _with(first: Row, others: Iterable[Row]) -> Iterator[Row]:
    yield first
    yield from others


@dataclass(frozen=True, slots=True)
class _Columns:
    names: Sequence[str]
    widths: Sequence[int]
    styles: Sequence[Style]


class _Strings:
    """The texts that come first, in a table; the table stays small however many there are."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int | None:
        place = self._places.get(text)
        if place is None and len(self._places) < _MOST_SHARED and len(text) <= _LONGEST_SHARED:
            place = self._places[text] = len(self._places)
        return place

    def xml(self) -> str:
        texts = "".join(
            f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self._places
        )
        return f'{DECLARATION}<sst xmlns="{MAIN}">{texts}</sst>'


@dataclass(frozen=True, slots=True)
class _Inside:
    """What all sheets of a workbook share."""

    strings: _Strings
    clock: WallClock


class _Column(dict[Cell, str]):
    """The cells of a column: their XML from behind the place of one to the place of the next."""

    def __init__(self, inside: _Inside, style: Style, following: str) -> None:
        super().__init__()
        self._strings, self._clock = inside.strings, inside.clock
        self._style = style
        self._before = f'" s="{style:d}"' if style else '"'
        self._following = following

    def cells(self, values: Sequence[Cell]) -> Iterable[str]:
        if self._style is Style.TEXT and _NUMBERS.fullmatch("\n".join(map(str, values))):
            before = f'{self._before} t="inlineStr"><is><t>'
            after = f"</t></is></c>{self._following}"
            return [f"{before}{value}{after}" for value in values]
        # So many different times that hardly any will come again: a slice of them at once.
        if self._style is Style.TIME and len(self) >= _MOST_REMEMBERED:
            moments = [value for value in values if isinstance(value, datetime)]
            if len(moments) == len(values):
                before, after = f"{self._before}><v>", f"</v></c>{self._following}"
                return [f"{before}{days}{after}" for days in self._clock.serials(moments)]
        return map(self.__getitem__, values)

    def __missing__(self, value: Cell) -> str:
        made = f"{self._before}{self._content(value)}{self._following}"
        if len(self) < _MOST_REMEMBERED and len(made) <= _LONGEST_SHARED:
            self[value] = made
        return made

    def _content(self, value: Cell) -> str:
        if isinstance(value, datetime) and self._style is Style.TIME:
            return f"><v>{self._clock.serials([value])[0]}</v></c>"
        if isinstance(value, int) and -_LARGEST < value < _LARGEST:
            return f"><v>{value}</v></c>"
        text = "" if value is None else fitting(str(value))
        if not text:
            return "/>"
        place = None if self._style is Style.TEXT else self._strings.place(text)
        if place is not None:
            return f' t="s"><v>{place}</v></c>'
        return f' t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _sheet(put: Put, columns: _Columns, rows: Iterable[Row], inside: _Inside) -> str:
    """Where the table stands in it, from its heading to its last row."""
    letters = [_letters(column) for column in range(len(columns.names))]
    nexts = [*(f'<c r="{letter}' for letter in letters[1:]), "</row>"]
    put(f'{DECLARATION}<worksheet xmlns="{MAIN}">{_FROZEN}{_laid_out(columns.widths)}<sheetData>')
    heading = [
        _Column(inside, Style.HEADING, following)[name]
        for name, following in zip(columns.names, nexts, strict=True)
    ]
    put("1".join((*_ROW, *heading)))
    makers = [
        _Column(inside, style, following)
        for style, following in zip(columns.styles, nexts, strict=True)
    ]
    last = 1
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        numbers = range(last + 1, last + 1 + len(some))
        values = zip(*some, strict=True)
        cells = [maker.cells(each) for maker, each in zip(makers, values, strict=True)]
        # The number of a row stands before each of its pieces, so it can join them: a whole slice
        # without a loop in Python.
        pieces = zip(*map(repeat, _ROW), *cells, strict=False)
        put("".join(map(str.join, map(str, numbers), pieces)))
        last = numbers[-1]
    texts = [
        letter
        for letter, style in zip(letters, columns.styles, strict=True)
        if style is Style.TEXT and last > 1
    ]
    put(f'</sheetData><autoFilter ref="A1:{letters[-1]}{last}"/>{_unmarked(texts, last)}')
    put("</worksheet>")
    return f"$A$1:${letters[-1]}${last}"


def _laid_out(widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{column}" max="{column}" width="{width}" customWidth="1"/>'
        for column, width in enumerate(widths, start=1)
    )
    return f"<cols>{columns}</cols>" if columns else ""


def _unmarked(letters: Sequence[str], last: int) -> str:
    """No green corners, which would offer to turn texts into numbers."""
    places = " ".join(f"{letter}2:{letter}{last}" for letter in letters)
    error = f'<ignoredError sqref="{places}" numberStoredAsText="1"/>'
    return f"<ignoredErrors>{error}</ignoredErrors>" if places else ""


def _about(put: Put, told: Iterable[tuple[str, str | int]], inside: _Inside) -> None:
    labels = _Column(inside, Style.LABEL, '<c r="B')
    values = _Column(inside, Style.TOLD, "</row>")
    put(f'{DECLARATION}<worksheet xmlns="{MAIN}">{_laid_out(ABOUT_WIDTHS)}<sheetData>')
    for number, (name, value) in enumerate(told, start=1):
        put(str(number).join((*_ROW, labels[name], values[value])))
    put("</sheetData></worksheet>")


def fitting(text: str) -> str:
    """A text as a cell can hold it; what looks like an escape is escaped."""
    if not _SPECIAL.search(text) and len(text) <= _LONGEST_CELL:
        return text
    text = _IMPOSSIBLE.sub("", _LINE_END.sub("\n", text))
    if len(text) > _LONGEST_CELL // 2:
        text = text.encode("utf-16-le")[: _LONGEST_CELL * 2].decode("utf-16-le", "ignore")
    return _LIKE_AN_ESCAPE.sub("_x005F_", text)


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
