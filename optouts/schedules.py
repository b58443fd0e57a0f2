"""Reports that come again and again: made, changed and stopped by people, run when they are due."""

import logging
from dataclasses import replace

from optouts import schedule_runs
from optouts.changes import Act
from optouts.core import Core, demand
from optouts.errors import (
    NeverDue,
    NoPlace,
    NotYours,
    StorageAway,
    UnknownAccount,
    UnknownSchedule,
    UnknownSender,
    UnknownZone,
)
from optouts.job_rows import job_of
from optouts.jobs import Job
from optouts.roles import Actor, Deed, may
from optouts.schedule import Plan, Schedule, ScheduleId
from optouts.schedule_rows import Body, body_of, schedule_of, written
from optouts.schedule_times import next_after, next_of
from optouts.words import ActorId, WorkspaceId
from optouts.workspaces import places_within
from optouts.zones import is_zone
from storage import jobs, requests, schedules, tables
from storage.engine import Transaction

logger = logging.getLogger(__name__)


def create(core: Core, act: Act, plan: Plan) -> Schedule:
    """Set up a report. Its second delivery answers with the schedule that the first one made.

    For oneself it takes an editor, for anybody else a manager. Raises NotPermitted, NoPlace,
    UnknownZone, UnknownSender, UnknownAccount, BadTime, BadCron, NeverDue and StorageAway.
    """
    with core.writing() as tx:
        plan = _checked(tx, core, act, plan)
        if not requests.is_first(tx, act.workspace, f"schedule {act.request}", at=core.clock()):
            return _made_by(tx, act)
        row = tables.ReportSchedule(
            workspace_id=act.workspace,
            actor=act.by.id,
            at=core.clock(),
            body=written(Body(plan, act.request)),
            next_at=next_of(plan, core.clock()),
        )
        schedules.add(tx, row)
        return schedule_of(row)


def _made_by(tx: Transaction, act: Act) -> Schedule:
    for row in schedules.of_workspace(tx, act.workspace):
        if body_of(row).request == act.request:
            return schedule_of(row)
    raise UnknownSchedule


def edit(core: Core, act: Act, schedule: ScheduleId, plan: Plan) -> Schedule:
    """Change a report; what is due already is sent as it is planned now.

    Raises what `create` does, and UnknownSchedule and NotYours.
    """
    with core.writing() as tx:
        row = _own(tx, act, schedule)
        plan = _checked(tx, core, act, plan)
        body = body_of(row)
        now = core.clock()
        is_due = row.next_at is not None and row.next_at <= now
        if not row.paused and not (is_due and plan.when == body.plan.when):
            row.next_at = next_of(plan, now)
        row.body = written(replace(body, plan=plan))
        return schedule_of(row)


def pause(core: Core, act: Act, schedule: ScheduleId, *, on: bool) -> Schedule:
    """Stop a report for now, or let it go on with the next time it is due.

    Raises NotPermitted, UnknownSchedule, NotYours and StorageAway.
    """
    with core.writing() as tx:
        row = _own(tx, act, schedule)
        if row.paused != on:
            row.paused = on
            row.next_at = None if on else next_of(body_of(row).plan, core.clock())
        return schedule_of(row)


def delete(core: Core, act: Act, schedule: ScheduleId) -> None:
    """Raises NotPermitted, UnknownSchedule, NotYours and StorageAway."""
    with core.writing() as tx:
        row = _own(tx, act, schedule)
        row.deleted, row.next_at = True, None


def run_now(core: Core, act: Act, schedule: ScheduleId) -> tuple[Job, ...]:
    """Have a report sent at once, about the time since the last one that was due.

    The next one is due as before and tells of the same time again. Raises NotPermitted,
    UnknownSchedule, NotYours and StorageAway.
    """
    with core.writing() as tx:
        row = _own(tx, act, schedule)
        return schedule_runs.run_now(tx, row, by=act.by.id, request=act.request, now=core.clock())


def of_workspace(core: Core, workspace: WorkspaceId, *, by: Actor) -> tuple[Schedule, ...]:
    """The schedules that there are, the oldest first."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        return tuple(schedule_of(row) for row in schedules.of_workspace(tx, workspace))


def of_id(core: Core, workspace: WorkspaceId, schedule: ScheduleId, *, by: Actor) -> Schedule:
    """Raises NotPermitted and UnknownSchedule."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        return schedule_of(_known(schedules.by_id(tx, workspace, schedule)))


def runs(
    core: Core, workspace: WorkspaceId, schedule: ScheduleId, *, by: Actor, limit: int
) -> tuple[Job, ...]:
    """The newest runs of a schedule, those that people asked for among them."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        rows = jobs.of_schedule(tx, workspace, schedule, limit=limit)
        return tuple(job_of(row) for row in rows)


def run_due(core: Core) -> int:
    """Make the jobs of every schedule that is due; how many that were. Raises StorageAway."""
    with core.reading() as tx:
        due = schedules.due(tx, now=core.clock())
    return sum(_run(core, each) for each in due)


def _run(core: Core, schedule: int) -> int:
    now = core.clock()
    try:
        with core.writing() as tx:
            row = schedules.to_change(tx, schedule)
            if row is None or row.next_at is None or row.next_at > now:
                return 0  # another process was faster
            return schedule_runs.run_due(tx, row, now=now)
    except StorageAway:
        raise
    except Exception:
        # The others are not to wait for one that cannot be run.
        logger.exception("schedule %s cannot be run", schedule)
        return 0


def _checked(tx: Transaction, core: Core, act: Act, plan: Plan) -> Plan:
    """A plan that this person may have, and that will be due some day."""
    demand(act.by, Deed.SCHEDULE)
    places = tuple(dict.fromkeys(plan.places))
    if not places:
        raise NoPlace
    if places != (act.by.id,):
        demand(act.by, Deed.SHARE)
    if not is_zone(plan.when.zone):
        raise UnknownZone(plan.when.zone)
    known, wanted = places_within(tx, act.workspace), plan.order.wanted
    if wanted.sender and known.sender(wanted.sender) is None:
        raise UnknownSender(str(wanted.sender), None)
    if wanted.account and known.account(wanted.account) is None:
        raise UnknownAccount(str(wanted.account))
    if next_of(plan, core.clock()) is None:
        raise NeverDue(next_after(plan.when, core.clock()))
    return replace(plan, places=places)


def _own(tx: Transaction, act: Act, schedule: ScheduleId) -> tables.ReportSchedule:
    """A schedule that this person made, or any for a manager, to be changed."""
    demand(act.by, Deed.SCHEDULE)
    row = _known(schedules.to_change(tx, schedule))
    if row.workspace_id != act.workspace or row.deleted:
        raise UnknownSchedule
    if row.actor != act.by.id and not may(act.by.role, Deed.SHARE):
        raise NotYours(ActorId(row.actor))
    return row


def _known(row: tables.ReportSchedule | None) -> tables.ReportSchedule:
    if row is None:
        raise UnknownSchedule
    return row
