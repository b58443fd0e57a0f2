"""A database that goes away under a running bot, and comes back with all that was in it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot.application import Application
from storage.engine import Database

Outage = Callable[[], AbstractContextManager[None]]


def outage_of(application: Application, request: pytest.FixtureRequest) -> Outage:
    """While it lasts, the database cannot be opened."""
    database, url = application.core.database, make_url(application.settings.database_url)
    if database.is_sqlite:
        return lambda: _file_away(database, Path(url.database or ""))
    server: str = request.getfixturevalue("postgresql_server")
    return lambda: _server_refuses(server, url.database or "")


@contextmanager
def _file_away(database: Database, file: Path) -> Iterator[None]:
    """What the name leads to changes in one step, so no connection can find it free."""
    kept, folder = file.with_suffix(".kept"), file.with_suffix(".away")
    folder.mkdir()
    kept.hardlink_to(file)
    link = file.with_suffix(".link")
    link.symlink_to(folder)
    link.replace(file)
    database.engine.dispose()
    yield
    kept.replace(file)
    folder.rmdir()


@contextmanager
def _server_refuses(server: str, name: str) -> Iterator[None]:
    administration = Database(server)
    with administration.engine.connect() as connection:
        autocommitting = connection.execution_options(isolation_level="AUTOCOMMIT")
        allow = f"ALTER DATABASE {name} ALLOW_CONNECTIONS"
        autocommitting.execute(text(f"{allow} false"))
        autocommitting.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": name},
        )
        yield
        autocommitting.execute(text(f"{allow} true"))
    administration.close()
