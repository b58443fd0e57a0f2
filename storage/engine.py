"""One database, SQLite or PostgreSQL, chosen by one URL."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url
from sqlmodel import Session

Transaction = Session

PATIENCE: Final = 5.0
"""Seconds to wait for a lock or a connection before saying that the database is away."""

RETRY: Final = 0.001
"""SQLite's own busy handler sleeps up to 100 ms between tries and starves beside a bulk import;
asking every millisecond does not."""


class DatabaseUnavailable(Exception):
    """The database cannot be reached or did not answer in time. Nothing was changed."""


class Database:
    """The engine, and the two kinds of transaction there are.

    Building one connects to nothing. `url` is an SQLAlchemy URL, ``sqlite:///data/optout.db`` or
    ``postgresql://user@host/name`` (psycopg 3 is the driver).
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.engine = _sqlite(parsed) if self.is_sqlite else _postgresql(parsed)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """See one moment's truth; nothing written inside is kept."""
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with translated(), Session(self.engine) as session:
            session.connection(execution_options=options)
            yield session

    @contextmanager
    def writing(self, *, lazy: bool = False) -> Iterator[Transaction]:
        """Commit when the block ends well, leave nothing behind otherwise.

        A lazy commit does not wait for the disk. A power cut may lose it, together with all lazy
        ones after it, but no other one that came later (docs/decisions/0016).
        """
        options = {"optout_writes": True, "optout_synchronous": "NORMAL" if lazy else "FULL"}
        with translated(), Session(self.engine, expire_on_commit=False) as session:
            connection = session.connection(execution_options=options)
            if lazy and not self.is_sqlite:
                connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
            yield session
            session.commit()

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
        raise DatabaseUnavailable from error
    except (sqlite3.OperationalError, psycopg.OperationalError) as error:  # below SQLAlchemy
        raise DatabaseUnavailable from error
    except exc.DBAPIError as error:
        if error.connection_invalidated:
            raise DatabaseUnavailable from error
        raise


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_timeout=PATIENCE,
        connect_args={"connect_timeout": int(PATIENCE)},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: psycopg.Connection, _record: object) -> None:
        connection.execute(f"SET lock_timeout = {int(PATIENCE * 1000)}")
        connection.commit()

    return engine


def _sqlite(url: URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_timeout=PATIENCE, connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's implicit BEGIN comes too late for a consistent read and is too weak for a
        # write, so transactions are begun by hand.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("optout_writes"):
            connection.exec_driver_sql(f"PRAGMA synchronous = {options['optout_synchronous']}")
            _take_write_lock(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _take_write_lock(connection: Connection) -> None:
    deadline = time.monotonic() + PATIENCE
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except exc.OperationalError as error:
                if "locked" not in str(error.orig) or time.monotonic() > deadline:
                    raise
                time.sleep(RETRY)
            else:
                return
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
