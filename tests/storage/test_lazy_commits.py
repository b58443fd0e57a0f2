"""What is committed lazily is committed all the same; only the wait for the disk is left out."""

import pytest
from sqlalchemy import text

from storage import engine
from storage.engine import Database
from storage.tables import Workspace
from tests.conftest import Clock

DURABLE = engine.DURABLE
"""As it is outside of tests, which do without it."""


def waits_for_the_disk(database: Database, *, lazy: bool) -> bool:
    asked = "PRAGMA synchronous" if database.is_sqlite else "SHOW synchronous_commit"
    with database.writing(lazy=lazy) as tx:
        return tx.connection().execute(text(asked)).scalar_one() in {2, "on"}


def test_a_lazy_commit_can_be_read_by_everybody(database: Database, clock: Clock) -> None:
    with database.writing(lazy=True) as tx:
        tx.add(Workspace(team_id="T0BAOBAB", created_at=clock.now))

    with database.reading() as tx:
        assert tx.connection().execute(text("SELECT team_id FROM workspace")).scalars().all() == [
            "T0BAOBAB"
        ]


def test_a_lazy_commit_makes_no_other_one_lazy(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "DURABLE", DURABLE)
    server_waits = waits_for_the_disk(database, lazy=False)

    assert not waits_for_the_disk(database, lazy=True)
    assert waits_for_the_disk(database, lazy=False) is server_waits
    assert server_waits or not database.is_sqlite
