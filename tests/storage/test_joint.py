"""Small writes of many threads, made in one transaction."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from storage import workspaces
from storage.engine import Database, DatabaseUnavailable, Transaction
from storage.joint import Joint, once

MANY = 8
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def team(name: str) -> Callable[[Transaction], int]:
    def made(tx: Transaction) -> int:
        if name == "bad":
            raise ValueError
        row = workspaces.made_for_team(tx, enterprise_id="", team_id=name, at=NOW)
        return row.id or 0

    return made


def is_known(database: Database, name: str) -> bool:
    with database.reading() as tx:
        return workspaces.of_team(tx, enterprise_id="", team_id=name) is not None


class Pouring:
    """Many who write at once, all of whom wait for one who writes already."""

    def __init__(self, database: Database) -> None:
        self.joint = Joint(database)
        self.commits = 0
        event.listen(database.engine, "commit", self._committed)

    def _committed(self, _connection: object) -> None:
        self.commits += 1

    def outcomes(self, names: list[str]) -> list[object]:
        begun, all_wait = threading.Event(), threading.Event()

        def slow(_tx: Transaction) -> None:
            begun.set()
            all_wait.wait(10)

        def written(name: str) -> object:
            try:
                return self.joint.write(team(name))
            except Exception as error:  # noqa: BLE001 - it is what is looked at
                return type(error)

        with ThreadPoolExecutor(MANY + 1) as pool:
            first = pool.submit(self.joint.write, slow)
            assert begun.wait(10)
            others = [pool.submit(written, name) for name in names]
            while len(self.joint._waiting) < len(names):
                pass
            all_wait.set()
            first.result()
            return [each.result() for each in others]


def test_what_waits_at_the_same_time_is_committed_at_once(database: Database) -> None:
    pouring = Pouring(database)
    names = [f"T{each}" for each in range(MANY)]
    found = pouring.outcomes(names)
    assert len(set(found)) == MANY
    assert all(is_known(database, name) for name in names)
    assert pouring.commits == 2


def test_one_that_fails_harms_no_other(database: Database) -> None:
    found = Pouring(database).outcomes(["T1", "bad", "T2"])
    assert found[1] is ValueError
    assert is_known(database, "T1")
    assert is_known(database, "T2")
    assert not is_known(database, "bad")


def test_without_a_database_each_is_told_so() -> None:
    nowhere = Database("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(DatabaseUnavailable):
        Joint(nowhere).write(team("T1"))
    nowhere.close()


def test_who_waits_too_long_for_another_is_refused_and_nothing_of_theirs_is_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.joint.PATIENCE", 0.01)
    joint = Joint(database)
    begun, may_end = threading.Event(), threading.Event()

    def slow(tx: Transaction) -> int:
        begun.set()
        assert may_end.wait(10)
        return team("T1")(tx)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(joint.write, slow)
        assert begun.wait(10)
        with pytest.raises(DatabaseUnavailable):
            joint.write(team("T2"))
        may_end.set()
        assert first.result()

    assert joint.write(team("T3"))
    assert [is_known(database, name) for name in ("T1", "T2", "T3")] == [True, False, True]


def test_what_was_found_is_asked_for_once_a_transaction(database: Database) -> None:
    asked = []

    def find() -> int:
        asked.append(1)
        return len(asked)

    with database.reading() as tx:
        assert [once(tx, "key", find), once(tx, "key", find)] == [1, 1]
    with database.reading() as tx:
        assert once(tx, "key", find) == 2
