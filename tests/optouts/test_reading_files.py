"""Every kind of list people send, surveyed and read with what was guessed."""

from pathlib import Path

import pytest

from optouts import reading, reading_plan
from optouts.file_faults import FileFault, UnreadableFile
from optouts.reading_plan import Plan
from tests.files.reading_them import FILES, GOOD, numbers, read, refused, survey


@pytest.mark.parametrize(
    "name",
    [
        "one_a_line.txt",
        "list_with_commas.txt",
        "utf8.csv",
        "utf8_with_mark.csv",
        "utf16.csv",
        "utf16_without_mark.csv",
        "windows_1252.csv",
        "windows_1251.csv",
        "semicolons.csv",
        "tabs.tsv",
        "pipes.txt",
        "declared.csv",
        "carriage_returns.csv",
        "windows_line_ends.csv",
        "stray_quote.csv",
        "no_header.csv",
        "header_on_row_4.csv",
        "shared_strings.xlsx",
        "inline_strings.xlsx",
        "named_csv.csv",
        "several_sheets.xlsx",
    ],
)
def test_all_four_numbers_are_found_however_they_are_saved(name: str, tmp_path: Path) -> None:
    counts = read(name, tmp_path)

    assert numbers(tmp_path) == GOOD
    assert (counts.distinct, counts.refused_rows) == (4, 0)


@pytest.mark.parametrize(
    ("name", "column", "header"),
    [
        ("utf8.csv", "Mobile", 0),
        ("header_on_row_4.csv", "Mobile", 3),
        ("number_in_column_c.csv", "Contact", 0),
        ("windows_1251.csv", "Телефон", 0),
        ("no_header.csv", "", None),
    ],
)
def test_the_number_column_is_guessed(name: str, column: str, header: int | None) -> None:
    found = survey(name)

    assert found.number_column is not None
    guessed = found.columns[found.number_column]
    assert (guessed.name, found.header_row) == (column, header)
    assert guessed.valid == guessed.sample


def test_a_column_shows_its_first_values_and_how_many_are_valid() -> None:
    column = survey("faults.csv").columns[0]

    assert column.first_values[:2] == ("0831234567", "2.78E+10")
    assert (column.letter, column.sample, column.valid) == ("A", 14, 4)


def test_windows_1252_and_1251_keep_their_letters() -> None:
    assert "Zoë" in survey("windows_1252.csv").columns[0].first_values
    assert survey("windows_1251.csv").encoding == "cp1251"


def test_a_first_number_that_excel_mangled_is_no_heading(tmp_path: Path) -> None:
    read("mangled_first_row.csv", tmp_path)

    assert refused(tmp_path) == [("1", "2.78E+10", "scientific", "as_text", "")]


def test_a_list_in_commas_is_one_column() -> None:
    assert len(survey("list_with_commas.txt").columns) == 1


def test_blank_rows_are_no_errors(tmp_path: Path) -> None:
    counts = read("trailing_commas.csv", tmp_path)

    assert (counts.distinct, counts.blank, counts.refused) == (2, 2, {})


def test_the_first_date_of_a_number_stands_in_the_zone_of_the_workspace(tmp_path: Path) -> None:
    counts = read("dates.csv", tmp_path)

    # 1 March 17:00, 27 February 00:00 (not the 28th), and one that is no date; all in +02:00.
    assert numbers(tmp_path) == [27821234567, 27831234567, 27841234567]
    assert numbers(tmp_path, "dates.i64") == [1772377200, 1772143200, 0]
    assert counts.dates_unread == 1


@pytest.mark.parametrize(
    ("name", "days"), [("dates.xlsx", (46082, 46081.5)), ("dates_from_1904.xlsx", (47544, 47543.5))]
)
def test_dates_of_workbooks_are_dates(name: str, days: tuple[float, float], tmp_path: Path) -> None:
    read(name, tmp_path)

    epoch = 25569  # 1 January 1970 as Excel counts
    south_africa = 2 * 3600
    assert numbers(tmp_path, "dates.i64") == [(day - epoch) * 86400 - south_africa for day in days]


def test_a_region_column_reads_each_row_in_its_own(tmp_path: Path) -> None:
    read("regions.csv", tmp_path)

    assert numbers(tmp_path) == [12125550123, 27831234567, 27841234567, 447400123456, 447400123457]
    assert refused(tmp_path) == [("5", "0831234567", "no_region", "region", "")]


def test_actions_remove_only_when_chosen(tmp_path: Path) -> None:
    read("actions.csv", tmp_path)
    assert len(numbers(tmp_path)) == 4

    counts = read("actions.csv", tmp_path, action_column=survey("actions.csv").action_column)

    assert numbers(tmp_path) == [27761234567, 27831234567]
    assert numbers(tmp_path, "removals.i64") == [27821234567]
    assert counts.contradicted == 1
    assert refused(tmp_path) == [("4", "perhaps", "action", "", "")]


def test_a_leading_minus_removes_only_when_chosen(tmp_path: Path) -> None:
    assert survey("minus.txt").leading_minus
    read("minus.txt", tmp_path)
    assert len(numbers(tmp_path)) == 3

    read("minus.txt", tmp_path, leading_minus=True)

    assert numbers(tmp_path) == [27831234567]
    assert numbers(tmp_path, "removals.i64") == [27821234567, 27841234567]


def test_merged_and_hidden_cells_are_told() -> None:
    found = survey("merged_and_hidden.xlsx")

    assert (found.merged, found.hidden_columns) == (True, (1,))


def test_a_sheet_can_be_picked(tmp_path: Path) -> None:
    found = survey("several_sheets.xlsx")
    assert (found.sheets, found.hidden_sheets, found.sheet) == (
        ("Old", "Notes", "Stop list"),
        ("Old",),
        "Stop list",
    )

    old = survey("several_sheets.xlsx", "Old")
    reading.read(
        FILES / "several_sheets.xlsx",
        reading_plan.guessed(old, region="ZA"),
        tmp_path,
        most_rows=1000,
    )

    assert numbers(tmp_path) == [27711234567]


@pytest.mark.parametrize(
    "name",
    [
        "prefixed.xlsx",
        "without_places.xlsx",
        "with_comment.xlsx",
        "lying_dimension.xlsx",
        "last_cell.xlsx",
    ],
)
def test_unusual_workbooks_are_read_all_the_same(name: str, tmp_path: Path) -> None:
    read(name, tmp_path)

    assert numbers(tmp_path) == [27821234567, 27831234567]


def test_the_last_cell_of_a_sheet_can_be_picked(tmp_path: Path) -> None:
    read("last_cell.xlsx", tmp_path, column=16383)

    assert numbers(tmp_path) == [27831234567]


@pytest.mark.parametrize("name", ["entity_bomb.xlsx", "entity_outward.xlsx"])
def test_entities_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as seen:
        survey(name)
    assert seen.value.reason is FileFault.HOSTILE

    with pytest.raises(UnreadableFile) as tried:
        reading.read(FILES / name, Plan(0, 0, "ZA"), tmp_path, most_rows=1000)
    assert tried.value.reason is FileFault.HOSTILE


@pytest.mark.parametrize(
    ("name", "fault"), [("only_blanks.csv", FileFault.EMPTY), ("program.csv", FileFault.NOT_TEXT)]
)
def test_what_holds_no_text_is_refused(name: str, fault: FileFault) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        survey(name)
    assert refusal.value.reason is fault


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        reading.read(FILES / "one_a_line.txt", Plan(0, 0, "ZA"), tmp_path, most_rows=3)
    assert refusal.value.reason is FileFault.TOO_MANY_ROWS
