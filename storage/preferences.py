"""A workspace's own settings, as text by name; what they mean is the core's business."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from storage.engine import Transaction
from storage.newest import latest, newest
from storage.tables import WorkspaceSetting

_NEWEST_IDS: Final = (
    select(func.max(WorkspaceSetting.id))
    .where(col(WorkspaceSetting.workspace_id) == bindparam("workspace"))
    .group_by(col(WorkspaceSetting.name))
)
# Put together once, as every reply asks this.
_STANDING: Final = select(col(WorkspaceSetting.name), col(WorkspaceSetting.value)).where(
    col(WorkspaceSetting.id).in_(_NEWEST_IDS)
)


def standing(tx: Transaction, workspace_id: int) -> dict[str, str]:
    tx.flush()
    rows = tx.connection().execute(_STANDING, {"workspace": workspace_id})
    return dict(rows.tuples().all())


def newest_of(tx: Transaction, workspace_id: int, name: str) -> WorkspaceSetting | None:
    """The row that holds, with who set it and when."""
    key = col(WorkspaceSetting.name)
    rows = newest(tx, WorkspaceSetting, key, workspace_id=workspace_id, among=[name])
    return rows[0] if rows else None


def amended(
    tx: Transaction, workspace_id: int, *, limit: int
) -> Sequence[tuple[WorkspaceSetting, WorkspaceSetting | None]]:
    key = col(WorkspaceSetting.name)
    return latest(tx, WorkspaceSetting, key, workspace_id=workspace_id, limit=limit)


def put(
    tx: Transaction, workspace_id: int, name: str, *, value: str, actor: str, at: datetime
) -> None:
    tx.add(WorkspaceSetting(workspace_id=workspace_id, name=name, value=value, actor=actor, at=at))
