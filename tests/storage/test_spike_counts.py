"""Opt-outs of a time are counted from the changes as one would count them by hand."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Final

import pytest

from storage import changes, spike_counts
from storage.engine import Database
from storage.lists import ListKey, made_for
from storage.spike_counts import Counted, Time
from storage.tables import ChangeCount
from storage.workspaces import made_for_team
from tests.conftest import Clock

COUNTED: Final = Counted("add", ["keyword"], ["slack"])
SENDER, EVERY = 5, 0
HOUR = timedelta(hours=1)

Change = Callable[..., None]


@pytest.fixture
def homes(database: Database, clock: Clock) -> list[int]:
    """Two workspaces, whose changes alternate."""
    with database.writing() as tx:
        return [
            made_for_team(tx, enterprise_id="", team_id=team, at=clock.now).id or 0
            for team in ("T0BAOBAB", "T0ACACIA")
        ]


@pytest.fixture
def change(database: Database) -> Change:
    """So many numbers were opted out of the lists of a sender, one list for each account."""
    requests = count()

    def recorded(
        home: int,
        at: datetime,
        *,
        opened: int = 1,
        sender: int = SENDER,
        accounts: tuple[int, ...] = (0,),
        origin: str = "keyword",
        kind: str = "add",
        note: str = "",
    ) -> None:
        row = {
            "workspace_id": home,
            "kind": kind,
            "actor": "U0THANDI",
            "origin": origin,
            "at": at,
            "note": note,
            "evidence": "{}",
            "request_key": f"request {next(requests)}",
            "undoes": 0,
            "low": 27830000000,
            "high": 27830000000 + opened - 1,
        }
        keys = [ListKey(account, "sms", sender) for account in accounts]
        with database.writing() as tx:
            made = changes.record(tx, row)
            assert made is not None
            counts = [
                ChangeCount(change_id=made.id or 0, list_id=each.id or 0, opened=opened)
                for each in made_for(tx, home, keys).values()
            ]
            changes.count(tx, counts)

    return recorded


def test_an_hour_is_counted_although_clocks_differ_by_minutes(
    database: Database, homes: list[int], change: Change, clock: Clock
) -> None:
    dice, now = Random(4), clock.now  # noqa: S311 - made data
    expected: dict[int, int] = {}
    for minute in range(180):
        at = now + timedelta(minutes=minute + dice.uniform(-2, 2))
        home, sender = dice.choice(homes), dice.choice((SENDER, EVERY))
        origin, opened = dice.choice(("keyword", "slack", "import")), dice.choice((1, 1, 2))
        change(home, at, opened=opened, sender=sender, origin=origin)
        counts = origin == "keyword" or (origin == "slack" and opened == 1)
        if home == homes[0] and counts and HOUR < at - now <= 2 * HOUR:
            expected[sender] = expected.get(sender, 0) + opened

    time = Time(now + HOUR, now + 2 * HOUR)
    with database.reading() as tx:
        found = spike_counts.by_sender(tx, homes[0], COUNTED, time)
        one, first = spike_counts.of_sender(tx, homes[0], COUNTED, time, sender=SENDER)

    assert found == expected
    assert one == expected[SENDER]
    assert first is not None
    assert time.since < first < time.since + timedelta(minutes=20)


def test_a_number_on_the_lists_of_several_accounts_is_one(
    database: Database, homes: list[int], change: Change, clock: Clock
) -> None:
    change(homes[0], clock.now, accounts=(1, 2, 3))

    with database.reading() as tx:
        time = Time(clock.now - HOUR, clock.now)
        assert spike_counts.by_sender(tx, homes[0], COUNTED, time) == {SENDER: 1}


def test_what_opened_nothing_or_was_no_addition_is_not_counted(
    database: Database, homes: list[int], change: Change, clock: Clock
) -> None:
    change(homes[0], clock.now, opened=0)
    change(homes[0], clock.now, kind="undo")

    with database.reading() as tx:
        time = Time(clock.now - HOUR, clock.now)
        assert spike_counts.by_sender(tx, homes[0], COUNTED, time) == {}
        nothing = spike_counts.of_sender(tx, homes[0], COUNTED, time, sender=SENDER)
        assert nothing == (0, None)
        assert spike_counts.by_sender(tx, homes[1], COUNTED, time) == {}


def test_what_was_said_is_told_oldest_first(
    database: Database, homes: list[int], change: Change, clock: Clock
) -> None:
    change(homes[0], clock.now - 2 * HOUR, note="too early")
    change(homes[0], clock.now, note="first", opened=3)
    change(homes[0], clock.now, note="of another", sender=EVERY)
    change(homes[0], clock.now, note="second", origin="slack")

    time = Time(clock.now - HOUR, clock.now)
    with database.reading() as tx:
        told = list(spike_counts.told(tx, homes[0], COUNTED, time, sender=SENDER))

    assert told == [("keyword", "first", "{}", 3), ("slack", "second", "{}", 1)]
