"""Account × channel × sender: the lists that a choice is about."""

import pytest

from optouts.errors import SenderRequired, UnknownAccount, UnknownSender
from optouts.lists import chosen, suppressing
from optouts.places import Account, Choice, ListName, Places, Sender
from optouts.words import AccountId, Channel, ListId, SenderId
from storage.lists import ListKey

RETAIL = Account(AccountId(1), "Baobab Retail", "ZA", retired=False)
TRAVEL = Account(AccountId(2), "Baobab Travel", "", retired=False)
CLOSED = Account(AccountId(3), "Baobab Motors", "", retired=True)
SHORT_CODE = Sender(SenderId(11), Channel.SMS, "31331", "Offers", retired=False)
CARE = Sender(SenderId(12), Channel.WHATSAPP, "27600123456", "Care", retired=False)
ORDERS = Sender(SenderId(13), Channel.WHATSAPP, "27600123457", "Orders", retired=False)
OLD = Sender(SenderId(14), Channel.WHATSAPP, "27600123458", "Old", retired=True)
PLACES = Places((RETAIL, TRAVEL, CLOSED), (SHORT_CODE, CARE, ORDERS, OLD))

SMS, WHATSAPP = frozenset({Channel.SMS}), frozenset({Channel.WHATSAPP})
BOTH = SMS | WHATSAPP


def test_sms_alone_is_the_list_of_every_account_and_every_sender() -> None:
    assert chosen(Choice(SMS), PLACES) == (ListKey(0, "sms", 0),)


def test_a_named_sms_sender_has_a_list_of_its_own() -> None:
    assert chosen(Choice(SMS, (SHORT_CODE.id,)), PLACES) == (ListKey(0, "sms", 11),)


def test_both_channels_make_a_list_for_every_sms_sender_and_one_for_each_source() -> None:
    choice = Choice(BOTH, (CARE.id, ORDERS.id), (RETAIL.id, TRAVEL.id))

    assert set(chosen(choice, PLACES)) == {
        ListKey(1, "sms", 0),
        ListKey(1, "whatsapp", 12),
        ListKey(1, "whatsapp", 13),
        ListKey(2, "sms", 0),
        ListKey(2, "whatsapp", 12),
        ListKey(2, "whatsapp", 13),
    }


def test_senders_of_both_channels_go_each_to_their_own() -> None:
    assert set(chosen(Choice(BOTH, (CARE.id, SHORT_CODE.id)), PLACES)) == {
        ListKey(0, "sms", 11),
        ListKey(0, "whatsapp", 12),
    }


@pytest.mark.parametrize("choice", [Choice(WHATSAPP), Choice(BOTH), Choice(BOTH, (SHORT_CODE.id,))])
def test_whatsapp_needs_a_source_number(choice: Choice) -> None:
    with pytest.raises(SenderRequired) as refusal:
        chosen(choice, PLACES)

    assert refusal.value.channel is Channel.WHATSAPP


@pytest.mark.parametrize("sender", [SenderId(99), OLD.id], ids=["unknown", "retired"])
def test_an_unknown_or_retired_sender_is_refused(sender: SenderId) -> None:
    with pytest.raises(UnknownSender):
        chosen(Choice(WHATSAPP, (CARE.id, sender)), PLACES)


def test_a_sender_of_a_channel_that_was_not_chosen_is_refused_and_not_dropped() -> None:
    with pytest.raises(UnknownSender):
        chosen(Choice(SMS, (CARE.id,)), PLACES)


@pytest.mark.parametrize("account", [AccountId(99), CLOSED.id], ids=["unknown", "retired"])
def test_an_unknown_or_retired_account_is_refused(account: AccountId) -> None:
    with pytest.raises(UnknownAccount):
        chosen(Choice(SMS, accounts=(RETAIL.id, account)), PLACES)


ALL_SMS = ListName(ListId(1), None, Channel.SMS, None, 0)
RETAIL_SMS = ListName(ListId(2), RETAIL, Channel.SMS, None, 0)
RETAIL_SHORT_CODE = ListName(ListId(3), RETAIL, Channel.SMS, SHORT_CODE, 0)
TRAVEL_CARE = ListName(ListId(4), TRAVEL, Channel.WHATSAPP, CARE, 0)
NAMES = (ALL_SMS, RETAIL_SMS, RETAIL_SHORT_CODE, TRAVEL_CARE)


@pytest.mark.parametrize(
    ("channel", "sender", "account", "expected"),
    [
        (None, None, None, NAMES),
        (Channel.SMS, None, None, NAMES[:3]),
        (Channel.SMS, SHORT_CODE.id, None, NAMES[:3]),
        (Channel.SMS, SenderId(20), RETAIL.id, NAMES[:2]),
        (Channel.SMS, None, TRAVEL.id, NAMES[:1]),
        (Channel.WHATSAPP, CARE.id, TRAVEL.id, NAMES[3:]),
        (Channel.WHATSAPP, CARE.id, RETAIL.id, ()),
        (Channel.WHATSAPP, ORDERS.id, None, ()),
    ],
)
def test_a_list_suppresses_every_message_that_it_may_be_about(
    channel: Channel | None,
    sender: SenderId | None,
    account: AccountId | None,
    expected: tuple[ListName, ...],
) -> None:
    assert suppressing(NAMES, channel=channel, sender=sender, account=account) == expected
