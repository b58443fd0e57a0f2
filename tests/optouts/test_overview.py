"""What the Home tab knows: totals, the last days, what is set up, and whether there is news."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from optouts import connections, overview, workspaces
from optouts.changes import Act
from optouts.connections import Entry
from optouts.core import Core
from optouts.errors import NotPermitted
from optouts.glance import Day, Glance, Step
from optouts.inbound import Provider
from optouts.numbers import E164
from optouts.outcomes import Added, Removed, Undone
from optouts.roles import Actor, Role
from optouts.words import WorkspaceId
from storage import tables
from tests.conftest import Clock

SetTo = Callable[[str, str], None]
Look = Callable[[], Glance]
NUMBERS = [E164(27_831_230_000 + each) for each in range(400)]


@pytest.fixture
def look(core: Core, workspace: WorkspaceId, viewer: Actor) -> Look:
    return lambda: overview.of(core, workspace, by=viewer)


@pytest.fixture
def version(core: Core, workspace: WorkspaceId) -> Callable[[], str]:
    return lambda: overview.version(core, workspace)


@pytest.fixture
def _lived(
    clock: Clock,
    opt_out: Callable[..., Added],
    remove: Callable[..., Removed],
    undo: Callable[..., Undone],
) -> None:
    """35 days in which people opted out, and in again, and some of it was a mistake."""
    dice, now = Random(5), clock.now  # noqa: S311 - made data
    clock.now = now - timedelta(days=35)
    left = list(NUMBERS)
    for _ in range(60):
        clock.advance(hours=14)
        some = [left.pop() for _ in range(dice.choice((1, 1, 2, 5)))]
        added = opt_out(*some)
        if dice.random() < 0.3:
            remove(some[0], on=[added.opened[0].list.id], note="asked")
        elif dice.random() < 0.3:
            undo(added.change)
    clock.now = now


def counted(glance: Glance) -> dict[date, tuple[int, int]]:
    """The days on which anything happened."""
    return {
        each.day: (each.opened, each.closed) for each in glance.days if each.opened or each.closed
    }


def test_every_one_of_the_last_thirty_days_is_there_the_oldest_first(look: Look) -> None:
    days = [each.day for each in look().days]

    assert (days[0], days[-1], len(days)) == (date(2026, 1, 31), date(2026, 3, 1), 30)
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))
    assert set(look().days) == {Day(each) for each in days}


@pytest.mark.usefixtures("_lived")
def test_a_month_counted_by_changes_is_the_month_counted_by_rows(core: Core, look: Look) -> None:
    with core.reading() as tx:
        changes = {row.id: row for row in tx.exec(select(tables.Change))}
        rows = tx.exec(select(tables.OptOut)).all()
    undone = {each.undoes for each in changes.values() if each.undoes}
    expected: dict[date, tuple[int, int]] = {}
    for row in rows:
        for change_id, (opened, closed) in ((row.since_change, (1, 0)), (row.until_change, (0, 1))):
            change = changes.get(change_id)
            if change is None or change.kind == "undo" or change_id in undone:
                continue
            if change.at >= datetime(2026, 1, 31, tzinfo=UTC):
                before = expected.get(change.at.date(), (0, 0))
                expected[change.at.date()] = (before[0] + opened, before[1] + closed)
    assert counted(look()) == expected
    assert sum(opened for opened, _ in expected.values()) > 50


def test_an_undo_that_was_undone_counts_again(
    look: Look, opt_out: Callable[..., Added], undo: Callable[..., Undone]
) -> None:
    added = opt_out(NUMBERS[0])
    undone = undo(added.change)
    assert counted(look()) == {}

    undo(undone.change)

    assert counted(look()) == {date(2026, 3, 1): (1, 0)}


def test_days_are_those_of_the_zone_also_where_clocks_change(
    look: Look, opt_out: Callable[..., Added], set_to: SetTo, clock: Clock
) -> None:
    set_to("zone", "Europe/London")
    clock.now = datetime(2026, 3, 28, 23, 59, tzinfo=UTC)  # the day before clocks go forward
    opt_out(NUMBERS[0])
    clock.now = datetime(2026, 3, 29, 22, 59, tzinfo=UTC)
    opt_out(NUMBERS[1], NUMBERS[2])
    clock.now = datetime(2026, 3, 29, 23, 0, tzinfo=UTC)  # midnight there
    opt_out(NUMBERS[3], NUMBERS[4], NUMBERS[5])

    assert counted(look()) == {
        date(2026, 3, 28): (1, 0),
        date(2026, 3, 29): (2, 0),
        date(2026, 3, 30): (3, 0),
    }


@contextmanager
def statements(core: Core) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(core.database.engine, "before_cursor_execute", note)
    yield said
    event.remove(core.database.engine, "before_cursor_execute", note)


def test_the_opt_outs_themselves_are_never_looked_through(
    core: Core, look: Look, version: Callable[[], str], opt_out: Callable[..., Added]
) -> None:
    opt_out(*NUMBERS)

    with statements(core) as said:
        glance = look()
        version()

    assert glance.standing == len(NUMBERS)
    assert [each for each in said if "opt_out " in each or "opt_out\n" in each] == []
    assert said


def test_the_steps_of_a_new_workspace_are_done_one_by_one(
    core: Core,
    workspace: WorkspaceId,
    manager: Actor,
    look: Look,
    request: pytest.FixtureRequest,
) -> None:
    set_to: SetTo = request.getfixturevalue("set_to")
    assert look().steps == frozenset()

    set_to("region", "ZA")
    set_to("zone", "UTC")
    assert look().steps == {Step.REGION, Step.ZONE}
    request.getfixturevalue("short_code")
    set_to("announcements", "C0OPTOUT")
    set_to("region", "")
    assert look().steps == {Step.ZONE, Step.SENDERS, Step.ANNOUNCEMENTS}
    workspaces.grant(core, workspace, "U0SIPHO", Role.VIEWER, by=manager)
    assert Step.ROLES in look().steps
    set_to("business", "Baobab")
    assert Step.BUSINESS in look().steps
    assert look().steps == set(Step) - {Step.REGION, Step.PROVIDERS}


def test_a_workspace_with_a_provider_hears_replies_until_it_is_retired(
    core: Core,
    workspace: WorkspaceId,
    manager: Actor,
    look: Look,
    version: Callable[[], str],
) -> None:
    seen = [version()]
    added = connections.add(
        core, workspace, Provider.GENERIC, Entry("Shop"), by=manager, request="form"
    )
    assert added is not None
    seen.append(version())
    assert Step.PROVIDERS in look().steps

    connections.retire(core, workspace, added[0].id, retired=True, by=manager)
    seen.append(version())

    assert Step.PROVIDERS not in look().steps
    assert len(set(seen)) == len(seen)


def test_there_is_news_when_something_changed_and_none_otherwise(
    version: Callable[[], str],
    set_to: SetTo,
    opt_out: Callable[..., Added],
    request: pytest.FixtureRequest,
    act: Callable[..., Act],
) -> None:
    seen = [version(), version()]
    opt_out(NUMBERS[0])
    seen.append(version())
    set_to("zone", "Europe/London")
    seen.append(version())
    request.getfixturevalue("short_code")
    seen.append(version())
    act()

    assert seen[0] == seen[1]
    assert len(set(seen)) == 4
    assert version() == seen[-1]


def test_whoever_may_not_look_learns_nothing(
    core: Core, workspace: WorkspaceId, guest: Actor
) -> None:
    with pytest.raises(NotPermitted):
        overview.of(core, workspace, by=guest)
