"""Ways in for replies: which there are, and whose secret path a request came to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam
from sqlmodel import col, select, update

from storage.engine import Transaction
from storage.reply_tables import Connection, Inbound


def save(tx: Transaction, row: Connection) -> Connection:
    """Insert or change one, which has its id from then on."""
    tx.add(row)
    tx.flush()
    return row


# Put together once, as every reply asks this.
_BY_TOKEN_HASH: Final = select(Connection).where(
    col(Connection.token_hash) == bindparam("of_hash"), col(Connection.retired_at).is_(None)
)


def by_token_hash(tx: Transaction, token_hash: str) -> Connection | None:
    """The one that is in use; retired ones hear nothing."""
    return tx.exec(_BY_TOKEN_HASH, params={"of_hash": token_hash}).one_or_none()


def by_id(tx: Transaction, workspace_id: int, connection_id: int) -> Connection | None:
    return tx.exec(
        select(Connection).where(
            Connection.workspace_id == workspace_id, Connection.id == connection_id
        )
    ).one_or_none()


def of_workspace(tx: Transaction, workspace_id: int) -> Sequence[Connection]:
    return tx.exec(
        select(Connection)
        .where(Connection.workspace_id == workspace_id)
        .order_by(col(Connection.name), col(Connection.id))
    ).all()


def heard(tx: Transaction, connection_id: int, *, at: datetime) -> None:
    tx.exec(update(Connection).where(col(Connection.id) == connection_id).values(last_at=at))


def heard_for_sender(tx: Transaction, workspace_id: int, sender_id: int) -> Connection | None:
    """The one that the newest reply to a sender came through."""
    return tx.exec(
        select(Connection)
        .join(Inbound, col(Inbound.connection_id) == col(Connection.id))
        .where(Inbound.workspace_id == workspace_id, Inbound.sender_id == sender_id)
        .order_by(col(Inbound.id).desc())
        .limit(1)
    ).first()
