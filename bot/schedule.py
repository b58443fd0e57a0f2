"""The clock of what comes again and again: it only ticks; what is due is for our tables to say."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from optouts import schedules
from optouts.core import Core
from optouts.errors import StorageAway

logger = logging.getLogger(__name__)

BETWEEN_TICKS: Final = 20
"""Seconds; nobody minds a report that is so much later than its minute."""


@dataclass
class Schedule:
    """Built does nothing; `start` begins to tick, `stop` ends after the tick that is going on.

    `wake` is called when there is new work.
    """

    core: Core
    wake: Callable[[], None]
    _scheduler: BackgroundScheduler = field(init=False)

    def __post_init__(self) -> None:
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(1)}, timezone=UTC
        )

    def start(self) -> None:
        # A tick that could not be in time is made up for once, however late that is.
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=BETWEEN_TICKS,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def tick(self) -> None:
        """Have everything run that is due."""
        try:
            if schedules.run_due(self.core):
                self.wake()
        except StorageAway:
            logger.info("the database does not answer; what is due waits")

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown()
