"""The Home tab with everything as long and as many as it can be, and its chart."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handlers.slack.blocks import home, home_chart, settings_history
from optouts.export_order import Order, Written
from optouts.glance import Day, Glance, Step
from optouts.jobs import Job, JobId, JobKind, Report, Stage
from optouts.outcomes import Wanted
from optouts.preferences import PREFERENCES, Preferences
from optouts.roles import Actor, Role
from optouts.schedule import Every, Plan, Schedule, ScheduleId, What, When
from optouts.setup import Amended, Binding, Matter
from optouts.spikes import MUTED
from optouts.words import (
    AccountId,
    ActorId,
    ChangeId,
    Channel,
    Kind,
    Origin,
    SenderId,
    WorkspaceId,
)
from tests.handlers.slack import extremes, import_extremes
from tests.handlers.slack.extremes import NOTE, NOW
from tests.handlers.slack.test_blocks import (
    NOTICE,
    assert_nothing_is_injected,
    assert_slack_takes,
    under_every_name,
)

ME = ActorId("U0THANDI")
THEM = ActorId("U0PIETER")
FIRST = date(2026, 9, 1)


def days(*opened: int, closed: int = 0) -> list[Day]:
    return [Day(FIRST + timedelta(days=index), count, closed) for index, count in enumerate(opened)]


def job(index: int, stage: Stage, by: ActorId) -> Job:
    kind = JobKind.EXPORT if stage in {Stage.WRITING, Stage.FAILED, Stage.DONE} else JobKind.IMPORT
    order = Order(
        Wanted(Channel.SMS, SenderId(1), AccountId(1), tuple(Origin), NOW, NOW, ended_too=True),
        zone="America/Argentina/ComodRivadavia",
        purpose=NOTE,
    )
    return replace(
        import_extremes.job(),
        id=JobId(9_007_199_254_740_000 + index),
        kind=kind,
        stage=stage,
        by=by,
        done=1,
        total=3,
        order=order,
        written=Written(7_000_000, 7_000_000, ("a.csv",), 1 << 40, ChangeId(1), NOW),
        report=Report("C0123456789"),
    )


def glance(name: str) -> Glance:
    stages = [stage for stage in Stage if stage not in {Stage.DONE, Stage.CANCELLED}]
    several = [(index, stage, by) for index in range(20) for stage in stages for by in (ME, THEM)]
    plan = Plan(What.DIGEST, When(Every.DAY), ("C1",), name=name)
    return Glance(
        at=NOW,
        places=extremes.places(name),
        preferences=Preferences(region="GS", announcements="C0123456789"),
        lists=extremes.lists(name),
        days=tuple(days(*[12_345_678] * 30, closed=9_999_999)),
        latest=tuple(
            extremes.recorded(tuple(Kind)[index % 4], is_undone=index % 2 == 0, name=name)
            for index in range(10)
        ),
        jobs=tuple(
            job(number, stage, by) for number, (_, stage, by) in enumerate(several, start=1)
        ),
        exports=tuple(job(index, Stage.DONE, ME) for index in range(10)),
        schedules=tuple(
            Schedule(ScheduleId(index), WorkspaceId(1), ME, NOW, plan, next_at=NOW)
            for index in range(40)
        ),
        steps=frozenset({Step.ZONE, Step.SENDERS, Step.ROLES}),
    )


@under_every_name
def test_the_home_tab_of_a_manager(name: str) -> None:
    full = glance(name)
    for shown in (full, Glance(NOW, extremes.places(name), Preferences())):
        view = home.home(shown, Actor(ME, Role.MANAGER))
        assert_slack_takes(view)
        assert_nothing_is_injected(view)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_the_home_tab_of_the_others(role: Role) -> None:
    full = glance(extremes.NAME)
    for shown in (full, replace(full, steps=frozenset(Step), exports=())):
        assert_slack_takes(home.home(shown, Actor(ME, role)))
    assert_slack_takes(home.of_nobody(NOTICE))


@under_every_name
def test_the_history_of_settings(name: str) -> None:
    known = extremes.places(name)
    bound = Binding("C1", AccountId(1), SenderId(1), "GS")
    settings = [*(each.name for each in PREFERENCES), f"{MUTED}1", f"{MUTED}0", name]
    amended = [
        Amended(
            Matter.SETTING, each, "", NOW.isoformat() if each.startswith(MUTED) else "ZA", ME, NOW
        )
        for each in settings
    ]
    amended += [Amended(Matter.CHANNEL, "C1", Binding("C1"), bound, ME, NOW)] * 8
    amended += [Amended(Matter.ROLE, who, "", "viewer", ME, NOW) for who in ("S0", "U0")]
    assert {each.name for each in PREFERENCES} == set(settings_history.NAMES)
    for some in (amended[: settings_history.MOST], []):
        message, view = (
            make(some, known) for make in (settings_history.message, settings_history.view)
        )
        assert_slack_takes(message)
        assert_slack_takes(view)
        assert_nothing_is_injected(message)


def test_bars_are_to_scale_and_what_is_not_nothing_is_seen() -> None:
    drawn = home_chart.bars(days(0, 1, 100, 200, 300, 400))

    assert drawn.splitlines() == [
        "400 │     █",
        "    │    ██",
        "    │   ███",
        "    │ ▁████",
        "  0 └──────",
        "     1 Sep6 Sep",
    ]


def test_the_words_of_the_chart_say_whether_it_rises() -> None:
    def trend(*opened: int) -> str:
        return home_chart.in_words(days(*opened)).splitlines()[1]

    assert trend(*[10] * 7, *[15] * 7) == "Last 7 days: *105*, 50 % more than the 70 before."
    assert trend(*[10] * 7, *[5] * 7) == "Last 7 days: *35*, 50 % fewer than the 70 before."
    assert trend(*[3] * 14) == "Last 7 days: *21*, as many as in the 7 days before."
    assert trend(*[0] * 7, *[1] * 7) == "Last 7 days: *7*, after none in the 7 days before."
    assert home_chart.in_words(days(1, 2, closed=1)) == (
        "*3 opt-outs*, 2 opted in again. The most came on 2 Sep: 2."
    )
    assert home_chart.in_words(days(0, 0)) == "Nobody opted out in the last 2 days."
