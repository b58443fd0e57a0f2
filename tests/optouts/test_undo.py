"""Undo: exactly one change, once, and nothing that came later."""

from collections.abc import Callable

import pytest

from optouts import workspaces
from optouts.core import Core
from optouts.errors import (
    AlreadyUndone,
    NotPermitted,
    ReasonRequired,
    UndoExpired,
    UnknownChange,
)
from optouts.numbers import E164
from optouts.outcomes import Added, Removed, Story, Undone
from optouts.places import Choice, Sender
from optouts.roles import Actor, Deed
from optouts.words import ChangeId, Channel, Kind, ListId, Origin
from storage.opt_outs import FEW
from tests.conftest import Clock

NUMBER = E164(27831234567)
OTHER = E164(27821234567)
BETWEEN = E164(27825550000)

OptOutBy = Callable[..., Added]
RemoveBy = Callable[..., Removed]
UndoBy = Callable[..., Undone]
Standing = Callable[[E164], set[ListId]]
Sizes = Callable[[], dict[ListId, int]]
StoryOf = Callable[[E164], Story]


def test_undoing_an_add_takes_off_what_it_put_on(
    opt_out: OptOutBy, undo: UndoBy, standing: Standing, care: Sender
) -> None:
    both = Choice(frozenset(Channel), senders=(care.id,))
    added = opt_out(NUMBER, OTHER, choice=both)

    undone = undo(added.change)

    assert (undone.closed, undone.reopened) == (4, 0)
    assert undone.undone == added.change
    assert (undone.change.kind, undone.change.undoes) == (Kind.UNDO, added.change.id)
    assert not standing(NUMBER) | standing(OTHER)


def test_undoing_an_add_leaves_what_stood_before_it(
    opt_out: OptOutBy, undo: UndoBy, story: StoryOf
) -> None:
    first = opt_out(NUMBER)
    second = opt_out(NUMBER, OTHER)

    undo(second.change)

    assert [each.since for each in story(NUMBER).standing] == [first.change]
    assert not story(OTHER).standing


def test_undoing_an_add_leaves_numbers_between_its_own_alone(
    opt_out: OptOutBy, undo: UndoBy, standing: Standing
) -> None:
    opt_out(BETWEEN)
    added = opt_out(OTHER, NUMBER)

    undo(added.change)

    assert standing(BETWEEN)
    assert not standing(OTHER) | standing(NUMBER)


def test_undoing_an_act_on_very_many_numbers_leaves_those_between_alone(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, standing: Standing, sizes: Sizes
) -> None:
    many = [E164(27830000000 + 2 * each) for each in range(FEW + 1)]
    between = E164(27830000001)
    (list_id,) = (each.list.id for each in opt_out(between).opened)

    added = opt_out(*many)
    removed = remove(*many, on=[list_id])
    given_back = undo(removed.change)
    taken_again = undo(given_back.change)
    assert (given_back.reopened, taken_again.closed) == (len(many), len(many))
    assert sizes() == {list_id: 1}

    undo(taken_again.change)
    undone = undo(added.change)
    assert undone.closed == len(many)
    assert sizes() == {list_id: 1}
    assert standing(between)


def test_undoing_an_add_that_changed_nothing_changes_nothing(
    opt_out: OptOutBy, undo: UndoBy, standing: Standing
) -> None:
    opt_out(NUMBER)
    again = opt_out(NUMBER)

    undone = undo(again.change)

    assert (undone.closed, undone.reopened) == (0, 0)
    assert standing(NUMBER)


def test_an_undone_removal_gives_back_the_original_date_and_origin(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, story: StoryOf, clock: Clock
) -> None:
    (original,) = opt_out(NUMBER, origin=Origin.KEYWORD, note="STOP").opened
    clock.advance(days=3)
    removed = remove(NUMBER, on=[original.list.id], note="By mistake")
    clock.advance(days=1)

    undone = undo(removed.change)

    (standing,) = story(NUMBER).standing
    assert (undone.reopened, undone.closed) == (1, 0)
    assert standing.since == original.since
    assert standing.date == original.date
    assert standing.until is None


