"""A second manager: asked where many would leave the lists, by a button, for a day."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.application import Application
from bot.sandbox import seeding
from bot.sandbox.person import NotThereError, Person
from bot.sandbox.server import Sandbox
from optouts import workspaces
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
    at_once,
    said,
    whispers,
    written,
)

Tidied = Callable[[], None]
"""The bot has looked for questions that nobody answered."""


@pytest.fixture
def tidied(company: Application) -> Tidied:
    def tidy() -> None:
        assert company.worker is not None
        company.worker._swept_at = float("-inf")
        assert company.settle()

    return tidy


@pytest.fixture
def removal(thandi: Person, tmp_path: Path) -> None:
    """Thandi asks to take two numbers of three off, where one may go without a second manager."""
    thandi.types("/optout settings approval_above 1", channel="#retail-campaigns")
    thandi.types(f"/optout add {A}, {B}, {C}")
    asks(thandi, written(tmp_path, A, B), mode=REMOVE, reason="bought by mistake")
    thandi.clicks("Remove 2 Numbers", channel="dm")


@pytest.mark.usefixtures("removal")
def test_another_manager_approves_and_everybody_sees_who_did_what(
    thandi: Person,
    pieter: Person,
    naledi: Person,
    told: Told,
    clock: Clock,
) -> None:
    [waiting] = said(thandi)
    assert "waits for a second manager.* Nothing has changed yet." in waiting.text
    assert "Another manager is asked in #opt-outs, until 2 March 2026, 09:00 UTC." in waiting.text
    question = told()[-1]
    assert question.startswith("@Thandi Mokoena asks to take 2 opt-outs off.\n")
    assert "Remove from the lists, from `stop-list.csv`." in question
    assert "Reason: bought by mistake" in question
    thandi.clicks("Approve", channel="#opt-outs")
    assert "You asked for this yourself, so another manager has to decide." in answer(thandi)
    thandi.clicks("Refuse", channel="#opt-outs")
    assert "You asked for this yourself" in answer(thandi)
    naledi.clicks("Approve", channel="#opt-outs")
    assert "You need the role *manager* to remove opt-outs" in answer(naledi)
    assert are_out(naledi, A, B, C) == [True, True, True]

    clock.advance(hours=2)
    pieter.clicks("Approve", channel="#opt-outs")

    [done] = said(thandi)
    assert done.ts == waiting.ts
    assert "Removed the numbers of `stop-list.csv`" in done.text
    assert "By @Thandi Mokoena, approved by @Pieter van Wyk" in done.text
    [_, question, change] = told()
    assert question.endswith("*Approved by @Pieter van Wyk, 1 March 2026, 11:00 UTC*")
    assert "[Approve]" not in question
    assert "@Thandi Mokoena took *2 numbers* off" in change
    assert "an import of `stop-list.csv`, approved by @Pieter van Wyk" in change
    assert are_out(naledi, A, B, C) == [False, False, True]
    with pytest.raises(NotThereError):
        pieter.clicks("Approve", channel="#opt-outs")


@ONE_ENGINE
@pytest.mark.usefixtures("removal")
def test_another_manager_refuses_and_nothing_changes(
    thandi: Person,
    pieter: Person,
    told: Told,
    clock: Clock,
) -> None:
    clock.advance(hours=2)
    pieter.clicks("Refuse", channel="#opt-outs")

    [refused] = said(thandi)
    assert "Import of `stop-list.csv` refused" in refused.text
    assert "@Pieter van Wyk refused it. Nothing was changed." in refused.text
    assert "approved" not in refused.text
    [_, question] = told()
    assert question.endswith("*Refused by @Pieter van Wyk, 1 March 2026, 11:00 UTC*")
    assert are_out(pieter, A, B) == [True, True]


@pytest.mark.usefixtures("removal")
@ONE_ENGINE
def test_a_question_that_nobody_answers_expires_after_a_day(
    thandi: Person,
    pieter: Person,
    told: Told,
    tidied: Tidied,
    clock: Clock,
) -> None:
    clock.advance(hours=25)
    pieter.clicks("Approve", channel="#opt-outs")
    assert "This has expired, so that button does nothing any more." in answer(pieter)

    tidied()

    [expired] = said(thandi)
    assert "Import of `stop-list.csv` expired" in expired.text
    assert "Nobody answered in time. Nothing was changed. Post the file again" in expired.text
    [_, question] = told()
    assert question.endswith("*Expired: nobody answered, 2 March 2026, 10:00 UTC*")
    assert are_out(thandi, A, B) == [True, True]


@ONE_ENGINE
def test_a_dry_run_that_nobody_confirms_expires_after_a_day(
    thandi: Person, tmp_path: Path, tidied: Tidied, clock: Clock
) -> None:
    thandi.types(f"/optout add {A}", channel="#retail-campaigns")
    asks(thandi, written(tmp_path, A), mode=REMOVE, reason="bought by mistake")
    clock.advance(hours=25)
    thandi.clicks("Remove 1 Number", channel="dm")
    assert "This has expired" in answer(thandi)

    tidied()

    [expired] = said(thandi)
    assert "Import of `stop-list.csv` expired" in expired.text
    assert are_out(thandi, A) == [True]


@pytest.mark.usefixtures("removal")
@ONE_ENGINE
def test_whoever_asked_may_withdraw_the_question(
    thandi: Person,
    pieter: Person,
    told: Told,
) -> None:
    thandi.clicks("Cancel", channel="dm")

    [cancelled] = said(thandi)
    assert "Import of `stop-list.csv` cancelled" in cancelled.text
    assert told()[-1].endswith("*Withdrawn, 1 March 2026, 09:00 UTC*")
    with pytest.raises(NotThereError):
        pieter.clicks("Approve", channel="#opt-outs")


@pytest.mark.usefixtures("removal")
def test_of_two_managers_who_press_at_once_one_decides(
    slack: Sandbox, thandi: Person, told: Told
) -> None:
    thandi.types("/optout role @naledi manager", channel="#retail-campaigns")
    managers = [slack.person("pieter"), slack.person("naledi")]
    with at_once(slack):
        for manager, button in zip(managers, ("Approve", "Refuse"), strict=True):
            manager.clicks(button, channel="#opt-outs")

    [question] = [each for each in told() if "asks to take 2 opt-outs off" in each]
    assert sum(f"by @{manager.name}" in question for manager in managers) == 1
    [late] = [each for manager in managers for each in whispers(manager)]
    assert "so that button does nothing any more. Its message says how it is." in late
    assert len([each for each in told() if "took *2 numbers* off" in each]) == (
        "*Approved by" in question
    )
    assert are_out(thandi, A, B) == ["*Refused by" in question] * 2


@ONE_ENGINE
def test_where_nobody_could_be_asked_it_is_said_what_to_do(
    company: Application, thandi: Person, told: Told, tmp_path: Path
) -> None:
    thandi.types(f"/optout add {A}", channel="#retail-campaigns")
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id=seeding.TEAM)
    unset = {"announcements": "", "approval_above": "0"}
    workspaces.change_preferences(company.core, workspace, unset, by=ADMIN)
    shown = asks(thandi, written(tmp_path, A), mode=REMOVE, reason="bought by mistake")
    assert "So many removals need a second manager, who is asked after you." in shown.text

    thandi.clicks("Remove 1 Number", channel="dm")
    assert "there is no announcement channel in which to ask one" in answer(thandi)
    assert "`/optout settings announcements #channel`" in answer(thandi)
    thandi.types("/optout settings announcements #opt-outs", channel="#retail-campaigns")
    thandi.clicks("Remove 1 Number", channel="dm")

    assert "asks to take 1 opt-out off" in told()[-1]
