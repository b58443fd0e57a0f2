"""Jobs: who works on which, and until when; how far each is."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine import Transaction
from storage.tables import Job
from storage.writing import insert_new


def record(tx: Transaction, job: Job) -> Job | None:
    """Insert a job and return it, or None if its request was recorded before."""
    row = job.model_dump(exclude={"id"})
    if not insert_new(tx, Job, [row]):
        return None
    return by_request(tx, job.workspace_id, job.request_key)


def by_request(tx: Transaction, workspace_id: int, request_key: str) -> Job | None:
    return tx.exec(
        select(Job).where(Job.workspace_id == workspace_id, Job.request_key == request_key)
    ).one_or_none()


def by_id(tx: Transaction, workspace_id: int, job_id: int) -> Job | None:
    return tx.exec(
        select(Job).where(Job.workspace_id == workspace_id, Job.id == job_id)
    ).one_or_none()


def to_change(tx: Transaction, workspace_id: int, job_id: int) -> Job | None:
    """A job as it is now, which nobody else changes until this transaction ends."""
    return tx.exec(
        select(Job)
        .where(Job.workspace_id == workspace_id, Job.id == job_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def of_change(tx: Transaction, workspace_id: int, change_id: int) -> Job | None:
    """The job that makes this change, or made it."""
    return tx.exec(
        select(Job).where(Job.workspace_id == workspace_id, Job.change_id == change_id)
    ).one_or_none()


def undoing(tx: Transaction, workspace_id: int, change_id: int) -> Sequence[Job]:
    """The jobs that were asked to undo this change."""
    return tx.exec(
        select(Job).where(Job.workspace_id == workspace_id, Job.undoes == change_id)
    ).all()


def of_schedule(
    tx: Transaction, workspace_id: int, schedule_id: int, *, limit: int
) -> Sequence[Job]:
    """What a schedule asked for, the newest first."""
    return tx.exec(
        select(Job)
        .where(Job.workspace_id == workspace_id, Job.schedule_id == schedule_id)
        .order_by(col(Job.id).desc())
        .limit(limit)
    ).all()


def in_stages(
    tx: Transaction, kind: str, stages: Collection[str], *, before: datetime
) -> Sequence[Job]:
    """The jobs of a kind that came into one of these stages before a moment."""
    return tx.exec(
        select(Job)
        .where(Job.kind == kind, col(Job.stage).in_(stages), Job.stage_at < before)
        .order_by(col(Job.id))
    ).all()


def changes_in(tx: Transaction, workspace_id: int, stage: str) -> Sequence[int]:
    """The changes that jobs in this stage are making."""
    query = select(Job.change_id).where(
        Job.workspace_id == workspace_id, Job.stage == stage, Job.change_id > 0
    )
    return tx.exec(query).all()


def newest(tx: Transaction, workspace_id: int, kind: str, *, limit: int) -> Sequence[Job]:
    """The newest jobs of a kind, newest first."""
    return tx.exec(
        select(Job)
        .where(Job.workspace_id == workspace_id, Job.kind == kind)
        .order_by(col(Job.id).desc())
        .limit(limit)
    ).all()


def of_stages(
    tx: Transaction,
    workspace_id: int,
    stages: Collection[str],
    *,
    kinds: Collection[str],
    since: datetime | None = None,
) -> Sequence[Job]:
    """The jobs of these kinds in these stages, the oldest first; those that came into them since a
    moment, if one is given."""
    query = select(Job).where(
        col(Job.stage).in_(stages), Job.workspace_id == workspace_id, col(Job.kind).in_(kinds)
    )
    if since is not None:
        query = query.where(Job.stage_at >= since)
    return tx.exec(query.order_by(col(Job.id))).all()


def newest_keyed(tx: Transaction, workspace_id: int, kind: str, *, key: str) -> Job | None:
    """The newest job of a kind whose request key begins so."""
    return tx.exec(
        select(Job)
        .where(
            Job.workspace_id == workspace_id,
            Job.kind == kind,
            col(Job.request_key).startswith(key, autoescape=True),
        )
        .order_by(col(Job.id).desc())
        .limit(1)
    ).first()


def next_to_show(tx: Transaction, *, now: datetime) -> Job | None:
    """The oldest job that nobody holds and of which Slack was last told another stage."""
    return tx.exec(_TO_SHOW, params={"now": now}).first()


def _is_free() -> ColumnElement[bool]:
    return or_(col(Job.lease_until).is_(None), col(Job.lease_until) < bindparam("now"))


# This one and the next are put together once, as they are asked again and again.
_TO_SHOW: Final = (
    select(Job).where(Job.shown != Job.stage, _is_free()).order_by(col(Job.id)).limit(1)
)


def lowest_change_in(tx: Transaction, workspace_id: int, stage: str) -> int:
    """The oldest change that jobs in this stage are making, or 0."""
    query = select(func.min(Job.change_id)).where(
        Job.workspace_id == workspace_id, Job.stage == stage, Job.change_id > 0
    )
    return tx.exec(query).one() or 0


def next_in_turn(
    tx: Transaction,
    stages: Collection[str],
    *,
    applying: str,
    now: datetime,
    only: int | None = None,
) -> Job | None:
    """The job to work on next: the workspaces take turns, and so do the jobs of each.

    Within a workspace one job at a time changes the lists, the one that was told to first.
    """
    query = _in_turn(frozenset(stages), applying, is_only=only is not None)
    return tx.exec(query, params={"now": now, "only": only}).first()


@cache
def _in_turn(stages: frozenset[str], applying: str, *, is_only: bool) -> SelectOfScalar[Job]:
    other = aliased(Job)
    turns = (
        select(other.workspace_id, func.max(other.turn_at).label("turn_at"))
        .group_by(col(other.workspace_id))
        .subquery()
    )
    first = (
        select(other.id)
        .where(col(other.stage) == applying, col(other.workspace_id) == col(Job.workspace_id))
        .order_by(col(other.change_id) == 0, col(other.id))
        .limit(1)
        .correlate(Job)
        .scalar_subquery()
    )
    return (
        select(Job)
        .join(turns, turns.c.workspace_id == Job.workspace_id)
        .where(
            col(Job.stage).in_(stages),
            _is_free(),
            or_(col(Job.stage) != applying, col(Job.id) == first),
            *([col(Job.id) == bindparam("only")] if is_only else []),
        )
        .order_by(
            turns.c.turn_at.asc().nulls_first(),
            col(Job.turn_at).asc().nulls_first(),
            col(Job.id),
        )
        .limit(1)
    )


def claim(tx: Transaction, job: Job, *, owner: str, until: datetime) -> bool:
    """Make this process the owner of a job as it was read; False if another was faster.

    A job that still has an owner, whose time is over, is noted to have ended a process.
    """
    taken = (
        update(Job)
        .where(
            col(Job.id) == job.id,
            col(Job.stage) == job.stage,
            col(Job.owner) == job.owner,
            col(Job.lease_until).is_not_distinct_from(job.lease_until),
        )
        .values(
            owner=owner,
            lease_until=until,
            failed_turns=Job.failed_turns + (1 if job.owner else 0),
        )
    )
    if not tx.connection().execute(taken).rowcount:
        return False
    tx.refresh(job)
    return True


def hold(tx: Transaction, job_id: int, *, owner: str, values: Mapping[str, Any]) -> bool:
    """Write how far a job is, as its owner; False if it is not the owner any more."""
    held = update(Job).where(col(Job.id) == job_id, col(Job.owner) == owner)
    return bool(tx.connection().execute(held.values(**values)).rowcount)


def move(
    tx: Transaction, workspace_id: int, job_id: int, *, stage: str, values: Mapping[str, Any]
) -> bool:
    """Change a job that nobody works on, if it still is in this stage."""
    moved = update(Job).where(
        col(Job.workspace_id) == workspace_id, col(Job.id) == job_id, col(Job.stage) == stage
    )
    return bool(tx.connection().execute(moved.values(**values)).rowcount)


def over(tx: Transaction, ids: Collection[int], stages: Collection[str]) -> set[int]:
    """Which of these jobs are in one of these stages and shown so, or are not known at all."""
    known = tx.exec(select(Job.id, Job.stage, Job.shown).where(col(Job.id).in_(ids)))
    alive = {job_id for job_id, stage, shown in known if stage not in stages or shown != stage}
    return set(ids) - alive
