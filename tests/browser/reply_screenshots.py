"""The pictures of replies, keywords, providers, links and the API."""

import re
from typing import Final

from playwright.sync_api import expect

from tests.browser.picture import save
from tests.browser.slack_page import SlackPage

LONG: Final = 120_000
"""Milliseconds for work that others do meanwhile."""
UNCLEAR: Final = "Please cancel my order!"


def replying(window: SlackPage) -> None:
    """A customer answers STOP, and another writes something that has to be judged."""
    window.opens("C0OPTOUT", person="U0THANDI")
    unclear = window.picks_up_phone_of("Johan Botha")
    unclear.get_by_label("Text message").fill(UNCLEAR)
    unclear.get_by_role("button", name="Send text").click()
    expect(window.message(UNCLEAR)).to_be_visible(timeout=LONG)
    handset = window.picks_up_phone_of("Lerato Molefe")
    handset.get_by_role("button", name="STOP", exact=True).click()
    expect(handset.get_by_text("You have opted out")).to_be_visible(timeout=LONG)
    expect(window.message("“STOP”")).to_be_visible(timeout=LONG)
    save(window, "reply")


def review(window: SlackPage) -> None:
    """The unclear reply of before is judged; its confirmation comes to the phone."""
    window.opens("C0OPTOUT", person="U0NALEDI")
    handset = window.picks_up_phone_of("Johan Botha")
    asked = window.message(UNCLEAR)
    asked.get_by_role("button", name="opt the person out").click()
    expect(asked).to_contain_text("Opted out by")
    expect(handset.get_by_text("You have opted out")).to_be_visible(timeout=LONG)
    save(window, "review")


def keywords(window: SlackPage) -> None:
    window.opens("C0OPTOUT", person="U0THANDI")
    window.says("/optout keyword quit")
    expect(window.answers().get_by_role("table")).to_be_visible()
    window.answers().last.evaluate("message => message.scrollIntoView({ block: 'start' })")
    save(window, "keywords")
    window.says("/optout keyword test Please stopppp")
    expect(window.message("“Please stopppp”")).to_be_visible()
    window.says(f"/optout keyword test {UNCLEAR}")
    told = window.message(f"“{UNCLEAR}”")
    expect(told).to_contain_text("asks the team")
    told.scroll_into_view_if_needed()
    save(window, "keyword-test")


def provider(window: SlackPage) -> None:
    window.opens("C0OPTOUT", person="U0THANDI")
    window.says("/optout provider add twilio")
    dialog = window.modal("Connect a provider")
    window.field(dialog, "Name").fill("Twilio of Baobab Travel")
    save(window, "provider-form")
    dialog.get_by_role("button", name="Cancel").click()


def text(window: SlackPage) -> None:
    """What people are told is changed, and looked at before it is saved."""
    window.opens("C0OPTOUT", person="U0THANDI")
    window.says("/optout replies")
    window.answers().get_by_role("button", name="Edit: Help").click()
    dialog = window.modal("What people are told")
    window.field(dialog, "Text").fill(
        "{business}: Reply STOP to get no more messages from this number. For anything else call"
        " 021 555 0100."
    )
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog).to_contain_text("Baobab: Reply STOP")
    expect(dialog.get_by_text("call 021 555 0100").last).to_be_visible()
    save(window, "reply-form")
    dialog.get_by_role("button", name="Cancel").click()


def api(window: SlackPage) -> None:
    """The page that lists all calls."""
    base, _ = _key(window, "Documentation")
    window.page.goto(f"{base}/docs")
    window.page.get_by_role("heading", name="POST /v1/check").wait_for()
    save(window, "api")


def link(window: SlackPage) -> None:
    """What somebody sees who follows a link in a message, on a phone."""
    base, key = _key(window, "Campaigns")
    made = window.page.request.post(
        f"{base}/v1/links",
        headers={"Authorization": f"Bearer {key}"},
        data={"numbers": ["+27825550177"], "channel": "sms", "sender": "31331"},
    )
    window.page.goto(made.json()["links"][0]["url"])
    save(window, "link")


def _key(window: SlackPage, name: str) -> tuple[str, str]:
    """The address of the API, and a new key that may change opt-outs."""
    window.opens("C0OPTOUT", person="U0THANDI")
    window.says(f"/optout key add {name}")
    dialog = window.modal("Make an API key")
    dialog.get_by_label("Read and change").check()
    dialog.get_by_role("button", name="Make", exact=True).click()
    expect(dialog).to_be_hidden()
    shown = window.message("It is shown this once").inner_text()
    base, key = re.search(r"(http\S+)/docs", shown), re.search(r"optout_[\w-]{20,}", shown)
    assert base is not None
    assert key is not None
    return base[1], key[0]
