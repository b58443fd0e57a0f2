"""News of what people asked for themselves, in the team's channel."""

from dataclasses import dataclass

from handlers.slack.blocks import announcements, news
from handlers.slack.postings import Postings
from handlers.slack.replies import Message
from optouts import history, imports, news_facts, workspaces
from optouts.core import Core
from optouts.jobs import Job
from optouts.news import News
from optouts.outcomes import Recorded
from optouts.roles import Actor, Role
from optouts.setup import Announced
from optouts.words import ChangeId


@dataclass(frozen=True)
class NewsBoard:
    """Raises SlackApiError and OSError, after which it may be called again."""

    core: Core
    postings: Postings

    def show(self, job: Job) -> None:
        """Tell it once."""
        if job.news is None:
            imports.mark_shown(self.core, job)
            return
        change = self._change(job, job.news)
        if change and self._amended(job, change):
            imports.mark_shown(self.core, job)
            return
        told = announcements.message(change) if change else self._told(job, job.news)
        report = job.report
        if told is not None:
            report = self.postings.put(job, told)
            self.postings.explain_detour(job, report)
        if change is not None:
            # So that an undo amends this message.
            place = Announced(report.channel, report.message)
            workspaces.note_announcement(self.core, change.change.id, place)
        imports.mark_shown(self.core, job, report=report)

    def _amended(self, job: Job, change: Recorded) -> bool:
        """An undo is told by amending what was told of the change that it reverses."""
        undone = change.change.undoes
        place = undone and workspaces.announcement_of(self.core, job.workspace, undone)
        if not undone or not place:
            return False
        reader = Actor(job.by, Role.VIEWER)
        told = announcements.message(history.change(self.core, job.workspace, undone, by=reader))
        return self.postings.edited(place.channel, place.ts, told)

    def progress(self, job: Job) -> None:
        """Nothing is worked on."""

    def _change(self, job: Job, found: News) -> Recorded | None:
        """The change that these are the news of, if they are of one that did something."""
        changes = list(found.changes)
        if len(found.inbound) == 1 and not found.sums:
            [line] = news_facts.lines(self.core, job.workspace, found.inbound)
            changes = [line.message.change] if line.message.change else []
        if len(changes) != 1:
            return None
        recorded = history.change(
            self.core, job.workspace, ChangeId(changes[0]), by=Actor(job.by, Role.VIEWER)
        )
        return recorded if recorded.opened or recorded.closed else None

    def _told(self, job: Job, found: News) -> Message | None:
        places = workspaces.setup(self.core, job.workspace).places
        if found.confirmations:
            lost = news_facts.lost(self.core, job.workspace, found.confirmations)
            return news.unconfirmed(found, lost, places)
        if found.waiting:
            lines = news_facts.lines(self.core, job.workspace, found.waiting)
            open_now = [each for each in lines if each.review and each.review.verdict is None]
            return news.waiting(found, open_now) if open_now else None
        lines = news_facts.lines(self.core, job.workspace, found.inbound)
        if found.sums:
            return news.many(found, lines, places)
        return news.single(lines[0], places) if lines else None
