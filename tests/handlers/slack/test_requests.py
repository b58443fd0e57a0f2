"""Slack's payloads, as Slack sends them, and the values we make of them."""

from typing import Any

import pytest

from handlers.slack import metadata, requests
from handlers.slack.metadata import Metadata
from handlers.slack.requests import Place, SharedFile
from tests.handlers.slack.crafted_requests import CLICK, COMMAND, MENTION, SUBMISSION, VIEW


def test_a_command() -> None:
    words = requests.command(COMMAND)

    assert words.text == "add 083 123 4567 for Tom & Sons <Ltd>"
    assert (words.sent.user, words.sent.team) == ("U0NALEDI", "T0BAOBAB")
    assert words.sent.place == Place("C0RETAIL", response_url="https://hooks.slack.com/commands/1")
    assert words.sent.trigger == COMMAND["trigger_id"]
    assert words.sent.key == f"command:{COMMAND['trigger_id']}"


def test_a_command_without_words_in_a_direct_message() -> None:
    words = requests.command({**COMMAND, "channel_id": "D0NALEDI", "text": ""})

    assert words.text == ""
    assert words.sent.place.is_direct


def test_a_command_of_a_stranger_names_their_own_team() -> None:
    assert requests.command({**COMMAND, "team_id": "T0ACACIA"}).sent.team == "T0ACACIA"


def test_a_mention_is_answered_in_a_thread_at_the_message() -> None:
    words = requests.mention(MENTION)

    assert words.text == "check <tel:0831234567|083 123 4567>"
    assert words.sent.place == Place("C0RETAIL", thread="1515449522.000016")
    assert words.sent.key == "event:Ev0PV52K21"
    assert words.sent.trigger == ""


FILE = {"id": "F0LIST", "name": "list.csv", "size": 7, "mode": "hosted"}
STUB = {"id": "F0THEIRS", "mode": "file_access", "file_access": "check_file_info", "name": None}
DELETED = {"id": "F0GONE", "mode": "tombstone"}


def test_a_mention_brings_its_files_and_the_thread_that_speaks_of_it() -> None:
    event = MENTION["event"] | {"files": [FILE, STUB, DELETED]}

    words = requests.mention(MENTION | {"event": event})

    assert words.files == (SharedFile("F0LIST", "list.csv", 7), SharedFile("F0THEIRS"))
    assert words.thread == "1515449522.000016"


def test_a_file_in_the_direct_messages_is_spoken_of_in_a_thread_of_its_own() -> None:
    event = MENTION["event"] | {"channel_type": "im", "channel": "D0NALEDI", "files": [FILE]}

    words = requests.mention(MENTION | {"event": event})

    assert words.sent.place.thread == ""
    assert words.thread == "1515449522.000016"


def test_a_shortcut_brings_the_files_of_its_message() -> None:
    message = {"type": "message", "ts": "7.7", "text": "see attached", "files": [FILE]}
    body = {**CLICK, "type": "message_action", "message": message}

    pointed = requests.shortcut(body)

    assert pointed.files == (SharedFile("F0LIST", "list.csv", 7),)
    assert pointed.thread == "7.7"


def test_a_form_brings_its_files_and_says_which_form_it_is() -> None:
    values = {"field_import_file": {"x": {"type": "file_input", "files": [FILE]}}}
    view = VIEW | {"state": {"values": values}}

    opened = requests.submission(SUBMISSION | {"view": view}).view

    assert opened.form == "form_add"
    assert opened.filled.files("field_import_file") == (SharedFile("F0LIST", "list.csv", 7),)
    assert opened.filled.files("field_numbers") == ()


def test_words_before_our_name_are_not_for_us() -> None:
    text = "Hi <@U0THANDI>, I ask <@U0OPTOUT|optout> check 0831234567"
    event = {**MENTION["event"], "text": text}

    assert requests.mention(MENTION | {"event": event}).text == "check 0831234567"


def test_a_mention_within_a_thread_stays_in_it() -> None:
    event = MENTION["event"] | {"thread_ts": "1515449000.000001"}

    assert requests.mention(MENTION | {"event": event}).sent.place.thread == "1515449000.000001"


