"""INSERT that leaves what is there alone, on both engines; how much goes in one statement."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, cast

from sqlalchemy import Dialect, Executable, Select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from storage.engine import Transaction

ROWS_A_STATEMENT: Final = 500
"""More gains nothing, and 500 suit every build of SQLite."""

COUNTED: Final = {"preserve_rowcount": True}
"""Without it SQLAlchemy does not keep the row count of an INSERT on PostgreSQL."""


def is_sqlite(tx: Transaction) -> bool:
    return tx.get_bind().dialect.name == "sqlite"


def chunks(keys: Collection[int]) -> Iterator[list[int]]:
    """Keys in order, as many at a time as one statement takes."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), ROWS_A_STATEMENT):
        yield ordered[start : start + ROWS_A_STATEMENT]


def insert_new(tx: Transaction, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows whose keys are not taken yet; return how many that were."""
    if not rows:
        return 0
    insert = _insert(tx, table, rows[0].keys(), returns_key=False, is_many=len(rows) > 1)
    return tx.connection().execute(insert, rows, execution_options=COUNTED).rowcount


def insert_one(tx: Transaction, table: type[SQLModel], row: Mapping[str, Any]) -> int | None:
    """Insert a row with a key of its own, which is returned; None if another key is taken."""
    insert = _insert(tx, table, row.keys(), returns_key=True, is_many=False)
    return tx.connection().execute(insert, row).scalar_one_or_none()


def insert_selected(
    tx: Transaction, table: type[SQLModel], columns: Sequence[str], rows: Select[Any]
) -> int:
    """Insert what a query finds unless its keys are taken; return how many rows that were."""
    statement = (
        _insert_of(is_sqlite=is_sqlite(tx))(table)
        .from_select(columns, rows)
        .on_conflict_do_nothing()
    )
    return tx.connection().execute(statement, execution_options=COUNTED).rowcount


def _insert_of(*, is_sqlite: bool) -> Callable[[type[SQLModel]], sqlite.Insert | postgresql.Insert]:
    return sqlite.insert if is_sqlite else postgresql.insert


def _insert(
    tx: Transaction,
    table: type[SQLModel],
    columns: Iterable[str],
    *,
    returns_key: bool,
    is_many: bool,
) -> Executable:
    dialect = tx.get_bind().dialect
    return _compiled(dialect, table, tuple(columns), returns_key=returns_key, is_many=is_many)


@lru_cache(maxsize=200)
def _compiled(
    dialect: Dialect,
    table: type[SQLModel],
    columns: tuple[str, ...],
    *,
    returns_key: bool,
    is_many: bool,
) -> Executable:
    """Compiled once: SQLAlchemy's own cache leaves INSERT … ON CONFLICT out, and compiling it takes
    longer than running it."""
    insert = _insert_of(is_sqlite=dialect.name == "sqlite")(table).on_conflict_do_nothing()
    key = table.__table__.primary_key  # type: ignore[attr-defined]
    statement = insert.returning(*key) if returns_key else insert
    compiled = statement.compile(
        dialect=dialect, column_keys=list(columns), for_executemany=is_many
    )
    return cast("Executable", compiled)
