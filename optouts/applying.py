"""Doing what a dry run showed, and undoing it: chunk by chunk, each with how far it came.

A chunk commits its periods, the counts and the place of the next one together, so a process that
is killed leaves nothing half done and the next one goes on where it was.
"""

import csv
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from optouts import changes, dry_run, imports, lists
from optouts.changes import Act
from optouts.core import Core
from optouts.dry_run import AWAY, HIGHEST, leaving
from optouts.holding import Holding, LeaseLost
from optouts.job_rows import Body, Tally, body_of, moved, tallies_of, tallies_written
from optouts.jobs import Job, JobKind, Mode, Stage
from optouts.person_made import PersonMade
from optouts.places import ListName
from optouts.reading_plan import DATES, NOTES, NUMBERS
from optouts.reversing import reverse_within
from optouts.roles import Actor, Role
from optouts.sorted_numbers import Numbers, opened
from optouts.words import ActorId, ChangeId, Kind, ListId, Origin, WorkspaceId
from optouts.workspaces import places_within
from storage import bulk, tables
from storage import changes as stored_changes
from storage import notes as stored_notes
from storage.engine import Transaction
from storage.lists import made_for, resize
from storage.opt_outs import FEW, Span, bounds

ROWS: Final = 20_000
"""A transaction, to begin with. Larger ones keep those waiting who add a single number
(docs/performance.md)."""

QUICK: Final = 0.015
SLOW: Final = 0.040
"""Seconds a chunk may take, for the next to be larger or to be smaller."""

MOST_TIMES_ROWS: Final = 10

NOTES_A_CHUNK: Final = 5_000

KINDS: Final = {Mode.ADD: Kind.ADD, Mode.REMOVE: Kind.REMOVE, Mode.REPLACE: Kind.REPLACE}


class Deed(StrEnum):
    OPEN = "open"  # the numbers of the file
    CLOSE = "close"  # the numbers to take off
    CLOSE_REST = "close the rest"  # the list's numbers that the file does not hold
    NOTE = "note"  # what the file says of single numbers
    REVERSE = "reverse"  # what the undone change did


@dataclass(frozen=True, slots=True)
class Phase:
    """Everything is opened before anything is closed: nobody is free in between."""

    deed: Deed
    list_id: ListId


@dataclass(frozen=True, slots=True)
class Step:
    """What one chunk did; `cursor` is where the next begins, None when the phase is over."""

    cursor: int | None
    done: int
    opened: int = 0
    closed: int = 0
    own: int = 0
    kept: int = 0


