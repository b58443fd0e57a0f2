"""The newest row of each key, for tables that are only ever appended to."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import func
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from storage.engine import Transaction
from storage.tables import ChannelBinding, RoleGrant, WorkspaceSetting

Row = TypeVar("Row", RoleGrant, ChannelBinding, WorkspaceSetting)


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
