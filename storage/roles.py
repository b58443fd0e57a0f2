"""Role grants: who was given which role, by whom and when."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col

from storage.engine import Transaction
from storage.newest import latest, newest
from storage.tables import RoleGrant


def standing(
    tx: Transaction, workspace_id: int, subjects: Sequence[str] | None = None
) -> Sequence[RoleGrant]:
    """The grants in force, of these people and groups or of all."""
    key = col(RoleGrant.subject)
    rows = newest(tx, RoleGrant, key, workspace_id=workspace_id, among=subjects)
    return [row for row in rows if row.role]


def amended(
    tx: Transaction, workspace_id: int, *, limit: int
) -> Sequence[tuple[RoleGrant, RoleGrant | None]]:
    return latest(tx, RoleGrant, col(RoleGrant.subject), workspace_id=workspace_id, limit=limit)


def grant(
    tx: Transaction, workspace_id: int, subject: str, *, role: str, actor: str, at: datetime
) -> None:
    """Give a role; an empty one takes the grant back."""
    tx.add(RoleGrant(workspace_id=workspace_id, subject=subject, role=role, actor=actor, at=at))
