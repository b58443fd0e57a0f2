"""One database, SQLite or PostgreSQL, chosen by one URL."""

import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url
from sqlmodel import Session

Transaction = Session

PATIENCE: Final = 5.0
"""Seconds to wait for a lock or a connection before saying that the database is away."""

RETRY: Final = 0.001
"""SQLite's own busy handler sleeps up to 100 ms between tries and starves beside a bulk import;
asking every millisecond does not."""


BELOW: Final = (sqlite3.OperationalError, psycopg.OperationalError, psycopg.InterfaceError)
"""What drivers raise where SQLAlchemy is not in between."""

ANSWERED: Final = "optout_answered"
"""Noted of connections that worked at least once."""

CONNECTIONS: Final = 15
"""So many at a time, and they stay: beside many webhooks, opening them again and again took as much
time as what they were opened for."""


DURABLE: Final = "FULL"
"""What SQLite does at the end of a transaction: wait until it is on the disk."""


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
        self._asked = self.engine if self.is_sqlite else _postgresql(parsed, asked=True)
        self._queue = threading.Lock()
        self.commits = 0
        """Another one after each commit of this process, and never again one that was before."""
        self._commits = count(1)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """See one moment's truth; nothing written inside is kept."""
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with translated(), Session(self.engine) as session:
            session.connection(execution_options=options)
            yield session

    @contextmanager
    def asking(self) -> Iterator[Transaction]:
        """See one moment's truth in one statement, at half the cost of `reading`."""
        options: dict[str, object] = {"optout_asks": True}
        if not self.is_sqlite:
            options["isolation_level"] = "AUTOCOMMIT"
        with translated(), Session(self.engine) as session:
            session.connection(execution_options=options)
            yield session

    def asked(self, statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """The rows of one statement in the driver's own words, at a fifth of the cost of `asking`.

        It may be sent again, as nobody looks whether the database has gone since it was last asked.
        """
        with translated():
            while True:
                connection = self._asked.raw_connection()
                try:
                    rows = _rows(connection.driver_connection, statement, values)
                except psycopg.Error:
                    gone = getattr(connection.driver_connection, "closed", False)
                    known = connection.info.get(ANSWERED, False)
                    if gone:
                        connection.invalidate()
                    if not (gone and known):
                        raise
                else:
                    connection.info[ANSWERED] = True
                    return rows
                finally:
                    connection.close()

    @contextmanager
    def writing(self, *, lazy: bool = False, queued: bool = False) -> Iterator[Transaction]:
        """Commit when the block ends well, leave nothing behind otherwise.

        A lazy commit does not wait for the disk. A power cut may lose it, together with all lazy
        ones after it, but no other one that came later (docs/decisions/0016). Where many threads
        write a little at once, those that are queued wait for each other in silence: on SQLite only
        one can write, and asking again and again takes more time than the writing.
        """
        options = {"optout_writes": True, "optout_synchronous": "NORMAL" if lazy else DURABLE}
        with (
            translated(),
            self._in_turn(queued=queued),
            Session(self.engine, expire_on_commit=False) as session,
        ):
            connection = session.connection(execution_options=options)
            if lazy and not self.is_sqlite:
                connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
            yield session
            session.commit()
            self.commits = next(self._commits)

    @contextmanager
    def _in_turn(self, *, queued: bool) -> Iterator[None]:
        if not (queued and self.is_sqlite):
            yield
            return
        if not self._queue.acquire(timeout=PATIENCE):
            raise DatabaseUnavailable
        try:
            yield
        finally:
            self._queue.release()

    def close(self) -> None:
        self.engine.dispose()
        self._asked.dispose()


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
        raise DatabaseUnavailable from error
    except BELOW as error:
        raise DatabaseUnavailable from error
    except exc.DBAPIError as error:
        if error.connection_invalidated:
            raise DatabaseUnavailable from error
        raise


def _rows(driver: object, statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    if isinstance(driver, psycopg.Connection):
        return driver.execute(statement, values, binary=True).fetchall()
    if isinstance(driver, sqlite3.Connection):
        return driver.execute(statement, values).fetchall()
    raise TypeError(driver)


def _postgresql(url: URL, *, asked: bool = False) -> Engine:
    """Where statements are merely asked, each is by itself, and what a connection has prepared is
    of use if the same one is taken again."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=not asked,
        pool_use_lifo=asked,
        pool_reset_on_return=None if asked else "rollback",
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=PATIENCE,
        connect_args={"connect_timeout": int(PATIENCE), "autocommit": asked},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: psycopg.Connection, _record: object) -> None:
        connection.execute(f"SET lock_timeout = {int(PATIENCE * 1000)}")
        connection.commit()

    return engine


def _sqlite(url: URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=PATIENCE,
        connect_args={"timeout": PATIENCE},
    )

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
        elif not options.get("optout_asks"):
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
