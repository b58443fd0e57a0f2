"""A file comes in by a form, a message, a mention or the menu of a message, and is imported."""

from pathlib import Path

import pytest

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from tests.conftest import Clock
from tests.journeys.conftest import OPTOUT, Told, answer
from tests.journeys.importing import handed, said

ROWS = "name,mobile\nA,083 123 4567\nB,082 987 6543\nC,12\n"


@pytest.fixture
def stop_list(tmp_path: Path) -> Path:
    file = tmp_path / "stop-list.csv"
    file.write_text(ROWS)
    return file


def test_a_file_in_the_direct_messages_is_imported_in_one_message(
    naledi: Person, stop_list: Path, told: Told
) -> None:
    posted = naledi.types("", channel="dm", files=[stop_list])

    assert posted is not None
    [asked] = said(naledi, "dm")
    assert asked.thread_ts == posted.ts
    assert "`stop-list.csv`" in asked.text
    assert "Nothing has changed yet" in asked.text

    naledi.clicks("Choose and Check…")
    naledi.submits()
    [shown] = said(naledi, "dm")
    assert shown.ts == asked.ts
    assert "Dry run of `stop-list.csv`: 2 would be added" in shown.text
    assert "1 row refused" in shown.text
    naledi.types("/optout check 083 123 4567", channel="#opt-outs")
    assert "is not opted out" in answer(naledi)

    naledi.clicks("Add 2 Numbers", channel="dm")
    [done] = said(naledi, "dm")
    assert done.ts == asked.ts
    assert "Imported `stop-list.csv`" in done.text
    [refused] = handed(naledi, "dm")
    assert refused.thread_ts == posted.ts
    assert [each.name for each in refused.files] == ["refused-rows.xlsx", "refused-rows.csv"]
    assert b"12" in naledi.downloads(refused.files[1].id)
    naledi.types("/optout check 083 123 4567", channel="#opt-outs")
    assert "is not opted out" not in answer(naledi)
    assert len(told()) == 1
    assert "2 numbers" in told()[0]


def test_a_file_beside_a_mention_is_asked_about_in_its_thread(
    naledi: Person, stop_list: Path
) -> None:
    text = "@optout import whatsapp from Retail support note weekly"
    posted = naledi.types(text, channel="#opt-outs", files=[stop_list])

    assert posted is not None
    [asked] = said(naledi, "#opt-outs")
    assert asked.thread_ts == posted.ts
    assert "WhatsApp, Retail support" in asked.text


def test_words_beside_a_file_are_not_read(naledi: Person, stop_list: Path) -> None:
    naledi.types("@optout here is the list for March", channel="#opt-outs", files=[stop_list])

    [asked] = said(naledi, "#opt-outs")
    assert "`stop-list.csv`?" in asked.text


def test_a_word_of_ours_beside_a_file_is_done(naledi: Person, stop_list: Path) -> None:
    naledi.types("@optout help", channel="#opt-outs", files=[stop_list])

    assert "What Optout can do" in answer(naledi)
    assert said(naledi, "#opt-outs") == []


def test_each_file_of_a_message_has_a_message_of_its_own(naledi: Person, tmp_path: Path) -> None:
    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for file in files:
        file.write_text(ROWS)

    naledi.types("", channel="dm", files=files, times=2)

    asked = said(naledi, "dm")
    assert len(asked) == 2
    assert {name for each in asked for name in ("one", "two") if f"`{name}.csv`" in each.text} == {
        "one",
        "two",
    }


def test_a_file_of_a_shared_channel_is_read_though_slack_hides_it_at_first(
    naledi: Person, stop_list: Path
) -> None:
    naledi.types("@optout import", channel="#partners", files=[stop_list])

    [asked] = said(naledi, "#partners")
    assert "`stop-list.csv`" in asked.text


def test_the_menu_of_a_message_imports_its_file(naledi: Person, stop_list: Path) -> None:
    posted = naledi.types("see attached", channel="#retail-campaigns", files=[stop_list])
    assert posted is not None
    assert said(naledi, "#retail-campaigns") == []

    naledi.uses("Import opt-outs", posted)

    [asked] = said(naledi, "#retail-campaigns")
    assert asked.thread_ts == posted.ts
    assert "I am reading `stop-list.csv`" in answer(naledi)


def test_where_we_are_no_member_the_answer_comes_in_private(
    thandi: Person, stop_list: Path
) -> None:
    posted = thandi.types("see attached", channel="#leads", files=[stop_list])

    thandi.uses("Import opt-outs", posted)

    [failed] = said(thandi, "dm")
    assert "failed" in failed.text


def test_the_menu_of_a_message_without_a_file_says_so(naledi: Person) -> None:
    posted = naledi.types("no file here", channel="#opt-outs")

    naledi.uses("Import opt-outs", posted)

    assert "This message has no file" in answer(naledi)


