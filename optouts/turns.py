"""Working on jobs: whose turn it is, who holds it, and what is done in a turn.

A process that works on a job owns it for a short while and says so again and again. Whatever it
writes it writes as the owner, so one that was thought dead and comes back changes nothing.
"""

import logging
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from optouts import dry_run, imports, lists, reading_child
from optouts.applying import Applying, LeaseLost
from optouts.core import Core
from optouts.dry_run import DryRun
from optouts.errors import Refusal, SpoolGone, StorageAway
from optouts.file_faults import UnreadableFile
from optouts.imports import Hold
from optouts.job_rows import Body, body_of, job_of, moved, written
from optouts.jobs import ENDED, WORKING, Effect, Failure, Job, JobId, Source, Stage
from optouts.person_made import PersonMade
from optouts.places import Choice, Places
from optouts.reading_plan import COUNTS, Limits, Survey, guessed
from optouts.words import Channel, ListId
from optouts.workspaces import places_within, preferences_within
from storage import changes, jobs, tables
from storage.engine import Transaction
from storage.lists import made_for

logger = logging.getLogger(__name__)

FILE: Final = "file"

SLICE: Final = 2.0
"""Seconds after which a job lets another one have its turn."""

BEFORE_SHOWING_AGAIN: Final = timedelta(seconds=10)

FREE: Final = {"owner": "", "lease_until": None}

PAUSE: Final = 0.002
"""Seconds between two chunks: without them SQLite's writers starve (docs/performance.md)."""

MOST_FAILED_TURNS: Final = 5
"""So often a job may end the process that works on it before it is given up."""

Progress = Callable[[int, int], None]


class Fetch(Protocol):
    """Brings a file here; may raise anything with a `reason` and `facts`."""

    def __call__(self, source: Source, into: Path, progress: Progress) -> Source: ...


class Cancelled(Exception):
    """A person stopped the job."""


class Stopped(Exception):
    """The program is asked to end; the job goes on when it is back."""


def never(_job: Job) -> None:
    """Tell nobody how far a job is."""


@dataclass
class Turns:
    """Takes one turn after the other. `told` is called as a job goes on, many times a second.

    With an `owner` the job of `only` is kept from other processes between its turns too, for only
    this one can fetch its file.
    """

    core: Core
    fetch: Fetch
    told: Callable[[Job], None] = never
    lease: timedelta = timedelta(seconds=15)
    limits: Limits = field(default_factory=Limits)
    only: JobId | None = None
    owner: str = ""
    ending: threading.Event = field(default_factory=threading.Event)

    def take(self) -> bool:
        """Work on the job whose turn it is until it waits for somebody or ends, or another one
        waits for its turn; False if there is nothing to do. Raises StorageAway."""
        owner = self.owner or secrets.token_hex(8)
        row = self._claimed(owner)
        if row is None:
            return False
        turn = _Turn(self, job_of(row), owner)
        try:
            turn.run(row)
        except LeaseLost:
            logger.warning("another process works on job %s now", row.id)
            return True
        except Stopped:
            logger.info("job %s waits for the next start", row.id)
        except BaseException:
            turn.let_go(failed=True)
            raise
        turn.let_go()
        return True

    def show(self, show: Callable[[Job], None]) -> bool:
        """Show the next job whose stage Slack does not show yet; False if there is none.

        It is held meanwhile, so that two processes never show one job twice. What `show` raises
        goes on up, and the job is shown somewhat later.
        """
        owner, now = secrets.token_hex(8), self.core.clock()
        with self.core.writing() as tx:
            row = jobs.next_to_show(tx, now=now)
            if row is None or not jobs.claim(tx, row, owner=owner, until=now + self.lease):
                return False
        turn = _Turn(self, job_of(row), owner)
        try:
            show(turn.job)
        except BaseException:
            turn.let_go(until=now + BEFORE_SHOWING_AGAIN)
            raise
        turn.let_go()
        return True

    def hold(self) -> Hold:
        return Hold(self.owner, self.core.clock() + self.lease)

    def _claimed(self, owner: str) -> tables.Job | None:
        until = self.core.clock() + self.lease
        with self.core.writing() as tx:
            kept = self.only and jobs.hold(tx, self.only, owner=owner, values=FREE)
            row = self._next(tx)
            if row is not None and jobs.claim(tx, row, owner=owner, until=until):
                return row
            if kept and self.only:
                values = {"owner": owner, "lease_until": until}
                jobs.hold(tx, self.only, owner="", values=values)
            return None

    def _next(self, tx: Transaction) -> tables.Job | None:
        return jobs.next_in_turn(
            tx, WORKING, applying=Stage.APPLYING, now=self.core.clock(), only=self.only
        )

    def others_wait(self) -> bool:
        with self.core.reading() as tx:
            return self._next(tx) is not None


