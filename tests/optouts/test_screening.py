"""May we message this number? What is not known is never free."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from optouts import screening
from optouts.core import Core
from optouts.errors import NotPermitted, StorageAway, UnknownAccount, UnknownSender
from optouts.numbers import E164
from optouts.outcomes import Added, Answer, Removed, Verdict
from optouts.places import Account, Choice, Sender
from optouts.roles import Actor
from optouts.screening import Message
from optouts.words import AccountId, Channel, Origin, SenderId, WorkspaceId
from tests.conftest import Clock

NUMBER = E164(27831234567)
OTHER = E164(27821234567)
FROM_WHATSAPP, AS_DIALLED = E164(5491123456789), E164(541123456789)
SMS, WHATSAPP = frozenset({Channel.SMS}), frozenset({Channel.WHATSAPP})

OptOutBy = Callable[..., Added]
RemoveBy = Callable[..., Removed]
Asking = Callable[..., tuple[Answer, ...]]
VerdictOn = Callable[[Message], Verdict]


@pytest.fixture
def ask(core: Core, workspace: WorkspaceId, viewer: Actor) -> Asking:
    def answered(message: Message, *numbers: E164) -> tuple[Answer, ...]:
        return screening.check(core, workspace, numbers or (NUMBER,), message, by=viewer)

    return answered


@pytest.fixture
def verdict(ask: Asking) -> VerdictOn:
    def answered(message: Message) -> Verdict:
        return ask(message)[0].verdict

    return answered


def test_a_number_on_no_list_is_free(ask: Asking) -> None:
    (answer,) = ask(Message(Channel.SMS))

    assert (answer.number, answer.verdict, answer.because) == (NUMBER, Verdict.FREE, ())


def test_a_suppressed_number_says_by_which_list_since_when_and_whence(
    ask: Asking, opt_out: OptOutBy, retail: Account, clock: Clock
) -> None:
    opt_out(NUMBER, choice=Choice(SMS, accounts=(retail.id,)), origin=Origin.KEYWORD)

    (answer,) = ask(Message(Channel.SMS, account=retail.id))

    (reason,) = answer.because
    assert answer.verdict is Verdict.SUPPRESSED
    assert (reason.list.account, reason.list.channel) == (retail, Channel.SMS)
    assert (reason.date, reason.since.origin) == (clock.now, Origin.KEYWORD)


def test_every_opt_out_that_suppresses_is_named(
    ask: Asking, opt_out: OptOutBy, retail: Account
) -> None:
    opt_out(NUMBER)
    opt_out(NUMBER, choice=Choice(SMS, accounts=(retail.id,)))

    (answer,) = ask(Message(Channel.SMS, account=retail.id))

    assert {each.list.account for each in answer.because} == {None, retail}


def test_several_numbers_are_answered_in_their_order(ask: Asking, opt_out: OptOutBy) -> None:
    opt_out(OTHER)

    answers = ask(Message(Channel.SMS), NUMBER, OTHER, NUMBER)

    assert [each.number for each in answers] == [NUMBER, OTHER, NUMBER]
    assert [each.verdict.value for each in answers] == ["free", "suppressed", "free"]


def test_a_check_of_nothing_answers_nothing(
    core: Core, workspace: WorkspaceId, viewer: Actor
) -> None:
    assert screening.check(core, workspace, [], Message(), by=viewer) == ()


def test_an_sms_opt_out_says_nothing_about_whatsapp(
    verdict: VerdictOn, opt_out: OptOutBy, care: Sender
) -> None:
    opt_out(NUMBER)

    assert verdict(Message(Channel.SMS)) is Verdict.SUPPRESSED
    assert verdict(Message(Channel.WHATSAPP)) is Verdict.FREE
    assert verdict(Message(Channel.WHATSAPP, sender=care.id)) is Verdict.FREE


def test_a_whatsapp_opt_out_is_for_its_source_only(
    verdict: VerdictOn, opt_out: OptOutBy, care: Sender, orders: Sender
) -> None:
    opt_out(NUMBER, choice=Choice(WHATSAPP, senders=(care.id,)))

    assert verdict(Message(Channel.WHATSAPP, sender=care.id)) is Verdict.SUPPRESSED
    assert verdict(Message(Channel.WHATSAPP, sender=orders.id)) is Verdict.FREE


def test_an_sms_opt_out_from_every_sender_covers_each(
    verdict: VerdictOn, opt_out: OptOutBy, short_code: Sender
) -> None:
    opt_out(NUMBER)

    assert verdict(Message(Channel.SMS, sender=short_code.id)) is Verdict.SUPPRESSED


def test_an_opt_out_of_one_account_leaves_the_other_free(
    verdict: VerdictOn, opt_out: OptOutBy, retail: Account, travel: Account
) -> None:
    opt_out(NUMBER, choice=Choice(SMS, accounts=(retail.id,)))

    assert verdict(Message(Channel.SMS, account=retail.id)) is Verdict.SUPPRESSED
    assert verdict(Message(Channel.SMS, account=travel.id)) is Verdict.FREE


def test_an_opt_out_of_every_account_covers_each(
    verdict: VerdictOn, opt_out: OptOutBy, travel: Account
) -> None:
    opt_out(NUMBER)

    assert verdict(Message(Channel.SMS, account=travel.id)) is Verdict.SUPPRESSED


def test_what_is_not_said_about_the_message_may_be_anything(
    verdict: VerdictOn, opt_out: OptOutBy, retail: Account, care: Sender
) -> None:
    opt_out(NUMBER, choice=Choice(WHATSAPP, senders=(care.id,), accounts=(retail.id,)))

    exact = Message(Channel.WHATSAPP, care.id, retail.id)
    for vague in (
        Message(),
        replace(exact, channel=None),
        replace(exact, sender=None),
        replace(exact, account=None),
        Message(Channel.WHATSAPP),
    ):
        assert verdict(vague) is Verdict.SUPPRESSED


def test_a_removed_number_is_free_again(
    verdict: VerdictOn, opt_out: OptOutBy, remove: RemoveBy
) -> None:
    remove(NUMBER, on=[opt_out(NUMBER).opened[0].list.id])

    assert verdict(Message()) is Verdict.FREE


def test_an_unknown_sender_or_account_is_never_free(ask: Asking) -> None:
    with pytest.raises(UnknownSender):
        ask(Message(Channel.SMS, sender=SenderId(99)))
    with pytest.raises(UnknownAccount):
        ask(Message(Channel.SMS, account=AccountId(99)))


def test_a_sender_of_another_channel_is_never_free(ask: Asking, care: Sender) -> None:
    with pytest.raises(UnknownSender):
        ask(Message(Channel.SMS, sender=care.id))


def test_a_retired_sender_and_account_are_still_checked(
    retire: Callable[..., None], ask: Asking, opt_out: OptOutBy, retail: Account, care: Sender
) -> None:
    opt_out(NUMBER, choice=Choice(WHATSAPP, senders=(care.id,), accounts=(retail.id,)))
    retire(retail)
    retire(care)

    (answer,) = ask(Message(Channel.WHATSAPP, care.id, retail.id))

    assert answer.verdict is Verdict.SUPPRESSED


@pytest.mark.parametrize(
    ("listed", "asked"), [(FROM_WHATSAPP, AS_DIALLED), (AS_DIALLED, FROM_WHATSAPP)]
)
def test_both_forms_of_an_argentine_number_are_one_subscriber(
    ask: Asking, opt_out: OptOutBy, listed: E164, asked: E164
) -> None:
    opt_out(listed)

    (answer,) = ask(Message(), asked)

    assert (answer.number, answer.verdict) == (asked, Verdict.SUPPRESSED)
    assert [each.number for each in answer.because] == [listed]


def test_a_guest_is_told_nothing(
    core: Core, workspace: WorkspaceId, guest: Actor, opt_out: OptOutBy
) -> None:
    opt_out(NUMBER)

    with pytest.raises(NotPermitted):
        screening.check(core, workspace, [NUMBER], Message(), by=guest)


def test_a_check_without_the_database_is_never_free(
    stranded: Core, workspace: WorkspaceId, viewer: Actor
) -> None:
    with pytest.raises(StorageAway):
        screening.check(stranded, workspace, [NUMBER], Message(), by=viewer)
