"""Many periods at a time in SQLite: 500 rows a statement, numbers read as one text."""

import sqlite3
from itertools import chain
from typing import cast

import numpy as np

from storage.engine import Transaction
from storage.stretches import Numbers, Stretch
from storage.writing import ROWS_A_STATEMENT


def standing(
    tx: Transaction, *, list_id: int, low: int, high: int, with_since: bool, not_since: int
) -> Stretch:
    # One text of many numbers costs a third of as many rows.
    found = _driver(tx).execute(
        "SELECT group_concat(number), group_concat(since_change) FILTER (WHERE ?)"
        " FROM (SELECT number, since_change FROM opt_out WHERE list_id = ?"
        " AND number BETWEEN ? AND ? AND until_change = 0 AND since_change <> ? ORDER BY number)",
        (with_since, list_id, low, high, not_since),
    )
    return Stretch(*(np.fromstring(text or "", np.int64, sep=",") for text in found.fetchone()))


def open_many(
    tx: Transaction, numbers: Numbers, *, list_id: int, since: int, own_dates: Numbers | None
) -> int:
    driver = _driver(tx)
    row = f"({list_id:d},?,0,{since:d},{'NULL' if own_dates is None else '?'})"
    opened = 0
    for start in range(0, len(numbers), ROWS_A_STATEMENT):
        some = slice(start, start + ROWS_A_STATEMENT)
        values: list[int | None] = numbers[some].tolist()
        rows = ",".join([row] * len(values))
        if own_dates is not None:
            dates = (date or None for date in own_dates[some].tolist())
            values = list(chain.from_iterable(zip(values, dates, strict=True)))
        opened += driver.execute(
            "INSERT OR IGNORE INTO opt_out"  # noqa: S608 - our own integers
            " (list_id, number, until_change, since_change, own_date)"
            f" VALUES {rows}",
            values,
        ).rowcount
    return opened


def close_many(tx: Transaction, numbers: Numbers, *, list_id: int, until: int) -> int:
    driver = _driver(tx)
    closed = 0
    for start in range(0, len(numbers), ROWS_A_STATEMENT):
        some = numbers[start : start + ROWS_A_STATEMENT].tolist()
        closed += driver.execute(
            f"UPDATE opt_out SET until_change = {until:d}"  # noqa: S608 - our own integers
            f" WHERE list_id = {list_id:d} AND until_change = 0"
            f" AND number IN ({','.join('?' * len(some))})",
            some,
        ).rowcount
    return closed


def _driver(tx: Transaction) -> sqlite3.Connection:
    return cast(sqlite3.Connection, tx.connection().connection.driver_connection)
