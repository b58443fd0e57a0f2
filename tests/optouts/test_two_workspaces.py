"""Two workspaces never see, let alone change, what is the other's: every use case."""

from collections.abc import Callable

import pytest

from optouts import catalogue, changes, drafts, history, screening, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import (
    DraftGone,
    UnknownAccount,
    UnknownChange,
    UnknownList,
    UnknownSender,
)
from optouts.numbers import E164
from optouts.outcomes import Added, Story, Verdict, Wanted
from optouts.places import Account, Choice, Sender
from optouts.preferences import Preferences
from optouts.roles import Actor, Role
from optouts.screening import Message
from optouts.setup import Binding
from optouts.words import Channel, ListId, WorkspaceId

NUMBER = E164(27831234567)
SMS, WHATSAPP = frozenset({Channel.SMS}), frozenset({Channel.WHATSAPP})

OptOutBy = Callable[..., Added]
Standing = Callable[[E164], set[ListId]]


@pytest.fixture
def elsewhere(core: Core, workspace: WorkspaceId) -> WorkspaceId:
    """Another workspace, made after ours and with nothing in it."""
    other = workspaces.of_team(core, enterprise_id="", team_id="T0ACACIA")
    assert other != workspace
    return other


@pytest.fixture
def act_there(act: Callable[..., Act], elsewhere: WorkspaceId) -> Callable[[], Act]:
    return lambda: act(workspace=elsewhere, note="Some reason")


def test_nothing_of_one_workspace_is_found_from_another(
    core: Core, opt_out: OptOutBy, elsewhere: WorkspaceId, manager: Actor
) -> None:
    opt_out(NUMBER)

    (answer,) = screening.check(core, elsewhere, [NUMBER], Message(), by=manager)
    assert answer.verdict is Verdict.FREE
    assert history.of_number(core, elsewhere, NUMBER, by=manager) == Story(NUMBER, (), ())
    everything = Wanted(ended_too=True)
    assert not history.page(core, elsewhere, everything, by=manager, limit=10).opt_outs
    assert not history.latest(core, elsewhere, by=manager, limit=10)
    assert not history.total(core, elsewhere, by=manager)


def test_a_change_of_another_workspace_is_neither_shown_nor_undone(
    core: Core, opt_out: OptOutBy, elsewhere: WorkspaceId, manager: Actor,
    act_there: Callable[[], Act],
) -> None:  # fmt: skip
    added = opt_out(NUMBER)

    with pytest.raises(UnknownChange):
        history.change(core, elsewhere, added.change.id, by=manager)
    with pytest.raises(UnknownChange):
        changes.undo(core, act_there(), added.change.id)


def test_numbers_are_not_taken_off_lists_of_another_workspace(
    core: Core, opt_out: OptOutBy, standing: Standing, act_there: Callable[[], Act]
) -> None:
    (opened,) = opt_out(NUMBER).opened

    with pytest.raises(UnknownList):
        changes.remove(core, act_there(), [NUMBER], [opened.list.id])

    assert standing(NUMBER) == {opened.list.id}


def test_numbers_are_not_put_on_lists_of_another_workspaces_places(
    core: Core, act_there: Callable[[], Act], retail: Account, care: Sender
) -> None:
    with pytest.raises(UnknownAccount):
        changes.add(core, act_there(), [NUMBER], Choice(SMS, accounts=(retail.id,)))
    with pytest.raises(UnknownSender):
        changes.add(core, act_there(), [NUMBER], Choice(WHATSAPP, senders=(care.id,)))


def test_the_same_list_in_two_workspaces_is_two_lists(
    core: Core, opt_out: OptOutBy, elsewhere: WorkspaceId, manager: Actor, standing: Standing
) -> None:
    (here,) = opt_out(NUMBER).opened
    (there,) = opt_out(NUMBER, workspace=elsewhere).opened

    assert here.list.id != there.list.id
    assert standing(NUMBER) == {here.list.id}
    assert [each.size for each in history.total(core, elsewhere, by=manager)] == [1]


def test_a_check_never_answers_for_senders_and_accounts_of_another_workspace(
    core: Core, elsewhere: WorkspaceId, manager: Actor, retail: Account, care: Sender
) -> None:
    with pytest.raises(UnknownSender):
        screening.check(core, elsewhere, [NUMBER], Message(sender=care.id), by=manager)
    with pytest.raises(UnknownAccount):
        screening.check(core, elsewhere, [NUMBER], Message(account=retail.id), by=manager)


def test_places_of_another_workspace_are_not_changed(
    core: Core, elsewhere: WorkspaceId, manager: Actor, retail: Account, care: Sender
) -> None:
    with pytest.raises(UnknownAccount):
        catalogue.save_account(
            core, elsewhere, name="Mine", region="", by=manager, account=retail.id
        )
    with pytest.raises(UnknownAccount):
        catalogue.retire_account(core, elsewhere, retail.id, retired=True, by=manager)
    with pytest.raises(UnknownSender):
        catalogue.rename_sender(core, elsewhere, care.id, label="Mine", by=manager)
    with pytest.raises(UnknownSender):
        catalogue.retire_sender(core, elsewhere, care.id, retired=True, by=manager)


def test_names_and_addresses_are_free_in_another_workspace(
    core: Core, elsewhere: WorkspaceId, manager: Actor, retail: Account, care: Sender
) -> None:
    account = catalogue.save_account(core, elsewhere, name=retail.name, region="", by=manager)
    sender = catalogue.add_sender(
        core,
        elsewhere,
        channel=care.channel,
        written=care.written,
        label=care.label,
        region="",
        by=manager,
    )

    assert (account.id, sender.id) != (retail.id, care.id)
    places = workspaces.setup(core, elsewhere).places
    assert (places.accounts, places.senders) == ((account,), (sender,))


def test_settings_bindings_and_roles_hold_in_their_workspace_only(
    core: Core, workspace: WorkspaceId, elsewhere: WorkspaceId, manager: Actor
) -> None:
    workspaces.change_preferences(core, workspace, {"undo_days": "7"}, by=manager)
    workspaces.bind(core, workspace, Binding("C0RETAIL", region="ZA"), by=manager)
    workspaces.grant(core, workspace, "U0SIPHO", Role.MANAGER, by=manager)

    assert workspaces.setup(core, elsewhere).preferences == Preferences()
    assert workspaces.binding_of(core, elsewhere, "C0RETAIL") == Binding("C0RETAIL")
    assert not workspaces.grants(core, elsewhere)


def test_a_channel_is_not_bound_to_places_of_another_workspace(
    core: Core, elsewhere: WorkspaceId, manager: Actor, retail: Account, care: Sender
) -> None:
    with pytest.raises(UnknownAccount):
        workspaces.bind(core, elsewhere, Binding("C0RETAIL", account=retail.id), by=manager)
    with pytest.raises(UnknownSender):
        workspaces.bind(core, elsewhere, Binding("C0RETAIL", sender=care.id), by=manager)


def test_deliveries_are_counted_in_their_workspace(
    core: Core, workspace: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    assert workspaces.is_first_delivery(core, workspace, "Ev1")
    assert workspaces.is_first_delivery(core, elsewhere, "Ev1")


def test_a_draft_of_another_workspace_is_not_found(
    core: Core, workspace: WorkspaceId, elsewhere: WorkspaceId, manager: Actor
) -> None:
    token = drafts.keep(core, workspace, {"numbers": ["+27831234567"]}, by=manager)

    with pytest.raises(DraftGone):
        drafts.of_token(core, elsewhere, token, by=manager)
