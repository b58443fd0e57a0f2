"""Whose turn it is: workspaces take turns, a job has one owner, and one that kills is given up."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from optouts import imports, turns, workspaces
from optouts.applying import Applying
from optouts.core import Core
from optouts.holding import Holding, LeaseLost
from optouts.jobs import Job, Options, Report, Source, Stage
from optouts.roles import Actor
from optouts.turns import Turns
from optouts.working import MOST_FAILED_TURNS, Progress
from storage.engine import Database
from tests.conftest import Clock
from tests.optouts.importing import SMS, Importer, Killed

pytestmark = pytest.mark.usefixtures("in_one_process")


@pytest.fixture
def elsewhere(core: Core, manager: Actor, tmp_path: Path) -> Importer:
    """Somebody of another workspace."""
    workspace = workspaces.of_team(core, enterprise_id="", team_id="T0ACACIA")
    return Importer(core, workspace, manager, tmp_path / "other drawer")


def hands_in(importer: Importer, name: str) -> Job:
    """A file that nobody has looked at yet."""
    (importer.drawer / name).write_text("+27831234567\n+27831234568\n")
    return imports.start(
        importer.core,
        importer.act(),
        Source(name, 28, name),
        options=Options(choice=SMS, region="ZA"),
        report=Report("D1"),
        ask=False,
    )


def stage(importer: Importer, job: Job) -> Stage:
    return imports.of_id(importer.core, importer.workspace, job.id, by=importer.by).stage


def test_workspaces_take_turns(importer: Importer, elsewhere: Importer, clock: Clock) -> None:
    for name in ("a1", "a2", "a3"):
        hands_in(importer, name)
    hands_in(elsewhere, "b1")
    order: list[str] = []

    def fetch(source: Source, into: Path, progress: Progress) -> Source:
        clock.advance(seconds=1)
        order.append(source.file_id)
        owner = elsewhere if source.file_id == "b1" else importer
        return owner.fetch(source, into, progress)

    while Turns(importer.core, fetch).take():
        pass

    assert order == ["a1", "b1", "a2", "a3"]


def test_one_job_at_a_time_changes_the_lists_of_a_workspace(importer: Importer) -> None:
    jobs = [hands_in(importer, name) for name in ("a1", "a2")]
    jobs = [importer.waits(job) for job in jobs]
    for job in jobs:
        imports.confirm(importer.core, importer.act(), job.id)
    begun: list[int] = []

    class Watched(Turns):
        def others_wait(self) -> bool:
            return True

    def told(job: Job) -> None:
        begun.append(job.id)

    patient = Watched(importer.core, importer.fetch, told)
    while patient.take():
        pass

    assert [stage(importer, job) for job in jobs] == [Stage.DONE, Stage.DONE]
    assert begun == sorted(begun)


def test_a_job_that_is_held_is_left_to_its_owner_until_the_lease_ends(
    importer: Importer, clock: Clock
) -> None:
    job = hands_in(importer, "a1")

    def die(source: Source, into: Path, progress: Progress) -> Source:  # noqa: ARG001 - a fetch
        # What a killed process does: it holds the job and says nothing more.
        assert not Turns(importer.core, importer.fetch).take()
        raise Killed

    held = Turns(importer.core, die)
    held_turn = pytest.MonkeyPatch()
    held_turn.setattr("optouts.holding.Holding.let_go", lambda *_, **__: None)
    with pytest.raises(Killed):
        held.take()
    held_turn.undo()
    assert not importer.turns.take()

    clock.advance(seconds=16)

    assert importer.waits(job).stage is Stage.READY


def test_who_lost_a_job_changes_nothing_any_more(importer: Importer, clock: Clock) -> None:
    job = importer.waits(hands_in(importer, "a1"))
    imports.confirm(importer.core, importer.act(), job.id)
    slow = Applying(Holding(importer.core, job, "somebody slow", importer.turns.lease))

    with pytest.raises(LeaseLost):
        slow.begin()
    with pytest.raises(LeaseLost):
        slow.step()

    assert importer.waits(job).stage is Stage.DONE
    clock.advance(seconds=1)


def test_a_job_that_ends_its_process_again_and_again_is_given_up(importer: Importer) -> None:
    job = hands_in(importer, "a1")
    deaths = 0

    def die(source: Source, into: Path, progress: Progress) -> Source:  # noqa: ARG001 - a fetch
        nonlocal deaths
        deaths += 1
        raise Killed

    mortal = Turns(importer.core, die)
    for _ in range(MOST_FAILED_TURNS + 1):
        with pytest.raises(Killed):
            mortal.take()
    while mortal.take():
        pass

    failed = imports.of_id(importer.core, importer.workspace, job.id, by=importer.by)
    assert deaths == MOST_FAILED_TURNS + 1
    assert failed.stage is Stage.FAILED
    assert failed.failure is not None
    assert failed.failure.kind == "internal"


def test_a_program_that_is_asked_to_end_gives_the_job_back(importer: Importer) -> None:
    job = hands_in(importer, "a1")
    ended = Turns(importer.core, importer.fetch)
    ended.ending.set()

    assert ended.take()

    assert stage(importer, job) is Stage.FETCHING
    assert importer.waits(job).stage is Stage.READY


def test_a_job_that_was_stopped_while_it_was_fetched_is_cancelled(importer: Importer) -> None:
    job = hands_in(importer, "a1")
    imports.cancel(importer.core, importer.act(), job.id)

    assert importer.waits(job).stage is Stage.CANCELLED


def test_an_import_that_is_stopped_halfway_can_be_undone(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(f"+278312345{place:02}\n" for place in range(30))
    job = importer.hands_in(lines, "thirty.txt", Options(choice=SMS, region="ZA"), ask=False)
    imports.confirm(importer.core, importer.act(), job.id)
    whole_step, steps = Applying.step, iter(range(100))

    def step(self: Applying) -> bool:
        if next(steps) == 3:
            imports.cancel(importer.core, importer.act(), job.id)
        return whole_step(self)

    monkeypatch.setattr(Applying, "step", step)

    job = importer.waits(job)

    assert (job.stage, job.opening) == (Stage.CANCELLED, 9)
    undone = importer.undoes(job.change)
    assert (undone.stage, undone.leaving) == (Stage.DONE, 9)


def test_a_file_that_another_machine_had_is_fetched_again(importer: Importer) -> None:
    job = importer.waits(hands_in(importer, "a1"))
    imports.confirm(importer.core, importer.act(), job.id)
    importer.turns = Turns(
        replace(importer.core, spool=importer.core.spool / "of another machine"), importer.fetch
    )

    assert importer.waits(job).stage is Stage.DONE
    assert importer.fetched == ["a1", "a1"]


def test_a_file_that_changed_meanwhile_is_not_imported(importer: Importer) -> None:
    job = importer.waits(hands_in(importer, "a1"))
    imports.confirm(importer.core, importer.act(), job.id)
    (importer.drawer / "a1").write_text("+27821234567\n")
    importer.turns = Turns(
        replace(importer.core, spool=importer.core.spool / "of another machine"), importer.fetch
    )

    job = importer.waits(job)

    assert job.stage is Stage.FAILED
    assert job.failure is not None
    assert job.failure.kind == "SpoolGone"


@dataclass
class Processes:
    """Two that share one database, as far as a thread with connections of its own is a process."""

    importer: Importer
    elsewhere: Importer
    url: str
    clock: Clock
    fetched: list[Path] = field(default_factory=list)
    shown: list[tuple[int, str]] = field(default_factory=list)

    def fetch(self, source: Source, into: Path, progress: Progress) -> Source:
        self.fetched.append(into)
        return self.importer.fetch(source, into, progress)

    def show(self, job: Job) -> None:
        self.shown.append((job.id, job.stage))
        imports.mark_shown(self.importer.core, job)

    def process(self, start: threading.Barrier) -> None:
        database = Database(self.url)
        core = replace(self.importer.core, database=database)
        start.wait()
        self.exhaust(Turns(core, self.fetch))
        database.close()

    def exhaust(self, turns_: Turns) -> None:
        while turns_.take() or turns_.show(self.show):
            pass

    def work(self) -> None:
        start = threading.Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            for process in [pool.submit(self.process, start) for _ in range(2)]:
                process.result()
        # A job that the one held when the other looked for the last time.
        self.exhaust(Turns(self.importer.core, self.fetch))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_processes_never_do_one_thing_twice(
    importer: Importer, elsewhere: Importer, database_url: str, clock: Clock
) -> None:
    elsewhere.drawer = importer.drawer
    owners = [importer, elsewhere] * 4
    jobs = [hands_in(owner, str(number)) for number, owner in enumerate(owners)]
    processes = Processes(importer, elsewhere, database_url, clock)

    processes.work()
    for owner, job in zip(owners, jobs, strict=True):
        imports.confirm(owner.core, owner.act(), job.id)
    processes.work()

    ended = [
        imports.of_id(owner.core, owner.workspace, job.id, by=owner.by)
        for owner, job in zip(owners, jobs, strict=True)
    ]
    assert {job.stage for job in ended} == {Stage.DONE}
    assert sorted(job.opening for job in ended) == [0, 0, 0, 0, 0, 0, 2, 2]
    assert len(processes.fetched) == len(set(processes.fetched)) == len(jobs)
    assert len(processes.shown) == len(set(processes.shown))


def test_what_could_not_be_shown_is_shown_later(importer: Importer, clock: Clock) -> None:
    job = importer.waits(hands_in(importer, "a1"))

    def refuse(_job: Job) -> None:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        importer.turns.show(refuse)
    assert not importer.turns.show(refuse)

    clock.advance(seconds=11)
    seen: list[int] = []

    assert importer.turns.show(lambda each: seen.append(each.id))
    assert seen == [job.id]


def test_the_files_of_a_job_are_kept_until_it_ended_and_was_shown(importer: Importer) -> None:
    job = importer.waits(hands_in(importer, "a1"))
    folder = imports.folder(importer.core, job)
    turns.sweep(importer.core)
    assert folder.is_dir()

    job = imports.cancel(importer.core, importer.act(), job.id)
    turns.sweep(importer.core)
    assert folder.is_dir()

    imports.mark_shown(importer.core, job)
    turns.sweep(importer.core)
    assert not folder.exists()
