"""What stands in which column: guessed, shown, and picked by the person."""

from pathlib import Path

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from handlers.slack.ids import Field
from tests.journeys.conftest import Told, answer
from tests.journeys.importing import (
    CHANGE,
    FILES,
    ONE_ENGINE,
    A,
    adds,
    checks,
    drops,
    handed,
    is_out,
    reads,
    rows_of,
    said,
)

REMOVALS = "Do some rows take numbers off?"


def table(folder: Path, text: str) -> Path:
    file = folder / "table.csv"
    file.write_text(text, encoding="utf-8")
    return file


@ONE_ENGINE
def test_each_column_shows_its_first_values_and_another_than_the_guess_is_read(
    slack: Sandbox, naledi: Person, tmp_path: Path
) -> None:
    lines = "mobile,work\n083 123 4567,082 987 6543\n083 123 4568,ask Naledi\n"
    offer = drops(naledi, table(tmp_path, lines))
    assert "Import 2 rows of `table.csv`?" in offer.text
    assert "column A `mobile`, such as +27…4567, +27…4568; 2 of the first 2 cells" in offer.text
    naledi.clicks("Choose and Check…", channel="dm")
    assert "Column with the numbers: A · mobile" in naledi.modal
    [form] = slack.workspace.modal_stack(naledi.id)
    [menu] = [each for each in form.blocks if each["block_id"] == Field.IMPORT_COLUMN]
    assert {
        each["text"]["text"]: each["description"]["text"] for each in menu["element"]["options"]
    } == {
        "A · mobile": "2 of 2 valid: 083 123 4567, 083 123 4568",
        "B · work": "1 of 2 valid: 082 987 6543, ask Naledi",
    }
    naledi.chooses("Column with the numbers", "B · work")

    shown = checks(naledi)

    assert "1 would be added" in shown.text
    assert "1 row refused" in shown.text
    naledi.clicks("Add 1 Number", channel="dm")
    assert is_out(naledi, "082 987 6543")
    assert not is_out(naledi, A)


@ONE_ENGINE
def test_another_sheet_is_looked_at_before_its_columns_are_chosen(naledi: Person) -> None:
    offer = drops(naledi, FILES / "several_sheets.xlsx")
    assert "Sheet `Stop list` of 3" in offer.text
    naledi.clicks("Choose and Check…", channel="dm")
    naledi.chooses("Sheet", "Old")
    again = checks(naledi)

    assert again.ts == offer.ts
    assert "Import 1 row of `several_sheets.xlsx`?" in again.text
    assert "Sheet `Old` of 3" in again.text
    naledi.clicks("Choose and Check…", channel="dm")
    assert "Sheet: Old" in naledi.modal
    assert "1 would be added" in checks(naledi).text
    naledi.clicks("Add 1 Number", channel="dm")
    assert is_out(naledi, "071 123 4567")


@ONE_ENGINE
def test_a_column_names_the_region_of_each_row(naledi: Person) -> None:
    offer = drops(naledi, FILES / "regions.csv")
    assert "Regions: column B `country`" in offer.text
    naledi.clicks("Choose and Check…", channel="dm")
    assert "Column with regions: B · country" in naledi.modal

    shown = checks(naledi)

    assert "5 would be added" in shown.text
    assert "• 1: Neither country code nor region." in shown.text
    naledi.clicks("Add 5 Numbers", channel="dm")
    assert is_out(naledi, "+44 7400 123456")
    assert is_out(naledi, "+1 212 555 0123")


@ONE_ENGINE
def test_dates_of_the_file_are_the_dates_of_its_opt_outs(naledi: Person, tmp_path: Path) -> None:
    lines = "mobile,opted out\n083 123 4567,03/02/2026 09:30\n083 123 4568,soon\n"
    offer = drops(naledi, table(tmp_path, lines))
    assert "Dates of opt-out: column B `opted out`" in offer.text
    naledi.clicks("Choose and Check…", channel="dm")
    assert "could also be the other way round: please check" in naledi.modal
    assert "Times are those of Africa/Johannesburg" in naledi.modal
    naledi.chooses("Format of these dates", "03/31/2026, month first")

    assert "• 1 date not read: these opt-outs count from today" in checks(naledi).text
    naledi.clicks("Add 2 Numbers", channel="dm")

    naledi.types("/optout check 083 123 4567, 083 123 4568", channel="#opt-outs")
    assert "since 2 March 2026, 07:30 UTC" in answer(naledi)
    assert "since 1 March 2026, 09:00 UTC" in answer(naledi)


