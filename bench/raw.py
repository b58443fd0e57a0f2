"""The drivers without anything above them: what the yardsticks and the filling use."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Final, Protocol

import psycopg
from sqlalchemy import make_url

Value = int | str
Row = tuple[int, int]
"""A number, and the change that put it on the list."""

ROWS_A_STATEMENT: Final = 500
ROWS_A_COPY: Final = 10_000


class Raw(Protocol):
    """One open connection. Placeholders are question marks, transactions are begun by hand."""

    def execute(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[int, ...]]: ...

    def fill(self, list_id: int, rows: Iterable[Row]) -> None:
        """Put open periods on a list, in the order of their numbers, as fast as the driver can."""

    def settle(self) -> None:
        """Do now the housekeeping that the database would do a little later."""


class _Sqlite:
    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA synchronous = FULL")  # as the product does

    def execute(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[int, ...]]:
        return self._connection.execute(sql, values).fetchall()

    def fill(self, list_id: int, rows: Iterable[Row]) -> None:
        for chunk in _chunks(rows, ROWS_A_STATEMENT):
            places = ",".join([f"({list_id},?,0,?)"] * len(chunk))
            self._connection.execute(
                f"INSERT INTO opt_out (list_id, number, until_change, since_change) VALUES {places}",  # noqa: S608, E501 - our own integers
                list(chain.from_iterable(chunk)),
            )

    def settle(self) -> None:
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._connection.close()


class _Postgresql:
    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)

    def execute(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[int, ...]]:
        cursor = self._connection.execute(sql.replace("?", "%s").encode(), values)
        return cursor.fetchall() if cursor.description else []

    def fill(self, list_id: int, rows: Iterable[Row]) -> None:
        columns = "(list_id, number, until_change, since_change)"
        with self._connection.cursor().copy(f"COPY opt_out {columns} FROM STDIN") as copy:
            for chunk in _chunks(rows, ROWS_A_COPY):
                copy.write("".join(f"{list_id}\t{number}\t0\t{since}\n" for number, since in chunk))

    def settle(self) -> None:
        self._connection.execute("VACUUM ANALYZE")

    def close(self) -> None:
        self._connection.close()


@contextmanager
def connected(url: str) -> Iterator[Raw]:
    parsed = make_url(url)
    is_sqlite = parsed.get_backend_name() == "sqlite"
    raw = _Sqlite(parsed.database or "") if is_sqlite else _Postgresql(url)
    try:
        yield raw
    finally:
        raw.close()


@contextmanager
def transaction(raw: Raw) -> Iterator[None]:
    raw.execute("BEGIN")
    yield
    raw.execute("COMMIT")


def _chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, size)):
        yield chunk
