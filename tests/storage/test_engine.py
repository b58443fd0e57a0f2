"""Transactions on both engines: all or nothing, in turn, and an honest word when it cannot be."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import exc, make_url, text
from sqlmodel import select

from storage import engine, workspaces
from storage.engine import Database, DatabaseUnavailable, Transaction
from storage.migrating import migrate
from storage.tables import Account, Workspace

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)

Outage = Callable[[], AbstractContextManager[None]]


def add_team(tx: Transaction, team: str = "T0BAOBAB") -> int:
    return workspaces.made_for_team(tx, enterprise_id="", team_id=team, at=AT).id or 0


def teams(tx: Transaction) -> list[str]:
    return list(tx.exec(select(Workspace.team_id).order_by(Workspace.team_id)))


@pytest.fixture
def outage(database: Database, database_url: str) -> Outage:
    """Take the database away for a while, as an administrator or a full disk does."""
    url = make_url(database_url)

    @contextmanager
    def of_file() -> Iterator[None]:
        file, aside = Path(url.database or ""), Path(f"{url.database}.aside")
        database.close()
        file.rename(aside)
        file.mkdir()
        try:
            yield
        finally:
            file.rmdir()
            aside.rename(file)

    @contextmanager
    def of_server() -> Iterator[None]:
        server = url.set(database="postgres").render_as_string()
        with (
            closing(Database(server)) as administration,
            administration.engine.connect() as connection,
        ):
            run = connection.execution_options(isolation_level="AUTOCOMMIT").execute
            run(text(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false"))
            end = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :d")
            run(end, {"d": url.database})
            try:
                yield
            finally:
                run(text(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true"))

    return of_file if database.is_sqlite else of_server


def test_what_is_written_in_a_transaction_that_ends_well_is_kept(database: Database) -> None:
    with database.writing() as tx:
        add_team(tx)

    with database.reading() as tx:
        assert teams(tx) == ["T0BAOBAB"]


def test_an_error_leaves_nothing_of_its_transaction_behind(database: Database) -> None:
    def add_and_stumble() -> None:
        with database.writing() as tx:
            add_team(tx)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        add_and_stumble()

    with database.reading() as tx:
        assert teams(tx) == []


def test_nothing_that_is_written_while_reading_is_kept(database: Database) -> None:
    with database.reading() as tx:
        add_team(tx)

    with database.reading() as tx:
        assert teams(tx) == []


def test_reading_sees_one_moment_whatever_is_written_meanwhile(database: Database) -> None:
    with database.reading() as reader:
        before = teams(reader)
        with database.writing() as writer:
            add_team(writer)
        after = teams(reader)

    assert before == after == []
    with database.reading() as reader:
        assert teams(reader) == ["T0BAOBAB"]


def test_reading_does_not_wait_for_a_writer(database: Database) -> None:
    with database.writing() as writer:
        add_team(writer)
        with database.reading() as reader:
            assert teams(reader) == []


def test_a_writer_waits_for_another_and_gets_through(database: Database) -> None:
    def write_the_same() -> int:
        with database.writing() as tx:
            return add_team(tx)

    with ThreadPoolExecutor(1) as threads:
        with database.writing() as tx:
            mine = add_team(tx)
            waiting = threads.submit(write_the_same)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
        theirs = waiting.result(timeout=10)

    assert mine == theirs


def test_a_writer_who_waits_in_vain_is_told_that_the_database_is_away(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 0.1)
    impatient = Database(database_url)

    with database.writing() as tx:
        add_team(tx)
        with pytest.raises(DatabaseUnavailable), impatient.writing() as second:
            add_team(second)

    impatient.close()
    with database.reading() as tx:
        assert teams(tx) == ["T0BAOBAB"]


def test_many_writers_at_once_all_get_through(database: Database) -> None:
    def write(each: int) -> None:
        with database.writing() as tx:
            add_team(tx, f"T{each:02}")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(24)))

    with database.reading() as tx:
        assert len(teams(tx)) == 24


def test_building_a_database_connects_to_nothing(tmp_path: Path) -> None:
    Database("postgresql://nobody@127.0.0.1:1/nothing")
    Database(f"sqlite:///{tmp_path / 'new folder' / 'optout.db'}")

    assert list((tmp_path / "new folder").iterdir()) == []


def test_a_database_that_is_gone_is_unavailable_until_it_is_back(
    database: Database, outage: Outage
) -> None:
    with database.writing() as tx:
        add_team(tx)

    with outage():
        with pytest.raises(DatabaseUnavailable), database.reading() as tx:
            teams(tx)
        with pytest.raises(DatabaseUnavailable), database.writing() as tx:
            add_team(tx, "T0ACACIA")
        with pytest.raises(DatabaseUnavailable):
            migrate(database)

    with database.reading() as tx:
        assert teams(tx) == ["T0BAOBAB"]


def test_a_question_is_answered_though_the_server_dropped_every_connection_meanwhile(
    database: Database, outage: Outage
) -> None:
    def ask(_: object = None) -> list[tuple[int]]:
        return database.asked("SELECT count(*) FROM workspace", {})

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(40))) == [[(0,)]] * 40

    with outage():
        pass
    assert ask() == [(0,)]

    with outage(), pytest.raises(DatabaseUnavailable):
        ask()
    with database.writing() as tx:
        add_team(tx)
    assert ask() == [(1,)]


def test_a_database_that_goes_in_mid_transaction_keeps_nothing_of_it(
    database: Database, outage: Outage
) -> None:
    if database.is_sqlite:
        pytest.skip("a file that is open stays, whatever becomes of its name")

    def be_cut_off() -> None:
        with database.writing() as tx:
            add_team(tx)
            with outage():
                add_team(tx, "T0ACACIA")

    with pytest.raises(DatabaseUnavailable):
        be_cut_off()

    with database.reading() as tx:
        assert teams(tx) == []


def test_a_mistake_of_ours_is_not_called_an_outage(database: Database) -> None:
    with pytest.raises(exc.IntegrityError), database.writing() as tx:
        tx.add(Account(workspace_id=99, name="Nobody's", name_key="nobody's", created_at=AT))


def test_a_time_comes_back_aware_and_in_utc_whatever_zone_it_was_given_in(
    database: Database,
) -> None:
    in_johannesburg = AT.astimezone(timezone(timedelta(hours=2)))
    with database.writing() as tx:
        workspaces.made_for_team(tx, enterprise_id="", team_id="T0BAOBAB", at=in_johannesburg)

    with database.reading() as tx:
        found = workspaces.of_team(tx, enterprise_id="", team_id="T0BAOBAB")
        assert found is not None
        assert found.created_at == AT
        assert found.created_at.tzinfo is UTC
