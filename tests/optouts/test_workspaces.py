"""A workspace's settings, channel bindings, role grants and deliveries."""

from collections.abc import Callable

import pytest

from optouts import workspaces
from optouts.core import Core
from optouts.errors import (
    NotPermitted,
    StorageAway,
    UnknownAccount,
    UnknownRegion,
    UnknownSender,
    UnknownZone,
)
from optouts.places import Account, Sender
from optouts.preferences import Preferences
from optouts.roles import Actor, Role
from optouts.setup import Binding, Grant
from optouts.words import AccountId, SenderId, WorkspaceId
from storage import tables
from tests.conftest import Clock

SetTo = Callable[[str, str], None]
Bind = Callable[..., None]
GrantTo = Callable[[str, Role | None], None]


@pytest.fixture
def bind(core: Core, workspace: WorkspaceId, manager: Actor) -> Bind:
    def bound(channel: str, **to: object) -> None:
        binding = Binding(channel, **to)  # type: ignore[arg-type]  # fields of Binding, by name
        workspaces.bind(core, workspace, binding, by=manager)

    return bound


@pytest.fixture
def grant(core: Core, workspace: WorkspaceId, manager: Actor) -> GrantTo:
    def granted(subject: str, role: Role | None) -> None:
        workspaces.grant(core, workspace, subject, role, by=manager)

    return granted


@pytest.fixture
def preferences(core: Core, workspace: WorkspaceId) -> Callable[[], Preferences]:
    return lambda: workspaces.setup(core, workspace).preferences


def test_a_team_has_one_workspace_from_its_first_request_on(core: Core) -> None:
    first = workspaces.of_team(core, enterprise_id="", team_id="T0BAOBAB")

    assert workspaces.of_team(core, enterprise_id="", team_id="T0BAOBAB") == first
    assert workspaces.of_team(core, enterprise_id="", team_id="T0ACACIA") != first
    assert workspaces.of_team(core, enterprise_id="E0GRID", team_id="T0BAOBAB") != first


def test_a_setup_holds_accounts_senders_and_settings(
    core: Core, workspace: WorkspaceId, retail: Account, care: Sender, set_to: SetTo
) -> None:
    set_to("region", "ZA")

    setup = workspaces.setup(core, workspace)

    assert setup.workspace == workspace
    assert (setup.places.accounts, setup.places.senders) == ((retail,), (care,))
    assert setup.preferences.region == "ZA"


def test_a_setting_holds_until_it_is_set_again(
    set_to: SetTo, preferences: Callable[[], Preferences]
) -> None:
    assert preferences().undo_days == 30

    set_to("undo_days", "7")
    set_to("undo_days", "14")

    assert preferences().undo_days == 14


def test_what_a_setting_was_before_and_who_changed_it_is_kept(
    core: Core, workspace: WorkspaceId, set_to: SetTo, manager: Actor
) -> None:
    for value in ("7", "7", "14"):
        set_to("undo_days", value)

    with core.reading() as tx:
        rows = [tx.get(tables.WorkspaceSetting, each) for each in (1, 2, 3)]
    assert [(row.value, row.actor) for row in rows if row] == [
        ("7", manager.id),
        ("14", manager.id),
    ]
    assert rows[0] is not None
    assert rows[0].workspace_id == workspace


def test_several_settings_are_changed_together_or_not_at_all(
    core: Core, workspace: WorkspaceId, manager: Actor, preferences: Callable[[], Preferences]
) -> None:
    values = {"undo_days": "7", "zone": "Africa/Nowhere"}

    with pytest.raises(UnknownZone):
        workspaces.change_preferences(core, workspace, values, by=manager)

    assert preferences() == Preferences()


def test_a_channel_that_was_bound_to_nothing_stands_for_nothing(
    core: Core, workspace: WorkspaceId
) -> None:
    assert workspaces.binding_of(core, workspace, "C0GENERAL") == Binding("C0GENERAL")


def test_a_bound_channel_stands_for_account_sender_and_region(
    core: Core, workspace: WorkspaceId, bind: Bind, retail: Account, care: Sender
) -> None:
    bind("C0RETAIL", account=retail.id, sender=care.id, region="za")

    expected = Binding("C0RETAIL", retail.id, care.id, "ZA")
    assert workspaces.binding_of(core, workspace, "C0RETAIL") == expected


