"""Refused rows as files for people: in the caller's words, and nothing in them runs."""

import csv
from pathlib import Path

import openpyxl
import pytest

from optouts import reading, refused_rows
from optouts.reading_plan import Plan
from optouts.refused_rows import RefusedRows
from tests.files import make

FILES = Path(make.__file__).parent


def words(fault: str, repair: str, detail: str) -> tuple[str, str]:
    return f"{fault} ({detail})" if detail else fault, repair and f"Try {repair}."


def written(folder: Path, name: str = "faults.csv", column: int = 0) -> RefusedRows | None:
    plan = Plan(first_row=1, column=column, region="ZA")
    reading.read(FILES / name, plan, folder, most_rows=1000)
    return refused_rows.write(folder, words=words)


def test_both_files_tell_row_cell_fault_and_way_out(tmp_path: Path) -> None:
    files = written(tmp_path)

    assert files is not None
    assert files.table.read_bytes().startswith(
        b"\xef\xbb\xbfRow,Cell,What is wrong,What can be done"
    )
    with files.table.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    sheet = openpyxl.load_workbook(files.workbook).worksheets[0]
    workbook = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert len(table) == len(workbook) > 2
    assert table[1] == ["3", "2.78E+10", "scientific", "Try as_text."]
    assert workbook[1] == [3, "2.78E+10", "scientific", "Try as_text."]
    assert table[-2] == ["16", "'=HYPERLINK(1)", "letters", ""]
    assert workbook[-2] == [16, "=HYPERLINK(1)", "letters", None]
    assert table[-1] == ["15", "27831234567", "repeated (2)", ""]


def test_a_file_without_refused_rows_gets_none_of_them(tmp_path: Path) -> None:
    assert written(tmp_path, "utf8.csv", column=1) is None
    assert not list(tmp_path.glob("refused-rows.*"))


def test_rows_are_those_that_people_see_in_their_editor(tmp_path: Path) -> None:
    file = tmp_path / "book.csv"
    file.write_text('Mobile,"Home\naddress"\n0831234567,"1 Long\nStreet"\nnone,x\n', "utf-8")

    reading.read(file, Plan(first_row=1, column=0, region="ZA"), tmp_path, most_rows=1000)

    assert "5,none,letters" in (tmp_path / "refused.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+27 83 x", "'+27 83 x"),
        ("-cmd|calc", "'-cmd|calc"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("+27831234567", "+27831234567"),
        ("-27831234567.0", "-27831234567.0"),
        ("+27 83 123 4567", "+27 83 123 4567"),
        ("+27-83-1234567", "'+27-83-1234567"),  # which would be worked out
        ("0831234567", "0831234567"),
        ("", ""),
    ],
)
def test_only_what_could_run_is_guarded(cell: str, shown: str) -> None:
    assert refused_rows.guarded(cell) == shown


def test_words_are_asked_for_once_for_all_rows_that_are_alike(tmp_path: Path) -> None:
    lines = "".join(f"{row},x,letters,,\r\n" for row in range(2, 1002))
    (tmp_path / "refused.csv").write_text(f"row,cell,fault,repair,detail\r\n{lines}", "utf-8")
    asked = []

    def counted(fault: str, repair: str, detail: str) -> tuple[str, str]:
        asked.append(fault)
        return words(fault, repair, detail)

    files = refused_rows.write(tmp_path, words=counted)

    assert files is not None
    assert asked == ["letters"]
