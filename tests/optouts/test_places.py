"""How a person's words find an account or a sender."""

import pytest

from optouts.errors import UnknownAccount, UnknownSender
from optouts.places import Account, Places, Sender
from optouts.words import AccountId, Channel, SenderId

RETAIL = Account(AccountId(1), "Baobab Retail", "ZA", retired=False)
CAFE = Account(AccountId(2), "Café Baobab", "", retired=False)
CLOSED = Account(AccountId(3), "Baobab Motors", "", retired=True)
SHORT_CODE = Sender(SenderId(11), Channel.SMS, "31331", "Offers", retired=False)
LETTERS = Sender(SenderId(12), Channel.SMS, "BAOBAB", "", retired=False)
CARE = Sender(SenderId(13), Channel.WHATSAPP, "27600123456", "Care", retired=False)
CARE_BY_SMS = Sender(SenderId(14), Channel.SMS, "27600123456", "Care", retired=False)
OLD = Sender(SenderId(15), Channel.WHATSAPP, "27600123458", "Old", retired=True)
PLACES = Places((RETAIL, CAFE, CLOSED), (SHORT_CODE, LETTERS, CARE, CARE_BY_SMS, OLD))


@pytest.mark.parametrize("text", ["Baobab Retail", "baobab  RETAIL ", "\tBaobab\u00a0Retail"])
def test_an_account_is_found_whatever_the_case_and_spacing(text: str) -> None:
    assert PLACES.account_named(text) is RETAIL


@pytest.mark.parametrize("text", ["cafe baobab", "Cafe\u0301 Baobab"])
def test_an_account_is_found_without_its_accents(text: str) -> None:
    assert PLACES.account_named(text) is CAFE


def test_an_unknown_account_comes_with_the_nearest_names() -> None:
    with pytest.raises(UnknownAccount) as refusal:
        PLACES.account_named("Baobab Retial")

    assert refusal.value.text == "Baobab Retial"
    assert refusal.value.nearest[0] == "Baobab Retail"
    assert "Baobab Motors" not in refusal.value.nearest


@pytest.mark.parametrize("text", ["31331", "offers", " OFFERS "])
def test_a_sender_is_found_by_address_and_by_label(text: str) -> None:
    assert PLACES.sender_named(text) is SHORT_CODE


@pytest.mark.parametrize("text", ["baobab", "Baobab"])
def test_a_sender_of_letters_is_found_whatever_the_case(text: str) -> None:
    assert PLACES.sender_named(text) is LETTERS


@pytest.mark.parametrize(
    "text", ["+27 60 012 3456", "27600123456", "whatsapp:+27600123456", "(+27) 60-012-3456"]
)
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    assert PLACES.sender_named(text, Channel.WHATSAPP) is CARE


def test_a_name_that_two_senders_share_is_not_guessed() -> None:
    with pytest.raises(UnknownSender) as refusal:
        PLACES.sender_named("Care")

    assert set(refusal.value.nearest) == {"whatsapp +27600123456", "sms +27600123456"}


def test_an_unknown_sender_comes_with_the_nearest_of_its_channel() -> None:
    with pytest.raises(UnknownSender) as refusal:
        PLACES.sender_named("offer", Channel.SMS)

    assert refusal.value.nearest == ("Offers",)
    assert refusal.value.channel is Channel.SMS


@pytest.mark.parametrize("text", ["", "  ", "\u0301"])
def test_no_words_find_no_sender_not_even_one_without_a_label(text: str) -> None:
    with pytest.raises(UnknownSender):
        PLACES.sender_named(text)


def test_open_places_leave_out_the_retired_ones() -> None:
    assert PLACES.open_accounts == (RETAIL, CAFE)
    assert PLACES.open_senders() == (SHORT_CODE, LETTERS, CARE, CARE_BY_SMS)
    assert PLACES.open_senders(Channel.WHATSAPP) == (CARE,)


def test_nothing_stands_behind_the_zero_of_every_account_and_every_sender() -> None:
    assert PLACES.account(0) is None
    assert PLACES.sender(0) is None
    assert PLACES.account(3) is CLOSED
    assert PLACES.sender(15) is OLD


@pytest.mark.parametrize(
    ("sender", "written"), [(CARE, "+27600123456"), (SHORT_CODE, "31331"), (LETTERS, "BAOBAB")]
)
def test_an_address_is_written_as_people_write_it(sender: Sender, written: str) -> None:
    assert sender.written == written
