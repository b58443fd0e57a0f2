"""What the migrations make is what the tables say."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

from storage.engine import Database
from storage.migrating import applied, migrate, newest


def test_a_new_database_is_brought_to_the_newest_migration(database: Database) -> None:
    assert applied(database) == newest()


def test_migrating_again_changes_nothing(database: Database) -> None:
    migrate(database)

    assert applied(database) == newest()


def test_the_migrated_schema_is_the_one_the_tables_describe(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)

        assert compare_metadata(context, SQLModel.metadata) == []
