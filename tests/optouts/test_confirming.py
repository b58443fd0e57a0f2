"""Who is told what in answer to a message, and that nobody is told the same again and again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from optouts import confirming, connections
from optouts.core import Core
from optouts.inbound import Provider
from optouts.places import Sender
from optouts.reply_kinds import ReplyKind
from optouts.roles import Actor
from optouts.vault import Vault
from optouts.words import Channel, WorkspaceId
from storage import inbound, opt_in_questions
from storage.reply_tables import OptInQuestion
from tests.conftest import Clock
from tests.optouts.confirming import PERSON, Correspondence

SetTo = Callable[[str, str], None]


@pytest.fixture
def mail(core: Core, workspace: WorkspaceId, manager: Actor, short_code: Sender) -> Correspondence:
    return Correspondence(core, workspace, manager, short_code)


def test_a_confirmation_waits_to_be_sent_from_the_sender_that_was_answered(
    mail: Correspondence, clock: Clock, set_to: SetTo
) -> None:
    set_to("business", "Baobab")
    set_to("confirm_minutes", "7")

    assert mail.writes(mail.connect(), change=mail.opts_out()) == ""

    [row] = mail.kept()
    assert row.text == (
        "Baobab: You have opted out and will get no more messages from this number."
        " Reply START to get them again."
    )
    assert (row.number, row.channel, row.address) == (PERSON, "sms", "31331")
    assert (row.state, row.next_at, row.sent_at) == ("waiting", clock.now, None)
    assert row.until == clock.now + timedelta(minutes=7)


def test_a_provider_that_takes_it_in_its_answer_gets_it_again_when_it_asks_again(
    mail: Correspondence, core: Core, workspace: WorkspaceId, clock: Clock
) -> None:
    text = mail.writes(mail.connect(Provider.TWILIO), change=mail.opts_out(), in_band=True)

    [row] = mail.kept()
    assert text.startswith("Offers: You have opted out")
    assert (row.state, row.next_at, row.sent_at) == ("answered", None, clock.now)
    with core.reading() as tx:
        message = inbound.by_id(tx, row.inbound_id)
        assert message is not None
        assert confirming.answered_within(tx, workspace, message) == text


def test_five_stops_in_a_row_are_confirmed_once(mail: Correspondence, clock: Clock) -> None:
    connection = mail.connect()
    for _ in range(5):
        mail.writes(connection, change=mail.opts_out())
        clock.advance(minutes=1)

    assert len(mail.kept()) == 1
    clock.advance(hours=24)
    mail.writes(connection, change=mail.opts_out())
    assert len(mail.kept()) == 2


def test_a_stop_is_confirmed_again_if_it_did_something_again(
    mail: Correspondence, clock: Clock
) -> None:
    connection = mail.connect()
    change = mail.opts_out()
    mail.writes(connection, change=change)
    mail.is_taken_off(change)
    clock.advance(minutes=1)

    mail.writes(connection, change=mail.opts_out())

    assert [row.kind for row in mail.kept()] == ["stopped", "stopped"]


def test_a_confirmation_that_never_arrived_does_not_silence_the_next(
    mail: Correspondence, core: Core
) -> None:
    connection = mail.connect()
    mail.writes(connection)
    with core.writing() as tx:
        tx.add(_changed(mail, state="failed"))

    mail.writes(connection)

    assert [row.state for row in mail.kept()] == ["failed", "waiting"]


def _changed(mail: Correspondence, **values: object) -> object:
    [row] = mail.kept()
    return row.sqlmodel_update(values)


def test_other_people_senders_and_kinds_are_told_for_themselves(
    mail: Correspondence, care: Sender
) -> None:
    connection = mail.connect()
    mail.writes(connection)
    mail.writes(connection, number=PERSON + 1)
    mail.writes(connection, kind=ReplyKind.HELP)
    replace(mail, sender=care).writes(connection)
    unknown = replace(mail, sender=None)
    for address in ("40404", "40405", "40405"):
        unknown.writes(connection, address=address)

    assert [(row.number, row.kind, row.address) for row in mail.kept()] == [
        (PERSON, "stopped", "31331"),
        (PERSON + 1, "stopped", "31331"),
        (PERSON, "help", "31331"),
        (PERSON, "stopped", care.address),
        (PERSON, "stopped", "40404"),
        (PERSON, "stopped", "40405"),
    ]
    assert mail.kept()[-1].text.startswith("40405: You have opted out")


def test_help_is_given_again_after_five_minutes(mail: Correspondence, clock: Clock) -> None:
    connection = mail.connect()
    for minutes in (0, 4, 2):
        clock.advance(minutes=minutes)
        mail.writes(connection, kind=ReplyKind.HELP)

    assert len(mail.kept()) == 2


def test_what_is_still_to_be_sent_is_overtaken_by_a_change_of_mind(
    mail: Correspondence, clock: Clock
) -> None:
    connection = mail.connect()
    mail.writes(connection)
    mail.writes(connection, kind=ReplyKind.HELP)
    clock.advance(seconds=20)
    mail.writes(connection, kind=ReplyKind.STARTED)

    assert [(row.kind, row.state) for row in mail.kept()] == [
        ("stopped", "overtaken"),
        ("help", "waiting"),
        ("started", "waiting"),
    ]


def test_without_confirmations_people_are_still_helped_and_asked_back(
    mail: Correspondence, set_to: SetTo
) -> None:
    set_to("confirm", "off")
    connection = mail.connect()
    for kind in ReplyKind:
        mail.writes(connection, kind=kind, change=mail.opts_out())
        mail.writes(connection, kind=kind, number=PERSON + 1, in_band=True)

    assert {row.kind for row in mail.kept()} == {"help", "asked"}


def test_nothing_is_kept_that_nobody_could_send(mail: Correspondence) -> None:
    mute = mail.connect(secrets={})
    mail.writes(mute)
    mail.writes(mail.connect(), number=0)
    assert mail.kept() == []

    # The answer to the provider reaches whoever wrote, readable or not.
    assert mail.writes(mail.connect(Provider.TWILIO), number=0, in_band=True)
    assert mail.writes(mail.connect(Provider.TWILIO), number=0, in_band=True)
    assert len(mail.kept()) == 2


def test_a_connection_that_lost_its_secrets_lets_the_team_know(mail: Correspondence) -> None:
    lost = replace(mail.connect(), secrets={}, is_lost=True)

    mail.writes(lost)

    assert [row.state for row in mail.kept()] == ["waiting"]


def test_people_are_answered_in_the_language_of_their_word(mail: Correspondence) -> None:
    connection = mail.connect()
    for number, language in enumerate(("fr", "af", "xh")):
        mail.writes(connection, number=PERSON + number, language=language)

    texts = [row.text for row in mail.kept()]
    assert texts[0].startswith("Offers : vous ne recevrez plus")
    assert texts[1].startswith("Offers: Jy sal geen boodskappe meer")
    assert texts[2].startswith("Offers: You have opted out")


def _question(workspace: WorkspaceId, sender: int, at: datetime) -> OptInQuestion:
    return OptInQuestion(
        workspace_id=workspace,
        number=PERSON,
        channel=Channel.SMS,
        sender_id=sender,
        at=at,
        until=at + timedelta(hours=24),
    )


Asks = Callable[[int], bool]


@pytest.fixture
def asks(core: Core, workspace: WorkspaceId) -> Asks:
    def ask(sender: int) -> bool:
        with core.writing() as tx:
            question = opt_in_questions.ask(tx, _question(workspace, sender, core.clock()))
            return confirming.ask_within(tx, core, question, language="nl")

    return ask


def test_a_program_asks_through_the_connection_that_the_sender_is_answered_by(
    mail: Correspondence, asks: Asks, short_code: Sender
) -> None:
    mail.writes(mail.connect(), kind=ReplyKind.HELP)
    used = mail.connect()
    mail.writes(used, kind=ReplyKind.HELP, number=PERSON + 1)

    assert asks(short_code.id)

    row = mail.kept()[-1]
    assert row.text.startswith("Offers: Wilt u weer berichten van dit nummer?")
    assert (row.connection_id, row.address, row.kind) == (used.id, "31331", "asked")
    assert (row.inbound_id, row.state) == (0, "waiting")


def test_a_program_cannot_ask_where_nobody_ever_answered(
    mail: Correspondence, asks: Asks, short_code: Sender
) -> None:
    mail.connect()

    assert not asks(0)
    assert not asks(short_code.id)
    assert mail.kept() == []


def test_a_program_cannot_ask_through_what_is_retired_or_cannot_send(
    mail: Correspondence, asks: Asks, short_code: Sender
) -> None:
    used = mail.connect()
    mail.writes(used)
    connections.retire(mail.core, mail.workspace, used.id, retired=True, by=mail.manager)
    assert not asks(short_code.id)

    bare = mail.connect(Provider.TWILIO, {"auth_token": "t0ken"})
    mail.writes(bare, number=PERSON + 1, in_band=True)
    assert not asks(short_code.id)


def test_a_program_cannot_ask_when_the_secrets_are_lost(
    mail: Correspondence, workspace: WorkspaceId, short_code: Sender, tmp_path: Path
) -> None:
    mail.writes(mail.connect())
    with mail.core.writing() as tx:
        core = replace(mail.core, vault=Vault(tmp_path / "another.key"))
        question = opt_in_questions.ask(tx, _question(workspace, short_code.id, core.clock()))

        assert not confirming.ask_within(tx, core, question)
