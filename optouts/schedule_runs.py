"""The runs of a schedule: which time each tells of, and the job that it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from optouts.errors import UnknownJob
from optouts.export_order import Order
from optouts.job_rows import Body as JobBody
from optouts.job_rows import job_of
from optouts.job_rows import written as job_written
from optouts.jobs import Job, JobKind, Report, Stage
from optouts.schedule import Plan, Run, ScheduleId, What
from optouts.schedule_rows import body_of, written
from optouts.schedule_times import between, end_of, last_until, next_of
from optouts.words import ActorId
from storage import jobs, tables
from storage.engine import Transaction

LATE: Final = timedelta(minutes=10)
"""So long after its time a report says that it is late."""

MOST_MISSED: Final = 1000
"""More missed runs are not counted: a line of cron can be due every minute."""

JUST_BEFORE: Final = timedelta(microseconds=1)


def run_due(tx: Transaction, row: tables.ReportSchedule, *, now: datetime) -> int:
    """Make the jobs of a schedule that is due, and note when it is due next; how many jobs.

    Of several missed times only the last is run, and stands for all of them.
    """
    body = body_of(row)
    when, end = body.plan.when, end_of(body.plan)
    first = row.next_at or now
    row.next_at = next_of(body.plan, now)
    latest = now if end is None else min(now, end - JUST_BEFORE)
    missed = sum(1 for _ in islice(between(when, first, latest), MOST_MISSED))
    due = max(first, last_until(when, latest))
    since = _since(row, first)
    made = 0
    for run in _runs(row, due, since):
        told = replace(run, late=now - due > LATE, missed=missed)
        made += _record(tx, row, told, now=now, key=due.isoformat()) is not None
    row.body = written(replace(body, told_until=due))
    return made


def run_now(
    tx: Transaction, row: tables.ReportSchedule, *, by: ActorId, request: str, now: datetime
) -> tuple[Job, ...]:
    """Make the jobs of a schedule that a person wants at once, or those of that very request."""
    found = []
    for run in _runs(row, now, _since(row, now)):
        asked = replace(run, asked=True)
        new = _record(tx, row, asked, now=now, key=request, by=by)
        job = new or jobs.by_request(tx, row.workspace_id, _key(run, request))
        if job is None:
            raise UnknownJob
        found.append(job_of(job))
    return tuple(found)


def _since(row: tables.ReportSchedule, end: datetime) -> datetime:
    """From when on a run that ends then tells: since the last one, or, where there was none, for as
    long as lies between two.

    A clock that was set back may have left a last run in the future.
    """
    body = body_of(row)
    if body.told_until and body.told_until < end:
        return body.told_until
    last = last_until(body.plan.when, end)
    before = last_until(body.plan.when, last - JUST_BEFORE)
    return before if last == end else end - (last - before)


def _runs(row: tables.ReportSchedule, due: datetime, since: datetime) -> Iterator[Run]:
    for place in body_of(row).plan.places:
        yield Run(ScheduleId(row.id or 0), due, since, place)


def _key(run: Run, key: str) -> str:
    return f"report:{run.schedule}:{run.place}:{key}"


def _record(
    tx: Transaction,
    row: tables.ReportSchedule,
    run: Run,
    *,
    now: datetime,
    key: str,
    by: str = "",
) -> tables.Job | None:
    """The job of a run, or None if there was one: then somebody else was faster."""
    plan = body_of(row).plan
    body = JobBody(report=Report(channel=run.place), order=_order(plan, run), run=run)
    return jobs.record(
        tx,
        tables.Job(
            workspace_id=row.workspace_id,
            kind=JobKind.DIGEST if plan.what is What.DIGEST else JobKind.EXPORT,
            stage=Stage.WRITING,
            actor=by or row.actor,
            at=now,
            stage_at=now,
            request_key=_key(run, key),
            schedule_id=row.id or 0,
            body=job_written(body),
        ),
    )


def _order(plan: Plan, run: Run) -> Order:
    order = replace(plan.order, zone=plan.when.zone)
    if plan.what is not What.CHANGES:
        return order
    wanted = replace(order.wanted, since=run.since, until=run.due)
    return replace(order, wanted=wanted, changes_only=True)
