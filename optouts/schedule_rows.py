"""Schedules as they are stored, and as people see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter

from optouts.schedule import Plan, Schedule, ScheduleId
from optouts.words import ActorId, WorkspaceId
from storage import tables


@dataclass(frozen=True, slots=True)
class Body:
    """What of a schedule needs no column of its own.

    `request` is the one that asked for it, and `told_until` the time that its last report was due.
    """

    plan: Plan
    request: str = ""
    told_until: datetime | None = None


_BODY: Final = TypeAdapter(Body)


def body_of(row: tables.ReportSchedule) -> Body:
    return _BODY.validate_json(row.body)


def written(body: Body) -> str:
    return _BODY.dump_json(body).decode()


def schedule_of(row: tables.ReportSchedule) -> Schedule:
    return Schedule(
        id=ScheduleId(row.id or 0),
        workspace=WorkspaceId(row.workspace_id),
        by=ActorId(row.actor),
        at=row.at,
        plan=body_of(row).plan,
        paused=row.paused,
        deleted=row.deleted,
        next_at=row.next_at,
    )
