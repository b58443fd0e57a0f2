"""START: what it lifts, what it does not, and the question that may come before."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from optouts import connections, opting_in
from optouts.connections import Entry
from optouts.core import Core
from optouts.inbound import Provider, Told
from optouts.keyword_rules import Action
from optouts.numbers import E164
from optouts.opting_in import Asked
from optouts.outcomes import Added, Story
from optouts.places import Account, Choice, Sender
from optouts.reply_kinds import ReplyKind
from optouts.roles import Actor
from optouts.words import (
    EVERY_ACCOUNT,
    RECIPIENT,
    AccountId,
    Channel,
    Kind,
    ListId,
    Origin,
    WorkspaceId,
)
from storage import jobs
from tests.conftest import Clock
from tests.optouts.answering import connected
from tests.optouts.phone import Phone

NUMBER = E164(27831234567)
SMS = frozenset({Channel.SMS})
ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OptOutBy = Callable[..., Added]
Storied = Callable[[E164], Story]
SetTo = Callable[[str, str], None]
Stands = Callable[[E164], set[ListId]]


@pytest.fixture
def offers(short_code: Sender) -> Choice:
    return Choice(SMS, senders=(short_code.id,))


@pytest.fixture
def ask(core: Core, workspace: WorkspaceId, short_code: Sender) -> Callable[[AccountId], None]:
    """A program asks for the person to be taken off the list of an account."""

    def asked(account: AccountId) -> None:
        about = Asked(NUMBER, Channel.SMS, short_code.id, account, key=1)
        with core.writing() as tx:
            opting_in.ask_within(tx, core, workspace, about, request="opt-in")

    return asked


def kinds(phone: Phone, text: str, **otherwise: object) -> list[str]:
    """What a person is told when they write this."""
    received = phone.writes(text, in_band=True, **otherwise)
    return [each.kind for each in phone.told(received)]


def test_start_lifts_what_a_stop_did_and_says_who_wanted_it(
    phone: Phone, standing: Stands, story: Storied
) -> None:
    phone.writes("STOP")

    assert kinds(phone, "START", id="SM9") == [ReplyKind.STARTED]

    assert not standing(NUMBER)
    lifted = story(NUMBER).events[0].change
    assert (lifted.kind, lifted.by, lifted.origin) == (Kind.REMOVE, RECIPIENT, Origin.KEYWORD)
    assert lifted.evidence["message_id"] == "SM9"


@ONE_ENGINE
def test_the_team_hears_of_it_once(phone: Phone) -> None:
    phone.writes("STOP")

    first, second = phone.writes("START"), phone.writes("START")

    assert not phone.kept(first).told
    assert phone.kept(first).change_id
    assert phone.kept(second).told
    assert not phone.kept(second).change_id


def test_what_somebody_else_did_stands_and_they_are_told_so(
    phone: Phone, opt_out: OptOutBy, standing: Stands, offers: Choice
) -> None:
    (stands,) = opt_out(NUMBER, choice=offers).opened

    received = phone.writes("START", in_band=True)

    assert [each.kind for each in phone.told(received)] == [ReplyKind.NOT_STARTED]
    assert standing(NUMBER) == {stands.list.id}
    assert not phone.kept(received).told  # so that somebody can decide about it


@ONE_ENGINE
def test_their_own_is_lifted_though_what_others_did_still_stands(
    phone: Phone, opt_out: OptOutBy, standing: Stands
) -> None:
    phone.writes("STOP")
    (stands,) = opt_out(NUMBER).opened

    assert kinds(phone, "START") == [ReplyKind.NOT_STARTED]
    assert standing(NUMBER) == {stands.list.id}


@ONE_ENGINE
def test_what_stood_before_their_own_word_is_not_lifted_by_taking_it_back(
    phone: Phone, opt_out: OptOutBy, standing: Stands, offers: Choice
) -> None:
    opt_out(NUMBER, choice=offers)
    phone.writes("STOP")

    assert kinds(phone, "START") == [ReplyKind.NOT_STARTED]
    assert standing(NUMBER)


@ONE_ENGINE
def test_a_start_to_one_sender_leaves_the_stop_to_another(
    phone: Phone, care: Sender, orders: Sender, story: Storied
) -> None:
    for sender in (care, orders):
        phone.writes("STOP", channel=Channel.WHATSAPP, to=sender.written)

    phone.writes("START", channel=Channel.WHATSAPP, to=care.written)

    (stands,) = story(NUMBER).standing
    assert stands.list.sender == orders


@ONE_ENGINE
def test_a_stop_to_all_is_taken_back_where_it_was_said(
    phone: Phone, care: Sender, standing: Stands
) -> None:
    phone.writes("STOP ALL")
    assert len(standing(NUMBER)) == 2

    elsewhere = kinds(phone, "START", channel=Channel.WHATSAPP, to=care.written)
    assert elsewhere == [ReplyKind.NOT_STARTED]
    assert len(standing(NUMBER)) == 2

    assert kinds(phone, "START") == [ReplyKind.STARTED]
    assert not standing(NUMBER)


@ONE_ENGINE
def test_whatsapps_own_switch_lifts_what_it_did(
    phone: Phone, care: Sender, standing: Stands
) -> None:
    phone = replace(phone, usual=replace(phone.usual, channel=Channel.WHATSAPP, to=care.written))
    phone.writes("", told=Told.STOP)
    assert standing(NUMBER)

    phone.writes("", told=Told.START)

    assert not standing(NUMBER)


@ONE_ENGINE
@pytest.mark.parametrize("text", ["Starting tomorrow?", "yes please, at five", "start it", "OK"])
def test_no_other_words_take_anybody_off_a_list(phone: Phone, standing: Stands, text: str) -> None:
    phone.writes("STOP")

    received = phone.writes(text)

    assert received.decision.action is not Action.OPT_IN
    assert standing(NUMBER)


@ONE_ENGINE
def test_an_unsigned_message_frees_nobody(
    phone: Phone, core: Core, workspace: WorkspaceId, manager: Actor, standing: Stands
) -> None:
    unsigned = Phone(core, connected(core, workspace, manager, is_signed=False))
    phone.writes("STOP")

    received = unsigned.writes("START", in_band=True)

    assert standing(NUMBER)
    assert received.answer == ""
    with core.reading() as tx:
        assert jobs.by_request(tx, workspace, f"review:{received.inbound}")


@ONE_ENGINE
def test_an_unsigned_message_may_if_a_manager_said_so(
    phone: Phone, core: Core, workspace: WorkspaceId, manager: Actor, standing: Stands
) -> None:
    entry = Entry("Trusted network", may_remove=True)
    made = connections.add(core, workspace, Provider.SMSPORTAL, entry, by=manager, request="form")
    assert made is not None
    phone.writes("STOP")

    Phone(core, made[0]).writes("START")

    assert not standing(NUMBER)


@ONE_ENGINE
def test_a_start_to_nobody_we_know_frees_nobody(phone: Phone, standing: Stands) -> None:
    phone.writes("STOP")

    phone.writes("START", to="99999")

    assert standing(NUMBER)


@ONE_ENGINE
def test_a_number_is_taken_off_in_the_form_it_is_listed(phone: Phone, standing: Stands) -> None:
    """Argentine mobile numbers have a 9 behind the 54, or have not."""
    phone.writes("STOP", written="+5491123456789")

    phone.writes("START", written="+541123456789")

    assert not standing(E164(5491123456789))


class TestAskingBack:
    """What a workspace with double opt-in does."""

    @pytest.fixture(autouse=True)
    def double_opt_in(self, set_to: SetTo) -> None:
        set_to("double_opt_in", "on")

    def test_the_second_word_within_a_day_confirms(
        self, phone: Phone, standing: Stands, clock: Clock
    ) -> None:
        phone.writes("STOP")

        assert kinds(phone, "START") == [ReplyKind.ASKED]
        assert standing(NUMBER)

        clock.advance(hours=23)
        assert kinds(phone, "START") == [ReplyKind.STARTED]
        assert not standing(NUMBER)

    def test_the_team_hears_of_the_question_and_of_the_answer(self, phone: Phone) -> None:
        phone.writes("STOP")

        question, answer = phone.writes("START"), phone.writes("START")

        assert not phone.kept(question).told
        assert not phone.kept(question).change_id
        assert phone.kept(answer).change_id

    @ONE_ENGINE
    def test_after_a_day_they_are_asked_anew(
        self, phone: Phone, standing: Stands, clock: Clock
    ) -> None:
        phone.writes("STOP")
        phone.writes("START")
        clock.advance(hours=24)

        assert kinds(phone, "START") == [ReplyKind.ASKED]
        assert standing(NUMBER)

    @ONE_ENGINE
    def test_a_stop_in_between_takes_the_first_word_back(
        self, phone: Phone, standing: Stands, clock: Clock
    ) -> None:
        phone.writes("STOP")
        phone.writes("START")
        clock.advance(minutes=1)
        phone.writes("STOP")
        clock.advance(minutes=1)

        phone.writes("START")

        assert standing(NUMBER)

    @ONE_ENGINE
    def test_the_same_message_again_confirms_nothing(self, phone: Phone, standing: Stands) -> None:
        phone.writes("STOP")
        phone.writes("START", id="SM1")

        phone.writes("START", id="SM1")

        assert standing(NUMBER)

    @ONE_ENGINE
    def test_where_there_is_nothing_to_lift_nobody_is_asked(self, phone: Phone) -> None:
        assert kinds(phone, "START") == [ReplyKind.NOT_STARTED]

    @ONE_ENGINE
    def test_the_question_is_asked_though_the_provider_has_answered(self, phone: Phone) -> None:
        phone.writes("STOP")

        asked = kinds(phone, "START", told=Told.START, answered=True)

        assert asked == [ReplyKind.ASKED]


def test_a_program_that_asked_may_lift_what_stands_on_its_own_list(
    *,
    phone: Phone,
    opt_out: OptOutBy,
    offers: Choice,
    retail: Account,
    travel: Account,
    ask: Callable[[AccountId], None],
    standing: Stands,
) -> None:
    opt_out(NUMBER, choice=replace(offers, accounts=(retail.id,)))
    (theirs,) = opt_out(NUMBER, choice=replace(offers, accounts=(travel.id,))).opened
    ask(retail.id)

    phone.writes("START")

    assert standing(NUMBER) == {theirs.list.id}


@ONE_ENGINE
def test_without_a_question_what_the_program_did_stands(
    phone: Phone, opt_out: OptOutBy, offers: Choice, standing: Stands
) -> None:
    opt_out(NUMBER, choice=offers, origin=Origin.API)

    phone.writes("START")

    assert standing(NUMBER)


@ONE_ENGINE
def test_a_question_is_answered_once(
    phone: Phone,
    opt_out: OptOutBy,
    offers: Choice,
    ask: Callable[[AccountId], None],
    standing: Stands,
) -> None:
    opt_out(NUMBER, choice=offers)
    ask(EVERY_ACCOUNT)
    phone.writes("START")
    assert not standing(NUMBER)
    opt_out(NUMBER, choice=offers)

    phone.writes("START")

    assert standing(NUMBER)
