"""What a person's own word does to the lists."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from optouts import confirming, connections
from optouts.changes import Act, put_within
from optouts.connection import ConnectionId
from optouts.core import Core
from optouts.errors import SecretsLost, UnknownConnection
from optouts.inbound import InboundId
from optouts.keyword_rules import Scope
from optouts.numbers import E164, UnreadableNumber, parse
from optouts.places import address_key
from optouts.preferences import Preferences
from optouts.reply_kinds import ReplyKind
from optouts.roles import Actor, Role
from optouts.words import (
    EVERY_ACCOUNT,
    EVERY_SENDER,
    RECIPIENT,
    ChangeId,
    Channel,
    Origin,
    SenderId,
    WorkspaceId,
)
from optouts.workspaces import preferences_within
from storage import connections as stored_connections
from storage import inbound, senders
from storage.engine import Transaction
from storage.lists import ListKey
from storage.reply_tables import Inbound

THE_PERSON: Final = Actor(RECIPIENT, Role.MANAGER)
"""Nobody may tell people what they may say about their own number."""

LONGEST_NOTE: Final = 300
"""Characters of what was written that serve as the note; the evidence holds all of it."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """`did_anything`: the person is on a list that they were not on, or asked for it themselves
    for the first time."""

    change: ChangeId
    did_anything: bool


def sender_of(
    tx: Transaction, workspace: WorkspaceId, channel: str, address: str, *, region: str
) -> SenderId | None:
    """The sender of this address, retired or not; numbers may come without their country code."""
    wanted = {address, address_key(address)}
    with suppress(UnreadableNumber):
        wanted.add(str(parse(address, region=region, short_ok=True).digits))
    found = senders.of_addresses(tx, workspace, channel=channel, addresses=wanted)
    return SenderId(found) if found else None


def scope_in_force(settings: Preferences, *, now: datetime) -> Scope:
    """What a plain STOP means at a moment."""
    today = now.astimezone(ZoneInfo(settings.zone)).date()
    if settings.stop_scope_from and today >= settings.stop_scope_from:
        return Scope.EVERYWHERE
    return settings.stop_scope


def act_of(
    row: Inbound,
    *,
    provider: str,
    request: str,
    by: Actor = THE_PERSON,
    note: str = "",
    more: Mapping[str, str] | None = None,
) -> Act:
    """The act that a message asks for, with all that proves it."""
    facts = {
        "provider": provider,
        "connection": str(row.connection_id),
        "message_id": row.message_id,
        "text": row.text,
        "sent_at": row.sent_at.isoformat() if row.sent_at else "",
        "received_at": row.at.isoformat(),
        "campaign": row.campaign,
        "sender": str(row.sender_id or ""),
        "address": row.address,
        "rule": row.rule,
        "why": row.why,
        **(more or {}),
    }
    return Act(
        workspace=WorkspaceId(row.workspace_id),
        by=by,
        origin=Origin.KEYWORD,
        request=request,
        note=note or row.text[:LONGEST_NOTE],
        evidence={name: fact for name, fact in facts.items() if fact},
    )


def stop_within(tx: Transaction, core: Core, act: Act, row: Inbound, *, scope: Scope) -> Stopped:
    """Opt the person of a message out, for every account.

    Without a known sender that is every sender of the channel: the safe side.
    """
    keys = _lists_of(Channel(row.channel), SenderId(row.sender_id), scope)
    put = put_within(tx, core, act, [E164(row.number)], keys)
    return Stopped(put.change.id, bool(put.opened or put.own_words))


def _lists_of(channel: Channel, sender: SenderId, scope: Scope) -> list[ListKey]:
    if scope is Scope.EVERYWHERE:
        return [ListKey(EVERY_ACCOUNT, each, EVERY_SENDER) for each in Channel]
    return [ListKey(EVERY_ACCOUNT, channel, sender)]


def opt_out_of(
    tx: Transaction, core: Core, inbound_id: InboundId, *, by: Actor, note: str
) -> ChangeId | None:
    """Opt out the person of a message that was kept for review, because somebody judged it so or,
    by the recipient, because nobody did in time. Returns None where the number cannot be read.

    The team is told by whoever asks for this.
    """
    row = inbound.by_id(tx, inbound_id)
    if row is None or not row.number:
        return None
    is_judged = by.id != RECIPIENT
    workspace = WorkspaceId(row.workspace_id)
    settings = preferences_within(tx, workspace)
    if not row.sender_id:
        known = sender_of(tx, workspace, row.channel, row.address, region=settings.region)
        row.sender_id = known or 0
    connection = stored_connections.by_id(tx, workspace, row.connection_id)
    act = act_of(
        row,
        provider=connection.provider if connection else "",
        request=f"judged:{row.id}",
        by=by,
        note=note,
        more={"judged_by": by.id if is_judged else ""},
    )
    scope = scope_in_force(settings, now=core.clock())
    stopped = stop_within(tx, core, act, row, scope=scope)
    row.change_id = stopped.change
    tx.flush()
    if is_judged:
        _confirm(tx, core, settings, row, scope)
    return stopped.change


def _confirm(
    tx: Transaction, core: Core, settings: Preferences, row: Inbound, scope: Scope
) -> None:
    """Somebody found that they did ask for it, so they are told. Where nobody judged, silence is
    the safe side."""
    workspace = WorkspaceId(row.workspace_id)
    try:
        connection = connections.within(tx, core, workspace, ConnectionId(row.connection_id))
    except (SecretsLost, UnknownConnection):
        return
    if not connection.retired:
        confirming.order(
            tx,
            core,
            settings,
            row,
            kind=kind_of(scope),
            connection=connection,
            language=row.language,
            in_band=False,
        )


def kind_of(scope: Scope) -> ReplyKind:
    return ReplyKind.STOPPED_EVERYWHERE if scope is Scope.EVERYWHERE else ReplyKind.STOPPED
