"""The import doctor: each fault is named with what can be done, and what is exact can be ticked."""

from typing import Final

import pytest

from bot.sandbox.person import Person
from tests.journeys.importing import (
    CHANGE,
    FILES,
    ONE_ENGINE,
    checks,
    drops,
    handed,
    reads,
    rows_of,
    said,
)

pytestmark = ONE_ENGINE

ANY_REGION: Final = "Type a country"
TICK: Final = "Tick “{}” for the file."
REGION: Final = "Choose another region, or a column that names each row’s region."
FAULTS: Final = {
    "scientific": (
        "2.78E+10",
        "Rounded by a spreadsheet: its last digits are gone.",
        "Format the column as text, and export the list again from where it came.",
    ),
    "float": ("27831234568.0", "A spreadsheet added .0 to it.", TICK.format("Take off the .0")),
    "several": (
        "0831234568 / 0821234568",
        "Several numbers in one cell.",
        TICK.format("Read every number of a cell"),
    ),
    "unusually_short": (
        "83123",
        "Unusually short: digits may be missing; such numbers have 9.",
        TICK.format("Short numbers are complete"),
    ),
    "wrong_region": (
        "7400123456",
        "Not a number of its region; it would fit India (IN).",
        REGION,
    ),
    "no_region": ("0831234568", "Neither country code nor region.", REGION),
    "short_code": (
        "35117",
        "A short code, not a person’s number.",
        "Nothing to do: short codes cannot opt out.",
    ),
    "emergency": (
        "10111",
        "An emergency number, not a person’s.",
        "Nothing to do: such numbers are never messaged.",
    ),
    "letters": (
        "083 CALL NOW",
        "There are letters in it.",
        "Write the number in digits only.",
    ),
    "too_short": (
        "021123",
        "Too short: digits are missing.",
        "Look the number up, and write it in full.",
    ),
    "too_long": (
        "083 123 45678901",
        "Too long: there are extra digits, or a second number.",
        "Look the number up, and put a second one into a row of its own.",
    ),
    "invalid": (
        "+0831234568",
        "No such number exists.",
        "Compare it digit by digit with where it came from.",
    ),
    "formula": (
        "",
        "A formula that was saved without its value.",
        "Copy the column and paste its values in its place.",
    ),
}
"""The third row of fault_….csv, which follows one that is right."""


def in_brief(what: str) -> str:
    """What is wrong with many rows at a time: without what is known of a single one."""
    return what.partition(";")[0].rstrip(".") + "."


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_counted_in_the_dry_run_and_told_of_each_row(naledi: Person, fault: str) -> None:
    [file] = FILES.glob(f"fault_{fault}.*")
    cell, what, todo = FAULTS[fault]

    shown = reads(naledi, file)
    naledi.chooses("Get as a file…", "Refused rows", channel="dm")

    assert "1 would be added" in shown.text
    assert f"*1 row refused*\n• 1: {in_brief(what)} {todo}\n" in shown.text
    assert rows_of(naledi, "refused-rows.csv") == [["3", cell, what, todo]]


@pytest.mark.parametrize(("lost", "number"), [("plus", "+447911123456"), ("zero", "+27831234568")])
def test_what_is_lost_without_leaving_a_doubt_is_no_fault(
    naledi: Person, lost: str, number: str
) -> None:
    shown = reads(naledi, FILES / f"fault_lost_{lost}.csv")
    naledi.chooses("Get as a file…", "New numbers", channel="dm")

    assert "2 would be added" in shown.text
    assert "No row is refused" in shown.text
    assert number in [row[0] for row in rows_of(naledi, "new-numbers.csv")]


def test_a_number_that_comes_again_counts_once_and_names_its_first_row(naledi: Person) -> None:
    shown = reads(naledi, FILES / "fault_repeated.csv")
    naledi.chooses("Get as a file…", "Refused rows", channel="dm")

    assert "• 1 duplicate\n*No row is refused*" in shown.text
    assert rows_of(naledi, "refused-rows.csv") == [
        [
            "3",
            "27831234567",
            "The same number again, first in row 2.",
            "Nothing to do: it counts once.",
        ]
    ]


