"""A job of the command line, in the hands of this process until it waits for somebody or ends."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.progress_bar import ProgressBar
from optouts import imports
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import JobMovedOn
from optouts.imports import Hold
from optouts.jobs import WORKING, Job, JobId
from optouts.turns import Turns
from optouts.working import Fetch

LEASE: Final = timedelta(minutes=1)
"""So long after a command was killed another process may go on with its job."""

BETWEEN_LOOKS: Final = 0.5
"""Seconds between two looks whether it is our turn."""


@dataclass
class OwnWork:
    core: Core
    act: Act
    fetch: Fetch
    _turns: Turns = field(init=False)
    _bar: ProgressBar = field(init=False, default_factory=lambda: ProgressBar(sys.stderr))
    _stop: threading.Event = field(init=False, default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._turns = Turns(self.core, self.fetch, self._told, lease=LEASE, owner=self.act.request)

    def hold(self) -> Hold:
        return self._turns.hold()

    def only(self, job: JobId) -> None:
        """Work on no other job."""
        self._turns.only = job

    def worked(self, job: Job) -> Job:
        """Work on it until it waits for somebody or has ended."""
        with self._stoppable():
            while job.stage in WORKING:
                took = self._turns.take()
                job = self.cancelled(job) if self._stop.is_set() else self.now(job)
                if took or job.stage not in WORKING:
                    continue
                if self._stop.is_set():
                    break  # whoever works on it, or has its turn before, sees that it is cancelled
                self._bar.show(job, now=self.core.clock())
                self._stop.wait(BETWEEN_LOOKS)
        self._bar.clear()
        return job

    def given_up(self, job: Job) -> Job:
        """End it, as Ctrl-C was pressed while nothing worked on it."""
        self._stop.set()
        return self.worked(self.cancelled(job))

    def now(self, job: Job) -> Job:
        return imports.of_id(self.core, job.workspace, job.id, by=self.act.by)

    def cancelled(self, job: Job) -> Job:
        try:
            return imports.cancel(self.core, self.act, job.id)
        except JobMovedOn:  # it has ended
            return self.now(job)

    @contextmanager
    def _stoppable(self) -> Iterator[None]:
        """Ctrl-C ends the work after the part that is being done."""
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(number, lambda *_: self._stop.set()) for number in numbers]
        try:
            yield
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)

    def _told(self, job: Job) -> None:
        if self._stop.is_set() and not job.cancelling:
            self.cancelled(job)
        self._bar.show(job, now=self.core.clock())
