"""The newest row of each key, and what stood before it, for tables that are only appended to."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import func
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from storage.engine import Transaction
from storage.reply_tables import KeywordRule
from storage.tables import ChannelBinding, RoleGrant, WorkspaceSetting

Row = TypeVar("Row", RoleGrant, ChannelBinding, WorkspaceSetting, KeywordRule)


def newest(
    tx: Transaction,
    table: type[Row],
    key: Mapped[str],
    *,
    workspace_id: int,
    among: Sequence[str] | None = None,
) -> Sequence[Row]:
    """The newest row for every value of `key` in a workspace, or only for those `among`."""
    ids = select(func.max(table.id)).where(table.workspace_id == workspace_id).group_by(key)
    if among is not None:
        ids = ids.where(key.in_(among))
    return tx.exec(select(table).where(col(table.id).in_(ids)).order_by(key)).all()


def latest(
    tx: Transaction, table: type[Row], key: Mapped[str], *, workspace_id: int, limit: int
) -> Sequence[tuple[Row, Row | None]]:
    """The newest rows of a workspace, newest first, each with the one that it took the place of."""
    before = func.lag(col(table.id)).over(partition_by=key, order_by=col(table.id))
    pairs = tx.execute(
        select(col(table.id), before)
        .where(table.workspace_id == workspace_id)
        .order_by(col(table.id).desc())
        .limit(limit)
    ).all()
    ids = {each for pair in pairs for each in pair if each is not None}
    rows = {row.id: row for row in tx.exec(select(table).where(col(table.id).in_(ids)))}
    return [(rows[row], rows.get(replaced)) for row, replaced in pairs]
