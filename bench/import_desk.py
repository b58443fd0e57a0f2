"""An import from its file to its end, as the bot and a person who answers at once take it there."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from bench import filling, raw
from bench.import_files import HOME, REPAIRS
from bot.local_file import LocalFile
from handlers.slack.blocks import file_words
from optouts import changes, imports, refused_rows, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.jobs import Job, Mode, Options, Report, Source, Stage
from optouts.numbers import E164
from optouts.reading_plan import guessed
from optouts.roles import Actor, Role
from optouts.turns import Turns
from optouts.words import ActorId, ListId, Origin, WorkspaceId
from storage import bulk
from storage.bulk import Numbers
from storage.engine import Database

_LARGEST: Final = 1 << 34
_IMPORTS: Final = 10
_AT_ONCE: Final = 500_000
_FIRST: Final = E164(27_82_000_0000)
"""The first number on the list; no customer has it."""

_SECOND: Final = Actor(ActorId("U0PIETER"), Role.MANAGER)


@dataclass
class Desk:
    """A workspace in a database, and the folder of its files."""

    url: str
    folder: Path
    core: Core = field(init=False)
    workspace: WorkspaceId = field(init=False)
    _keys: count[int] = field(init=False, default_factory=count)

    def __post_init__(self) -> None:
        self.core = Core(Database(self.url), lambda: datetime.now(UTC), self.folder / "spool")
        self.workspace = workspaces.of_team(self.core, enterprise_id="", team_id=filling.TEAM)

    def close(self) -> None:
        self.core.database.close()

    def act(self) -> Act:
        request = f"bench:{time.time_ns()}:{next(self._keys)}"
        return Act(self.workspace, filling.MANAGER, Origin.SLACK, request)

    def fill(self, numbers: Numbers) -> None:
        """Set up the workspace, with numbers on its list as several imports put them there."""
        filling.set_up(self.core)
        if not len(numbers):
            return
        list_id = changes.add(self.core, self.act(), [_FIRST], filling.SMS).opened[0].list.id
        ends = [E164(int(numbers[0])), E164(int(numbers[-1]))]
        with raw.connected(self.url) as driver:
            for each in range(_IMPORTS):
                some = numbers[each::_IMPORTS]
                since = filling.record(driver, self.workspace, f"import:{each}", ends)
                opened = self._opened(some, list_id, since)
                filling.count(driver, since, list_id, opened=opened)
            driver.settle()

    def _opened(self, numbers: Numbers, list_id: ListId, since: int) -> int:
        opened = 0
        for start in range(0, len(numbers), _AT_ONCE):
            with self.core.writing() as tx:
                some = numbers[start : start + _AT_ONCE]
                opened += bulk.open_many(tx, some, list_id=list_id, since=since)
        return opened

    def surveyed(self, file: Path, mode: Mode = Mode.ADD) -> Job:
        """Until the person is asked about the columns."""
        options = Options(mode, filling.SMS, HOME)
        source = Source(file.name, file.stat().st_size, "F0LIST")
        job = imports.start(self.core, self.act(), source, options=options, report=Report())
        return self._worked_on(job, file, Stage.ASKING)

    def chosen(self, job: Job) -> Job:
        """What was guessed, with the repairs that somebody ticks."""
        if job.survey is None:
            raise AssertionError(job)
        plan = replace(guessed(job.survey, region=HOME), repairs=REPAIRS)
        return imports.choose(self.core, self.act(), job.id, replace(job.options, plan=plan))

    def dry_run(self, file: Path, mode: Mode = Mode.ADD) -> Job:
        return self._worked_on(self.chosen(self.surveyed(file, mode)), file, Stage.READY)

    def confirmed(self, job: Job) -> Job:
        """By two managers where many would leave the list."""
        typed = job.leaving if job.options.mode is Mode.REPLACE else None
        job = imports.confirm(self.core, self.act(), job.id, typed=typed)
        if job.stage is Stage.APPROVAL:
            return imports.approve(self.core, replace(self.act(), by=_SECOND), job.id)
        return job

    def applied(self, job: Job) -> Job:
        return self._worked_on(self.confirmed(job), None, Stage.DONE)

    def hands_back(self, job: Job) -> None:
        """The refused rows, as the files that are posted."""
        refused_rows.write(imports.folder(self.core, job), words=file_words.words)

    def undone(self, job: Job) -> Job:
        if job.change is None:
            raise AssertionError(job)
        undo = imports.undo(self.core, self.act(), job.change, report=Report())
        return self._worked_on(undo, None, Stage.DONE)

    def seen(self, job: Job) -> Job:
        return imports.of_id(self.core, self.workspace, job.id, by=filling.MANAGER)

    def _worked_on(self, job: Job, file: Path | None, stage: Stage) -> Job:
        turns = Turns(self.core, LocalFile(file, _LARGEST).fetch, only=job.id)
        while turns.take():
            pass
        job = self.seen(job)
        if job.stage is not stage:
            raise AssertionError(job)
        return job
