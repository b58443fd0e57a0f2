"""What is reported again and again: when, what and where. Values only."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from optouts.export_order import Order
from optouts.words import ActorId, WorkspaceId

ScheduleId = NewType("ScheduleId", int)


class What(StrEnum):
    DIGEST = "digest"  # what changed since the last one, in a message with a picture
    EXPORT = "export"  # the whole list as a file
    CHANGES = "changes"  # what changed since the last one, as a file


class Every(StrEnum):
    DAY = "day"
    WEEKDAY = "weekday"  # Monday to Friday
    WEEK = "week"
    MONTH = "month"
    CRON = "cron"


@dataclass(frozen=True, slots=True)
class When:
    """`time` is HH:MM of the clocks in `zone`; `weekday` 0 is Monday; a month without `day` has
    its report on its last day. `cron` has five fields, as in crontab(5)."""

    every: Every
    time: str = "08:00"
    zone: str = "UTC"
    weekday: int = 0
    day: int = 1
    cron: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A schedule as a person fills it in. `order` says which opt-outs (both kinds of files, and the
    filter of a digest) and how a file looks. `places` are Slack channels and people; `until` is the
    last day on which it runs."""

    what: What
    when: When
    places: tuple[str, ...]
    order: Order = field(default_factory=Order)
    until: datetime | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """`next_at` is when it is due; None while it is paused, once it ended or was deleted."""

    id: ScheduleId
    workspace: WorkspaceId
    by: ActorId
    at: datetime
    plan: Plan
    paused: bool = False
    deleted: bool = False
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One time that a schedule was due. It tells of what happened from `since` until `due`.

    `late` is set when the bot was away at the time, and `missed` counts the runs before it that it
    stands for too. `asked` is set if a person wanted it at once.
    """

    schedule: ScheduleId
    due: datetime
    since: datetime
    place: str
    late: bool = False
    missed: int = 0
    asked: bool = False
