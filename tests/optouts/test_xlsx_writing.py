"""Workbooks that we write: openpyxl and our own reader see in them what was put there."""

import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.parsers import expat

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optouts import xlsx_reading, xlsx_writing
from optouts.row_blocks import Tally
from optouts.xlsx_parts import Workbook

HEADER = ("Number", "Text")
CELLS = st.one_of(st.integers(-(10**16), 10**16), st.text(max_size=12))
TABLES = st.lists(st.tuples(CELLS, CELLS), max_size=30)


def written(folder: str | Path, *rows: tuple[str | int, ...]) -> Path:
    path = Path(folder, "book.xlsx")
    xlsx_writing.write(path, HEADER, rows)
    return path


def sheets(path: Path) -> list[list[tuple[object, ...]]]:
    """As openpyxl reads them."""
    book = openpyxl.load_workbook(path)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def ours(path: Path) -> list[tuple[str, ...]]:
    book = Workbook(path)
    found = xlsx_reading.blocks(book, book.sheet(""), (0, 1), Tally())
    rows = [row for block in found for row in zip(*block.columns, strict=True)]
    book.close()
    return rows


def kept(cell: str | int) -> str | int | None:
    """What a workbook can hold of it: no control characters, one kind of line end."""
    if isinstance(cell, int):
        return cell if abs(cell) < 10**15 else str(cell)
    one_kind = cell.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", one_kind) or None


@settings(deadline=None)
@given(TABLES)
def test_openpyxl_reads_what_was_written(table: list[tuple[str | int, ...]]) -> None:
    with TemporaryDirectory() as folder:
        (found,) = sheets(written(folder, *table))

    assert found[0] == HEADER
    assert found[1:] == [tuple(map(kept, row)) for row in table]


@settings(deadline=None)
@given(TABLES)
def test_our_own_reader_reads_what_was_written(table: list[tuple[str | int, ...]]) -> None:
    with TemporaryDirectory() as folder:
        found = ours(written(folder, *table))

    texts = [row for row in table if all(isinstance(cell, str) for cell in row)]
    assert [row for row, made in zip(found[1:], table, strict=True) if made in texts] == [
        tuple(kept(cell) or "" for cell in row) for row in texts
    ]


def test_texts_are_never_formulas_nor_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, ("=1+1", "+27831234567"), ("@SUM(A1)", "0831234567"))

    book = openpyxl.load_workbook(path)

    cells = [cell for row in book.worksheets[0].iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == ["=1+1", "+27831234567", "@SUM(A1)", "0831234567"]


def test_texts_that_look_like_escapes_stay_as_they_are(tmp_path: Path) -> None:
    path = written(tmp_path, ("_x0041_", "a_x000D_b"))

    assert ours(path)[1] == ("_x0041_", "a_x000D_b")


def test_a_text_longer_than_a_cell_may_be_is_cut(tmp_path: Path) -> None:
    path = written(tmp_path, ("x" * 40_000, "\N{PILE OF POO}" * 20_000))

    (_, (long, wide)), *_ = sheets(path)

    assert len(str(long)) == 32_767
    assert len(str(wide).encode("utf-16-le")) // 2 == 32_766  # half a character is none


def test_what_does_not_fit_into_a_sheet_goes_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_writing, "MOST_ROWS", 4)

    found = sheets(written(tmp_path, *((number, "x") for number in range(7))))

    assert [[row[0] for row in sheet] for sheet in found] == [
        ["Number", 0, 1, 2],
        ["Number", 3, 4, 5],
        ["Number", 6],
    ]
    assert openpyxl.load_workbook(tmp_path / "book.xlsx").sheetnames == [
        "Sheet",
        "Sheet 2",
        "Sheet 3",
    ]


def test_a_full_sheet_is_followed_by_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_writing, "MOST_ROWS", 4)

    assert len(sheets(written(tmp_path, *((number, "x") for number in range(3))))) == 1


def test_more_texts_than_are_shared_stand_in_their_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_writing, "_MOST_SHARED", 4)
    table = [(f" <{number}> ", "again") for number in range(9)]

    path = written(tmp_path, *table)

    assert sheets(path)[0][1:] == table
    with zipfile.ZipFile(path) as archive:
        assert archive.read("xl/sharedStrings.xml").count(b"<si>") == 4


def test_every_part_is_well_formed_and_named_in_the_list_of_types(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path, (1, "x"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    for part in parts.values():
        expat.ParserCreate().Parse(part, True)  # noqa: FBT003 - expat takes no keywords
    named = set(re.findall(r'PartName="/([^"]+)"', parts["[Content_Types].xml"].decode()))
    assert named == {name for name in parts if not name.endswith((".rels", "_Types].xml"))}
