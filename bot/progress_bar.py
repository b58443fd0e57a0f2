"""How far a job is, for whoever waits at a terminal, or as lines in the log of a script."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TextIO

from optouts.jobs import Job, Stage

CELLS: Final = 24
EVERY: Final = 10
"""Per cent between two lines where there is no terminal."""

SOONEST: Final = 3.0
"""Seconds before which what is left cannot be estimated."""

MEBIBYTE: Final = 1024 * 1024
DEEDS: Final = {
    Stage.FETCHING: "Copying",
    Stage.READING: "Reading",
    Stage.APPLYING: "Importing",
    Stage.WRITING: "Exporting",
}


@dataclass
class ProgressBar:
    """Written over again and again on a terminal; a line every ten per cent elsewhere."""

    stream: TextIO
    _drawn: bool = field(init=False, default=False)
    _told: tuple[Stage, int] | None = field(init=False, default=None)

    def show(self, job: Job, *, now: datetime) -> None:
        deed = DEEDS.get(job.stage)
        if deed is None:
            return
        share = min(job.done / job.total, 1.0) if job.total > 0 else 0.0
        if self.stream.isatty():
            left = _left(job, (now - job.stage_at).total_seconds())
            self._draw(f"{deed:<9} {_bar(share)} {share:4.0%}  {_done(job)}{left}")
        elif job.total > 0 and self._is_news(job.stage, int(share * 100) // EVERY):
            self.stream.write(f"{deed}: {share:.0%}, {_done(job)}\n")
            self.stream.flush()

    def clear(self) -> None:
        """Leave the line to what is said next."""
        if self._drawn:
            self._draw("")
            self._drawn = False

    def _draw(self, line: str) -> None:
        self.stream.write(f"\r\x1b[K{line}")
        self.stream.flush()
        self._drawn = True

    def _is_news(self, stage: Stage, tenth: int) -> bool:
        if self._told == (stage, tenth):
            return False
        self._told = (stage, tenth)
        return True


def _bar(share: float) -> str:
    full = int(share * CELLS)
    return f"[{'#' * full}{'.' * (CELLS - full)}]"


def _done(job: Job) -> str:
    if job.total <= 0:
        return "waiting for its turn"
    if job.stage is Stage.FETCHING:
        return f"{job.done / MEBIBYTE:,.1f} of {job.total / MEBIBYTE:,.1f} MB"
    return f"{job.done:,} of {max(job.done, job.total):,}"


def _left(job: Job, seconds: float) -> str:
    """By the pace of this stage so far."""
    if seconds < SOONEST or not 0 < job.done < job.total:
        return ""
    left = round(seconds * (job.total - job.done) / job.done)
    return f", {left // 60}:{left % 60:02} left"
