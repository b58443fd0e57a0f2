"""The first schema: workspaces, lists, changes and opt-out periods."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _places()
    _changes()
    _configuration()
    _deliveries()


def _places() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("enterprise_id", sa.String, nullable=False),
        sa.Column("team_id", sa.String, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.UniqueConstraint("enterprise_id", "team_id"),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("name_key", sa.String, nullable=False),
        sa.Column("region", sa.String, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("retired_at", AT),
        sa.UniqueConstraint("workspace_id", "name_key"),
    )
    op.create_table(
        "sender",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("retired_at", AT),
        sa.UniqueConstraint("workspace_id", "channel", "address"),
    )
    op.create_table(
        "opt_out_list",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("sender_id", sa.Integer, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("workspace_id", "account_id", "channel", "sender_id"),
        sa.CheckConstraint("size >= 0", name="size_not_negative"),
    )


def _changes() -> None:
    op.create_table(
        "change",
        sa.Column("id", BIG_KEY, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("evidence", sa.String, nullable=False),
        sa.Column("request_key", sa.String, nullable=False),
        sa.Column("undoes", sa.BigInteger, nullable=False),
        sa.Column("low", sa.BigInteger, nullable=False),
        sa.Column("high", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("workspace_id", "request_key"),
    )
    op.create_index("changes_of_a_workspace", "change", ["workspace_id", "id"])
    undoing = sa.text("undoes > 0")
    op.create_index(
        "one_undo_a_change",
        "change",
        ["undoes"],
        unique=True,
        sqlite_where=undoing,
        postgresql_where=undoing,
    )
    op.create_table(
        "change_count",
        sa.Column("change_id", sa.BigInteger, sa.ForeignKey("change.id"), primary_key=True),
        sa.Column("list_id", sa.Integer, sa.ForeignKey("opt_out_list.id"), primary_key=True),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("closed", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "opt_out",
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("until_change", sa.BigInteger, nullable=False),
        sa.Column("since_change", sa.BigInteger, nullable=False),
        sa.Column("own_date", sa.BigInteger),
        sa.Column("list_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("list_id", "number", "until_change"),
        sqlite_with_rowid=False,
    )


def _configuration() -> None:
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
    )
    op.create_index("grants_of_a_subject", "role_grant", ["workspace_id", "subject", "id"])
    op.create_table(
        "channel_binding",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("sender_id", sa.Integer, nullable=False),
        sa.Column("region", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
    )
    op.create_index("bindings_of_a_channel", "channel_binding", ["workspace_id", "channel", "id"])
    op.create_table(
        "workspace_setting",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
    )
    op.create_index("settings_of_a_workspace", "workspace_setting", ["workspace_id", "name", "id"])


def _deliveries() -> None:
    op.create_table(
        "seen_request",
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), primary_key=True),
        sa.Column("request_id", sa.String, primary_key=True),
        sa.Column("at", AT, nullable=False),
    )
    op.create_table(
        "draft",
        sa.Column("token", sa.String, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
    )
    op.create_table(
        "announcement",
        sa.Column("change_id", sa.BigInteger, sa.ForeignKey("change.id"), primary_key=True),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("ts", sa.String, nullable=False),
    )
