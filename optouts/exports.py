"""Exports as people steer them: asked for, asked for again, looked back at."""

from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter, ValidationError

from optouts.changes import Act
from optouts.core import Core, demand
from optouts.errors import JobMovedOn, NotYours, UnknownChange, UnknownJob
from optouts.export_order import Layout, Order
from optouts.imports import Hold
from optouts.job_rows import Body, job_of, written
from optouts.jobs import Job, JobId, JobKind, Report, Stage
from optouts.roles import Actor, Deed, may
from optouts.schedule import Run
from optouts.words import ActorId, WorkspaceId
from storage import changes, choices, jobs, tables
from storage.engine import Transaction

LAYOUT: Final = "layout"
_LAYOUT: Final = TypeAdapter(Layout)

_TO_BE_HAD_AGAIN: Final = frozenset({Stage.CANCELLED, Stage.FAILED, Stage.EXPIRED})


def start(core: Core, act: Act, order: Order, *, report: Report, hold: Hold | None = None) -> Job:
    """Have a file made. The second delivery of the request answers with the job of the first.

    It goes to whoever asks, unless `report` names a Slack channel, which takes a manager. With
    `hold` the job is born in the hands of who asks. Raises NotPermitted, UnknownChange and
    StorageAway.
    """
    demand(act.by, Deed.SHARE if is_shared(report) else Deed.LOOK)
    with core.writing() as tx:
        return _started(tx, core, act, order, report=report, hold=hold)


def _started(
    tx: Transaction,
    core: Core,
    act: Act,
    order: Order,
    *,
    report: Report,
    run: Run | None = None,
    hold: Hold | None = None,
) -> Job:
    if order.change is not None and changes.by_id(tx, act.workspace, order.change) is None:
        raise UnknownChange
    now = core.clock()
    body = Body(report=report, origin=act.origin, order=order, run=run)
    row = tables.Job(
        workspace_id=act.workspace,
        kind=JobKind.EXPORT,
        stage=Stage.WRITING,
        actor=act.by.id,
        at=now,
        stage_at=now,
        request_key=act.request,
        schedule_id=run.schedule if run else 0,
        body=written(body),
        owner=hold.owner if hold else "",
        lease_until=hold.until if hold else None,
    )
    new = jobs.record(tx, row) or jobs.by_request(tx, act.workspace, act.request)
    if new is None:
        raise UnknownJob
    return job_of(new)


def is_shared(report: Report) -> bool:
    """Whether it is for a Slack channel, and not for one person (theirs begin with U, W and D)."""
    return report.channel.startswith(("C", "G"))


def again(core: Core, act: Act, job_id: JobId) -> Job:
    """Have an export that did not come to its end made again, once; for its asker and managers.

    It goes to where the first was to go; what a person asked for to whoever asks now. Raises
    NotPermitted, UnknownJob, NotYours, JobMovedOn and StorageAway.
    """
    demand(act.by, Deed.LOOK)
    with core.writing() as tx:
        row = jobs.to_change(tx, act.workspace, job_id)
        if row is None or row.kind != JobKind.EXPORT:
            raise UnknownJob
        if row.actor != act.by.id and not may(act.by.role, Deed.SHARE):
            raise NotYours(ActorId(row.actor))
        job = job_of(row)
        if job.stage not in _TO_BE_HAD_AGAIN or job.order is None:
            raise JobMovedOn(row.stage)
        first = job.run.place if job.run else job.report.channel
        report = Report(first if job.run or is_shared(job.report) else "")
        if is_shared(report):
            demand(act.by, Deed.SHARE)
        act = replace(act, request=f"again:{job_id}")
        return _started(tx, core, act, job.order, report=report, run=job.run)


def layout_of(core: Core, workspace: WorkspaceId, actor: ActorId) -> Layout:
    """How the person had their last file made."""
    with core.reading() as tx:
        value = choices.of_person(tx, workspace, actor, LAYOUT)
    try:
        return _LAYOUT.validate_json(value) if value else Layout()
    except ValidationError:  # of another release
        return Layout()


def remember_layout(core: Core, workspace: WorkspaceId, actor: ActorId, layout: Layout) -> None:
    value = _LAYOUT.dump_json(layout).decode()
    with core.writing() as tx:
        choices.remember(tx, workspace, actor, LAYOUT, value=value)


def of_workspace(core: Core, workspace: WorkspaceId, *, by: Actor, limit: int) -> tuple[Job, ...]:
    """The newest exports, newest first: who had what made, when, what for and for whom."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        return tuple(job_of(row) for row in jobs.newest(tx, workspace, JobKind.EXPORT, limit=limit))
