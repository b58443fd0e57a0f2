"""A workspace's own settings, as text by name; what they mean is the core's business."""

from datetime import datetime

from sqlmodel import col

from storage.engine import Transaction
from storage.newest import newest
from storage.tables import WorkspaceSetting


def standing(tx: Transaction, workspace_id: int) -> dict[str, str]:
    rows = newest(tx, WorkspaceSetting, col(WorkspaceSetting.name), workspace_id=workspace_id)
    return {row.name: row.value for row in rows}


def put(
    tx: Transaction, workspace_id: int, name: str, *, value: str, actor: str, at: datetime
) -> None:
    tx.add(WorkspaceSetting(workspace_id=workspace_id, name=name, value=value, actor=actor, at=at))
