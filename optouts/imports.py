"""Imports as people steer them: begun, told what to do, confirmed, approved, stopped, undone."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from optouts import changes, lists, undoing
from optouts.changes import Act
from optouts.core import Core, demand
from optouts.errors import (
    AlreadyUndone,
    JobMovedOn,
    NoApprovalChannel,
    NoNumbers,
    NothingChosen,
    NotYours,
    OwnRequest,
    ReasonRequired,
    StillRunning,
    UnknownJob,
    WrongCount,
)
from optouts.job_rows import Body, body_of, job_of, moved, written
from optouts.jobs import (
    ENDED,
    LIFETIME,
    UNDELIVERED,
    WAITING,
    WORKING,
    Approval,
    Failure,
    Job,
    JobId,
    JobKind,
    Mode,
    Options,
    Report,
    Source,
    Stage,
)
from optouts.reading_plan import Plan
from optouts.roles import Actor, Deed, may
from optouts.words import ActorId, ChangeId, WorkspaceId
from optouts.workspaces import places_within, preferences_within
from storage import changes as stored_changes
from storage import jobs, tables
from storage.engine import Transaction

AT_ONCE: Final = 2000
"""A change of no more opt-outs than this is undone while the person waits for the answer."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A process that means to work on a job by itself, and until when the others leave it alone."""

    owner: str
    until: datetime


def start(
    core: Core,
    act: Act,
    source: Source,
    *,
    options: Options,
    report: Report,
    ask: bool = True,
    hold: Hold | None = None,
) -> Job:
    """Take a file in. Its second delivery answers with the job that the first one began.

    Without `ask` the job goes on to the dry run by itself, if the file leaves no doubt. With `hold`
    it is born in the hands of who asks: nobody else could fetch a file that Slack does not have.
    Raises NotPermitted, ReasonRequired and StorageAway.
    """
    demand(act.by, Deed.ADD)
    _demand_allowed(act.by, options)
    body = Body(report=report, source=source, options=options, asks=ask, origin=act.origin)
    with core.writing() as tx:
        return _recorded(tx, core, act, body, kind=JobKind.IMPORT, stage=Stage.FETCHING, hold=hold)


def _recorded(
    tx: Transaction,
    core: Core,
    act: Act,
    body: Body,
    *,
    kind: JobKind,
    stage: Stage,
    undoes: int = 0,
    hold: Hold | None = None,
) -> Job:
    now = core.clock()
    row = tables.Job(
        workspace_id=act.workspace,
        kind=kind,
        stage=stage,
        actor=act.by.id,
        at=now,
        stage_at=now,
        request_key=act.request,
        undoes=undoes,
        body=written(body),
        **_held(hold),
    )
    new = jobs.record(tx, row) or jobs.by_request(tx, act.workspace, act.request)
    if new is None:
        raise UnknownJob
    return job_of(new)


def _held(hold: Hold | None) -> dict[str, Any]:
    return {"owner": hold.owner, "lease_until": hold.until} if hold else {}


