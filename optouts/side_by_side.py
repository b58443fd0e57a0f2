"""Parts of one file read at the same time: the first here, each other in a fork of this process.

A limit of memory or of processor time is one of each process: two may take twice as much together.
Nothing of a part counts without the others, so what becomes of one becomes of the whole.
"""

import json
import mmap
import os
import select
import shutil
import signal
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from optouts.file_faults import FileFault, UnreadableFile

_BETWEEN_LOOKS: Final = 0.25  # seconds

News = dict[str, Any]
"""What a process has to tell, as JSON."""

Progress = Callable[[int, float], None]
"""Rows read, and how much of the file lies behind: 0 to 1."""


class PartCrashed(Exception):
    """Another process told where."""

    def __init__(self, news: News) -> None:
        super().__init__(news)
        self.news = news


class PartDied(BaseException):
    """Another process was ended by a signal: no error to be told, this one is to end likewise."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def outcome(deed: Callable[[], News]) -> News:
    """What it returns, or of what it raises as much as may be told: never the text of a cell."""
    try:
        return deed()
    except PartCrashed as crash:
        return crash.news
    except UnreadableFile as refusal:
        return {"refused": refusal.reason, "facts": dict(refusal.facts)}
    except MemoryError:
        return {"refused": FileFault.OUT_OF_MEMORY, "facts": {}}
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - told as a crash
        return {"crashed": type(error).__name__, "where": _where(error)}


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-4:])


class Watch:
    """How far all parts have come, in memory that forks share."""

    def __init__(self, parts: int, progress: Progress) -> None:
        self._progress = progress
        self._first = os.getpid()
        self._seen = np.frombuffer(mmap.mmap(-1, parts * 16), np.float64).reshape(parts, 2)

    def tell(self, part: int, rows: int, share: float) -> None:
        self._seen[part] = rows, share
        if os.getpid() == self._first:
            self.show()
        elif os.getppid() != self._first:
            os._exit(1)  # it was killed, and could not end the others

    def show(self) -> None:
        rows, share = self._seen.sum(axis=0).tolist()
        self._progress(int(rows), share)


class Fork:
    """Does a deed that needs a folder in another process; both end with the context."""

    def __init__(self, folder: Path, deed: Callable[[Path], News]) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self._answer, answer = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            try:
                os.write(answer, json.dumps(outcome(lambda: deed(folder))).encode())
            finally:
                os._exit(0)  # what was inherited is not this process's to clean up
        os.close(answer)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._answer)
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        shutil.rmtree(self.folder)

    def result(self, waiting: Callable[[], None]) -> News:
        while not select.select([self._answer], [], [], _BETWEEN_LOOKS)[0]:
            waiting()
        told = os.read(self._answer, select.PIPE_BUF)
        _, status = os.waitpid(self._pid, 0)
        self._pid = 0
        if os.WIFSIGNALED(status):
            raise PartDied(os.WTERMSIG(status))
        news: News = json.loads(told)
        if "refused" in news:
            raise UnreadableFile(FileFault(news["refused"]), **news["facts"])
        if "crashed" in news:
            raise PartCrashed(news)
        return news
