"""Messages of people as they are stored, and as people see them."""

from collections.abc import Collection

from optouts.inbound import InboundId, Provider
from optouts.kept import Kept
from optouts.keyword_rules import Action, Why
from optouts.numbers import E164
from optouts.words import ChangeId, Channel, SenderId, WorkspaceId
from storage import kept_messages
from storage.engine import Transaction
from storage.reply_tables import Connection, Inbound


def by_ids_within(
    tx: Transaction, workspace: WorkspaceId, ids: Collection[InboundId]
) -> dict[InboundId, Kept]:
    found = kept_messages.by_ids(tx, workspace, ids)
    return {InboundId(row.id or 0): kept_of(row, connection) for row, connection in found}


def kept_of(row: Inbound, connection: Connection) -> Kept:
    return Kept(
        id=InboundId(row.id or 0),
        channel=Channel(row.channel),
        sender=SenderId(row.sender_id) if row.sender_id else None,
        address=row.address,
        number=E164(row.number) if row.number else None,
        written=row.written,
        text=row.text,
        at=row.at,
        provider=Provider(connection.provider),
        connection=connection.name,
        action=Action(row.action),
        why=Why(row.why),
        change=ChangeId(row.change_id) if row.change_id else None,
    )
