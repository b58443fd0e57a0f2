"""Runs of schedules: once each, whatever becomes of clocks, processes and the time between."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Barrier

import pytest

from optouts import schedules
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import StorageAway
from optouts.roles import Actor
from optouts.schedule import Every, Plan, Run, Schedule, What, When
from optouts.words import WorkspaceId
from storage import tables
from storage.engine import Database
from tests.conftest import Clock

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
DAILY = When(Every.DAY, "08:00", "Africa/Johannesburg")
PLAN = Plan(What.DIGEST, DAILY, ("C0REPORTS",))

Made = Callable[..., Schedule]
Runs = Callable[[], list[Run]]


@pytest.fixture
def made(core: Core, act: Callable[..., Act]) -> Made:
    """A schedule of the manager's, daily but for what is said otherwise."""

    def scheduled(**otherwise: object) -> Schedule:
        return schedules.create(core, act(), replace(PLAN, **otherwise))  # type: ignore[arg-type]  # fields of Plan, by name

    return scheduled


@pytest.fixture
def daily(made: Made) -> Schedule:
    return made()


@pytest.fixture
def runs(core: Core, daily: Schedule, viewer: Actor) -> Runs:
    """The runs of the daily schedule so far, the oldest first."""

    def so_far() -> list[Run]:
        newest = schedules.runs(core, daily.workspace, daily.id, by=viewer, limit=100)
        return [job.run for job in reversed(newest) if job.run]

    return so_far


@pytest.fixture
def other_process(core: Core, database_url: str) -> Iterator[Core]:
    database = Database(database_url)
    yield replace(core, database=database)
    database.close()


def test_nothing_is_run_before_its_time(core: Core, runs: Runs, clock: Clock) -> None:
    clock.now = MONDAY - timedelta(microseconds=1)
    assert schedules.run_due(core) == 0

    clock.now = MONDAY
    assert schedules.run_due(core) == 1
    assert schedules.run_due(core) == 0

    assert runs() == [Run(runs()[0].schedule, MONDAY, MONDAY - DAY, "C0REPORTS")]


def test_each_report_begins_where_the_last_one_ended(core: Core, runs: Runs, clock: Clock) -> None:
    for days in range(3):
        clock.now = MONDAY + days * DAY + timedelta(seconds=15)
        schedules.run_due(core)

    assert [(run.since, run.due) for run in runs()] == [
        (MONDAY + days * DAY, MONDAY + (days + 1) * DAY) for days in (-1, 0, 1)
    ]
    assert not any(run.late or run.missed for run in runs())


def test_every_place_gets_its_own_report(
    core: Core, made: Made, clock: Clock, viewer: Actor
) -> None:
    both = made(places=("C1", "U1"))
    clock.now = MONDAY

    assert schedules.run_due(core) == 2
    newest = schedules.runs(core, both.workspace, both.id, by=viewer, limit=10)

    assert {job.report.channel for job in newest} == {"C1", "U1"}


def test_a_report_says_that_it_is_late_after_ten_minutes(
    core: Core, runs: Runs, clock: Clock
) -> None:
    clock.now = MONDAY + timedelta(minutes=10)
    schedules.run_due(core)
    clock.now = MONDAY + DAY + timedelta(minutes=10, seconds=1)
    schedules.run_due(core)

    assert [(run.due, run.late) for run in runs()] == [(MONDAY, False), (MONDAY + DAY, True)]


def test_one_report_stands_for_all_that_were_missed(core: Core, runs: Runs, clock: Clock) -> None:
    clock.now = MONDAY
    schedules.run_due(core)
    clock.now = MONDAY + 4 * DAY + timedelta(hours=3)

    assert schedules.run_due(core) == 1
    assert schedules.run_due(core) == 0

    late = runs()[1]
    assert (late.since, late.due) == (MONDAY, MONDAY + 4 * DAY)
    assert (late.late, late.missed) == (True, 3)


def test_the_first_report_reaches_back_over_those_that_were_missed_before_it(
    core: Core, runs: Runs, clock: Clock
) -> None:
    clock.now = MONDAY + 2 * DAY
    schedules.run_due(core)

    assert [(run.since, run.due, run.missed) for run in runs()] == [
        (MONDAY - DAY, MONDAY + 2 * DAY, 2)
    ]


def test_a_year_of_missed_minutes_is_one_report(core: Core, made: Made, clock: Clock) -> None:
    made(when=When(Every.CRON, cron="* * * * *"))
    clock.advance(days=365)

    assert schedules.run_due(core) == 1
    assert schedules.run_due(core) == 0


def test_after_a_pause_the_next_report_tells_of_the_pause_too(
    core: Core, act: Callable[..., Act], daily: Schedule, runs: Runs, clock: Clock
) -> None:
    clock.now = MONDAY
    schedules.run_due(core)
    schedules.pause(core, act(), daily.id, on=True)
    clock.now = MONDAY + 3 * DAY - timedelta(hours=1)
    schedules.pause(core, act(), daily.id, on=False)
    clock.now = MONDAY + 3 * DAY
    schedules.run_due(core)

    assert [(run.since, run.due, run.missed) for run in runs()[1:]] == [
        (MONDAY, MONDAY + 3 * DAY, 0)
    ]


def test_after_its_last_day_a_report_ends(
    core: Core, made: Made, clock: Clock, viewer: Actor
) -> None:
    short = made(until=MONDAY + DAY)
    for days in range(3):
        clock.now = MONDAY + days * DAY
        schedules.run_due(core)

    found = schedules.runs(core, short.workspace, short.id, by=viewer, limit=10)
    assert [job.run.due for job in found if job.run] == [MONDAY + DAY, MONDAY]
    assert schedules.of_id(core, short.workspace, short.id, by=viewer).next_at is None


