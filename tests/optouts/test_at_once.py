"""Several people, or several deliveries of one request, in the same instant."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest

from optouts import workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import AlreadyUndone
from optouts.numbers import E164
from optouts.outcomes import Added, Removed, Story, Undone
from optouts.places import Account, Choice
from optouts.roles import Actor
from optouts.words import ChangeId, Channel, ListId
from storage import lists, opt_outs

NUMBER = E164(27831234567)
SMS = frozenset({Channel.SMS})

OptOutBy = Callable[..., Added]
RemoveBy = Callable[..., Removed]
UndoBy = Callable[..., Undone]
StoryOf = Callable[[E164], Story]
Recorded = Callable[[], list[ChangeId]]
Sizes = Callable[[], dict[ListId, int]]
T = TypeVar("T")


def at_once(*deeds: Callable[[], T]) -> list[T]:
    """Do these in threads that start together; raises what the first to fail raises."""
    start = Barrier(len(deeds), timeout=10)

    def begun(deed: Callable[[], T]) -> T:
        start.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(begun, deeds))


def test_an_add_delivered_three_times_at_once_is_one_change(
    opt_out: OptOutBy, recorded: Recorded, sizes: Sizes
) -> None:
    def deliver() -> Added:
        return opt_out(NUMBER, request="envelope 1")

    delivered = at_once(deliver, deliver, deliver)

    assert sorted(each.repeated for each in delivered) == [False, True, True]
    assert {each.change.id for each in delivered} == set(recorded())
    assert list(sizes().values()) == [1]


def test_a_removal_delivered_twice_at_once_is_one_change(
    opt_out: OptOutBy, remove: RemoveBy, sizes: Sizes
) -> None:
    (opened,) = opt_out(NUMBER).opened

    def deliver() -> Removed:
        return remove(NUMBER, on=[opened.list.id], request="envelope 1")

    delivered = at_once(deliver, deliver)

    assert sorted(each.repeated for each in delivered) == [False, True]
    assert [len(each.closed) for each in delivered] == [1, 1]
    assert sizes() == {opened.list.id: 0}


def test_an_undo_delivered_twice_at_once_is_one_change(opt_out: OptOutBy, undo: UndoBy) -> None:
    added = opt_out(NUMBER)

    def deliver() -> Undone:
        return undo(added.change, request="envelope 1")

    delivered = at_once(deliver, deliver)

    assert sorted(each.repeated for each in delivered) == [False, True]
    assert [each.closed for each in delivered] == [1, 1]


def test_two_people_who_add_one_number_at_once_open_one_opt_out(
    opt_out: OptOutBy, editor: Actor, story: StoryOf, sizes: Sizes
) -> None:
    outcomes = at_once(lambda: opt_out(NUMBER), lambda: opt_out(NUMBER, by=editor))

    (standing,) = story(NUMBER).standing
    assert sorted(len(each.opened) for each in outcomes) == [0, 1]
    for outcome in outcomes:
        assert [each.since for each in outcome.opened + outcome.standing] == [standing.since]
    assert list(sizes().values()) == [1]


def test_two_people_who_remove_one_number_at_once_remove_it_once(
    opt_out: OptOutBy, remove: RemoveBy, other_manager: Actor, sizes: Sizes
) -> None:
    (opened,) = opt_out(NUMBER).opened
    on = [opened.list.id]

    outcomes = at_once(
        lambda: remove(NUMBER, on=on), lambda: remove(NUMBER, on=on, by=other_manager)
    )

    assert sorted(len(each.closed) for each in outcomes) == [0, 1]
    assert sorted(len(each.absent) for each in outcomes) == [0, 1]
    assert sizes() == {opened.list.id: 0}


def test_two_people_who_undo_one_change_at_once_undo_it_once(
    opt_out: OptOutBy, undo: UndoBy, other_manager: Actor, sizes: Sizes
) -> None:
    added = opt_out(NUMBER)

    def try_to_undo(by: Actor) -> Undone | AlreadyUndone:
        try:
            return undo(added.change, by=by)
        except AlreadyUndone as refusal:
            return refusal

    outcomes = at_once(lambda: try_to_undo(other_manager), lambda: try_to_undo(other_manager))

    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyUndone", "Undone"]
    assert list(sizes().values()) == [0]


def test_acts_that_name_the_same_accounts_in_opposite_orders_all_get_through(
    opt_out: OptOutBy, sizes: Sizes, retail: Account, travel: Account
) -> None:
    numbers = [E164(27830000000 + each) for each in range(200)]
    one_way = Choice(SMS, accounts=(retail.id, travel.id))
    other_way = Choice(SMS, accounts=(travel.id, retail.id))
    opt_out(numbers[0], choice=one_way)  # making the lists would already put the acts in a row

    at_once(
        *(
            lambda choice=choice: opt_out(*numbers, choice=choice)
            for choice in (one_way, other_way) * 3
        )
    )

    assert list(sizes().values()) == [200, 200]


def test_an_undo_waits_for_an_add_of_the_same_number_and_lets_it_stand(
    core: Core, opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, sizes: Sizes
) -> None:
    (opened,) = opt_out(NUMBER).opened
    removed = remove(NUMBER, on=[opened.list.id])
    later = opt_out(E164(27821234567))

    with ThreadPoolExecutor(1) as threads:
        with core.writing() as tx:
            opt_outs.open_new(tx, {NUMBER.digits}, list_id=opened.list.id, since=later.change.id)
            lists.resize(tx, {opened.list.id: 1})
            undoing = threads.submit(undo, removed.change)
            with pytest.raises(TimeoutError):
                undoing.result(timeout=0.3)
        undone = undoing.result(timeout=10)

    assert undone.reopened == 0
    assert [each.since for each in opt_out(NUMBER).standing] == [later.change]
    assert sizes() == {opened.list.id: 2}


def test_one_request_of_a_new_team_at_once_with_another_makes_one_workspace(core: Core) -> None:
    def first_request() -> int:
        return workspaces.of_team(core, enterprise_id="E0BAOBAB", team_id="T0NEW")

    assert len(set(at_once(first_request, first_request, first_request))) == 1


def test_one_of_two_deliveries_at_once_is_the_first(core: Core, act: Callable[..., Act]) -> None:
    home = act().workspace

    def deliver() -> bool:
        return workspaces.is_first_delivery(core, home, "Ev0001")

    assert sorted(at_once(deliver, deliver)) == [False, True]
