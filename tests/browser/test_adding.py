"""Opting numbers out: by command, by form, and from a message."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_a_number_is_added_by_command_confirmed_to_the_team_and_undone(visit: Visit) -> None:
    pieter = visit(person="U0PIETER")
    pieter.says("/optout add 083 123 4567 note asked in the shop")

    expect(pieter.answers()).to_contain_text("Opted out +27 83 123 4567")

    naledi = visit(person="U0NALEDI")
    told = naledi.message("@Pieter van Wyk opted out +27…4567")
    expect(told).to_contain_text("asked in the shop")
    expect(told).not_to_contain_text("123")
    expect(naledi.answers()).to_have_count(0)

    pieter.message("@Pieter van Wyk opted out +27…4567").get_by_role("button", name="Undo").click()

    expect(told).to_contain_text("Undone by @Pieter van Wyk")
    expect(told).to_contain_text("(edited)")
    expect(told.get_by_role("button", name="Undo")).to_have_count(0)


def test_faults_of_the_form_stand_in_red_under_their_fields(visit: Visit) -> None:
    naledi = visit(person="U0NALEDI")
    naledi.says("/optout add")
    form = naledi.modal("Add opt-outs")
    expect(naledi.field(form, "Numbers")).to_be_focused()
    expect(form.get_by_text("WhatsApp source numbers")).to_be_hidden()

    naledi.field(form, "Numbers").fill("083 123 45, 082 987 6543, call me")
    form.get_by_label("WhatsApp", exact=True).check()
    expect(naledi.field(form, "WhatsApp source numbers")).to_be_visible()
    form.get_by_role("button", name="Opt Out").click()
    expect(form.get_by_role("alert")).to_contain_text("required")

    naledi.chooses(form, "WhatsApp source numbers", "Travel desk")
    form.get_by_role("button", name="Opt Out").click()

    fault = form.get_by_role("alert")
    expect(fault).to_contain_text("“083 123 45” is unusually short")
    expect(fault).to_contain_text("“call me” has letters in it")
    expect(fault).not_to_contain_text("082 987 6543")
    expect(naledi.field(form, "Numbers")).to_have_value("083 123 45, 082 987 6543, call me")


def test_both_channels_are_added_by_form_with_two_whatsapp_sources(visit: Visit) -> None:
    naledi = visit(person="U0NALEDI")
    naledi.says("/optout add")
    form = naledi.modal("Add opt-outs")
    naledi.field(form, "Numbers").fill("083 123 4567")
    form.get_by_label("WhatsApp", exact=True).check()
    naledi.chooses(form, "WhatsApp source numbers", "Retail support", "Loyalty club")
    naledi.chooses(form, "Accounts", "Baobab Retail")
    naledi.field(form, "Note").fill("Asked by phone")
    form.get_by_role("button", name="Opt Out").click()

    expect(form).to_be_hidden()
    answer = naledi.answers()
    expect(answer).to_contain_text("Opted out +27 83 123 4567")
    expect(answer).to_contain_text("Baobab Retail · SMS · every sender")
    expect(answer).to_contain_text("Baobab Retail · WhatsApp · Retail support (+27 60 012 3456)")
    expect(answer).to_contain_text("Baobab Retail · WhatsApp · Loyalty club (+27 60 012 3458)")
    expect(naledi.message("opted out +27…4567")).to_contain_text("Asked by phone")


def test_the_numbers_of_a_message_are_taken_over_into_the_form(visit: Visit) -> None:
    pieter = visit("C0RETAIL", person="U0PIETER")
    asked = pieter.message("Three customers phoned today")
    pieter.message_menu(asked, "Opt out numbers in this message")

    form = pieter.modal("Add opt-outs")
    expect(pieter.field(form, "Numbers")).to_have_value(
        "+27 82 555 0101, +27 83 555 0102, +27 84 555 0103"
    )
    expect(form.get_by_text("Baobab Retail", exact=True)).to_be_visible()

    form.get_by_role("button", name="Opt Out").click()
    expect(pieter.answers()).to_contain_text("Opted out 3 numbers")
