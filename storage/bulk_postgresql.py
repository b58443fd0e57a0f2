"""Many periods at a time in PostgreSQL: binary COPY of what is new, numbers read as bytes."""

import struct
from typing import Any, Final, cast

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.adapt import Dumper
from psycopg.errors import UniqueViolation
from psycopg.pq import Format

from storage.engine import Transaction
from storage.stretches import Numbers, Stretch

# https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format": each row says how many
# fields follow, each field how many bytes; -1 is NULL.
_HEAD: Final = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
_TAIL: Final = struct.pack(">h", -1)
_NULL: Final = -1
_FIELDS: Final = (
    ("list_id", ">i4"),
    ("number", ">i8"),
    ("until_change", ">i8"),
    ("since_change", ">i8"),
    ("own_date", ">i8"),
)
_ROW: Final = np.dtype(
    [("fields", ">i2")]
    + [part for name, kind in _FIELDS for part in ((f"size of {name}", ">i4"), (name, kind))]
)
_COLUMNS: Final = ", ".join(name for name, _ in _FIELDS)
_DATE_BYTES: Final = 8

_INT8: Final = 20
_INT8_ARRAY: Final = 1016
_ELEMENT: Final = np.dtype([("size", ">i4"), ("value", ">i8")])


def standing(
    tx: Transaction, *, list_id: int, low: int, high: int, with_since: bool, not_since: int
) -> Stretch:
    cursor = look_up_by_key(tx)
    found = cursor.execute(
        "SELECT string_agg(int8send(number), ''::bytea ORDER BY number),"
        " string_agg(int8send(since_change), ''::bytea ORDER BY number) FILTER (WHERE %s)"
        " FROM opt_out WHERE list_id = %s AND number BETWEEN %s AND %s AND until_change = 0"
        " AND since_change <> %s",
        (with_since, list_id, low, high, not_since),
    )
    return Stretch(*map(_array, found.fetchone() or ()))


def standing_of(tx: Transaction, numbers: Numbers, *, list_id: int) -> Stretch:
    found = look_up_by_key(tx).execute(
        "SELECT string_agg(int8send(number), ''::bytea ORDER BY number),"
        " string_agg(int8send(since_change), ''::bytea ORDER BY number) FROM opt_out"
        " WHERE list_id = %s AND number = ANY(%b) AND until_change = 0",
        (list_id, numbers),
    )
    return Stretch(*map(_array, found.fetchone() or ()))


def open_many(
    tx: Transaction, numbers: Numbers, *, list_id: int, since: int, own_dates: Numbers | None
) -> int:
    cursor = look_up_by_key(tx)
    dates = np.zeros(len(numbers), np.int64) if own_dates is None else own_dates
    # ON CONFLICT costs twice as much as to look first, so it is left for those who were overtaken.
    is_new = ~np.isin(numbers, _open_of(cursor, numbers, list_id), assume_unique=True)
    numbers, dates = numbers[is_new], dates[is_new]
    if not len(numbers):
        return 0
    try:
        with cursor.connection.transaction():
            _copy(cursor, numbers, dates, list_id, since)
    except UniqueViolation:
        return _insert(cursor, numbers, dates, list_id, since)
    return len(numbers)


def close_many(tx: Transaction, numbers: Numbers, *, list_id: int, until: int) -> int:
    cursor = look_up_by_key(tx)
    return cursor.execute(
        "UPDATE opt_out SET until_change = %s"
        " WHERE list_id = %s AND number = ANY(%b) AND until_change = 0",
        (until, list_id, numbers),
    ).rowcount


def look_up_by_key(tx: Transaction) -> psycopg.Cursor[Any]:
    """For the rest of the transaction. The planner would read the whole table for so many numbers
    when its statistics are of a time before the import (measured: twenty times slower); and rows
    that are found in the order of the key are locked in that order."""
    cursor = _cursor(tx)
    cursor.execute(
        "SELECT set_config('enable_seqscan', 'off', true),"
        " set_config('enable_bitmapscan', 'off', true)"
    )
    return cursor


def _open_of(cursor: psycopg.Cursor[Any], numbers: Numbers, list_id: int) -> Numbers:
    found = cursor.execute(
        "SELECT string_agg(int8send(number), ''::bytea ORDER BY number) FROM opt_out"
        " WHERE list_id = %s AND number = ANY(%b) AND until_change = 0",
        (list_id, numbers),
    )
    return _array(*(found.fetchone() or ()))


def _copy(
    cursor: psycopg.Cursor[Any], numbers: Numbers, dates: Numbers, list_id: int, since: int
) -> None:
    with cursor.copy(f"COPY opt_out ({_COLUMNS}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(_HEAD + _rows(numbers, dates, list_id, since) + _TAIL)


def _rows(numbers: Numbers, dates: Numbers, list_id: int, since: int) -> bytes:
    rows = np.zeros(len(numbers), _ROW)
    rows["fields"] = len(_FIELDS)
    for name, kind in _FIELDS:
        rows[f"size of {name}"] = np.dtype(kind).itemsize
    rows["list_id"], rows["number"], rows["since_change"] = list_id, numbers, since
    has_date = dates != 0
    rows["own_date"] = dates
    rows["size of own_date"][~has_date] = _NULL
    sent = np.ones((len(rows), _ROW.itemsize), np.bool_)
    sent[~has_date, -_DATE_BYTES:] = False
    return rows.view(np.uint8).reshape(sent.shape)[sent].tobytes()


def _insert(
    cursor: psycopg.Cursor[Any], numbers: Numbers, dates: Numbers, list_id: int, since: int
) -> int:
    return cursor.execute(
        f"INSERT INTO opt_out ({_COLUMNS})"  # noqa: S608 - our own names
        " SELECT %s, number, 0, %s, NULLIF(own_date, 0)"
        " FROM unnest(%b, %b) AS new (number, own_date) ORDER BY number"
        " ON CONFLICT DO NOTHING",
        (list_id, since, numbers, dates),
    ).rowcount


def _array(found: bytes | None) -> Numbers:
    return np.frombuffer(found or b"", ">i8").astype(np.int64)


class _Int8Array(Dumper):
    """An array as a parameter, without a Python integer for each number."""

    format = Format.BINARY
    oid = _INT8_ARRAY

    def dump(self, obj: NDArray[np.int64]) -> bytes:
        elements = np.empty(len(obj), _ELEMENT)
        elements["size"], elements["value"] = _ELEMENT["value"].itemsize, obj
        dimensions, has_null, first = 1, 0, 1
        head = struct.pack(">5i", dimensions, has_null, _INT8, len(obj), first)
        return head + elements.tobytes()


def _cursor(tx: Transaction) -> psycopg.Cursor[Any]:
    """Within the transaction of the session, and under its savepoints."""
    driver = cast("psycopg.Connection[Any]", tx.connection().connection.driver_connection)
    cursor = driver.cursor(binary=True)
    cursor.adapters.register_dumper(np.ndarray, _Int8Array)
    return cursor
