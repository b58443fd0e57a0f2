"""Journeys through the page itself: `optout sandbox` as a person gets it, in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, expect

from bot.sandbox import running
from bot.sandbox.server import Sandbox
from tests.browser import chromium
from tests.browser.slack_page import PATIENCE, SlackPage

DESKTOP = (1280, 800)

expect.set_options(timeout=PATIENCE)

Visit: TypeAlias = Callable[..., SlackPage]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        chromium.executable()
    except chromium.NoChromium as missing:
        pytest.fail(str(missing), pytrace=False)
    with chromium.launched() as browser:
        yield browser


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """The seeded company with the bot connected, new for each test."""
    with running.started(tmp_path, port=0, reset=False) as sandbox:
        assert sandbox.wait_for_bot()
        yield sandbox


@pytest.fixture
def visit(browser: Browser, sandbox: Sandbox) -> Iterator[Visit]:
    """Opens windows; in the end, the console of none may have complained."""
    windows: list[SlackPage] = []

    def open_window(
        place: str = "C0OPTOUT", *, person: str, size: tuple[int, int] = DESKTOP
    ) -> SlackPage:
        width, height = size
        page = browser.new_page(viewport={"width": width, "height": height})
        window = SlackPage(page, sandbox.page_url)
        windows.append(window)
        window.opens(place, person=person)
        return window

    yield open_window
    for window in windows:
        window.page.close()
    assert [trouble for window in windows for trouble in window.troubles] == []
