"""Periods for a file: those that are wanted of a list, a stretch of it at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Label,
    Select,
    Text,
    case,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import col

from storage import bulk, bulk_postgresql
from storage.engine import Transaction
from storage.export_filters import Asked, is_wanted, until
from storage.stretches import Numbers
from storage.tables import Change, ChangeCount, NumberNote, OptOut
from storage.writing import chunks, is_sqlite

ROWS_A_STRETCH: Final = 20_000

MARK: Final = "\x01"
OVER: Final = "\x02"
"""What stands around that of which the database was not given the words."""

BEGAN: Final = f"{MARK}b"
ENDED: Final = f"{MARK}e"

_BEYOND: Final = 2**62


@dataclass(frozen=True, slots=True)
class Form:
    """How numbers are written: those of the calling code `code` with `trunk` in place of it, other
    ones with `before` before their digits, and `odd` ones with `before_odd`."""

    before: str
    code: str = ""
    trunk: str = ""
    before_odd: str = ""
    odd: frozenset[int] = frozenset()

    def written(self, number: int) -> str:
        digits = str(number)
        if number in self.odd:
            return self.before_odd + digits
        if self.code and digits.startswith(self.code):
            return self.trunk + digits[len(self.code) :]
        return self.before + digits

    def each(self, numbers: Sequence[int]) -> list[str]:
        if self.odd or self.code:
            return [self.written(number) for number in numbers]
        before = self.before
        return [f"{before}{number}" for number in numbers]

    def in_sql(self) -> ColumnElement[str]:
        digits = cast(col(OptOut.number), Text)
        whole = _text(self.before) + digits if self.before else digits
        cases: list[tuple[ColumnElement[bool], ColumnElement[str]]] = []
        if self.odd:
            is_odd = col(OptOut.number).in_(self.odd)
            cases.append((is_odd, _text(self.before_odd) + digits))
        if self.code:
            rest = func.substr(digits, len(self.code) + 1)
            is_national = func.substr(digits, 1, len(self.code)) == self.code
            cases.append((is_national, _text(self.trunk) + rest))
        return case(*cases, else_=whole) if cases else whole


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a period is written as a line: its number, `place`, how it began and how it ended.

    `beginnings` has the words of some changes; other ones, and those with a date of their own if
    `dated`, are marked to be filled in: BEGAN change (: date) OVER. None: nothing is said of it.
    An end is marked, ENDED change OVER; while there is none, `standing` is written. None: nothing.
    """

    form: Form
    place: str
    beginnings: Mapping[int, str] | None
    dated: bool
    standing: str | None
    line_end: str


class Found(NamedTuple):
    """Periods as columns; `ends` are 0 while they stand, `notes` what a file said of single
    numbers, None where it was silent or notes were not asked for."""

    numbers: Sequence[int] = ()
    sinces: Sequence[int] = ()
    ends: Sequence[int] = ()
    own_dates: Sequence[int | None] = ()
    notes: Sequence[str | None] = ()


class Act(NamedTuple):
    """What is told of a change."""

    id: int
    at: Any  # an aware datetime
    origin: str
    actor: str
    note: str


def stretches(
    tx: Transaction, list_ids: Sequence[int], *, low: int = 0, high: int = _BEYOND
) -> Iterator[tuple[int, int]]:
    """The numbers from low to high in parts between which these lists are cut."""
    while low <= high:
        ends = [
            bulk.stretch_end(tx, list_id=list_id, low=low, rows=ROWS_A_STRETCH)
            for list_id in list_ids
        ]
        end = min((each for each in ends if each is not None), default=high)
        yield low, min(end, high)
        low = end + 1


def texts(
    tx: Transaction, asked: Asked, pattern: Pattern, *, list_id: int, low: int, high: int
) -> tuple[int, str]:
    """How many periods low…high has, and their lines as one text."""
    lines = select(_line(pattern, asked).label("line"), *_order()).where(
        is_wanted(asked, list_id=list_id, low=low, high=high)
    )
    found = tx.connection().execute(_joined(tx, lines, "")).one()
    return found[0], found[1] or ""


