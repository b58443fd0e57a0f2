"""Where the team's channel was told of a change."""

from storage.engine import Transaction
from storage.tables import Announcement


def of_change(tx: Transaction, change_id: int) -> Announcement | None:
    return tx.get(Announcement, change_id)


def note(tx: Transaction, change_id: int, *, channel: str, ts: str) -> None:
    tx.merge(Announcement(change_id=change_id, channel=channel, ts=ts))
