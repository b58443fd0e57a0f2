"""A report is posted once: by two bots on one database, and by one that was away at its time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.application import Application
from bot.sandbox.person import Person
from bot.sandbox.running import settings_for
from bot.sandbox.server import Sandbox
from tests.conftest import Clock
from tests.journeys import reporting
from tests.journeys.conftest import assert_settled

Start = Callable[[], Application]


@pytest.fixture
def start(slack: Sandbox, database_url: str, clock: Clock, tmp_path: Path) -> Iterator[Start]:
    """Start another bot, on the same database."""
    started: list[Application] = []

    def another() -> Application:
        settings = settings_for(slack, database_url, tmp_path / f"spool {len(started)}")
        started.append(Application(settings, clock))
        started[-1].start()
        return started[-1]

    yield another
    for each in started:
        each.give_up()
    slack.hang_up()
    for each in started:
        each.stop()


def test_two_bots_on_one_database_post_each_report_once(
    company: Application, start: Start, thandi: Person, clock: Clock
) -> None:
    reporting.schedules(thandi, when="Every day")
    bots = [company, start()]

    for _ in range(3):
        clock.advance(days=1)
        with ThreadPoolExecutor(len(bots)) as threads:
            list(threads.map(assert_settled, bots))
    for each in bots:
        assert_settled(each)

    assert len(reporting.posted(thandi)) == 3


def test_a_bot_that_was_away_posts_one_report_when_it_is_back(
    company: Application, slack: Sandbox, start: Start, thandi: Person, clock: Clock
) -> None:
    reporting.schedules(thandi, when="Every day")
    company.give_up()
    slack.hang_up()
    company.stop()

    clock.advance(days=3)
    assert_settled(start())

    (late,) = reporting.posted(thandi)
    assert "This report comes late" in late.text
    assert "It stands for 2 earlier ones that I missed" in late.text
