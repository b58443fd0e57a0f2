"""The bot as `optout run` runs it, but killed once it has worked on a job for a while.

python -m tests.journeys.mortal_bot KIND:STAGE CALLS MINUTES: it dies at so many calls of functions
within such work (0: never), and its clock is so many minutes ahead.
"""

import os
import signal
import sys
from datetime import timedelta
from types import FrameType
from typing import Final

from bot import logs
from bot.application import Application, utc_now
from bot.end_signals import EndSignals
from bot.settings import Settings
from optouts import applying, dry_run, working
from optouts.working import Work
from storage import tables

OURS: Final = ("optouts", "storage")


def die_in(work: str, calls: int) -> None:
    left, run = calls, Work.run

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal left
        if event in {"call", "return"} and frame.f_globals.get("__name__", "").startswith(OURS):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    def run_and_die(self: Work, row: tables.Job) -> None:
        # Killed between a first message and the note of where it stands, which is a moment in a
        # million, the bot would post a second one: it says nothing of how far it is.
        self.means.told = working.never
        if work == f"{row.kind}:{row.stage}":
            sys.setprofile(count)
        try:
            run(self, row)
        finally:
            sys.setprofile(None)

    Work.run = run_and_die  # type: ignore[method-assign]


def main(work: str, calls: str, minutes: str) -> None:
    applying.ROWS = 100  # type: ignore[misc]  # small chunks: many places to die at
    applying.MOST_TIMES_ROWS = 1  # type: ignore[misc]
    applying.MOST_TIMES_ROWS = 1  # type: ignore[misc]
    dry_run.STRETCH = 250  # type: ignore[misc]
    die_in(work, int(calls))
    settings = Settings()
    logs.configure(settings)
    with EndSignals() as end:
        application = Application(settings, lambda: utc_now() + timedelta(minutes=int(minutes)))
        application.start()
        end.wait()
        application.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
