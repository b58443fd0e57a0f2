"""Single opt-outs that people type while the bot reads and applies a long file."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

from bench import bots, databases
from bench.figures import Figure, percentile
from bench.import_desk import Desk
from bench.in_slack import Asking
from bench.memory import watched
from bot.doctor import MANIFEST
from bot.sandbox.server import Sandbox
from bot.settings import Transport
from optouts.jobs import Job, Stage

_BETWEEN: Final = 0.02
"""Seconds from an answer to the next question."""

_WARM_UP, _QUIET = 20, 100
_FIRST, _LAST = 27_82_000_0000, 27_84_999_9999
_PATIENCE: Final = 600.0


def run(url: str, folder: Path, file: Path, rows: int) -> None:
    desk = Desk(url, folder)
    job = desk.surveyed(file)
    with (
        Sandbox(manifest=MANIFEST) as slack,
        bots.started(bots.ours, slack, Transport.SOCKET, url, desk.core.spool) as bot,
    ):
        person = _Person(slack, desk)
        person.adds(_WARM_UP)
        quiet = person.adds(_QUIET)
        with watched(bot.process) as memory:
            desk.chosen(job)
            busy = person.adds_while(job, Stage.READING)
            desk.confirmed(job)
            busy += person.adds_while(job, Stage.APPLYING)
    desk.close()
    figures: dict[str, Callable[[list[float]], float]] = {
        "import.adds": lambda took: percentile(took, 99),
        "import.adds.slowest": max,
    }
    for name, of in figures.items():
        Figure(
            name,
            databases.SQLITE,
            ours=round(of(busy), 1),
            yardstick=round(of(quiet), 1),
            ratio=round(of(busy) / of(quiet), 2),
            p50=round(percentile(busy, 50), 1),
            p99=round(percentile(busy, 99), 1),
            peak_rss_mib=memory.peak_mib,
            rows=rows,
        ).show()


class _Person:
    def __init__(self, slack: Sandbox, desk: Desk) -> None:
        self._asking = Asking(slack)
        self._desk = desk
        self._dice = Random(_FIRST)  # noqa: S311 - data for a benchmark

    def adds(self, amount: int) -> list[float]:
        return [self._add() for _ in range(amount)]

    def adds_while(self, job: Job, stage: Stage) -> list[float]:
        took: list[float] = []
        ends_at = time.monotonic() + _PATIENCE
        while (seen := self._desk.seen(job)).stage is stage:
            if time.monotonic() > ends_at:
                raise AssertionError(seen)
            took.append(self._add())
        return took

    def _add(self) -> float:
        number = self._dice.randint(_FIRST, _LAST)
        self._asking.ask(f"/optout add +{number}", expected="opted out")
        time.sleep(_BETWEEN)
        return self._asking.answered
