"""Keys of the API: who has one, found by its hash."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select

from storage.engine import Transaction
from storage.reply_tables import ApiKey


def add(tx: Transaction, row: ApiKey) -> ApiKey:
    tx.add(row)
    tx.flush()
    return row


def by_hash(tx: Transaction, key_hash: str) -> ApiKey | None:
    return tx.exec(select(ApiKey).where(ApiKey.key_hash == key_hash)).one_or_none()


def by_id(tx: Transaction, workspace_id: int, key_id: int) -> ApiKey | None:
    return tx.exec(
        select(ApiKey).where(ApiKey.workspace_id == workspace_id, ApiKey.id == key_id)
    ).one_or_none()


def of_workspace(tx: Transaction, workspace_id: int) -> Sequence[ApiKey]:
    """Those in use first, the newest of them first."""
    return tx.exec(
        select(ApiKey)
        .where(ApiKey.workspace_id == workspace_id)
        .order_by(col(ApiKey.revoked_at).is_not(None), col(ApiKey.id).desc())
    ).all()


def revoke(tx: Transaction, key_id: int, *, by: str, at: datetime) -> bool:
    """False if it had been revoked before."""
    statement = (
        update(ApiKey)
        .where(col(ApiKey.id) == key_id, col(ApiKey.revoked_at).is_(None))
        .values(revoked_by=by, revoked_at=at)
    )
    return tx.connection().execute(statement).rowcount == 1


def note_use(tx: Transaction, key_id: int, *, at: datetime) -> None:
    tx.connection().execute(update(ApiKey).where(col(ApiKey.id) == key_id).values(used_at=at))
