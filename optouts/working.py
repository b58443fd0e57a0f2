"""The stages of a job that a worker sees to: a first look at the file, reading it, doing it."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

from optouts import digests, dry_run, exporting, imports, lists, reading_child
from optouts.applying import Applying
from optouts.core import Core
from optouts.dry_run import AWAY, DryRun
from optouts.errors import Refusal, SpoolGone, StorageAway
from optouts.file_faults import UnreadableFile
from optouts.holding import Holding, LeaseLost
from optouts.job_rows import Body, body_of, job_of, moved
from optouts.jobs import ENDED, Effect, Failure, Job, JobKind, Source, Stage
from optouts.person_made import PersonMade
from optouts.places import Choice, Places
from optouts.reading_plan import Limits, Survey, guessed
from optouts.words import Channel, ListId
from optouts.workspaces import places_within, preferences_within
from storage import changes, jobs, tables
from storage.lists import made_for

logger = logging.getLogger(__name__)

FILE: Final = "file"

SLICE: Final = 2.0
"""Seconds after which a job lets another one have its turn."""

BETWEEN_NEWS: Final = 1.0
"""Seconds between two times that a job says how far it is."""

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
class Means:
    """What work is done with. `told` is called as a job goes on, about every second.

    With an `owner` a job is kept from other processes between its turns too, as only this one can
    fetch its file.
    """

    core: Core
    fetch: Fetch
    told: Callable[[Job], None] = never
    lease: timedelta = timedelta(seconds=15)
    limits: Limits = field(default_factory=Limits)
    owner: str = ""
    ending: threading.Event = field(default_factory=threading.Event)


@dataclass
class Work:
    """One turn of a job. `others_wait` says whether another job could have its turn instead."""

    means: Means
    holding: Holding
    others_wait: Callable[[], bool]
    _kept_at: float = field(init=False, default_factory=time.monotonic)

    @property
    def _folder(self) -> Path:
        return imports.folder(self.means.core, self.holding.job)

    def run(self, row: tables.Job) -> None:
        if row.failed_turns > MOST_FAILED_TURNS:
            logger.error("job %s is given up", self.holding.job.id)
            self._fail(self._internal)
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
                logger.exception("job %s failed", self.holding.job.id)
                self._fail(self._internal)
            else:
                self._fail(Failure("download", {"reason": str(reason), **_facts(error)}))

    @property
    def _internal(self) -> Failure:
        """Our own fault, under the name that it has in the log."""
        return Failure("internal", {"reference": f"job {self.holding.job.id}"})

    def _work(self, body: Body) -> None:
        match self.holding.job.stage:
            case Stage.FETCHING:
                self._look(body)
            case Stage.READING:
                self._read(body)
            case Stage.WRITING:
                self._write(body)
            case _:
                self._apply(body)

    def _look(self, body: Body) -> None:
        """Fetch the file and see what is in it; ask, unless everything is clear."""
        source = self._fetched(body)
        survey = reading_child.survey(
            self._folder / FILE,
            region=body.options.region,
            sheet=body.sheet,
            limits=self.means.limits,
        )
        self._keep(0, 0)
        body = replace(body, source=source, survey=survey)
        with self.means.core.reading() as tx:
            places = places_within(tx, self.holding.job.workspace)
            zone = preferences_within(tx, self.holding.job.workspace).zone
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
        if not (source.file_id or self.means.owner):
            raise SpoolGone
        self._folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        fetched = self.means.fetch(source, part, self._keep)
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
        (self._folder / AWAY).unlink(missing_ok=True)
        results = reading_child.read(
            self._folder / FILE,
            plan,
            self._folder,
            limits=self.means.limits,
            progress=self._keep,
        )
        dry_run.prepare(self._folder, body.options.mode)
        return replace(body, source=source, counts=results.counts)

    def _expected(self, body: Body) -> tuple[int, tuple[Effect, ...]]:
        workspace, options = self.holding.job.workspace, body.options
        with self.means.core.writing() as tx:
            keys = lists.chosen(options.choice, places_within(tx, workspace))
            targets = sorted(ListId(row.id or 0) for row in made_for(tx, workspace, keys).values())
            # What a running import has yet to do cannot be shown, so it is left alone.
            running = jobs.lowest_change_in(tx, workspace, Stage.APPLYING)
            newest = changes.newest_id(tx, workspace)
            horizon = min(newest, running - 1) if running else newest
        rows = body.counts.rows_seen if body.counts else 0
        with self.means.core.reading() as tx:
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
        if body.source is not None and not (self._folder / AWAY).is_file():
            self._all_read(body)
        applying = Applying(self.holding)
        applying.begin()
        began = time.monotonic()
        while applying.step():
            self._keep()
            time.sleep(PAUSE)
            if time.monotonic() - began > SLICE:
                began = time.monotonic()
                if self.others_wait():
                    return

    def _write(self, body: Body) -> None:
        """What goes out is made ready; it is sent when it is shown."""
        core, job = self.means.core, self.holding.job
        if job.kind is JobKind.EXPORT:
            body = replace(body, written=exporting.write(core, job, self._folder, self._keep))
        else:
            body = replace(body, digest=digests.of(core, job))
        self._become(Stage.DONE, body)

    def _keep(self, done: int | None = None, total: int | None = None) -> None:
        """Say how far the job is. Raises Cancelled, LeaseLost and Stopped."""
        if self.means.ending.is_set():
            raise Stopped
        now = time.monotonic()
        if now - self._kept_at < min(BETWEEN_NEWS, self.means.lease.total_seconds() / 5):
            return
        self._kept_at = now
        values = {} if done is None else {"done": done, "total": total, "failed_turns": 0}
        with self.means.core.writing() as tx:
            if values:
                self.holding.write(tx, **values)
            row = self.holding.row(tx)
        self.means.told(job_of(row))
        if row.cancelling and row.stage != Stage.APPLYING:
            raise Cancelled

    def _fail(self, failure: Failure) -> None:
        """What was changed until then stands, as a change that can be undone."""
        self._become(Stage.FAILED, failure=failure)

    def _become(
        self, stage: Stage, body: Body | None = None, *, failure: Failure | None = None
    ) -> None:
        with self.means.core.writing() as tx:
            row = self.holding.row(tx)
            body = body or body_of(row)
            # Where it is shown, and that it is to be cancelled, may have become known meanwhile.
            stored = body_of(row)
            body = replace(
                body,
                report=stored.report,
                approval=stored.approval,
                request=stored.request,
                failure=failure,
            )
            if row.cancelling and (stage not in ENDED or row.stage == Stage.WRITING):
                stage = Stage.CANCELLED
            self.holding.write(tx, **moved(stage, body, at=self.means.core.clock()))


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
