"""A hundred megabytes go in through the direct messages while everybody else is answered."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from bot.sandbox.person import Message, Person
from bot.sandbox.server import Sandbox
from storage import opt_outs
from storage.engine import Database
from storage.lists import of_workspace
from tests.journeys.bot_process import (
    PATIENCE,
    BotProcess,
    Watching,
    unhurried,
    watched_memory,
)
from tests.journeys.importing import handed, said, whispers

MIB: Final = 1 << 20
LARGEST: Final = 100 * MIB
MOST_MEMORY: Final = 400 * MIB
HEADING: Final = b"phone\r\n"
GARBAGE: Final = b"nobody at all\r\n" * 1000
LINE: Final = b"+27830000000\r\n"
REPEATED: Final = 5000
DISTINCT: Final = (LARGEST - len(HEADING) - len(GARBAGE)) // len(LINE) - REPEATED

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="memory is not seen")


@pytest.fixture
def stop_list(tmp_path: Path) -> Path:
    """As large as a file may be: 7.5 million numbers in no order, and some that are none."""
    order = np.random.default_rng(27).permutation(DISTINCT).astype(np.uint32)
    numbers = np.concatenate([order, order[:REPEATED]])
    lines = np.empty((len(numbers), len(LINE)), np.uint8)
    lines[:] = np.frombuffer(LINE, np.uint8)
    for place in range(11, 4, -1):
        lines[:, place] = numbers % 10 + ord("0")
        numbers //= 10
    file = tmp_path / "stop-list.csv"
    with file.open("wb") as out:
        out.writelines([HEADING, lines.data, GARBAGE])
    assert LARGEST - len(LINE) < file.stat().st_size <= LARGEST
    return file


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with unhurried() as slack:
        slack.ack_seconds = PATIENCE
        yield slack


@pytest.fixture
def bot(slack: Sandbox, sqlite_template: Path, tmp_path: Path) -> Iterator[BotProcess]:
    database = tmp_path / "optout.db"
    shutil.copy(sqlite_template, database)
    bot = BotProcess(slack, f"sqlite:///{database}", tmp_path)
    bot.set_up_company()
    bot.start()
    bot.connected()
    yield bot
    bot.stop()


class Colleague:
    """Somebody else, who asks one thing after the other and looks at each answer."""

    def __init__(self, person: Person, watching: Watching) -> None:
        self._person = person
        self._watching = watching
        self._numbers = count(27720000000)
        self.added = 0

    def asks_until(self, over: Callable[[], object]) -> None:
        """At least once, whatever has come to pass before."""
        while True:
            number = f"+{next(self._numbers)}"
            self._asks(f"/optout check {number}", "is not opted out")
            self._asks(f"/optout add {number}", "Opted out")
            self.added += 1
            if over():
                return

    def _asks(self, text: str, answer: str) -> None:
        before = len(whispers(self._person))
        self._person.types(text, channel="#opt-outs")
        assert self._person.trouble == ""
        [told] = self._watching.until(lambda: whispers(self._person)[before:])
        assert answer in told


def size_of_the_only_list(bot: BotProcess) -> int:
    """Counted by hand, and as the list itself says."""
    database = Database(bot.database_url)
    with database.reading() as tx:
        [only] = of_workspace(tx, 1)
        counted = opt_outs.count_open(tx, list_id=only.id or 0)
    database.close()
    assert only.size == counted
    return counted


def test_a_file_of_a_hundred_megabytes_is_imported_while_others_are_answered(
    slack: Sandbox, bot: BotProcess, stop_list: Path
) -> None:
    watching = Watching(slack)
    thandi, naledi = slack.person("thandi"), Colleague(slack.person("naledi"), watching)

    def shows(words: str) -> list[Message]:
        return [each for each in said(thandi) if words in each.text]

    with watched_memory(bot.id) as memory:
        thandi.types("", channel="dm", files=[stop_list])
        naledi.asks_until(lambda: shows("Nothing has changed yet"))
        watching.until(lambda: shows("Choose and Check…"))
        thandi.clicks("Choose and Check…", channel="dm")
        watching.until(lambda: thandi.modal)
        thandi.submits()
        naledi.asks_until(lambda: shows("Dry run"))
        [ready] = shows("Dry run")
        thandi.clicks(f"Add {DISTINCT:,} Numbers", channel="dm")
        naledi.asks_until(lambda: shows("Imported"))
        watching.until(lambda: handed(thandi))

    assert f"{DISTINCT:,} would be added" in ready.text
    [done] = said(thandi)
    assert done.edited
    assert f"{DISTINCT:,} opt-outs added" in done.text
    assert f"{REPEATED:,} duplicates counted once" in done.text
    assert "1,000 rows refused" in done.text
    assert memory.peak < MOST_MEMORY, f"{memory.peak / MIB:.0f} MiB"
    assert size_of_the_only_list(bot) == DISTINCT + naledi.added
