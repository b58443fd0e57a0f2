"""Unclear replies that turn out to be opt-outs, because somebody says so or nobody does."""

from collections.abc import Callable

import pytest

from optouts import connections
from optouts.connections import Entry
from optouts.core import Core
from optouts.inbound import Provider
from optouts.numbers import E164
from optouts.outcomes import Change, Story
from optouts.places import Sender
from optouts.receiving import Received
from optouts.recipient_acts import THE_PERSON, opt_out_of
from optouts.reply_kinds import ReplyKind
from optouts.roles import Actor
from optouts.words import Channel, Origin, WorkspaceId
from tests.optouts.phone import Phone

NUMBER = E164(27831234567)
UNCLEAR = "Please cancel my order!"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Storied = Callable[[E164], Story]
Judges = Callable[..., Change | None]
AddSender = Callable[[Channel, str, str], Sender]


@pytest.fixture
def phone(core: Core, workspace: WorkspaceId, manager: Actor, short_code: Sender) -> Phone:  # noqa: ARG001 - is there first
    """One that can be written back to."""
    entry = Entry("Line", secrets={"auth_token": "t0ken", "account_sid": "AC1"})
    made = connections.add(core, workspace, Provider.TWILIO, entry, by=manager, request="form")
    assert made is not None
    return Phone(core, made[0])


@pytest.fixture
def judges(core: Core, story: Storied) -> Judges:
    """Somebody says that it was an opt-out; returns what stands since then."""

    def judged(received: Received, by: Actor, note: str = "") -> Change | None:
        with core.writing() as tx:
            change = opt_out_of(tx, core, received.inbound, by=by, note=note)
        stands = [each.since for each in story(NUMBER).standing]
        assert [each.id for each in stands] == ([change] if change else [])
        return stands[0] if stands else None

    return judged


def test_it_is_an_opt_out_of_the_person_that_names_who_judged(
    phone: Phone, judges: Judges, editor: Actor, short_code: Sender
) -> None:
    received = phone.writes(UNCLEAR)

    change = judges(received, editor)

    assert change is not None
    assert (change.by, change.origin, change.note) == (editor.id, Origin.KEYWORD, UNCLEAR)
    assert change.is_person_made
    assert change.evidence["judged_by"] == editor.id
    assert change.evidence["text"] == UNCLEAR
    assert phone.kept(received).change_id == change.id
    assert not phone.is_free(short_code)


def test_the_person_is_told_once(phone: Phone, judges: Judges, editor: Actor) -> None:
    received = phone.writes(UNCLEAR)

    judges(received, editor)
    judges(received, editor)

    assert [each.kind for each in phone.told(received)] == [ReplyKind.STOPPED]


def test_where_nobody_judged_in_time_they_are_opted_out_in_silence(
    phone: Phone, judges: Judges
) -> None:
    received = phone.writes(UNCLEAR)

    change = judges(received, THE_PERSON, "Nobody judged it in time")

    assert change is not None
    assert change.note == "Nobody judged it in time"
    assert "judged_by" not in change.evidence
    assert not phone.told(received)


def test_a_sender_that_was_added_since_is_the_one_that_is_meant(
    phone: Phone, judges: Judges, editor: Actor, add_sender: AddSender, short_code: Sender
) -> None:
    received = phone.writes(UNCLEAR, to="45678")
    news = add_sender(Channel.SMS, "45678", "News")

    judges(received, editor)

    assert not phone.is_free(news)
    assert phone.is_free(short_code)


def test_a_number_that_cannot_be_read_is_on_no_list(
    phone: Phone, judges: Judges, editor: Actor
) -> None:
    received = phone.writes(UNCLEAR, written="Vodacom")

    assert judges(received, editor) is None


def test_they_can_opt_in_again_themselves(
    phone: Phone, judges: Judges, editor: Actor, short_code: Sender
) -> None:
    judges(phone.writes(UNCLEAR), editor)

    phone.writes("START")

    assert phone.is_free(short_code)
