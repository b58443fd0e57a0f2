"""Changes: who did what, when, from where, and how much of it took effect on which list."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy
from sqlalchemy import ColumnElement, bindparam, func, update
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col, select

from storage.engine import Transaction
from storage.tables import Change, ChangeCount
from storage.writing import chunks, insert_new, insert_one

APART: Final = timedelta(minutes=5)
"""Clocks of several processes may differ by so much; within it ids and times may disagree."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which changes are wanted; an empty field asks for nothing. `until` is not included."""

    origins: Collection[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    undone_too: bool = True


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the list of what changes opened, newest change first; the start by default."""

    change_id: int = 2**62
    list_id: int = 0


def by_request(tx: Transaction, workspace_id: int, request_key: str) -> Change | None:
    return tx.exec(
        select(Change).where(Change.workspace_id == workspace_id, Change.request_key == request_key)
    ).one_or_none()


def by_id(tx: Transaction, workspace_id: int, change_id: int) -> Change | None:
    return tx.exec(
        select(Change).where(Change.workspace_id == workspace_id, Change.id == change_id)
    ).one_or_none()


def claim(tx: Transaction, workspace_id: int, change_id: int) -> None:
    """Wait until nobody else decides about a change, and keep others waiting.

    Its periods may be written meanwhile.
    """
    one = select(Change.id).where(Change.workspace_id == workspace_id, Change.id == change_id)
    tx.exec(one.with_for_update(key_share=True)).one_or_none()


def by_ids(tx: Transaction, workspace_id: int, ids: Collection[int]) -> dict[int, Change]:
    query = select(Change).where(Change.workspace_id == workspace_id)
    rows = (row for chunk in chunks(ids) for row in tx.exec(query.where(col(Change.id).in_(chunk))))
    return {row.id: row for row in rows if row.id is not None}


def of_origins(
    tx: Transaction, workspace_id: int, ids: Collection[int], origins: Collection[str]
) -> set[int]:
    """Which of these changes have one of these origins."""
    query = select(Change.id).where(
        Change.workspace_id == workspace_id, col(Change.origin).in_(origins)
    )
    rows = (row for chunk in chunks(ids) for row in tx.exec(query.where(col(Change.id).in_(chunk))))
    return {row for row in rows if row is not None}


def newest_id(tx: Transaction, workspace_id: int) -> int:
    """The newest change of a workspace, or 0."""
    query = select(func.max(Change.id)).where(Change.workspace_id == workspace_id)
    return tx.exec(query).one() or 0


def _lowest_id(tx: Transaction, workspace_id: int) -> int:
    # Not asked together with the highest: SQLite would go through all of them.
    query = select(func.min(Change.id)).where(Change.workspace_id == workspace_id)
    return tx.exec(query).one() or 0


def first_since(tx: Transaction, workspace_id: int, moment: datetime) -> int:
    """The lowest id that a change since then can have: halved, as time has no index of its own."""
    before = moment - APART
    low, high = _lowest_id(tx, workspace_id), newest_id(tx, workspace_id) + 1
    if not low:
        return 0
    while low < high:
        middle = (low + high) // 2
        found, at = tx.exec(
            select(Change.id, Change.at)
            .where(Change.workspace_id == workspace_id, col(Change.id) >= middle)
            .order_by(col(Change.id))
            .limit(1)
        ).one()
        if at < before:
            low = (found or 0) + 1
        else:
            high = middle
    return low


def undoing(tx: Transaction, workspace_id: int, ids: Collection[int]) -> dict[int, Change]:
    """The changes that undid these, by the id of what they undid."""
    # The sum keeps SQLite from going through all changes of the workspace: undos are few.
    own = col(Change.workspace_id) + 0 == workspace_id
    query = select(Change).where(own, Change.undoes > 0)
    undone = col(Change.undoes)
    rows = (row for chunk in chunks(ids) for row in tx.exec(query.where(undone.in_(chunk))))
    return {row.undoes: row for row in rows}


def record(tx: Transaction, change: Mapping[str, Any]) -> Change | None:
    """Insert a change and return it, or None if its request or its undo was recorded before."""
    key = insert_one(tx, Change, change)
    return None if key is None else Change(id=key, **change)


def narrow(tx: Transaction, change_id: int, *, low: int, high: int, numbers: str) -> None:
    """Keep for which numbers a change took effect, where it was asked about more."""
    told = update(Change).where(col(Change.id) == change_id)
    tx.connection().execute(told.values(low=low, high=high, numbers=numbers))


def count(tx: Transaction, counts: Sequence[ChangeCount]) -> None:
    insert_new(tx, ChangeCount, [row.model_dump() for row in counts])


def add_up(tx: Transaction, change_id: int, list_id: int, *, opened: int, closed: int) -> None:
    """Count more of what a change did to a list."""
    more = update(ChangeCount).where(
        col(ChangeCount.change_id) == change_id, col(ChangeCount.list_id) == list_id
    )
    tx.connection().execute(
        more.values(opened=ChangeCount.opened + opened, closed=ChangeCount.closed + closed)
    )


def counts_of(tx: Transaction, change_id: int) -> Sequence[ChangeCount]:
    return tx.exec(
        select(ChangeCount)
        .where(ChangeCount.change_id == change_id)
        .order_by(col(ChangeCount.list_id))
    ).all()


_EFFECTS: Final = (
    sqlalchemy.select(col(ChangeCount.list_id))
    .where(
        col(ChangeCount.change_id) == bindparam("of"),
        (col(ChangeCount.opened) > 0) | (col(ChangeCount.closed) > 0),
    )
    .limit(1)
)


def has_effect(tx: Transaction, change_id: int) -> bool:
    """Whether a change put anybody on a list or took them off."""
    return tx.connection().execute(_EFFECTS, {"of": change_id}).first() is not None


def latest(tx: Transaction, workspace_id: int, *, limit: int) -> Sequence[Change]:
    """The newest changes of a workspace, newest first."""
    return tx.exec(
        select(Change)
        .where(Change.workspace_id == workspace_id)
        .order_by(col(Change.id).desc())
        .limit(limit)
    ).all()


def that_opened(
    tx: Transaction,
    workspace_id: int,
    list_ids: Collection[int],
    *,
    wanted: Filter,
    start: Position,
    limit: int,
) -> list[tuple[Change, int]]:
    """Changes that opened periods on these lists, with the list, newest first, from `start` on."""
    query = (
        select(Change, ChangeCount.list_id)
        .join(ChangeCount, col(ChangeCount.change_id) == col(Change.id))
        .where(
            Change.workspace_id == workspace_id,
            col(Change.id) <= start.change_id,
            (col(Change.id) < start.change_id) | (col(ChangeCount.list_id) >= start.list_id),
            col(ChangeCount.list_id).in_(list_ids),
            ChangeCount.opened > 0,
            Change.kind != "undo",
        )
        .order_by(col(Change.id).desc(), col(ChangeCount.list_id))
        .limit(limit)
    )
    if not wanted.undone_too:
        # Of a large import that was undone every row would be looked at, to find none.
        query = query.where(~_is_all_taken_off())
    if wanted.origins:
        query = query.where(col(Change.origin).in_(wanted.origins))
    if wanted.since is not None:
        query = query.where(col(Change.at) >= wanted.since)
    if wanted.until is not None:
        query = query.where(col(Change.at) < wanted.until)
    return [(change, list_id) for change, list_id in tx.exec(query)]


def _is_all_taken_off() -> ColumnElement[bool]:
    """Whether an undo took off all that a change put on a list. What others had taken off before
    may be given back by undoing that."""
    undo, redo, taken = aliased(Change), aliased(Change), aliased(ChangeCount)
    undone_again = select(redo.id).where(col(redo.undoes) == col(undo.id), col(redo.undoes) > 0)
    return (
        select(undo.id)
        .join(taken, col(taken.change_id) == col(undo.id))
        .where(
            col(undo.undoes) == col(Change.id),
            col(undo.undoes) > 0,
            col(taken.list_id) == col(ChangeCount.list_id),
            col(taken.closed) >= col(ChangeCount.opened),
            ~undone_again.exists(),
        )
        .exists()
    )


def is_undone(change_id: Mapped[int] | None = None) -> ColumnElement[bool]:
    """Whether a change was undone for good: an undo that was undone itself gave all back.

    It is the change of the query, or the one of this column.
    """
    undone = col(Change.id) if change_id is None else change_id
    undo, redo = aliased(Change), aliased(Change)
    undone_again = select(redo.id).where(col(redo.undoes) == col(undo.id), col(redo.undoes) > 0)
    return (
        select(undo.id)
        .where(col(undo.undoes) == undone, col(undo.undoes) > 0, ~undone_again.exists())
        .exists()
    )
