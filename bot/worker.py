"""The worker: does the long work that is asked for, beside everything else the bot does."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from slack_sdk.errors import SlackApiError

from bot.rounds import Rounds
from optouts import imports, reading_child, spiking, turns
from optouts.core import Core
from optouts.errors import StorageAway
from optouts.jobs import Job
from optouts.retention import Forgetting
from optouts.turns import Turns

logger = logging.getLogger(__name__)

BETWEEN_EDITS: Final = 3.0
"""Seconds between two edits of one message (docs.slack.dev/apis/web-api/rate-limits)."""

BETWEEN_SWEEPS: Final = 60.0

NEVER: Final = float("-inf")

AT_A_TIME: Final = 2
"""Jobs worked on at a time: while one waits for its file another goes on."""


class Shows(Protocol):
    """Where people see their jobs."""

    def show(self, job: Job) -> None:
        """Show the stage that a job came into, and remember that it is shown."""

    def progress(self, job: Job) -> None:
        """Show how far a job is within its stage."""


@dataclass
class Worker:
    """Built does nothing; `start` begins, `stop` ends after the chunk that is being worked on.

    Beside jobs it runs errands: short, due by what the tables say, and True if they did something.
    """

    turns: Turns
    shows: Shows
    errands: Sequence[Callable[[Core], bool]] = ()
    _rounds: Rounds = field(init=False)
    _edited_at: dict[int, float] = field(init=False, default_factory=dict)
    _swept_at: float = field(init=False, default=NEVER)
    _forgetting: Forgetting = field(init=False)

    def __post_init__(self) -> None:
        self.turns.told = self._tell
        self.turns.claimed = self.wake
        self._forgetting = Forgetting(self.turns.core)
        self._rounds = Rounds("worker", self._did_something, AT_A_TIME, self.turns.ending)

    def start(self) -> None:
        self._rounds.start()

    def wake(self) -> None:
        """There may be work now."""
        self._rounds.wake()

    def settle(self, timeout: float) -> bool:
        """Wait until nothing can be worked on or shown; False if that takes longer."""
        return self._rounds.settle(timeout)

    def stop(self) -> None:
        self._rounds.stop()

    def _did_something(self) -> bool:
        try:
            self._tidy()
            ran = [errand(self.turns.core) for errand in self.errands]
            worked = self.turns.take()
            return self._showed() or worked or any(ran)
        except StorageAway:
            # Every second of an outage; those who ask for something are told, and that is logged.
            logger.info("the database does not answer; the work waits")
        except Exception:
            logger.exception("the worker stumbled")
        return False

    def _showed(self) -> bool:
        try:
            return self.turns.show(self.shows.show)
        except (SlackApiError, OSError) as error:
            logger.warning("a job could not be shown: %s", type(error).__name__)
            return True

    def _tell(self, job: Job) -> None:
        now = time.monotonic()
        if now - self._edited_at.get(job.id, NEVER) < BETWEEN_EDITS:
            return
        self._edited_at = {
            each: at for each, at in self._edited_at.items() if now - at < BETWEEN_EDITS
        } | {job.id: now}
        try:
            self.shows.progress(job)
        except (SlackApiError, OSError) as error:
            logger.info("progress could not be shown: %s", type(error).__name__)

    def _tidy(self) -> None:
        """Now and then: end what nobody answered, remove files that nobody needs, look for
        spikes, forget words that are old enough. At first: what reading files needs."""
        now = time.monotonic()
        if now - self._swept_at < BETWEEN_SWEEPS:
            return
        is_first, self._swept_at = self._swept_at == NEVER, now
        if is_first:
            reading_child.prepare()
        imports.expire(self.turns.core)
        turns.sweep(self.turns.core)
        spiking.look(self.turns.core)
        self._forgetting.forget()
