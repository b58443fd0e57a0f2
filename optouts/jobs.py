"""Long work as people see it: an import, an export, a report, and how far it is. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from optouts.digest import Digest
from optouts.export_order import Order, Written
from optouts.news import News
from optouts.places import Choice
from optouts.reading_plan import Counts, Plan, Survey
from optouts.review import Review
from optouts.schedule import Run
from optouts.spikes import Spike
from optouts.words import ActorId, ChangeId, ListId, WorkspaceId

JobId = NewType("JobId", int)

LIFETIME: Final = timedelta(days=1)
"""So long a question waits for its answer: what it showed is about the lists as they were then."""


class JobKind(StrEnum):
    IMPORT = "import"
    UNDO = "undo"
    EXPORT = "export"
    DIGEST = "digest"
    SPIKE = "spike"
    REVIEW = "review"
    NEWS = "news"


class Mode(StrEnum):
    """What a file is taken for. REPLACE makes it the list: it adds and removes."""

    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"


class Stage(StrEnum):
    """Where a job stands. An import knows the stages from FETCHING to APPLYING, the undo of one
    APPLYING, and what goes out (exports, digests, spikes) WRITING. A reply that a person has to
    judge is ASKING until somebody did, and news of replies are DONE from the beginning."""

    FETCHING = "fetching"  # the file is downloaded and looked at
    ASKING = "asking"  # which column, which lists?
    READING = "reading"  # every row is read, and held against the lists
    READY = "ready"  # what it would do is shown; nothing is changed yet
    APPROVAL = "approval"  # a second manager is asked
    APPLYING = "applying"
    WRITING = "writing"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    EXPIRED = "expired"


WORKING: Final = frozenset({Stage.FETCHING, Stage.READING, Stage.APPLYING, Stage.WRITING})
WAITING: Final = frozenset({Stage.ASKING, Stage.READY, Stage.APPROVAL})
ENDED: Final = frozenset({Stage.DONE, Stage.CANCELLED, Stage.FAILED, Stage.EXPIRED})


@dataclass(frozen=True, slots=True)
class Source:
    """The file: one of Slack's by its id, or (empty id) one that a command line copied to us."""

    name: str
    size: int  # bytes
    file_id: str = ""
    sha256: str = ""  # known once it has been fetched


@dataclass(frozen=True, slots=True)
class Report:
    """Where the job's one message stands; `message` is empty until it was posted."""

    channel: str = ""
    thread: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What a person chose. `plan` is None until somebody has seen the columns.

    `lift_own` takes people's own opt-outs off too, which only a manager with a reason (`note`) may.
    """

    mode: Mode = Mode.ADD
    choice: Choice = field(default_factory=lambda: Choice(frozenset()))
    region: str = ""
    note: str = ""
    lift_own: bool = False
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What an import would do to one list, or has done: so many numbers each.

    `leaving` counts those taken off, `leaving_own` those of them who opted out themselves, `kept`
    those who would be taken off had they not opted out themselves.
    """

    list: ListId
    opening: int = 0
    standing: int = 0
    leaving: int = 0
    leaving_own: int = 0
    kept: int = 0
    absent: int = 0  # to be taken off, but not on the list


class NumberSet(StrEnum):
    """The sets of a dry run that can be had as files."""

    NEW = "new"
    STANDING = "standing"
    LEAVING = "leaving"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job failed: the class of what was raised, and its fields (data, no prose)."""

    kind: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


UNDELIVERED: Final = "undelivered"
"""The kind of a failure that is about where a result was to go, and not about the result."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What the second manager said; `by` is None until somebody did."""

    by: ActorId | None = None
    at: datetime | None = None
    refused: bool = False
    channel: str = ""  # where the question stands
    message: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """`done` of `total` are rows (fetching: bytes) of the stage it is in; `stage_at` is when it
    came into that stage and `shown` the stage that Slack was last told of; `tries` counts how often
    Slack refused what the run of a schedule had to say.

    An export has its `order`, and once it is done `written`; what a schedule asked for has its
    `run`. For an undo, `undoes` is the change it reverses. `change` is the change that the job
    makes; it is there from the first row on, and is kept when a job is cancelled halfway.
    """

    id: JobId
    workspace: WorkspaceId
    kind: JobKind
    stage: Stage
    by: ActorId
    at: datetime
    stage_at: datetime
    report: Report
    source: Source | None = None
    options: Options = field(default_factory=Options)
    survey: Survey | None = None
    counts: Counts | None = None
    effects: tuple[Effect, ...] = ()
    done: int = 0
    total: int = 0
    cancelling: bool = False
    failure: Failure | None = None
    approval: Approval = field(default_factory=Approval)
    change: ChangeId | None = None
    undoes: ChangeId | None = None
    shown: str = ""
    order: Order | None = None
    written: Written | None = None
    run: Run | None = None
    digest: Digest | None = None
    spike: Spike | None = None
    review: Review | None = None
    news: News | None = None
    tries: int = 0

    @property
    def opening(self) -> int:
        return sum(effect.opening for effect in self.effects)

    @property
    def leaving(self) -> int:
        return sum(effect.leaving for effect in self.effects)

    @property
    def leaving_own(self) -> int:
        return sum(effect.leaving_own for effect in self.effects)

    @property
    def removes(self) -> bool:
        """Whether it may take anything off a list."""
        plan = self.options.plan
        return self.options.mode is not Mode.ADD or (
            plan is not None and (plan.action_column is not None or plan.leading_minus)
        )
