"""A first look at a file: what it is, its columns, and what each of them seems to hold."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from optouts import csv_reading, file_kinds, spreadsheet, xlsx_reading
from optouts.file_faults import FileFault, UnreadableFile
from optouts.file_kinds import FileKind
from optouts.number_arrays import Reader, Repair
from optouts.reading_plan import Column, DateGuess, Survey
from optouts.row_blocks import NO_VALUE
from optouts.xlsx_parts import Sheet, Workbook
from optouts.xlsx_reading import letter

_SAMPLE_ROWS = 1000
_MOST_SHEETS = 20
_MOST_COLUMNS = 200  # that are looked at; nobody picks from more
_FIRST_VALUES = 5
_LONGEST_SHOWN = 60
_PIECE = 1 << 20
_NUMBER_LENGTH = 250

Rows = list[list[str]]


def survey(path: Path, *, region: str, sheet: str = "") -> Survey:
    if file_kinds.kind_of(path) is FileKind.WORKBOOK:
        return _survey_workbook(path, region, sheet)
    return _survey_text(path, region)


def _survey_text(path: Path, region: str) -> Survey:
    shape = csv_reading.shape_of(path)
    found = csv_reading.sample(path, shape, _SAMPLE_ROWS)
    estimated = len(found.rows)
    if estimated == _SAMPLE_ROWS:
        estimated = _ends_in(path, b"\r,;\t|" if shape.a_list else b"\r")
    return _survey(
        FileKind.TEXT,
        found.rows,
        found.places,
        region,
        encoding=shape.encoding,
        delimiter=shape.delimiter,
        rows=estimated,
    )


def _ends_in(path: Path, others: bytes) -> int:
    """Of lines, or of cells: whichever of these bytes ends most, or a plain \\n."""
    ends = dict.fromkeys([b"\n", *(others[at : at + 1] for at in range(len(others)))], 0)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            for end in ends:
                ends[end] += piece.count(end)
    return max(ends.values())


def _survey_workbook(path: Path, region: str, name: str) -> Survey:
    """Of the named sheet; without a name, of the first visible one that holds numbers."""
    workbook = Workbook(path)
    try:
        if name:
            return _survey_sheet(workbook, workbook.sheet(name), region)
        first = workbook.sheet("")
        visible = [sheet for sheet in workbook.sheets if not sheet.hidden][:_MOST_SHEETS]
        found = [*_non_empty(workbook, visible or [first], region)]
        if not found:
            raise UnreadableFile(FileFault.EMPTY, sheet=first.name)
        return next((each for each in found if any(c.valid for c in each.columns)), found[0])
    finally:
        workbook.close()


def _non_empty(workbook: Workbook, sheets: Sequence[Sheet], region: str) -> Iterator[Survey]:
    for sheet in sheets:
        try:
            found = _survey_sheet(workbook, sheet, region)
        except UnreadableFile as refusal:
            if refusal.reason is not FileFault.EMPTY:
                raise
            continue
        yield found
        if any(column.valid for column in found.columns):
            return


def _survey_sheet(workbook: Workbook, sheet: Sheet, region: str) -> Survey:
    look = xlsx_reading.look(workbook, sheet, _SAMPLE_ROWS)
    if not any(cells for _, cells in look.rows):
        raise UnreadableFile(FileFault.EMPTY, sheet=sheet.name)
    used = sorted({column for _, cells in look.rows for column in cells})[:_MOST_COLUMNS]
    rows = [
        [cells.get(column, "").replace(NO_VALUE, "=") for column in used] for _, cells in look.rows
    ]
    return _survey(
        FileKind.WORKBOOK,
        rows,
        [row for row, _ in look.rows],
        region,
        used=used,
        sheets=tuple(each.name for each in workbook.sheets),
        hidden_sheets=tuple(each.name for each in workbook.sheets if each.hidden),
        sheet=sheet.name,
        rows=look.estimated,
        hidden_rows=look.hidden_rows,
        hidden_columns=look.hidden_columns,
        merged=look.merged,
    )


def _survey(
    kind: FileKind,
    cells: Rows,
    places: Sequence[int],
    region: str,
    *,
    rows: int,
    used: Sequence[int] | None = None,
    encoding: str = "",
    delimiter: str = "",
    sheets: tuple[str, ...] = (),
    hidden_sheets: tuple[str, ...] = (),
    sheet: str = "",
    hidden_rows: bool = False,
    hidden_columns: tuple[int, ...] = (),
    merged: bool = False,
) -> Survey:
    """cells: those of the used columns only; the columns and rows told are the file's own."""
    cells = [row[:_MOST_COLUMNS] for row in cells]
    readable = _readable(cells, region)
    means = spreadsheet.meaning(cells, readable.__contains__, region=region)
    width = len(means.valid)
    columns = list(used if used is not None else range(width))

    def place(column: int | None) -> int | None:
        return None if column is None else columns[column]

    header_row, first_row = _header_and_first_row(means, places)
    blank = sum(not any(map(str.strip, row)) for row in cells[means.first_row :])
    return Survey(
        kind=kind,
        encoding=encoding,
        delimiter=delimiter,
        sheets=sheets,
        hidden_sheets=hidden_sheets,
        sheet=sheet,
        header_row=header_row,
        first_row=first_row,
        columns=tuple(_column(cells, means, at, columns[at]) for at in range(width)),
        number_column=place(means.number_column),
        region_column=place(means.region_column),
        date=_date(cells, means, columns),
        note_column=place(means.note_column),
        action_column=place(means.action_column),
        leading_minus=means.leading_minus,
        rows=max(rows - means.first_row - blank, 0),
        hidden_rows=hidden_rows,
        hidden_columns=hidden_columns,
        merged=merged,
    )


