"""Periods: which numbers are on which lists, since which change and until which.

Numbers go in and come out as sets of integers, the digits of E.164. List ids are one workspace's:
callers take them from `storage.lists`, which is bound to it.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Self

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from storage import bulk_postgresql, bulk_sqlite
from storage.engine import Transaction
from storage.tables import Change, OptOut
from storage.writing import ROWS_A_STATEMENT, chunks, insert_new, insert_selected, is_sqlite

FEW: Final = ROWS_A_STATEMENT
"""So many numbers a change names one by one. Two that are far apart would otherwise mean looking at
the whole list between them (measured: docs/performance.md)."""


@dataclass(frozen=True, slots=True)
class Period:
    """A number on a list from the change `since` until the change `until` (0: still open)."""

    list_id: int
    number: int
    since: int
    until: int
    own_date: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers one change may have touched: these, or if none are named all of low…high."""

    change_id: int
    low: int
    high: int
    numbers: tuple[int, ...] = ()

    @classmethod
    def over(cls, numbers: Sequence[int], *, change_id: int = 0) -> Self:
        """Over numbers in ascending order; no more than a few are named."""
        named = tuple(numbers) if len(numbers) <= FEW else ()
        return cls(change_id, numbers[0], numbers[-1], named)

    @classmethod
    def of(cls, change: Change) -> Self:
        return cls(change.id or 0, change.low, change.high, tuple(json.loads(change.numbers)))


def within(span: Span, periods: type[OptOut] = OptOut) -> ColumnElement[bool]:
    number = col(periods.number)
    if span.numbers:
        return number.in_(span.numbers)
    return number.between(span.low, span.high)


def _look_in_order(tx: Transaction, span: Span) -> None:
    if not is_sqlite(tx) and not span.numbers:
        bulk_postgresql.look_up_by_key(tx)


def _periods() -> Select[tuple[int, int, int, int, int | None]]:
    return select(
        col(OptOut.list_id),
        col(OptOut.number),
        col(OptOut.since_change),
        col(OptOut.until_change),
        col(OptOut.own_date),
    )


def of_numbers(
    tx: Transaction, list_ids: Collection[int], numbers: Collection[int], *, only_open: bool = False
) -> list[Period]:
    """Every period of these numbers on these lists: one probe of the key a number and list."""
    found: list[Period] = []
    for chunk in chunks(numbers):
        query = _periods().where(col(OptOut.list_id).in_(list_ids), col(OptOut.number).in_(chunk))
        if only_open:
            query = query.where(col(OptOut.until_change) == 0)
        found += [Period(*row) for row in tx.connection().execute(query)]
    return sorted(found, key=lambda period: (period.number, period.list_id, period.since))


def opened_by(
    tx: Transaction,
    span: Span,
    *,
    list_id: int,
    after: tuple[int, int],
    limit: int,
    only_open: bool,
) -> list[Period]:
    """Periods that a change opened on a list, by number and end, behind the pair `after`."""
    query = (
        _periods()
        .where(
            col(OptOut.list_id) == list_id,
            within(span),
            # Not as a pair, `(number, until) > after`: PostgreSQL would begin to read there.
            col(OptOut.number) >= max(span.low, after[0]),
            (col(OptOut.number) > after[0]) | (col(OptOut.until_change) > after[1]),
            col(OptOut.since_change) == span.change_id,
        )
        .order_by(col(OptOut.number), col(OptOut.until_change))
        .limit(limit)
    )
    if only_open:
        query = query.where(col(OptOut.until_change) == 0)
    return [Period(*row) for row in tx.connection().execute(query)]


def open_new(
    tx: Transaction,
    numbers: Collection[int],
    *,
    list_id: int,
    since: int,
    own_date: int | None = None,
) -> int:
    """Put numbers on a list; those already there keep their period. Returns how many were new."""
    return insert_new(
        tx,
        OptOut,
        [
            {
                "list_id": list_id,
                "number": number,
                "until_change": 0,
                "since_change": since,
                "own_date": own_date,
            }
            for number in sorted(numbers)
        ],
    )


