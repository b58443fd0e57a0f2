"""A small change names its numbers; before, only what lies between them was known."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("change", sa.Column("numbers", sa.String, nullable=False, server_default="[]"))