def numbers(tx: Transaction, asked: Asked, *, list_id: int, low: int, high: int) -> Numbers:
    """The numbers of low…high, in order; one that has several periods comes several times."""
    each = select(cast(col(OptOut.number), Text).label("line"), *_order()).where(
        is_wanted(asked, list_id=list_id, low=low, high=high)
    )
    found = tx.connection().execute(_joined(tx, each, ",")).one()
    return np.fromstring(found[1] or "", np.int64, sep=",")


def periods(
    tx: Transaction, asked: Asked, *, list_id: int, low: int, high: int, with_notes: bool
) -> Found:
    note: ColumnElement[str | None] = literal(None, Text)
    if with_notes:
        note = (
            select(col(NumberNote.note))
            .where(
                col(NumberNote.change_id) == col(OptOut.since_change),
                col(NumberNote.number) == col(OptOut.number),
            )
            .scalar_subquery()
        )
    query = (
        select(
            col(OptOut.number),
            col(OptOut.since_change),
            until(asked),
            col(OptOut.own_date),
            note,
        )
        .where(is_wanted(asked, list_id=list_id, low=low, high=high))
        .order_by(col(OptOut.number), col(OptOut.until_change))
    )
    # The driver's own rows: wrapped ones take three times as long.
    rows = tx.connection().execute(query).cursor.fetchall()
    return Found(*zip(*rows, strict=True))


def begin(tx: Transaction) -> None:
    """Before the first stretch of a transaction."""
    if not is_sqlite(tx):
        bulk_postgresql.look_up_by_key(tx)


def acts(tx: Transaction, workspace_id: int, ids: Collection[int]) -> Iterator[Act]:
    query = select(
        col(Change.id), col(Change.at), col(Change.origin), col(Change.actor), col(Change.note)
    ).where(col(Change.workspace_id) == workspace_id)
    for some in chunks(ids):
        for row in tx.connection().execute(query.where(col(Change.id).in_(some))):
            yield Act._make(row)


def busiest(tx: Transaction, *, list_id: int, limit: int) -> Sequence[int]:
    """The changes that opened most periods of a list."""
    query = (
        select(col(ChangeCount.change_id))
        .where(col(ChangeCount.list_id) == list_id, col(ChangeCount.opened) > 0)
        .order_by(col(ChangeCount.opened).desc())
        .limit(limit)
    )
    return tx.connection().execute(query).scalars().all()


def has_notes(tx: Transaction) -> bool:
    """Whether any file said something of single numbers."""
    one = select(literal(1)).select_from(NumberNote).limit(1)
    return tx.connection().execute(one).first() is not None


def _order() -> tuple[Label[int], Label[int]]:
    return col(OptOut.number).label("number"), col(OptOut.until_change).label("until_change")


def _joined(tx: Transaction, lines: Select[Any], between: str) -> Select[tuple[int, str | None]]:
    """How many lines there are, and all of them as one text: a row each would take longer."""
    if is_sqlite(tx):
        part = lines.order_by("number", "until_change").subquery()
        return select(func.count(), func.group_concat(part.c.line, between))
    part = lines.subquery()
    in_order = aggregate_order_by(literal(between, Text), part.c.number, part.c.until_change)
    return select(func.count(), func.string_agg(part.c.line, in_order))


def _line(pattern: Pattern, asked: Asked) -> ColumnElement[str]:
    parts = [pattern.form.in_sql(), _text(pattern.place)]
    if pattern.beginnings is not None:
        parts.append(_beginning(pattern.beginnings, dated=pattern.dated))
    if pattern.standing is not None:
        end = until(asked)
        mark = _text(ENDED) + cast(end, Text) + _text(OVER)
        parts.append(case((end == 0, _text(pattern.standing)), else_=mark))
    parts.append(_text(pattern.line_end))
    line = parts[0]
    for part in parts[1:]:
        line = line + part
    return line


def _beginning(known: Mapping[int, str], *, dated: bool) -> ColumnElement[str]:
    since = col(OptOut.since_change)
    text: ColumnElement[str] = _text(BEGAN) + cast(since, Text) + _text(OVER)
    if known:
        text = case(*((since == key, _text(words)) for key, words in known.items()), else_=text)
    if not dated:
        return text
    own = col(OptOut.own_date)
    mark = _text(BEGAN) + cast(since, Text) + _text(":") + cast(own, Text) + _text(OVER)
    return case((own.is_(None), text), else_=mark)


def _text(text: str) -> ColumnElement[str]:
    return literal(text, Text)
