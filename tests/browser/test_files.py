"""Files: dropped, posted or put into the form, and what comes of them."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.slack_page import SlackPage

ROWS = "name,mobile,work\nA,083 123 4567,011 555 0101\nB,082 987 6543,\nC,12,none\n"
DRAG = """([selector, kind]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(["083 123 4567"], "dropped.txt"));
  const drag = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer });
  document.querySelector(selector).dispatchEvent(drag);
}"""


@pytest.fixture
def stop_list(tmp_path: Path) -> Path:
    file = tmp_path / "march.csv"
    file.write_text(ROWS)
    return file


def checked(window: SlackPage, thread: Locator) -> None:
    """The offer of a file is taken up, and what the bot guessed is accepted."""
    thread.get_by_role("button", name="Choose and Check…").click()
    window.modal("Choose and check").get_by_role("button", name="Check the File").click()
    expect(thread).to_contain_text("Dry run of")


def test_a_file_in_the_direct_messages_is_checked_added_and_undone(
    visit: Visit, stop_list: Path
) -> None:
    pieter = visit(person="U0PIETER")
    pieter.talks_to_app()
    pieter.attaches(stop_list)
    pieter.sends()
    thread = pieter.opens_thread(pieter.message("march.csv"))
    expect(thread).to_contain_text("Import 3 rows of march.csv?")

    checked(pieter, thread)
    expect(thread).to_contain_text("2 would be added")
    expect(thread).to_contain_text("Too short: digits are missing.")

    thread.get_by_role("button", name="Add 2 Numbers").click()
    pieter.confirms("Add")
    expect(thread).to_contain_text("2 opt-outs added")
    with pieter.page.expect_download() as download:
        thread.get_by_role("link", name="refused-rows.csv").click()
    assert "digits are missing" in download.value.path().read_text()

    thread.get_by_role("button", name="Undo This Import").click()
    pieter.confirms("Undo")
    expect(thread).to_contain_text("Undid an import")
    expect(thread.get_by_role("button", name="Undo This Import")).to_have_count(0)


def test_the_columns_are_offered_with_what_is_in_them(visit: Visit, stop_list: Path) -> None:
    naledi = visit(person="U0NALEDI")
    naledi.attaches(stop_list)
    naledi.says("@optout import for Baobab Retail")
    thread = naledi.opens_thread(naledi.message("import for Baobab Retail"))
    thread.get_by_role("button", name="Choose and Check…").click()

    form = naledi.modal("Choose and check")
    column = naledi.field(form, "Column with the numbers")
    expect(column).to_contain_text("B · mobile — 2 of 3 valid: 083 123 4567, 082 987 6543, 12")
    expect(column).to_contain_text("C · work — 1 of 2 valid: 011 555 0101, none")
    column.select_option("2")
    form.get_by_role("button", name="Check the File").click()

    expect(thread).to_contain_text("1 would be added")


def test_the_menu_of_a_message_imports_the_file_that_somebody_posted(visit: Visit) -> None:
    naledi = visit("C0RETAIL", person="U0NALEDI")
    posted = naledi.message("by way of Excel")
    naledi.message_menu(posted, "Import opt-outs")
    thread = naledi.opens_thread(posted)

    checked(naledi, thread)
    expect(thread).to_contain_text("Rounded by a spreadsheet: its last digits are gone.")
    expect(thread).to_contain_text("Tick “Take off the .0” for the file.")

    thread.get_by_role("combobox").select_option("Refused rows")
    expect(thread.get_by_role("link", name="refused-rows.csv")).to_be_visible()


def test_the_form_takes_a_file_of_ten_megabytes_at_most(
    visit: Visit, stop_list: Path, tmp_path: Path
) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(b"083 123 4567\n" * 900_000)
    naledi = visit(person="U0NALEDI")
    naledi.says("/optout import")
    form = naledi.modal("Import opt-outs")

    naledi.field(form, "File").set_input_files(large)
    expect(form.get_by_text("11.7 MB")).to_be_visible()
    form.get_by_role("button", name="Check the File").click()
    expect(form.get_by_role("alert")).to_have_text(["large.csv is larger than 10 MB."])

    form.get_by_role("button", name="Remove large.csv").click()
    naledi.field(form, "File").set_input_files(stop_list)
    expect(form.get_by_text("march.csv")).to_be_visible()
    form.get_by_role("button", name="Check the File").click()
    expect(form).to_be_hidden()
    expect(naledi.answers()).to_contain_text("I am reading march.csv")


def test_a_file_may_be_dropped_anywhere_on_a_conversation(visit: Visit) -> None:
    naledi = visit(person="U0NALEDI")
    naledi.page.evaluate(DRAG, ["main .messages", "dragover"])
    naledi.page.evaluate(DRAG, ["main .messages", "drop"])
    expect(naledi.page.get_by_role("button", name="Remove dropped.txt")).to_be_visible()

    naledi.says("@optout")

    thread = naledi.opens_thread(naledi.message("dropped.txt"))
    expect(thread).to_contain_text("Import 1 row of dropped.txt?")
