"""Exports written to files: from the first row to the last, or not at all."""

from collections.abc import Callable
from pathlib import Path

from optouts.core import Core
from optouts.export_order import Written
from optouts.jobs import Job


def write(core: Core, job: Job, folder: Path, progress: Callable[[int, int], None]) -> Written:
    """Write what a job orders into its folder; `progress` hears of the rows so far and of all.

    What it raises ends the writing and goes on up. Raises StorageAway.
    """
    raise NotImplementedError
