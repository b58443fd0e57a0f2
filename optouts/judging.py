"""What people say of unclear replies, and what time says when nobody does."""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from optouts import keyword_book
from optouts.changes import Act
from optouts.core import Core, demand
from optouts.errors import AlreadyJudged, StorageAway, UnknownJob
from optouts.job_rows import body_of, job_of, moved, written
from optouts.jobs import Job, JobId, JobKind, Report, Stage
from optouts.kept import Kept
from optouts.kept_rows import by_ids_within
from optouts.keyword_rules import Action, Match, Rule
from optouts.news_rows import channel_within
from optouts.recipient_acts import opt_out_of
from optouts.review import Question, Review, Verdict, question
from optouts.reviewing import seconds, tell_within
from optouts.roles import Actor, Deed, Role
from optouts.words import RECIPIENT, Origin, WorkspaceId
from optouts.workspaces import preferences_within
from storage import jobs, kept_messages, reviews, tables
from storage.engine import Transaction

logger = logging.getLogger(__name__)

UNJUDGED: Final = "Nobody judged this reply in time."

EXAMPLES: Final = 5
AT_ONCE: Final = 50
"""Reviews that are ended or reminded of before the worker looks after something else."""

PUT_OFF: Final = timedelta(minutes=10)
"""Until one that could not be ended is tried again."""

SHARE: Final = 4
"""A reminder speaks of what has waited for a quarter of its time or longer; what is younger gets
one of its own, so that a steady stream is not reminded of at every turn."""

MOST_OPEN: Final = 500
"""Open reviews that are looked at in one go, the oldest first."""


def opt_out(core: Core, act: Act, job_id: JobId) -> Job:
    """It asks for an opt-out. Raises NotPermitted, UnknownJob, AlreadyJudged and StorageAway."""
    demand(act.by, Deed.JUDGE)
    demand(act.by, Deed.ADD)
    return _judge(core, act, job_id, Verdict.OPTED_OUT)


def set_aside(core: Core, act: Act, job_id: JobId) -> Job:
    """It asks for no opt-out, or all that it asks for is done. Raises NotPermitted, UnknownJob,
    AlreadyJudged and StorageAway."""
    demand(act.by, Deed.JUDGE)
    return _judge(core, act, job_id, Verdict.NOT_AN_OPT_OUT)


def _judge(core: Core, act: Act, job_id: JobId, verdict: Verdict) -> Job:
    with core.writing() as tx:
        row, review = _open(tx, act, job_id)
        if review.verdict is None:
            _settle(tx, core, act, row, verdict)
        return job_of(row)


def _open(tx: Transaction, act: Act, job_id: JobId) -> tuple[tables.Job, Review]:
    """A review that is about to be judged, or that this very request has judged already."""
    row = jobs.to_change(tx, act.workspace, job_id)
    body = body_of(row) if row else None
    if row is None or body is None or body.review is None:
        raise UnknownJob
    review = body.review
    if review.verdict is not None and body.request != act.request:
        raise AlreadyJudged(review.by, review.at or row.stage_at)
    return row, review


def _settle(
    tx: Transaction, core: Core, act: Act, row: tables.Job, verdict: Verdict, *, rule: str = ""
) -> None:
    """End a review; who acts as the recipient stands for nobody having judged it."""
    now = core.clock()
    body = body_of(row)
    if body.review is None:
        raise UnknownJob
    is_late = verdict is Verdict.LATE
    message = _message(tx, act.workspace, body.review)
    change = None
    if question(message) is not Question.MEANING:
        verdict = verdict if is_late else Verdict.NOT_AN_OPT_OUT
    elif verdict is not Verdict.NOT_AN_OPT_OUT:
        change = opt_out_of(tx, core, message.id, by=act.by, note=act.note)
        if is_late or not _is_announced_where(tx, act.workspace, body.report):
            # To be told in the announcement channel, with what else comes at the same time.
            kept_messages.note_told(tx, [message.id], told=False)
    review = replace(
        body.review,
        verdict=verdict,
        by=None if is_late else act.by.id,
        at=now,
        rule=rule,
        change=change,
    )
    ended = replace(body, review=review, request=act.request)
    jobs.move(
        tx, act.workspace, row.id or 0, stage=row.stage, values=moved(Stage.DONE, ended, at=now)
    )
    tx.refresh(row)


def _message(tx: Transaction, workspace: WorkspaceId, review: Review) -> Kept:
    return by_ids_within(tx, workspace, [review.inbound])[review.inbound]


def _is_announced_where(tx: Transaction, workspace: WorkspaceId, report: Report) -> bool:
    """Whether what is said under the review is said to the team's channel."""
    return report.channel == preferences_within(tx, workspace).announcements != ""


