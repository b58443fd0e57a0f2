"""A process that works on a job may be killed at any moment: the next one ends what it began, and
nothing tells that anything had happened."""

import multiprocessing
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from optouts import changes, imports, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.jobs import WORKING, Job, Mode, Options, Report, Source, Stage
from optouts.numbers import E164
from optouts.roles import Actor, Role
from optouts.words import ActorId, Origin, WorkspaceId
from storage import opt_outs
from storage.engine import Database
from storage.lists import of_workspace
from tests.optouts import mortal_worker
from tests.optouts.importing import KEYS, SMS

BEFORE = range(27831230000, 27831230900, 3)
IN_THE_FILE = range(27831230000, 27831231200, 2)
MANAGER = Actor(ActorId("U0THANDI"), Role.MANAGER)
KILLS = 4
"""While it is read, while it is applied and while it is undone: after more of them without a chunk
in between a job is given up."""
FEWEST_KILLS = 8
"""Of these twelve; with two modes on two engines more than thirty."""


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    """Processes that have loaded everything already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.optouts.mortal_worker"])
    return context


@dataclass
class Workplace:
    """One workspace whose jobs are worked on by mortal processes."""

    core: Core
    url: str
    drawer: Path
    workspace: WorkspaceId
    processes: multiprocessing.context.ForkServerContext

    def act(self, note: str = "") -> Act:
        return Act(self.workspace, MANAGER, Origin.SLACK, f"request {next(KEYS)}", note)

    def works(self, job: Job, calls: int = 0) -> bool:
        """Whether the process was killed, and not done before."""
        arguments = (self.url, self.core.spool, self.drawer, self.workspace, job.id, calls)
        process = self.processes.Process(
            target=mortal_worker.work, args=tuple(map(str_or_int, arguments))
        )
        process.start()
        process.join()
        assert process.exitcode in {0, -signal.SIGKILL}
        return process.exitcode != 0

    def goes_on(self, job: Job, random: Random | None) -> tuple[Job, int]:
        """Work until somebody is asked or the job ends; with random kills if there is a Random."""
        kills = 0
        while random is not None and kills < KILLS:
            if not self.works(job, random.randint(1, 500)):
                break
            kills += 1
        if self.now(job).stage in WORKING:
            self.works(job)
        return self.now(job), kills

    def now(self, job: Job) -> Job:
        return mortal_worker.of_id(self.core, self.workspace, job.id)

    def dropped(self, mode: Mode) -> Job:
        lines = "phone\n" + "".join(f"+{number}\n" for number in IN_THE_FILE) + "nobody\n"
        (self.drawer / "F1").write_text(lines)
        options = Options(mode, SMS, "ZA", note="because")
        source = Source("list.csv", len(lines), "F1")
        return imports.start(
            self.core, self.act(), source, options=options, report=Report("D1"), ask=False
        )

    def periods(self) -> list[tuple[int, int, int]]:
        """Number, and which of the changes opened and ended it, counted from the first."""
        with self.core.reading() as tx:
            lists = [row.id or 0 for row in of_workspace(tx, self.workspace)]
            found = opt_outs.of_numbers(tx, lists, sorted({*BEFORE, *IN_THE_FILE}))
        known = sorted({each.since for each in found} | {each.until for each in found} - {0})
        order = {0: 0} | {change: place for place, change in enumerate(known, 1)}
        return sorted((each.number, order[each.since], order[each.until]) for each in found)

    def sizes(self) -> list[int]:
        with self.core.reading() as tx:
            rows = of_workspace(tx, self.workspace)
            assert all(row.size == opt_outs.count_open(tx, list_id=row.id or 0) for row in rows)
            return [row.size for row in rows]


def str_or_int(value: object) -> object:
    return value if isinstance(value, int) else str(value)


@dataclass(frozen=True)
class Ending:
    """What can be told of it all when it is over."""

    counts: object
    effects: tuple[tuple[int, int, int], ...]
    imported: list[tuple[int, int, int]]
    undone: list[tuple[int, int, int]]
    sizes: list[int]


@pytest.fixture
def lived_through(
    database_url: str,
    tmp_path: Path,
    processes: multiprocessing.context.ForkServerContext,
) -> Callable[[Mode, Random | None], tuple[Ending, int]]:
    def live(mode: Mode, random: Random | None) -> tuple[Ending, int]:
        place = tmp_path / ("uneasy" if random else "calm")
        (place / "drawer").mkdir(parents=True)
        core = Core(Database(database_url), mortal_worker.now, place / "spool")
        workspace = workspaces.of_team(core, enterprise_id="", team_id=place.name)
        workspaces.change_preferences(core, workspace, {"approval_above": "1000"}, by=MANAGER)
        work = Workplace(core, database_url, place / "drawer", workspace, processes)
        changes.add(core, work.act(), [E164(number) for number in BEFORE], SMS)
        job, first = work.goes_on(work.dropped(mode), random)
        assert job.stage is Stage.READY
        told = imports.confirm(
            core, work.act(), job.id, typed=job.leaving if mode is Mode.REPLACE else None
        )
        job, second = work.goes_on(told, random)
        assert job.stage is Stage.DONE
        imported = work.periods()
        assert job.change is not None
        undo = imports.undo(core, work.act(), job.change, report=Report("D1"))
        undo, third = work.goes_on(undo, random)
        assert undo.stage is Stage.DONE
        effects = [each for done in (job, undo) for each in done.effects]
        ending = Ending(
            job.counts,
            tuple((each.opening, each.leaving, each.kept) for each in effects),
            imported,
            work.periods(),
            work.sizes(),
        )
        core.database.close()
        return ending, first + second + third

    return live


@pytest.mark.parametrize("mode", [Mode.ADD, Mode.REPLACE])
def test_a_killed_job_ends_as_if_nothing_had_happened(
    lived_through: Callable[[Mode, Random | None], tuple[Ending, int]], mode: Mode
) -> None:
    calm, _ = lived_through(mode, None)

    uneasy, kills = lived_through(mode, Random(mode))  # noqa: S311 - when to die, no secret

    assert kills >= FEWEST_KILLS
    assert uneasy == calm
