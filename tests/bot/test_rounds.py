"""Threads that share what there is to do, and leave the processor alone when there is nothing."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from bot import rounds
from bot.rounds import Rounds

PATIENCE = 30.0


@dataclass
class Desk:
    """Where things to do pile up. Each is begun by whoever looks, and takes until it `may_end`."""

    waiting: int = 0
    looks: int = 0
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    may_end: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    looked: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def work(self) -> bool:
        self.looks += 1
        self.looked.release()
        if not self.waiting:
            return False
        self.waiting -= 1
        self.begun.release()
        assert self.may_end.acquire(timeout=PATIENCE)
        return True


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def crew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rounds]:
    """Two who look only when they are woken, and have looked once."""
    monkeypatch.setattr(rounds, "IDLE", PATIENCE)
    crew = Rounds("crew", desk.work, threads=2)
    crew.start()
    assert crew.settle(PATIENCE)
    desk.looks = 0
    yield crew
    for _ in range(desk.waiting + crew.threads):
        desk.may_end.release()
    crew.stop()


def test_one_looks_for_all_when_they_are_woken(crew: Rounds, desk: Desk) -> None:
    assert crew.settle(PATIENCE)

    assert desk.looks == 1


def test_whoever_found_something_looks_again_until_there_is_nothing(
    crew: Rounds, desk: Desk
) -> None:
    desk.waiting = 3
    for _ in range(3):
        desk.may_end.release()

    assert crew.settle(PATIENCE)

    assert desk.waiting == 0
    assert desk.looks >= 4


def test_another_looks_while_one_is_at_long_work(crew: Rounds, desk: Desk) -> None:
    desk.waiting = 2
    crew.wake()
    assert desk.begun.acquire(timeout=PATIENCE)

    crew.wake()

    assert desk.begun.acquire(timeout=PATIENCE)


def test_all_is_not_settled_while_one_is_at_work(crew: Rounds, desk: Desk) -> None:
    desk.waiting = 1
    crew.wake()
    assert desk.begun.acquire(timeout=PATIENCE)

    assert not crew.settle(0)

    desk.may_end.release()
    assert crew.settle(PATIENCE)


def test_a_word_that_comes_while_all_are_at_work_is_not_lost(crew: Rounds, desk: Desk) -> None:
    desk.waiting = crew.threads
    for _ in range(crew.threads):
        crew.wake()
        assert desk.begun.acquire(timeout=PATIENCE)
    desk.waiting = 1
    crew.wake()
    desk.may_end.release()

    assert desk.begun.acquire(timeout=PATIENCE)


def test_somebody_looks_now_and_then_though_nobody_wakes_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "IDLE", 0.01)
    crew = Rounds("crew", desk.work, threads=2)
    crew.start()

    for _ in range(5):
        assert desk.looked.acquire(timeout=PATIENCE)

    crew.stop()


def test_a_stop_ends_the_work_that_was_begun_and_begins_no_other(crew: Rounds, desk: Desk) -> None:
    desk.waiting = 2
    crew.wake()
    assert desk.begun.acquire(timeout=PATIENCE)
    stopping = threading.Thread(target=crew.stop)
    stopping.start()
    assert crew.ending.wait(PATIENCE)

    desk.may_end.release()
    stopping.join(PATIENCE)

    assert not stopping.is_alive()
    assert desk.waiting == 1
