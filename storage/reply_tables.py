"""The schema of the recipient's own word: ways in, replies, confirmations, rules, keys, links.

As in tables.py, 0 and empty texts stand where others would have NULL.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import BigKey, moment


class Connection(SQLModel, table=True):
    """A way in for replies. `token_hash` is the SHA-256 (hex) of the secret in its path, `secrets`
    what the vault sealed, and `body` (JSON) all that is not asked for in SQL."""

    __table_args__ = (UniqueConstraint("token_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    provider: str
    name: str
    token_hash: str
    secrets: str = ""
    body: str = "{}"
    actor: str
    at: datetime = moment()
    last_at: datetime | None = moment(default=None)
    retired_at: datetime | None = moment(default=None)


class Inbound(SQLModel, table=True):
    """A message of a person and what was decided about it.

    `number` is 0 where `written` cannot be read, and `sender_id` 0 where `address` is no sender of
    the workspace. The text of what is a mere conversation is not kept. `change_id` is the change
    that it made, or 0; `told` whether the team was told of it, where there is anything to tell.
    """

    __table_args__ = (
        UniqueConstraint("connection_id", "message_id"),
        Index("inbound_of_a_number", "workspace_id", "number", "id"),
        Index("inbound_to_a_sender", "workspace_id", "sender_id", "id"),
        Index("inbound_untold", "id", sqlite_where=text("NOT told"),
              postgresql_where=text("NOT told")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    workspace_id: int = Field(foreign_key="workspace.id")
    connection_id: int = Field(foreign_key="connection.id")
    message_id: str
    channel: str
    sender_id: int = 0
    address: str = ""
    number: int = Field(default=0, sa_type=BigInteger)
    written: str = ""
    text: str = ""
    campaign: str = ""
    at: datetime = moment()
    sent_at: datetime | None = moment(default=None)
    action: str
    why: str
    rule: str = ""
    language: str = ""
    change_id: int = Field(default=0, sa_type=BigInteger)
    told: bool = True


class Confirmation(SQLModel, table=True):
    """One message back to a person: at most one of a kind for what they wrote.

    `answers` says what for: ``reply:7`` or, where a program asks for an opt-in, ``question:3``;
    then `inbound_id` is 0. `number` is 0 where only the provider knows who wrote. It is sent from
    `address` by the process that owns it until `lease_until`, from `next_at` on, and given up
    after `until`.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "answers", "kind"),
        Index("confirmations_to_a_number", "workspace_id", "number", "id"),
        Index("confirmations_to_send", "next_at", sqlite_where=text("state = 'waiting'"),
              postgresql_where=text("state = 'waiting'")),
        Index("confirmations_untold", "id", sqlite_where=text("state = 'failed' AND NOT told"),
              postgresql_where=text("state = 'failed' AND NOT told")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    workspace_id: int = Field(foreign_key="workspace.id")
    answers: str
    inbound_id: int = Field(default=0, sa_type=BigInteger)
    connection_id: int = Field(foreign_key="connection.id")
    number: int = Field(default=0, sa_type=BigInteger)
    channel: str
    sender_id: int = 0
    address: str
    kind: str
    text: str
    state: str
    at: datetime = moment()
    next_at: datetime | None = moment(default=None)
    until: datetime = moment()
    owner: str = ""
    lease_until: datetime | None = moment(default=None)
    attempts: int = 0
    sent_at: datetime | None = moment(default=None)
    failure: str = ""
    told: bool = False


class OptInQuestion(SQLModel, table=True):
    """Somebody on a list is to be taken off it, and the person themselves has to say so.

    `key_id` is the API key that asked for it, 0: the person did. `change_id` is the change that
    the answer made, or 0.
    """

    __tablename__ = "opt_in_question"
    __table_args__ = (Index("questions_to_a_number", "workspace_id", "number", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    workspace_id: int = Field(foreign_key="workspace.id")
    number: int = Field(sa_type=BigInteger)
    channel: str
    sender_id: int
    account_id: int = 0
    key_id: int = 0
    request_key: str = ""
    at: datetime = moment()
    until: datetime = moment()
    answered_at: datetime | None = moment(default=None)
    change_id: int = Field(default=0, sa_type=BigInteger)


class OwnWord(SQLModel, table=True):
    """A person asked by `change_id` for what stood on this list already, as somebody else had made
    it by `since_change`."""

    __tablename__ = "own_word"
    __table_args__ = (
        PrimaryKeyConstraint("list_id", "number", "change_id"),
        {"sqlite_with_rowid": False},
    )

    number: int = Field(sa_type=BigInteger)
    since_change: int = Field(sa_type=BigInteger)
    change_id: int = Field(foreign_key="change.id", sa_type=BigInteger)
    list_id: int = Field(foreign_key="opt_out_list.id")


class KeywordRule(SQLModel, table=True):
    """The newest row of a rule holds; one that was never touched is as it was shipped. `body` is
    the rule (JSON)."""

    __tablename__ = "keyword_rule"
    __table_args__ = (Index("rules_of_a_workspace", "workspace_id", "rule", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    rule: str
    body: str
    deleted: bool = False
    actor: str
    at: datetime = moment()


class ReplyText(SQLModel, table=True):
    """The newest row of a kind, sender (0: every) and language (empty: any) holds; an empty text is
    what was shipped."""

    __tablename__ = "reply_text"
    __table_args__ = (
        Index("texts_of_a_workspace", "workspace_id", "kind", "sender_id", "language", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: str
    sender_id: int = 0
    language: str = ""
    text: str
    actor: str
    at: datetime = moment()


class ApiKey(SQLModel, table=True):
    """`key_hash` is the SHA-256 (hex) of the key, which is shown once; `hint` its first letters."""

    __tablename__ = "api_key"
    __table_args__ = (UniqueConstraint("key_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = 0
    name: str
    hint: str
    key_hash: str
    writes: bool
    actor: str
    at: datetime = moment()
    revoked_by: str = ""
    revoked_at: datetime | None = moment(default=None)
    used_at: datetime | None = moment(default=None)


class ApiAnswer(SQLModel, table=True):
    """What a request with an Idempotency-Key was answered, to be answered again. `fingerprint` is
    the SHA-256 (hex) of what was asked."""

    __tablename__ = "api_answer"

    key_id: int = Field(primary_key=True, foreign_key="api_key.id")
    idempotency_key: str = Field(primary_key=True)
    fingerprint: str
    status: int = 0
    body: str = ""
    at: datetime = moment()


class RecipientLink(SQLModel, table=True):
    """A link in a message by which one person opts out of one list. Its address holds its id and a
    signature. `change_id` is the change that it made, or 0."""

    __tablename__ = "recipient_link"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    workspace_id: int = Field(foreign_key="workspace.id")
    number: int = Field(sa_type=BigInteger)
    channel: str
    sender_id: int = 0
    account_id: int = 0
    campaign: str = ""
    language: str = ""
    key_id: int = Field(foreign_key="api_key.id")
    at: datetime = moment()
    until: datetime | None = moment(default=None)
    revoked_at: datetime | None = moment(default=None)
    revoked_key_id: int | None = None
    change_id: int = Field(default=0, sa_type=BigInteger)
