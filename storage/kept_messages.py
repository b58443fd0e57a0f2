"""Messages of people that somebody is to hear of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, TextClause, func, literal_column, select, text, update
from sqlmodel import col

from storage.engine import Transaction
from storage.reply_tables import Connection, Inbound
from storage.writing import chunks

BEGINNING = 100
"""Characters of a text that tell whether it is a word that many share."""

UNTOLD = text("NOT inbound.told")
"""As the index of these has it; SQLite finds it by no other words."""


def by_ids(
    tx: Transaction, workspace_id: int, ids: Collection[int]
) -> Sequence[tuple[Inbound, Connection]]:
    """With the connection that each came in by, the oldest first."""
    return [
        (row, connection)
        for some in chunks(ids)
        for row, connection in tx.execute(
            select(Inbound, Connection)
            .join(Connection, col(Connection.id) == col(Inbound.connection_id))
            .where(col(Inbound.workspace_id) == workspace_id, col(Inbound.id).in_(some))
            .order_by(col(Inbound.id))
        )
    ]


def workspaces_untold(tx: Transaction) -> set[int]:
    """Where there is something to tell."""
    # The plus keeps SQLite from an index of all that ever came.
    workspace = literal_column("+inbound.workspace_id", Integer)
    found = select(workspace).select_from(Inbound).where(UNTOLD).distinct()
    return set(tx.connection().execute(found).scalars())


def is_more_untold(tx: Transaction, workspace_id: int, *, than: int) -> bool:
    query = select(col(Inbound.id)).where(UNTOLD, _is_of(workspace_id))
    return len(tx.execute(query.limit(than + 1)).all()) > than


@dataclass(frozen=True, slots=True)
class Brief:
    """What is needed of a message in order to count it; `text` is the beginning."""

    id: int
    action: str
    change_id: int
    channel: str
    sender_id: int
    number: int
    at: datetime
    text: str


def untold(tx: Transaction, workspace_id: int, *, limit: int) -> Sequence[Brief]:
    """The oldest first; nobody else tells of them until this transaction ends."""
    rows = tx.connection().execute(
        select(
            col(Inbound.id),
            col(Inbound.action),
            col(Inbound.change_id),
            col(Inbound.channel),
            col(Inbound.sender_id),
            col(Inbound.number),
            col(Inbound.at),
            func.substr(Inbound.text, 1, BEGINNING),
        )
        .where(UNTOLD, _is_of(workspace_id))
        .order_by(col(Inbound.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [Brief(*row) for row in rows]


def _is_of(workspace_id: int) -> TextClause:
    """The plus keeps SQLite from an index of all that ever came."""
    return text("+inbound.workspace_id = :of_workspace").bindparams(of_workspace=workspace_id)


def note_told(tx: Transaction, ids: Collection[int], *, told: bool = True) -> None:
    for some in chunks(ids):
        tx.connection().execute(update(Inbound).where(col(Inbound.id).in_(some)).values(told=told))
