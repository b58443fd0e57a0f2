"""A picture of what a window shows, for the documentation."""

from pathlib import Path
from typing import Final

from playwright.sync_api import expect

from tests.browser.slack_page import SlackPage

IMAGES: Final = Path(__file__).parents[2] / "docs" / "images"


def save(window: SlackPage, name: str) -> None:
    # The pointer would otherwise leave a line or a button highlighted.
    window.page.mouse.move(0, 0)
    expect(window.page.locator("#progress")).to_be_hidden()
    window.page.screenshot(path=IMAGES / f"{name}.png", animations="disabled", caret="hide")
