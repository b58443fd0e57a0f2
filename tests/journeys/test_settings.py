"""Settings: each explained, changed by managers, with who changed what from what to what."""

from pathlib import Path

from bot.application import Application
from bot.sandbox.person import Person
from optouts import workspaces
from optouts.preferences import PREFERENCES
from tests.conftest import Clock
from tests.journeys.conftest import answer
from tests.journeys.importing import ONE_ENGINE, A, adds, written

ROOM = "#retail-campaigns"


def kept(company: Application) -> int:
    workspace = workspaces.of_team(company.core, enterprise_id="", team_id="T0BAOBAB")
    return workspaces.setup(company.core, workspace).preferences.evidence_days


@ONE_ENGINE
def test_every_setting_says_in_a_sentence_what_it_is_for(thandi: Person) -> None:
    thandi.types("/optout settings", channel=ROOM)
    shown = thandi.modal
    thandi.closes()
    thandi.types("/optout replies settings", channel=ROOM)

    shown += thandi.modal
    assert [each.name for each in PREFERENCES if each.meaning not in shown] == []
    assert "/optout role gives others to people and groups." in shown


def test_the_history_says_who_changed_what_from_what_to_what_and_when(
    thandi: Person, pieter: Person, clock: Clock
) -> None:
    clock.advance(days=1)
    pieter.types("/optout settings undo_days 7", channel=ROOM)
    clock.advance(hours=1)
    thandi.types("/optout settings undo_days 14", channel=ROOM)
    thandi.types("/optout role @naledi viewer", channel=ROOM)
    thandi.types("/optout channel account Baobab Travel region GB", channel=ROOM)
    clock.advance(hours=1)
    thandi.types("/optout settings announcements", channel=ROOM)

    thandi.types("/optout settings history", channel=ROOM)

    newest, *lines = answer(thandi).splitlines()[1:]
    hers = "@Thandi Mokoena:"
    assert newest == (
        f"• 2 March 2026, 11:00 UTC, {hers} announcement channel, #opt-outs → *not set*"
    )
    bound = "nothing in particular → *Baobab Travel · United Kingdom*"
    assert {
        "• 2 March 2026, 09:00 UTC, @Pieter van Wyk: days for undo, 30 → *7*",
        f"• 2 March 2026, 10:00 UTC, {hers} days for undo, 7 → *14*",
        f"• 2 March 2026, 10:00 UTC, {hers} role of @Naledi Dlamini, none given → *viewer*",
        f"• 2 March 2026, 10:00 UTC, {hers} what #retail-campaigns stands for, {bound}",
        f"• 1 March 2026, 09:00 UTC, {hers} time zone, UTC → *Africa/Johannesburg*",
    } <= set(lines)


@ONE_ENGINE
def test_the_history_lies_above_the_form_which_is_there_again_when_it_is_closed(
    thandi: Person,
) -> None:
    thandi.types("/optout settings", channel=ROOM)
    thandi.fills("Days for undo", "7")

    thandi.clicks("Show History")
    assert thandi.modal.startswith("Settings history\n*What was set up*, newest first")
    thandi.closes()

    assert "Days for undo: 7" in thandi.modal
    thandi.submits()
    assert answer(thandi) == "The settings are saved."


@ONE_ENGINE
def test_settings_and_their_history_are_for_managers(naledi: Person) -> None:
    for words in ("settings", "settings history", "settings evidence_days 30"):
        naledi.types(f"/optout {words}", channel=ROOM)
        assert "You need the role *manager*" in answer(naledi)
        assert naledi.modal == ""


@ONE_ENGINE
def test_notes_are_forgotten_after_the_days_that_were_chosen(
    thandi: Person, company: Application, tmp_path: Path, clock: Clock
) -> None:
    thandi.types("/optout add 083 123 9999 note asked by phone", channel=ROOM)
    adds(thandi, written(tmp_path, A), count="1 Number")
    thandi.types("/optout settings", channel=ROOM)
    thandi.fills("Days until notes are forgotten", "60")
    thandi.submits()
    assert kept(company) == 60
    thandi.types("/optout history 083 123 9999", channel=ROOM)
    assert "asked by phone" in answer(thandi)

    clock.advance(days=61)
    assert company.worker is not None
    company.worker._swept_at = float("-inf")
    assert company.settle()

    thandi.types("/optout history 083 123 9999", channel=ROOM)
    assert "asked by phone" not in answer(thandi)
    assert "Thandi Mokoena · Slack" in answer(thandi)
    assert "Opted out" in answer(thandi)
    thandi.types(f"/optout check {A}", channel=ROOM)
    assert "is opted out" in answer(thandi)
