"""Both ways of reading a sheet give the same, and what openpyxl gives."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optouts import xlsx_reading
from optouts.file_faults import FileFault, UnreadableFile
from optouts.row_blocks import NO_VALUE, Tally
from optouts.xlsx_cells import Cells, number_text
from optouts.xlsx_parts import Workbook, is_date_format
from optouts.xlsx_reading import letter
from optouts.xlsx_rows import rows
from tests.files.workbooks import Cell, Raw, archive, parts, sheet_xml, workbook

openpyxl = pytest.importorskip("openpyxl")

COLUMNS = (0, 1, 2)
RAW = [
    Raw('<c r="{}" s="1"><v>46082.25</v></c>'),
    Raw('<c r="{}" s="1"/>'),
    Raw('<c r="{}"></c>'),
    Raw('<c r="{}" t="b"><v>1</v></c>'),
    Raw('<c r="{}" t="e"><v>#N/A</v></c>'),
    Raw('<c r="{}"><f>1+1</f></c>'),
    Raw('<c r="{}"><f>1+1</f><v/></c>'),
    Raw('<c r="{}"><f>1+1</f><v>27831234567</v></c>'),
    Raw('<c r="{}" t="str"><f>""</f><v></v></c>'),
    Raw('<c s="0" r="{}"><v>12</v></c>'),
    Raw("<c r='{}'><v>13</v></c>"),
    Raw('<c r="{}" t="inlineStr"><is><r><t>083</t></r><r><t> 1</t></r></is></c>'),
    Raw('<c r="{}" t="str"><v>a&amp;b &#233; _x000D_</v></c>'),
    Raw('<c r="{}" t="str"><v><![CDATA[<c r="A1">]]></v></c>'),
]
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.sampled_from("0123 +<>&\"'é€_x"), max_size=6),
    st.sampled_from(RAW),
)


def fast(path: Path) -> tuple[list[tuple[int, tuple[str, ...]]], Tally]:
    book = Workbook(path)
    tally = Tally()
    found = [
        (row, cells)
        for block in xlsx_reading.blocks(book, book.sheet(""), COLUMNS, tally)
        for row, cells in zip(block.rows, zip(*block.columns, strict=True), strict=True)
    ]
    book.close()
    return found, tally


def sure(path: Path) -> tuple[list[tuple[int, tuple[str, ...]]], Tally]:
    book = Workbook(path)
    tally = Tally()
    found = [
        (row, tuple(cells.get(column, "") for column in COLUMNS))
        for row, cells, _ in rows(book, book.sheet(""), Cells(book), None, tally)
    ]
    book.close()
    return found, tally


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, max_size=4), max_size=12), st.booleans(), st.sampled_from([1, 400]))
def test_both_ways_of_reading_give_the_same(
    table: list[list[Cell]],
    shared: bool,  # noqa: FBT001 - drawn by Hypothesis
    times: int,
) -> None:
    after = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    with TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        workbook(path, {"Sheet1": table * times}, shared=shared, after=after)

        assert fast(path) == sure(path)


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(-(10**9), 10**9),
                st.text(st.sampled_from("0123 +<>&\"'é€"), min_size=1, max_size=6),
            ),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=12,
    )
)
def test_what_openpyxl_wrote_is_read_back(table: list[list[Cell]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "book.xlsx")
        book = openpyxl.Workbook()
        for row in table:
            book.active.append(row)
        book.save(path)

        found = dict(fast(path)[0])

    for place, row in enumerate(table):
        expected = tuple("" if cell is None else _shown(cell) for cell in row)
        assert found.get(place, ("", "", "")) == expected


def _shown(cell: Cell) -> str:
    return number_text(str(cell)) if isinstance(cell, int) else str(cell)


def test_a_large_sheet_comes_in_blocks_and_loses_nothing(tmp_path: Path) -> None:
    table: list[list[Cell]] = [[27830000001 + n, f"name {n}", None] for n in range(60_000)]
    table[30_000][1] = RAW[-1]  # from here on the sheet is read the other way
    path = workbook(tmp_path / "book.xlsx", {"Sheet1": table})

    found, tally = fast(path)

    assert [cells[0] for _, cells in found] == [str(27830000001 + n) for n in range(60_000)]
    assert tally.seen == 60_000


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A9"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
    ],
)
def test_cells_out_of_place_are_damage(sheet: str, tmp_path: Path) -> None:
    text = sheet_xml([], None).replace("<sheetData></sheetData>", f"<sheetData>{sheet}</sheetData>")
    path = archive(tmp_path / "book.xlsx", parts({"Sheet1": text}))

    for way in (fast, sure):
        with pytest.raises(UnreadableFile) as refusal:
            way(path)
        assert refusal.value.reason is FileFault.DAMAGED


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("27831234567", "27831234567"),
        ("27831234567.0", "27831234567"),
        ("2.7831234567E10", "27831234567"),
        ("2.78312345670E+10", "27831234567"),
        ("27800000000", "2.78E+10"),
        ("2.0E10", "2E+10"),
        ("0.5", "0.5"),
        ("-831234567", "-831234567"),
        ("1E+300", "1E+300"),
        ("0", "0"),
        ("nonsense", "nonsense"),
    ],
)
def test_number_cells_are_whole_numbers_without_loss(value: str, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy-mm-dd", True),
        ("[$-409]d mmm yy", True),
        ("[h]:mm", True),
        ("General", False),
        ('"+27"000000000', False),
        ('#,##0.00 "days"', False),
        ("[Red]0", False),
        ("0_d", False),
    ],
)
def test_formats_of_dates_are_told_from_those_of_numbers(code: str, is_date: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_date_format(code) is is_date


def test_columns_have_their_letters() -> None:
    assert [letter(column) for column in (0, 25, 26, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_a_formula_without_a_value_is_marked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", {"Sheet1": [[RAW[5], RAW[6], RAW[8]]]})

    assert fast(path)[0] == [(0, (NO_VALUE, NO_VALUE, ""))]
