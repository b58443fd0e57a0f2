"""Owning a job for a while: whoever works on it says so again and again.

Whatever an owner writes it writes on the condition that it still is the owner, so a process that
was thought dead and comes back changes nothing.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from optouts.core import Core
from optouts.errors import StorageAway
from optouts.jobs import Job
from storage import jobs, tables
from storage.engine import Transaction

logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another process works on the job now; this one changes nothing any more."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A job in the hands of an owner."""

    core: Core
    job: Job
    owner: str
    lease: timedelta

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Stay the owner, however long a single step takes: a download, a first look, an upload."""
        over = threading.Event()

        def renew() -> None:
            while not over.wait(self.lease.total_seconds() / 5):
                with suppress(StorageAway, LeaseLost), self.core.writing() as tx:
                    self.write(tx, lease_until=self.core.clock() + self.lease)

        renewing = threading.Thread(target=renew, name=f"lease of job {self.job.id}")
        renewing.start()
        try:
            yield
        finally:
            over.set()
            renewing.join()

    def row(self, tx: Transaction) -> tables.Job:
        """The job as it is now. Raises LeaseLost."""
        row = jobs.by_id(tx, self.job.workspace, self.job.id)
        if row is None or row.owner != self.owner:
            raise LeaseLost
        return row

    def write(self, tx: Transaction, **values: object) -> None:
        """Note how far the job is. Raises LeaseLost, so that nothing of the transaction stays."""
        if not jobs.hold(tx, self.job.id, owner=self.owner, values=values):
            raise LeaseLost

    def let_go(self, *, failed: bool = False, until: datetime | None = None) -> None:
        """Give the job back; one whose process came to grief is remembered to have been held."""
        left = {} if failed else {"owner": ""}
        try:
            with suppress(LeaseLost), self.core.writing() as tx:
                self.write(tx, lease_until=until, turn_at=self.core.clock(), **left)
        except StorageAway:
            logger.warning("job %s is held until its lease ends", self.job.id)
