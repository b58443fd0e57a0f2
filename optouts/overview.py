"""What the Home tab needs to know, read for everybody of a workspace at once."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from optouts import history, lists, preferences
from optouts.core import Core, demand
from optouts.glance import Day, Glance, Step, is_lapsed
from optouts.job_rows import body_of, job_of
from optouts.jobs import WAITING, WORKING, Job, JobKind, Stage
from optouts.places import Places
from optouts.roles import Actor, Deed
from optouts.schedule import Schedule
from optouts.schedule_rows import schedule_of
from optouts.words import WorkspaceId
from optouts.workspaces import places_within
from storage import connections, day_counts, jobs, news, reviews, roles
from storage import preferences as stored_preferences
from storage import schedules as stored_schedules
from storage.engine import Transaction

DAYS: Final = 30
LATEST: Final = 10
REGRETTED: Final = timedelta(days=7)
"""So long it is said that something lapsed; by then who asked for it knows, or does not care."""

SHOWN: Final = frozenset({JobKind.IMPORT, JobKind.UNDO, JobKind.EXPORT})
"""Kinds of jobs that people wait for; all others are messages."""


def of(core: Core, workspace: WorkspaceId, *, by: Actor) -> Glance:
    """Cost grows with the changes of the last days, not with the lists."""
    demand(by, Deed.LOOK)
    now = core.clock()
    with core.reading() as tx:
        places = places_within(tx, workspace)
        stored = stored_preferences.standing(tx, workspace)
        known = preferences.read(stored)
        return Glance(
            at=now,
            places=places,
            preferences=known,
            lists=tuple(lists.names(tx, workspace, places)),
            days=_days(tx, workspace, zone=known.zone, now=now),
            latest=history.latest_within(tx, workspace, limit=LATEST),
            jobs=_jobs(tx, workspace, now),
            exports=_exports(tx, workspace),
            schedules=_schedules(tx, workspace),
            steps=_steps(tx, workspace, stored, places),
            unclear=reviews.count(tx, workspace, JobKind.REVIEW, Stage.ASKING),
            unclear_until=_unclear_until(tx, workspace),
        )


def version(core: Core, workspace: WorkspaceId) -> str:
    """Another text whenever something changed that the Home tab shows; cheap to ask for often."""
    with core.reading() as tx:
        return news.fingerprint(tx, workspace, [*WORKING, *WAITING])


def _days(tx: Transaction, workspace: WorkspaceId, *, zone: str, now: datetime) -> tuple[Day, ...]:
    today = now.astimezone(ZoneInfo(zone)).date()
    days = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
    midnights = [
        datetime.combine(each, time(), ZoneInfo(zone)).astimezone(UTC)
        for each in (*days, today + timedelta(days=1))
    ]
    counts = day_counts.by_stretch(tx, workspace, midnights)
    return tuple(
        Day(day, opened, closed) for day, (opened, closed) in zip(days, counts, strict=True)
    )


def _jobs(tx: Transaction, workspace: WorkspaceId, now: datetime) -> tuple[Job, ...]:
    under_way = jobs.of_stages(tx, workspace, [*WORKING, *WAITING], kinds=SHOWN)
    ended = [Stage.EXPIRED, Stage.FAILED]
    lapsed = jobs.of_stages(tx, workspace, ended, kinds=SHOWN, since=now - REGRETTED)
    found = [*map(job_of, under_way), *filter(is_lapsed, map(job_of, lapsed))]
    return tuple(_named(tx, job) for job in found)


def _named(tx: Transaction, job: Job) -> Job:
    """An undo goes by the file of the import that it is about."""
    undone = job.undoes and jobs.of_change(tx, job.workspace, job.undoes)
    return replace(job, source=job_of(undone).source) if undone else job


def _exports(tx: Transaction, workspace: WorkspaceId) -> tuple[Job, ...]:
    newest = map(job_of, jobs.newest(tx, workspace, JobKind.EXPORT, limit=LATEST))
    return tuple(job for job in newest if job.stage is Stage.DONE)


def _unclear_until(tx: Transaction, workspace: WorkspaceId) -> datetime | None:
    oldest = reviews.waiting(tx, workspace, JobKind.REVIEW, Stage.ASKING, skip=0, limit=1)
    known = [body_of(row).review for row in oldest]
    return next((each.until for each in known if each is not None), None)


def _schedules(tx: Transaction, workspace: WorkspaceId) -> tuple[Schedule, ...]:
    known = map(schedule_of, stored_schedules.of_workspace(tx, workspace))
    due = [(each.next_at, each.id, each) for each in known if each.next_at is not None]
    return tuple(each for _, _, each in sorted(due, key=lambda one: one[:2]))


def _steps(
    tx: Transaction, workspace: WorkspaceId, stored: dict[str, str], places: Places
) -> frozenset[Step]:
    """What was said once; a default that nobody looked at is not."""
    done = {
        Step.REGION: bool(stored.get("region")),
        Step.ZONE: "zone" in stored,
        Step.SENDERS: bool(places.open_senders()),
        Step.ANNOUNCEMENTS: bool(stored.get("announcements")),
        Step.ROLES: "default_role" in stored or bool(roles.standing(tx, workspace)),
        Step.BUSINESS: bool(stored.get("business")),
        Step.PROVIDERS: any(
            each.retired_at is None for each in connections.of_workspace(tx, workspace)
        ),
    }
    return frozenset(step for step, is_done in done.items() if is_done)
