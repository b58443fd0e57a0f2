"""A worker in a process of its own, which is killed after so many calls of functions."""

import hashlib
import os
import shutil
import signal
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import FrameType
from typing import Final, Protocol

from optouts import applying, dry_run, imports
from optouts.core import Core
from optouts.jobs import WORKING, Job, JobId, Source
from optouts.roles import Actor, Role
from optouts.turns import Turns
from optouts.words import ActorId, WorkspaceId
from optouts.working import Progress
from storage.engine import Database

LEASE: Final = timedelta(milliseconds=100)
OURS: Final = ("optouts", "storage")


class Process(Protocol):
    """What starts a process; a fork server's and a spawned one are started alike."""

    def __call__(self, *, target: object, args: tuple[object, ...]) -> SpawnProcess: ...


def now() -> datetime:
    return datetime.now(UTC)


def fetch_from(drawer: Path, source: Source, into: Path, progress: Progress) -> Source:
    shutil.copy(drawer / source.file_id, into)
    progress(source.size, source.size)
    digest = hashlib.sha256((drawer / source.file_id).read_bytes()).hexdigest()
    return replace(source, sha256=digest)


def of_id(core: Core, workspace: WorkspaceId, job_id: JobId) -> Job:
    return imports.of_id(core, workspace, job_id, by=Actor(ActorId("U0SIPHO"), Role.VIEWER))


def work(  # noqa: PLR0917 - the arguments of a process go by place
    url: str, spool: str, drawer: str, workspace: int, job: int, calls: int
) -> None:
    """Work on a job until somebody is asked or it ends; die after so many calls (0: never)."""
    applying.ROWS = 100  # type: ignore[misc]  # small chunks: many places to die at
    applying.MOST_TIMES_ROWS = 1  # type: ignore[misc]
    dry_run.STRETCH = 250  # type: ignore[misc]
    core = Core(Database(url), now, Path(spool))
    turns = Turns(
        core, lambda *asked: fetch_from(Path(drawer), *asked), lease=LEASE, only=JobId(job)
    )
    _die_after(calls)
    waiting = threading.Event()
    while of_id(core, WorkspaceId(workspace), JobId(job)).stage in WORKING:
        if not turns.take():
            waiting.wait(LEASE.total_seconds() / 5)
    sys.setprofile(None)


def _die_after(calls: int) -> None:
    left = calls

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal left
        if event in {"call", "return"} and frame.f_globals.get("__name__", "").startswith(OURS):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    if calls:
        sys.setprofile(count)
