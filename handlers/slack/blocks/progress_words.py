"""How far a job is: its stage, a bar, and the time that is left."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from handlers.slack.blocks.text import counted
from optouts.jobs import Job, Stage

CELLS: Final = 20
FULL, EMPTY = "▓", "░"
SOONEST: Final = timedelta(seconds=3)
"""Before that, what is left cannot be estimated."""

STAGES: Final[Mapping[str, str]] = {
    Stage.FETCHING: "is being fetched",
    Stage.ASKING: "waits for its columns and lists",
    Stage.READING: "is being read",
    Stage.READY: "waits to be confirmed",
    Stage.APPROVAL: "waits for a second manager",
    Stage.APPLYING: "is being written to the lists",
    Stage.WRITING: "is being written",
    Stage.DONE: "is done",
    Stage.CANCELLED: "was cancelled",
    Stage.FAILED: "has failed",
    Stage.EXPIRED: "has expired",
}


def share_of(job: Job) -> float:
    """How much of its stage is done, from 0 to 1."""
    return min(job.done / job.total, 1.0) if job.total > 0 else 0.0


def bar(share: float) -> str:
    full = int(share * CELLS)
    return FULL * full + EMPTY * (CELLS - full)


def left(job: Job, now: datetime) -> str:
    """By the pace of this stage so far; empty where that says nothing."""
    spent = now - job.stage_at
    if spent < SOONEST or not 0 < job.done < job.total:
        return ""
    seconds = spent.total_seconds() * (job.total - job.done) / job.done
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute left"
    if minutes < 60:  # noqa: PLR2004 - of an hour
        return f"about {counted(minutes, 'minute')} left"
    return f"about {counted(round(minutes / 60), 'hour')} left"
