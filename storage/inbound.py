"""Messages of people: kept once each, with what was decided and what came of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, update
from sqlmodel import col, select

from storage.engine import Transaction
from storage.reply_tables import Inbound
from storage.writing import insert_one

_SETTLED: Final = (
    update(Inbound)
    .where(col(Inbound.id) == bindparam("of"))
    .values(change_id=bindparam("change"), told=bindparam("is_told"))
)


def record(tx: Transaction, row: Inbound) -> bool:
    """Insert a message, which gets its id; False if the connection brought it before.

    It stays outside of the session: what is to be kept of it later goes through `settle`.
    """
    row.id = insert_one(tx, Inbound, row.model_dump(exclude={"id"}))
    return row.id is not None


def by_message(tx: Transaction, connection_id: int, message_id: str) -> Inbound | None:
    return tx.exec(
        select(Inbound).where(
            Inbound.connection_id == connection_id, Inbound.message_id == message_id
        )
    ).one_or_none()


def by_id(tx: Transaction, inbound_id: int) -> Inbound | None:
    return tx.exec(select(Inbound).where(Inbound.id == inbound_id)).one_or_none()


def settle(tx: Transaction, inbound_id: int, *, change_id: int, told: bool) -> None:
    """Note what came of a message."""
    given = {"of": inbound_id, "change": change_id, "is_told": told}
    tx.connection().execute(_SETTLED, given)


def is_any_since(
    tx: Transaction,
    workspace_id: int,
    numbers: Collection[int],
    *,
    action: str,
    since: datetime,
) -> bool:
    """Whether one of these numbers wrote such a thing after a moment."""
    query = (
        select(Inbound.id)
        .where(
            Inbound.workspace_id == workspace_id,
            col(Inbound.number).in_(numbers),
            Inbound.action == action,
            col(Inbound.at) > since,
        )
        .limit(1)
    )
    return tx.exec(query).first() is not None
