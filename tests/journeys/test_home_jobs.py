"""Work on the Home tab: what waits for the reader, what is under way, what went out, what comes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.application import Application
from bot.sandbox.person import Person
from optouts import schedules, workspaces
from optouts.changes import Act
from optouts.export_order import Order, Written
from optouts.job_rows import Body, written
from optouts.jobs import JobKind, Report, Source, Stage
from optouts.outcomes import Wanted
from optouts.schedule import Every, Plan, What, When
from optouts.words import ChangeId, Channel, Origin
from storage import jobs, tables
from tests.conftest import Clock
from tests.journeys.conftest import ADMIN, Told, answer
from tests.journeys.importing import (
    ONE_ENGINE,
    REMOVE,
    A,
    B,
    C,
    are_out,
    asks,
    drops,
    is_out,
)
from tests.journeys.importing import written as file_of

EXPORTED = Body(
    Report("C0RETAIL", message="1.000001"),
    order=Order(Wanted(channel=Channel.SMS), purpose="spring sale"),
    written=Written(1204, 1204, ("opt-outs.xlsx",), 40_000, ChangeId(1), Clock().now),
)

Kept = Callable[..., None]


@pytest.fixture
def keeps(company: Application) -> Kept:
    """Puts a job there as if another process worked on it, or had ended it."""
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")

    def keep(kind: JobKind, stage: Stage, body: Body, *, by: str = ADMIN.id, done: int = 0) -> None:
        now = company.core.clock()
        row = tables.Job(
            workspace_id=workspace,
            kind=kind,
            stage=stage,
            shown=stage,
            actor=by,
            at=now,
            stage_at=now,
            request_key=f"kept {kind} {stage} {now}",
            owner="another process",
            lease_until=now + timedelta(days=30),
            done=done,
            total=1000,
            body=written(body),
        )
        with company.core.writing() as tx:
            assert jobs.record(tx, row) is not None

    return keep


@pytest.fixture
def removal(thandi: Person, tmp_path: Path) -> None:
    """Thandi asks to take two numbers of three off, where one may go without a second manager."""
    thandi.types("/optout settings approval_above 1", channel="#retail-campaigns")
    thandi.types(f"/optout add {A}, {B}, {C}")
    asks(thandi, file_of(tmp_path, A, B), mode=REMOVE, reason="bought by mistake")
    thandi.clicks("Remove 2 Numbers", channel="dm")


@pytest.mark.usefixtures("removal")
def test_an_approval_waits_first_for_the_managers_who_may_give_it(
    thandi: Person, pieter: Person, naledi: Person, told: Told
) -> None:
    for person in (thandi, pieter, naledi):
        person.opens_home()

    assert pieter.home.startswith(
        "# Waiting for you\n@Thandi Mokoena asks to take 2 opt-outs off.\nFrom `stop-list.csv`,"
    )
    assert "[Approve] [Refuse]" in pieter.home
    assert "Under way" not in pieter.home
    assert thandi.home.startswith("# Under way\n*Import of `stop-list.csv`* waits for a second")
    assert "Approve" not in thandi.home
    assert "stop-list.csv" not in naledi.home

    pieter.clicks("Approve", "home")

    assert are_out(naledi, A, B, C) == [False, False, True]
    assert any("Approved by @Pieter van Wyk" in each for each in told())
    pieter.opens_home()
    assert pieter.home.startswith("# Opt-outs")


@ONE_ENGINE
def test_an_import_is_answered_from_home_up_to_its_end(thandi: Person, tmp_path: Path) -> None:
    drops(thandi, file_of(tmp_path, A))
    thandi.opens_home()
    assert thandi.home.startswith("# Waiting for you\n*Import `stop-list.csv`?* Say what it is for")
    assert "in our messages, until 2 March 2026, 09:00 UTC." in thandi.home

    thandi.clicks("Choose and Check…", "home")
    thandi.submits()
    thandi.opens_home()
    assert "*Dry run of `stop-list.csv`: 1 would be added.* Nothing has changed yet." in thandi.home
    thandi.clicks("Add 1 Number", "home")

    assert is_out(thandi, A)
    thandi.opens_home()
    assert thandi.home.startswith("# Opt-outs")


@ONE_ENGINE
def test_what_expired_is_said_for_a_week_to_whoever_asked_for_it(
    thandi: Person, naledi: Person, company: Application, tmp_path: Path, clock: Clock
) -> None:
    drops(thandi, file_of(tmp_path, A))
    clock.advance(hours=25)
    assert company.worker is not None
    company.worker._swept_at = float("-inf")
    assert company.settle()

    thandi.opens_home()
    naledi.opens_home()

    assert "*Your import of `stop-list.csv` expired*, 2 March 2026, 10:00 UTC" in thandi.home
    assert "Nothing was changed." in thandi.home
    assert "expired" not in naledi.home
    clock.advance(days=8)
    thandi.opens_home()
    assert "expired" not in thandi.home


def test_whats_under_way_is_seen_by_all_and_stopped_by_whoever_asked_or_a_manager(
    thandi: Person, naledi: Person, keeps: Kept, clock: Clock
) -> None:
    importing = Body(Report("D0"), Source("big.csv", 7), origin=Origin.IMPORT)
    keeps(JobKind.IMPORT, Stage.APPLYING, importing, done=450)
    keeps(JobKind.EXPORT, Stage.WRITING, replace(EXPORTED, written=None), by="U0NALEDI", done=100)
    keeps(JobKind.DIGEST, Stage.WRITING, Body(Report("C0RETAIL")))
    clock.advance(seconds=90)

    naledi.opens_home()

    assert naledi.home.startswith("# Under way\n*Importing `big.csv`*\n▓▓▓▓▓▓▓▓▓░")
    assert "45 %\nfor @Thandi Mokoena · about 2 minutes left\n" in naledi.home
    assert "*Exporting*\n▓▓░" in naledi.home
    assert naledi.home.count("[Cancel]") == 1
    naledi.clicks("Cancel", "home")
    naledi.opens_home()
    assert "10 %\nfor @Naledi Dlamini · cancelling\n" in naledi.home
    thandi.opens_home()
    assert thandi.home.count("[Cancel]") == 1


@ONE_ENGINE
def test_exports_stand_among_the_latest_changes(naledi: Person, keeps: Kept, clock: Clock) -> None:
    keeps(JobKind.EXPORT, Stage.DONE, EXPORTED)
    clock.advance(minutes=5)
    naledi.types("/optout add 083 123 4567", channel="#retail-campaigns")

    naledi.opens_home()

    _, _, latest = naledi.home.partition("# Latest changes\n")
    assert latest.index("opted out *+27…4567*") < latest.index("exported")
    assert "@Thandi Mokoena exported *1,204 opt-outs* to #retail-campaigns\n" in latest
    assert "1 March 2026, 09:00 UTC · workbook · SMS · for: spring sale" in latest


@ONE_ENGINE
def test_an_export_that_failed_is_offered_again_until_there_is_another(
    thandi: Person, keeps: Kept, clock: Clock
) -> None:
    keeps(JobKind.EXPORT, Stage.FAILED, replace(EXPORTED, report=Report(), written=None))
    thandi.opens_home()
    assert "*Your export failed*, 1 March 2026, 09:00 UTC. Nothing was sent.\n[Try Again]" in (
        thandi.home
    )

    clock.advance(minutes=5)
    thandi.clicks("Try Again", "home")

    thandi.opens_home()
    assert "Your export failed" not in thandi.home
    assert "@Thandi Mokoena exported *0 opt-outs*" in thandi.home
    assert "Something went wrong" not in answer(thandi)


@ONE_ENGINE
def test_the_next_reports_stand_in_the_order_in_which_they_come(
    company: Application, naledi: Person
) -> None:
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")
    for name, every in (("Monthly count", Every.MONTH), ("Morning digest", Every.DAY)):
        plan = Plan(What.DIGEST, When(every, time="10:00", day=15), ("C0OPTOUT",), name=name)
        schedules.create(company.core, Act(workspace, ADMIN, Origin.SLACK, name), plan)

    naledi.opens_home()

    assert "# Next reports\n• “Morning digest”: 1 March 2026, 10:00 UTC\n• “Monthly count”: " in (
        naledi.home
    )