def test_the_newest_binding_of_a_channel_holds(
    core: Core, workspace: WorkspaceId, bind: Bind, retail: Account
) -> None:
    bind("C0RETAIL", account=retail.id)
    bind("C0RETAIL", region="KE")

    assert workspaces.binding_of(core, workspace, "C0RETAIL") == Binding("C0RETAIL", region="KE")


def test_an_empty_binding_takes_back_the_one_before(
    core: Core, workspace: WorkspaceId, bind: Bind, retail: Account
) -> None:
    bind("C0RETAIL", account=retail.id)
    bind("C0RETAIL")

    assert workspaces.binding_of(core, workspace, "C0RETAIL") == Binding("C0RETAIL")


def test_a_channel_is_not_bound_to_what_does_not_exist(
    core: Core, workspace: WorkspaceId, bind: Bind
) -> None:
    with pytest.raises(UnknownRegion):
        bind("C0RETAIL", region="XX")
    with pytest.raises(UnknownAccount):
        bind("C0RETAIL", account=AccountId(99))
    with pytest.raises(UnknownSender):
        bind("C0RETAIL", sender=SenderId(99))

    assert workspaces.binding_of(core, workspace, "C0RETAIL") == Binding("C0RETAIL")


def test_a_grant_says_what_by_whom_and_when(
    core: Core, workspace: WorkspaceId, grant: GrantTo, manager: Actor, clock: Clock
) -> None:
    grant("S0CRM", Role.EDITOR)

    assert workspaces.grants(core, workspace) == [
        Grant("S0CRM", Role.EDITOR, manager.id, clock.now)
    ]


def test_the_newest_grant_of_a_person_holds_and_can_be_taken_back(
    core: Core, workspace: WorkspaceId, grant: GrantTo
) -> None:
    grant("U0SIPHO", Role.EDITOR)
    grant("U0SIPHO", Role.VIEWER)
    grant("U0NALEDI", Role.EDITOR)
    grant("U0NALEDI", None)

    assert [(each.subject, each.role) for each in workspaces.grants(core, workspace)] == [
        ("U0SIPHO", Role.VIEWER)
    ]


def test_no_role_is_a_role_that_can_be_given(
    core: Core, workspace: WorkspaceId, grant: GrantTo
) -> None:
    grant("U0SIPHO", Role.NONE)

    assert [each.role for each in workspaces.grants(core, workspace)] == [Role.NONE]


def test_only_the_first_of_two_deliveries_is_the_first(core: Core, workspace: WorkspaceId) -> None:
    deliveries = [
        workspaces.is_first_delivery(core, workspace, event) for event in ("Ev1", "Ev1", "Ev2")
    ]

    assert deliveries == [True, False, True]


def test_a_delivery_is_remembered_as_long_as_slack_may_repeat_it(
    core: Core, workspace: WorkspaceId, clock: Clock
) -> None:
    workspaces.is_first_delivery(core, workspace, "Ev1")
    clock.advance(days=2)
    workspaces.forget_old_deliveries(core)

    assert not workspaces.is_first_delivery(core, workspace, "Ev1")


def test_an_old_delivery_is_forgotten(core: Core, workspace: WorkspaceId, clock: Clock) -> None:
    workspaces.is_first_delivery(core, workspace, "Ev1")
    clock.advance(days=2, seconds=1)
    workspaces.forget_old_deliveries(core)

    assert workspaces.is_first_delivery(core, workspace, "Ev1")


@pytest.mark.parametrize("who", ["editor", "viewer", "guest"])
def test_only_managers_change_settings_bindings_and_roles(
    core: Core, workspace: WorkspaceId, who: str, request: pytest.FixtureRequest
) -> None:
    actor: Actor = request.getfixturevalue(who)

    with pytest.raises(NotPermitted):
        workspaces.change_preferences(core, workspace, {"undo_days": "7"}, by=actor)
    with pytest.raises(NotPermitted):
        workspaces.bind(core, workspace, Binding("C0RETAIL", region="ZA"), by=actor)
    with pytest.raises(NotPermitted):
        workspaces.grant(core, workspace, actor.id, Role.MANAGER, by=actor)

    assert workspaces.setup(core, workspace).preferences == Preferences()
    assert workspaces.binding_of(core, workspace, "C0RETAIL") == Binding("C0RETAIL")
    assert not workspaces.grants(core, workspace)


def test_without_the_database_nobody_has_a_setup(stranded: Core, workspace: WorkspaceId) -> None:
    with pytest.raises(StorageAway):
        workspaces.setup(stranded, workspace)
    with pytest.raises(StorageAway):
        workspaces.of_team(stranded, enterprise_id="", team_id="T0BAOBAB")
