"""The clock: it ticks at the start and again and again, whatever becomes of a tick."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import schedule
from bot.schedule import Schedule
from optouts import schedules
from optouts.core import Core
from optouts.errors import StorageAway
from storage.engine import Database
from tests.conftest import Clock

PATIENCE = 30.0

Ticking = Callable[..., "Heard"]


class Heard:
    """What was heard of a clock: its ticks, and that there is new work."""

    def __init__(self) -> None:
        self.ticks = threading.Semaphore(0)
        self.work = threading.Event()

    def has_ticked(self, times: int) -> bool:
        return all(self.ticks.acquire(timeout=PATIENCE) for _ in range(times))


@pytest.fixture
def ticking(
    monkeypatch: pytest.MonkeyPatch, clock: Clock, tmp_path: Path
) -> Iterator[Callable[..., Heard]]:
    """Start a clock that ticks fast; `due` says what each tick finds, the last one for good."""
    started: list[Schedule] = []

    def start(*due: Callable[[], int]) -> Heard:
        heard, answers = Heard(), list(due)

        def run_due(_core: Core) -> int:
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            heard.ticks.release()
            return answer()

        monkeypatch.setattr(schedules, "run_due", run_due)
        monkeypatch.setattr(schedule, "BETWEEN_TICKS", 0.01)
        core = Core(Database(f"sqlite:///{tmp_path}/optout.db"), clock)
        started.append(Schedule(core, heard.work.set))
        started[-1].start()
        return heard

    yield start
    for each in started:
        each.stop()


def nothing() -> int:
    return 0


def away() -> int:
    raise StorageAway


def broken() -> int:
    raise RuntimeError


def test_it_ticks_at_once_and_then_again_and_again(ticking: Ticking) -> None:
    heard = ticking(nothing)

    assert heard.has_ticked(3)
    assert not heard.work.is_set()


def test_new_work_is_told_of(ticking: Ticking) -> None:
    heard = ticking(nothing, lambda: 1, nothing)

    assert heard.work.wait(PATIENCE)


def test_an_outage_of_the_database_is_sat_out(ticking: Ticking) -> None:
    heard = ticking(away, away, lambda: 1)

    assert heard.work.wait(PATIENCE)


def test_a_tick_that_fails_is_not_the_last(
    ticking: Ticking, caplog: pytest.LogCaptureFixture
) -> None:
    heard = ticking(broken, lambda: 1)

    assert heard.work.wait(PATIENCE)
    assert "RuntimeError" in caplog.text


def test_a_clock_that_never_started_stops_without_ado(clock: Clock, tmp_path: Path) -> None:
    core = Core(Database(f"sqlite:///{tmp_path}/optout.db"), clock)

    Schedule(core, lambda: None).stop()
