"""Who asked for an opt-out themselves that stood already, because of somebody else.

A word is about one opt-out, the one that began with `since`, and counts as long as the change by
which it was said is not undone.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from storage.changes import is_undone
from storage.engine import Transaction
from storage.opt_outs import Span
from storage.reply_tables import OwnWord
from storage.stretches import Numbers
from storage.tables import OptOut
from storage.writing import chunks, insert_new


@dataclass(frozen=True, slots=True)
class Word:
    """`since` is the change that made the opt-out and `change_id` the one by which the person
    asked for it too."""

    list_id: int
    number: int
    since: int
    change_id: int


@dataclass(frozen=True, slots=True)
class Words:
    """Those of a stretch of a list, ascending: number, opt-out, and its newest word."""

    numbers: Numbers
    since: Numbers
    newest: Numbers


def note(tx: Transaction, words: Iterable[Word]) -> None:
    rows = [
        {
            "list_id": word.list_id,
            "number": word.number,
            "since_change": word.since,
            "change_id": word.change_id,
        }
        for word in words
    ]
    insert_new(tx, OwnWord, rows)


def _counts() -> ColumnElement[bool]:
    return ~is_undone(col(OwnWord.change_id))


def _within(span: Span) -> ColumnElement[bool]:
    number = col(OwnWord.number)
    return number.in_(span.numbers) if span.numbers else number.between(span.low, span.high)


def of_numbers(tx: Transaction, list_ids: Collection[int], numbers: Collection[int]) -> list[Word]:
    """The oldest first."""
    found: list[Word] = []
    for chunk in chunks(numbers):
        query = select(
            col(OwnWord.list_id),
            col(OwnWord.number),
            col(OwnWord.since_change),
            col(OwnWord.change_id),
        ).where(col(OwnWord.list_id).in_(list_ids), col(OwnWord.number).in_(chunk), _counts())
        found += [Word(*row) for row in tx.connection().execute(query)]
    return sorted(found, key=lambda word: word.change_id)


def of_stretch(tx: Transaction, *, list_id: int, low: int, high: int) -> Words:
    query = (
        select(col(OwnWord.number), col(OwnWord.since_change), func.max(OwnWord.change_id))
        .where(col(OwnWord.list_id) == list_id, col(OwnWord.number).between(low, high), _counts())
        .group_by(col(OwnWord.number), col(OwnWord.since_change))
        .order_by(col(OwnWord.number), col(OwnWord.since_change))
    )
    rows = tx.connection().execute(query).all()
    table = np.array([tuple(row) for row in rows], np.int64).reshape(-1, 3)
    return Words(table[:, 0], table[:, 1], table[:, 2])


def are_said_by(tx: Transaction, span: Span, list_ids: Collection[int]) -> bool:
    """Whether somebody asked by this change for what stood already on one of these lists."""
    query = (
        select(col(OwnWord.number))
        .where(
            col(OwnWord.list_id).in_(list_ids),
            _within(span),
            col(OwnWord.change_id) == span.change_id,
        )
        .limit(1)
    )
    return tx.connection().execute(query).first() is not None


def on_ended(tx: Transaction, span: Span, *, list_id: int) -> list[Word]:
    """The oldest word on each opt-out that a change ended on a list."""
    number, since = col(OwnWord.number), col(OwnWord.since_change)
    query = (
        select(number, since, func.min(OwnWord.change_id))
        .join(
            OptOut,
            (col(OptOut.list_id) == col(OwnWord.list_id))
            & (col(OptOut.number) == number)
            & (col(OptOut.until_change) == span.change_id)
            & (col(OptOut.since_change) == since),
        )
        .where(
            col(OwnWord.list_id) == list_id,
            _within(span),
            _counts(),
        )
        .group_by(number, since)
        .order_by(number)
    )
    return [Word(list_id, *row) for row in tx.connection().execute(query)]
