"""How much memory a process and all that it started hold together, watched by another process."""

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from bench.figures import KIB_A_MIB

_BETWEEN_LOOKS: Final = 0.02
"""Seconds. What is held for a shorter time may go unseen."""

_PAGE_KIB: Final = os.sysconf("SC_PAGE_SIZE") // 1024
_PARENT, _RESIDENT = 1, 21
"""Fields of /proc/PID/stat behind the name of the program (man 5 proc)."""


@dataclass
class Watched:
    """`peak_mib` is the most that all held at a time: the sum of what is resident of each, so what
    they share counts more than once. It is known when the watch is over."""

    peak_mib: float = 0.0


@contextmanager
def watched(process: int = 0) -> Iterator[Watched]:
    """This process, or the one of this id, and all below it."""
    fresh = multiprocessing.get_context("spawn")
    here, there = fresh.Pipe()
    watcher = fresh.Process(target=_watch, args=(process or os.getpid(), there), daemon=True)
    watcher.start()
    here.recv()  # it sees something from here on
    seen = Watched()
    try:
        yield seen
    finally:
        here.send("over")
        seen.peak_mib = round(float(here.recv()), 1)
        watcher.join()


def _watch(process: int, connection: Connection) -> None:
    peak = _together(process)
    connection.send("begun")
    while not connection.poll(_BETWEEN_LOOKS):
        peak = max(peak, _together(process))
    connection.send(peak)


def _together(process: int) -> float:
    below: dict[int, list[int]] = {}
    resident: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        each = int(folder.name)
        resident[each] = int(fields[_RESIDENT])
        below.setdefault(int(fields[_PARENT]), []).append(each)
    pages, waiting = 0, [process]
    while waiting:
        each = waiting.pop()
        if each != os.getpid():
            pages += resident.get(each, 0)
            waiting += below.get(each, ())
    return pages * _PAGE_KIB / KIB_A_MIB
