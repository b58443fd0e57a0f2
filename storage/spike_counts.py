"""How many opt-outs came in a time, by sender: counted by their changes, never by their rows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Subquery, and_, func, or_
from sqlmodel import col, select

from storage.changes import first_since
from storage.engine import Transaction
from storage.tables import Change, ChangeCount, OptOutList


@dataclass(frozen=True, slots=True)
class Counted:
    """Which changes count: of a kind, and of some origins whatever their size, while of others
    only those of a single number."""

    kind: str
    origins: Collection[str]
    single: Collection[str]


@dataclass(frozen=True, slots=True)
class Time:
    """`since` is not included, `until` is."""

    since: datetime
    until: datetime


def by_sender(tx: Transaction, workspace_id: int, counted: Counted, time: Time) -> dict[int, int]:
    """How many numbers were opted out of each sender (0: of every one)."""
    one = _opened(tx, workspace_id, counted, time)
    count = func.sum(one.c.opened)
    rows = tx.execute(select(one.c.sender_id, count).group_by(one.c.sender_id))
    return {sender: int(opened) for sender, opened in rows}


def of_sender(
    tx: Transaction, workspace_id: int, counted: Counted, time: Time, *, sender: int
) -> tuple[int, datetime | None]:
    """The same of one sender, and when the first of them was."""
    one = _opened(tx, workspace_id, counted, time, sender=sender)
    [row] = tx.execute(select(func.sum(one.c.opened), func.min(one.c.at)))
    count, first = row
    return int(count or 0), first


def told(
    tx: Transaction, workspace_id: int, counted: Counted, time: Time, *, sender: int
) -> Iterator[tuple[str, str, str, int]]:
    """Origin, note and evidence of each change that opted numbers out of a sender, and of how many.

    The oldest comes first.
    """
    one = _opened(tx, workspace_id, counted, time, sender=sender)
    rows = tx.execute(
        select(Change.origin, Change.note, Change.evidence, one.c.opened)
        .join(one, one.c.id == col(Change.id))
        .order_by(col(Change.id))
    )
    for row in rows:
        origin, note, evidence, opened = row
        yield origin, note, evidence, opened


def _opened(
    tx: Transaction,
    workspace_id: int,
    counted: Counted,
    time: Time,
    *,
    sender: int | None = None,
) -> Subquery:
    """The changes that count, with the numbers that each opted out of a sender.

    A number that goes on the lists of several accounts is one, so the longest list speaks for all.
    """
    changes: Select[Any] = (
        select(
            col(Change.id).label("id"),
            func.min(Change.at).label("at"),
            col(OptOutList.sender_id).label("sender_id"),
            func.max(ChangeCount.opened).label("opened"),
        )
        .join(ChangeCount, col(ChangeCount.change_id) == col(Change.id))
        .join(OptOutList, col(OptOutList.id) == ChangeCount.list_id)
        .where(
            Change.workspace_id == workspace_id,
            col(Change.id) >= first_since(tx, workspace_id, time.since),
            Change.at > time.since,
            Change.at <= time.until,
            Change.kind == counted.kind,
            or_(
                col(Change.origin).in_(counted.origins),
                and_(col(Change.origin).in_(counted.single), col(Change.low) == Change.high),
            ),
            ChangeCount.opened > 0,
        )
        .group_by(col(Change.id), col(OptOutList.sender_id))
    )
    if sender is not None:
        changes = changes.where(col(OptOutList.sender_id) == sender)
    return changes.subquery()
