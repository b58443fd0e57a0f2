"""What is forgotten after the days that a workspace chose: words, never opt-outs."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from optouts.core import Core
from optouts.job_rows import body_of, written
from optouts.jobs import ENDED
from optouts.preferences import MOST_HOURS
from optouts.words import WorkspaceId
from optouts.workspaces import preferences_within
from storage import jobs, retention, tables, workspaces
from storage.engine import Transaction
from storage.retention import Words

KEPT: Final = frozenset(
    {
        "address",
        "approved_by",
        "campaign",
        "channel",
        "connection",
        "file",
        "judged_by",
        "key",
        "link",
        "message_id",
        "provider",
        "received_at",
        "rows",
        "rule",
        "sender",
        "sent_at",
        "sha256",
        "why",
    }
)
"""Evidence that says who and where from; all else was somebody's own words or numbers."""

JUDGED: Final = timedelta(hours=MOST_HOURS)
"""By then nobody needs the words of a reply any more to judge it."""

ROWS: Final = 1000
"""Changes looked at in one transaction."""

NOTES: Final = 20_000
"""Notes on single numbers forgotten in one transaction; nobody notices waiting for it."""

STEPS: Final = 50
"""At a time, or the worker would be away from its jobs for long."""


@dataclass
class Forgetting:
    """Forgets step by step. How far it is, this process alone knows: the next one looks once more
    through what is forgotten already, and that is cheap."""

    core: Core
    _changes: dict[int, int] = field(init=False, default_factory=dict)
    _jobs: dict[int, int] = field(init=False, default_factory=dict)
    _replies: dict[int, int] = field(init=False, default_factory=dict)

    def forget(self) -> None:
        """Some steps for every workspace that wants it. Raises StorageAway."""
        with self.core.reading() as tx:
            known = [WorkspaceId(row.id or 0) for row in workspaces.every(tx)]
            days = {each: preferences_within(tx, each).evidence_days for each in known}
        for workspace, kept in days.items():
            if kept:
                self._forget(workspace, before=self.core.clock() - timedelta(days=kept))

    def _forget(self, workspace: WorkspaceId, *, before: datetime) -> None:
        for _ in range(STEPS):
            if not self._changes_of(workspace, before):
                break
        for _ in range(STEPS):
            if not self._jobs_of(workspace, before):
                break
        judged = min(before, self.core.clock() - JUDGED)
        for _ in range(STEPS):
            if not self._replies_of(workspace, judged):
                break

    def _changes_of(self, workspace: WorkspaceId, before: datetime) -> bool:
        """Whether there may be more."""
        after = self._changes.get(workspace, 0)
        with self.core.reading() as tx:
            found = retention.words(tx, workspace, after=after, limit=ROWS)
        old = [each for each in found if each.at < before]
        for each in old:
            if each.of_numbers:
                self._numbers_of(each.change_id)
        kept = [without for each in old if (without := _without_words(each)) != each]
        if kept:
            with self.core.writing() as tx:
                retention.keep(tx, kept)
        if old:
            self._changes[workspace] = old[-1].change_id
        return len(old) == ROWS

    def _replies_of(self, workspace: WorkspaceId, before: datetime) -> bool:
        after = self._replies.get(workspace, 0)
        with self.core.reading() as tx:
            found = retention.replies(tx, workspace, after=after, limit=ROWS)
        old = [key for key, at in found if at < before]
        if old:
            with self.core.writing() as tx:
                retention.forget_replies(tx, workspace, after=after, until=old[-1])
            self._replies[workspace] = old[-1]
        return len(old) == ROWS

    def _numbers_of(self, change_id: int) -> None:
        more = True
        while more:
            with self.core.writing() as tx:
                more = retention.forget_of_numbers(tx, change_id, limit=NOTES)

    def _jobs_of(self, workspace: WorkspaceId, before: datetime) -> bool:
        with self.core.reading() as tx:
            if not self._old_jobs(tx, workspace, before):
                return False
        with self.core.writing() as tx:
            old = self._old_jobs(tx, workspace, before)
            for row in old:
                body = _without_purpose(row)
                if body != row.body:
                    values = {"body": body}
                    jobs.move(tx, workspace, row.id or 0, stage=row.stage, values=values)
        if old:
            self._jobs[workspace] = old[-1].id or 0
        return len(old) == ROWS

    def _old_jobs(
        self, tx: Transaction, workspace: WorkspaceId, before: datetime
    ) -> list[tables.Job]:
        after = self._jobs.get(workspace, 0)
        found = retention.ended_jobs(tx, workspace, sorted(ENDED), after=after, limit=ROWS)
        return [each for each in found if each.stage_at < before]


def _without_words(said: Words) -> Words:
    evidence = json.loads(said.evidence)
    kept = {name: fact for name, fact in evidence.items() if name in KEPT}
    if kept != evidence:
        said = replace(said, evidence=json.dumps(kept, ensure_ascii=False))
    return replace(said, note="")


def _without_purpose(row: tables.Job) -> str:
    """A job without what people wrote about it, or about the opt-outs that it tells of."""
    body = body_of(row)
    order = replace(body.order, purpose="") if body.order else None
    spike = replace(body.spike, causes=()) if body.spike else None
    options = replace(body.options, note="")
    return written(replace(body, options=options, order=order, spike=spike))