def _header_and_first_row(
    means: spreadsheet.Meaning, places: Sequence[int]
) -> tuple[int | None, int]:
    """In a list the first number may stand on the heading's line, and must not go with it."""
    if means.header_row is None:
        return None, 0
    place = places[means.header_row]
    return place, min([place + 1, *places[means.first_row :][:1]])


def _readable(rows: Rows, region: str) -> set[str]:
    """The cells that read as numbers, or as several that all do."""
    texts = {spreadsheet.without_minus(cell) for row in rows for cell in row}
    cells = [text for text in texts if len(text) <= _NUMBER_LENGTH]
    reader = Reader(region, repairs=frozenset(Repair))
    batch = reader.read(cells)
    found = {cell for cell, digits in zip(cells, batch.digits.tolist(), strict=True) if digits}
    for index in batch.refused:
        pieces = spreadsheet.several(cells[index])
        if len(pieces) > 1 and not reader.read(pieces).refused:
            found.add(cells[index])
    return found


def _column(rows: Rows, means: spreadsheet.Meaning, at: int, index: int) -> Column:
    header = rows[means.header_row] if means.header_row is not None else []
    values = (row[at].strip() for row in rows[means.first_row :] if len(row) > at)
    first = tuple(islice((value[:_LONGEST_SHOWN] for value in values if value), _FIRST_VALUES))
    return Column(
        index=index,
        name=header[at].strip(" \n\"'")[:_LONGEST_SHOWN] if len(header) > at else "",
        letter=letter(index),
        first_values=first,
        sample=means.filled[at],
        valid=means.valid[at],
    )


def _date(rows: Rows, means: spreadsheet.Meaning, columns: Sequence[int]) -> DateGuess | None:
    if means.date_column is None or means.date_format is None:
        return None
    at = means.date_column
    values = (row[at].strip() for row in rows[means.first_row :] if len(row) > at)
    example = next(filter(None, values), "")
    return DateGuess(
        column=columns[at],
        format=means.date_format.format,
        has_zone=means.date_format.has_zone,
        ambiguous=means.date_format.ambiguous,
        example=example[:_LONGEST_SHOWN],
    )
