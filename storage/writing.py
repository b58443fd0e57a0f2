"""INSERT that leaves what is there alone, on both engines; how much goes in one statement."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select
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
    # Rows given beside the statement, not within it, let SQLAlchemy compile it once for good.
    statement = _insert_of(tx)(table).on_conflict_do_nothing()
    return tx.connection().execute(statement, rows, execution_options=COUNTED).rowcount


def insert_selected(
    tx: Transaction, table: type[SQLModel], columns: Sequence[str], rows: Select[Any]
) -> int:
    """Insert what a query finds unless its keys are taken; return how many rows that were."""
    statement = _insert_of(tx)(table).from_select(columns, rows).on_conflict_do_nothing()
    return tx.connection().execute(statement, execution_options=COUNTED).rowcount


def _insert_of(tx: Transaction) -> Callable[[type[SQLModel]], sqlite.Insert | postgresql.Insert]:
    return sqlite.insert if is_sqlite(tx) else postgresql.insert
