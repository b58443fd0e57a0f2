"""The same request twice is one change, however late the second delivery comes."""

from collections.abc import Callable

from optouts import workspaces
from optouts.core import Core
from optouts.numbers import E164
from optouts.outcomes import Added, Removed, Undone
from optouts.words import ChangeId, ListId
from tests.conftest import Clock

NUMBER = E164(27831234567)
OTHER = E164(27821234567)

OptOutBy = Callable[..., Added]
RemoveBy = Callable[..., Removed]
UndoBy = Callable[..., Undone]
Standing = Callable[[E164], set[ListId]]


def test_an_add_delivered_twice_is_one_change(
    opt_out: OptOutBy, recorded: Callable[[], list[ChangeId]], clock: Clock
) -> None:
    first = opt_out(NUMBER, request="envelope 1")
    clock.advance(minutes=1)

    second = opt_out(NUMBER, request="envelope 1")

    assert (first.repeated, second.repeated) == (False, True)
    assert second.change == first.change
    assert [each.number for each in second.opened] == [NUMBER]
    assert not second.standing
    assert recorded() == [first.change.id]


def test_a_late_second_delivery_of_an_add_does_not_bring_back_what_was_removed_since(
    opt_out: OptOutBy, remove: RemoveBy, standing: Standing
) -> None:
    (opened,) = opt_out(NUMBER, request="envelope 1").opened
    remove(NUMBER, on=[opened.list.id])

    opt_out(NUMBER, request="envelope 1")

    assert not standing(NUMBER)


def test_a_late_second_delivery_of_a_removal_does_not_take_off_what_was_added_since(
    opt_out: OptOutBy, remove: RemoveBy, standing: Standing
) -> None:
    (opened,) = opt_out(NUMBER).opened
    first = remove(NUMBER, on=[opened.list.id], request="envelope 1")
    opt_out(NUMBER)

    second = remove(NUMBER, on=[opened.list.id], request="envelope 1")

    assert second.repeated
    assert second.change == first.change
    assert [each.since for each in second.closed] == [opened.since]
    assert not second.absent
    assert standing(NUMBER)


def test_a_second_delivery_of_an_undo_says_what_the_first_did(
    opt_out: OptOutBy, undo: UndoBy, clock: Clock
) -> None:
    added = opt_out(NUMBER, OTHER)
    first = undo(added.change, request="envelope 1")
    clock.advance(days=60)

    second = undo(added.change, request="envelope 1")

    assert second.repeated
    assert (second.change, second.closed) == (first.change, 2)


def test_the_same_request_name_in_two_workspaces_is_two_requests(
    core: Core, opt_out: OptOutBy
) -> None:
    elsewhere = workspaces.of_team(core, enterprise_id="", team_id="T0ACACIA")
    opt_out(NUMBER, request="envelope 1")

    assert not opt_out(NUMBER, request="envelope 1", workspace=elsewhere).repeated