def test_the_form_answers_in_private_with_the_dry_run(naledi: Person, stop_list: Path) -> None:
    naledi.types("/optout import for Baobab Retail note weekly", channel="#opt-outs")
    naledi.attaches("File", stop_list)
    naledi.submits()

    assert naledi.modal == ""
    assert "I am reading `stop-list.csv`" in naledi.sees("#opt-outs")[-1].text
    [shown] = said(naledi, "dm")
    assert "Dry run of `stop-list.csv`: 2 would be added" in shown.text
    assert "Baobab Retail" in shown.text
    assert "weekly" in shown.text


def test_the_form_says_under_each_field_what_is_missing(naledi: Person, stop_list: Path) -> None:
    naledi.types("/optout import", channel="#opt-outs")
    naledi.attaches("File", stop_list)
    naledi.chooses("What to do with the numbers", "Remove from the lists")
    naledi.fills("Reason", " ")
    naledi.submits()

    assert set(naledi.errors) == {"What to do with the numbers", "Reason"}
    assert "manager" in naledi.errors["What to do with the numbers"]


def test_viewers_and_guests_import_nothing(sipho: Person, slack: Sandbox, stop_list: Path) -> None:
    gustav = slack.person("gustav")

    sipho.types("", channel="dm", files=[stop_list])
    gustav.types("@optout import", channel="#partners", files=[stop_list])

    assert "You need the role *editor*" in answer(sipho)
    assert "Guests cannot use Optout" in answer(gustav)


def test_an_import_that_is_not_wanted_is_cancelled(naledi: Person, stop_list: Path) -> None:
    naledi.types("", channel="dm", files=[stop_list])

    naledi.clicks("Not Now", channel="dm")

    [cancelled] = said(naledi, "dm")
    assert "cancelled" in cancelled.text
    assert "Nothing was changed" in cancelled.text


def test_nobody_decides_about_the_file_of_another(
    thandi: Person, naledi: Person, stop_list: Path
) -> None:
    naledi.types("@optout import", channel="#opt-outs", files=[stop_list])

    thandi.clicks("Choose and Check…", channel="#opt-outs")

    assert thandi.modal == ""
    assert "This is" in answer(thandi)


def test_a_message_of_a_job_that_was_deleted_is_posted_anew(
    slack: Sandbox, naledi: Person, stop_list: Path
) -> None:
    naledi.types("", channel="dm", files=[stop_list])
    [asked] = said(naledi, "dm")
    naledi.clicks("Choose and Check…")
    post = slack.workspace.find_post(asked.channel, asked.ts)
    assert post is not None
    slack.workspace.remove_post(post)
    naledi.submits()

    [shown] = said(naledi, "dm")
    assert "Dry run" in shown.text
    assert shown.ts != asked.ts


def test_what_slack_did_not_take_at_first_is_shown_later_and_only_once(
    slack: Sandbox, naledi: Person, stop_list: Path, clock: Clock, told: Told
) -> None:
    naledi.types("", channel="dm", files=[stop_list])
    naledi.clicks("Choose and Check…")
    naledi.submits()
    slack.faults.switch_on("server_error", method="files.completeUploadExternal", times=1)
    naledi.clicks("Add 2 Numbers", channel="dm")
    assert handed(naledi, "dm") == []

    clock.advance(minutes=1)
    naledi.types("/optout help", channel="#opt-outs")

    assert len(said(naledi, "dm")) == 1
    assert len(handed(naledi, "dm")) == 1
    assert len(told()) == 1


def test_a_second_manager_who_cannot_be_asked_is_asked_once_we_are_let_in(
    slack: Sandbox, thandi: Person, tmp_path: Path, clock: Clock
) -> None:
    thandi.types("/optout settings approval_above 0", channel="#opt-outs")
    thandi.types("/optout add 083 123 4567", channel="#opt-outs")
    file = tmp_path / "list.csv"
    file.write_text("mobile\n083 123 4567\n")
    thandi.types("", channel="dm", files=[file])
    thandi.clicks("Choose and Check…")
    thandi.chooses("What to do with the numbers", "Remove from the lists")
    thandi.fills("Reason", "asked by letter")
    thandi.submits()
    members = slack.workspace.channels["C0OPTOUT"].members
    members.remove(OPTOUT)
    thandi.clicks("Remove 1 Number", channel="dm")

    for _ in range(2):
        clock.advance(minutes=1)
        thandi.types("/optout help", channel="dm")
    [waiting, helpless] = [each for each in said(thandi, "dm") if each.thread_ts]
    assert "waits for a second manager" in waiting.text
    assert "I cannot ask for approval in #opt-outs" in helpless.text

    members.append(OPTOUT)
    clock.advance(minutes=1)
    thandi.types("/optout help", channel="dm")
    assert "asks to take 1 opt-out off" in thandi.sees("#opt-outs")[-1].text
