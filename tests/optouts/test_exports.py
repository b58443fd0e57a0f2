"""Asking for exports: by whom, for whom, once, again, and looking back at them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from optouts import exports, imports
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import (
    JobMovedOn,
    NotPermitted,
    NotYours,
    StorageAway,
    UnknownChange,
    UnknownJob,
)
from optouts.export_order import Column, Format, Layout, NumberStyle, Order
from optouts.job_rows import body_of, written
from optouts.jobs import Job, JobId, Report, Stage
from optouts.roles import Actor, Role
from optouts.schedule import Run, ScheduleId
from optouts.words import ChangeId, WorkspaceId
from storage import choices
from storage import jobs as stored_jobs
from tests.optouts.exporting import Exporter
from tests.optouts.importing import Importer

CHANNEL = Report("C0OPTOUT")


def cancelled(core: Core, exporter: Exporter, importer: Importer, job: Job) -> Job:
    imports.cancel(core, exporter.act(), job.id)
    return importer.waits(job)


def test_a_viewer_can_have_a_file_made_for_themselves(exporter: Exporter, viewer: Actor) -> None:
    job = exporter.orders(Order(purpose="for the auditor"), by=viewer)

    assert job.stage is Stage.WRITING
    assert job.by == viewer.id
    assert job.order == Order(purpose="for the auditor")


def test_a_guest_cannot(exporter: Exporter, guest: Actor) -> None:
    with pytest.raises(NotPermitted):
        exporter.orders(by=guest)


def test_a_file_for_a_whole_channel_takes_a_manager(
    core: Core, act: Callable[..., Act], editor: Actor
) -> None:
    assert exports.start(core, act(), Order(), report=CHANNEL).report == CHANNEL

    with pytest.raises(NotPermitted):
        exports.start(core, act(by=editor), Order(), report=CHANNEL)


def test_the_second_delivery_of_a_request_makes_no_second_export(
    core: Core, act: Callable[..., Act], viewer: Actor, workspace: WorkspaceId
) -> None:
    request = act()
    first = exports.start(core, request, Order(), report=Report())
    second = exports.start(core, request, Order(), report=Report())

    assert second.id == first.id
    assert len(exports.of_workspace(core, workspace, by=viewer, limit=10)) == 1


def test_a_change_of_another_workspace_is_not_exported(
    exporter: Exporter,
) -> None:
    with pytest.raises(UnknownChange):
        exporter.orders(Order(change=ChangeId(999)))


def test_a_cancelled_export_is_made_again_once_with_the_same_order(
    core: Core, exporter: Exporter, importer: Importer, act: Callable[..., Act]
) -> None:
    order = Order(purpose="for the provider", layout=Layout(Format.TXT))
    job = cancelled(core, exporter, importer, exporter.orders(order))
    assert job.stage is Stage.CANCELLED

    again = exports.again(core, act(), job.id)
    assert again.id != job.id
    assert again.order == order
    assert exports.again(core, act(), job.id).id == again.id


def test_somebody_elses_export_is_made_again_by_managers_only(
    core: Core, exporter: Exporter, importer: Importer, editor: Actor, other_manager: Actor
) -> None:
    job = cancelled(core, exporter, importer, exporter.orders())

    with pytest.raises(NotYours):
        exports.again(core, exporter.act(editor), job.id)
    assert exports.again(core, exporter.act(other_manager), job.id).by == other_manager.id


def test_what_is_made_again_for_a_channel_goes_there_as_a_new_message(
    core: Core, exporter: Exporter, importer: Importer, act: Callable[..., Act]
) -> None:
    job = exports.start(core, act(), Order(), report=replace(CHANNEL, message="1.2"))
    job = cancelled(core, exporter, importer, job)

    with pytest.raises(NotPermitted):
        exports.again(core, act(by=replace(act().by, role=Role.EDITOR)), job.id)
    assert exports.again(core, act(), job.id).report == CHANNEL


def test_an_export_that_is_being_made_is_not_made_again(
    core: Core, exporter: Exporter, act: Callable[..., Act]
) -> None:
    job = exporter.orders()

    with pytest.raises(JobMovedOn):
        exports.again(core, act(), job.id)
    with pytest.raises(UnknownJob):
        exports.again(core, act(), JobId(999))


def test_how_a_person_had_their_last_file_made_is_remembered_for_them_alone(
    core: Core, workspace: WorkspaceId, manager: Actor, viewer: Actor
) -> None:
    layout = Layout(Format.SEMICOLON, (Column.NUMBER, Column.NOTE), NumberStyle.NATIONAL)
    exports.remember_layout(core, workspace, manager.id, Layout(Format.TXT))
    exports.remember_layout(core, workspace, manager.id, layout)

    assert exports.layout_of(core, workspace, manager.id) == layout
    assert exports.layout_of(core, workspace, viewer.id) == Layout()


def test_a_layout_of_another_release_is_forgotten(
    core: Core, workspace: WorkspaceId, manager: Actor
) -> None:
    with core.writing() as tx:
        value = '{"format": "pdf"}'
        choices.remember(tx, workspace, manager.id, exports.LAYOUT, value=value)

    assert exports.layout_of(core, workspace, manager.id) == Layout()


def test_the_exports_of_a_workspace_are_told_newest_first(
    core: Core, exporter: Exporter, workspace: WorkspaceId, viewer: Actor, guest: Actor
) -> None:
    jobs = [exporter.orders(Order(purpose=purpose)) for purpose in ("one", "two", "three")]

    newest = exports.of_workspace(core, workspace, by=viewer, limit=2)
    assert [each.id for each in newest] == [jobs[2].id, jobs[1].id]
    with pytest.raises(NotPermitted):
        exports.of_workspace(core, workspace, by=guest, limit=2)


def test_an_outage_is_told_as_one(stranded: Core, act: Callable[..., Act]) -> None:
    with pytest.raises(StorageAway):
        exports.start(stranded, act(), Order(), report=Report())


def test_a_run_of_a_schedule_is_made_again_as_one_for_the_same_place(
    core: Core, exporter: Exporter, importer: Importer, act: Callable[..., Act]
) -> None:
    run = Run(ScheduleId(7), core.clock(), core.clock(), "C0OPTOUT", late=True)
    job = cancelled(core, exporter, importer, exporter.orders())
    with core.writing() as tx:
        row = stored_jobs.to_change(tx, job.workspace, job.id)
        assert row is not None
        row.body = written(replace(body_of(row), run=run))

    again = exports.again(core, act(), job.id)

    assert (again.run, again.report.channel) == (run, "C0OPTOUT")
    with core.reading() as tx:
        found = stored_jobs.by_id(tx, again.workspace, again.id)
    assert found is not None
    assert found.schedule_id == 7
