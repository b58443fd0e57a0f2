"""A person who imports files, with the worker's part done at once."""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from optouts import imports
from optouts.changes import Act
from optouts.core import Core
from optouts.jobs import Job, Mode, Options, Report, Source
from optouts.places import Choice
from optouts.reading_plan import Plan, guessed
from optouts.roles import Actor
from optouts.turns import Turns
from optouts.words import ChangeId, Channel, Origin, WorkspaceId
from optouts.working import Progress

SMS = Choice(frozenset({Channel.SMS}))
KEYS = count()


class Killed(BaseException):
    """What a killed process would be: nothing after it runs."""


@dataclass
class Importer:
    """Fetches what is put into `drawer`, as the Slack door fetches what was uploaded."""

    core: Core
    workspace: WorkspaceId
    by: Actor
    drawer: Path
    turns: Turns = field(init=False)
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.drawer.mkdir(exist_ok=True)
        self.turns = Turns(self.core, self.fetch)

    def fetch(self, source: Source, into: Path, progress: Progress) -> Source:
        file = self.drawer / source.file_id
        self.fetched.append(source.name)
        shutil.copy(file, into)
        progress(source.size, source.size)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        return replace(source, size=file.stat().st_size, sha256=digest)

    def act(self, by: Actor | None = None, note: str = "") -> Act:
        return Act(self.workspace, by or self.by, Origin.SLACK, f"request {next(KEYS)}", note)

    def drops(self, content: str | bytes, name: str = "list.csv", *, ask: bool = True) -> Job:
        """Hand in a file that goes on the SMS list, and wait for what is asked or shown."""
        return self.hands_in(content, name, Options(choice=SMS, region="ZA"), ask=ask)

    def hands_in(
        self, content: str | bytes, name: str, options: Options, *, ask: bool = True
    ) -> Job:
        file_id = f"F{next(KEYS)}"
        data = content.encode() if isinstance(content, str) else content
        (self.drawer / file_id).write_bytes(data)
        source = Source(name, len(data), file_id)
        job = imports.start(
            self.core, self.act(), source, options=options, report=Report("D1"), ask=ask
        )
        return self.waits(job)

    def waits(self, job: Job) -> Job:
        while self._took_a_turn():
            pass
        return imports.of_id(self.core, self.workspace, job.id, by=self.by)

    def _took_a_turn(self) -> bool:
        try:
            return self.turns.take()
        except Killed:
            return True

    def chooses(self, job: Job, options: Options | None = None, **plan: Any) -> Job:
        """Take the guess, changed where it is said."""
        options = options or job.options
        if job.survey is not None:
            guess = options.plan or guessed(job.survey, region=options.region)
            options = replace(options, plan=replace(guess, **plan))
        return self.waits(imports.choose(self.core, self.act(), job.id, options))

    def confirms(self, job: Job, *, typed: int | None = None) -> Job:
        return self.waits(imports.confirm(self.core, self.act(), job.id, typed=typed))

    def imports(
        self,
        numbers: Sequence[str] | str,
        *,
        mode: Mode = Mode.ADD,
        choice: Choice = SMS,
        note: str = "",
        lift_own: bool = False,
        plan: Plan | None = None,
    ) -> Job:
        """A file from its beginning to its end."""
        lines = numbers if isinstance(numbers, str) else "phone\n" + "\n".join(numbers) + "\n"
        options = Options(mode, choice, "ZA", note, lift_own, plan)
        job = self.hands_in(lines, "list.csv", options, ask=False)
        typed = job.leaving if mode is Mode.REPLACE else None
        return self.confirms(job, typed=typed)

    def undoes(self, change: ChangeId | None, by: Actor | None = None, note: str = "") -> Job:
        assert change is not None
        act = self.act(by, note)
        return self.waits(imports.undo(self.core, act, change, report=Report("D1")))
