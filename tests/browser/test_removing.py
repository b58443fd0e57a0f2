"""Taking numbers off the lists that are ticked."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_a_number_is_taken_off_the_ticked_list_and_stays_on_the_other(visit: Visit) -> None:
    pieter = visit(person="U0PIETER")
    pieter.says("/optout add 083 123 4567 for Baobab Retail, Baobab Travel")
    expect(pieter.answers()).to_contain_text("Opted out +27 83 123 4567")

    pieter.says("/optout remove 083 123 4567")
    form = pieter.modal("Remove opt-outs")
    expect(form.get_by_role("checkbox")).to_have_count(2)
    form.get_by_role("button", name="Remove", exact=True).click()
    expect(form.get_by_role("alert")).to_be_visible()

    form.get_by_label("Baobab Travel").check()
    pieter.field(form, "Reason").fill("Books trips with us again")
    form.get_by_role("button", name="Remove", exact=True).click()
    expect(form).to_be_hidden()

    expect(pieter.message("took +27…4567 off")).to_contain_text("Books trips with us again")
    pieter.says("/optout check 083 123 4567")
    checked = pieter.answers().filter(has_text="is opted out")
    expect(checked).to_contain_text("Baobab Retail · SMS · every sender")
    expect(checked).not_to_contain_text("Baobab Travel")


def test_lifting_what_the_person_asked_for_needs_a_reason(visit: Visit) -> None:
    thandi = visit(person="U0THANDI")
    thandi.says("/optout list origin keyword")
    number = thandi.answers().get_by_role("row").nth(1).get_by_role("cell").first.inner_text()

    thandi.says(f"/optout remove {number}")
    form = thandi.modal("Remove opt-outs")
    expect(form).to_contain_text("opted out themselves")
    expect(form.get_by_role("checkbox")).to_be_checked()
    form.get_by_role("button", name="Remove", exact=True).click()
    expect(form.get_by_role("alert")).to_be_visible()

    thandi.field(form, "Reason").fill("Wrote that the STOP was meant for somebody else")
    form.get_by_role("button", name="Remove", exact=True).click()
    expect(form).to_be_hidden()
    expect(thandi.answers().filter(has_text="off 1 list")).to_be_visible()
