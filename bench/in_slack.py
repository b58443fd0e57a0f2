"""The whole bot in the pretend workspace: until the ack, and until the answer can be read."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from bench import bots, databases, filling, raw
from bench.figures import MILLISECONDS, WARM_UP, Figure, Timings
from bench.filling import Company
from bot.doctor import MANIFEST
from bot.sandbox.server import Sandbox
from bot.settings import Transport
from optouts.core import Core
from optouts.numbers import E164
from storage.engine import Database

ROUNDS: Final = 100
PERSON: Final = "thandi"
ASKED: Final = "C0RETAIL"
ANNOUNCED: Final = "C0OPTOUT"
PATIENCE: Final = 10.0
PLAIN_ANSWER: Final = "done"
"""What the yardstick's bot says to everything."""


def run(engine: str, rows: int) -> None:
    with databases.made(engine) as url:
        database = Database(url)
        core = Core(database, lambda: datetime.now(UTC))
        with raw.connected(url) as driver:
            company = filling.filled(core, driver, rows)
        database.close()
        for series, transport in enumerate(Transport, start=1):
            figures = _measured(company, url, engine, transport, series=series)
            for figure in figures:
                figure.show()


def _measured(
    company: Company, url: str, engine: str, transport: Transport, *, series: int
) -> list[Figure]:
    numbers = company.numbers
    picked = numbers.sample(ROUNDS + WARM_UP, seed=series)
    acts: dict[str, Callable[[int], E164]] = {
        "check": lambda each: numbers.listed(picked[each]),
        "history": lambda each: numbers.listed(picked[each]),
        "add": lambda each: numbers.free(picked[each], series),
    }
    with (
        Sandbox(manifest=MANIFEST) as slack,
        Sandbox(manifest=MANIFEST) as other,
        bots.started(bots.plain, other, transport),
        bots.started(bots.ours, slack, transport, url) as bot,
    ):
        ours, yardstick = Asking(slack), Asking(other)
        acks = Timings([], [])
        answers: dict[str, Timings] = {}
        for word, number in acts.items():
            answers[word] = Timings([], [])
            for each in range(ROUNDS + WARM_UP):
                typed = f"/optout {word} {number(each).international}"
                ours.ask(typed, expected="opted out", announced=word == "add")
                yardstick.ask(typed, expected=PLAIN_ANSWER)
                if each >= WARM_UP:
                    acks.ours.append(ours.acked)
                    acks.yardstick.append(yardstick.acked)
                    answers[word].ours.append(ours.answered)
                    answers[word].yardstick.append(yardstick.answered)
    name, rows = f"slack.{transport}", numbers.rows
    return [
        acks.figure(f"{name}.ack", engine, rows=rows),
        *(
            answers[word].figure(f"{name}.{word}", engine, rows=rows)
            for word in ("add", "check", "history")
        ),
        Figure(f"{name}.memory", engine, unit="MiB", peak_rss_mib=bot.peak_rss_mib, rows=rows),
    ]


class Asking:
    """A person who types, and looks at the screen until the answer is there."""

    def __init__(self, slack: Sandbox) -> None:
        self.acked = self.answered = 0.0
        self._person = slack.person(PERSON)
        self._workspace = slack.workspace
        self._changed = threading.Condition()
        self._start = 0.0
        self._before = 0
        slack.settle = self._see_answer
        slack.workspace.watchers.append(self._look)

    def ask(self, typed: str, *, expected: str, announced: bool = False) -> None:
        """Milliseconds until the ack and the answer are in `acked` and `answered` then."""
        told = self._amount(ANNOUNCED)
        self._before = self._amount(ASKED)
        self._start = time.perf_counter()
        self._person.types(typed, channel=ASKED)
        answer = self._workspace.posts[ASKED][-1].text
        if self._person.trouble or expected not in answer.casefold():
            raise RuntimeError(f"{typed} was answered with {self._person.trouble or answer!r}")
        if announced:
            self._wait_for_more(ANNOUNCED, told)

    def _see_answer(self) -> None:
        """Called by the sandbox as soon as the bot has acked."""
        self.acked = (time.perf_counter() - self._start) * MILLISECONDS
        self._wait_for_more(ASKED, self._before)
        self.answered = (time.perf_counter() - self._start) * MILLISECONDS

    def _look(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _amount(self, channel: str) -> int:
        return len(self._workspace.posts[channel])

    def _wait_for_more(self, channel: str, before: int) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._amount(channel) > before, PATIENCE):
                raise RuntimeError(f"nothing was said in {channel}")