@dataclass
class _Turn:
    turns: Turns
    job: Job
    owner: str
    _kept_at: float = field(init=False, default_factory=time.monotonic)

    @property
    def _core(self) -> Core:
        return self.turns.core

    @property
    def _folder(self) -> Path:
        return imports.folder(self._core, self.job)

    def run(self, row: tables.Job) -> None:
        if row.failed_turns > MOST_FAILED_TURNS:
            self._fail(Failure("internal"))
            return
        try:
            self._work(body_of(row))
        except Cancelled:
            self._become(Stage.CANCELLED)
        except UnreadableFile as error:
            self._fail(Failure(error.reason, dict(error.facts)))
        except (LeaseLost, StorageAway, Stopped):
            raise
        except Refusal as error:
            self._fail(Failure(type(error).__name__, _facts(error)))
        except Exception as error:
            reason = getattr(error, "reason", None)
            if reason is None:
                logger.exception("job %s failed", self.job.id)
                self._fail(Failure("internal"))
            else:
                self._fail(Failure("download", {"reason": str(reason), **_facts(error)}))

    def _work(self, body: Body) -> None:
        match self.job.stage:
            case Stage.FETCHING:
                self._look(body)
            case Stage.READING:
                self._read(body)
            case _:
                self._apply(body)

    def _look(self, body: Body) -> None:
        """Fetch the file and see what is in it; ask, unless everything is clear."""
        source = self._fetched(body)
        survey = reading_child.survey(
            self._folder / FILE,
            region=body.options.region,
            sheet=body.sheet,
            limits=self.turns.limits,
        )
        self._keep(0, 0)
        body = replace(body, source=source, survey=survey)
        with self._core.reading() as tx:
            places = places_within(tx, self.job.workspace)
            zone = preferences_within(tx, self.job.workspace).zone
        if body.asks or not _is_clear(survey, body, places):
            self._become(Stage.ASKING, body)
            return
        plan = body.options.plan or guessed(survey, region=body.options.region, zone=zone)
        self._become(Stage.READING, replace(body, options=replace(body.options, plan=plan)))

    def _fetched(self, body: Body) -> Source:
        """The file, here; fetched again if another machine had it or it is not what it was."""
        source, path = body.source, self._folder / FILE
        if source is None:
            raise SpoolGone
        if path.is_file() and (source.sha256 or not source.file_id):
            return source
        if not (source.file_id or self.turns.owner):
            raise SpoolGone
        self._folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        fetched = self.turns.fetch(source, part, self._keep)
        if source.sha256 and fetched.sha256 != source.sha256:
            raise SpoolGone
        part.replace(path)
        return fetched

    def _read(self, body: Body) -> None:
        """Read every row and see what that would do."""
        body = self._all_read(body)
        horizon, effects = self._expected(body)
        self._become(Stage.READY, replace(body, effects=effects, horizon=horizon))

    def _all_read(self, body: Body) -> Body:
        plan = body.options.plan
        if plan is None:
            raise SpoolGone
        source = self._fetched(body)
        (self._folder / COUNTS).unlink(missing_ok=True)
        results = reading_child.read(
            self._folder / FILE,
            plan,
            self._folder,
            limits=self.turns.limits,
            progress=self._keep,
        )
        dry_run.prepare(self._folder, body.options.mode)
        return replace(body, source=source, counts=results.counts)

    def _expected(self, body: Body) -> tuple[int, tuple[Effect, ...]]:
        workspace, options = self.job.workspace, body.options
        with self._core.writing() as tx:
            keys = lists.chosen(options.choice, places_within(tx, workspace))
            targets = sorted(ListId(row.id or 0) for row in made_for(tx, workspace, keys).values())
            # What a running import has yet to do cannot be shown, so it is left alone.
            running = jobs.lowest_change_in(tx, workspace, Stage.APPLYING)
            newest = changes.newest_id(tx, workspace)
            horizon = min(newest, running - 1) if running else newest
        rows = body.counts.rows_seen if body.counts else 0
        with self._core.reading() as tx:
            run = DryRun(
                tx,
                self._folder,
                options.mode,
                options.lift_own,
                horizon,
                PersonMade(workspace),
                lambda: self._keep(rows, rows),
            )
            return horizon, tuple(run.effect(list_id) for list_id in targets)

    def _apply(self, body: Body) -> None:
        if body.source is not None and not (self._folder / COUNTS).is_file():
            self._all_read(body)
        applying = Applying(self._core, self.job, self.owner)
        applying.begin()
        began = time.monotonic()
        while applying.step():
            self._keep()
            time.sleep(PAUSE)
            if time.monotonic() - began > SLICE:
                began = time.monotonic()
                if self.turns.others_wait():
                    return

    def _keep(self, done: int | None = None, total: int | None = None) -> None:
        """Say that the job is still worked on, and how far it is. Raises Cancelled, LeaseLost."""
        if self.turns.ending.is_set():
            raise Stopped
        now = time.monotonic()
        if now - self._kept_at < min(1.0, self.turns.lease.total_seconds() / 5):
            return
        self._kept_at = now
        values: dict[str, Any] = {"lease_until": self._core.clock() + self.turns.lease}
        if done is not None:
            values |= {"done": done, "total": total, "failed_turns": 0}
        with self._core.writing() as tx:
            if not jobs.hold(tx, self.job.id, owner=self.owner, values=values):
                raise LeaseLost
            row = jobs.by_id(tx, self.job.workspace, self.job.id)
        if row is None:
            raise LeaseLost
        self.turns.told(job_of(row))
        if row.cancelling and row.stage != Stage.APPLYING:
            raise Cancelled

    def _fail(self, failure: Failure) -> None:
        """What was changed until then stands, as a change that can be undone."""
        self._become(Stage.FAILED, failure=failure)

    def _become(
        self, stage: Stage, body: Body | None = None, *, failure: Failure | None = None
    ) -> None:
        with self._core.writing() as tx:
            row = jobs.by_id(tx, self.job.workspace, self.job.id)
            if row is None:
                raise LeaseLost
            body = body or body_of(row)
            # Where it is shown may have become known meanwhile.
            stored = body_of(row)
            body = replace(body, report=stored.report, approval=stored.approval, failure=failure)
            if row.cancelling and stage not in ENDED:
                stage = Stage.CANCELLED
            values = moved(stage, stage_at=self._core.clock(), shown="", body=written(body))
            if not jobs.hold(tx, self.job.id, owner=self.owner, values=values):
                raise LeaseLost

    def let_go(self, *, failed: bool = False, until: datetime | None = None) -> None:
        """Give the job back; one whose process came to grief is remembered to have been held."""
        values: dict[str, Any] = {"lease_until": until, "turn_at": self._core.clock()}
        if not failed:
            values["owner"] = ""
        try:
            with self._core.writing() as tx:
                jobs.hold(tx, self.job.id, owner=self.owner, values=values)
        except StorageAway:
            logger.warning("job %s is held until its lease ends", self.job.id)


