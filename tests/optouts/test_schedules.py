"""Scheduled reports as people steer them: made, changed, paused, deleted, wanted at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from optouts import schedules, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import (
    BadCron,
    BadTime,
    NeverDue,
    NoPlace,
    NotPermitted,
    NotYours,
    Refusal,
    UnknownAccount,
    UnknownSchedule,
    UnknownSender,
    UnknownZone,
)
from optouts.export_order import Format, Layout, Order
from optouts.jobs import Job, JobKind, Stage
from optouts.outcomes import Wanted
from optouts.places import Account, Sender
from optouts.roles import Actor
from optouts.schedule import Every, Plan, Schedule, What, When
from optouts.words import AccountId, Channel, SenderId, WorkspaceId
from tests.conftest import Clock

MONDAYS = When(Every.WEEK, "08:00", "Africa/Johannesburg")
MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
"""The first of them: the clock of tests begins on the Sunday before."""

WEEK = timedelta(days=7)
DIGEST = Plan(What.DIGEST, MONDAYS, ("C0REPORTS",))

ActBy = Callable[..., Act]


@pytest.fixture
def other_workspace(core: Core, workspace: WorkspaceId) -> WorkspaceId:
    other = workspaces.of_team(core, enterprise_id="", team_id="T0ACACIA")
    assert other != workspace
    return other


def known(core: Core, workspace: WorkspaceId, by: Actor) -> list[Schedule]:
    return list(schedules.of_workspace(core, workspace, by=by))


def runs_of(core: Core, schedule: Schedule, by: Actor) -> tuple[Job, ...]:
    return schedules.runs(core, schedule.workspace, schedule.id, by=by, limit=10)


def test_a_new_report_is_due_the_next_time_that_its_clocks_show_its_hour(
    core: Core, act: ActBy, workspace: WorkspaceId, viewer: Actor
) -> None:
    made = schedules.create(core, act(), DIGEST)

    assert (made.plan, made.next_at, made.paused) == (DIGEST, MONDAY, False)
    assert known(core, workspace, viewer) == [made]
    assert schedules.of_id(core, workspace, made.id, by=viewer) == made


def test_a_form_that_is_delivered_twice_makes_one_report(
    core: Core, act: ActBy, workspace: WorkspaceId, viewer: Actor
) -> None:
    first = schedules.create(core, act(request="envelope 1"), DIGEST)
    second = schedules.create(core, act(request="envelope 1"), DIGEST)

    assert first == second
    assert known(core, workspace, viewer) == [first]


def test_a_form_whose_report_was_deleted_since_does_not_make_it_again(
    core: Core, act: ActBy
) -> None:
    made = schedules.create(core, act(request="envelope 1"), DIGEST)
    schedules.delete(core, act(), made.id)

    with pytest.raises(UnknownSchedule):
        schedules.create(core, act(request="envelope 1"), DIGEST)


def test_an_editor_may_have_reports_sent_to_themselves_and_to_nobody_else(
    core: Core, act: ActBy, editor: Actor
) -> None:
    own = replace(DIGEST, places=(editor.id,))

    made = schedules.create(core, act(by=editor), own)

    for places in (("C0REPORTS",), (editor.id, "C0REPORTS"), ("U0PIETER",)):
        elsewhere = replace(DIGEST, places=places)
        with pytest.raises(NotPermitted):
            schedules.create(core, act(by=editor), elsewhere)
        with pytest.raises(NotPermitted):
            schedules.edit(core, act(by=editor), made.id, elsewhere)


def test_a_viewer_sees_reports_and_sets_up_none(
    core: Core, act: ActBy, workspace: WorkspaceId, viewer: Actor, guest: Actor
) -> None:
    made = schedules.create(core, act(), DIGEST)

    assert known(core, workspace, viewer) == [made]
    with pytest.raises(NotPermitted):
        schedules.create(core, act(by=viewer), replace(DIGEST, places=(viewer.id,)))
    with pytest.raises(NotPermitted):
        schedules.run_now(core, act(by=viewer), made.id)
    with pytest.raises(NotPermitted):
        known(core, workspace, guest)
    with pytest.raises(NotPermitted):
        schedules.of_id(core, workspace, made.id, by=guest)
    with pytest.raises(NotPermitted):
        runs_of(core, made, guest)


@pytest.mark.parametrize(
    "deed",
    [
        lambda core, act, made: schedules.edit(core, act, made, DIGEST),
        lambda core, act, made: schedules.pause(core, act, made, on=True),
        schedules.delete,
        schedules.run_now,
    ],
    ids=["edit", "pause", "delete", "run now"],
)
def test_a_report_is_changed_by_its_owner_and_by_managers(
    core: Core,
    act: ActBy,
    editor: Actor,
    other_manager: Actor,
    deed: Callable[[Core, Act, int], object],
) -> None:
    made = schedules.create(core, act(), DIGEST)

    with pytest.raises(NotYours) as refusal:
        deed(core, act(by=editor), made.id)
    deed(core, act(by=other_manager), made.id)

    assert refusal.value.by == made.by


def test_the_reports_of_another_workspace_are_neither_seen_nor_changed(
    core: Core, act: ActBy, manager: Actor, other_workspace: WorkspaceId
) -> None:
    made = schedules.create(core, act(), DIGEST)
    there = act(workspace=other_workspace)

    assert known(core, other_workspace, manager) == []
    assert schedules.runs(core, other_workspace, made.id, by=manager, limit=10) == ()
    with pytest.raises(UnknownSchedule):
        schedules.of_id(core, other_workspace, made.id, by=manager)
    with pytest.raises(UnknownSchedule):
        schedules.edit(core, there, made.id, DIGEST)
    with pytest.raises(UnknownSchedule):
        schedules.pause(core, there, made.id, on=True)
    with pytest.raises(UnknownSchedule):
        schedules.delete(core, there, made.id)
    with pytest.raises(UnknownSchedule):
        schedules.run_now(core, there, made.id)


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        (replace(DIGEST, places=()), NoPlace),
        (replace(DIGEST, when=replace(MONDAYS, zone="Mars/Olympus")), UnknownZone),
        (replace(DIGEST, when=replace(MONDAYS, time="25:00")), BadTime),
        (replace(DIGEST, when=When(Every.CRON, cron="0 8 * *")), BadCron),
        (replace(DIGEST, order=Order(wanted=Wanted(sender=SenderId(99)))), UnknownSender),
        (replace(DIGEST, order=Order(wanted=Wanted(account=AccountId(99)))), UnknownAccount),
        (replace(DIGEST, until=datetime(2026, 3, 1, 12, tzinfo=UTC)), NeverDue),
    ],
)
def test_what_could_never_be_sent_is_refused_when_it_is_made_and_when_it_is_changed(
    core: Core, act: ActBy, plan: Plan, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        schedules.create(core, act(), plan)

    made = schedules.create(core, act(), DIGEST)
    with pytest.raises(refusal):
        schedules.edit(core, act(), made.id, plan)


def test_a_report_is_about_one_sender_or_account_if_that_is_chosen(
    core: Core, act: ActBy, retail: Account, care: Sender
) -> None:
    wanted = Wanted(channel=Channel.WHATSAPP, sender=care.id, account=retail.id)
    made = schedules.create(core, act(), replace(DIGEST, order=Order(wanted=wanted)))

    (job,) = schedules.run_now(core, act(), made.id)

    assert job.order
    assert job.order.wanted == wanted


def test_a_place_that_is_named_twice_gets_one_report(core: Core, act: ActBy) -> None:
    made = schedules.create(core, act(), replace(DIGEST, places=("C1", "C2", "C1")))

    assert made.plan.places == ("C1", "C2")


def test_a_changed_time_holds_from_the_next_one_on(core: Core, act: ActBy) -> None:
    made = schedules.create(core, act(), DIGEST)

    tuesdays = replace(DIGEST, when=replace(MONDAYS, weekday=1))
    changed = schedules.edit(core, act(), made.id, tuesdays)

    assert changed == replace(made, plan=tuesdays, next_at=MONDAY + timedelta(days=1))


def test_a_change_of_what_is_reported_does_not_skip_what_is_due_already(
    core: Core, act: ActBy, clock: Clock, viewer: Actor
) -> None:
    made = schedules.create(core, act(), DIGEST)
    clock.now = MONDAY

    schedules.edit(core, act(), made.id, replace(DIGEST, what=What.EXPORT))
    assert schedules.run_due(core) == 1

    (job,) = runs_of(core, made, viewer)
    assert job.kind is JobKind.EXPORT


def test_a_time_that_is_changed_while_a_report_is_due_leaves_that_one_out(
    core: Core, act: ActBy, clock: Clock
) -> None:
    made = schedules.create(core, act(), DIGEST)
    clock.now = MONDAY

    changed = schedules.edit(
        core, act(), made.id, replace(DIGEST, when=replace(MONDAYS, time="09:00"))
    )

    assert schedules.run_due(core) == 0
    assert changed.next_at == MONDAY + timedelta(hours=1)


def test_a_paused_report_is_not_due_until_it_goes_on(
    core: Core, act: ActBy, clock: Clock, workspace: WorkspaceId, viewer: Actor
) -> None:
    made = schedules.create(core, act(), DIGEST)

    paused = schedules.pause(core, act(), made.id, on=True)
    clock.now = MONDAY + timedelta(days=1)
    assert schedules.run_due(core) == 0
    resumed = schedules.pause(core, act(), made.id, on=False)

    assert (paused.paused, paused.next_at) == (True, None)
    assert (resumed.paused, resumed.next_at) == (False, MONDAY + WEEK)
    assert known(core, workspace, viewer) == [resumed]


def test_a_paused_report_stays_paused_when_it_is_changed(core: Core, act: ActBy) -> None:
    made = schedules.create(core, act(), DIGEST)
    schedules.pause(core, act(), made.id, on=True)

    changed = schedules.edit(core, act(), made.id, replace(DIGEST, name="Weekly"))

    assert (changed.plan.name, changed.paused, changed.next_at) == ("Weekly", True, None)


def test_pausing_and_resuming_twice_changes_nothing(core: Core, act: ActBy, clock: Clock) -> None:
    made = schedules.create(core, act(), DIGEST)
    clock.now = MONDAY

    assert schedules.pause(core, act(), made.id, on=False) == made
    paused = schedules.pause(core, act(), made.id, on=True)
    assert schedules.pause(core, act(), made.id, on=True) == paused


def test_a_deleted_report_is_gone_and_not_sent_any_more(
    core: Core, act: ActBy, clock: Clock, workspace: WorkspaceId, viewer: Actor
) -> None:
    made = schedules.create(core, act(), DIGEST)

    schedules.delete(core, act(), made.id)
    clock.now = MONDAY

    assert schedules.run_due(core) == 0
    assert known(core, workspace, viewer) == []
    with pytest.raises(UnknownSchedule):
        schedules.pause(core, act(), made.id, on=False)


def test_a_report_that_is_wanted_at_once_is_about_the_time_since_the_last_one_was_due(
    core: Core, act: ActBy, clock: Clock, other_manager: Actor
) -> None:
    made = schedules.create(core, act(), DIGEST)
    clock.now = MONDAY
    schedules.run_due(core)
    clock.advance(days=2)

    (job,) = schedules.run_now(core, act(by=other_manager), made.id)

    assert job.run
    assert (job.by, job.stage, job.report.channel) == (other_manager.id, Stage.WRITING, "C0REPORTS")
    assert (job.run.since, job.run.due, job.run.asked) == (MONDAY, clock.now, True)
    assert not job.run.late


def test_one_that_never_ran_is_tried_out_with_a_whole_period(
    core: Core, act: ActBy, clock: Clock
) -> None:
    made = schedules.create(core, act(), DIGEST)

    (job,) = schedules.run_now(core, act(), made.id)

    assert job.run
    assert (job.run.since, job.run.due) == (clock.now - WEEK, clock.now)


def test_a_click_that_is_delivered_twice_sends_one_report(core: Core, act: ActBy) -> None:
    made = schedules.create(core, act(), replace(DIGEST, places=("C1", "C2")))

    first = schedules.run_now(core, act(request="envelope 1"), made.id)
    second = schedules.run_now(core, act(request="envelope 1"), made.id)

    assert [job.report.channel for job in first] == ["C1", "C2"]
    assert first == second


def test_what_was_wanted_at_once_does_not_shorten_the_next_report(
    core: Core, act: ActBy, clock: Clock, viewer: Actor
) -> None:
    made = schedules.create(core, act(), DIGEST)
    schedules.run_now(core, act(), made.id)
    clock.now = MONDAY

    schedules.run_due(core)

    due, asked = runs_of(core, made, viewer)
    assert due.run
    assert asked.run
    assert (due.run.since, due.run.due, due.run.asked) == (MONDAY - WEEK, MONDAY, False)
    assert asked.run.asked


def test_a_file_of_changes_is_ordered_for_the_time_that_its_run_is_about(
    core: Core, act: ActBy, clock: Clock, viewer: Actor
) -> None:
    wanted = Wanted(channel=Channel.SMS)
    order = Order(wanted=wanted, layout=Layout(Format.CSV))
    made = schedules.create(core, act(), replace(DIGEST, what=What.CHANGES, order=order))
    clock.now = MONDAY

    schedules.run_due(core)

    (job,) = runs_of(core, made, viewer)
    expected = replace(wanted, since=MONDAY - WEEK, until=MONDAY)
    assert job.kind is JobKind.EXPORT
    assert job.order == replace(
        order, wanted=expected, changes_only=True, zone="Africa/Johannesburg"
    )


def test_a_full_export_is_ordered_as_it_was_planned(
    core: Core, act: ActBy, clock: Clock, viewer: Actor
) -> None:
    order = Order(layout=Layout(Format.TXT))
    made = schedules.create(core, act(), replace(DIGEST, what=What.EXPORT, order=order))
    clock.now = MONDAY

    schedules.run_due(core)

    (job,) = runs_of(core, made, viewer)
    assert (job.kind, job.stage, job.by) == (JobKind.EXPORT, Stage.WRITING, made.by)
    assert job.order == replace(order, zone="Africa/Johannesburg")
