"""Replies that wait for somebody to judge them: jobs, found by what is asked of them."""

from collections.abc import Collection, Sequence

from sqlalchemy import func
from sqlmodel import col, select

from storage.engine import Transaction
from storage.tables import Job
from storage.writing import ROWS_A_STATEMENT


def waiting(
    tx: Transaction, workspace_id: int, kind: str, stage: str, *, skip: int, limit: int
) -> Sequence[Job]:
    """The oldest first."""
    return tx.exec(
        select(Job)
        .where(Job.stage == stage, Job.kind == kind, Job.workspace_id == workspace_id)
        .order_by(col(Job.id))
        .offset(skip)
        .limit(limit)
    ).all()


def is_more(tx: Transaction, workspace_id: int, kind: str, stage: str, *, than: int) -> bool:
    """Whether there are more, without counting them all."""
    query = select(Job.id).where(
        Job.stage == stage, Job.kind == kind, Job.workspace_id == workspace_id
    )
    return len(tx.exec(query.limit(than + 1)).all()) > than


def count(tx: Transaction, workspace_id: int, kind: str, stage: str) -> int:
    return tx.exec(
        select(func.count()).where(
            Job.stage == stage, Job.kind == kind, Job.workspace_id == workspace_id
        )
    ).one()


def due(tx: Transaction, kind: str, stage: str, *, by: int, limit: int) -> Sequence[Job]:
    """Those whose next moment (`cursor`, seconds since 1970) has come, the oldest first; nobody
    else changes them until this transaction ends."""
    return tx.exec(
        select(Job)
        .where(Job.stage == stage, Job.kind == kind, Job.cursor <= by)
        .order_by(col(Job.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def of_requests(tx: Transaction, workspace_id: int, keys: Collection[str]) -> list[Job]:
    """The jobs of these requests."""
    ordered = sorted(keys)
    return [
        job
        for start in range(0, len(ordered), ROWS_A_STATEMENT)
        for job in tx.exec(
            select(Job).where(
                Job.workspace_id == workspace_id,
                col(Job.request_key).in_(ordered[start : start + ROWS_A_STATEMENT]),
            )
        )
    ]