def _is_clear(survey: Survey, body: Body, places: Places) -> bool:
    if survey.number_column is None and body.options.plan is None:
        return False
    return _is_whole(body.options.choice, places)


def _is_whole(choice: Choice, places: Places) -> bool:
    """Whether it is said which lists are meant."""
    named = {sender.channel for each in choice.senders if (sender := places.sender(each))}
    return bool(choice.channels) and (
        Channel.WHATSAPP not in choice.channels or Channel.WHATSAPP in named
    )


def _facts(error: Exception) -> dict[str, str | int]:
    """The fields of a refusal as data that can be stored."""
    facts = getattr(error, "facts", None)
    if facts is None:
        facts = {name: getattr(error, name) for name in getattr(error, "__dataclass_fields__", ())}
    return {
        name: fact if isinstance(fact, int) else str(fact) for name, fact in dict(facts).items()
    }


def sweep(core: Core) -> None:
    """Remove the files of jobs that ended and were shown."""
    if not core.spool.is_dir():
        return
    folders = {int(each.name.removeprefix("job-")): each for each in core.spool.glob("job-*")}
    with core.reading() as tx:
        over = jobs.over(tx, folders.keys(), ENDED)
    for job_id in over:
        shutil.rmtree(folders[job_id], ignore_errors=True)