def test_an_undone_removal_gives_back_every_number_on_every_list(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, standing: Standing, care: Sender
) -> None:
    both = Choice(frozenset(Channel), senders=(care.id,))
    ids = {each.list.id for each in opt_out(NUMBER, OTHER, choice=both).opened}
    removed = remove(NUMBER, OTHER, on=ids)

    undone = undo(removed.change)

    assert undone.reopened == 4
    assert standing(NUMBER) == standing(OTHER) == ids


def test_an_undo_can_be_undone_back_and_forth(
    opt_out: OptOutBy, undo: UndoBy, standing: Standing, sizes: Sizes
) -> None:
    change = opt_out(NUMBER).change
    (list_id,) = standing(NUMBER)

    for expected in (set(), {list_id}, set(), {list_id}):
        change = undo(change).change
        assert standing(NUMBER) == expected
        assert sizes() == {list_id: len(expected)}


def test_an_undone_removal_can_be_undone_back_and_forth(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, story: StoryOf
) -> None:
    (original,) = opt_out(NUMBER).opened
    change = remove(NUMBER, on=[original.list.id]).change

    for expected in ([original.since], [], [original.since], []):
        change = undo(change).change
        assert [each.since for each in story(NUMBER).standing] == expected


def test_a_change_is_undone_once_and_the_second_try_says_who_did_and_when(
    opt_out: OptOutBy, undo: UndoBy, other_manager: Actor, clock: Clock
) -> None:
    added = opt_out(NUMBER)
    first = undo(added.change, by=other_manager)
    clock.advance(hours=2)

    with pytest.raises(AlreadyUndone) as refusal:
        undo(added.change)

    assert (refusal.value.by, refusal.value.at) == (other_manager.id, first.change.at)


def test_a_change_stays_undone_when_its_undo_was_undone(opt_out: OptOutBy, undo: UndoBy) -> None:
    added = opt_out(NUMBER)
    undo(undo(added.change).change)

    with pytest.raises(AlreadyUndone):
        undo(added.change)


def test_what_was_added_again_meanwhile_stays_opted_out(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, story: StoryOf
) -> None:
    first = opt_out(NUMBER)
    remove(NUMBER, on=[first.opened[0].list.id])
    again = opt_out(NUMBER)

    undone = undo(first.change)

    assert (undone.closed, undone.reopened) == (0, 0)
    assert [each.since for each in story(NUMBER).standing] == [again.change]


def test_undoing_a_removal_keeps_the_opt_out_that_was_made_since(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, story: StoryOf
) -> None:
    removed = remove(NUMBER, on=[opt_out(NUMBER).opened[0].list.id])
    again = opt_out(NUMBER)

    undone = undo(removed.change)

    assert (undone.closed, undone.reopened) == (0, 0)
    assert [each.since for each in story(NUMBER).standing] == [again.change]


def test_undoing_a_return_leaves_alone_what_it_had_not_given_back(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, story: StoryOf
) -> None:
    (opened, _) = opt_out(NUMBER, OTHER).opened
    removed = remove(NUMBER, OTHER, on=[opened.list.id])
    again = opt_out(NUMBER)
    given_back = undo(removed.change)

    taken_again = undo(given_back.change)

    assert (given_back.reopened, taken_again.closed) == (1, 1)
    assert [each.since for each in story(NUMBER).standing] == [again.change]
    assert not story(OTHER).standing


def test_what_was_removed_later_stays_removed(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, standing: Standing
) -> None:
    added = opt_out(NUMBER, OTHER)
    remove(NUMBER, on=standing(NUMBER))

    undone = undo(undo(added.change).change)

    assert undone.reopened == 1
    assert standing(OTHER)
    assert not standing(NUMBER)


def test_what_was_removed_after_being_given_back_stays_removed(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, standing: Standing
) -> None:
    (opened,) = opt_out(NUMBER).opened
    given_back = undo(remove(NUMBER, on=[opened.list.id]).change)
    remove(NUMBER, on=[opened.list.id])

    undone = undo(given_back.change)

    assert (undone.closed, undone.reopened) == (0, 0)
    assert not standing(NUMBER)


def test_a_change_can_be_undone_to_the_very_end_of_the_window(
    opt_out: OptOutBy, undo: UndoBy, standing: Standing, clock: Clock
) -> None:
    added = opt_out(NUMBER)
    clock.advance(days=30)

    undo(added.change)

    assert not standing(NUMBER)


