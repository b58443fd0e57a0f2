"""Schedules: what is reported again and again, and which of it is due."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from storage.engine import Transaction
from storage.tables import ReportSchedule


def add(tx: Transaction, row: ReportSchedule) -> None:
    """Insert a schedule, which has its id from then on."""
    tx.add(row)
    tx.flush()


def of_workspace(tx: Transaction, workspace_id: int) -> Sequence[ReportSchedule]:
    """The schedules that were not deleted, the oldest first."""
    return tx.exec(
        select(ReportSchedule)
        .where(ReportSchedule.workspace_id == workspace_id, col(ReportSchedule.deleted).is_(False))
        .order_by(col(ReportSchedule.id))
    ).all()


def by_id(tx: Transaction, workspace_id: int, schedule_id: int) -> ReportSchedule | None:
    return tx.exec(
        select(ReportSchedule).where(
            ReportSchedule.workspace_id == workspace_id,
            ReportSchedule.id == schedule_id,
            col(ReportSchedule.deleted).is_(False),
        )
    ).one_or_none()


def due(tx: Transaction, *, now: datetime) -> list[int]:
    """The schedules whose time has come, of all workspaces, in the order in which they are due."""
    rows = tx.exec(
        select(ReportSchedule.id)
        .where(col(ReportSchedule.next_at) <= now)
        .order_by(col(ReportSchedule.next_at), col(ReportSchedule.id))
    )
    return [row for row in rows if row is not None]


def to_change(tx: Transaction, schedule_id: int) -> ReportSchedule | None:
    """A schedule that nobody else changes until this transaction ends."""
    return tx.exec(
        select(ReportSchedule).where(ReportSchedule.id == schedule_id).with_for_update()
    ).one_or_none()
