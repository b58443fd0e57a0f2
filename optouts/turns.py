"""Whose turn it is: workspaces take turns, and so do the jobs of each; a job has one owner."""

import logging
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from optouts.core import Core
from optouts.holding import Holding, LeaseLost
from optouts.imports import Hold
from optouts.job_rows import job_of
from optouts.jobs import ENDED, WORKING, Job, JobId, Stage
from optouts.working import Means, Stopped, Work
from storage import jobs, tables
from storage.engine import Transaction

logger = logging.getLogger(__name__)

BEFORE_SHOWING_AGAIN: Final = timedelta(seconds=10)

FREE: Final = {"owner": "", "lease_until": None}


@dataclass
class Turns(Means):
    """Takes one turn after the other; with `only`, those of a single job. `claimed` is called
    before each, which may be long."""

    only: JobId | None = None
    claimed: Callable[[], None] = field(default=lambda: None)

    def take(self) -> bool:
        """Work on the job whose turn it is until it waits for somebody or ends, or another one
        waits for its turn; False if there is nothing to do. Raises StorageAway."""
        owner = self.owner or secrets.token_hex(8)
        row = self._claimed(owner)
        if row is None:
            return False
        self.claimed()
        holding = self._holding(row, owner)
        try:
            with holding.kept():
                Work(self, holding, self.others_wait).run(row)
        except LeaseLost:
            logger.warning("another process works on job %s now", row.id)
            return True
        except Stopped:
            logger.info("job %s waits for the next start", row.id)
        except BaseException:
            holding.let_go(failed=True)
            raise
        holding.let_go()
        return True

    def _holding(self, row: tables.Job, owner: str) -> Holding:
        return Holding(self.core, job_of(row), owner, self.lease)

    def show(self, show: Callable[[Job], None]) -> bool:
        """Show the next job whose stage Slack does not show yet; False if there is none.

        It is held meanwhile, so that two processes never show one job twice. What `show` raises
        goes on up, and the job is shown somewhat later.
        """
        owner, now = secrets.token_hex(8), self.core.clock()
        with self.core.asking() as tx:
            if jobs.next_to_show(tx, now=now) is None:
                return False
        with self.core.writing() as tx:
            row = jobs.next_to_show(tx, now=now)
            if row is None or not jobs.claim(tx, row, owner=owner, until=now + self.lease):
                return False
        holding = self._holding(row, owner)
        try:
            with holding.kept():
                show(holding.job)
        except BaseException:
            holding.let_go(until=now + BEFORE_SHOWING_AGAIN)
            raise
        holding.let_go()
        return True

    def hold(self) -> Hold:
        return Hold(self.owner, self.core.clock() + self.lease)

    def _claimed(self, owner: str) -> tables.Job | None:
        if not self.owner and not self.others_wait():
            return None
        until = self.core.clock() + self.lease
        with self.core.writing() as tx:
            kept = self.only and jobs.hold(tx, self.only, owner=owner, values=FREE)
            row = self._next(tx)
            if row is not None and jobs.claim(tx, row, owner=owner, until=until):
                return row
            if kept and self.only:
                values = {"owner": owner, "lease_until": until}
                jobs.hold(tx, self.only, owner="", values=values)
            return None

    def _next(self, tx: Transaction) -> tables.Job | None:
        return jobs.next_in_turn(
            tx, WORKING, applying=Stage.APPLYING, now=self.core.clock(), only=self.only
        )

    def others_wait(self) -> bool:
        with self.core.asking() as tx:
            return self._next(tx) is not None


def sweep(core: Core) -> None:
    """Remove the files of jobs that ended and were shown."""
    if not core.spool.is_dir():
        return
    folders = {int(each.name.removeprefix("job-")): each for each in core.spool.glob("job-*")}
    with core.reading() as tx:
        over = jobs.over(tx, folders.keys(), ENDED)
    for job_id in over:
        shutil.rmtree(folders[job_id], ignore_errors=True)
