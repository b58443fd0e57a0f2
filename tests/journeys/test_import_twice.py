"""Whatever Slack delivers twice happens once: every button, every form, every message."""

from pathlib import Path

import pytest

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from tests.journeys.conftest import Told
from tests.journeys.importing import (
    ONE_ENGINE,
    REMOVE,
    REPLACE,
    UNDO,
    A,
    B,
    C,
    D,
    are_out,
    asks,
    handed,
    reads,
    said,
    whispers,
    written,
)


@pytest.fixture
def everything_twice(slack: Sandbox, thandi: Person) -> None:
    thandi.types("/optout settings approval_above 0", channel="#retail-campaigns")
    thandi.types(f"/optout add {A}, {B}")
    slack.faults.switch_on("duplicate")


@pytest.mark.usefixtures("everything_twice")
def test_a_replacement_from_the_file_to_its_undo_is_one_change_and_one_undo(
    thandi: Person, pieter: Person, tmp_path: Path, told: Told
) -> None:
    asks(thandi, written(tmp_path, B, C, "12"), mode=REPLACE)
    thandi.chooses("Get as a file…", "New numbers", channel="dm")
    thandi.clicks("Replace the List…", channel="dm")
    thandi.fills("Type 1 to confirm", "1")
    thandi.submits()
    assert "waits for a second manager" in said(thandi)[0].text
    pieter.clicks("Approve", channel="#opt-outs")
    assert "Replaced the lists with" in said(thandi)[0].text
    thandi.clicks(UNDO, channel="dm")

    summary, undone = said(thandi)
    assert "*Undone* by @Thandi Mokoena" in summary.text
    assert "1 opt-out given back, 1 opt-out taken off again" in undone.text
    new, refused = handed(thandi)
    assert [each.name for each in new.files] == ["new-numbers.csv"]
    assert [each.name for each in refused.files] == ["refused-rows.xlsx", "refused-rows.csv"]
    _, question, change = told()
    assert "*Approved by @Pieter van Wyk" in question
    assert change.count("*Undone* by") == 1
    # Nobody is told that a button does nothing any more, who pressed it once.
    assert whispers(thandi, "dm") == []
    assert whispers(pieter) == []
    thandi.opens_home()
    assert thandi.home.count("by undo") == 1
    assert thandi.home.count("replaced the list") == 1
    assert are_out(thandi, A, B, C) == [True, True, False]


@ONE_ENGINE
@pytest.mark.usefixtures("everything_twice")
def test_a_form_with_a_file_is_one_import(thandi: Person, tmp_path: Path, told: Told) -> None:
    thandi.types("/optout import", channel="#opt-outs")
    thandi.attaches("File", written(tmp_path, C, D))
    thandi.submits()
    thandi.clicks("Add 2 Numbers", channel="dm")

    assert len(whispers(thandi)) == 1
    [done] = said(thandi)
    assert "2 opt-outs added" in done.text
    assert len(told()) == 2


@ONE_ENGINE
@pytest.mark.usefixtures("everything_twice")
def test_a_file_behind_the_menu_of_a_message_is_one_import(thandi: Person, tmp_path: Path) -> None:
    posted = thandi.types("see here", channel="#retail-campaigns", files=[written(tmp_path, C)])
    before = whispers(thandi, "#retail-campaigns")
    thandi.uses("Import opt-outs", posted)

    [offer] = [each for each in said(thandi, "#retail-campaigns") if each.thread_ts]
    assert "Import 1 row of `stop-list.csv`?" in offer.text
    assert len(whispers(thandi, "#retail-campaigns")) == len(before) + 1


@ONE_ENGINE
@pytest.mark.usefixtures("everything_twice")
def test_a_refusal_and_a_cancellation_are_told_once(
    thandi: Person, pieter: Person, tmp_path: Path, told: Told
) -> None:
    asks(thandi, written(tmp_path, A), mode=REMOVE, reason="bought by mistake")
    thandi.clicks("Remove 1 Number", channel="dm")
    pieter.clicks("Refuse", channel="#opt-outs")
    assert "@Pieter van Wyk refused it. Nothing was changed." in said(thandi)[-1].text
    assert "*Refused by @Pieter van Wyk" in told()[-1]
    reads(thandi, written(tmp_path, C))
    thandi.clicks("Cancel", channel="dm")

    refused, cancelled = said(thandi)
    assert "Import of `stop-list.csv` refused" in refused.text
    assert "Import of `stop-list.csv` cancelled" in cancelled.text
    assert whispers(thandi, "dm") == []
    assert whispers(pieter) == []
    assert are_out(thandi, A, C) == [True, False]