def test_an_unknown_word_in_the_action_column_is_a_fault(thandi: Person) -> None:
    drops(thandi, FILES / "fault_action.csv")
    thandi.clicks("Choose and Check…", channel="dm")
    thandi.chooses("Do some rows take numbers off?", "B · Action")
    shown = checks(thandi)
    thandi.chooses("Get as a file…", "Refused rows", channel="dm")

    what, todo = "The action column says neither add nor remove.", "Write add or remove there."
    assert f"• 1: {what} {todo}" in shown.text
    assert rows_of(thandi, "refused-rows.csv") == [["3", "perhaps", what, todo]]


def test_all_that_was_refused_comes_as_a_workbook_and_as_a_table(naledi: Person) -> None:
    shown = reads(naledi, FILES / "faults.csv")
    assert "*12 rows refused*" in shown.text
    assert "• 3: There are letters in it." in shown.text
    naledi.clicks("Add 1 Number", channel="dm")

    [done] = said(naledi)
    assert "12 rows refused: they are in the thread, as a workbook and as CSV" in done.text
    [files] = handed(naledi)
    assert files.thread_ts == done.thread_ts
    assert "12 rows of `faults.csv` refused: what is wrong with each." in files.text
    workbook, table = files.files
    assert (workbook.name, table.name) == ("refused-rows.xlsx", "refused-rows.csv")
    assert naledi.downloads(workbook.id).startswith(b"PK")
    rows = rows_of(naledi, table.name)
    assert [row[0] for row in rows][:3] == ["3", "4", "5"]
    assert all(what and todo for _, _, what, todo in rows)
    assert rows[-1][1:3] == ["27831234567", "The same number again, first in row 2."]
    # A formula that somebody typed must not be run by whoever opens the table.
    assert ["16", "'=HYPERLINK(1)"] in [row[:2] for row in rows]


@pytest.mark.parametrize(
    ("fault", "region", "tick", "added"),
    [
        ("float", "South Africa (ZA)", "Take off the .0", 2),
        ("several", "South Africa (ZA)", "Read every number of a cell", 3),
        ("lost_zero_italy", "Italy (IT)", "Give lost zeros back", 2),
        ("unusually_short", "South Africa (ZA)", "Short numbers are complete", 2),
    ],
)
def test_a_repair_is_offered_and_done_only_when_ticked(
    naledi: Person, fault: str, region: str, tick: str, added: int
) -> None:
    drops(naledi, FILES / f"fault_{fault}.csv")
    naledi.clicks("Choose and Check…", channel="dm")
    naledi.chooses(ANY_REGION, region)
    before = checks(naledi)
    assert "1 would be added" in before.text
    assert f"{TICK.format(tick)}" in before.text
    naledi.clicks(CHANGE, channel="dm")
    assert f"[ ] {tick} (1 refused)" in naledi.modal
    naledi.chooses("Repair", f"{tick} (1 refused)")

    shown = checks(naledi)

    assert shown.ts == before.ts
    assert f"{added} would be added" in shown.text
    assert "No row is refused" in shown.text
    naledi.clicks(CHANGE, channel="dm")
    assert f"[x] {tick}" in naledi.modal


def test_another_region_reads_what_did_not_fit_the_first(naledi: Person) -> None:
    reads(naledi, FILES / "fault_wrong_region.csv")
    naledi.clicks(CHANGE, channel="dm")
    naledi.chooses(ANY_REGION, "India (IN)")

    assert "1 would be added" in checks(naledi).text
    naledi.chooses("Get as a file…", "New numbers", channel="dm")
    assert rows_of(naledi, "new-numbers.csv")[0][0] == "+917400123456"
