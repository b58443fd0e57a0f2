"""Digests before everybody's eyes."""

import logging
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from slack_sdk.errors import SlackApiError

from handlers.slack import charts
from handlers.slack.blocks import digest as blocks
from handlers.slack.blocks import listings, report_words
from handlers.slack.deliveries import Deliveries
from handlers.slack.files import Files
from handlers.slack.postings import Postings
from handlers.slack.replies import Message
from optouts import imports, schedules, workspaces
from optouts.core import Core
from optouts.digest import Digest
from optouts.errors import UnknownSchedule
from optouts.jobs import Job, Report, Stage
from optouts.roles import Actor, Role
from optouts.schedule import Run, Schedule

logger = logging.getLogger(__name__)

PAUSES: Final = (1.0, 2.0, 4.0)
"""Seconds: Slack takes a picture for unknown until it has been scanned."""

UNKNOWN_PICTURE: Final = "invalid_blocks"


@dataclass(frozen=True)
class DigestBoard:
    """Raises SlackApiError and OSError, after which it may be called again."""

    core: Core
    files: Files
    postings: Postings

    def show(self, job: Job) -> None:
        """Post a digest that is ready, and remember that it is shown."""
        report = None
        if job.run is not None and job.stage in {Stage.DONE, Stage.FAILED}:
            # Of a report that somebody has deleted meanwhile nothing is wanted any more.
            with suppress(UnknownSchedule):
                report = self._delivered(job, job.run)
        imports.mark_shown(self.core, job, report=report)

    def _delivered(self, job: Job, run: Run) -> Report:
        reader = Actor(job.by, Role.VIEWER)
        schedule = schedules.of_id(self.core, job.workspace, run.schedule, by=reader)
        deliveries = Deliveries(self.core, self.postings)
        digest = job.digest
        if digest is None:
            told = Message(report_words.failed(schedule.plan, run))
            to_owner = replace(job, report=Report(schedule.by))
            return deliveries.deliver(
                to_owner, schedule, lambda place: self.postings.post(place, told)
            )
        return deliveries.deliver(
            job, schedule, lambda place: self._post(job, run, digest, schedule, place)
        )

    def progress(self, job: Job) -> None:
        """A digest is counted in a moment: there is nothing to show before it is there."""

    def _post(
        self, job: Job, run: Run, digest: Digest, schedule: Schedule, place: Report
    ) -> Report:
        places = workspaces.setup(self.core, job.workspace).places
        scope = listings.in_words(schedule.plan.order.wanted, places)

        def message(picture: str) -> Message:
            return blocks.message(
                job.id, run, digest, schedule=schedule, scope=scope, picture=picture
            )

        picture = self._picture(digest) if blocks.has_picture(digest) else ""
        for pause in PAUSES if picture else ():
            try:
                return self.postings.post(place, message(picture))
            except SlackApiError as error:
                if error.response.get("error") != UNKNOWN_PICTURE:
                    raise
            time.sleep(pause)
        return self.postings.post(place, message(""))

    def _picture(self, digest: Digest) -> str:
        """The id of the picture; empty if it cannot be had: the figures are worth more."""
        try:
            drawn = charts.daily(
                blocks.charted(digest), since=blocks.first_day(digest), cache=self.core.spool
            )
            return self.files.keep("opt-outs-a-day.png", drawn, "Opt-outs a day")
        except Exception:
            logger.exception("a digest goes without its picture")
            return ""