def of_id(core: Core, workspace: WorkspaceId, job_id: JobId, *, by: Actor) -> Job:
    """Raises NotPermitted and UnknownJob."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        return job_of(_known(jobs.by_id(tx, workspace, job_id)))


def of_change(core: Core, workspace: WorkspaceId, change: ChangeId) -> Job | None:
    """The job that made a change, or None if a person did it at once."""
    with core.reading() as tx:
        row = jobs.of_change(tx, workspace, change)
        return job_of(row) if row else None


def choose(
    core: Core, act: Act, job_id: JobId, options: Options, *, hold: Hold | None = None
) -> Job:
    """Say what the file is to be taken for; every row is read then, and nothing changed yet.

    Another sheet than the one that was looked at is looked at first, and asked about again.
    Of this and all that follows the second delivery answers with the job as it is by then.
    Raises UnknownJob, NotYours, JobMovedOn, NotPermitted, NothingChosen, SenderRequired,
    UnknownSender, UnknownAccount, ReasonRequired and StorageAway.
    """
    demand(act.by, Deed.ADD)
    _demand_allowed(act.by, options)
    if not options.choice.channels:
        raise NothingChosen
    with core.writing() as tx:
        row = _own(tx, core, act, job_id)
        if _is_repeated(row, act, Stage.ASKING, Stage.READY):
            return job_of(row)
        body = replace(body_of(row), request=act.request)
        lists.chosen(options.choice, places_within(tx, act.workspace))
        plan = options.plan
        if plan is None or (body.survey and plan.sheet != body.survey.sheet):
            sheet = plan.sheet if plan else body.sheet
            body = replace(body, sheet=sheet, options=replace(options, plan=None), asks=True)
            return _move(tx, core, row, Stage.FETCHING, body, hold=hold)
        body = replace(body, options=options)
        return _move(tx, core, row, Stage.READING, body, hold=hold)


def _demand_allowed(by: Actor, options: Options) -> None:
    """What takes numbers off a list is for managers, and says why."""
    if options.mode is not Mode.ADD or _takes_off(options.plan) or options.lift_own:
        demand(by, Deed.REMOVE)
    needs_reason = options.mode is Mode.REMOVE or options.lift_own
    if needs_reason and not options.note.strip():
        raise ReasonRequired


def _takes_off(plan: Plan | None) -> bool:
    return plan is not None and (plan.action_column is not None or plan.leading_minus)


def confirm(
    core: Core, act: Act, job_id: JobId, *, typed: int | None = None, hold: Hold | None = None
) -> Job:
    """Do what the dry run showed, or ask a second manager where it takes many off the lists.

    A replacement that takes anybody off is confirmed by typing how many. Raises UnknownJob,
    NotYours, JobMovedOn, NotPermitted, WrongCount, NoNumbers (nothing would change),
    NoApprovalChannel and StorageAway.
    """
    with core.writing() as tx:
        row = _own(tx, core, act, job_id)
        job = job_of(row)
        if _is_repeated(row, act, Stage.READY):
            return job
        demand(act.by, Deed.REMOVE if job.removes else Deed.ADD)
        if job.options.mode is Mode.REPLACE and job.leaving and typed != job.leaving:
            raise WrongCount(job.leaving)
        if not (job.opening or job.leaving):
            raise NoNumbers
        body = replace(body_of(row), request=act.request)
        if not _needs_approval(tx, job):
            return _move(tx, core, row, Stage.APPLYING, body, hold=hold)
        if not preferences_within(tx, act.workspace).announcements:
            raise NoApprovalChannel
        return _move(tx, core, row, Stage.APPROVAL, replace(body, approval=Approval()))


def needs_approval(core: Core, job: Job) -> bool:
    """Whether so many numbers would leave the lists that a second manager is asked."""
    with core.reading() as tx:
        return _needs_approval(tx, job)


def _needs_approval(tx: Transaction, job: Job) -> bool:
    return job.leaving > preferences_within(tx, job.workspace).approval_above


def approve(core: Core, act: Act, job_id: JobId) -> Job:
    """A second manager's yes. Raises NotPermitted, UnknownJob, OwnRequest and JobMovedOn."""
    return _settled(core, act, job_id, Stage.APPLYING)


def refuse(core: Core, act: Act, job_id: JobId) -> Job:
    """A second manager's no. Raises NotPermitted, UnknownJob, OwnRequest and JobMovedOn."""
    return _settled(core, act, job_id, Stage.CANCELLED)


def _settled(core: Core, act: Act, job_id: JobId, stage: Stage) -> Job:
    demand(act.by, Deed.REMOVE)
    with core.writing() as tx:
        row = _row(tx, act.workspace, job_id)
        if row.actor == act.by.id:
            raise OwnRequest
        if _is_repeated(row, act, Stage.APPROVAL):
            return job_of(row)
        _demand_in_time(core, row)
        body = body_of(row)
        refused = stage is Stage.CANCELLED
        approval = replace(body.approval, by=act.by.id, at=core.clock(), refused=refused)
        return _move(tx, core, row, stage, replace(body, request=act.request, approval=approval))


def cancel(core: Core, act: Act, job_id: JobId) -> Job:
    """Stop a job: at once while it waits, between two chunks while it works.

    What an import did until then stands, as a change that can be undone; an undo, which settles
    once, is not stopped halfway. For whoever asked for the job, and for managers. Raises
    UnknownJob, NotYours, JobMovedOn and StorageAway.
    """
    demand(act.by, Deed.LOOK)
    with core.writing() as tx:
        row = _row(tx, act.workspace, job_id)
        if row.actor != act.by.id and not may(act.by.role, Deed.REMOVE):
            raise NotYours(ActorId(row.actor))
        if row.kind not in {JobKind.IMPORT, JobKind.EXPORT}:
            raise JobMovedOn(row.stage)
        if _is_repeated(row, act, *WAITING, *WORKING):
            return job_of(row)
        body = replace(body_of(row), request=act.request)
        if row.stage in WAITING:
            return _move(tx, core, row, Stage.CANCELLED, body)
        return _set(tx, row, cancelling=True, body=written(body))


