"""A digest as it looks: with its picture."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_a_digest_shows_its_chart_to_whoever_reads_the_channel(visit: Visit) -> None:
    thandi = visit(person="U0THANDI")
    thandi.says("/optout report new")
    dialog = thandi.modal("New report")
    thandi.field(dialog, "Name").fill("Monday digest")
    dialog.get_by_role("button", name="Schedule").click()
    thandi.page.get_by_role("button", name="Run now Monday digest").click()
    for window in (thandi, visit(person="U0SIPHO")):
        picture = window.page.get_by_role("img", name="Bar chart of opt-outs a day")
        expect(picture).to_be_visible()
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("picture => picture.naturalWidth") > 0
