"""The bot in a process of its own, as `optout run` starts it."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

from bot.doctor import MANIFEST
from bot.sandbox import seeding
from bot.sandbox.server import Sandbox
from optouts.core import Core
from storage.engine import Database

ROOT: Final = Path(__file__).parents[2]
RUN: Final = ("bot", "run")
PATIENCE: Final = 240.0
"""Seconds: nobody measures how quick it is, and a busy machine may take its time."""

_KEPT: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "HOME", "TZ")
_BETWEEN_LOOKS: Final = 0.02
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_PARENT, _RESIDENT = 1, 21
"""Fields of /proc/PID/stat behind the name of the program (man 5 proc)."""

T = TypeVar("T")


def unhurried() -> Sandbox:
    """A pretend workspace in which time stands still, so that nothing expires on a busy machine."""
    began = time.time()
    return Sandbox(manifest=MANIFEST, clock=lambda: began)


class Watching:
    """Looks at the pretend workspace whenever something changes in it."""

    def __init__(self, slack: Sandbox) -> None:
        self._changed = threading.Condition()
        slack.workspace.watchers.append(self._look)

    def until(self, sees: Callable[[], T]) -> T:
        """What is seen, as soon as it is there."""
        with self._changed:
            seen = self._changed.wait_for(sees, PATIENCE)
        assert seen, "what was waited for did not come"
        return seen

    def _look(self) -> None:
        with self._changed:
            self._changed.notify_all()


@dataclass
class BotProcess:
    """Started, killed and started again on the same database and spool folder."""

    slack: Sandbox
    database_url: str
    folder: Path
    _process: subprocess.Popen[bytes] | None = field(init=False, default=None)

    @property
    def id(self) -> int:
        return self._process.pid if self._process else 0

    def set_up_company(self) -> None:
        """A workspace with region, channel, accounts, senders and roles."""
        database = Database(self.database_url)
        seeding.set_up(Core(database, lambda: datetime.now(UTC)))
        database.close()

    def start(self, *arguments: str) -> None:
        """Another module than the bot's own stands in its place if one is named."""
        settings = {
            "DATABASE_URL": self.database_url,
            "SPOOL_DIR": str(self.folder / "spool"),
            "SECRET_KEY_FILE": str(self.folder / "secret.key"),
            "HTTP_PORT": "0",
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_API_URL": self.slack.api_url,
            "LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(ROOT),
        }
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-P", "-m", *(arguments or RUN)],
                cwd=self.folder,
                env={name: os.environ[name] for name in _KEPT if name in os.environ} | settings,
                stdout=log,
                stderr=log,
            )

    def connected(self) -> None:
        assert self.slack.wait_for_bot(PATIENCE), self.log

    def ended(self) -> int:
        """What it ended with, once it has ended of itself."""
        assert self._process is not None
        code = self._process.wait(PATIENCE)
        self.slack.hang_up()
        return code

    def stop(self) -> None:
        self.slack.hang_up()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(PATIENCE)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()


@dataclass
class Memory:
    """The most bytes that a process and all that it started held at a time.

    Each counts in full, so what they share counts more than once.
    """

    peak: int = 0


@contextmanager
def watched_memory(process: int) -> Iterator[Memory]:
    memory, over = Memory(), threading.Event()

    def look() -> None:
        while not over.wait(_BETWEEN_LOOKS):
            memory.peak = max(memory.peak, _together(process))

    looking = threading.Thread(target=look, name="watching memory")
    looking.start()
    try:
        yield memory
    finally:
        over.set()
        looking.join()


def _together(process: int) -> int:
    below: dict[int, list[int]] = {}
    resident: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        resident[int(folder.name)] = int(fields[_RESIDENT])
        below.setdefault(int(fields[_PARENT]), []).append(int(folder.name))
    pages, waiting = 0, [process]
    while waiting:
        each = waiting.pop()
        pages += resident.get(each, 0)
        waiting += below.get(each, ())
    return pages * _PAGE