def close(tx: Transaction, numbers: Collection[int], *, list_id: int, until: int) -> int:
    """End the open periods of these numbers on a list; returns how many there were."""
    closed = 0
    for chunk in chunks(numbers):
        closed += (
            tx.connection()
            .execute(
                update(OptOut)
                .where(
                    col(OptOut.list_id) == list_id,
                    col(OptOut.number).in_(chunk),
                    col(OptOut.until_change) == 0,
                )
                .values(until_change=until)
            )
            .rowcount
        )
    return closed


def close_opened_by(tx: Transaction, span: Span, *, list_id: int, until: int) -> int:
    """End the still open periods that a change began on a list; returns how many there were."""
    if is_sqlite(tx) and not span.numbers:
        return bulk_sqlite.close_opened_by(
            tx, span.change_id, list_id=list_id, low=span.low, high=span.high, until=until
        )
    _look_in_order(tx, span)
    return (
        tx.connection()
        .execute(
            update(OptOut)
            .where(
                col(OptOut.list_id) == list_id,
                within(span),
                col(OptOut.since_change) == span.change_id,
                col(OptOut.until_change) == 0,
            )
            .values(until_change=until)
        )
        .rowcount
    )


def close_given_back_by(
    tx: Transaction, span: Span, *, list_id: int, undone: int, until: int
) -> int:
    """End the open periods that are continuations of periods which the change `undone` had ended.

    This is how the undo of a removal is itself undone: what it gave back shares its beginning with
    what the removal ended.
    """
    if is_sqlite(tx) and not span.numbers:
        return bulk_sqlite.close_continued(
            tx, undone, list_id=list_id, low=span.low, high=span.high, until=until
        )
    _look_in_order(tx, span)
    ended = aliased(OptOut)
    return (
        tx.connection()
        .execute(
            update(OptOut)
            .where(
                col(OptOut.list_id) == list_id,
                within(span),
                col(OptOut.until_change) == 0,
                select(literal(1))
                .where(
                    and_(
                        col(ended.list_id) == col(OptOut.list_id),
                        col(ended.number) == col(OptOut.number),
                        within(span, ended),  # or PostgreSQL reads the whole list
                        col(ended.until_change) == undone,
                        col(ended.since_change) == col(OptOut.since_change),
                    )
                )
                .exists(),
            )
            .values(until_change=until)
        )
        .rowcount
    )


def give_back_closed_by(tx: Transaction, span: Span, *, list_id: int) -> int:
    """Open again what a change ended on a list, with the original beginning and date.

    A number that has been put on the list again meanwhile keeps the later period.
    """
    _look_in_order(tx, span)
    ended = select(
        col(OptOut.list_id),
        col(OptOut.number),
        literal(0),
        col(OptOut.since_change),
        col(OptOut.own_date),
    ).where(
        col(OptOut.list_id) == list_id,
        within(span),
        col(OptOut.until_change) == span.change_id,
    )
    columns = ["list_id", "number", "until_change", "since_change", "own_date"]
    return insert_selected(tx, OptOut, columns, ended)


def bounds(tx: Transaction, list_ids: Collection[int]) -> tuple[int, int] | None:
    """The lowest and the highest number that ever was on one of these lists."""
    ends: list[int] = []
    for list_id in list_ids:
        for extreme in (func.min, func.max):
            # One at a time: SQLite looks both up in the key only if they are asked for alone.
            query = select(extreme(col(OptOut.number))).where(col(OptOut.list_id) == list_id)
            ends += filter(None, tx.connection().execute(query).scalars())
    return (min(ends), max(ends)) if ends else None


def beginnings_ended_by(tx: Transaction, span: Span, *, list_id: int) -> Sequence[int]:
    """The changes that had begun what a change ended on a list, each once."""
    query = (
        select(col(OptOut.since_change))
        .where(
            col(OptOut.list_id) == list_id,
            within(span),
            col(OptOut.until_change) == span.change_id,
        )
        .distinct()
    )
    return tx.connection().execute(query).scalars().all()


def count_open(tx: Transaction, *, list_id: int) -> int:
    """The open periods of a list, counted one by one: what `size` must equal."""
    query = (
        select(func.count())
        .select_from(OptOut)
        .where(col(OptOut.list_id) == list_id, col(OptOut.until_change) == 0)
    )
    return tx.connection().execute(query).scalar_one()