def test_what_was_missed_until_its_last_day_is_told_afterwards(
    core: Core, made: Made, clock: Clock, viewer: Actor
) -> None:
    short = made(until=MONDAY + DAY)
    clock.now = MONDAY + 5 * DAY
    schedules.run_due(core)

    (job,) = schedules.runs(core, short.workspace, short.id, by=viewer, limit=10)
    assert job.run
    assert (job.run.due, job.run.late, job.run.missed) == (MONDAY + DAY, True, 1)


def test_what_is_due_only_after_a_last_day_that_was_set_since_is_not_sent(
    core: Core, act: Callable[..., Act], daily: Schedule, runs: Runs, clock: Clock
) -> None:
    schedules.edit(core, act(), daily.id, replace(PLAN, until=MONDAY + DAY))
    clock.now = MONDAY + 2 * DAY
    schedules.run_due(core)
    clock.now = MONDAY + DAY
    schedules.run_due(core)

    assert [run.due for run in runs()] == [MONDAY + DAY]


def test_a_clock_that_is_set_back_sends_nothing_twice(core: Core, runs: Runs, clock: Clock) -> None:
    for now in (MONDAY, MONDAY - timedelta(hours=2), MONDAY, MONDAY + timedelta(minutes=1)):
        clock.now = now
        schedules.run_due(core)

    assert [run.due for run in runs()] == [MONDAY]


def test_a_clock_that_was_ahead_by_days_sends_nothing_twice_once_it_is_right(
    core: Core, act: Callable[..., Act], daily: Schedule, runs: Runs, clock: Clock
) -> None:
    clock.now = MONDAY + 2 * DAY
    schedules.run_due(core)
    clock.now = MONDAY + timedelta(hours=1)
    schedules.pause(core, act(), daily.id, on=True)
    schedules.pause(core, act(), daily.id, on=False)
    for days in (1, 2, 3):
        clock.now = MONDAY + days * DAY
        schedules.run_due(core)

    assert [run.due for run in runs()] == [MONDAY + days * DAY for days in (2, 1, 3)]
    assert all(run.since < run.due for run in runs())


def test_a_process_that_starts_anew_goes_on_where_the_last_one_was(
    core: Core, other_process: Core, runs: Runs, clock: Clock
) -> None:
    clock.now = MONDAY
    assert schedules.run_due(core) == 1
    assert schedules.run_due(other_process) == 0

    clock.now = MONDAY + DAY
    assert schedules.run_due(other_process) == 1
    assert schedules.run_due(core) == 0

    assert [run.due for run in runs()] == [MONDAY, MONDAY + DAY]


def test_of_several_processes_that_tick_at_once_one_makes_the_report(
    core: Core, other_process: Core, made: Made, runs: Runs, clock: Clock
) -> None:
    made(places=("C1", "C2"))
    processes = [core, other_process, core, other_process]

    for days in range(5):
        clock.now = MONDAY + days * DAY
        start = Barrier(len(processes), timeout=10)

        def tick(process: Core, start: Barrier = start) -> int:
            start.wait()
            return schedules.run_due(process)

        with ThreadPoolExecutor(len(processes)) as threads:
            assert sum(threads.map(tick, processes)) == 3

    assert [run.due for run in runs()] == [MONDAY + days * DAY for days in range(5)]


def test_a_form_that_is_delivered_three_times_at_once_makes_one_report(
    core: Core, act: Callable[..., Act], workspace: WorkspaceId, viewer: Actor
) -> None:
    start = Barrier(3, timeout=10)
    asked = act(request="envelope 1")

    def deliver(_time: int) -> Schedule:
        start.wait()
        return schedules.create(core, asked, PLAN)

    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(deliver, range(3)))

    assert list(schedules.of_workspace(core, workspace, by=viewer)) == found[:1]
    assert found[0] == found[1] == found[2]


def test_a_schedule_that_cannot_be_run_does_not_hold_up_the_others(
    core: Core,
    daily: Schedule,
    made: Made,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    made(places=("C1",))
    with core.writing() as tx:
        row = tx.get_one(tables.ReportSchedule, daily.id)
        row.body = "{}"
    clock.now = MONDAY

    with caplog.at_level(logging.ERROR):
        assert schedules.run_due(core) == 1

    assert f"schedule {daily.id} cannot be run" in caplog.text


def test_a_database_that_is_away_is_told_of(stranded: Core) -> None:
    with pytest.raises(StorageAway):
        schedules.run_due(stranded)


def test_a_weekly_report_keeps_its_hour_through_both_changes_of_the_clocks(
    core: Core, made: Made, clock: Clock, viewer: Actor
) -> None:
    mondays = made(when=When(Every.WEEK, "08:00", "Europe/Berlin"))
    while clock.now < datetime(2026, 11, 10, tzinfo=UTC):
        clock.advance(hours=6)
        schedules.run_due(core)

    found = schedules.runs(core, mondays.workspace, mondays.id, by=viewer, limit=100)
    due = [job.run.due for job in reversed(found) if job.run]
    assert [each.hour for each in due] == [7] * 4 + [6] * 30 + [7] * 3
    assert {each.weekday() for each in due} == {0}
    assert {later - one for one, later in pairwise(due)} == {
        WEEK,
        WEEK - timedelta(hours=1),
        WEEK + timedelta(hours=1),
    }
