"""Long work: imports and the undo of one; what a file says of each number."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

BIG_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", BIG_KEY, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("stage_at", AT, nullable=False),
        sa.Column("request_key", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("lease_until", AT),
        sa.Column("turn_at", AT),
        sa.Column("failed_turns", sa.Integer, nullable=False),
        sa.Column("change_id", sa.BigInteger, nullable=False),
        sa.Column("undoes", sa.BigInteger, nullable=False),
        sa.Column("phase", sa.Integer, nullable=False),
        sa.Column("cursor", sa.BigInteger, nullable=False),
        sa.Column("done", sa.BigInteger, nullable=False),
        sa.Column("total", sa.BigInteger, nullable=False),
        sa.Column("cancelling", sa.Boolean, nullable=False),
        sa.Column("shown", sa.String, nullable=False),
        sa.Column("tally", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.UniqueConstraint("workspace_id", "request_key"),
    )
    op.create_index("jobs_in_a_stage", "job", ["stage"])
    op.create_index("job_of_a_change", "job", ["change_id"])
    op.create_table(
        "number_note",
        sa.Column("change_id", sa.BigInteger, sa.ForeignKey("change.id"), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("change_id", "number"),
        sqlite_with_rowid=False,
    )
