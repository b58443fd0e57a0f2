"""The opt-outs page by page: newest first, by key, none lost and none twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from optouts import history
from optouts.core import Core
from optouts.history import PROBES
from optouts.numbers import E164
from optouts.outcomes import Added, Key, OptOut, Page, Removed, Undone, Wanted
from optouts.places import Account, Choice, Sender
from optouts.roles import Actor
from optouts.words import Channel, Origin, WorkspaceId
from tests.conftest import Clock

NUMBER = E164(27831234567)
OTHER = E164(27821234567)
THIRD = E164(27841234567)
SMS, WHATSAPP = frozenset({Channel.SMS}), frozenset({Channel.WHATSAPP})

OptOutBy = Callable[..., Added]
RemoveBy = Callable[..., Removed]
UndoBy = Callable[..., Undone]
Paging = Callable[..., Page]
Place = tuple[E164, int, int, int]


def places(found: tuple[OptOut, ...]) -> list[Place]:
    return [
        (each.number, each.list.id, each.since.id, each.until.id if each.until else 0)
        for each in found
    ]


@pytest.fixture
def page(core: Core, workspace: WorkspaceId, viewer: Actor) -> Paging:
    def paged(wanted: Wanted | None = None, *, limit: int = 50, after: Key | None = None) -> Page:
        return history.page(
            core, workspace, wanted or Wanted(), by=viewer, limit=limit, after=after
        )

    return paged


@pytest.fixture
def numbers(page: Paging) -> Callable[[Wanted], list[E164]]:
    def of_page(wanted: Wanted) -> list[E164]:
        return [each.number for each in page(wanted).opt_outs]

    return of_page


@pytest.fixture
def busy_week(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, retail: Account, care: Sender
) -> None:
    """Opt-outs of several lists and changes, some ended, some more than once, some given back."""
    many = [E164(27830000000 + each) for each in range(7)]
    both = Choice(SMS | WHATSAPP, (care.id,), (retail.id,))
    first = opt_out(*many)
    opt_out(NUMBER, *many[:3], choice=both)
    on = [first.opened[0].list.id]
    for _ in range(2):
        remove(*many[2:5], on=on)
        opt_out(*many[1:4])
    undo(remove(*many[:2], on=on).change)
    opt_out(OTHER)


@pytest.mark.usefixtures("busy_week")
@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 7, 11, 100])
def test_no_row_is_lost_or_doubled_at_the_borders_of_pages(page: Paging, limit: int) -> None:
    for wanted in (Wanted(), Wanted(ended_too=True), Wanted(channel=Channel.SMS)):
        everything = page(wanted, limit=1000)
        collected: list[Place] = []
        after = None
        while True:
            one = page(wanted, limit=limit, after=after)
            collected += places(one.opt_outs)
            assert len(one.opt_outs) == limit or one.next is None
            after = one.next
            if after is None:
                break

        assert everything.next is None
        assert collected == places(everything.opt_outs)
        assert len(set(collected)) == len(collected)


@pytest.mark.usefixtures("busy_week")
def test_pages_hold_what_every_list_counts(
    core: Core, workspace: WorkspaceId, page: Paging, viewer: Actor
) -> None:
    found = [each.list.id for each in page(limit=1000).opt_outs]

    total = history.total(core, workspace, by=viewer)

    assert {each.id: found.count(each.id) for each in total} == {
        each.id: each.size for each in total
    }


@pytest.mark.usefixtures("busy_week")
def test_the_newest_change_comes_first(page: Paging) -> None:
    since = [each.since.id for each in page(Wanted(ended_too=True), limit=1000).opt_outs]

    assert since == sorted(since, reverse=True)
    assert page().opt_outs[0].number == OTHER


def test_a_page_over_many_changes_reaches_the_oldest(opt_out: OptOutBy, page: Paging) -> None:
    every = [E164(27830000000 + each) for each in range(PROBES + 5)]
    for number in every:
        opt_out(number)

    first = page(limit=PROBES + 2)
    second = page(limit=PROBES + 2, after=first.next)

    assert [each.number for each in first.opt_outs + second.opt_outs] == every[::-1]
    assert second.next is None


def test_there_is_no_next_page_behind_a_page_that_is_just_full(
    opt_out: OptOutBy, page: Paging
) -> None:
    opt_out(NUMBER, OTHER)

    assert page(limit=2).next is None
    assert page(limit=1).next is not None


def test_a_workspace_without_opt_outs_has_one_empty_page(page: Paging) -> None:
    assert page() == Page((), None)


def test_a_new_opt_out_does_not_disturb_whoever_is_turning_pages(
    opt_out: OptOutBy, page: Paging
) -> None:
    opt_out(NUMBER, OTHER)
    first = page(limit=1)

    opt_out(THIRD)

    second = page(limit=1, after=first.next)
    assert {each.number for each in first.opt_outs + second.opt_outs} == {NUMBER, OTHER}
    assert second.next is None


def test_opt_outs_can_be_wanted_by_channel_sender_and_account(
    opt_out: OptOutBy, numbers: Callable[[Wanted], list[E164]], retail: Account, care: Sender
) -> None:
    opt_out(NUMBER, choice=Choice(SMS, accounts=(retail.id,)))
    opt_out(OTHER, choice=Choice(WHATSAPP, senders=(care.id,)))

    assert numbers(Wanted(channel=Channel.SMS)) == [NUMBER]
    assert numbers(Wanted(channel=Channel.WHATSAPP)) == [OTHER]
    assert numbers(Wanted(sender=care.id)) == [OTHER]
    assert numbers(Wanted(account=retail.id)) == [NUMBER]
    assert numbers(Wanted(account=retail.id, sender=care.id)) == []


def test_opt_outs_can_be_wanted_by_origin(
    opt_out: OptOutBy, numbers: Callable[[Wanted], list[E164]]
) -> None:
    opt_out(NUMBER, origin=Origin.KEYWORD)
    opt_out(OTHER, origin=Origin.LINK)
    opt_out(THIRD)

    assert numbers(Wanted(origins=(Origin.KEYWORD,))) == [NUMBER]
    assert numbers(Wanted(origins=(Origin.KEYWORD, Origin.LINK))) == [OTHER, NUMBER]


def test_opt_outs_can_be_wanted_by_date_up_to_but_without_the_end(
    opt_out: OptOutBy, numbers: Callable[[Wanted], list[E164]], clock: Clock
) -> None:
    morning = clock.now
    opt_out(NUMBER)
    clock.advance(days=1)
    opt_out(OTHER)
    clock.advance(days=1)
    opt_out(THIRD)

    day = timedelta(days=1)
    assert numbers(Wanted(since=morning + day)) == [THIRD, OTHER]
    assert numbers(Wanted(until=morning + day)) == [NUMBER]
    assert numbers(Wanted(since=morning + day, until=morning + 2 * day)) == [OTHER]


def test_ended_opt_outs_are_shown_when_they_are_wanted(
    opt_out: OptOutBy, remove: RemoveBy, page: Paging
) -> None:
    (first,) = opt_out(NUMBER).opened
    removed = remove(NUMBER, on=[first.list.id])
    again = opt_out(NUMBER)

    assert [each.since for each in page().opt_outs] == [again.change]
    assert [(each.since, each.until) for each in page(Wanted(ended_too=True)).opt_outs] == [
        (again.change, None),
        (first.since, removed.change),
    ]


def test_an_opt_out_that_is_given_back_is_found_though_what_made_it_was_undone(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, page: Paging
) -> None:
    added = opt_out(NUMBER)
    removed = remove(NUMBER, on=[added.opened[0].list.id])
    undo(added.change)
    undo(removed.change)

    assert [each.since for each in page().opt_outs] == [added.change]


def test_an_opt_out_that_was_given_back_stands_where_it_began(
    opt_out: OptOutBy, remove: RemoveBy, undo: UndoBy, page: Paging
) -> None:
    (opened,) = opt_out(NUMBER).opened
    opt_out(OTHER)
    undo(remove(NUMBER, on=[opened.list.id]).change)

    assert [each.number for each in page().opt_outs] == [OTHER, NUMBER]
    assert page().opt_outs[1].since == opened.since
