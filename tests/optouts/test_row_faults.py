"""Each fault of a row is named, with the repair there is; repairs are made only when ticked."""

from dataclasses import replace
from pathlib import Path

import pytest

from optouts import reading
from tests.files.reading_them import FILES, GOOD, numbers, plan, read, refused


def test_each_fault_is_named_with_its_row_and_repair(tmp_path: Path) -> None:
    counts = read("faults.csv", tmp_path)

    assert counts.blank == 1
    assert refused(tmp_path) == [
        ("3", "2.78E+10", "scientific", "as_text", ""),
        ("4", "27831234568.0", "float", "float", ""),
        ("5", "0831234569/0821234569", "several", "several", ""),
        ("6", "83123", "unusually_short", "short_ok", "9"),
        ("7", "35117", "short_code", "", ""),
        ("8", "10111", "emergency", "", ""),
        ("9", "083123ABCD", "letters", "", ""),
        ("10", "7400123456", "wrong_region", "region", "IN"),
        ("11", "083 123 456", "unusually_short", "short_ok", "9"),
        ("12", "083 123 45678901", "too_long", "", ""),
        ("13", "ask Naledi", "letters", "", ""),
        ("16", "=HYPERLINK(1)", "letters", "", ""),
        ("15", "27831234567", "repeated", "", "2"),
    ]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("scientific.csv", ("3", "2.78E+10", "scientific", "as_text", "")),
        ("float.csv", ("3", "27831234568.0", "float", "float", "")),
        ("unusually_short.csv", ("3", "83123", "unusually_short", "short_ok", "9")),
        ("wrong_region.csv", ("3", "7400123456", "wrong_region", "region", "IN")),
        ("no_region.csv", ("3", "0831234568", "no_region", "region", "")),
        ("several.csv", ("3", "0831234568 / 0821234568", "several", "several", "")),
        ("short_code.csv", ("3", "35117", "short_code", "", "")),
        ("emergency.csv", ("3", "10111", "emergency", "", "")),
        ("formula.xlsx", ("3", "", "formula", "values", "")),
        ("letters.csv", ("3", "083 CALL NOW", "letters", "", "")),
        ("too_short.csv", ("3", "021123", "too_short", "", "")),
        ("too_long.csv", ("3", "083 123 45678901", "too_long", "", "")),
        ("invalid.csv", ("3", "+0831234568", "invalid", "", "")),
        ("repeated.csv", ("3", "27831234567", "repeated", "", "2")),
    ],
)
def test_each_fault_has_a_file_that_shows_it(
    name: str, row: tuple[str, ...], tmp_path: Path
) -> None:
    read(f"fault_{name}", tmp_path)

    assert numbers(tmp_path) == [27831234567]
    assert refused(tmp_path) == [row]


@pytest.mark.parametrize(
    ("name", "second"), [("lost_plus", 447911123456), ("lost_zero", 27831234568)]
)
def test_a_lost_plus_or_prefix_needs_no_repair(name: str, second: int, tmp_path: Path) -> None:
    read(f"fault_{name}.csv", tmp_path)

    assert set(numbers(tmp_path)) == {27831234567, second}
    assert refused(tmp_path) == []


def test_a_lost_zero_that_is_part_of_the_number_is_a_repair_to_be_ticked(tmp_path: Path) -> None:
    italian = replace(plan("fault_lost_zero_italy.csv"), region="IT")
    file = FILES / "fault_lost_zero_italy.csv"

    reading.read(file, italian, tmp_path, most_rows=1000)
    assert refused(tmp_path) == [("3", "612345679", "leading_zero", "leading_zero", "")]

    reading.read(file, replace(italian, repairs=("leading_zero",)), tmp_path, most_rows=1000)
    assert numbers(tmp_path) == [390612345678, 390612345679]


def test_the_heading_of_a_list_takes_no_number_on_its_line_away(tmp_path: Path) -> None:
    read("list_with_heading.txt", tmp_path)

    assert numbers(tmp_path) == GOOD
    assert refused(tmp_path)[0][:3] == ("1", "Stop list", "letters")


def test_exact_repairs_are_made_when_they_are_ticked(tmp_path: Path) -> None:
    counts = read("faults.csv", tmp_path, repairs=("float", "several"))

    assert numbers(tmp_path) == [27821234569, 27831234567, 27831234568, 27831234569]
    assert counts.repaired == {"several": 1}
    assert counts.valid_rows == 4


def test_short_numbers_are_taken_when_that_is_ticked(tmp_path: Path) -> None:
    read("faults.csv", tmp_path, short_ok=True)

    assert 2783123 in numbers(tmp_path)


def test_numbers_in_number_cells_lose_nothing_and_rounded_ones_are_refused(tmp_path: Path) -> None:
    read("numbers_as_numbers.xlsx", tmp_path)

    assert numbers(tmp_path) == [27831234567, 27831234568, 27831234569, 27831234570]
    assert [row[:3] for row in refused(tmp_path)] == [
        ("6", "2.78E+10", "scientific"),
        ("7", "2.78312345671234E+19", "scientific"),
    ]


def test_formulas_without_a_value_are_reported(tmp_path: Path) -> None:
    read("formulas.xlsx", tmp_path)

    assert numbers(tmp_path) == [27831234567, 27831234568]
    assert [row[:4] for row in refused(tmp_path)] == [
        ("3", "", "formula", "values"),
        ("4", "", "formula", "values"),
        ("5", "#DIV/0!", "letters", ""),
    ]