@ONE_ENGINE
def test_a_column_of_dates_can_be_left_out(naledi: Person) -> None:
    drops(naledi, FILES / "dates.csv")
    naledi.clicks("Choose and Check…", channel="dm")
    naledi.chooses("Column with the dates of opt-out", "None")
    assert "Format of these dates" not in naledi.modal

    assert "dates not read" not in checks(naledi).text
    naledi.clicks("Add 3 Numbers", channel="dm")

    naledi.types("/optout check 083 123 4567", channel="#opt-outs")
    assert "since 1 March 2026, 09:00 UTC" in answer(naledi)


def test_the_note_of_each_row_is_in_the_history_of_its_number(
    naledi: Person, tmp_path: Path
) -> None:
    lines = "mobile,remarks\n083 123 4567,moved *away* <!here>\n083 123 4568,\n"
    file = table(tmp_path, lines)
    assert "Notes: column B `remarks`" in drops(naledi, file).text
    naledi.clicks("Choose and Check…", channel="dm")
    naledi.fills("Note", "list of March")
    checks(naledi)
    naledi.clicks("Add 2 Numbers", channel="dm")

    naledi.types("/optout history 083 123 4567", channel="#opt-outs")
    assert "moved *away* <!here>" in answer(naledi)
    naledi.types("/optout history 083 123 4568", channel="#opt-outs")
    assert "list of March" in answer(naledi)


@ONE_ENGINE
def test_a_leading_minus_takes_off_only_if_that_is_chosen(thandi: Person, told: Told) -> None:
    thandi.types("/optout add 082 123 4567", channel="#opt-outs")
    offer = drops(thandi, FILES / "minus.txt")
    assert "Some numbers begin with -. Every row adds unless you choose otherwise." in offer.text
    thandi.clicks("Choose and Check…", channel="dm")
    assert "2 would be added" in checks(thandi).text
    thandi.clicks(CHANGE, channel="dm")
    thandi.chooses(REMOVALS, "A - before the number")

    shown = checks(thandi)

    assert "1 would be added, 1 would leave" in shown.text
    assert "• 2 numbers marked as removed" in shown.text
    assert "1 leaves; 1 to take off, but not on it" in shown.text
    thandi.clicks("Add 1 and Remove 1", channel="dm")
    assert "1 opt-out added, 1 opt-out taken off" in said(thandi)[0].text
    assert "changed the list: *1* put on, *1* taken off" in told()[-1]
    assert is_out(thandi, A)
    assert not is_out(thandi, "082 123 4567")


@ONE_ENGINE
def test_a_column_of_actions_takes_off_only_if_that_is_chosen(thandi: Person) -> None:
    thandi.types("/optout add 082 123 4567", channel="#opt-outs")
    offer = drops(thandi, FILES / "actions.csv")
    assert "The words in column B `action` may say which rows remove" in offer.text
    thandi.clicks("Choose and Check…", channel="dm")
    assert "3 would be added" in checks(thandi).text
    thandi.clicks(CHANGE, channel="dm")
    thandi.chooses(REMOVALS, "B · action")

    shown = checks(thandi)

    assert "2 would be added, 1 would leave" in shown.text
    assert "• 1 number both added and removed by the file: opted out" in shown.text
    assert "• 1: The action column says neither add nor remove." in shown.text


@ONE_ENGINE
def test_an_editor_may_not_choose_that_rows_remove(naledi: Person) -> None:
    drops(naledi, FILES / "minus.txt")
    naledi.clicks("Choose and Check…", channel="dm")
    naledi.chooses(REMOVALS, "A - before the number")
    naledi.submits()

    assert "You need the role manager to remove opt-outs" in naledi.errors[REMOVALS]


@ONE_ENGINE
def test_where_no_column_looks_like_numbers_the_person_says_which(
    naledi: Person, tmp_path: Path
) -> None:
    offer = drops(naledi, table(tmp_path, "name,city\nAna,Durban\nBo,Cape Town\n"))
    assert "No column looks like phone numbers. Choose the right one." in offer.text
    naledi.clicks("Choose and Check…", channel="dm")
    naledi.submits()
    assert naledi.errors == {"Column with the numbers": "Please complete this required field."}
    naledi.chooses("Column with the numbers", "Column B")

    shown = checks(naledi)

    assert "it would change nothing" in shown.text
    assert "*3 rows refused*" in shown.text


@ONE_ENGINE
def test_refused_rows_are_counted_as_people_see_them(naledi: Person) -> None:
    """The heading stands in row 4, and what is wrong is told by the rows of the spreadsheet."""
    done = adds(naledi, FILES / "header_on_row_4.csv", count="4 Numbers")

    assert "No row was refused." in done.text
    assert handed(naledi) == []
    reads(naledi, FILES / "quoted_line_ends.csv")
    naledi.chooses("Get as a file…", "Already opted out", channel="dm")
    assert [row[0] for row in rows_of(naledi, "standing-numbers.csv")] == [
        "+27821234567",
        "+27831234567",
    ]
