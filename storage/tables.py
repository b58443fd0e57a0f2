"""The schema on one page; that of replies and what came of them is in reply_tables.

No unique key holds a NULL: ``0`` stands for "every account", "every sender", "still open" and
"undoes nothing", and an empty string for text that is absent.
"""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from storage.columns import BigKey, moment


class Workspace(SQLModel, table=True):
    """The tenant: a Slack workspace, or an organisation's installation."""

    __table_args__ = (UniqueConstraint("enterprise_id", "team_id"),)

    id: int | None = Field(default=None, primary_key=True)
    enterprise_id: str = ""
    team_id: str
    created_at: datetime = moment()


class Account(SQLModel, table=True):
    """A business unit with its own lists. `name_key` is the name case-folded."""

    __table_args__ = (UniqueConstraint("workspace_id", "name_key"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str
    name_key: str
    region: str = ""
    created_at: datetime = moment()
    retired_at: datetime | None = moment(default=None)


class Sender(SQLModel, table=True):
    """What messages are sent from. `address` is digits for numbers, else the id as written."""

    __table_args__ = (UniqueConstraint("workspace_id", "channel", "address"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    channel: str
    address: str
    label: str
    created_at: datetime = moment()
    retired_at: datetime | None = moment(default=None)


class OptOutList(SQLModel, table=True):
    """One account (0: every) × channel × one sender (0: every). `size` counts its open periods."""

    __tablename__ = "opt_out_list"
    __table_args__ = (
        UniqueConstraint("workspace_id", "account_id", "channel", "sender_id"),
        CheckConstraint("size >= 0", name="size_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int
    channel: str
    sender_id: int
    size: int = Field(default=0, sa_type=BigInteger)


class Change(SQLModel, table=True):
    """One act. `low` and `high` bound its numbers and `numbers` names few of them (JSON), so that
    what it touched is found without an index.

    `request_key` makes the same request twice one change. `undoes` is the change it reverses, or 0.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key"),
        Index("one_undo_a_change", "undoes", unique=True, sqlite_where=text("undoes > 0"),
              postgresql_where=text("undoes > 0")),
        Index("changes_of_a_workspace", "workspace_id", "id"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: str
    actor: str
    origin: str
    at: datetime = moment()
    note: str = ""
    evidence: str = "{}"
    request_key: str
    undoes: int = Field(default=0, sa_type=BigInteger)
    low: int = Field(sa_type=BigInteger)
    high: int = Field(sa_type=BigInteger)
    numbers: str = Field(default="[]", sa_column_kwargs={"server_default": "[]"})


class ChangeCount(SQLModel, table=True):
    """How many periods a change opened and closed on one list."""

    __tablename__ = "change_count"

    change_id: int = Field(primary_key=True, foreign_key="change.id", sa_type=BigInteger)
    list_id: int = Field(primary_key=True, foreign_key="opt_out_list.id")
    opened: int = Field(default=0, sa_type=BigInteger)
    closed: int = Field(default=0, sa_type=BigInteger)


class OptOut(SQLModel, table=True):
    """A period: a number on a list, from one change until another (0: still open).

    The open periods are the list and all of them the history. `own_date` is when the person opted
    out, where that is known to differ from the time of the change (seconds since 1970).
    """

    __tablename__ = "opt_out"
    __table_args__ = (
        PrimaryKeyConstraint("list_id", "number", "until_change"),
        {"sqlite_with_rowid": False},
    )

    # Widest columns first: PostgreSQL pads between narrow and wide ones.
    number: int = Field(sa_type=BigInteger)
    until_change: int = Field(default=0, sa_type=BigInteger)
    since_change: int = Field(sa_type=BigInteger)
    own_date: int | None = Field(default=None, sa_type=BigInteger)
    list_id: int


class RoleGrant(SQLModel, table=True):
    """The newest row of a subject (person U…, user group S…) holds; an empty role: none given."""

    __tablename__ = "role_grant"
    __table_args__ = (Index("grants_of_a_subject", "workspace_id", "subject", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    subject: str
    role: str
    actor: str
    at: datetime = moment()


class ChannelBinding(SQLModel, table=True):
    """The newest row of a Slack channel holds; 0 and empty: not bound."""

    __tablename__ = "channel_binding"
    __table_args__ = (Index("bindings_of_a_channel", "workspace_id", "channel", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    channel: str
    account_id: int
    sender_id: int
    region: str
    actor: str
    at: datetime = moment()


class WorkspaceSetting(SQLModel, table=True):
    """The newest row of a name holds; the older ones say what it was before, and who changed it."""

    __tablename__ = "workspace_setting"
    __table_args__ = (Index("settings_of_a_workspace", "workspace_id", "name", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str
    value: str
    actor: str
    at: datetime = moment()


class SeenRequest(SQLModel, table=True):
    """A request that was taken in, so that its second delivery is answered and ignored."""

    __tablename__ = "seen_request"

    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    request_id: str = Field(primary_key=True)
    at: datetime = moment()


class Draft(SQLModel, table=True):
    """Something that one person asked for and that waits for their next click."""

    token: str = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    actor: str
    body: str
    at: datetime = moment()


class Announcement(SQLModel, table=True):
    """Where the team's channel was told of a change, so that an undo can amend that message."""

    change_id: int = Field(primary_key=True, foreign_key="change.id", sa_type=BigInteger)
    channel: str
    ts: str


class Job(SQLModel, table=True):
    """Long work: an import, the undo of one, an export or a report, from the first question to its
    end. `schedule_id` is the schedule that asked for it, or 0.

    What is asked in SQL has a column and everything else is in `body` (JSON). The process that
    works on it is its `owner` until `lease_until`. `phase` and `cursor` say how far it is and
    `tally` (JSON) what it did so far; they are committed with the rows they speak of. `shown` is
    the stage that Slack was last told of.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "request_key"),
        Index("jobs_in_a_stage", "stage"),
        Index("job_of_a_change", "change_id"),
        Index("runs_of_a_schedule", "schedule_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: str
    stage: str
    actor: str
    at: datetime = moment()
    stage_at: datetime = moment()
    request_key: str
    owner: str = ""
    lease_until: datetime | None = moment(default=None)
    turn_at: datetime | None = moment(default=None)
    failed_turns: int = 0
    change_id: int = Field(default=0, sa_type=BigInteger)
    undoes: int = Field(default=0, sa_type=BigInteger)
    phase: int = 0
    cursor: int = Field(default=0, sa_type=BigInteger)
    done: int = Field(default=0, sa_type=BigInteger)
    total: int = Field(default=0, sa_type=BigInteger)
    cancelling: bool = False
    shown: str = ""
    tally: str = "{}"
    body: str = "{}"
    schedule_id: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class NumberNote(SQLModel, table=True):
    """What a file said of one number beside the note of the whole change."""

    __tablename__ = "number_note"
    __table_args__ = (
        PrimaryKeyConstraint("change_id", "number"),
        {"sqlite_with_rowid": False},
    )

    change_id: int = Field(foreign_key="change.id", sa_type=BigInteger)
    number: int = Field(sa_type=BigInteger)
    note: str


class ReportSchedule(SQLModel, table=True):
    """What is reported again and again. `next_at` is NULL while it is paused and once it ended.

    `body` (JSON) is the plan. A run of it is a job whose request key holds the time it was due.
    """

    __tablename__ = "report_schedule"
    __table_args__ = (Index("schedules_that_are_due", "next_at"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    actor: str
    at: datetime = moment()
    body: str
    paused: bool = False
    deleted: bool = False
    next_at: datetime | None = moment(default=None)


class PersonalChoice(SQLModel, table=True):
    """What a person chose last, to be offered again: the layout of an export."""

    __tablename__ = "personal_choice"

    workspace_id: int = Field(primary_key=True, foreign_key="workspace.id")
    actor: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    value: str
