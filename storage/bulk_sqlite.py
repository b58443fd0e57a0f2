"""Many periods at a time in SQLite: 500 rows a statement, and read as one text.

A period that ends is deleted and inserted anew, which is what an UPDATE of a key comes to anyway.
Done a stretch at a time it takes two thirds as long.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, cast

import numpy as np

from storage.engine import Transaction
from storage.stretches import Numbers, Stretch
from storage.writing import ROWS_A_STATEMENT, chunks

_ROWS_A_STRETCH: Final = 20_000
_DENSE: Final = 1.7
"""So many rows may be written anew for each that ends; above it is faster to look up each."""

_NO_DATE: Final = -(2**63)

_OPEN: Final = "list_id = ? AND number BETWEEN ? AND ? AND until_change = 0"
_OF_OTHERS: Final = f"{_OPEN} AND since_change <> ?"
_OPENED_BY: Final = f"{_OPEN} AND since_change = ?"
_CONTINUED: Final = (
    f"{_OPEN} AND EXISTS (SELECT 1 FROM opt_out AS ended"  # noqa: S608 - our own words
    " WHERE ended.list_id = opt_out.list_id AND ended.number = opt_out.number"
    " AND ended.until_change = ? AND ended.since_change = opt_out.since_change)"
)


@dataclass(frozen=True, slots=True)
class _Periods:
    numbers: Numbers
    since: Numbers
    dates: Numbers


def standing(
    tx: Transaction, *, list_id: int, low: int, high: int, with_since: bool, not_since: int
) -> Stretch:
    # One text of many numbers costs a third of as many rows.
    found = _driver(tx).execute(
        "SELECT group_concat(number), group_concat(since_change) FILTER (WHERE ?)"  # noqa: S608 - our own words
        f" FROM (SELECT number, since_change FROM opt_out WHERE {_OF_OTHERS} ORDER BY number)",
        (with_since, list_id, low, high, not_since),
    )
    return Stretch(*map(_array, found.fetchone()))


def standing_of(tx: Transaction, numbers: Numbers, *, list_id: int) -> Stretch:
    driver, found = _driver(tx), []
    for some in chunks(numbers.tolist()):
        found += driver.execute(
            "SELECT number, since_change FROM opt_out"  # noqa: S608 - our own integers
            f" WHERE list_id = {list_id:d} AND until_change = 0"
            f" AND number IN ({','.join('?' * len(some))}) ORDER BY number",
            some,
        ).fetchall()
    columns = np.array(found, np.int64).reshape(-1, 2)
    return Stretch(columns[:, 0], columns[:, 1])


def open_many(
    tx: Transaction, numbers: Numbers, *, list_id: int, since: int, own_dates: Numbers | None
) -> int:
    row = f"({list_id:d},?,0,{since:d},{'NULL' if own_dates is None else '?'})"
    columns = [numbers.tolist()]
    if own_dates is not None:
        columns.append([date or None for date in own_dates.tolist()])
    return _insert(_driver(tx), row, columns, verb="INSERT OR IGNORE")


def close_many(tx: Transaction, numbers: Numbers, *, list_id: int, until: int) -> int:
    driver, closed = _driver(tx), 0
    for start in range(0, len(numbers), _ROWS_A_STRETCH):
        part = numbers[start : start + _ROWS_A_STRETCH]
        # Left aside is what the change itself opened: a change that replaces a list has put as many
        # in between.
        within = (list_id, int(part[0]), int(part[-1]), until)
        most = int(_DENSE * len(part))
        if not _holds_more(driver, within, most):
            found = _read(driver, _OF_OTHERS, within, most)
            ends = np.isin(found.numbers, part, assume_unique=True)
            closed += int(ends.sum())
            if ends.any():
                _delete(driver, _OF_OTHERS, within)
                _write(driver, list_id, found, np.where(ends, until, 0))
            part = part[~np.isin(part, found.numbers, assume_unique=True)]
        closed += _update(driver, part, list_id, until)
    return closed


def close_opened_by(
    tx: Transaction, change: int, *, list_id: int, low: int, high: int, until: int
) -> int:
    """End the still open periods of low…high that a change began; returns how many there were."""
    return _end(_driver(tx), _OPENED_BY, change, list_id=list_id, low=low, high=high, until=until)


def close_continued(
    tx: Transaction, change: int, *, list_id: int, low: int, high: int, until: int
) -> int:
    """End the open periods of low…high that continue what a change had ended."""
    return _end(_driver(tx), _CONTINUED, change, list_id=list_id, low=low, high=high, until=until)


def _end(
    driver: sqlite3.Connection,
    where: str,
    change: int,
    *,
    list_id: int,
    low: int,
    high: int,
    until: int,
) -> int:
    ended = 0
    while True:
        found = _read(driver, where, (list_id, low, high, change), _ROWS_A_STRETCH)
        if not len(found.numbers):
            return ended
        last = int(found.numbers[-1])
        _delete(driver, where, (list_id, low, last, change))
        _write(driver, list_id, found, np.full(len(found.numbers), until))
        ended += len(found.numbers)
        low = last + 1


def _holds_more(driver: sqlite3.Connection, within: Sequence[int], rows: int) -> bool:
    beyond = f"SELECT 1 FROM opt_out WHERE {_OF_OTHERS} LIMIT 1 OFFSET ?"  # noqa: S608 - our own words
    return driver.execute(beyond, (*within, rows)).fetchone() is not None


def _read(driver: sqlite3.Connection, where: str, values: Sequence[int], limit: int) -> _Periods:
    found = driver.execute(
        "SELECT group_concat(number), group_concat(since_change),"  # noqa: S608 - our own words
        " group_concat(ifnull(own_date, ?))"
        " FROM (SELECT number, since_change, own_date FROM opt_out"
        f" WHERE {where} ORDER BY number LIMIT ?)",
        (_NO_DATE, *values, limit),
    )
    return _Periods(*map(_array, found.fetchone()))


def _delete(driver: sqlite3.Connection, where: str, values: Sequence[int]) -> None:
    driver.execute(f"DELETE FROM opt_out WHERE {where}", values)  # noqa: S608 - our own words


def _write(driver: sqlite3.Connection, list_id: int, periods: _Periods, until: Numbers) -> None:
    """What all rows share stands in the statement, for it is faster than a value each."""
    columns: list[Sequence[int | None]] = [periods.numbers.tolist()]
    fields = [f"{list_id:d}", "?"]
    for each in (until, periods.since, periods.dates):
        is_shared = bool((each == each[0]).all())
        shared = "NULL" if each[0] == _NO_DATE else f"{each[0]:d}"
        fields.append(shared if is_shared else "?")
        if not is_shared:
            columns.append([None if value == _NO_DATE else value for value in each.tolist()])
    _insert(driver, f"({','.join(fields)})", columns, verb="INSERT")


def _insert(
    driver: sqlite3.Connection, row: str, columns: Sequence[Sequence[int | None]], *, verb: str
) -> int:
    """Rows of one pattern, with a column for each question mark."""
    inserted = 0
    for start in range(0, len(columns[0]), ROWS_A_STATEMENT):
        some = [column[start : start + ROWS_A_STATEMENT] for column in columns]
        inserted += driver.execute(
            f"{verb} INTO opt_out"
            " (list_id, number, until_change, since_change, own_date)"
            f" VALUES {','.join([row] * len(some[0]))}",
            some[0] if len(some) == 1 else list(chain.from_iterable(zip(*some, strict=True))),
        ).rowcount
    return inserted


def _update(driver: sqlite3.Connection, numbers: Numbers, list_id: int, until: int) -> int:
    updated = 0
    for some in chunks(numbers.tolist()):
        updated += driver.execute(
            f"UPDATE opt_out SET until_change = {until:d}"  # noqa: S608 - our own integers
            f" WHERE list_id = {list_id:d} AND until_change = 0"
            f" AND number IN ({','.join('?' * len(some))})",
            some,
        ).rowcount
    return updated


def _array(text: str | None) -> Numbers:
    return np.fromstring(text or "", np.int64, sep=",")


def _driver(tx: Transaction) -> sqlite3.Connection:
    return cast(sqlite3.Connection, tx.connection().connection.driver_connection)
