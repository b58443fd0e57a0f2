"""The changes since some change, and the numbers that each put on lists or took off them."""

import time
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, literal, select, text
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel import select as select_rows

from storage import bulk_postgresql
from storage.engine import Transaction
from storage.opt_outs import Span, within
from storage.tables import Change, ChangeCount, OptOut
from storage.writing import chunks, is_sqlite

PATIENCE: Final = 2.0
"""Seconds to wait for those who were writing changes; a single one takes some milliseconds."""

PAUSE: Final = 0.002

_WRITERS: Final = text(
    "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND granted"
    " AND relation = 'change'::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
"""Whoever inserts into a table holds this lock from before the id is drawn until they are done."""


class Deed(StrEnum):
    """What a change did to the numbers of a list."""

    OPENED = "opened"
    CLOSED = "closed"
    GAVE_BACK = "gave_back"


def have_ended(tx: Transaction) -> bool:
    """Wait until everybody has ended who was writing a change when this began; False if one of
    them takes too long.

    In PostgreSQL ids are drawn before the commit, so a lower one may become visible later. Nothing
    of that in SQLite, which has one writer at a time.
    """
    if is_sqlite(tx):
        return True
    wanted = _writers(tx)
    deadline = time.monotonic() + PATIENCE
    while wanted:
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
        wanted &= _writers(tx)
    return True


def _writers(tx: Transaction) -> set[str]:
    return set(tx.connection().execute(_WRITERS).scalars())


def after(
    tx: Transaction, workspace_id: int, change_id: int, *, until: int, limit: int
) -> Sequence[Change]:
    """The changes behind one, up to and with another, oldest first."""
    return tx.exec(
        select_rows(Change)
        .where(Change.workspace_id == workspace_id, col(Change.id) > change_id)
        .where(col(Change.id) <= until)
        .order_by(col(Change.id))
        .limit(limit)
    ).all()


def counts(tx: Transaction, change_ids: Collection[int]) -> Sequence[ChangeCount]:
    """What these changes did, list by list."""
    query = select_rows(ChangeCount).order_by(col(ChangeCount.change_id), col(ChangeCount.list_id))
    return [
        row
        for chunk in chunks(change_ids)
        for row in tx.exec(query.where(col(ChangeCount.change_id).in_(chunk)))
    ]


def numbers(
    tx: Transaction, change: Change, deed: Deed, *, list_id: int, after: int, limit: int
) -> Sequence[int]:
    """The numbers that a change did something to on a list, each once, in order, behind `after`."""
    span = Span.of(change)
    if not is_sqlite(tx) and not span.numbers:
        bulk_postgresql.look_up_by_key(tx)
    query = (
        select(col(OptOut.number))
        .where(
            col(OptOut.list_id) == list_id,
            within(span),
            col(OptOut.number) > max(span.low - 1, after),
            _done(change, deed),
        )
        .distinct()
        .order_by(col(OptOut.number))
        .limit(limit)
    )
    return tx.connection().execute(query).scalars().all()


def _done(change: Change, deed: Deed) -> ColumnElement[bool]:
    match deed:
        case Deed.OPENED:
            return col(OptOut.since_change) == change.id
        case Deed.CLOSED:
            return col(OptOut.until_change) == change.id
        case Deed.GAVE_BACK:
            return _was_given_back(change.undoes)


def _was_given_back(undone: int) -> ColumnElement[bool]:
    """Ended by what was undone, and going on behind that with the same beginning."""
    later = aliased(OptOut)
    goes_on = select(literal(1)).where(
        col(later.list_id) == col(OptOut.list_id),
        col(later.number) == col(OptOut.number),
        col(later.since_change) == col(OptOut.since_change),
        (col(later.until_change) == 0) | (col(later.until_change) > undone),
    )
    return (col(OptOut.until_change) == undone) & goes_on.exists()
