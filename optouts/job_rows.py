"""Jobs as they are stored, and as people see them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter

from optouts.digest import Digest
from optouts.export_order import Order, Written
from optouts.jobs import (
    ENDED,
    Approval,
    Effect,
    Failure,
    Job,
    JobId,
    JobKind,
    Options,
    Report,
    Source,
    Stage,
)
from optouts.news import News
from optouts.reading_plan import Counts, Survey
from optouts.review import Review
from optouts.schedule import Run
from optouts.spikes import Spike
from optouts.words import ActorId, ChangeId, ListId, Origin, WorkspaceId
from storage import tables


@dataclass(frozen=True, slots=True)
class Body:
    """What of a job needs no column of its own.

    `sheet` is the one to look at; `asks` whether a person is to choose even where the file leaves
    no doubt; `horizon` the newest change that the dry run knew of: what was opted out later is
    never taken off by a file that was read before; `request` the one that last told it what to do.
    """

    report: Report
    source: Source | None = None
    origin: Origin = Origin.IMPORT
    asks: bool = True
    sheet: str = ""
    survey: Survey | None = None
    options: Options = field(default_factory=Options)
    counts: Counts | None = None
    effects: tuple[Effect, ...] = ()
    horizon: int = 0
    failure: Failure | None = None
    approval: Approval = field(default_factory=Approval)
    request: str = ""
    order: Order | None = None
    written: Written | None = None
    run: Run | None = None
    digest: Digest | None = None
    spike: Spike | None = None
    review: Review | None = None
    news: News | None = None
    tries: int = 0


_BODY: Final = TypeAdapter(Body)


@dataclass(slots=True)
class Tally:
    """What a job did so far to one list; `own` of the closed ones had opted out themselves."""

    opened: int = 0
    closed: int = 0
    own: int = 0
    kept: int = 0


_TALLIES: Final = TypeAdapter(dict[int, Tally])


def body_of(row: tables.Job) -> Body:
    return _BODY.validate_json(row.body)


def written(body: Body) -> str:
    return _BODY.dump_json(body).decode()


def tallies_of(row: tables.Job) -> dict[int, Tally]:
    return _TALLIES.validate_json(row.tally)


def tallies_written(tallies: Mapping[int, Tally]) -> str:
    return json.dumps(_TALLIES.dump_python(dict(tallies), mode="json"))


def job_of(row: tables.Job) -> Job:
    body = body_of(row)
    return Job(
        id=JobId(row.id or 0),
        workspace=WorkspaceId(row.workspace_id),
        kind=JobKind(row.kind),
        stage=Stage(row.stage),
        by=ActorId(row.actor),
        at=row.at,
        stage_at=row.stage_at,
        report=body.report,
        source=body.source,
        options=body.options,
        survey=body.survey,
        counts=body.counts,
        effects=_effects(body, tallies_of(row)),
        done=row.done,
        total=row.total,
        cancelling=row.cancelling,
        failure=body.failure,
        approval=body.approval,
        change=ChangeId(row.change_id) if row.change_id else None,
        undoes=ChangeId(row.undoes) if row.undoes else None,
        shown=row.shown,
        order=body.order,
        written=body.written,
        run=body.run,
        digest=body.digest,
        spike=body.spike,
        review=body.review,
        news=body.news,
        tries=body.tries,
    )


def _effects(body: Body, tallies: Mapping[int, Tally]) -> tuple[Effect, ...]:
    """What was expected, until something was done."""
    if not tallies:
        return body.effects
    expected = {effect.list: effect for effect in body.effects}
    return tuple(
        _effect(expected.get(ListId(list_id), Effect(ListId(list_id))), tally)
        for list_id, tally in sorted(tallies.items())
    )


def _effect(expected: Effect, done: Tally) -> Effect:
    return Effect(
        list=expected.list,
        opening=done.opened,
        standing=expected.standing,
        leaving=done.closed,
        leaving_own=done.own,
        kept=done.kept,
        absent=expected.absent,
    )


def moved(stage: Stage, body: Body, *, at: datetime) -> dict[str, Any]:
    """The columns of a job that comes into another stage, which begins at its beginning.

    One that has ended forgets the first look at the file, as that shows people's numbers.
    """
    if stage in ENDED:
        body = replace(body, survey=None)
    return {
        "stage": stage,
        "stage_at": at,
        "done": 0,
        "total": 0,
        "failed_turns": 0,
        "shown": "",
        "body": written(body),
    }
