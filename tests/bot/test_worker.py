"""The worker looks for work when it is told of some, and now and then; never all the time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import rounds
from bot.worker import Worker
from optouts.core import Core
from optouts.jobs import Job, Source
from optouts.turns import Turns
from optouts.working import Progress

PATIENCE = 30.0


def no_file(source: Source, into: Path, progress: Progress) -> Source:
    raise AssertionError(source, into, progress)


class Nowhere:
    """Nobody looks at these jobs."""

    def show(self, job: Job) -> None:
        raise AssertionError(job)

    def progress(self, job: Job) -> None:
        raise AssertionError(job)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Each look for work, and what came of it."""
    found: list[bool] = []
    take = Turns.take

    def noted(turns: Turns) -> bool:
        found.append(take(turns))
        return found[-1]

    monkeypatch.setattr(Turns, "take", noted)
    monkeypatch.setattr(rounds, "IDLE", PATIENCE)
    return found


@pytest.fixture
def idle(core: Core, looks: list[bool]) -> Iterator[Worker]:
    """A worker that has nothing to do; `looks` before it, so that all are noted."""
    del looks
    idle = Worker(Turns(core, no_file), Nowhere())
    idle.start()
    yield idle
    idle.stop()


def test_one_thread_looks_once_when_it_is_told_of_work_and_then_rests(
    idle: Worker, looks: list[bool]
) -> None:
    asked = 20
    for _ in range(asked):
        assert idle.settle(PATIENCE)

    assert not any(looks)
    assert len(looks) <= asked + 1


def test_a_resting_worker_ends_at_once(idle: Worker) -> None:
    assert idle.settle(PATIENCE)

    idle.stop()

    assert idle.settle(0)
