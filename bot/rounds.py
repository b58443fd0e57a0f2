"""Threads that look for work again and again, and rest where there is none."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

IDLE: Final = 1.0
"""Seconds between two looks for what nobody here was told of: what another process has asked for,
or a time that has come."""


@dataclass
class Rounds:
    """Built does nothing; `start` begins, `stop` ends after the work that is under way.

    `work` does something and says True, or says False if there is nothing to do. One thread looks
    at a time; one that finds what takes longer calls `wake`, so that another goes on looking.
    """

    name: str
    work: Callable[[], bool]
    threads: int
    ending: threading.Event = field(default_factory=threading.Event)
    _resting: threading.Condition = field(init=False)
    _waiting: threading.Condition = field(init=False)
    _is_asked: bool = field(init=False, default=True)
    _looks: int = field(init=False, default=0)
    _busy: int = field(init=False, default=0)
    _running: list[threading.Thread] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        lock = threading.RLock()
        self._resting, self._waiting = threading.Condition(lock), threading.Condition(lock)

    def start(self) -> None:
        for number in range(self.threads):
            thread = threading.Thread(target=self._run, name=f"{self.name}-{number}")
            self._running.append(thread)
            thread.start()

    def wake(self) -> None:
        """There may be work now."""
        with self._resting:
            self._is_asked = True
            self._resting.notify()

    def settle(self, timeout: float) -> bool:
        """Wait until nobody finds anything to do; False if that takes longer."""
        self.wake()
        with self._waiting:
            return self._waiting.wait_for(self._is_quiet, timeout)

    def _is_quiet(self) -> bool:
        return not self._running or not (self._is_asked or self._busy)

    def stop(self) -> None:
        self.ending.set()
        with self._resting:
            self._resting.notify_all()
        for thread in self._running:
            thread.join()
        self._running.clear()

    def _run(self) -> None:
        while self._is_called():
            while self.work() and not self.ending.is_set():
                pass
            with self._waiting:
                self._busy -= 1
                self._waiting.notify_all()

    def _is_called(self) -> bool:
        """Rest until there may be work, or nobody has looked for a while; False at the end."""
        with self._resting:
            looks = -1
            while not (self._is_asked or looks == self._looks or self.ending.is_set()):
                looks = self._looks
                self._resting.wait(IDLE)
            self._is_asked = False
            self._looks += 1
            self._busy += 1
            return not self.ending.is_set()
