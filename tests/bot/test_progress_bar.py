"""How far an import is, at a terminal and in a log."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.progress_bar import ProgressBar
from optouts.jobs import Job, JobId, JobKind, Report, Stage
from optouts.words import ActorId, WorkspaceId

BEGUN = datetime(2026, 3, 1, 9, tzinfo=UTC)
READING = Job(
    JobId(1),
    WorkspaceId(1),
    JobKind.IMPORT,
    Stage.READING,
    ActorId("cli:thandi"),
    BEGUN,
    BEGUN,
    Report(),
    total=8_000,
)


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True

    @property
    def line(self) -> str:
        """What stands in the line that is written over again and again."""
        return self.getvalue().rpartition("\r\x1b[K")[2]


def test_a_terminal_shows_a_bar_the_rows_and_the_time_left() -> None:
    screen = Screen()
    bar = ProgressBar(screen)

    bar.show(replace(READING, done=2_000), now=BEGUN + timedelta(seconds=25))

    assert screen.line == "Reading   [######..................]  25%  2,000 of 8,000, 1:15 left"
    bar.clear()
    assert screen.line == ""


@pytest.mark.parametrize(
    ("job", "line"),
    [
        (replace(READING, total=0), "  0%  waiting for its turn"),
        (replace(READING, done=8_100), "100%  8,100 of 8,100"),
        (
            replace(READING, stage=Stage.FETCHING, done=1 << 20, total=2 << 20),
            " 50%  1.0 of 2.0 MB",
        ),
    ],
)
def test_what_is_not_known_is_not_said(job: Job, line: str) -> None:
    screen = Screen()

    ProgressBar(screen).show(job, now=BEGUN)

    assert screen.line.endswith(line)


def test_a_log_gets_a_line_every_ten_per_cent() -> None:
    log = io.StringIO()
    bar = ProgressBar(log)

    for done in range(0, 8_001, 100):
        bar.show(replace(READING, done=done), now=BEGUN)
    bar.clear()

    lines = log.getvalue().splitlines()
    assert len(lines) == 11
    assert lines[1] == "Reading: 10%, 800 of 8,000"


def test_a_job_that_waits_for_somebody_is_not_shown() -> None:
    log = io.StringIO()

    ProgressBar(log).show(replace(READING, stage=Stage.READY), now=BEGUN)

    assert log.getvalue() == ""
