"""A million opt-outs become a workbook: seen on its way, cancelled, had again, across a kill."""

import os
import shutil
import signal
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from bot.sandbox import seeding
from bot.sandbox.person import Message
from bot.sandbox.server import Sandbox
from optouts import changes, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.numbers import E164
from optouts.places import Choice
from optouts.words import Channel, Origin
from storage import bulk
from storage.engine import Database
from storage.lists import resize
from tests.journeys.bot_process import BotProcess, Watching, unhurried
from tests.journeys.importing import handed, said, whispers

FIRST: Final = 27_830_000_000
ROWS: Final = 1_000_000
A_CHUNK: Final = 100_000


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with unhurried() as slack:
        yield slack


@pytest.fixture
def bot(slack: Sandbox, sqlite_template: Path, tmp_path: Path) -> Iterator[BotProcess]:
    database = tmp_path / "optout.db"
    shutil.copy(sqlite_template, database)
    bot = BotProcess(slack, f"sqlite:///{database}", tmp_path)
    bot.set_up_company()
    fill(bot.database_url)
    bot.start()
    bot.connected()
    yield bot
    bot.stop()


def fill(url: str) -> None:
    """As one import would have put them on the list."""
    database = Database(url)
    core = Core(database, lambda: datetime.now(UTC))
    workspace = workspaces.of_team(core, enterprise_id="", team_id=seeding.TEAM)
    act = Act(workspace, seeding.THANDI, Origin.IMPORT, "the list of old")
    [first] = changes.add(core, act, [E164(FIRST)], Choice(frozenset({Channel.SMS}))).opened
    numbers = np.arange(FIRST, FIRST + ROWS, dtype=np.int64)
    for start in range(0, ROWS, A_CHUNK):
        with database.writing() as tx:
            some = numbers[start : start + A_CHUNK]
            opened = bulk.open_many(tx, some, list_id=first.list.id, since=first.since.id)
            resize(tx, {first.list.id: opened})
    database.close()


def rows_of(workbook: bytes) -> int:
    """Of the first sheet, without its heading."""
    with zipfile.ZipFile(BytesIO(workbook)) as parts, parts.open("xl/worksheets/sheet1.xml") as xml:
        return xml.read().count(b"<row ") - 1


def test_a_million_opt_outs_are_exported_across_a_cancel_and_a_kill(
    slack: Sandbox, bot: BotProcess
) -> None:
    watching, thandi, naledi = Watching(slack), slack.person("thandi"), slack.person("naledi")

    def shows(words: str) -> Callable[[], list[Message]]:
        return lambda: [each for each in said(thandi) if words in each.text]

    thandi.types("/optout export purpose the yearly audit", channel="dm")
    watching.until(lambda: thandi.modal)
    thandi.submits()
    watching.until(shows("of 1,000,000 rows"))
    thandi.clicks("Cancel", channel="dm")
    watching.until(shows("*Export cancelled: all lists*"))
    assert handed(thandi) == []

    thandi.clicks("Try Again", channel="dm")
    watching.until(shows("of 1,000,000 rows"))
    # Somebody is answered meanwhile; so the bot has noted where the message stands.
    naledi.types("/optout check +27720000000", channel="#opt-outs")
    [verdict] = watching.until(lambda: whispers(naledi))
    assert "is not opted out" in verdict
    os.kill(bot.id, signal.SIGKILL)
    assert bot.ended() == -signal.SIGKILL
    assert handed(thandi) == []
    # A minute later: what the dead one held is free.
    bot.start("tests.journeys.mortal_bot", "", "0", "1")
    bot.connected()

    watching.until(lambda: handed(thandi))
    cancelled, exported = said(thandi)
    assert "cancelled" in cancelled.text
    assert exported.text.startswith("*Exported 1,000,000 opt-outs: all lists*")
    assert "1,000,000 different numbers · workbook, " in exported.text
    assert exported.edited
    [file] = handed(thandi)
    assert rows_of(thandi.downloads(file.files[0].id)) == ROWS
