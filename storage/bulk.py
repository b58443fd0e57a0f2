"""Periods of many numbers at a time, as arrays and below SQLAlchemy: what imports write with.

What a caller hands over is in ascending order and holds each number once. Rows are taken in that
order, as `storage.opt_outs` takes them, so that no two writers wait for each other.
"""

from typing import Final

import numpy as np
from sqlalchemy import select
from sqlmodel import col

from storage import bulk_postgresql, bulk_sqlite
from storage.engine import Transaction
from storage.stretches import Numbers, Stretch
from storage.tables import OptOut
from storage.writing import is_sqlite

__all__ = [
    "Numbers",
    "Stretch",
    "close_many",
    "open_many",
    "standing",
    "standing_of",
    "stretch_end",
]

SPARSE: Final = 8
"""Periods between numbers, for each of them, above which it is faster to look each up."""


def standing(
    tx: Transaction,
    *,
    list_id: int,
    low: int,
    high: int,
    with_since: bool = False,
    not_since: int = 0,
) -> Stretch:
    """The open periods of low…high, without those that the change `not_since` opened."""
    read = bulk_sqlite.standing if is_sqlite(tx) else bulk_postgresql.standing
    return read(tx, list_id=list_id, low=low, high=high, with_since=with_since, not_since=not_since)


def standing_of(
    tx: Transaction, numbers: Numbers, *, list_id: int, with_since: bool = False
) -> Stretch:
    """The open periods of these numbers.

    A few numbers that are far apart are looked up one by one, not in all that lies between them.
    """
    if not len(numbers):
        return Stretch(numbers, numbers)
    low, high = int(numbers[0]), int(numbers[-1])
    if _holds_more(tx, list_id, low, high, rows=SPARSE * len(numbers)):
        look_up = bulk_sqlite.standing_of if is_sqlite(tx) else bulk_postgresql.standing_of
        return look_up(tx, numbers, list_id=list_id)
    found = standing(tx, list_id=list_id, low=low, high=high, with_since=with_since)
    asked = np.isin(found.numbers, numbers, assume_unique=True)
    return Stretch(found.numbers[asked], found.since[asked] if with_since else found.since)


def _holds_more(tx: Transaction, list_id: int, low: int, high: int, *, rows: int) -> bool:
    beyond = (
        select(col(OptOut.number))
        .where(col(OptOut.list_id) == list_id, col(OptOut.number).between(low, high))
        .order_by(col(OptOut.list_id), col(OptOut.number))
        .offset(rows)
        .limit(1)
    )
    return tx.connection().execute(beyond).first() is not None


def open_many(
    tx: Transaction,
    numbers: Numbers,
    *,
    list_id: int,
    since: int,
    own_dates: Numbers | None = None,
) -> int:
    """Put numbers on a list, each with a date of its own if it has one (0: none).

    Those already there, and those that another writer puts there meanwhile, keep their period.
    Returns how many were new.
    """
    if not len(numbers):
        return 0
    if own_dates is not None and not own_dates.any():
        own_dates = None
    write = bulk_sqlite.open_many if is_sqlite(tx) else bulk_postgresql.open_many
    return write(tx, numbers, list_id=list_id, since=since, own_dates=own_dates)


def close_many(tx: Transaction, numbers: Numbers, *, list_id: int, until: int) -> int:
    """End the open periods of these numbers on a list; returns how many there were."""
    if not len(numbers):
        return 0
    write = bulk_sqlite.close_many if is_sqlite(tx) else bulk_postgresql.close_many
    return write(tx, numbers, list_id=list_id, until=until)


def stretch_end(tx: Transaction, *, list_id: int, low: int, rows: int) -> int | None:
    """The number up to which, from `low` on, some `rows` periods lie, open or ended; None if there
    are fewer. It is for walking a list in stretches."""
    query = (
        select(col(OptOut.number))
        .where(col(OptOut.list_id) == list_id, col(OptOut.number) >= low)
        .order_by(col(OptOut.list_id), col(OptOut.number))
        .offset(rows - 1)
        .limit(1)
    )
    return tx.connection().execute(query).scalar_one_or_none()
