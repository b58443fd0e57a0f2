"""Takes the pictures of docs/images: `make screenshots`."""

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, expect

from bot.sandbox import running
from tests.browser import chromium
from tests.browser import reply_screenshots as replies
from tests.browser.picture import IMAGES, save
from tests.browser.slack_page import SlackPage

DESKTOP: Final = (1280, 800)
PHONE: Final = (390, 780)
WIDE: Final = (1440, 860)
TALL: Final = (1280, 900)
IMPORT: Final = "Import opt-outs"
MANY: Final = 7_500_000
"""Rows of a file that is not done with before its progress has been seen."""
LONG: Final = 120_000
"""Milliseconds for work on so many."""
STORY: Final = "083 555 0199"
"""The seeded number that was opted out, taken off and opted out again."""


def form(window: SlackPage) -> None:
    window.opens("C0OPTOUT", person="U0NALEDI")
    window.says("/optout add")
    dialog = window.modal("Add opt-outs")
    window.field(dialog, "Numbers").fill("082 555 0101, +27 83 555 0102")
    dialog.get_by_label("WhatsApp", exact=True).check()
    window.chooses(dialog, "WhatsApp source numbers", "Retail support", "Loyalty club")
    save(window, "add-form")
    window.chooses(dialog, "Accounts", "Baobab Retail")
    window.field(dialog, "Note").fill("Asked by phone")
    dialog.get_by_role("button", name="Opt Out").click()
    expect(dialog).to_be_hidden()


def confirmation(window: SlackPage) -> None:
    window.opens("C0OPTOUT", person="U0PIETER")
    window.says("/optout add 083 123 4567 note asked in the shop")
    expect(window.message("opted out +27…4567")).to_be_visible()
    expect(window.answers()).to_be_visible()
    save(window, "confirmation")


def history(window: SlackPage) -> None:
    window.opens("C0OPTOUT", person="U0THANDI")
    window.says(f"/optout history {STORY}")
    expect(window.answers().get_by_role("table")).to_be_visible()
    save(window, "history")


def listing(window: SlackPage) -> None:
    window.opens("C0RETAIL", person="U0THANDI")
    window.says("/optout list for Baobab Travel", channel="retail-campaigns")
    expect(window.answers().get_by_role("table")).to_be_visible()
    window.answers().evaluate("message => message.scrollIntoView({ block: 'start' })")
    save(window, "list")


def exporting(window: SlackPage) -> None:
    """From a list to its file."""
    window.opens("C0RETAIL", person="U0THANDI")
    window.says("/optout list for Baobab Travel", channel="retail-campaigns")
    window.answers().get_by_role("button", name="Export…").click()
    dialog = window.modal("Export opt-outs")
    window.field(dialog, "What is it for?").fill("Spring campaign")
    save(window, "export-form")
    dialog.get_by_role("button", name="Export", exact=True).click()
    expect(dialog).to_be_hidden()
    window.opens("home", person="U0THANDI")
    window.page.get_by_role("tab", name="Messages").click()
    file = window.page.get_by_role("link", name=re.compile("^opt-outs-.*xlsx"))
    expect(file).to_be_visible(timeout=LONG)
    save(window, "export")


def reporting(window: SlackPage) -> None:
    """A report is scheduled and sent at once, to show what it will look like."""
    window.opens("C0OPTOUT", person="U0THANDI")
    window.says("/optout report")
    window.answers().get_by_role("button", name="New Report…").click()
    dialog = window.modal("New report")
    expect(dialog).to_be_visible()
    save(window, "report-form")
    window.field(dialog, "Only of account").select_option(label="Baobab Travel")
    window.field(dialog, "Name").fill("Baobab Travel, week by week")
    dialog.get_by_role("button", name="Schedule", exact=True).click()
    expect(dialog).to_be_hidden()
    window.answers().get_by_role("button", name="Run now").last.click()
    digest = window.message("Pause This Report")
    expect(digest.get_by_role("img", name="Bar chart")).to_be_visible(timeout=LONG)
    save(window, "digest")


def home(window: SlackPage) -> None:
    window.opens("home", person="U0THANDI")
    expect(window.page.get_by_text("The last 30 days")).to_be_visible()
    save(window, "home")


