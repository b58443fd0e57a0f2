"""Exported workbooks, small and large: both writers give what was put in, as people expect it."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from optouts import export_xlsx, xlsx_reading, xlsx_writing
from optouts.export_order import Column
from optouts.row_blocks import Tally
from optouts.xlsx_parts import Workbook as OwnWorkbook
from optouts.xlsx_writing import Row

COLUMNS = (Column.NUMBER, Column.SENDER, Column.SINCE, Column.ENDED)
HEADER = ("Number", "Sender", "Opted out", "Ended")
MORNING = datetime(2026, 3, 2, 6, 0, 7, 999_999, tzinfo=UTC)
EVENING = datetime(2026, 7, 2, 18, 30, tzinfo=UTC)
ROWS: Sequence[Row] = (
    ("+27831234567", "40404", MORNING, None),
    ("0831234568", "=1+1", EVENING, MORNING),
    ("27831234569", "", MORNING, EVENING),
)
TEXTS = st.text(max_size=12)
TIMES = st.datetimes(datetime(2012, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
TABLES = st.lists(st.tuples(TEXTS, TEXTS, TIMES, st.none() | TIMES), max_size=20)


@pytest.fixture(params=["styled", "streamed"])
def writer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every row is one too many for openpyxl, or none is."""
    if request.param == "streamed":
        monkeypatch.setattr(export_xlsx, "MOST_STYLED", -1)
    return str(request.param)


def written(
    folder: str | Path,
    rows: Sequence[Row] = ROWS,
    *,
    about: Sequence[tuple[str, str | int]] = (("Asked for by", "Thandi"),),
    zone: str = "Africa/Johannesburg",
) -> Path:
    path = Path(folder, "opt-outs.xlsx")
    export_xlsx.write(path, COLUMNS, HEADER, rows, about=about, zone=zone)
    return path


def values(book: Workbook, sheet: str = "Opt-outs") -> list[tuple[object, ...]]:
    return list(book[sheet].iter_rows(values_only=True))


@pytest.mark.usefixtures("writer")
def test_cells_hold_what_was_put_in_and_times_are_those_of_the_zone(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(tmp_path))

    morning, evening = datetime(2026, 3, 2, 8, 0, 7), datetime(2026, 7, 2, 20, 30)  # noqa: DTZ001 - spreadsheets know no zones
    assert values(book) == [
        (
            "Number",
            "Sender",
            "Opted out (Africa/Johannesburg)",
            "Ended (Africa/Johannesburg)",
        ),
        ("+27831234567", "40404", morning, None),
        ("0831234568", "=1+1", evening, morning),
        ("27831234569", None, morning, evening),
    ]


@pytest.mark.usefixtures("writer")
def test_numbers_are_texts_that_stay_texts_and_nothing_is_a_formula(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path))["Opt-outs"]

    numbers = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {(cell.data_type, cell.number_format) for cell in numbers} == {("s", "@")}
    assert {row[1].data_type for row in sheet.iter_rows(min_row=2)} == {"s", "n"}  # n: blank


@pytest.mark.usefixtures("writer")
def test_times_are_real_dates_with_days_before_hours(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path))["Opt-outs"]

    assert all(cell.is_date for cell in sheet["C"][1:])
    assert {cell.number_format for cell in sheet["C"][1:]} == {"yyyy-mm-dd hh:mm:ss"}


