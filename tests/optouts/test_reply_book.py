"""A workspace's own texts: which holds where, and every one that there was."""

from collections.abc import Callable

import pytest

from optouts import reply_book
from optouts.core import Core
from optouts.errors import BadLanguage, BadReplyText, NotPermitted, UnknownSender
from optouts.places import Sender
from optouts.reply_kinds import ReplyKind
from optouts.reply_preview import Warned
from optouts.reply_slots import Slot
from optouts.reply_texts import LONGEST, shipped
from optouts.roles import Actor
from optouts.words import EVERY_SENDER, SenderId, WorkspaceId
from tests.conftest import Clock

STOPPED = ReplyKind.STOPPED
EVERYWHERE = Slot(STOPPED)

Writes = Callable[..., None]


@pytest.fixture
def writes(core: Core, workspace: WorkspaceId, manager: Actor) -> Writes:
    def write(text: str, sender: SenderId = EVERY_SENDER, language: str = "") -> None:
        slot = Slot(STOPPED, sender, language)
        reply_book.save(core, workspace, slot, text, by=manager)

    return write


Reads = Callable[..., str]


@pytest.fixture
def reads(core: Core, workspace: WorkspaceId, viewer: Actor) -> Reads:
    def read(sender: SenderId = EVERY_SENDER, language: str = "") -> str:
        slot = Slot(STOPPED, sender, language)
        return reply_book.shown(core, workspace, slot, by=viewer).preview.text

    return read


def test_what_nobody_wrote_is_as_it_was_shipped(
    core: Core, workspace: WorkspaceId, viewer: Actor, reads: Reads
) -> None:
    shown = reply_book.shown(core, workspace, EVERYWHERE, by=viewer)

    assert not shown.is_own
    assert shown.template == shipped(STOPPED, "en")
    assert reads(language="af").startswith("31331: Jy sal geen boodskappe meer")


def test_the_nearest_text_holds_a_senders_before_a_languages(
    short_code: Sender, writes: Writes, reads: Reads
) -> None:
    writes("any")
    assert reads(short_code.id, "fr") == reads(language="af") == "any"
    writes("french", language="fr")
    assert reads(short_code.id, "fr") == "french"
    writes("offers", short_code.id)
    assert reads(short_code.id, "fr") == reads(short_code.id) == "offers"
    writes("offers in french", short_code.id, "fr")
    assert reads(short_code.id, "fr") == "offers in french"

    assert reads(language="fr") == "french"
    assert reads(language="de") == "any"


def test_an_empty_text_takes_back_what_was_written(
    core: Core, workspace: WorkspaceId, viewer: Actor, writes: Writes, reads: Reads
) -> None:
    writes("mine")
    writes("  ")

    assert reads() == "31331: " + shipped(STOPPED, "en").removeprefix("{business}: ")
    assert reply_book.own(core, workspace, by=viewer) == ()


def test_a_text_that_would_hold_anyway_is_not_kept_as_an_own_one(
    core: Core, workspace: WorkspaceId, viewer: Actor, writes: Writes, clock: Clock
) -> None:
    writes(shipped(STOPPED, "en"))
    writes("mine")
    clock.advance(hours=1)
    writes("mine")
    writes("mine", language="fr")

    assert [each.text for each in reply_book.own(core, workspace, by=viewer)] == ["mine"]
    found = reply_book.versions(core, workspace, EVERYWHERE, by=viewer)
    assert [each.text for each in found] == ["mine"]


def test_every_version_is_kept_with_who_wrote_it_and_when(
    core: Core, workspace: WorkspaceId, manager: Actor, writes: Writes, clock: Clock
) -> None:
    began = clock.now
    writes("first")
    clock.advance(days=1)
    writes("second")
    writes("")

    found = reply_book.versions(core, workspace, EVERYWHERE, by=manager)
    assert [each.text for each in found] == ["", "second", "first"]
    assert {each.by for each in found} == {manager.id}
    assert found[-1].at == began


def test_a_draft_is_shown_without_being_kept(
    core: Core, workspace: WorkspaceId, viewer: Actor, writes: Writes, reads: Reads
) -> None:
    writes("mine")

    shown = reply_book.shown(core, workspace, EVERYWHERE, by=viewer, draft="{sender}  draft \n")
    none = reply_book.shown(core, workspace, EVERYWHERE, by=viewer, draft="")

    assert shown.preview.text == "31331 draft"
    assert none.template == shipped(STOPPED, "en")
    assert reads() == "mine"


def test_what_whatsapp_sends_is_not_counted_as_sms(
    core: Core, workspace: WorkspaceId, manager: Actor, care: Sender, short_code: Sender
) -> None:
    long = "{business}: " + "ê" * 80
    for sender, warned in ((care, ()), (short_code, (Warned.LONG, Warned.COSTLY))):
        slot = Slot(STOPPED, sender.id)
        shown = reply_book.shown(core, workspace, slot, by=manager, draft=long)
        assert shown.preview.warnings == warned


def test_texts_name_the_business_or_else_the_sender(
    short_code: Sender,
    writes: Writes,
    reads: Reads,
    set_to: Callable[[str, str], None],
) -> None:
    writes("{business} {sender}")

    assert reads(short_code.id) == "Offers 31331"
    assert reads() == "31331 31331"
    set_to("business", "Baobab")
    assert reads(short_code.id) == "Baobab 31331"


def test_bad_texts_and_places_are_refused(
    core: Core, workspace: WorkspaceId, writes: Writes, viewer: Actor, manager: Actor
) -> None:
    for text in ("a" * (LONGEST + 1), "Hello {name}"):
        with pytest.raises(BadReplyText):
            writes(text)
        with pytest.raises(BadReplyText):
            reply_book.shown(core, workspace, EVERYWHERE, by=viewer, draft=text)
    with pytest.raises(UnknownSender):
        writes("mine", SenderId(999))
    with pytest.raises(BadLanguage):
        writes("mine", language="klingon")
    assert reply_book.own(core, workspace, by=manager) == ()


def test_viewers_look_and_only_managers_write(
    core: Core, workspace: WorkspaceId, editor: Actor, guest: Actor
) -> None:
    with pytest.raises(NotPermitted):
        reply_book.save(core, workspace, EVERYWHERE, "mine", by=editor)
    for look in (reply_book.shown, reply_book.versions):
        with pytest.raises(NotPermitted):
            look(core, workspace, EVERYWHERE, by=guest)
    with pytest.raises(NotPermitted):
        reply_book.own(core, workspace, by=guest)


def test_own_texts_come_by_kind_sender_and_language(
    core: Core, workspace: WorkspaceId, manager: Actor, short_code: Sender, writes: Writes
) -> None:
    reply_book.save(core, workspace, Slot(ReplyKind.HELP), "help", by=manager)
    writes("offers", short_code.id)
    writes("french", language="fr")
    writes("any")

    texts = [each.text for each in reply_book.own(core, workspace, by=manager)]
    assert texts == ["any", "french", "offers", "help"]
