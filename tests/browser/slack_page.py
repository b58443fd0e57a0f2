"""The page of the pretend workspace, as a person uses it."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page

PATIENCE = 10_000
"""Milliseconds that a person would wait for something to appear."""


@dataclass
class SlackPage:
    """One person's browser window. `troubles` collects what the browser's console complains of."""

    page: Page
    url: str
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.on(
            "console",
            lambda line: self.troubles.append(line.text) if line.type == "error" else None,
        )
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def opens(self, place: str, *, person: str) -> None:
        """A channel by its id, or `home`."""
        self.page.goto(f"{self.url}?as={person}#{place}")
        self.page.get_by_role("main").get_by_role("heading").first.wait_for()

    def goes_to(self, channel: str) -> None:
        self.page.get_by_role("button", name=channel).click()

    def acts_as(self, name: str) -> None:
        self.page.get_by_role("button", name="Acting as").click()
        self.page.get_by_role("menuitemradio", name=name).click()
        # Until the page has turned to them, what is typed would be the other person's.
        self.page.get_by_role("button", name=f"Acting as {name}").wait_for()

    def says(self, text: str, *, channel: str = "opt-outs") -> None:
        composer = self.page.get_by_label(f"Message #{channel}")
        composer.fill(text)
        composer.press("Enter")

    def attaches(self, *files: Path) -> None:
        """To the message that is being written in the channel."""
        self.page.get_by_role("main").get_by_label("Files to attach").set_input_files(files)
        for file in files:
            self.page.get_by_role("button", name=f"Remove {file.name}").wait_for()

    def sends(self) -> None:
        self.page.get_by_role("main").get_by_role("button", name="Send message").click()

    def talks_to_app(self) -> None:
        """The direct messages with it."""
        self.page.get_by_role("button", name="Optout", exact=True).click()
        self.page.get_by_role("tab", name="Messages").click()

    def opens_thread(self, message: Locator) -> Locator:
        message.get_by_role("button", name=re.compile(r"\d repl")).click()
        return self.page.get_by_role("complementary", name="Thread")

    def confirms(self, deed: str) -> None:
        """Yes, in the small dialog that asks again."""
        self.page.get_by_role("alertdialog").get_by_role("button", name=deed, exact=True).click()

    def message(self, text: str) -> Locator:
        """The newest message that holds a text."""
        return self.page.get_by_role("article").filter(has_text=text).last

    def picks_up_phone_of(self, name: str) -> Locator:
        """That of a customer, beside the workspace."""
        self.page.get_by_role("button", name=name, exact=True).click()
        return self.page.get_by_role("complementary", name="A customer’s phone")

    def answers(self) -> Locator:
        """What only this person sees."""
        return self.page.get_by_role("article").filter(has_text="Only visible to you")

    def modal(self, title: str) -> Locator:
        return self.page.get_by_role("dialog", name=title, exact=True)

    def field(self, form: Locator, label: str) -> Locator:
        return form.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))

    def chooses(self, form: Locator, label: str, *names: str) -> None:
        """Several options of a field that lists them under itself."""
        menu = self.field(form, label)
        menu.click()
        for name in names:
            self.page.get_by_role("option", name=name).click()
        menu.press("Escape")

    def message_menu(self, message: Locator, shortcut: str) -> None:
        message.hover()
        message.get_by_role("button", name="More actions").click()
        self.page.get_by_role("menuitem", name=shortcut).click()