def undo(core: Core, act: Act, change: ChangeId, *, report: Report) -> Job:
    """Undo a change that is too large to wait for; see `changes.undo` for what that means.

    Raises NotPermitted, UnknownChange, StillRunning, AlreadyUndone, UndoExpired, ReasonRequired and
    StorageAway.
    """
    demand(act.by, Deed.LOOK)
    with core.writing() as tx:
        stored_changes.claim(tx, act.workspace, change)
        if before := jobs.by_request(tx, act.workspace, act.request):
            return job_of(before)
        row, counts = changes.undoable(tx, core, act, change)
        demand(act.by, undoing.deed(opened=any(count.opened for count in counts)))
        making = jobs.of_change(tx, act.workspace, change)
        if making and making.stage not in ENDED:
            raise StillRunning
        for other in jobs.undoing(tx, act.workspace, change):
            if other.stage not in ENDED or other.change_id:
                raise AlreadyUndone(ActorId(other.actor), other.at)
        # Only what an undo gave back can be a person's own word: an import speaks for nobody.
        if row.undoes and not act.note.strip():
            raise ReasonRequired
        options = Options(note=act.note)
        body = Body(report=report, options=options, origin=act.origin)
        return _recorded(
            tx, core, act, body, kind=JobKind.UNDO, stage=Stage.APPLYING, undoes=change
        )


def is_bulk(core: Core, workspace: WorkspaceId, change: ChangeId) -> bool:
    """Whether a change is undone as a job: it was made by one, or is large."""
    with core.reading() as tx:
        if jobs.of_change(tx, workspace, change):
            return True
        counts = stored_changes.counts_of(tx, change)
        return sum(count.opened + count.closed for count in counts) > AT_ONCE


def folder(core: Core, job: Job) -> Path:
    """Where the files of a job are, on the machine that worked on it last."""
    return core.spool / f"job-{job.id}"


def mark_shown(
    core: Core,
    job: Job,
    *,
    report: Report | None = None,
    approval: Approval | None = None,
) -> None:
    """Note that Slack shows the stage of a job, and where; what changed since stays to be shown."""
    with core.writing() as tx:
        row = _row(tx, job.workspace, job.id)
        body = body_of(row)
        place = approval or body.approval
        asked = replace(body.approval, channel=place.channel, message=place.message)
        body = replace(body, report=report or body.report, approval=asked)
        _set(tx, row, body=written(body), shown=job.stage)


def note_refused(core: Core, job: Job, reason: str) -> None:
    """Note why a place did not take what was to be shown there; it is yet to be shown."""
    failure = Failure(UNDELIVERED, {"reason": reason})
    with core.writing() as tx:
        row = _row(tx, job.workspace, job.id)
        body = replace(body_of(row), failure=failure, tries=job.tries + 1)
        _set(tx, row, body=written(body))


def expire(core: Core) -> None:
    """End the jobs whose question nobody answered in time."""
    now = core.clock()
    with core.writing() as tx:
        for row in jobs.in_stages(tx, JobKind.IMPORT, WAITING, before=now - LIFETIME):
            _move(tx, core, row, Stage.EXPIRED, body_of(row))


def _row(tx: Transaction, workspace: WorkspaceId, job_id: JobId) -> tables.Job:
    """A job that is about to be changed."""
    return _known(jobs.to_change(tx, workspace, job_id))


def _known(row: tables.Job | None) -> tables.Job:
    if row is None:
        raise UnknownJob
    return row


def _own(tx: Transaction, core: Core, act: Act, job_id: JobId) -> tables.Job:
    """A job of this person's, about which they decide."""
    row = _row(tx, act.workspace, job_id)
    if row.kind != JobKind.IMPORT:
        raise UnknownJob
    if row.actor != act.by.id:
        raise NotYours(ActorId(row.actor))
    if row.stage in WAITING:
        _demand_in_time(core, row)
    return row


def _is_repeated(row: tables.Job, act: Act, *stages: Stage) -> bool:
    """Whether a job left these stages by the first delivery of this very request.

    Raises JobMovedOn if it left them otherwise.
    """
    if row.stage in stages:
        return False
    if body_of(row).request != act.request:
        raise JobMovedOn(row.stage)
    return True


def _demand_in_time(core: Core, row: tables.Job) -> None:
    if row.stage_at < core.clock() - LIFETIME:
        raise JobMovedOn(Stage.EXPIRED)


def _move(
    tx: Transaction,
    core: Core,
    row: tables.Job,
    stage: Stage,
    body: Body,
    *,
    hold: Hold | None = None,
) -> Job:
    return _set(tx, row, **moved(stage, body, at=core.clock()), **_held(hold))


def _set(tx: Transaction, row: tables.Job, **values: Any) -> Job:
    if not jobs.move(tx, row.workspace_id, row.id or 0, stage=row.stage, values=values):
        raise JobMovedOn(row.stage)
    tx.refresh(row)
    return job_of(row)
