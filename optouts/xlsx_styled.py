"""A small table as an .xlsx that looks well, by openpyxl; it holds what xlsx_writing writes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from openpyxl import Workbook
from openpyxl.cell import Cell as StyledCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import ColBreak
from openpyxl.worksheet.worksheet import Worksheet

from optouts.sheet_times import WallClock
from optouts.xlsx_frame import DARK, FORMATS, Style
from optouts.xlsx_writing import ABOUT, ABOUT_WIDTHS, Cell, Row, fitting

_LABEL = Font(bold=True)
_HEADING = Font(bold=True, color="FFFFFF")
_BEHIND_HEADING = PatternFill("solid", start_color=DARK)
_IN_HEADING = Alignment(vertical="center", wrap_text=True)
_OF_TIMES = Alignment(horizontal="left")
_IN_ABOUT = Alignment(vertical="top", wrap_text=True)
_STRIPES = Rule(
    type="expression",
    formula=["MOD(ROW(),2)=1"],
    dxf=DifferentialStyle(fill=PatternFill(bgColor="EEF3FA")),
)


def write(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Row],
    *,
    sheet: str,
    widths: Sequence[int],
    styles: Sequence[Style],
    about: Iterable[tuple[str, str | int]],
    clock: WallClock,
) -> None:
    book = Workbook(write_only=True)
    book.properties.creator = "Optout"
    table = _sheet(book, sheet, widths)
    table.freeze_panes = "A2"
    table.print_title_rows = "1:1"
    table.page_setup.orientation = "landscape"
    table.append([_heading(table, name) for name in header])
    last = 1
    for last, row in enumerate(rows, start=2):  # noqa: B007 - the last one is needed
        styled = zip(row, styles, strict=True)
        table.append([_styled(table, value, style, clock) for value, style in styled])
    corner = f"{get_column_letter(len(header))}{last}"
    table.auto_filter.ref = f"A1:{corner}"
    if last > 1:
        table.conditional_formatting.add(f"A2:{corner}", _STRIPES)
        table.col_breaks = _NoGreenCorners(last, styles)
    _tell(_sheet(book, ABOUT, ABOUT_WIDTHS), about)
    book.save(path)


def _sheet(book: Workbook, name: str, widths: Sequence[int]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    return sheet


def _tell(sheet: Worksheet, about: Iterable[tuple[str, str | int]]) -> None:
    for name, value in about:
        cells = [_cell(sheet, name), _cell(sheet, value)]
        for cell in cells:
            cell.alignment = _IN_ABOUT
        cells[0].font = _LABEL
        sheet.append(cells)


def _heading(sheet: Worksheet, name: str) -> StyledCell:
    cell = _cell(sheet, name)
    cell.font, cell.fill, cell.alignment = _HEADING, _BEHIND_HEADING, _IN_HEADING
    return cell


def _styled(sheet: Worksheet, value: Cell, style: Style, clock: WallClock) -> StyledCell:
    cell = _cell(sheet, clock.shown(value) if isinstance(value, datetime) else value)
    if style is not Style.PLAIN:
        cell.number_format = FORMATS[style]
    if style is Style.TIME:
        cell.alignment = _OF_TIMES
    return cell


def _cell(sheet: Worksheet, value: Cell) -> StyledCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, fitting(value) or None)
    if cell.value is not None:
        cell.data_type = "s"  # also what begins with =
    return cell


class _NoGreenCorners(ColBreak):
    """They would offer to turn texts into numbers. openpyxl has no place for this; what it writes
    for page breaks stands where it belongs."""

    def __init__(self, last: int, styles: Sequence[Style]) -> None:
        super().__init__()
        letters = (
            get_column_letter(column)
            for column, style in enumerate(styles, start=1)
            if style is Style.TEXT
        )
        self._places = " ".join(f"{letter}2:{letter}{last}" for letter in letters)

    def __bool__(self) -> bool:
        return bool(self._places)

    def to_tree(self, *_args: Any, **_named: Any) -> Element:
        tree = Element("ignoredErrors")
        SubElement(tree, "ignoredError", sqref=self._places, numberStoredAsText="1")
        return tree
