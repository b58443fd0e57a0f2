"""A customer's phone beside the workspace: answered there, seen here."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def test_stop_on_a_phone_arrives_in_the_channel_and_its_confirmation_on_the_phone(
    visit: Visit,
) -> None:
    thandi = visit(person="U0THANDI")
    handset = thandi.picks_up_phone_of("Lerato Molefe")
    handset.get_by_role("button", name="STOP", exact=True).click()

    expect(handset.get_by_text("You have opted out")).to_be_visible()
    expect(thandi.message("“STOP”")).to_contain_text("+27…0101 opted out")


def test_a_customer_writes_by_whatsapp_and_turns_offers_off_there(visit: Visit) -> None:
    naledi = visit(person="U0NALEDI")
    handset = naledi.picks_up_phone_of("Aisha Patel")
    handset.get_by_role("button", name="Promotions SMS 31331").click()
    naledi.page.get_by_role("menuitemradio", name="Travel desk").click()
    handset.get_by_role("button", name="Stop offers").click()

    expect(naledi.message("Travel desk")).to_contain_text("+27…0103")
    expect(handset.get_by_role("button", name="Resume offers")).to_be_visible()


def test_a_phone_is_put_away_again(visit: Visit) -> None:
    sipho = visit(person="U0SIPHO")
    handset = sipho.picks_up_phone_of("Johan Botha")
    handset.get_by_label("Text message").fill("I will write later")
    handset.get_by_role("button", name="Put the phone away").click()
    expect(handset).to_be_hidden()

    handset = sipho.picks_up_phone_of("Johan Botha")
    expect(handset.get_by_label("Text message")).to_have_value("I will write later")
