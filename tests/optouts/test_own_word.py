"""A person asks for an opt-out that stands already because of somebody else: it counts too."""

from collections.abc import Callable

import pytest

from optouts.core import Core
from optouts.errors import ReasonRequired
from optouts.jobs import Mode
from optouts.numbers import E164
from optouts.outcomes import Added, Removed, Story, Undone, What
from optouts.places import Choice, Sender
from optouts.words import Channel, ListId, Origin
from storage.opt_outs import count_open
from tests.conftest import Clock
from tests.optouts.importing import Importer
from tests.optouts.phone import Phone

NUMBER = E164(27831234567)
OTHER = E164(27821234567)
ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OptOutBy = Callable[..., Added]
RemoveBy = Callable[..., Removed]
UndoBy = Callable[..., Undone]
Storied = Callable[[E164], Story]


@pytest.fixture
def offers(short_code: Sender) -> Choice:
    """The list that a reply to the short code is about."""
    return Choice(frozenset({Channel.SMS}), senders=(short_code.id,))


@pytest.fixture
def sizes_are_true(core: Core, sizes: Callable[[], dict[ListId, int]]) -> Callable[[], None]:
    """The sizes that lists say they have are those that they have."""

    def compared() -> None:
        with core.reading() as tx:
            for list_id, size in sizes().items():
                assert count_open(tx, list_id=list_id) == size

    return compared


def test_the_first_opt_out_stands_and_the_history_says_that_they_asked_too(
    phone: Phone, opt_out: OptOutBy, story: Storied, offers: Choice, clock: Clock
) -> None:
    first = opt_out(NUMBER, choice=offers)
    clock.advance(days=1)

    received = phone.writes("STOP")

    told = story(NUMBER)
    (stands,) = told.standing
    assert stands.since == first.change
    assert stands.is_own
    assert [(each.what, each.change.at) for each in told.events] == [
        (What.ASKED, clock.now),
        (What.OPTED_OUT, first.change.at),
    ]
    assert told.events[0].change.note == "STOP"
    assert not phone.kept(received).told


def test_who_asked_twice_has_said_it_once(
    phone: Phone, opt_out: OptOutBy, story: Storied, offers: Choice
) -> None:
    opt_out(NUMBER, choice=offers)
    phone.writes("STOP")
    phone.writes("STOP")

    assert [each.what for each in story(NUMBER).events].count(What.OPTED_OUT) == 1
    assert phone.kept(phone.writes("STOP")).told


def test_what_was_their_own_from_the_beginning_needs_no_further_word(
    phone: Phone, story: Storied
) -> None:
    phone.writes("STOP")
    phone.writes("STOP")

    assert [each.what for each in story(NUMBER).events] == [What.OPTED_OUT]


def test_staff_lift_it_only_with_a_reason(
    phone: Phone, opt_out: OptOutBy, remove: RemoveBy, story: Storied, offers: Choice
) -> None:
    (stands,) = opt_out(NUMBER, choice=offers).opened
    phone.writes("STOP")

    with pytest.raises(ReasonRequired):
        remove(NUMBER, on=[stands.list.id])
    assert story(NUMBER).standing

    remove(NUMBER, on=[stands.list.id], note="Asked by phone to be taken back")
    assert not story(NUMBER).standing


@ONE_ENGINE
def test_the_word_of_one_opt_out_says_nothing_of_a_later_one(
    phone: Phone, opt_out: OptOutBy, remove: RemoveBy, offers: Choice
) -> None:
    (stands,) = opt_out(NUMBER, choice=offers).opened
    phone.writes("STOP")
    remove(NUMBER, on=[stands.list.id], note="Asked by phone to be taken back")
    (again,) = opt_out(NUMBER, choice=offers).opened

    assert not again.is_own
    assert remove(NUMBER, on=[again.list.id]).closed


def test_an_undo_of_what_staff_did_leaves_them_on_the_list_by_their_own_word(
    *,
    phone: Phone,
    opt_out: OptOutBy,
    undo: UndoBy,
    story: Storied,
    offers: Choice,
    sizes_are_true: Callable[[], None],
) -> None:
    added = opt_out(NUMBER, OTHER, choice=offers)
    received = phone.writes("STOP")

    undone = undo(added.change)

    (stands,) = story(NUMBER).standing
    assert stands.since.id == phone.kept(received).change_id
    assert stands.since.is_person_made
    assert not story(OTHER).standing
    assert (undone.closed, undone.kept) == (2, 1)
    sizes_are_true()


@ONE_ENGINE
def test_such_an_undo_can_be_undone_itself(
    *,
    phone: Phone,
    opt_out: OptOutBy,
    undo: UndoBy,
    story: Storied,
    offers: Choice,
    sizes_are_true: Callable[[], None],
) -> None:
    added = opt_out(NUMBER, OTHER, choice=offers)
    phone.writes("STOP")
    undone = undo(added.change)

    undo(undone.change)

    assert len(story(NUMBER).standing) == 1
    assert len(story(OTHER).standing) == 1
    sizes_are_true()


def test_the_word_itself_is_undone_only_with_a_reason_and_counts_no_more(
    phone: Phone, opt_out: OptOutBy, undo: UndoBy, story: Storied, offers: Choice
) -> None:
    added = opt_out(NUMBER, choice=offers)
    phone.writes("STOP")
    word = story(NUMBER).events[0].change

    with pytest.raises(ReasonRequired):
        undo(word)
    undo(word, note="It was our own test phone")

    (stands,) = story(NUMBER).standing
    assert not stands.is_own
    undo(added.change)
    assert not story(NUMBER).standing


def test_a_removal_that_is_undone_gives_the_word_back(
    *,
    phone: Phone,
    opt_out: OptOutBy,
    remove: RemoveBy,
    undo: UndoBy,
    story: Storied,
    offers: Choice,
) -> None:
    (stands,) = opt_out(NUMBER, choice=offers).opened
    phone.writes("STOP")
    removed = remove(NUMBER, on=[stands.list.id], note="By mistake")

    undo(removed.change)

    (given_back,) = story(NUMBER).standing
    assert given_back.is_own
    assert [each.what for each in story(NUMBER).events].count(What.ASKED) == 1


@pytest.mark.usefixtures("in_one_process")
def test_a_file_keeps_who_asked_for_it_themselves(
    phone: Phone, importer: Importer, opt_out: OptOutBy, story: Storied, offers: Choice
) -> None:
    opt_out(NUMBER, OTHER, choice=offers)
    phone.writes("STOP")

    job = importer.imports([str(NUMBER), str(OTHER)], mode=Mode.REMOVE, choice=offers, note="Over")

    (effect,) = job.effects
    assert (effect.leaving, effect.kept) == (1, 1)
    assert story(NUMBER).standing
    assert not story(OTHER).standing


@pytest.mark.usefixtures("in_one_process")
def test_an_import_that_is_undone_keeps_who_asked_for_it_themselves(
    phone: Phone,
    importer: Importer,
    story: Storied,
    offers: Choice,
    sizes_are_true: Callable[[], None],
) -> None:
    some = [f"+2783{index:07d}" for index in range(1_000_000, 1_000_008)]
    job = importer.imports([*some, str(NUMBER), str(OTHER)], choice=offers)
    phone.writes("STOP")

    importer.undoes(job.change)

    (stands,) = story(NUMBER).standing
    assert stands.since.origin is Origin.KEYWORD
    assert not story(OTHER).standing
    sizes_are_true()
