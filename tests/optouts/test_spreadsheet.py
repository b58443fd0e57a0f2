"""What a table's headings and cells are taken to mean."""

import re

import pytest

from optouts import spreadsheet

NUMBER = re.compile(r"0\d{9}|\+?27\d{9}")


def reads(cell: str) -> bool:
    return NUMBER.fullmatch(cell.strip()) is not None


def meaning(*rows: str) -> spreadsheet.Meaning:
    return spreadsheet.meaning([row.split(",") for row in rows], reads, region="ZA")


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        (["Mobile", "0831234567"], 0),
        (["0831234567", "0821234567"], None),
        (["Stop list", "", "Mobile", "0831234567"], 2),
        (["2.78E+10", "0831234567"], None),
        (["083123456", "0831234567"], None),
        (["Mobile", "12345", "67890"], 0),
        (["Name", "Naledi"], None),
        (["n/a,Naledi", "0831234567,Sipho"], 0),
    ],
)
def test_the_header_is_found_and_no_number_is_taken_for_one(
    rows: list[str], header: int | None
) -> None:
    assert meaning(*rows).header_row == header


@pytest.mark.parametrize(
    "heading",
    ["Phone", "MSISDN", "Mobile", "Cell", "cell_number", "PhoneNumber", "Selfoon", "Handy",
     "Téléphone", "Teléfono móvil", "Telemóvel", "Номер телефона", "手机"],
)  # fmt: skip
def test_headings_are_known_in_several_languages(heading: str) -> None:
    assert meaning(f"Name,{heading}", "Naledi,not yet", "Sipho,not yet").number_column == 1


def test_the_share_of_numbers_counts_above_all() -> None:
    assert meaning("Phone,Other", "none,0831234567", "none,0821234567").number_column == 1


def test_of_two_columns_of_numbers_the_mobile_one_is_taken() -> None:
    found = meaning("Fax,Phone,Mobile", "0111234567,0111234567,0831234567")

    assert found.number_column == 2


def test_other_columns_are_recognised() -> None:
    found = meaning(
        "Country,Cell,Opted out,Action,Note",
        "ZA,0831234567,2026-03-01,remove,phoned",
        "South Africa,0821234567,2026-03-02,add,",
    )

    assert (found.region_column, found.number_column, found.date_column) == (0, 1, 2)
    assert (found.action_column, found.note_column) == (3, 4)


def test_names_are_neither_regions_nor_actions_nor_dates() -> None:
    found = meaning("Name,Cell", "Naledi,0831234567", "Georgia,0821234567")

    assert (found.region_column, found.action_column, found.date_column) == (None, None, None)


@pytest.mark.parametrize(
    ("word", "removes"),
    [
        ("Remove", True),
        (" opt-in ", True),
        ("STOP", False),
        ("", False),
        ("opted  out", False),
        ("active", None),
        ("perhaps", None),
    ],
)
def test_words_of_action_are_known_or_refused(word: str, removes: bool | None) -> None:  # noqa: FBT001 - a column of the table
    assert spreadsheet.removes(word) is removes


@pytest.mark.parametrize(
    ("cell", "without"),
    [
        ("-0831234567", "0831234567"),
        (" - +27831234567", "+27831234567"),
        ("'-0831234567", "0831234567"),
        ("\N{EN DASH}0831234567", "0831234567"),
        ("083-123-4567", "083-123-4567"),
        ("- none", "- none"),
    ],
)
def test_a_leading_minus_is_taken_off_numbers_only(cell: str, without: str) -> None:
    assert spreadsheet.without_minus(cell) == without
    assert spreadsheet.has_minus(cell) is (cell != without)


@pytest.mark.parametrize(
    ("cell", "pieces"),
    [
        ("0831234567/0821234567", 2),
        ("0831234567, 0821234567;0841234567", 3),
        ("0831234567\n0821234567", 2),
        ("+27831234567+27821234567", 2),
        ("0831234567 or 0821234567", 2),
        ("083 123 4567", 1),
        ("083-123-4567", 1),
    ],
)
def test_cells_with_several_numbers_are_divided(cell: str, pieces: int) -> None:
    assert len(spreadsheet.several(cell)) == pieces


def test_regions_are_known_by_code_and_name() -> None:
    cells = ["za", "South Africa", "UK", "Deutschland", "Atlantis", "27"]

    assert [spreadsheet.region_of(cell) for cell in cells] == ["ZA", "ZA", "GB", "DE", None, None]


def test_a_second_phone_that_few_have_is_not_the_number_column() -> None:
    rows = [f"C{row},08312345{row:02}," for row in range(20)]

    found = meaning("id,phone,phone 2", *rows, "C20,nobody,0829876543")

    assert found.number_column == 1
