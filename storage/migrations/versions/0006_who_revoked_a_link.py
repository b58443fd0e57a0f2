"""A link that was taken back says which key did it; before, only the log knew."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("recipient_link", sa.Column("revoked_key_id", sa.Integer))
