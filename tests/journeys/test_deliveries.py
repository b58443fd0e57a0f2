"""How requests and answers travel: twice, late, and to channels that are closed to us."""

import pytest

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from tests.journeys.conftest import Told, answer

NUMBER = "083 123 4567"


def whispers(person: Person, channel: str) -> list[str]:
    return [each.text for each in person.sees(channel) if each.ephemeral]


# Twice


def test_a_command_that_comes_twice_is_one_change(naledi: Person, told: Told) -> None:
    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns", times=2)

    assert len(told()) == 1
    assert [each.splitlines()[0] for each in whispers(naledi, "#retail-campaigns")] == [
        "*Opted out +27 83 123 4567*"
    ]


def test_a_form_that_comes_twice_is_one_change(naledi: Person, told: Told) -> None:
    naledi.types("/optout add", channel="#retail-campaigns")
    naledi.fills("Numbers", NUMBER)

    naledi.submits(times=2)

    assert len(told()) == 1
    assert len(whispers(naledi, "#retail-campaigns")) == 1


def test_a_removal_by_form_that_comes_twice_is_one_change(thandi: Person, told: Told) -> None:
    thandi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")
    thandi.types(f"/optout remove {NUMBER}")

    thandi.submits(times=2)

    assert len(told()) == 2
    assert len(whispers(thandi, "#retail-campaigns")) == 2


def test_a_click_on_undo_that_comes_twice_is_one_undo(thandi: Person, told: Told) -> None:
    thandi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")

    thandi.clicks("Undo", "#opt-outs", times=2)

    assert len(told()) == 1
    assert told()[0].count("*Undone*") == 1
    assert whispers(thandi, "#opt-outs") == []
    thandi.types(f"/optout history {NUMBER}", channel="#retail-campaigns")
    assert answer(thandi).count("Taken off by undo") == 1


def test_a_mention_that_comes_twice_is_answered_once(naledi: Person, told: Told) -> None:
    naledi.types(f"@optout add {NUMBER}", channel="#retail-campaigns", times=2)
    naledi.types(f"@optout check {NUMBER}", channel="#retail-campaigns", times=2)

    assert len(told()) == 1
    assert len(whispers(naledi, "#retail-campaigns")) == 2


def test_a_direct_message_that_comes_twice_is_answered_once(naledi: Person) -> None:
    naledi.types(f"check {NUMBER}", channel="dm", times=2)

    assert len([each for each in naledi.sees("dm") if each.user == "U0OPTOUT"]) == 1


def test_a_shortcut_that_comes_twice_opens_one_form(naledi: Person) -> None:
    naledi.uses("Add opt-outs", times=2)

    assert "Add opt-outs" in naledi.modal
    assert naledi.trouble == ""


def test_on_a_day_when_everything_comes_twice_nothing_happens_twice(
    thandi: Person, slack: Sandbox, told: Told
) -> None:
    slack.faults.switch_on("duplicate")

    thandi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")
    thandi.types("@optout add 082 987 6543", channel="#retail-campaigns")
    thandi.types(f"/optout remove {NUMBER} everywhere")
    thandi.types("/optout account add Baobab Stores")

    assert len(told()) == 3
    slack.faults.clear()
    thandi.types("/optout account")
    assert answer(thandi).count("Baobab Stores") == 1


# Late


def test_a_form_whose_click_is_too_old_is_offered_by_a_button(
    slack: Sandbox, naledi: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sandbox.triggers.LIFETIME", -1.0)
    naledi.types(f"/optout add {NUMBER} whatsapp", channel="#retail-campaigns")
    assert naledi.modal == ""
    assert answer(naledi).splitlines() == ["This needs a form.", "[Open the Form]"]
    monkeypatch.undo()

    naledi.clicks("Open the Form")

    assert f"Numbers: {NUMBER}" in naledi.modal
    assert slack.person("thandi").modal == ""


def test_a_form_behind_a_menu_of_a_row_says_to_try_again(
    thandi: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    thandi.types("/optout sender", channel="#retail-campaigns")
    monkeypatch.setattr("bot.sandbox.triggers.LIFETIME", -1.0)

    thandi.clicks("Rename…", beside="Promotions")

    assert thandi.modal == ""
    assert "did not open the form in time" in answer(thandi)


# Where the team is told


def test_without_an_announcement_channel_the_change_is_made_in_silence(
    thandi: Person, told: Told
) -> None:
    thandi.types("/optout settings announcements", channel="#retail-campaigns")

    thandi.types(f"/optout add {NUMBER}")

    assert "Opted out" in answer(thandi)
    assert told() == []


def test_a_channel_that_we_are_no_member_of_is_named_with_the_remedy(
    thandi: Person, naledi: Person, slack: Sandbox
) -> None:
    thandi.types("/optout settings announcements #general", channel="#retail-campaigns")
    saved, warning = whispers(thandi, "#retail-campaigns")
    assert saved == "The settings are saved."
    assert "I am not a member of #general yet" in warning

    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")
    done, unconfirmed = whispers(naledi, "#retail-campaigns")
    assert "Opted out" in done
    assert "I could not confirm it in #general: I am not a member" in unconfirmed
    assert "Invite me there with `/invite @Optout`." in unconfirmed

    thandi.types("/invite @optout", channel="#general")
    naledi.types("/optout add 082 987 6543", channel="#retail-campaigns")
    assert "opted out *+27…6543*" in thandi.sees("#general")[-1].text
    assert slack.workspace.is_member("U0OPTOUT", "C0GENERAL")


def test_an_archived_channel_is_named_and_the_change_is_made(
    naledi: Person, slack: Sandbox
) -> None:
    slack.workspace.channels["C0OPTOUT"].archived = True

    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")

    done, unconfirmed = whispers(naledi, "#retail-campaigns")
    assert "Opted out" in done
    assert "#opt-outs is archived" in unconfirmed
    assert "A manager can choose another channel in `/optout settings`." in unconfirmed


def test_an_undo_whose_announcement_was_deleted_is_said_to_be_made(
    thandi: Person, slack: Sandbox
) -> None:
    thandi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")
    announced = next(post for post in slack.workspace.posts["C0OPTOUT"] if post.blocks)
    slack.workspace.remove_post(announced)

    thandi.clicks("Undo", "#retail-campaigns")

    said = "\n".join(whispers(thandi, "#retail-campaigns"))
    assert "Undone: 1 opt-out taken off again" in said
    assert "The change is made, but Slack did not let me confirm it in #opt-outs" in said
