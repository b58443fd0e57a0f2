"""Adding and removing: what is opened, what is closed, what is left alone."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest

from optouts import changes
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import (
    NoNumbers,
    NothingChosen,
    NotPermitted,
    ReasonRequired,
    SenderRequired,
    StorageAway,
    UnknownList,
)
from optouts.numbers import E164
from optouts.outcomes import Added, OptOut, Removed, Story
from optouts.places import Account, Choice, Sender
from optouts.roles import Actor, Deed, Role
from optouts.words import ChangeId, Channel, Kind, ListId, Origin
from tests.conftest import Clock

NUMBER = E164(27831234567)
OTHER = E164(27821234567)
SMS = Choice(frozenset({Channel.SMS}))
BOTH = frozenset({Channel.SMS, Channel.WHATSAPP})

OptOutBy = Callable[..., Added]
RemoveBy = Callable[..., Removed]
Acting = Callable[..., Act]
Standing = Callable[[E164], set[ListId]]
Sizes = Callable[[], dict[ListId, int]]


def said(found: Iterable[OptOut]) -> set[tuple[E164, str, str, str]]:
    """Number, account, channel and sender of each opt-out, as a person would say them."""
    return {
        (
            each.number,
            each.list.account.name if each.list.account else "every account",
            each.list.channel.value,
            each.list.sender.label if each.list.sender else "every sender",
        )
        for each in found
    }


def test_an_added_number_is_opted_out_with_who_when_whence_and_why(
    core: Core, act: Acting, manager: Actor, clock: Clock
) -> None:
    evidence = {"said": "Please stop", "ticket": "https://example.org/7"}

    added = changes.add(core, act(note=" By phone ", evidence=evidence), [NUMBER], SMS)

    (opened,) = added.opened
    change = opened.since
    assert (opened.number, opened.until, opened.date) == (NUMBER, None, clock.now)
    assert (change.kind, change.by, change.origin) == (Kind.ADD, manager.id, Origin.SLACK)
    assert (change.at, change.note, change.evidence) == (clock.now, "By phone", evidence)
    assert not added.standing


def test_the_first_opt_out_stands(opt_out: OptOutBy, editor: Actor, clock: Clock) -> None:
    first = opt_out(NUMBER)
    clock.advance(days=3)

    again = opt_out(NUMBER, by=editor, origin=Origin.API)

    (stands,) = again.standing
    assert not again.opened
    assert stands.since == first.change
    assert stands.date == first.change.at
    assert not again.repeated


def test_only_the_new_ones_among_several_numbers_are_opened(opt_out: OptOutBy) -> None:
    opt_out(NUMBER)

    added = opt_out(NUMBER, OTHER)

    assert [each.number for each in added.opened] == [OTHER]
    assert [each.number for each in added.standing] == [NUMBER]


def test_a_number_named_twice_in_one_act_is_opted_out_once(opt_out: OptOutBy) -> None:
    assert [each.number for each in opt_out(NUMBER, NUMBER).opened] == [NUMBER]


def test_an_sms_opt_out_without_sender_or_account_is_for_every_one(opt_out: OptOutBy) -> None:
    assert said(opt_out(NUMBER).opened) == {(NUMBER, "every account", "sms", "every sender")}


def test_both_channels_of_two_accounts_and_two_sources_are_one_act(
    opt_out: OptOutBy, retail: Account, travel: Account, care: Sender, orders: Sender
) -> None:
    choice = Choice(BOTH, senders=(orders.id, care.id), accounts=(travel.id, retail.id))

    added = opt_out(NUMBER, choice=choice)

    assert said(added.opened) == {
        (NUMBER, "Baobab Retail", "sms", "every sender"),
        (NUMBER, "Baobab Retail", "whatsapp", "Care"),
        (NUMBER, "Baobab Retail", "whatsapp", "Orders"),
        (NUMBER, "Baobab Travel", "sms", "every sender"),
        (NUMBER, "Baobab Travel", "whatsapp", "Care"),
        (NUMBER, "Baobab Travel", "whatsapp", "Orders"),
    }
    assert all(each.since == added.change for each in added.opened)


def test_a_sender_and_an_account_ticked_twice_count_once(
    opt_out: OptOutBy, retail: Account, care: Sender
) -> None:
    whatsapp = frozenset({Channel.WHATSAPP})
    choice = Choice(whatsapp, (care.id, care.id), (retail.id, retail.id))

    assert len(opt_out(NUMBER, choice=choice).opened) == 1


def test_an_add_of_no_number_is_refused(core: Core, act: Acting) -> None:
    with pytest.raises(NoNumbers):
        changes.add(core, act(), [], SMS)


def test_an_add_to_no_channel_is_refused_rather_than_called_done(core: Core, act: Acting) -> None:
    with pytest.raises(NothingChosen):
        changes.add(core, act(), [NUMBER], Choice(frozenset()))


def test_nothing_is_kept_of_an_add_that_is_refused(
    opt_out: OptOutBy, recorded: Callable[[], list[ChangeId]], sizes: Sizes
) -> None:
    with pytest.raises(SenderRequired):
        opt_out(NUMBER, choice=Choice(BOTH))

    assert not sizes()
    assert not recorded()


def test_a_removal_ends_the_opt_out_on_the_ticked_list_and_no_other(
    opt_out: OptOutBy, remove: RemoveBy, standing: Standing, retail: Account, travel: Account
) -> None:
    choice = Choice(frozenset({Channel.SMS}), accounts=(retail.id, travel.id))
    of_retail, of_travel = opt_out(NUMBER, choice=choice).opened
    opt_out(OTHER, choice=choice)

    removed = remove(NUMBER, on=[of_retail.list.id])

    assert said(removed.closed) == {(NUMBER, "Baobab Retail", "sms", "every sender")}
    assert removed.closed[0].until == removed.change
    assert not removed.absent
    assert standing(NUMBER) == {of_travel.list.id}
    assert standing(OTHER) == {of_retail.list.id, of_travel.list.id}


def test_one_removal_takes_several_numbers_off_several_lists(
    opt_out: OptOutBy, remove: RemoveBy, standing: Standing, care: Sender
) -> None:
    added = opt_out(NUMBER, OTHER, choice=Choice(BOTH, senders=(care.id,)))

    removed = remove(NUMBER, OTHER, on={each.list.id for each in added.opened})

    assert said(removed.closed) == said(added.opened)
    assert not standing(NUMBER) | standing(OTHER)


def test_a_removed_number_can_be_added_again_from_a_new_date(
    opt_out: OptOutBy, remove: RemoveBy, clock: Clock
) -> None:
    (first,) = opt_out(NUMBER).opened
    remove(NUMBER, on=[first.list.id])
    clock.advance(days=2)

    (again,) = opt_out(NUMBER).opened

    assert again.date == clock.now
    assert again.list.id == first.list.id


def test_removing_what_somebody_else_removed_says_who_and_when(
    opt_out: OptOutBy, remove: RemoveBy, other_manager: Actor, clock: Clock
) -> None:
    (first,) = opt_out(NUMBER).opened
    theirs = remove(NUMBER, on=[first.list.id], by=other_manager)
    clock.advance(hours=1)

    mine = remove(NUMBER, on=[first.list.id])

    (absent,) = mine.absent
    assert not mine.closed
    assert (absent.number, absent.list.id) == (NUMBER, first.list.id)
    assert absent.last is not None
    assert absent.last.until == theirs.change
    assert theirs.change.by == other_manager.id
    assert theirs.change.at == clock.now - timedelta(hours=1)


def test_the_newest_of_several_ended_opt_outs_is_the_one_told_of(
    opt_out: OptOutBy, remove: RemoveBy
) -> None:
    for _ in range(3):
        (opened,) = opt_out(NUMBER).opened
        newest = remove(NUMBER, on=[opened.list.id])

    (absent,) = remove(NUMBER, on=[opened.list.id]).absent

    assert absent.last is not None
    assert absent.last.until == newest.change


def test_a_number_that_never_was_on_a_list_is_absent_without_a_past(
    opt_out: OptOutBy, remove: RemoveBy
) -> None:
    (opened,) = opt_out(NUMBER).opened

    removed = remove(NUMBER, OTHER, on=[opened.list.id])

    assert [each.number for each in removed.closed] == [NUMBER]
    assert [(each.number, each.last) for each in removed.absent] == [(OTHER, None)]


def test_a_removal_of_no_number_from_no_list_or_from_an_unknown_list_is_refused(
    opt_out: OptOutBy, remove: RemoveBy, recorded: Callable[[], list[ChangeId]]
) -> None:
    added = opt_out(NUMBER)
    known = added.opened[0].list.id

    with pytest.raises(NoNumbers):
        remove(on=[known])
    with pytest.raises(NothingChosen):
        remove(NUMBER, on=[])
    with pytest.raises(UnknownList):
        remove(NUMBER, on=[known, ListId(known + 99)])

    assert recorded() == [added.change.id]


@pytest.mark.parametrize("origin", [Origin.KEYWORD, Origin.LINK])
def test_what_a_person_asked_for_is_lifted_only_with_a_reason(
    opt_out: OptOutBy, remove: RemoveBy, standing: Standing, origin: Origin
) -> None:
    (own,) = opt_out(NUMBER, origin=origin).opened
    assert own.since.is_person_made

    with pytest.raises(ReasonRequired):
        remove(NUMBER, on=[own.list.id], note="  ")

    assert standing(NUMBER) == {own.list.id}


def test_nothing_is_kept_of_a_removal_without_the_reason_it_needs(
    opt_out: OptOutBy, remove: RemoveBy, recorded: Callable[[], list[ChangeId]], sizes: Sizes
) -> None:
    added = opt_out(NUMBER, OTHER, origin=Origin.KEYWORD)
    (list_id,) = sizes()

    with pytest.raises(ReasonRequired):
        remove(NUMBER, on=[list_id])

    assert recorded() == [added.change.id]
    assert sizes() == {list_id: 2}


def test_the_reason_for_lifting_what_a_person_asked_for_is_kept(
    opt_out: OptOutBy, remove: RemoveBy, story: Callable[[E164], Story]
) -> None:
    (own,) = opt_out(NUMBER, origin=Origin.KEYWORD).opened

    remove(NUMBER, on=[own.list.id], note="Signed form 12")

    assert not story(NUMBER).standing
    assert story(NUMBER).events[0].change.note == "Signed form 12"


def test_a_removal_that_needs_a_reason_for_one_number_removes_none_without(
    opt_out: OptOutBy, remove: RemoveBy, standing: Standing
) -> None:
    (own,) = opt_out(NUMBER, origin=Origin.KEYWORD).opened
    opt_out(OTHER)

    with pytest.raises(ReasonRequired):
        remove(NUMBER, OTHER, on=[own.list.id])

    assert standing(NUMBER) == standing(OTHER) == {own.list.id}


def test_no_reason_is_asked_for_another_list_than_the_persons_own(
    opt_out: OptOutBy, remove: RemoveBy, standing: Standing, care: Sender
) -> None:
    (own,) = opt_out(NUMBER, origin=Origin.KEYWORD).opened
    whatsapp = Choice(frozenset({Channel.WHATSAPP}), senders=(care.id,))
    (ours,) = opt_out(NUMBER, choice=whatsapp).opened

    remove(NUMBER, on=[ours.list.id])

    assert standing(NUMBER) == {own.list.id}


def test_an_editor_adds_but_does_not_remove(
    opt_out: OptOutBy, remove: RemoveBy, editor: Actor
) -> None:
    (opened,) = opt_out(NUMBER, by=editor).opened

    with pytest.raises(NotPermitted) as refusal:
        remove(NUMBER, on=[opened.list.id], by=editor)

    assert (refusal.value.deed, refusal.value.needed) == (Deed.REMOVE, Role.MANAGER)


def test_a_viewer_and_a_guest_neither_add_nor_remove(
    opt_out: OptOutBy, remove: RemoveBy, viewer: Actor, guest: Actor
) -> None:
    (opened,) = opt_out(NUMBER).opened

    for actor in (viewer, guest):
        with pytest.raises(NotPermitted):
            opt_out(OTHER, by=actor)
        with pytest.raises(NotPermitted):
            remove(NUMBER, on=[opened.list.id], by=actor)


def test_an_opt_out_in_the_other_form_of_an_argentine_number_is_removed_too(
    opt_out: OptOutBy, remove: RemoveBy, standing: Standing
) -> None:
    from_whatsapp, as_dialled = E164(5491123456789), E164(541123456789)
    (opened,) = opt_out(from_whatsapp).opened

    removed = remove(as_dialled, on=[opened.list.id])

    assert [each.number for each in removed.closed] == [from_whatsapp]
    assert not removed.absent
    assert not standing(as_dialled)


def test_nothing_is_said_to_be_done_while_the_database_is_away(stranded: Core, act: Acting) -> None:
    with pytest.raises(StorageAway):
        changes.add(stranded, act(), [NUMBER], SMS)
    with pytest.raises(StorageAway):
        changes.remove(stranded, act(), [NUMBER], [ListId(1)])
    with pytest.raises(StorageAway):
        changes.undo(stranded, act(), ChangeId(1))
