"""Where the team's channel was told of a change."""

from sqlmodel import col, select

from storage.engine import Transaction
from storage.tables import Announcement, Change


def of_change(tx: Transaction, workspace_id: int, change_id: int) -> Announcement | None:
    return tx.exec(
        select(Announcement)
        .join(Change, col(Change.id) == Announcement.change_id)
        .where(Change.workspace_id == workspace_id, Announcement.change_id == change_id)
    ).one_or_none()


def note(tx: Transaction, change_id: int, *, channel: str, ts: str) -> None:
    tx.merge(Announcement(change_id=change_id, channel=channel, ts=ts))
