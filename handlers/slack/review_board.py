"""Unclear replies before everybody's eyes: one message each, where the team judges them."""

from dataclasses import dataclass

from handlers.slack.blocks import review
from handlers.slack.postings import Postings
from optouts import imports, reviewing, workspaces
from optouts.core import Core
from optouts.jobs import Job, Report
from optouts.review import Verdict
from optouts.roles import Actor, Role
from optouts.setup import Announced


@dataclass(frozen=True)
class ReviewBoard:
    """Raises SlackApiError and OSError, after which it may be called again."""

    core: Core
    postings: Postings

    def show(self, job: Job) -> None:
        """Ask, or say in the question's message what was answered."""
        if not job.report.channel:
            imports.mark_shown(self.core, job)
            return
        case = reviewing.case(self.core, job, by=Actor(job.by, Role.VIEWER))
        report = self.postings.put(job, review.message(case))
        if not job.report.message:
            self.postings.explain_detour(job, report)
        imports.mark_shown(self.core, job, report=report)
        if case.review.verdict is Verdict.OPTED_OUT and case.review.change is not None:
            self._note(job, report)

    def _note(self, job: Job, report: Report) -> None:
        """Where the team is told of all changes this message tells of this one, so that undoing it
        amends it here."""
        change = job.review.change if job.review else None
        known = workspaces.setup(self.core, job.workspace).preferences
        if change and report.channel == known.announcements:
            place = Announced(report.channel, report.message)
            workspaces.note_announcement(self.core, change, place)

    def progress(self, job: Job) -> None:
        """Nothing is worked on: it waits for somebody."""
