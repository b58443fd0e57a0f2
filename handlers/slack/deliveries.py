"""Reports on their way to where their schedule sends them, and what is done if none arrives."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from slack_sdk.errors import SlackApiError

from handlers.slack.blocks import report_words
from handlers.slack.blocks.text import is_slack_user
from handlers.slack.people import People
from handlers.slack.postings import Postings
from handlers.slack.problems import NotAMember, SlackAway
from handlers.slack.replies import Message
from optouts import imports
from optouts.core import Core, demand
from optouts.errors import NotPermitted
from optouts.jobs import UNDELIVERED, Failure, Job, Report
from optouts.roles import Deed
from optouts.schedule import Schedule

logger = logging.getLogger(__name__)

TRIES: Final = 3
"""So often a place is tried, some seconds apart, and then so often its owner."""

PASSING: Final = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "fatal_error",
        "internal_error",
        "request_timeout",
        "service_unavailable",
    }
)
"""Answers after which one waits: they say nothing of the place."""


@dataclass(frozen=True)
class Deliveries:
    """Raises SlackApiError and OSError, after which it may be called again."""

    core: Core
    postings: Postings

    def deliver(self, job: Job, schedule: Schedule, post: Callable[[Report], Report]) -> Report:
        """Have `post` bring a run of the schedule to its place, and return where it stands.

        A place that does not take it is told to the owner, who gets it instead.
        """
        try:
            if job.tries < TRIES:
                return post(self._address(job, job.report))
            return self._to_owner(job, schedule, post)
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            if reason in PASSING or not reason.isidentifier():
                raise
            imports.note_refused(self.core, job, reason)
            if job.tries + 1 < 2 * TRIES:
                raise
        except (NotAMember, NotPermitted):
            # To try it again would not help; the owner is told at once.
            last = replace(job, tries=max(job.tries, TRIES - 1))
            imports.note_refused(self.core, last, report_words.NO_ROLE)
            if job.tries < TRIES:
                failure = Failure(UNDELIVERED, {"reason": report_words.NO_ROLE})
                return self.deliver(replace(job, tries=TRIES, failure=failure), schedule, post)
        logger.error("job %s is not delivered, and its owner cannot be told", job.id)
        return job.report

    def _address(self, job: Job, report: Report) -> Report:
        """A person is reached in their direct messages, which go by an id of their own.

        Whoever was allowed to see opt-outs when the report was set up may not be so any more:
        raises NotAMember and NotPermitted.
        """
        if not is_slack_user(report.channel):
            return report
        client, user = self.postings.client, report.channel
        home = client.auth_test()["team_id"]
        people = People(self.core)
        try:
            actor = people.actor(client, job.workspace, user=user, team=home, home=home)
        except SlackAway as error:
            raise OSError from error
        demand(actor, Deed.LOOK)
        return replace(report, channel=client.conversations_open(users=user)["channel"]["id"])

    def _to_owner(self, job: Job, schedule: Schedule, post: Callable[[Report], Report]) -> Report:
        reason = str(job.failure.facts.get("reason", "")) if job.failure else ""
        told = report_words.undelivered(schedule.plan, job.report.channel, reason)
        own = self._address(job, Report(schedule.by))
        if job.report.channel != schedule.by and job.tries == TRIES:
            self.postings.post(own, Message(told))
        return post(own)
