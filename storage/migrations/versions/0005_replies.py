"""The recipient's own word: replies and what came of them, keys of the API, links in messages."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

AT = sa.DateTime(timezone=True)
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "connection",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("provider", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("token_hash", sa.String, nullable=False),
        sa.Column("secrets", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("last_at", AT),
        sa.Column("retired_at", AT),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "inbound",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("connection_id", sa.Integer, sa.ForeignKey("connection.id"), nullable=False),
        sa.Column("message_id", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("sender_id", sa.Integer, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("written", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("campaign", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("sent_at", AT),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("change_id", sa.BigInteger, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.UniqueConstraint("connection_id", "message_id"),
    )
    untold = sa.text("NOT told")
    op.create_index(
        "inbound_untold", "inbound", ["id"], sqlite_where=untold, postgresql_where=untold
    )
    op.create_index("inbound_of_a_number", "inbound", ["workspace_id", "number", "id"])
    op.create_index("inbound_to_a_sender", "inbound", ["workspace_id", "sender_id", "id"])
    op.create_table(
        "confirmation",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("answers", sa.String, nullable=False),
        sa.Column("inbound_id", sa.BigInteger, nullable=False),
        sa.Column("connection_id", sa.Integer, sa.ForeignKey("connection.id"), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("sender_id", sa.Integer, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("next_at", AT),
        sa.Column("until", AT, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("lease_until", AT),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("sent_at", AT),
        sa.Column("failure", sa.String, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.UniqueConstraint("workspace_id", "answers", "kind"),
    )
    op.create_index("confirmations_to_a_number", "confirmation", ["workspace_id", "number", "id"])
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "confirmations_to_send",
        "confirmation",
        ["next_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    untold = sa.text("state = 'failed' AND NOT told")
    op.create_index(
        "confirmations_untold",
        "confirmation",
        ["id"],
        sqlite_where=untold,
        postgresql_where=untold,
    )
    op.create_table(
        "opt_in_question",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("sender_id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("key_id", sa.Integer, nullable=False),
        sa.Column("request_key", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("until", AT, nullable=False),
        sa.Column("answered_at", AT),
        sa.Column("change_id", sa.BigInteger, nullable=False),
    )
    op.create_index("questions_to_a_number", "opt_in_question", ["workspace_id", "number", "id"])
    op.create_table(
        "own_word",
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("since_change", sa.BigInteger, nullable=False),
        sa.Column("change_id", sa.BigInteger, sa.ForeignKey("change.id"), nullable=False),
        sa.Column("list_id", sa.Integer, sa.ForeignKey("opt_out_list.id"), nullable=False),
        sa.PrimaryKeyConstraint("list_id", "number", "change_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "keyword_rule",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
    )
    op.create_index("rules_of_a_workspace", "keyword_rule", ["workspace_id", "rule", "id"])
    op.create_table(
        "reply_text",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("sender_id", sa.Integer, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
    )
    op.create_index(
        "texts_of_a_workspace",
        "reply_text",
        ["workspace_id", "kind", "sender_id", "language", "id"],
    )
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("hint", sa.String, nullable=False),
        sa.Column("key_hash", sa.String, nullable=False),
        sa.Column("writes", sa.Boolean, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("revoked_by", sa.String, nullable=False),
        sa.Column("revoked_at", AT),
        sa.Column("used_at", AT),
        sa.UniqueConstraint("key_hash"),
    )
    op.create_table(
        "api_answer",
        sa.Column("key_id", sa.Integer, sa.ForeignKey("api_key.id"), nullable=False),
        sa.Column("idempotency_key", sa.String, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.PrimaryKeyConstraint("key_id", "idempotency_key"),
    )
    op.create_table(
        "recipient_link",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("workspace_id", sa.Integer, sa.ForeignKey("workspace.id"), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("sender_id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("campaign", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("key_id", sa.Integer, sa.ForeignKey("api_key.id"), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("until", AT),
        sa.Column("revoked_at", AT),
        sa.Column("change_id", sa.BigInteger, nullable=False),
    )