def test_a_change_cannot_be_undone_after_the_window(
    opt_out: OptOutBy, undo: UndoBy, standing: Standing, clock: Clock
) -> None:
    added = opt_out(NUMBER)
    clock.advance(days=30, microseconds=1)

    with pytest.raises(UndoExpired) as refusal:
        undo(added.change)

    assert (refusal.value.at, refusal.value.days) == (added.change.at, 30)
    assert standing(NUMBER)


def test_the_window_is_the_one_that_the_workspace_has_set(
    opt_out: OptOutBy, undo: UndoBy, set_to: Callable[[str, str], None], clock: Clock
) -> None:
    added = opt_out(NUMBER)
    set_to("undo_days", "1")
    clock.advance(days=1, seconds=1)

    with pytest.raises(UndoExpired):
        undo(added.change)


def test_another_manager_undoes_what_a_manager_did(
    opt_out: OptOutBy, undo: UndoBy, standing: Standing, other_manager: Actor
) -> None:
    added = opt_out(NUMBER)

    undone = undo(added.change, by=other_manager)

    assert undone.change.by == other_manager.id
    assert not standing(NUMBER)


def test_an_editor_does_not_take_off_by_undo_what_they_may_not_remove(
    opt_out: OptOutBy, undo: UndoBy, standing: Standing, editor: Actor
) -> None:
    added = opt_out(NUMBER, by=editor)

    with pytest.raises(NotPermitted) as refusal:
        undo(added.change, by=editor)

    assert refusal.value.deed is Deed.REMOVE
    assert standing(NUMBER)


def test_an_editor_gives_back_what_was_removed(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, standing: Standing, editor: Actor
) -> None:
    removed = remove(NUMBER, on=[opt_out(NUMBER).opened[0].list.id])

    undo(removed.change, by=editor)

    assert standing(NUMBER)


def test_an_editor_does_not_undo_the_giving_back(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, editor: Actor
) -> None:
    removed = remove(NUMBER, on=[opt_out(NUMBER).opened[0].list.id])
    given_back = undo(removed.change, by=editor)

    with pytest.raises(NotPermitted):
        undo(given_back.change, by=editor)


@pytest.mark.parametrize("who", ["viewer", "guest"])
def test_viewers_and_guests_undo_nothing(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, request: pytest.FixtureRequest, who: str
) -> None:
    added = opt_out(NUMBER)
    removed = remove(NUMBER, on=[added.opened[0].list.id])

    for change in (added.change, removed.change):
        with pytest.raises(NotPermitted):
            undo(change, by=request.getfixturevalue(who))


def test_undoing_what_a_person_asked_for_needs_a_reason_and_keeps_nothing_without(
    opt_out: OptOutBy, undo: UndoBy, standing: Standing, recorded: Callable[[], list[ChangeId]]
) -> None:
    own = opt_out(NUMBER, origin=Origin.KEYWORD)

    with pytest.raises(ReasonRequired):
        undo(own.change)

    assert standing(NUMBER)
    assert recorded() == [own.change.id]


def test_undoing_what_a_person_asked_for_keeps_the_reason(
    opt_out: OptOutBy, undo: UndoBy, story: StoryOf
) -> None:
    own = opt_out(NUMBER, origin=Origin.LINK)

    undo(own.change, note="Clicked by a mail scanner")

    assert not story(NUMBER).standing
    assert story(NUMBER).events[0].change.note == "Clicked by a mail scanner"


def test_undoing_the_return_of_a_persons_own_opt_out_needs_a_reason_again(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, standing: Standing
) -> None:
    (own,) = opt_out(NUMBER, origin=Origin.KEYWORD).opened
    given_back = undo(remove(NUMBER, on=[own.list.id], note="Signed form 12").change)

    with pytest.raises(ReasonRequired):
        undo(given_back.change)

    assert standing(NUMBER) == {own.list.id}


def test_a_change_that_nobody_made_is_not_undone(
    core: Core, opt_out: OptOutBy, undo: UndoBy
) -> None:
    added = opt_out(NUMBER)
    elsewhere = workspaces.of_team(core, enterprise_id="", team_id="T0ACACIA")

    with pytest.raises(UnknownChange):
        undo(added.change, workspace=elsewhere)