def always(core: Core, act: Act, job_id: JobId, words: str, action: Action) -> tuple[Rule, int]:
    """Make a rule of what a reply says, and judge by it this one and all others that say the same;
    returns the rule, and how many were judged.

    Raises NotPermitted, UnknownJob, AlreadyJudged, BadRule, RuleTaken, OptInNotAlone and
    StorageAway.
    """
    demand(act.by, Deed.CONFIGURE)
    with core.writing() as tx:
        _open(tx, act, job_id)
    rule = keyword_book.save(core, act, Rule("", words, action, Match.WHOLE))
    verdict = Verdict.OPTED_OUT if action is Action.OPT_OUT else Verdict.NOT_AN_OPT_OUT
    with core.writing() as tx:
        alike = set(_ruled_by(tx, act.workspace, rule)) | {job_id}
        judged = 0
        for each in sorted(alike):
            row = jobs.to_change(tx, act.workspace, each)
            if row is not None and row.stage == Stage.ASKING:
                _settle(tx, core, act, row, verdict, rule=rule.key)
                judged += 1
    return rule, judged


def _ruled_by(tx: Transaction, workspace: WorkspaceId, rule: Rule) -> Iterable[JobId]:
    """The open reviews whose words this rule decides."""
    known = preferences_within(tx, workspace)
    book = keyword_book.book_within(tx, workspace)
    rows = reviews.waiting(tx, workspace, JobKind.REVIEW, Stage.ASKING, skip=0, limit=MOST_OPEN)
    for row in rows:
        review = body_of(row).review
        if review is None:
            continue
        message = _message(tx, workspace, review)
        if question(message) is not Question.MEANING:
            continue
        decision = book.decide(message.text, region=known.region, profanity=known.profanity)
        if decision.rule is not None and decision.rule.key == rule.key:
            yield JobId(row.id or 0)


def due(core: Core) -> bool:
    """An errand: end what nobody judged in time, remind of what has waited for half of it."""
    now = core.clock()
    with core.asking() as tx:
        if not _due(tx, now, limit=1):
            return False
    with core.writing() as tx:
        rows = _due(tx, now, limit=AT_ONCE)
        late = [row for row in rows if _is_late(row, now)]
        slow = [row for row in rows if row not in late]
        for workspace in sorted({row.workspace_id for row in slow}):
            _remind(tx, WorkspaceId(workspace), slow, now)
    for row in late:
        _end(core, row)
    return True


def _due(tx: Transaction, now: datetime, *, limit: int) -> Sequence[tables.Job]:
    return reviews.due(tx, JobKind.REVIEW, Stage.ASKING, by=seconds(now), limit=limit)


def _is_late(row: tables.Job, now: datetime) -> bool:
    review = body_of(row).review
    return review is not None and review.until <= now


def _end(core: Core, row: tables.Job) -> None:
    """The safe side wins. One that cannot be ended does not keep the others from it."""
    act = Act(
        WorkspaceId(row.workspace_id),
        Actor(RECIPIENT, Role.MANAGER),
        Origin.KEYWORD,
        request=f"late:{row.id}",
        note=UNJUDGED,
    )
    try:
        with core.writing() as tx:
            held = jobs.to_change(tx, row.workspace_id, row.id or 0)
            if held is None or held.stage != Stage.ASKING:
                return
            review = body_of(held).review
            if review and question(_message(tx, act.workspace, review)) is Question.NUMBER:
                # Nobody can be opted out, so it stays until somebody has looked at it.
                waited = review.until - held.at
                _write(tx, held, replace(review, until=core.clock() + waited, reminded_at=None))
                return
            _settle(tx, core, act, held, Verdict.LATE)
    except StorageAway:
        raise
    except Exception:
        logger.exception("review %s could not be ended", row.id)
        with core.writing() as tx:
            values = {"cursor": seconds(core.clock() + PUT_OFF)}
            jobs.move(tx, row.workspace_id, row.id or 0, stage=Stage.ASKING, values=values)


def _remind(
    tx: Transaction, workspace: WorkspaceId, due_now: Collection[tables.Job], now: datetime
) -> None:
    """One message for all that are open, in the name of who chose the channel."""
    oldest = reviews.waiting(tx, workspace, JobKind.REVIEW, Stage.ASKING, skip=0, limit=AT_ONCE)
    rows = {row.id or 0: row for row in (*due_now, *oldest) if row.workspace_id == workspace}
    for job_id, known in rows.items():
        if known in due_now or _has_waited(known, now):
            row = jobs.to_change(tx, workspace, job_id)
            review = body_of(row).review if row else None
            if row is not None and review is not None:
                _write(tx, row, replace(review, reminded_at=now))
    channel = channel_within(tx, workspace, of_reviews=True)
    if channel is None:
        return
    told = [body_of(row).review for row in oldest[:EXAMPLES]]
    tell_within(tx, workspace, channel, [each.inbound for each in told if each], now)


def _has_waited(row: tables.Job, now: datetime) -> bool:
    """Whether it has waited for long enough to be spoken of, and was not yet."""
    review = body_of(row).review
    if review is None or review.reminded_at is not None:
        return False
    return (now - row.at) * SHARE >= review.until - row.at


def _write(tx: Transaction, row: tables.Job, review: Review) -> None:
    """Note what was done about an open review, and when something is due again."""
    half = row.at + (review.until - row.at) / 2
    values = {
        "cursor": seconds(review.until if review.reminded_at else half),
        "body": written(replace(body_of(row), review=review)),
    }
    jobs.move(tx, row.workspace_id, row.id or 0, stage=Stage.ASKING, values=values)
