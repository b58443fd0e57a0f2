"""Modals: opening, filling in, submitting, and what Slack itself refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt import BoltResponse

from tests.bot.sandbox.building import TEXT, Json, field, option, plain, taught

if TYPE_CHECKING:
    from slack_bolt import Ack
    from slack_sdk import WebClient

    from bot.sandbox.server import Sandbox

TROUBLE = "We had some trouble connecting. Try again?"


def test_what_a_person_fills_in_reaches_the_bot(slack: Sandbox, either: Any, modal: Any) -> None:
    view = modal(
        field("Numbers", TEXT),
        field("Region", {"type": "static_select", "options": [option("ZA"), option("GB")]}),
        field("Channel", {"type": "checkboxes", "options": [option("SMS"), option("WhatsApp")]}),
        field("Since", {"type": "datepicker"}, optional=True),
        private_metadata="kept",
    )

    @either.app.command("/optout")
    def open_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    taught(either, None)
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.fills("Numbers", "083 123 4567")
    thandi.chooses("Region", "ZA")
    thandi.chooses("Channel", "SMS", "WhatsApp")
    thandi.fills("Since", "2026-03-01")
    thandi.submits()

    body = either.heard[-1]
    assert thandi.modal == ""
    assert body["type"] == "view_submission"
    assert body["user"] == {
        "id": "U0THANDI",
        "username": "thandi",
        "name": "thandi",
        "team_id": "T0BAOBAB",
    }
    assert body["view"]["private_metadata"] == "kept"
    assert body["view"]["callback_id"] == "form"
    values = body["view"]["state"]["values"]
    assert values["numbers"]["numbers_field"] == {
        "type": "plain_text_input",
        "value": "083 123 4567",
    }
    assert values["region"]["region_field"]["selected_option"]["value"] == "za"
    chosen = values["channel"]["channel_field"]["selected_options"]
    assert [each["value"] for each in chosen] == ["sms", "whatsapp"]
    assert values["since"]["since_field"] == {"type": "datepicker", "selected_date": "2026-03-01"}


def test_a_modal_reads_as_a_person_would_read_it(slack: Sandbox, opens: Any, modal: Any) -> None:
    opens(modal(field("Numbers", {**TEXT, "initial_value": "083"}), close=plain("Cancel")))
    thandi = slack.person("thandi")
    thandi.types("/optout add")

    assert thandi.modal.splitlines() == ["Form", "Numbers: 083", "[Save] [Cancel]"]
    thandi.fills("Numbers", "084")
    assert "Numbers: 084" in thandi.modal


def test_errors_stand_under_their_fields(slack: Sandbox, bot: Any, opens: Any, modal: Any) -> None:
    opens(modal(field("Numbers", TEXT), field("Note", TEXT)))
    taught(
        bot,
        {"response_action": "errors", "errors": {"numbers": "Too short", "note": "Too long"}},
    )
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.fills("Numbers", "083")
    thandi.fills("Note", "said so")
    thandi.submits()

    assert thandi.errors == {"Numbers": "Too short", "Note": "Too long"}
    assert "Numbers: 083" in thandi.modal


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"unknown": "Too short"}},
        {"response_action": "errors", "errors": {"words": "not an input"}},
        {"response_action": "errors", "errors": {"numbers": ""}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors"},
        {"response_action": "explode"},
        {"response_action": "update"},
        {"response_action": "push", "view": {"type": "home", "blocks": []}},
        {"text": "thank you"},
    ],
)
def test_an_answer_slack_does_not_understand_is_trouble(
    slack: Sandbox, either: Any, modal: Any, answer: Json
) -> None:
    words = {"type": "section", "block_id": "words", "text": plain("Hello")}

    @either.app.command("/optout")
    def open_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        view = modal(words, field("Numbers", TEXT))
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @either.app.middleware
    def replace(body: Json, next: Any) -> BoltResponse | None:  # noqa: A002 - Bolt's word
        if body.get("type") == "view_submission":
            return BoltResponse(status=200, body=answer)
        next()
        return None

    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.fills("Numbers", "083")
    thandi.submits()

    assert thandi.trouble == TROUBLE
    assert thandi.errors == {}
    assert thandi.modal.startswith("Form")


def test_a_required_field_left_empty_never_reaches_the_bot(
    slack: Sandbox, bot: Any, opens: Any, modal: Any
) -> None:
    opens(modal(field("Numbers", TEXT), field("Note", TEXT, optional=True)))
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    heard = len(bot.heard)
    thandi.submits()

    assert thandi.errors == {"Numbers": "Please complete this required field."}
    assert len(bot.heard) == heard


@pytest.mark.parametrize(
    "case",
    [
        ({**TEXT, "min_length": 3}, "ab", "Please enter at least 3 characters."),
        ({**TEXT, "max_length": 3}, "abcd", "Please enter at most 3 characters."),
        ({"type": "email_text_input"}, "nobody", "Please enter a valid email address."),
        ({"type": "url_text_input"}, "example", "Please enter a valid URL."),
        (
            {"type": "number_input", "is_decimal_allowed": False},
            "1.5",
            "Please enter a whole number.",
        ),
        ({"type": "number_input", "is_decimal_allowed": True}, "x", "Please enter a number."),
        (
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "2"},
            "1",
            "Please enter a number no less than 2.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": False, "max_value": "2"},
            "3",
            "Please enter a number no more than 2.",
        ),
    ],
)
def test_slack_itself_checks_what_a_field_allows(
    slack: Sandbox, opens: Any, modal: Any, case: tuple[Json, str, str]
) -> None:
    element, typed, complaint = case
    opens(modal(field("Field", element)))
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.fills("Field", typed)
    thandi.submits()

    assert thandi.errors == {"Field": complaint}
