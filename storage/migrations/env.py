"""Runs the migrations on the connection that storage.migrating hands over."""

from alembic import context
from sqlmodel import SQLModel

from storage import reply_tables, tables

# The imports fill the metadata.
assert tables.OptOut.metadata is SQLModel.metadata  # noqa: S101
assert reply_tables.Inbound.metadata is SQLModel.metadata  # noqa: S101

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
