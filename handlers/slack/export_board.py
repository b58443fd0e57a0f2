"""Exports before everybody's eyes: one message for each, and its files once they are written."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from slack_sdk.errors import SlackApiError

from handlers.slack import scopes
from handlers.slack.blocks import export_progress, export_summary, report_words
from handlers.slack.blocks.text import is_slack_user
from handlers.slack.deliveries import PASSING, Deliveries
from handlers.slack.files import Files
from handlers.slack.postings import Postings
from handlers.slack.replies import Message
from optouts import exports, imports, schedules, workspaces
from optouts.core import Core
from optouts.errors import UnknownSchedule
from optouts.export_order import Order
from optouts.jobs import Job, Report, Stage
from optouts.roles import Actor, Role
from optouts.schedule import Run, Schedule

PATIENCE: Final = timedelta(minutes=10)
"""So long the machine that has the files may be away."""


@dataclass(frozen=True)
class ExportBoard:
    """Raises SlackApiError and OSError, after which it may be called again."""

    core: Core
    files: Files
    postings: Postings

    def show(self, job: Job) -> None:
        """Show the stage that a job came into, and remember that it is shown."""
        report = self._shown(job) if job.run is None else self._reported(job, job.run)
        imports.mark_shown(self.core, job, report=report)

    def progress(self, job: Job) -> None:
        """Show how far a job is within its stage; nobody waits for a scheduled one."""
        if job.run is None:
            self._progressed(job)

    def _shown(self, job: Job) -> Report:
        if job.stage is Stage.WRITING:
            return self._progressed(job)
        if _has_file(job) and (job.report.channel or is_slack_user(job.by)):
            return self._handed_out(job)
        return self._put(job, export_summary.summary(job, scope=self._scope(job)))

    def _progressed(self, job: Job) -> Report:
        scope = self._scope(job)
        return self._put(job, export_progress.progress(job, scope=scope, now=self.core.clock()))

    def _scope(self, job: Job) -> str:
        places = workspaces.setup(self.core, job.workspace).places
        return scopes.of_order(self.core, job.workspace, job.order or Order(), places)

    def _put(self, job: Job, told: Message) -> Report:
        """Where it was asked for; if we are not let in there, where its asker reads why."""
        report = self.postings.put(job, told)
        meant = job.report.channel
        if exports.is_shared(job.report) and report.channel != meant:
            self.postings.say(
                replace(report, message=""),
                f"This was for <#{meant}>, where I may not write: I was removed from it, or it is"
                " archived. Invite me with `/invite @Optout`, or choose another channel.",
            )
        return report

    def _handed_out(self, job: Job) -> Report:
        if not self._is_here(job):
            return self._put(job, export_summary.undelivered(job, scope=self._scope(job)))
        report = self._put(job, export_summary.summary(job, scope=self._scope(job)))
        try:
            self._send(job, report)
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            if reason in PASSING or not reason.isidentifier():
                raise
            told = export_summary.undelivered(job, scope=self._scope(job), reason=reason)
            return self._put(replace(job, report=report), told)
        return report

    def _paths(self, job: Job) -> list[Path]:
        names = job.written.files if job.written else ()
        return [imports.folder(self.core, job) / name for name in names]

    def _is_here(self, job: Job) -> bool:
        """Whether its files are; raises FileNotFoundError while who has them may yet see to it."""
        if all(path.is_file() for path in self._paths(job)):
            return True
        if self.core.clock() - job.stage_at < PATIENCE:
            raise FileNotFoundError(job.id)
        return False

    def _send(self, job: Job, report: Report) -> None:
        """Beside its message and not in its thread: the file is what people look for."""
        scope, paths = self._scope(job), self._paths(job)
        titled = [
            (path, export_summary.title_of_file(scope, place, len(paths)))
            for place, path in enumerate(paths, 1)
        ]
        text = export_summary.comment(job, scope=scope)
        self.files.send(replace(report, message=""), titled, text)

    def _reported(self, job: Job, run: Run) -> Report | None:
        """A scheduled one comes once it is whole; that it failed is for its owner to know."""
        if job.stage is Stage.WRITING:
            return None
        reader = Actor(job.by, Role.VIEWER)
        try:
            schedule = schedules.of_id(self.core, job.workspace, run.schedule, by=reader)
        except UnknownSchedule:
            return None  # deleted meanwhile: nobody wants it any more
        if job.stage is not Stage.DONE and not job.report.message:
            job = replace(job, report=Report(schedule.by))
        deliveries = Deliveries(self.core, self.postings)
        return deliveries.deliver(
            job, schedule, lambda place: self._post(job, run, schedule, place)
        )

    def _post(self, job: Job, run: Run, schedule: Schedule, place: Report) -> Report:
        heading = report_words.heading(schedule.plan, run)
        scope = self._scope(job)
        told = export_summary.summary(job, scope=scope, heading=heading)
        if _has_file(job) and not self._is_here(job):
            return self.postings.post(
                place, export_summary.undelivered(job, scope=scope, heading=heading)
            )
        report = place if place.message else self.postings.post(place, told)
        if _has_file(job):
            # Noted at once: if the file is sent another time, its message is not.
            imports.mark_shown(self.core, replace(job, stage=Stage.FETCHING), report=report)
            self._send(job, report)
        return report


def _has_file(job: Job) -> bool:
    return job.stage is Stage.DONE and job.written is not None and bool(job.written.rows)
