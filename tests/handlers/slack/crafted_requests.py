"""Requests as Slack sends them, from its documentation."""

from typing import Any

COMMAND = {
    "team_id": "T0BAOBAB",
    "team_domain": "baobab",
    "channel_id": "C0RETAIL",
    "channel_name": "retail-campaigns",
    "user_id": "U0NALEDI",
    "user_name": "naledi",
    "command": "/optout",
    "text": "  add 083 123 4567 for Tom &amp; Sons &lt;Ltd&gt; ",
    "api_app_id": "A0OPTOUT",
    "is_enterprise_install": "false",
    "response_url": "https://hooks.slack.com/commands/1",
    "trigger_id": "13345224609.738474920.8088930838d88f008e0",
}
MENTION: dict[str, Any] = {
    "team_id": "T0BAOBAB",
    "api_app_id": "A0OPTOUT",
    "event": {
        "type": "app_mention",
        "user": "U0NALEDI",
        "team": "T0BAOBAB",
        "ts": "1515449522.000016",
        "text": "<@U0OPTOUT> check <tel:0831234567|083 123 4567>",
        "channel": "C0RETAIL",
        "event_ts": "1515449522.000016",
    },
    "type": "event_callback",
    "event_id": "Ev0PV52K21",
    "event_time": 1515449522,
    "authorizations": [
        {"enterprise_id": None, "team_id": "T0BAOBAB", "user_id": "U0OPTOUT", "is_bot": True}
    ],
}
CLICK: dict[str, Any] = {
    "type": "block_actions",
    "user": {"id": "U0PIETER", "username": "pieter", "team_id": "T0BAOBAB"},
    "team": {"id": "T0BAOBAB", "domain": "baobab"},
    "container": {
        "type": "message",
        "message_ts": "1515449522.000016",
        "channel_id": "C0OPTOUT",
        "is_ephemeral": False,
    },
    "trigger_id": "1.2.3",
    "channel": {"id": "C0OPTOUT", "name": "opt-outs"},
    "response_url": "https://hooks.slack.com/actions/1",
    "actions": [
        {"action_id": "button_undo", "block_id": "b1", "type": "button", "value": "17"},
    ],
}
VIEW: dict[str, Any] = {
    "id": "V0001",
    "team_id": "T0BAOBAB",
    "type": "modal",
    "callback_id": "form_add",
    "hash": "156772938.1827394",
    "private_metadata": '{"channel": "C0RETAIL", "thread": "1.1", "draft": "token"}',
    "blocks": [
        {"type": "context", "block_id": "c"},
        {"type": "input", "block_id": "field_numbers"},
        {"type": "section", "block_id": "field_region"},
        {"type": "input", "block_id": "field_lists_0"},
    ],
    "state": {
        "values": {
            "field_numbers": {"field_numbers": {"type": "plain_text_input", "value": "083"}},
            "field_note": {"field_note": {"type": "plain_text_input", "value": None}},
            "field_region": {
                "field_region": {"type": "external_select", "selected_option": {"value": "ZA"}}
            },
            "field_sender": {"field_sender": {"type": "static_select", "selected_option": None}},
            "field_lists_0": {"x": {"selected_options": [{"value": "1"}, {"value": "2"}]}},
            "field_lists_1": {"x": {"selected_options": [{"value": "3"}]}},
            "field_since": {"field_since": {"type": "datepicker", "selected_date": "2026-03-01"}},
            "field_until": {"field_until": {"type": "datepicker", "selected_date": None}},
            "field_person": {"field_person": {"type": "users_select", "selected_user": "U1"}},
            "field_announcements": {"x": {"selected_conversation": "C0OPTOUT"}},
        }
    },
}
SUBMISSION: dict[str, Any] = {
    "type": "view_submission",
    "team": {"id": "T0BAOBAB"},
    "user": {"id": "U0NALEDI", "team_id": "T0BAOBAB"},
    "trigger_id": "1.2.3",
    "view": VIEW,
    "response_urls": [],
}
