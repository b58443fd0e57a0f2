"""The thread that keeps Home tabs true, beside everything else the bot does."""

import logging
import threading
from dataclasses import dataclass, field
from typing import Final

from handlers.slack.home_updates import Homes
from optouts.errors import StorageAway

logger = logging.getLogger(__name__)

IDLE: Final = 1.0
"""Seconds between two looks for news: a few small queries while somebody has the tab open."""


@dataclass
class HomeWatch:
    """Built does nothing; `start` begins, `stop` ends after the tab that is being published."""

    homes: Homes
    _ending: threading.Event = field(init=False, default_factory=threading.Event)
    _changed: threading.Condition = field(init=False, default_factory=threading.Condition)
    _asked: int = field(init=False, default=0)
    _seen: int = field(init=False, default=-1)
    _thread: threading.Thread | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.homes.wait = self._ending.wait

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="home-watch")
        self._thread.start()

    def settle(self, timeout: float) -> bool:
        """Wait until a look has begun and ended since; False if that takes longer."""
        with self._changed:
            self._asked += 1
            asked = self._asked
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._seen >= asked, timeout)

    def stop(self) -> None:
        self._ending.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._ending.is_set():
            with self._changed:
                asked = self._asked
            self._look()
            with self._changed:
                self._seen = asked
                self._changed.notify_all()
                if self._asked == asked and not self._ending.is_set():
                    self._changed.wait(IDLE)

    def _look(self) -> None:
        try:
            self.homes.refresh()
        except StorageAway:
            logger.info("the database does not answer; the Home tabs wait")
        except Exception:
            logger.exception("the Home tabs stumbled")
