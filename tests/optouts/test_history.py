"""The story of a number, and the newest changes."""

from collections.abc import Callable

import pytest

from optouts import history
from optouts.core import Core
from optouts.errors import NotPermitted, StorageAway, UnknownChange
from optouts.numbers import E164
from optouts.outcomes import Added, Recorded, Removed, Story, Undone, Wanted
from optouts.places import Account, Choice, Sender
from optouts.roles import Actor
from optouts.words import ChangeId, Channel, WorkspaceId

NUMBER = E164(27831234567)
OTHER = E164(27821234567)
THIRD = E164(27841234567)
SMS = frozenset({Channel.SMS})

OptOutBy = Callable[..., Added]
RemoveBy = Callable[..., Removed]
UndoBy = Callable[..., Undone]
StoryOf = Callable[[E164], Story]
Newest = Callable[[], tuple[Recorded, ...]]


@pytest.fixture
def newest(core: Core, workspace: WorkspaceId, viewer: Actor) -> Newest:
    return lambda: history.latest(core, workspace, by=viewer, limit=10)


def told(story: Story) -> list[tuple[str, ChangeId]]:
    return [(event.what.value, event.change.id) for event in story.events]


def test_a_number_that_nothing_happened_to_has_an_empty_story(story: StoryOf) -> None:
    assert story(NUMBER) == Story(NUMBER, standing=(), events=())


def test_the_story_of_a_number_is_told_newest_first_in_plain_words(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, story: StoryOf
) -> None:
    first = opt_out(NUMBER)
    removed = remove(NUMBER, on=[first.opened[0].list.id])
    given_back = undo(removed.change)
    taken_again = undo(given_back.change)
    again = opt_out(NUMBER)
    undone = undo(again.change)

    assert told(story(NUMBER)) == [
        ("undone", undone.change.id),
        ("opted out", again.change.id),
        ("undone", taken_again.change.id),
        ("given back", given_back.change.id),
        ("removed", removed.change.id),
        ("opted out", first.change.id),
    ]


def test_an_add_that_was_undone_and_redone_is_told_so(
    opt_out: OptOutBy, undo: UndoBy, story: StoryOf
) -> None:
    added = opt_out(NUMBER)
    undone = undo(added.change)
    redone = undo(undone.change)

    assert told(story(NUMBER)) == [
        ("given back", redone.change.id),
        ("undone", undone.change.id),
        ("opted out", added.change.id),
    ]


def test_an_event_says_on_which_list_by_whom_when_and_why(
    opt_out: OptOutBy, remove: RemoveBy, story: StoryOf, editor: Actor, retail: Account
) -> None:
    choice = Choice(SMS, accounts=(retail.id,))
    added = opt_out(NUMBER, choice=choice, by=editor, note="By phone")
    removed = remove(NUMBER, on=[added.opened[0].list.id], note="Called back")

    ended, began = story(NUMBER).events

    assert (began.change.by, began.change.note) == (editor.id, "By phone")
    assert (ended.change, ended.change.note) == (removed.change, "Called back")
    assert began.opt_out == ended.opt_out
    assert (began.opt_out.since, began.opt_out.until) == (added.change, removed.change)
    assert began.opt_out.list.account == retail


def test_what_happened_on_each_list_is_told(
    opt_out: OptOutBy, remove: RemoveBy, story: StoryOf, retail: Account, travel: Account
) -> None:
    opened = opt_out(NUMBER, choice=Choice(SMS, accounts=(retail.id, travel.id))).opened
    remove(NUMBER, on=[opened[0].list.id])

    events = story(NUMBER).events

    assert [event.what.value for event in events] == ["removed", "opted out", "opted out"]
    assert {event.opt_out.list.account for event in events[1:]} == {retail, travel}
    assert events[0].opt_out.list.id == opened[0].list.id


def test_an_add_that_changed_nothing_is_no_event(opt_out: OptOutBy, story: StoryOf) -> None:
    first = opt_out(NUMBER)
    opt_out(NUMBER)

    assert told(story(NUMBER)) == [("opted out", first.change.id)]


