"""Replies: what is done about them, at once and once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from optouts import receiving
from optouts.core import Core
from optouts.errors import StorageAway
from optouts.inbound import InboundMessage, Told
from optouts.keyword_rules import Action, Why
from optouts.numbers import E164
from optouts.outcomes import Story
from optouts.places import Account, Sender
from optouts.reply_kinds import ReplyKind
from optouts.roles import Actor
from optouts.words import RECIPIENT, Channel, Origin, WorkspaceId
from tests.conftest import Clock
from tests.optouts.answering import connected
from tests.optouts.phone import Phone

NUMBER = E164(27831234567)
UNCLEAR = "Please cancel my order!"
ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Storied = Callable[[E164], Story]
SetTo = Callable[[str, str], None]
Recorded = Callable[[], list[int]]


def test_a_stop_is_an_opt_out_of_that_sender_for_every_account(
    *,
    phone: Phone,
    story: Storied,
    short_code: Sender,
    care: Sender,
    retail: Account,
) -> None:
    phone.writes("STOP")

    (stands,) = story(NUMBER).standing
    assert stands.list.account is None
    assert stands.list.sender == short_code
    assert not phone.is_free(short_code)
    assert not phone.is_free(short_code, retail.id)
    assert phone.is_free(care)


def test_the_change_says_that_the_person_did_it_and_proves_it(
    phone: Phone, story: Storied, clock: Clock, short_code: Sender
) -> None:
    sent = datetime(2026, 3, 1, 8, 59, tzinfo=UTC)

    phone.writes("Stop. Thank you", id="SM1", at=sent, campaign="Spring")

    (stands,) = story(NUMBER).standing
    change = stands.since
    assert (change.by, change.origin, change.note) == (RECIPIENT, Origin.KEYWORD, "Stop. Thank you")
    assert change.is_person_made
    assert change.evidence == {
        "provider": "generic",
        "connection": str(phone.connection.id),
        "message_id": "SM1",
        "text": "Stop. Thank you",
        "sent_at": sent.isoformat(),
        "received_at": clock.now.isoformat(),
        "campaign": "Spring",
        "sender": str(short_code.id),
        "address": "31331",
        "rule": change.evidence["rule"],
        "why": Why.POLITE,
    }


def test_a_message_that_comes_again_is_answered_the_same_and_changes_nothing(
    phone: Phone, recorded: Recorded
) -> None:
    first = phone.writes("STOP", id="SM1", in_band=True)
    changes = recorded()

    again = phone.writes("STOP", id="SM1", in_band=True)

    assert (first.repeated, again.repeated) == (False, True)
    assert again.inbound == first.inbound
    assert "opted out" in first.answer
    assert again.answer == first.answer
    assert recorded() == changes


def test_one_message_delivered_many_times_at_once_is_one_change(
    phone: Phone, recorded: Recorded
) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: phone.writes("STOP", id="SM1", in_band=True), range(8)))

    assert sum(not each.repeated for each in answers) == 1
    assert len({each.inbound for each in answers}) == 1
    assert len({each.answer for each in answers}) == 1
    assert len(recorded()) == 1


def test_the_same_id_from_another_provider_is_another_message(
    phone: Phone, core: Core, workspace: WorkspaceId, manager: Actor
) -> None:
    other = Phone(core, connected(core, workspace, manager, is_signed=False))

    first, second = phone.writes("STOP", id="1"), other.writes("STOP", id="1")

    assert not second.repeated
    assert first.inbound != second.inbound


@ONE_ENGINE
def test_stop_all_is_an_opt_out_of_every_sender_of_both_channels(
    phone: Phone, short_code: Sender, care: Sender
) -> None:
    received = phone.writes("STOP ALL", in_band=True)

    assert not phone.is_free(short_code)
    assert not phone.is_free(care)
    assert [each.kind for each in phone.told(received)] == [ReplyKind.STOPPED_EVERYWHERE]


@ONE_ENGINE
def test_a_workspace_may_take_every_stop_to_mean_everywhere(
    phone: Phone, set_to: SetTo, care: Sender
) -> None:
    set_to("stop_scope", "everywhere")

    phone.writes("STOP")

    assert not phone.is_free(care)


@ONE_ENGINE
def test_from_a_day_on_a_stop_means_everywhere_by_the_clocks_of_the_workspace(
    phone: Phone, set_to: SetTo, care: Sender, clock: Clock
) -> None:
    set_to("zone", "Africa/Johannesburg")
    set_to("stop_scope_from", "2026-03-02")
    clock.now = datetime(2026, 3, 1, 21, 59, tzinfo=UTC)
    phone.writes("STOP")
    assert phone.is_free(care)

    clock.now = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
    phone.writes("STOP")

    assert not phone.is_free(care)


@ONE_ENGINE
def test_what_is_unclear_changes_nothing_and_is_put_before_somebody(
    phone: Phone, recorded: Recorded
) -> None:
    received = phone.writes(UNCLEAR)

    assert received.decision.action is Action.ASK
    assert phone.waits_for_somebody(received)
    assert not recorded()
    assert not phone.told(received)


@ONE_ENGINE
def test_a_mere_conversation_changes_nothing_and_its_text_is_not_kept(
    phone: Phone, recorded: Recorded
) -> None:
    received = phone.writes("Can you stop by Tuesday?")

    assert not recorded()
    assert not phone.waits_for_somebody(received)
    assert phone.kept(received).text == ""
    assert phone.kept(received).told


@ONE_ENGINE
def test_help_is_answered_and_changes_nothing(phone: Phone, recorded: Recorded) -> None:
    received = phone.writes("HELP", in_band=True)

    assert received.answer
    assert [each.kind for each in phone.told(received)] == [ReplyKind.HELP]
    assert not recorded()


@ONE_ENGINE
def test_what_the_provider_says_wins_over_what_was_written(
    phone: Phone, short_code: Sender
) -> None:
    received = phone.writes("Ndicela ningandithumeleli", told=Told.STOP)

    assert received.decision.why is Why.PROVIDER
    assert not phone.is_free(short_code)


@ONE_ENGINE
def test_stop_all_reaches_as_far_if_the_provider_says_stop_too(phone: Phone, care: Sender) -> None:
    phone.writes("STOP ALL", told=Told.STOP)

    assert not phone.is_free(care)


@ONE_ENGINE
def test_whatsapps_own_switch_has_no_text_and_counts(
    phone: Phone, care: Sender, orders: Sender
) -> None:
    phone.writes("", told=Told.STOP, channel=Channel.WHATSAPP, to=care.written)

    assert not phone.is_free(care)
    assert phone.is_free(orders)


@ONE_ENGINE
def test_where_the_provider_has_answered_nobody_else_does(phone: Phone) -> None:
    received = phone.writes("STOP", told=Told.STOP, answered=True, in_band=True)

    assert received.answer == ""
    assert not phone.told(received)


@ONE_ENGINE
def test_the_team_hears_of_the_first_stop_and_not_of_the_second(phone: Phone) -> None:
    first, second = phone.writes("STOP"), phone.writes("STOP")

    assert not phone.kept(first).told
    assert phone.kept(second).told
    assert phone.kept(first).change_id != phone.kept(second).change_id


@ONE_ENGINE
def test_somebody_never_heard_of_is_opted_out_and_told_so(phone: Phone, story: Storied) -> None:
    received = phone.writes("stop", written="+351912345678", in_band=True)

    assert story(E164(351912345678)).standing
    assert "opted out" in received.answer


def test_half_an_emoji_and_a_zero_cannot_keep_a_stop_out(phone: Phone, story: Storied) -> None:
    received = phone.writes("STOP \ud83d\0", id="SM\0\udc00", campaign="\ud800")

    assert phone.kept(received).text == "STOP ?"
    assert story(NUMBER).standing or received.decision.action is Action.ASK


@ONE_ENGINE
def test_a_text_without_end_is_cut(phone: Phone) -> None:
    received = phone.writes("STOP " + "x" * 10_000, to="3" * 5000)

    assert len(phone.kept(received).text) <= 4000
    assert len(phone.kept(received).address) <= 200


def test_without_the_database_nothing_is_taken_in(stranded: Core, phone: Phone) -> None:
    message = InboundMessage("SM1", Channel.SMS, str(NUMBER), "31331", "STOP")

    with pytest.raises(StorageAway):
        receiving.receive(stranded, phone.connection, message, in_band=True)


def test_many_people_opt_out_at_once_and_nobody_is_lost(
    phone: Phone, sizes: Callable[[], dict[int, int]]
) -> None:
    numbers = [f"+2783{index:07d}" for index in range(40)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: phone.writes("STOP", written=number), numbers))

    assert list(sizes().values()) == [40]
