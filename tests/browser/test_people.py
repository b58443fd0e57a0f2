"""Other people, other screens, and Slack on a bad day."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit

PHONE = (390, 780)


def test_a_guest_is_refused_in_channels_and_at_home(visit: Visit) -> None:
    window = visit("C0PARTNER", person="U0THANDI")
    window.acts_as("Gustav Brand")
    window.says("/optout check 083 123 4567", channel="partners")
    expect(window.answers()).to_contain_text("Guests cannot use Optout here")

    window.page.get_by_role("button", name="Optout", exact=True).click()
    expect(window.page.get_by_role("main")).to_contain_text("Guests cannot use Optout here")
    expect(window.page.get_by_role("button", name="Add…")).to_have_count(0)


def test_a_viewer_is_told_which_role_adding_needs(visit: Visit) -> None:
    sipho = visit(person="U0SIPHO")
    sipho.says("/optout add 083 123 4567")
    expect(sipho.answers()).to_contain_text("You need the role editor to add opt-outs")


def test_home_shows_totals_and_the_latest_changes(visit: Visit) -> None:
    thandi = visit("home", person="U0THANDI")
    home = thandi.page.get_by_role("main")
    expect(home.get_by_text("Latest changes")).to_be_visible()
    home.get_by_role("button", name="Check…").click()

    form = thandi.modal("Check numbers")
    thandi.field(form, "Numbers").fill("083 555 0199")
    form.get_by_role("button", name="Check", exact=True).click()
    expect(form).to_be_hidden()
    thandi.page.get_by_role("tab", name="Messages").click()
    expect(thandi.message("+27 83 555 0199 is opted out")).to_be_visible()


def test_home_says_that_an_answer_waits_in_messages(visit: Visit) -> None:
    thandi = visit("home", person="U0THANDI")
    thandi.page.get_by_role("main").get_by_role("button", name="Providers", exact=True).click()

    thandi.page.get_by_role("tab", name="Messages, 1 unread").click()

    expect(thandi.message("where people’s replies come from")).to_be_visible()
    expect(thandi.page.get_by_role("tab", name="Messages", exact=True)).to_be_visible()


def test_everything_fits_on_a_phone(visit: Visit) -> None:
    naledi = visit("C0GENERAL", person="U0NALEDI", size=PHONE)
    page = naledi.page
    page.get_by_role("button", name="Open the sidebar").click()
    naledi.goes_to("opt-outs")
    naledi.says("/optout add")
    form = naledi.modal("Add opt-outs")
    naledi.field(form, "Numbers").fill("083 123 4567")
    form.get_by_role("button", name="Opt Out").click()
    expect(form).to_be_hidden()
    expect(naledi.answers()).to_contain_text("Opted out +27 83 123 4567")

    naledi.says("/optout list")
    expect(naledi.answers().get_by_role("table")).to_be_visible()
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wider), "the page scrolls sideways"


def test_slow_answers_are_switched_on_in_the_page_and_survived(visit: Visit) -> None:
    pieter = visit(person="U0PIETER")
    page = pieter.page
    page.get_by_role("button", name="Faults").click()
    page.get_by_role("dialog", name="Faults").get_by_label("Slow answers").check()
    page.keyboard.press("Escape")

    pieter.says("/optout add 083 123 4567")

    expect(pieter.message("opted out +27…4567")).to_be_visible()
    expect(pieter.answers()).to_contain_text("Opted out +27 83 123 4567")
