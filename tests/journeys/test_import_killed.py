"""The bot is killed while somebody's file is fetched, read, applied and undone, and comes back."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Final

import pytest

from bot.sandbox.person import Message
from bot.sandbox.server import Sandbox
from storage import opt_outs
from storage.engine import Database
from storage.lists import of_workspace
from tests.journeys.bot_process import BotProcess, Watching, unhurried
from tests.journeys.importing import handed, said

IN_THE_FILE: Final = range(27831230000, 27831233000)
DEATHS: Final = {
    "import:fetching": 100,
    "import:reading": 300,
    "import:applying": 1800,
    "undo:applying": 1400,
}
"""Of how many calls of functions within such work one is the last: at least twice that it takes."""

EACH: Final = 2
"""So often it is killed in each; more without getting anywhere, and a job is given up."""


class UneasyBot(BotProcess):
    """Dies in each kind of work, one after the other, and is started again a minute later."""

    def __init__(self, slack: Sandbox, database_url: str, folder: Path, random: Random) -> None:
        super().__init__(slack, database_url, folder)
        self.kills = 0
        self._deaths = [
            (work, random.randint(1, calls)) for work, calls in DEATHS.items() for _ in range(EACH)
        ]

    def comes_back(self) -> None:
        work, calls = self._deaths[self.kills] if self.kills < len(self._deaths) else ("", 0)
        self.start("tests.journeys.mortal_bot", work, str(calls), str(self.kills))

    def is_killed(self, times: int = EACH) -> None:
        for _ in range(times):
            assert self.ended() == -signal.SIGKILL, self.log
            self.kills += 1
            self.comes_back()  # and may be killed before Slack has seen it
        self.connected()


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with unhurried() as slack:
        yield slack


@pytest.fixture
def bot(slack: Sandbox, database_url: str, tmp_path: Path) -> Iterator[UneasyBot]:
    bot = UneasyBot(slack, database_url, tmp_path, Random(27))  # noqa: S311 - when to die, no secret
    bot.set_up_company()
    bot.comes_back()
    bot.connected()
    yield bot
    bot.stop()


@pytest.fixture
def stop_list(tmp_path: Path) -> Path:
    file = tmp_path / "stop-list.csv"
    numbers = "".join(f"+{number}\n" for number in [*IN_THE_FILE, IN_THE_FILE[0]])
    file.write_text(f"phone\n{numbers}nobody\n")
    return file


def listed(bot: BotProcess) -> int:
    """How many opt-outs the lists hold: counted by hand, and as they say themselves."""
    database = Database(bot.database_url)
    with database.reading() as tx:
        rows = of_workspace(tx, 1)
        counted = sum(opt_outs.count_open(tx, list_id=row.id or 0) for row in rows)
    database.close()
    assert counted == sum(row.size for row in rows)
    return counted


def test_a_bot_that_is_killed_again_and_again_imports_and_undoes_as_if_nothing_had_happened(
    slack: Sandbox, bot: UneasyBot, stop_list: Path
) -> None:
    watching, thandi = Watching(slack), slack.person("thandi")

    def shows(words: str) -> Callable[[], list[Message]]:
        return lambda: [each for each in said(thandi) if words in each.text]

    thandi.types("", channel="dm", files=[stop_list])
    bot.is_killed()
    watching.until(shows("Choose and Check…"))
    thandi.clicks("Choose and Check…", channel="dm")
    watching.until(lambda: thandi.modal)
    thandi.submits()
    bot.is_killed()
    watching.until(shows("Dry run of `stop-list.csv`: 3,000 would be added"))
    thandi.clicks("Add 3,000 Numbers", channel="dm")
    bot.is_killed()
    watching.until(shows("Imported `stop-list.csv`"))
    [refused] = watching.until(lambda: handed(thandi))
    assert b"nobody" in thandi.downloads(refused.files[1].id)
    assert listed(bot) == len(IN_THE_FILE)

    thandi.clicks("Undo This Import", channel="dm")
    bot.is_killed()
    watching.until(shows("Undid an import"))

    assert listed(bot) == 0
    assert bot.kills == EACH * len(DEATHS)
    [imported, undone] = said(thandi)
    assert "3,000 opt-outs added" in imported.text
    assert "1 duplicate counted once. 1 row refused" in imported.text
    assert "3,000 opt-outs taken off again" in undone.text
    assert [each.name for each in refused.files] == ["refused-rows.xlsx", "refused-rows.csv"]
    assert handed(thandi) == [refused]