@pytest.mark.usefixtures("writer")
def test_the_heading_stays_in_sight_with_a_filter_and_wide_columns(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(tmp_path))

    sheet = book["Opt-outs"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D4"
    assert sheet["A1"].font.b
    for name, column in zip(values(book)[0], "ABCD", strict=True):
        assert sheet.column_dimensions[column].width > len(str(name))


@pytest.mark.usefixtures("writer")
def test_no_green_corner_offers_to_turn_numbers_into_figures(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()

    _, _, behind = sheet.partition("<autoFilter")
    assert '<ignoredError sqref="A2:A4" numberStoredAsText="1"' in behind


@pytest.mark.usefixtures("writer")
def test_the_last_sheet_tells_about_the_file_and_its_offsets(tmp_path: Path) -> None:
    about: list[tuple[str, str | int]] = [("Asked for by", "=Thandi"), ("Opt-outs", 3)]

    book = openpyxl.load_workbook(written(tmp_path, about=about, zone="Europe/Berlin"))

    assert book.sheetnames == ["Opt-outs", "About"]
    assert values(book, "About") == [
        ("Asked for by", "=Thandi"),
        ("Opt-outs", 3),
        ("Times", "Europe/Berlin (UTC+01:00 and UTC+02:00)"),
    ]
    assert book["About"]["B1"].data_type == "s"


@pytest.mark.usefixtures("writer")
def test_the_last_sheet_can_tell_what_the_rows_came_to(tmp_path: Path) -> None:
    seen: list[Row] = []

    def rows() -> Iterator[Row]:
        for row in ROWS:
            seen.append(row)
            yield row

    def about() -> Iterator[tuple[str, int]]:
        yield "Opt-outs", len(seen)

    path = tmp_path / "opt-outs.xlsx"
    export_xlsx.write(path, COLUMNS, HEADER, rows(), about=about(), zone="UTC")

    assert values(openpyxl.load_workbook(path), "About")[0] == ("Opt-outs", 3)


@pytest.mark.usefixtures("writer")
def test_a_workbook_without_rows_has_its_heading(tmp_path: Path) -> None:
    path = written(tmp_path, [])

    book = openpyxl.load_workbook(path)

    assert len(values(book)) == 1
    assert values(book, "About")[-1] == ("Times", "Africa/Johannesburg")
    with zipfile.ZipFile(path) as archive:
        assert b"ignoredError" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_workbook_of_more_rows_than_a_sheet_holds_has_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_xlsx, "MOST_STYLED", 1)
    monkeypatch.setattr(xlsx_writing, "MOST_ROWS", 3)

    book = openpyxl.load_workbook(written(tmp_path))

    assert book.sheetnames == ["Opt-outs", "Opt-outs 2", "About"]
    assert [row[0] for row in values(book)] == ["Number", "+27831234567", "0831234568"]
    assert [row[0] for row in values(book, "Opt-outs 2")] == ["Number", "27831234569"]


def test_more_times_than_are_remembered_stay_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_xlsx, "MOST_STYLED", 1)
    monkeypatch.setattr(xlsx_writing, "_MOST_REMEMBERED", 2)
    monkeypatch.setattr(xlsx_writing, "_AT_ONCE", 3)
    times = [MORNING + timedelta(days=days) for days in range(9)]
    ends = [None if time.day % 3 else time for time in times]
    rows = [
        (f"+27831234{each.day:03}", "", each, end) for each, end in zip(times, ends, strict=True)
    ]

    found = values(openpyxl.load_workbook(written(tmp_path, rows, zone="UTC")))[1:]

    local = [each.replace(microsecond=0, tzinfo=None) for each in times]
    assert [row[2] for row in found] == local
    assert [row[3] for row in found] == [None if each.day % 3 else each for each in local]


@pytest.mark.usefixtures("writer")
def test_our_own_reader_reads_the_numbers(tmp_path: Path) -> None:
    book = OwnWorkbook(written(tmp_path))

    blocks = xlsx_reading.blocks(book, book.sheet(""), (0, 2), Tally())

    rows = [row for block in blocks for row in zip(*block.columns, strict=True)]
    book.close()
    assert rows[1:] == [
        ("+27831234567", "2026-03-02 08:00:07"),
        ("0831234568", "2026-07-02 20:30:00"),
        ("27831234569", "2026-03-02 08:00:07"),
    ]


@settings(deadline=None, max_examples=60)
@given(TABLES, st.sampled_from(("UTC", "Europe/Berlin", "America/St_Johns")))
def test_both_writers_write_the_same(table: list[Row], zone: str) -> None:
    found = []
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        for most in (len(table), -1):
            patch.setattr(export_xlsx, "MOST_STYLED", most)
            book = openpyxl.load_workbook(written(folder, table, zone=zone))
            found.append((values(book), values(book, "About")))

    styled, streamed = found
    assert styled == streamed
    assert len(styled[0]) == len(table) + 1
