"""A workspace and how it is set up: accounts, senders, settings, channel bindings, role grants."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from optouts import preferences
from optouts.core import Core, demand
from optouts.errors import UnknownAccount, UnknownRegion, UnknownSender
from optouts.numbers import is_region
from optouts.places import Account, Places, Sender
from optouts.preferences import Preferences
from optouts.roles import GRANTABLE, Actor, Deed, Role
from optouts.setup import Announced, Binding, Grant, Setup
from optouts.words import AccountId, ActorId, ChangeId, Channel, SenderId, WorkspaceId
from storage import accounts, announcements, bindings, requests, roles, senders, tables, workspaces
from storage import preferences as stored_preferences
from storage.engine import Transaction

REDELIVERY: Final = timedelta(days=2)
"""Slack delivers an event again for at most a day (docs.slack.dev/apis/events-api)."""


def of_team(core: Core, *, enterprise_id: str, team_id: str) -> WorkspaceId:
    """The workspace of a Slack team; it comes into being with its first request."""
    with core.reading() as tx:
        found = workspaces.of_team(tx, enterprise_id=enterprise_id, team_id=team_id)
    if found is None:
        with core.writing() as tx:
            found = workspaces.made_for_team(
                tx, enterprise_id=enterprise_id, team_id=team_id, at=core.clock()
            )
    return WorkspaceId(found.id or 0)


def setup(core: Core, workspace: WorkspaceId, *, channel: str = "") -> Setup:
    """The set-up, with what the given Slack channel stands for."""
    with core.reading() as tx:
        return Setup(
            workspace,
            places_within(tx, workspace),
            preferences_within(tx, workspace),
            _binding_within(tx, workspace, channel),
        )


def preferences_within(tx: Transaction, workspace: WorkspaceId) -> Preferences:
    return preferences.read(stored_preferences.standing(tx, workspace))


def places_within(tx: Transaction, workspace: WorkspaceId) -> Places:
    return Places(
        accounts=tuple(account_of(row) for row in accounts.of_workspace(tx, workspace)),
        senders=tuple(sender_of(row) for row in senders.of_workspace(tx, workspace)),
    )


def account_of(row: tables.Account) -> Account:
    return Account(AccountId(row.id or 0), row.name, row.region, row.retired_at is not None)


def sender_of(row: tables.Sender) -> Sender:
    return Sender(
        SenderId(row.id or 0),
        Channel(row.channel),
        row.address,
        row.label,
        row.retired_at is not None,
    )


def change_preferences(
    core: Core, workspace: WorkspaceId, values: dict[str, str], *, by: Actor
) -> None:
    """Set settings; one that stays the same leaves no trace.

    Raises NotPermitted, UnknownRegion, UnknownZone, or ValueError, and then keeps none of them.
    """
    demand(by, Deed.CONFIGURE)
    for name, value in values.items():
        preferences.BY_NAME[name].reads(value)
    with core.writing() as tx:
        before = stored_preferences.standing(tx, workspace)
        for name, value in values.items():
            if before.get(name) != value:
                stored_preferences.put(
                    tx, workspace, name, value=value, actor=by.id, at=core.clock()
                )


def bind(core: Core, workspace: WorkspaceId, binding: Binding, *, by: Actor) -> None:
    """Say what a Slack channel stands for; an empty binding takes it back.

    Raises NotPermitted, UnknownRegion, UnknownAccount and UnknownSender.
    """
    demand(by, Deed.CONFIGURE)
    region = binding.region.strip().upper()
    if region and not is_region(region):
        raise UnknownRegion(binding.region)
    with core.writing() as tx:
        places = places_within(tx, workspace)
        if binding.account is not None and places.account(binding.account) is None:
            raise UnknownAccount(str(binding.account))
        if binding.sender is not None and places.sender(binding.sender) is None:
            raise UnknownSender(str(binding.sender), None)
        bindings.bind(
            tx,
            tables.ChannelBinding(
                workspace_id=workspace,
                channel=binding.channel,
                account_id=binding.account or 0,
                sender_id=binding.sender or 0,
                region=region,
                actor=by.id,
                at=core.clock(),
            ),
        )


def binding_of(core: Core, workspace: WorkspaceId, channel: str) -> Binding:
    """What a Slack channel stands for; an empty binding if nothing was said."""
    with core.reading() as tx:
        return _binding_within(tx, workspace, channel)


def _binding_within(tx: Transaction, workspace: WorkspaceId, channel: str) -> Binding:
    row = bindings.of_channel(tx, workspace, channel) if channel else None
    return binding(row) if row else Binding(channel)


def binding(row: tables.ChannelBinding) -> Binding:
    return Binding(
        row.channel,
        AccountId(row.account_id) if row.account_id else None,
        SenderId(row.sender_id) if row.sender_id else None,
        row.region,
    )


def grant(
    core: Core, workspace: WorkspaceId, subject: str, role: Role | None, *, by: Actor
) -> None:
    """Give a person or user group a role; None takes back what was given."""
    demand(by, Deed.CONFIGURE)
    with core.writing() as tx:
        roles.grant(
            tx, workspace, subject, role=role.word if role is not None else "", actor=by.id,
            at=core.clock(),
        )  # fmt: skip


def grants(core: Core, workspace: WorkspaceId) -> Sequence[Grant]:
    return role_rules(core, workspace)[0]


def role_rules(core: Core, workspace: WorkspaceId) -> tuple[Sequence[Grant], Role]:
    """The roles that were given, and the one of full members who were given none."""
    with core.reading() as tx:
        given = [_grant(row) for row in roles.standing(tx, workspace)]
        return given, preferences_within(tx, workspace).default_role


def _grant(row: tables.RoleGrant) -> Grant:
    return Grant(row.subject, GRANTABLE[row.role], ActorId(row.actor), row.at)


def is_first_delivery(core: Core, workspace: WorkspaceId, request_id: str) -> bool:
    """Note a request; False if it was noted before."""
    with core.writing() as tx:
        return requests.is_first(tx, workspace, request_id, at=core.clock())


def forget_old_deliveries(core: Core) -> None:
    """Drop the notes of requests that cannot be delivered again any more."""
    with core.writing() as tx:
        requests.forget_before(tx, core.clock() - REDELIVERY)


def announcement_of(core: Core, workspace: WorkspaceId, change: ChangeId) -> Announced | None:
    """Where the team was told of a change, or None."""
    with core.reading() as tx:
        row = announcements.of_change(tx, workspace, change)
    return Announced(row.channel, row.ts) if row else None


def note_announcement(core: Core, change: ChangeId, announced: Announced) -> None:
    with core.writing() as tx:
        announcements.note(tx, change, channel=announced.channel, ts=announced.ts)
