"""Replies that a person has to judge: kept in a queue until somebody does."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from optouts import history
from optouts.core import Core, demand
from optouts.errors import UnknownJob
from optouts.inbound import InboundId
from optouts.job_rows import Body, body_of, written
from optouts.jobs import Job, JobKind, Report, Stage
from optouts.kept_rows import by_ids_within
from optouts.news import News
from optouts.news_rows import channel_within, is_recorded_within, record_within
from optouts.review import Case, Queue, Review
from optouts.roles import Actor, Deed
from optouts.words import RECIPIENT, WorkspaceId
from optouts.workspaces import places_within, preferences_within
from storage import jobs, reply_tables, reviews, tables
from storage.engine import Transaction

MOST_ASKED: Final = 50
"""Open reviews with a message of their own; Slack takes one message a second."""

HOUR: Final = 3600
"""Seconds between two messages that say how many wait."""


def open_within(
    tx: Transaction, core: Core, workspace: WorkspaceId, inbound: reply_tables.Inbound
) -> None:
    """Put a reply before the team; once, however often it is asked for.

    Without a channel for it, it waits in the queue all the same. So it does where many wait: the
    channel is told of them, and not asked about each.
    """
    now = core.clock()
    channel = channel_within(tx, workspace, of_reviews=True)
    until = now + timedelta(hours=preferences_within(tx, workspace).review_hours)
    review = Review(InboundId(inbound.id or 0), until=until)
    is_asked = channel is not None and not reviews.is_more(
        tx, workspace, JobKind.REVIEW, Stage.ASKING, than=MOST_ASKED - 1
    )
    jobs.record(
        tx,
        tables.Job(
            workspace_id=workspace,
            kind=JobKind.REVIEW,
            stage=Stage.ASKING,
            # Where the channel is closed to us, whoever chose it is told.
            actor=channel.actor if channel else RECIPIENT,
            at=now,
            stage_at=now,
            request_key=key_of(review.inbound),
            shown="" if is_asked else Stage.ASKING,
            cursor=seconds(now + (until - now) / 2),
            body=written(
                Body(Report(channel.value if channel and is_asked else ""), review=review)
            ),
        ),
    )
    if channel is not None and not is_asked:
        tell_within(tx, workspace, channel, [review.inbound], now)


def tell_within(
    tx: Transaction,
    workspace: WorkspaceId,
    channel: tables.WorkspaceSetting,
    examples: Sequence[InboundId],
    now: datetime,
) -> None:
    """Tell the channel how many wait, once an hour at most."""
    key = f"waiting:{seconds(now) // HOUR}"
    if not is_recorded_within(tx, workspace, key):
        total = reviews.count(tx, workspace, JobKind.REVIEW, Stage.ASKING)
        news = News(waiting=tuple(examples), total=total)
        record_within(tx, workspace, news, channel, key=key, at=now)


def key_of(inbound: InboundId) -> str:
    """The request key of a reply's job."""
    return f"review:{inbound}"


def seconds(at: datetime) -> int:
    """A moment as the cursor of a review has it: when it is due next, to be reminded of or ended
    (seconds since 1970)."""
    return int(at.timestamp())


def queue(core: Core, workspace: WorkspaceId, *, by: Actor, skip: int = 0, limit: int) -> Queue:
    """The open ones, the oldest first. Raises NotPermitted and StorageAway."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        rows = reviews.waiting(tx, workspace, JobKind.REVIEW, Stage.ASKING, skip=skip, limit=limit)
        total = reviews.count(tx, workspace, JobKind.REVIEW, Stage.ASKING)
    return Queue(tuple(_case(core, workspace, row, by=by) for row in rows), total)


def case(core: Core, job: Job, *, by: Actor) -> Case:
    """What is to be judged, and what became of it. Raises NotPermitted, UnknownJob and
    StorageAway."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        row = jobs.by_id(tx, job.workspace, job.id)
    if row is None:
        raise UnknownJob
    return _case(core, job.workspace, row, by=by)


def _case(core: Core, workspace: WorkspaceId, row: tables.Job, *, by: Actor) -> Case:
    review = body_of(row).review
    if review is None:
        raise UnknownJob
    with core.reading() as tx:
        message = by_ids_within(tx, workspace, [review.inbound])[review.inbound]
        places = places_within(tx, workspace)
    number = message.number
    return Case(
        job=row.id or 0,
        review=review,
        message=message,
        sender=places.sender(message.sender) if message.sender else None,
        story=history.of_number(core, workspace, number, by=by) if number else None,
    )


def of_replies_within(
    tx: Transaction, workspace: WorkspaceId, replies: Sequence[InboundId]
) -> dict[InboundId, Review]:
    """What became of those of these replies that were to be judged."""
    found = reviews.of_requests(tx, workspace, [key_of(each) for each in replies])
    known = [body_of(row).review for row in found]
    return {each.inbound: each for each in known if each is not None}
