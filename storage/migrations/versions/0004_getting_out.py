"""What goes out: schedules of reports, the jobs they ask for, and what people chose last."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("job", sa.Column("schedule_id", sa.Integer, nullable=False, server_default="0"))
    op.create_index("runs_of_a_schedule", "job", ["schedule_id", "id"])
    op.create_table(
        "report_schedule",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.Column("next_at", AT),
    )
    op.create_index("schedules_that_are_due", "report_schedule", ["next_at"])
    op.create_table(
        "personal_choice",
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "actor", "name"),
    )