def importing(window: SlackPage) -> None:
    """From the file that was posted in the channel to the summary, a picture of each step."""
    window.opens("C0RETAIL", person="U0NALEDI")
    posted = window.message("stop list of the call centre")
    window.message_menu(posted, IMPORT)
    thread = window.opens_thread(posted)
    save(window, "import-offer")
    thread.get_by_role("button", name="Choose and Check…").click()
    dialog = window.modal("Choose and check")
    expect(dialog).to_be_visible()
    save(window, "import-form")
    dialog.get_by_role("button", name="Check the File").click()
    add = thread.get_by_role("button", name="Add 2")
    expect(add).to_be_visible()
    save(window, "import-dry-run")
    add.click()
    window.confirms("Add")
    expect(thread.get_by_role("link", name="refused-rows.csv")).to_be_visible()
    save(window, "import-summary")


def progress(window: SlackPage) -> None:
    window.opens("C0OPTOUT", person="U0NALEDI")
    window.talks_to_app()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "suppression-list.csv")
        with file.open("wb") as out:
            out.writelines(b"+278%08d\n" % each for each in range(30_000_000, 30_000_000 + MANY))
        window.attaches(file)
        window.sends()
        thread = window.opens_thread(window.message(file.name))
        thread.get_by_role("button", name="Choose and Check…").click()
        window.modal("Choose and check").get_by_role("button", name="Check the File").click()
        thread.get_by_role("button", name="Add ").click(timeout=LONG)
        window.confirms("Add")
        expect(thread).to_contain_text(re.compile(r"▓▓\D* \d+ %.* left"), timeout=LONG)
        save(window, "import-progress")
        expect(thread).to_contain_text("Imported", timeout=LONG)


def approval(window: SlackPage) -> None:
    """What was imported above is to be taken off again, which one manager cannot do alone."""
    window.opens("C0RETAIL", person="U0THANDI")
    posted = window.message("stop list of the call centre")
    window.message_menu(posted, IMPORT)
    thread = window.opens_thread(posted)
    thread.get_by_role("button", name="Choose and Check…").click()
    dialog = window.modal("Choose and check")
    dialog.get_by_label("Remove from the lists").check()
    window.field(dialog, "Reason").fill("Posted by mistake: the list of another brand")
    dialog.get_by_role("button", name="Check the File").click()
    thread.get_by_role("button", name="Remove 2").click()
    window.confirms("Remove")
    expect(thread).to_contain_text("waits for a second manager")
    window.opens("C0OPTOUT", person="U0PIETER")
    expect(window.page.get_by_role("button", name="Approve")).to_be_visible()
    save(window, "import-approval")


def phone(window: SlackPage) -> None:
    window.opens("C0OPTOUT", person="U0SIPHO")
    window.says("/optout check 083 123 4567")
    expect(window.answers()).to_be_visible()
    save(window, "phone")


PICTURES: Final[tuple[tuple[Callable[[SlackPage], None], tuple[int, int]], ...]] = (
    (form, DESKTOP),
    (confirmation, DESKTOP),
    (history, DESKTOP),
    (listing, DESKTOP),
    (exporting, TALL),
    (home, TALL),
    (phone, PHONE),
    (replies.replying, WIDE),
    (replies.review, WIDE),
    (replies.keywords, DESKTOP),
    (replies.provider, DESKTOP),
    (replies.text, DESKTOP),
    (replies.api, DESKTOP),
    (replies.link, PHONE),
    (importing, TALL),
    (approval, DESKTOP),
    (reporting, TALL),
    (progress, DESKTOP),
)


def _take(browser: Browser, url: str) -> list[str]:
    troubles = []
    for picture, (width, height) in PICTURES:
        page = browser.new_page(viewport={"width": width, "height": height})
        window = SlackPage(page, url)
        picture(window)
        page.close()
        troubles += window.troubles
    return troubles


def main() -> int:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium.launched() as browser,
        running.started(Path(folder), port=0, reset=False) as sandbox,
    ):
        sandbox.wait_for_bot()
        troubles = _take(browser, sandbox.page_url)
    for trouble in troubles:
        sys.stderr.write(f"{trouble}\n")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
