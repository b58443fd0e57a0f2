"""Spikes before everybody's eyes: one message each, in the channel of the announcements."""

from dataclasses import dataclass, replace

from handlers.slack.blocks import spike
from handlers.slack.postings import Postings
from optouts import imports, spiking, workspaces
from optouts.core import Core
from optouts.jobs import Job, Report
from optouts.spikes import QUIET, Mute, Spike


@dataclass(frozen=True)
class SpikeBoard:
    """Raises SlackApiError and OSError, after which it may be called again."""

    core: Core
    postings: Postings

    def show(self, job: Job) -> None:
        """Tell of a spike, or say in its message that it was muted."""
        found, report = job.spike, job.report
        is_news = self.core.clock() - job.at <= QUIET
        if found is None or not (report.message or is_news):
            # Slack did not answer for hours, or nobody let us in: it is of no use any more.
            imports.mark_shown(self.core, job)
            return
        while True:
            mute = spiking.mute_of(self.core, job.workspace, found.sender)
            report = self._put(replace(job, report=report), found, mute)
            imports.mark_shown(self.core, job, report=report)
            # Somebody may have pressed the button between the drawing and the mark.
            if spiking.mute_of(self.core, job.workspace, found.sender) == mute:
                return

    def _put(self, job: Job, found: Spike, mute: Mute | None) -> Report:
        places = workspaces.setup(self.core, job.workspace).places
        holds = mute is not None and mute.until > self.core.clock()
        told = spike.message(
            found,
            job.id,
            sender=places.sender(found.sender) if found.sender else None,
            mute=mute if holds else None,
        )
        report = self.postings.put(job, told)
        self.postings.explain_detour(job, report)
        return report

    def progress(self, job: Job) -> None:
        """Nothing is worked on: a spike is found as a whole."""
