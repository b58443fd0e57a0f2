"""Jobs before everybody's eyes: each has one message, which is drawn from its row.

What is drawn again after a crash is the same; at worst a file is posted twice.
"""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.slack import import_files
from handlers.slack.announcing import announce
from handlers.slack.blocks import (
    import_approval,
    import_dry_run,
    import_offer,
    import_progress,
    import_summary,
    import_waiting,
)
from handlers.slack.blocks.import_words import Names, file_of
from handlers.slack.blocks.text import counted
from handlers.slack.files import Files
from handlers.slack.postings import CLOSED, Postings
from handlers.slack.replies import Message
from optouts import history, imports, undoing, workspaces
from optouts.core import Core
from optouts.errors import SpoolGone
from optouts.jobs import ENDED, WORKING, Approval, Job, JobKind, Report, Stage
from optouts.outcomes import Recorded
from optouts.preferences import Preferences
from optouts.roles import Actor, Role

logger = logging.getLogger(__name__)


class Shows(Protocol):
    """Where the jobs of one kind are shown."""

    def show(self, job: Job) -> None: ...

    def progress(self, job: Job) -> None: ...


@dataclass(frozen=True)
class Board:
    """Shows imports in Slack, and leaves the `others` to who knows them.

    Raises SlackApiError and OSError, after which it may be called again.
    """

    client: WebClient
    core: Core
    files: Files
    postings: Postings
    others: Mapping[JobKind, Shows]

    def show(self, job: Job) -> None:
        """Show the stage that a job came into, and remember that it is shown."""
        if other := self.others.get(job.kind):
            other.show(job)
            return
        job = self._named(job)
        report = self.postings.put(job, self._drawn(job))
        approval = self._ask(job, report)
        if job.stage in ENDED and (job.stage is Stage.DONE or job.change is not None):
            self._hand_back(job, report)
            self._announce(job, report)
            self._amend_undone(job)
        imports.mark_shown(self.core, job, report=report, approval=approval)
        if job.stage is Stage.READY:
            # While the person reads the dry run: many rows take seconds.
            with suppress(SpoolGone):
                import_files.refused(self.core, job)

    def progress(self, job: Job) -> None:
        """Show how far a job is within its stage."""
        if other := self.others.get(job.kind):
            other.progress(job)
            return
        self.postings.put(job, import_progress.progress(self._named(job), now=self.core.clock()))

    def _named(self, job: Job) -> Job:
        """An undo goes by the file of the import that it is about."""
        undone = job.undoes and imports.of_change(self.core, job.workspace, job.undoes)
        return replace(job, source=undone.source) if undone else job

    def _drawn(self, job: Job) -> Message:
        if job.stage in WORKING:
            return import_progress.progress(job, now=self.core.clock())
        if job.stage is Stage.ASKING:
            places = workspaces.setup(self.core, job.workspace).places
            return import_offer.offer(job, places=places)
        names = self._names(job)
        if job.stage is Stage.READY:
            needs_approval = imports.needs_approval(self.core, job)
            return import_dry_run.dry_run(job, names=names, needs_approval=needs_approval)
        if job.stage is Stage.APPROVAL:
            channel = self._preferences(job).announcements
            return import_waiting.waiting(job, names=names, channel=channel)
        return self._summary(job, names)

    def _summary(self, job: Job, names: Names) -> Message:
        days = self._preferences(job).undo_days
        made = self._made(job)
        return import_summary.summary(
            job,
            names=names,
            is_undoable=made is not None and self._is_undoable(made, days),
            undo_days=days,
            undone_by=made.undone_by if made else None,
        )

    def _names(self, job: Job) -> Names:
        lists = history.total(self.core, job.workspace, by=_reader(job))
        return {each.id: each for each in lists}

    def _preferences(self, job: Job) -> Preferences:
        return workspaces.setup(self.core, job.workspace).preferences

    def _made(self, job: Job) -> Recorded | None:
        if job.change is None:
            return None
        return history.change(self.core, job.workspace, job.change, by=_reader(job))

    def _is_undoable(self, made: Recorded, days: int) -> bool:
        """Whether anybody may undo it; whether the one who presses may, is found out then."""
        took_effect = made.undone_by is None and bool(made.opened or made.closed)
        return took_effect and undoing.is_offered(
            made.change,
            opened=bool(made.opened),
            role=Role.MANAGER,
            days=days,
            now=self.core.clock(),
        )

    def _ask(self, job: Job, report: Report) -> Approval | None:
        """The question to a second manager, which later says what became of it."""
        asked = job.approval
        if job.stage is Stage.APPROVAL and not asked.message:
            return self._asked(job, report)
        if job.stage is not Stage.APPROVAL and asked.message:
            told = import_approval.settled(job, names=self._names(job))
            self.postings.edited(asked.channel, asked.message, told)
        return None

    def _asked(self, job: Job, report: Report) -> Approval:
        channel = self._preferences(job).announcements
        told = import_approval.question(job, names=self._names(job))
        try:
            posted = self.postings.post(Report(channel), told)
        except SlackApiError as error:
            # Told once; until somebody lets us in it is tried again.
            if error.response.get("error") in CLOSED and job.approval.channel != channel:
                self.postings.say(
                    report,
                    f"I cannot ask for approval in <#{channel}>, as I may not write there. Invite"
                    " me with `/invite @Optout`; I keep trying.",
                )
                unasked = replace(job.approval, channel=channel)
                unshown = replace(job, stage=Stage.FETCHING)
                imports.mark_shown(self.core, unshown, report=report, approval=unasked)
            raise
        return replace(job.approval, channel=posted.channel, message=posted.message)

    def _hand_back(self, job: Job, report: Report) -> None:
        """The refused rows as files, each with what is wrong with it."""
        refused = job.counts.refused_rows if job.counts else 0
        if not refused or not report.channel:
            return
        try:
            titled = import_files.refused(self.core, job)
        except SpoolGone:
            logger.warning("the refused rows of job %s are not on this machine", job.id)
            return
        text = f"{counted(refused, 'row')} of {file_of(job)} refused: what is wrong with each."
        self.files.send(report, titled, text)

    def _announce(self, job: Job, report: Report) -> None:
        if job.change is None:
            return
        apology = announce(self.client, self.core, job.workspace, job.change, by=_reader(job))
        if apology:
            self.postings.say(report, apology)

    def _amend_undone(self, job: Job) -> None:
        """The summary of an import offers no undo any more once it was undone."""
        undone = job.undoes and imports.of_change(self.core, job.workspace, job.undoes)
        if undone and undone.report.message and undone.stage in ENDED:
            report = undone.report
            told = self._summary(undone, self._names(undone))
            self.postings.edited(report.channel, report.message, told)


def _reader(job: Job) -> Actor:
    """What everybody may see of a job is drawn in the name of who asked for it."""
    return Actor(job.by, Role.VIEWER)