def test_a_direct_message_is_answered_beside_it() -> None:
    event = MENTION["event"] | {
        "type": "message",
        "channel_type": "im",
        "channel": "D0NALEDI",
        "text": "check 083 &amp; more",
    }

    words = requests.mention(MENTION | {"event": event})

    assert words.text == "check 083 & more"
    assert words.sent.place == Place("D0NALEDI", is_direct=True)


def test_somebody_of_a_connected_workspace_is_of_their_own_team() -> None:
    event = MENTION["event"] | {"user_team": "T0ACACIA", "team": "T0BAOBAB"}

    assert requests.mention(MENTION | {"event": event}).sent.team == "T0ACACIA"


@pytest.mark.parametrize(
    ("extra", "is_person"),
    [
        ({}, True),
        ({"subtype": "file_share"}, True),
        ({"subtype": "message_changed"}, False),
        ({"subtype": "message_deleted"}, False),
        ({"subtype": "bot_message"}, False),
        ({"subtype": "channel_join"}, False),
        ({"bot_id": "B0OTHER"}, False),
        ({"user": ""}, False),
    ],
)
def test_only_new_messages_of_people_are_words_for_us(
    extra: dict[str, str], *, is_person: bool
) -> None:
    assert requests.is_from_person({"event": MENTION["event"] | extra}) == is_person


def test_a_click_in_a_message_of_the_channel() -> None:
    click = requests.click(CLICK)

    assert (click.action, click.value, click.view) == ("button_undo", "17", None)
    assert click.sent.place == Place(
        "C0OPTOUT",
        response_url="https://hooks.slack.com/actions/1",
        message="1515449522.000016",
    )
    assert click.sent.key == "click:1.2.3"


def test_a_click_in_a_private_message_cannot_be_answered_by_an_update() -> None:
    container = CLICK["container"] | {"is_ephemeral": True, "thread_ts": "1.1"}

    place = requests.click(CLICK | {"container": container}).sent.place

    assert place.message == ""
    assert place.thread == "1.1"


def test_an_entry_of_a_menu_is_its_value() -> None:
    action = {"action_id": "button_sender_menu", "selected_option": {"value": "retire:3"}}

    assert requests.click(CLICK | {"actions": [action]}).value == "retire:3"


def test_a_button_without_a_value_has_an_empty_one() -> None:
    assert requests.click(CLICK | {"actions": [{"action_id": "x"}]}).value == ""


def test_a_click_on_home_has_no_place() -> None:
    body = {
        **{key: CLICK[key] for key in ("type", "user", "team", "trigger_id", "actions")},
        "container": {"type": "view", "view_id": "V0001"},
        "view": VIEW | {"type": "home"},
    }

    click = requests.click(body)

    assert click.view is None
    assert click.sent.place == Place()


def test_a_click_in_a_form_is_about_where_the_form_was_asked_for() -> None:
    body = {
        **{key: CLICK[key] for key in ("type", "user", "team", "trigger_id", "actions")},
        "container": {"type": "view", "view_id": "V0001"},
        "view": VIEW,
    }

    click = requests.click(body)

    assert click.view is not None
    assert (click.view.id, click.view.hash) == ("V0001", "156772938.1827394")
    assert click.sent.place == Place("C0RETAIL", "1.1")


def test_a_form_with_what_is_filled_in() -> None:
    sent = requests.submission(SUBMISSION)
    filled = sent.view.filled

    assert sent.sent.key == "form:V0001:156772938.1827394"
    assert sent.sent.place == Place("C0RETAIL", "1.1")
    assert sent.view.metadata == Metadata("C0RETAIL", "1.1", "token")
    assert sent.view.inputs == ("field_numbers", "field_lists_0")
    assert filled.text("field_numbers") == "083"
    assert filled.text("field_note") == ""
    assert filled.text("field_missing") == ""
    assert filled.chosen("field_region") == "ZA"
    assert filled.chosen("field_sender") == ""
    assert filled.chosen("field_person") == "U1"
    assert filled.chosen("field_announcements") == "C0OPTOUT"
    assert filled.ticked("field_lists_0") == ("1", "2")
    assert filled.ticked("field_missing") == ()
    assert filled.ticked_like("field_lists") == ("1", "2", "3")
    assert str(filled.day("field_since")) == "2026-03-01"
    assert filled.day("field_until") is None
    assert "field_numbers" in filled
    assert "field_missing" not in filled