def test_the_story_of_an_argentine_number_holds_both_its_forms(
    opt_out: OptOutBy, story: StoryOf
) -> None:
    from_whatsapp, as_dialled = E164(5491123456789), E164(541123456789)
    opt_out(from_whatsapp)

    assert [each.number for each in story(as_dialled).standing] == [from_whatsapp]
    assert story(as_dialled).number == as_dialled


def test_the_newest_changes_come_first_with_what_they_did(
    opt_out: OptOutBy, remove: RemoveBy, newest: Newest
) -> None:
    added = opt_out(OTHER, NUMBER)
    removed = remove(NUMBER, on=[added.opened[0].list.id])

    latest, before = newest()

    assert (latest.change, latest.opened, latest.closed) == (removed.change, 0, 1)
    assert (before.change, before.opened, before.closed) == (added.change, 2, 0)
    assert (before.low, before.high) == (OTHER, NUMBER)
    assert [each.id for each in before.lists] == [added.opened[0].list.id]


def test_a_change_is_told_by_the_numbers_that_it_touched(
    opt_out: OptOutBy, remove: RemoveBy, newest: Newest
) -> None:
    (opened,) = opt_out(NUMBER).opened
    opt_out(OTHER, NUMBER)
    remove(OTHER, NUMBER, THIRD, on=[opened.list.id])

    removed, second, _ = newest()

    assert (second.low, second.high) == (OTHER, OTHER)
    assert (removed.low, removed.high) == (OTHER, NUMBER)


def test_a_change_that_was_undone_says_by_what(
    opt_out: OptOutBy, undo: UndoBy, newest: Newest, other_manager: Actor
) -> None:
    added = opt_out(NUMBER)
    undone = undo(added.change, by=other_manager)

    latest, before = newest()

    assert latest.undone_by is None
    assert before.undone_by == undone.change


def test_no_more_changes_come_than_were_asked_for(
    core: Core, workspace: WorkspaceId, opt_out: OptOutBy, viewer: Actor
) -> None:
    ids = [opt_out(NUMBER).change.id for _ in range(3)]

    latest = history.latest(core, workspace, by=viewer, limit=2)

    assert [each.change.id for each in latest] == [ids[2], ids[1]]


def test_one_change_can_be_looked_at(
    core: Core, workspace: WorkspaceId, opt_out: OptOutBy, viewer: Actor, care: Sender
) -> None:
    added = opt_out(NUMBER, choice=Choice(frozenset(Channel), senders=(care.id,)))

    recorded = history.change(core, workspace, added.change.id, by=viewer)

    assert (recorded.change, recorded.opened) == (added.change, 2)
    assert {each.channel for each in recorded.lists} == set(Channel)


def test_an_unknown_change_is_refused(core: Core, workspace: WorkspaceId, viewer: Actor) -> None:
    with pytest.raises(UnknownChange):
        history.change(core, workspace, ChangeId(99), by=viewer)


def test_every_list_is_counted(
    core: Core, workspace: WorkspaceId, opt_out: OptOutBy, viewer: Actor, retail: Account
) -> None:
    opt_out(NUMBER, OTHER)
    opt_out(NUMBER, choice=Choice(SMS, accounts=(retail.id,)))

    total = history.total(core, workspace, by=viewer)

    assert [(each.account, each.size) for each in total] == [(None, 2), (retail, 1)]


def test_a_guest_is_told_nothing(
    core: Core, workspace: WorkspaceId, opt_out: OptOutBy, guest: Actor
) -> None:
    added = opt_out(NUMBER)

    with pytest.raises(NotPermitted):
        history.of_number(core, workspace, NUMBER, by=guest)
    with pytest.raises(NotPermitted):
        history.page(core, workspace, Wanted(), by=guest, limit=10)
    with pytest.raises(NotPermitted):
        history.latest(core, workspace, by=guest, limit=10)
    with pytest.raises(NotPermitted):
        history.change(core, workspace, added.change.id, by=guest)
    with pytest.raises(NotPermitted):
        history.total(core, workspace, by=guest)


def test_a_story_without_the_database_is_no_empty_story(
    stranded: Core, workspace: WorkspaceId, viewer: Actor
) -> None:
    with pytest.raises(StorageAway):
        history.of_number(stranded, workspace, NUMBER, by=viewer)
    with pytest.raises(StorageAway):
        history.page(stranded, workspace, Wanted(), by=viewer, limit=10)
