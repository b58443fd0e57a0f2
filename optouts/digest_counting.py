"""Counting what the changes of a time did, in parts, with undos set off against what they undid.

A change and its undo within the same time cancel each other out: a list that was put on by mistake
and taken off again is no news. An undo of something older is an act of its own. What a job changes
counts when the job is over, as one that is under way has not done all of it.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from optouts.digest import Imported
from optouts.job_rows import body_of
from optouts.jobs import ENDED, JobKind
from optouts.words import ActorId, ChangeId, ListId, Origin, WorkspaceId
from storage import changes, digest_counts, jobs, tables
from storage.digest_counts import Scope
from storage.engine import Transaction

MADE_CHANGES: Final = frozenset({JobKind.IMPORT, JobKind.UNDO})
"""Kinds of jobs that make changes."""


@dataclass(frozen=True, slots=True)
class Part:
    """Where opt-outs are, and where they came from."""

    list: ListId
    origin: Origin


@dataclass(slots=True)
class Counted:
    """What happened within a time. `singles` are those opened by what is told one by one, with
    when that was."""

    opened: Counter[Part] = field(default_factory=Counter)
    closed: Counter[Part] = field(default_factory=Counter)
    singles: Counter[datetime] = field(default_factory=Counter)
    imports: tuple[Imported, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """The changes of a time that are told one by one, and what they undo.

    `at` has those only that happened within the time.
    """

    rows: Mapping[int, tables.Change]
    at: Mapping[int, datetime]

    def beginning(self, change: int) -> tuple[int, bool]:
        """What a chain of undos within the time goes back to, and whether this one reverses it."""
        reverses = False
        while self.rows[change].undoes in self.at:
            change = self.rows[change].undoes
            reverses = not reverses
        return change, reverses


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts what was done to some lists; without `origins` whatever it came from."""

    tx: Transaction
    workspace: WorkspaceId
    lists: Collection[ListId]
    origins: Collection[Origin]

    def within(self, since: datetime, until: datetime) -> Counted:
        found = Counted()
        for list_id, origin, opened, closed in digest_counts.by_list(
            self.tx, self._scope(since, until)
        ):
            part = Part(ListId(list_id), Origin(origin))
            found.opened[part] += opened
            found.closed[part] += closed
        self._add_singles(found, since, until)
        return found

    def quarters(self, since: datetime, until: datetime) -> Counter[datetime]:
        """What was opened in each quarter of an hour, without what is told one by one."""
        found = digest_counts.by_quarter(self.tx, self._scope(since, until))
        return Counter({datetime.fromtimestamp(began, UTC): opened for began, opened in found})

    def _scope(self, since: datetime, until: datetime) -> Scope:
        return Scope(self.workspace, self.lists, since, until, self.origins)

    def _add_singles(self, found: Counted, since: datetime, until: datetime) -> None:
        ended = {
            row.change_id: row
            for row in jobs.of_stages(
                self.tx, self.workspace, ENDED, kinds=MADE_CHANGES, since=since
            )
            if row.change_id and row.stage_at < until
        }
        singles = {*digest_counts.undos(self.tx, self.workspace, since, until), *ended}
        told = self._told(singles, ended, since, until)
        counts = digest_counts.counts_of(self.tx, singles)
        effects: dict[int, Counted] = {}
        for change in singles:
            first, reverses = told.beginning(change)
            origin = Origin(told.rows[first].origin)
            if self.origins and origin not in self.origins:
                continue
            for count in counts.get(change, ()):
                if count.list_id not in self.lists:
                    continue
                opened, closed = count.opened, count.closed
                if reverses:
                    opened, closed = -closed, -opened
                part = Part(ListId(count.list_id), origin)
                for each in (found, effects.setdefault(first, Counted())):
                    each.opened[part] += opened
                    each.closed[part] += closed
                found.singles[told.at[first]] += opened
        found.imports = _imports(ended, effects)

    def _told(
        self,
        singles: Collection[int],
        ended: Mapping[int, tables.Job],
        since: datetime,
        until: datetime,
    ) -> _Told:
        rows = changes.by_ids(self.tx, self.workspace, singles)
        undone = {row.undoes for row in rows.values() if row.undoes} - rows.keys()
        at = {
            change: ended[change].stage_at if change in ended else rows[change].at
            for change in rows
        }
        for change, row in changes.by_ids(self.tx, self.workspace, undone).items():
            rows[change] = row
            if since <= row.at < until:
                at[change] = row.at
        return _Told(rows, at)


def _imports(
    ended: Mapping[int, tables.Job], effects: Mapping[int, Counted]
) -> tuple[Imported, ...]:
    """The imports that did something that was not undone, the largest first."""
    found = []
    for change, row in ended.items():
        effect = effects.get(change, Counted())
        opened, closed = effect.opened.total(), effect.closed.total()
        if row.kind == JobKind.IMPORT and (opened or closed):
            source = body_of(row).source
            file = source.name if source else ""
            found.append(Imported(ChangeId(change), ActorId(row.actor), file, opened, closed))
    return tuple(sorted(found, key=lambda each: each.opened + each.closed, reverse=True))