def test_a_form_without_metadata_or_state() -> None:
    bare = {key: VIEW[key] for key in ("id", "type", "callback_id")}

    sent = requests.submission(SUBMISSION | {"view": bare})

    assert sent.sent.place == Place()
    assert sent.view.inputs == ()


def test_somebody_without_a_team_of_their_own_is_of_the_team_of_the_request() -> None:
    body = SUBMISSION | {"user": {"id": "U0NALEDI"}}

    assert requests.submission(body).sent.team == "T0BAOBAB"


def test_a_shortcut_on_a_message_reads_all_that_the_message_says() -> None:
    body = {
        "type": "message_action",
        "callback_id": "optout_from_message",
        "trigger_id": "1.2.3",
        "user": {"id": "U0NALEDI", "team_id": "T0BAOBAB", "name": "naledi"},
        "team": {"id": "T0BAOBAB"},
        "channel": {"id": "C0RETAIL", "name": "retail-campaigns"},
        "message_ts": "2.2",
        "response_url": "https://hooks.slack.com/app/1",
        "message": {
            "type": "message",
            "ts": "2.2",
            "thread_ts": "1.1",
            "text": "Form filled in",
            "blocks": [
                {"type": "rich_text", "elements": [{"type": "text", "text": "not twice"}]},
                {"type": "section", "text": {"type": "mrkdwn", "text": "Phone: 082 555 0101"}},
                {"type": "section", "fields": [{"type": "mrkdwn", "text": "083 555 0102"}]},
                {"type": "divider"},
            ],
        },
    }

    pointed = requests.shortcut(body)

    assert pointed.text == "Form filled in\nPhone: 082 555 0101\n083 555 0102"
    assert pointed.sent.place == Place(
        "C0RETAIL", "1.1", response_url="https://hooks.slack.com/app/1"
    )


def test_a_global_shortcut_points_at_nothing() -> None:
    body = {
        "type": "shortcut",
        "callback_id": "optout_new",
        "trigger_id": "1.2.3",
        "user": {"id": "U0NALEDI", "username": "naledi", "team_id": "T0BAOBAB"},
        "team": {"id": "T0BAOBAB"},
    }

    pointed = requests.shortcut(body)

    assert pointed.text == ""
    assert pointed.sent.place == Place()


def test_letters_typed_into_a_menu() -> None:
    body = {
        "type": "block_suggestion",
        "user": {"id": "U0NALEDI", "team_id": "T0BAOBAB"},
        "team": {"id": "T0BAOBAB"},
        "action_id": "field_region",
        "block_id": "field_region",
        "value": "sou",
        "view": VIEW,
    }

    typing = requests.typing(body)

    assert (typing.field, typing.query, typing.sent.user) == ("field_region", "sou", "U0NALEDI")


def test_the_home_tab_and_the_messages_tab() -> None:
    event = {"type": "app_home_opened", "user": "U0NALEDI", "channel": "D0NALEDI", "tab": "home"}
    body = {"team_id": "T0BAOBAB", "event_id": "Ev1", "event": event}

    assert requests.is_home(body)
    assert requests.home_opened(body).sent.team == "T0BAOBAB"
    assert not requests.is_home({**body, "event": event | {"tab": "messages"}})


@pytest.mark.parametrize(
    "event",
    [
        {"type": "subteam_members_changed", "subteam_id": "S0CRM"},
        {"type": "subteam_updated", "subteam": {"id": "S0CRM", "name": "crm-team"}},
    ],
)
def test_the_group_of_an_event(event: dict[str, Any]) -> None:
    assert requests.group_of({"event": event}) == "S0CRM"


def test_what_a_form_remembers_comes_back_and_takes_little_room() -> None:
    kept = Metadata("C0RETAIL", "1515449522.000016", "t" * 22, "17")

    assert metadata.loads(metadata.dumps(kept)) == kept
    assert metadata.dumps(Metadata()) == "{}"
    assert metadata.loads("") == Metadata()
    assert len(metadata.dumps(kept)) < 3000