@dataclass
class Applying:
    """One job on its way through its phases, in the hands of one owner."""

    holding: Holding
    _person_made: PersonMade = field(init=False)
    _rows: int = field(init=False)

    def __post_init__(self) -> None:
        self._person_made = PersonMade(self.job.workspace)
        self._rows = ROWS

    @property
    def core(self) -> Core:
        return self.holding.core

    @property
    def job(self) -> Job:
        return self.holding.job

    @property
    def _folder(self) -> Path:
        return imports.folder(self.core, self.job)

    def begin(self) -> None:
        """Record the change that the job makes, unless that was done before."""
        with self.core.writing() as tx:
            row = self.holding.row(tx)
            if row.change_id:
                return
            body = body_of(row)
            if self.job.kind is JobKind.UNDO:
                change, targets, total = self._begin_undo(tx, row, body)
            else:
                change, targets, total = self._begin_import(tx, row, body)
            counts = [tables.ChangeCount(change_id=change, list_id=each) for each in targets]
            stored_changes.count(tx, counts)
            tally = tallies_written({each: Tally() for each in targets})
            self.holding.write(tx, change_id=change, total=total, tally=tally)

    def _begin_import(
        self, tx: Transaction, row: tables.Job, body: Body
    ) -> tuple[ChangeId, list[ListId], int]:
        options, places = body.options, places_within(tx, self.job.workspace)
        rows = made_for(tx, self.job.workspace, lists.chosen(options.choice, places)).values()
        targets = sorted((lists.name_of(each, places) for each in rows), key=_id)
        numbers, away = opened(self._folder / NUMBERS), opened(self._folder / AWAY)
        span = self._span(tx, numbers, away, targets)
        act = self._act(row, body, Origin.IMPORT)
        change, _ = changes.record(tx, self.core, act, KINDS[options.mode], span)
        return change.id, [each.id for each in targets], self._total(targets, numbers, away)

    def _span(
        self, tx: Transaction, numbers: Numbers, away: Numbers, targets: Sequence[ListName]
    ) -> Span:
        if self.job.options.mode is Mode.REPLACE:
            ends = bounds(tx, [each.id for each in targets]) or (HIGHEST, 0)
            own = (int(numbers[0]), int(numbers[-1]))
            return Span(0, min(ends[0], own[0]), max(ends[1], own[1]))
        parts = [away] if self.job.options.mode is Mode.REMOVE else [numbers, away]
        if sum(map(len, parts)) <= FEW:
            return Span.over(sorted({number for part in parts for number in part.tolist()}))
        extremes = [int(end) for part in parts if len(part) for end in (part[0], part[-1])]
        return Span(0, min(extremes), max(extremes))

    def _total(self, targets: Sequence[ListName], numbers: Numbers, away: Numbers) -> int:
        match self.job.options.mode:
            case Mode.ADD:
                return (len(numbers) + len(away)) * len(targets)
            case Mode.REMOVE:
                return len(away) * len(targets)
            case Mode.REPLACE:
                return len(numbers) * len(targets) + sum(each.size for each in targets)

    def _begin_undo(
        self, tx: Transaction, row: tables.Job, body: Body
    ) -> tuple[ChangeId, list[ListId], int]:
        undone = ChangeId(row.undoes)
        act = self._act(row, body, body.origin)
        reversed_, counts = changes.undoable(tx, self.core, act, undone)
        change, _ = changes.record(tx, self.core, act, Kind.UNDO, Span.of(reversed_), undoes=undone)
        total = sum(count.opened + count.closed for count in counts)
        return change.id, [ListId(count.list_id) for count in counts], total

    def _act(self, row: tables.Job, body: Body, origin: Origin) -> Act:
        evidence = {}
        if body.source is not None:
            evidence = {"file": body.source.name, "sha256": body.source.sha256}
        if body.counts is not None:
            evidence["rows"] = str(body.counts.rows_read)
        if body.approval.by:
            evidence["approved_by"] = body.approval.by
        return Act(
            workspace=WorkspaceId(row.workspace_id),
            by=Actor(ActorId(row.actor), Role.NONE),  # it was asked for when the job was told to
            origin=origin,
            request=f"job:{row.id}",
            note=body.options.note,
            evidence=evidence,
        )

    def step(self) -> bool:
        """Do one chunk; False once the job has come to its end. Raises LeaseLost.

        A chunk is not waited for until it is on the disk: if a power cut takes it, the place of the
        next one goes with it. The end is, for then somebody is told.
        """
        with self.core.writing(lazy=True) as tx:
            row = self.holding.row(tx)
            began = time.monotonic()
            tallies = tallies_of(row)
            phases = self._phases(sorted(tallies))
            cancelled = row.cancelling and self.job.kind is not JobKind.UNDO
            goes_on = not cancelled and row.phase < len(phases)
            if goes_on:
                phase = phases[row.phase]
                self._count(tx, row, phase, self._do(tx, row, phase), tallies)
        if goes_on:
            self._keep_pace(time.monotonic() - began)
        else:
            self._end(Stage.CANCELLED if cancelled else Stage.DONE)
        return goes_on

    def _keep_pace(self, seconds: float) -> None:
        """As large as can be chunks are, without keeping those waiting who add a single number."""
        if seconds < QUICK:
            self._rows = min(2 * self._rows, MOST_TIMES_ROWS * ROWS)
        elif seconds > SLOW:
            self._rows = max(self._rows // 2, ROWS)

    def _phases(self, list_ids: Sequence[int]) -> list[Phase]:
        return [Phase(deed, ListId(each)) for deed in self._deeds() for each in list_ids]

    def _deeds(self) -> Iterator[Deed]:
        if self.job.kind is JobKind.UNDO:
            yield Deed.REVERSE
            return
        mode = self.job.options.mode
        if mode is not Mode.REMOVE:
            yield Deed.OPEN
        if mode is Mode.REPLACE:
            yield Deed.CLOSE_REST
        else:
            yield Deed.CLOSE
        if self.job.options.plan and self.job.options.plan.note_column is not None:
            yield Deed.NOTE

    def _do(self, tx: Transaction, row: tables.Job, phase: Phase) -> Step:
        match phase.deed:
            case Deed.OPEN:
                return self._open(tx, row, phase.list_id)
            case Deed.CLOSE:
                return self._close(tx, row, phase.list_id)
            case Deed.CLOSE_REST:
                return self._close_rest(tx, row, phase.list_id)
            case Deed.NOTE:
                return self._note(tx, row, phase.list_id)
            case Deed.REVERSE:
                return self._reverse(tx, row, phase.list_id)

    def _open(self, tx: Transaction, row: tables.Job, list_id: ListId) -> Step:
        numbers, dates = opened(self._folder / NUMBERS), opened(self._folder / DATES)
        start, wanted = _chunk(numbers, row.cursor, self._rows)
        if not len(wanted):
            return Step(None, 0)
        count = bulk.open_many(
            tx,
            wanted,
            list_id=list_id,
            since=row.change_id,
            own_dates=np.asarray(dates[start : start + len(wanted)]) if len(dates) else None,
        )
        return Step(int(wanted[-1]) + 1, len(wanted), opened=count)

    def _close(self, tx: Transaction, row: tables.Job, list_id: ListId) -> Step:
        _, wanted = _chunk(opened(self._folder / AWAY), row.cursor, self._rows)
        if not len(wanted):
            return Step(None, 0)
        found = bulk.standing_of(tx, wanted, list_id=list_id, with_since=True)
        return self._end_periods(
            tx, row, list_id, found, cursor=int(wanted[-1]) + 1, done=len(wanted)
        )

    def _close_rest(self, tx: Transaction, row: tables.Job, list_id: ListId) -> Step:
        low = row.cursor
        end = bulk.stretch_end(tx, list_id=list_id, low=low, rows=self._rows)
        found = dry_run.unlisted(
            tx,
            opened(self._folder / NUMBERS),
            list_id=list_id,
            low=low,
            high=HIGHEST if end is None else end,
        )
        cursor = None if end is None else end + 1
        return self._end_periods(tx, row, list_id, found, cursor=cursor, done=len(found.numbers))

    def _end_periods(
        self,
        tx: Transaction,
        row: tables.Job,
        list_id: ListId,
        found: bulk.Stretch,
        *,
        cursor: int | None,
        done: int,
    ) -> Step:
        body = body_of(row)
        leaves = leaving(
            tx,
            list_id,
            found,
            self._person_made,
            horizon=body.horizon,
            lift_own=body.options.lift_own,
        )
        closed = bulk.close_many(tx, leaves.numbers, list_id=list_id, until=row.change_id)
        return Step(cursor, done, closed=closed, own=leaves.own, kept=len(leaves.kept))

    def _note(self, tx: Transaction, row: tables.Job, list_id: ListId) -> Step:
        """Once, with the first list: a note is about a number, wherever it is listed."""
        path = self._folder / NOTES
        if list_id != min(tallies_of(row)) or not path.is_file():
            return Step(None, 0)
        with path.open("rb") as file:
            file.seek(row.cursor)
            lines = [line.decode() for line in islice(file, NOTES_A_CHUNK)]
            end = file.tell()
        notes = ((int(number), note) for number, note in csv.reader(lines))
        stored_notes.keep(tx, row.change_id, notes)
        return Step(end if lines else None, 0)

    def _reverse(self, tx: Transaction, row: tables.Job, list_id: ListId) -> Step:
        undone = stored_changes.by_id(tx, row.workspace_id, row.undoes)
        if undone is None:
            raise LeaseLost
        counts = stored_changes.counts_of(tx, row.undoes)
        count = next(each for each in counts if each.list_id == list_id)
        span = Span.of(undone)
        cursor = None
        if not span.numbers:
            low = max(span.low, row.cursor)
            end = bulk.stretch_end(tx, list_id=list_id, low=low, rows=self._rows)
            if end is not None and end < span.high:
                cursor = end + 1
            span = replace(span, low=low, high=min(span.high, end or span.high))
        back = reverse_within(tx, span, count, undoes=undone.undoes, until=ChangeId(row.change_id))
        return Step(
            cursor,
            back.opened + back.closed,
            opened=back.opened,
            closed=back.closed,
            kept=back.kept,
        )

    def _count(
        self,
        tx: Transaction,
        row: tables.Job,
        phase: Phase,
        step: Step,
        tallies: dict[int, Tally],
    ) -> None:
        tally = tallies[phase.list_id]
        tally.opened += step.opened
        tally.closed += step.closed
        tally.own += step.own
        tally.kept += step.kept
        stored_changes.add_up(
            tx, row.change_id, phase.list_id, opened=step.opened, closed=step.closed
        )
        resize(tx, {phase.list_id: step.opened - step.closed})
        over = step.cursor is None
        self.holding.write(
            tx,
            phase=row.phase + 1 if over else row.phase,
            cursor=step.cursor or 0,
            done=row.done + step.done,
            failed_turns=0,
            tally=tallies_written(tallies),
        )

    def _end(self, stage: Stage) -> None:
        with self.core.writing() as tx:
            body = body_of(self.holding.row(tx))
            self.holding.write(tx, **moved(stage, body, at=self.core.clock()))


def _id(name: ListName) -> int:
    return name.id


def _chunk(numbers: Numbers, cursor: int, rows: int) -> tuple[int, Numbers]:
    """The next numbers from the cursor on, and the place of the first."""
    start = int(np.searchsorted(numbers, cursor))
    return start, np.asarray(numbers[start : start + rows])
