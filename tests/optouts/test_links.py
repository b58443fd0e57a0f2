"""Links by which people opt out themselves, and take it back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from optouts import keys, links
from optouts.api_key import Key
from optouts.core import Core
from optouts.errors import NoBusinessName, NotPermitted, UnknownSender
from optouts.links import Mailing, State, View
from optouts.numbers import E164
from optouts.outcomes import Added, Story, What
from optouts.places import Account, Choice, Sender
from optouts.roles import Actor
from optouts.words import AccountId, Channel, Origin, WorkspaceId
from storage import links as stored_links
from tests.conftest import Clock

SIPHO = E164(27831234567)
NALEDI = E164(27821234567)


def made_key(
    core: Core,
    workspace: WorkspaceId,
    *,
    by: Actor,
    account: AccountId | None = None,
    writes: bool = True,
    name: str = "Platform",
) -> Key:
    made = keys.create(
        core,
        workspace,
        name=name,
        account=account,
        writes=writes,
        by=by,
        request=f"{account} {writes} {name}",
    )
    assert made is not None
    return made[0]


@pytest.fixture
def key(core: Core, workspace: WorkspaceId, manager: Actor) -> Key:
    return made_key(core, workspace, by=manager)


@pytest.fixture
def mailing(short_code: Sender, set_to: Callable[[str, str], None]) -> Mailing:
    set_to("business", "Baobab")
    choice = Choice(frozenset({Channel.SMS}), (short_code.id,))
    return Mailing(choice, campaign="spring", language="af")


@pytest.fixture
def link(core: Core, key: Key, mailing: Mailing) -> str:
    return links.make(core, key, [SIPHO], mailing)[SIPHO].token


def seen(view: View | None) -> View:
    assert view is not None
    return view


def test_looking_at_a_link_asks_and_changes_nothing(
    core: Core, link: str, story: Callable[[E164], Story]
) -> None:
    view = seen(links.look(core, link))

    assert (view.state, view.business, view.sender) == (State.ASKS, "Baobab", "31331")
    assert (view.number, view.language) == (SIPHO, "af")
    assert story(SIPHO).events == ()


def test_the_person_is_on_the_list_of_the_link_with_what_it_came_from(
    core: Core, link: str, story: Callable[[E164], Story], short_code: Sender
) -> None:
    assert seen(links.opt_out(core, link)).state is State.OPTED_OUT

    (listed,) = story(SIPHO).standing
    assert listed.list.sender == short_code
    assert (listed.since.origin, listed.since.by) == (Origin.LINK, "recipient")
    assert listed.since.evidence["campaign"] == "spring"


def test_doing_it_twice_is_one_change(
    core: Core, link: str, story: Callable[[E164], Story]
) -> None:
    links.opt_out(core, link)
    again = seen(links.opt_out(core, link))

    assert again.state is State.OPTED_OUT
    assert len(story(SIPHO).events) == 1


def test_the_person_may_take_it_back_for_ten_minutes(
    core: Core, link: str, clock: Clock, story: Callable[[E164], Story]
) -> None:
    until = seen(links.opt_out(core, link)).undo_until
    assert until == clock() + timedelta(minutes=10)
    clock.advance(minutes=10)

    assert seen(links.take_back(core, link)).state is State.TAKEN_BACK
    assert seen(links.take_back(core, link)).state is State.TAKEN_BACK

    assert story(SIPHO).standing == ()
    assert [each.what for each in story(SIPHO).events] == [What.UNDONE, What.OPTED_OUT]
    assert seen(links.look(core, link)).state is State.ASKS


def test_after_ten_minutes_it_stands(
    core: Core, link: str, clock: Clock, story: Callable[[E164], Story]
) -> None:
    links.opt_out(core, link)
    clock.advance(minutes=10, seconds=1)

    assert seen(links.look(core, link)).undo_until is None
    assert seen(links.take_back(core, link)).state is State.TOO_LATE
    assert len(story(SIPHO).standing) == 1


def test_taking_it_back_works_where_the_team_can_undo_nothing(
    core: Core, link: str, set_to: Callable[[str, str], None], clock: Clock
) -> None:
    set_to("undo_days", "0")
    links.opt_out(core, link)
    clock.advance(minutes=1)

    assert seen(links.take_back(core, link)).state is State.TAKEN_BACK


def test_who_took_it_back_may_opt_out_again(
    core: Core, link: str, story: Callable[[E164], Story]
) -> None:
    links.opt_out(core, link)
    links.take_back(core, link)

    assert seen(links.opt_out(core, link)).state is State.OPTED_OUT
    assert len(story(SIPHO).standing) == 1


def test_taking_it_back_leaves_what_others_did(
    core: Core, link: str, mailing: Mailing, opt_out: Callable[..., Added], clock: Clock
) -> None:
    opt_out(SIPHO, choice=mailing.choice)
    clock.advance(minutes=1)

    view = seen(links.opt_out(core, link))

    assert (view.state, view.undo_until) == (State.OPTED_OUT, None)
    assert seen(links.take_back(core, link)).state is State.TOO_LATE


def test_an_old_link_does_nothing_and_one_for_ever_works(
    core: Core,
    link: str,
    clock: Clock,
    set_to: Callable[[str, str], None],
    make: Callable[[], str],
) -> None:
    set_to("link_days", "0")
    for_ever = make()
    clock.advance(days=60)

    assert seen(links.opt_out(core, link)).state is State.EXPIRED
    clock.advance(days=1000)
    assert seen(links.opt_out(core, for_ever)).state is State.OPTED_OUT


@pytest.fixture
def make(core: Core, key: Key, mailing: Mailing) -> Callable[[], str]:
    """Another link for the same person."""
    return lambda: links.make(core, key, [SIPHO], mailing)[SIPHO].token


def test_a_link_that_was_taken_back_does_nothing_but_what_it_did_stays(
    core: Core, link: str, key: Key, make: Callable[[], str], story: Callable[[E164], Story]
) -> None:
    other = make()
    links.opt_out(core, link)

    assert links.revoke(core, key, of_key=key.id) == 2
    assert links.revoke(core, key, of_key=key.id) == 0

    assert seen(links.look(core, link)).state is State.OPTED_OUT
    links.take_back(core, link)
    assert seen(links.look(core, link)).state is State.REVOKED
    assert seen(links.opt_out(core, other)).state is State.REVOKED
    assert story(SIPHO).standing == ()


def test_it_is_kept_which_key_took_a_link_back(
    core: Core, workspace: WorkspaceId, manager: Actor, link: str
) -> None:
    other = made_key(core, workspace, by=manager, name="Shop")
    links.revoke(core, other, link=links.id_of(core, link))

    with core.reading() as tx:
        row = stored_links.by_id(tx, links.id_of(core, link) or 0)
    assert row is not None
    assert (row.revoked_key_id, row.revoked_at) == (other.id, core.clock())


def test_a_link_works_when_its_sender_is_retired(
    core: Core, link: str, retire: Callable[[Sender], Sender], short_code: Sender
) -> None:
    retire(short_code)

    assert seen(links.opt_out(core, link)).state is State.OPTED_OUT


def test_nobody_guesses_the_link_of_somebody_else(core: Core, key: Key, mailing: Mailing) -> None:
    made = links.make(core, key, [SIPHO, NALEDI], mailing)
    mine, other = made[SIPHO].token, made[NALEDI].token

    assert len(mine) == 24
    assert links.look(core, other[:8] + mine[8:]) is None
    for text in ("", "x", "ü" * 24, mine[:-1], mine[:-1] + "!", mine + "AAAA", "A" * 24):
        assert links.look(core, text) is None
        assert links.opt_out(core, text) is None
        assert links.take_back(core, text) is None


def test_a_signed_id_that_is_no_link_is_unknown(core: Core, link: str) -> None:
    nobody = links.token(core, 10**9)

    assert links.id_of(core, nobody) != links.id_of(core, link)
    assert links.look(core, nobody) is None
    assert links.opt_out(core, nobody) is None
    assert links.take_back(core, nobody) is None


def test_a_key_for_one_account_takes_back_links_of_no_other(
    core: Core,
    workspace: WorkspaceId,
    manager: Actor,
    link: str,
    retail: Account,
) -> None:
    own = made_key(core, workspace, by=manager, account=retail.id)

    assert links.revoke(core, own, link=links.id_of(core, link)) == 0


def test_links_are_made_by_keys_that_write_for_senders_in_use_and_businesses_with_a_name(
    core: Core,
    workspace: WorkspaceId,
    manager: Actor,
    key: Key,
    short_code: Sender,
) -> None:
    reading = made_key(core, workspace, by=manager, writes=False)
    choice = Choice(frozenset({Channel.SMS}), (short_code.id,))

    with pytest.raises(NotPermitted):
        links.make(core, reading, [SIPHO], Mailing(choice))
    with pytest.raises(NoBusinessName):
        links.make(core, key, [SIPHO], Mailing(choice))
    with pytest.raises(UnknownSender):
        links.make(
            core, key, [SIPHO], Mailing(Choice(frozenset({Channel.WHATSAPP}), (short_code.id,)))
        )
