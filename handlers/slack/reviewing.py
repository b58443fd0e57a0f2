"""Unclear replies: shown, judged, and made into rules."""

from collections.abc import Callable
from typing import Final

from handlers.slack.blocks import review_form, review_queue
from handlers.slack.blocks.elements import section
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.text import counted, escape, plain
from handlers.slack.ids import Field
from handlers.slack.problems import BadWords
from handlers.slack.replies import FormErrors, Message, OpenModal, Replace, Replies
from handlers.slack.requests import Click, Submission
from handlers.slack.visits import Visit
from optouts import imports, judging, reviewing
from optouts.changes import Act
from optouts.core import Core, demand
from optouts.errors import AlreadyJudged, BadRule, RuleTaken
from optouts.jobs import Job, JobId
from optouts.keyword_rules import Action
from optouts.roles import Deed, may

USAGE: Final = "/optout review"


def review(visit: Visit, text: str) -> Replies:
    """`/optout review`: what waits to be judged."""
    if text:
        raise BadWords(f"“{text}” is nothing that reviews can do.", USAGE)
    return _shown(visit)


def _shown(visit: Visit, skip: int = 0) -> Message:
    queue = reviewing.queue(
        visit.core, visit.workspace, by=visit.actor, skip=skip, limit=review_queue.PAGE
    )
    may_judge = may(visit.actor.role, Deed.JUDGE)
    return review_queue.message(queue, skip=skip, may_judge=may_judge)


def turn_page(visit: Visit, click: Click) -> Replies:
    return Replace(_shown(visit, int(click.value)))


def opt_out(visit: Visit, click: Click) -> Replies:
    return _judge(visit, click, judging.opt_out)


def set_aside(visit: Visit, click: Click) -> Replies:
    return _judge(visit, click, judging.set_aside)


def _judge(visit: Visit, click: Click, judge: Callable[[Core, Act, JobId], Job]) -> Replies:
    """The message of the review says what came of it; a list of one's own is drawn anew."""
    try:
        judge(visit.core, visit.act(), JobId(int(click.value)))
    except AlreadyJudged as error:
        visit.wake()
        if visit.place.message:
            raise
        return [Replace(_shown(visit)), Message(explain(error))]
    visit.wake()
    return None if visit.place.message else Replace(_shown(visit))


def press_always(visit: Visit, click: Click) -> Replies:
    demand(visit.actor, Deed.CONFIGURE)
    job = imports.of_id(visit.core, visit.workspace, JobId(int(click.value)), by=visit.actor)
    case = reviewing.case(visit.core, job, by=visit.actor)
    if case.review.verdict is not None:
        raise AlreadyJudged(case.review.by, case.review.at or job.stage_at)
    return OpenModal(review_form.view(case, metadata=visit.metadata(subject=job.id)))


def submit_always(visit: Visit, submission: Submission) -> Replies:
    filled = submission.view.filled
    job_id = JobId(int(submission.view.metadata.subject))
    is_opt_out = filled.chosen(Field.REVIEW_ACTION) == Action.OPT_OUT
    action = Action.OPT_OUT if is_opt_out else Action.NOTHING
    try:
        rule, judged = judging.always(
            visit.core, visit.act(), job_id, filled.text(Field.REVIEW_WORDS), action
        )
    except (BadRule, RuleTaken) as error:
        return FormErrors({Field.REVIEW_WORDS: plain(explain(error))})
    visit.wake()
    deed = review_form.CHOICES[action].casefold()
    others = f" {counted(judged, 'reply', 'replies')} judged by it." if judged else ""
    text = f"From now on “{escape(rule.words)}” means: {deed}.{others}"
    return Message(text, [section(text)])
