"""Whatever slack_sdk's own models refuse, the pretend Slack refuses too."""

import copy
import logging
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.sandbox import block_rules, element_rules
from bot.sandbox.limits import Surface, check_blocks, check_view

Json = dict[str, Any]

_PLAIN = {"type": "plain_text", "text": "Undo", "emoji": False}
_MRKDWN = {"type": "mrkdwn", "text": "*Undo*", "verbatim": True}
_OPTION = {"text": _PLAIN, "value": "a", "description": _PLAIN}
_OTHER = {"text": _PLAIN, "value": "b"}
_CONFIRM = {
    "title": _PLAIN,
    "text": _MRKDWN,
    "confirm": _PLAIN,
    "deny": _PLAIN,
    "style": "danger",
}
_RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Hi"}]}],
}
_IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A chart"}
_MENU = {"action_id": "menu", "placeholder": _PLAIN, "confirm": _CONFIRM, "focus_on_load": True}
_BUTTON = {
    "type": "button",
    "text": _PLAIN,
    "action_id": "undo",
    "value": "1",
    "url": "https://example.com",
    "style": "primary",
    "confirm": _CONFIRM,
    "accessibility_label": "Undo the opt-out",
    "agent_prompt": "Undo",
}
_CHOOSERS: list[Json] = [
    {"type": "static_select", "options": [_OPTION, _OTHER], "initial_option": _OTHER, **_MENU},
    {
        "type": "static_select",
        "option_groups": [{"label": _PLAIN, "options": [_OPTION, _OTHER]}],
        **_MENU,
    },
    {"type": "multi_static_select", "options": [_OPTION], "initial_options": [_OPTION], **_MENU},
    {"type": "external_select", "min_query_length": 1, **_MENU},
    {"type": "multi_external_select", "initial_options": [_OPTION], **_MENU},
    {"type": "users_select", "initial_user": "U1", **_MENU},
    {"type": "multi_users_select", "initial_users": ["U1"], "max_selected_items": 3, **_MENU},
    {"type": "channels_select", "initial_channel": "C1", **_MENU},
    {"type": "multi_channels_select", "initial_channels": ["C1"], **_MENU},
    {"type": "conversations_select", "filter": {"include": ["public"]}, **_MENU},
    {"type": "multi_conversations_select", "default_to_current_conversation": True, **_MENU},
    {"type": "datepicker", "initial_date": "2026-03-01", **_MENU},
    {"type": "timepicker", "initial_time": "09:30", "timezone": "Africa/Johannesburg", **_MENU},
    {"type": "datetimepicker", "initial_date_time": 1_700_000_000, "action_id": "when"},
    {"type": "checkboxes", "options": [_OPTION, _OTHER], "initial_options": [_OTHER]},
    {"type": "radio_buttons", "options": [_OPTION, _OTHER], "initial_option": _OPTION},
]
_TYPED: list[Json] = [
    {
        "type": "plain_text_input",
        "initial_value": "083",
        "multiline": True,
        "min_length": 1,
        "max_length": 10,
        "placeholder": _PLAIN,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    },
    {"type": "email_text_input", "initial_value": "a@example.com", "placeholder": _PLAIN},
    {"type": "url_text_input", "initial_value": "https://example.com", "placeholder": _PLAIN},
    {"type": "number_input", "is_decimal_allowed": True, "min_value": "1", "max_value": "2"},
    {"type": "rich_text_input", "initial_value": _RICH, "placeholder": _PLAIN},
    {"type": "file_input", "filetypes": ["csv"], "max_files": 1},
]

GOOD: list[Json] = [
    {
        "type": "section",
        "block_id": "a",
        "text": _MRKDWN,
        "fields": [_PLAIN, _MRKDWN],
        "accessory": _IMAGE,
        "expand": True,
    },
    {"type": "section", "fields": [_PLAIN]},
    {"type": "divider", "block_id": "a"},
    {"type": "header", "text": _PLAIN, "block_id": "a"},
    {**_IMAGE, "title": _PLAIN, "block_id": "a"},
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A chart"},
    {"type": "context", "elements": [_IMAGE, _PLAIN, _MRKDWN], "block_id": "a"},
    {"type": "actions", "elements": [_BUTTON], "block_id": "a"},
    {"type": "actions", "elements": [{"type": "overflow", "options": [_OPTION, _OTHER]}]},
    *({"type": "actions", "elements": [element]} for element in _CHOOSERS),
    *(
        {"type": "input", "label": _PLAIN, "hint": _PLAIN, "optional": True, "element": element}
        for element in (*_CHOOSERS, *_TYPED)
    ),
    _RICH,
    {"type": "markdown", "text": "**Hi**"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}, _RICH]]},
    {"type": "alert", "text": _MRKDWN, "level": "error"},
    {"type": "card", "title": _MRKDWN, "subtitle": _MRKDWN, "body": _PLAIN, "actions": [_BUTTON]},
    {"type": "card", "hero_image": _IMAGE},
    {"type": "carousel", "elements": [{"type": "card", "title": _MRKDWN}]},
    {
        "type": "container",
        "title": _PLAIN,
        "subtitle": _PLAIN,
        "width": "wide",
        "child_blocks": [{"type": "divider"}],
        "has_header_divider": True,
    },
    {"type": "task_card", "task_id": "1", "title": "Import", "status": "pending"},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "positive_button": {"text": _PLAIN, "value": "y"},
                "negative_button": {"text": _PLAIN, "value": "n"},
            }
        ],
    },
    {
        "type": "video",
        "alt_text": "How to opt out",
        "title": _PLAIN,
        "thumbnail_url": "https://example.com/a.png",
        "video_url": "https://example.com/a",
        "author_name": "Thandi",
        "description": _PLAIN,
    },
]
VIEWS: list[Json] = [
    {
        "type": "modal",
        "title": _PLAIN,
        "submit": _PLAIN,
        "close": _PLAIN,
        "private_metadata": "{}",
        "callback_id": "add",
        "blocks": [{"type": "divider"}],
    },
    {"type": "home", "blocks": [{"type": "divider"}]},
]
_EDGES = (24, 30, 49, 75, 100, 150, 199, 255, 300, 2000, 3000, 4000, 12_000)
_LENGTHS = (0, *_EDGES, *(edge + 1 for edge in _EDGES))
_COUNTS = (0, 1, 2, 5, 6, 10, 11, 25, 26, 100, 101)


def spoiled(value: Any) -> Iterator[Any]:
    """Every way to change one thing: drop a property, stretch a text, empty or repeat a list."""
    match value:
        case dict():
            for key in value:
                yield {other: kept for other, kept in value.items() if other != key}
                worse_parts = spoiled(value[key]) if key != "type" else ()
                yield from ({**value, key: worse} for worse in worse_parts)
        case list():
            yield from ([copy.deepcopy(item) for item in value[:1] * count] for count in _COUNTS)
            for index, item in enumerate(value):
                yield from ([*value[:index], w, *value[index + 1 :]] for w in spoiled(item))
        case str():
            yield from ("x" * count for count in _LENGTHS)
        case int():
            yield from (-1, 0, 10_000_000_000)


def sdk_refuses(model: type[Any], payload: Json) -> bool:
    try:
        built = model.parse(copy.deepcopy(payload)) if model is Block else model(**payload)
        if built is None:
            return True
        built.to_dict()
    except (SlackObjectFormationError, TypeError, KeyError, AttributeError):
        return True
    return False


def surface_of(block: Json) -> Surface:
    kinds = [block["type"], block.get("element", {}).get("type", "")]
    rules = element_rules.SURFACES | block_rules.SURFACES
    allowed = [rules.get(kind, {"message"}) for kind in kinds]
    return "message" if all("message" in each for each in allowed) else "modal"


@pytest.fixture(autouse=True)
def _quiet_sdk(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, logger="slack_sdk.models")


@pytest.mark.parametrize("block", GOOD, ids=range(len(GOOD)))
def test_good_blocks_please_both(block: Json) -> None:
    assert not sdk_refuses(Block, block)
    assert check_blocks([block], surface=surface_of(block)) == []


@pytest.mark.parametrize("block", GOOD, ids=range(len(GOOD)))
def test_a_spoiled_block_that_the_sdk_refuses_is_refused(block: Json) -> None:
    surface = surface_of(block)
    let_through = [
        worse
        for worse in spoiled(block)
        if sdk_refuses(Block, worse) and not check_blocks([worse], surface=surface)
    ]

    assert let_through == []


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view["type"])
def test_good_views_please_both(view: Json) -> None:
    assert not sdk_refuses(View, view)
    assert check_view(view) == []


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view["type"])
def test_a_spoiled_view_that_the_sdk_refuses_is_refused(view: Json) -> None:
    let_through = [
        worse for worse in spoiled(view) if sdk_refuses(View, worse) and not check_view(worse)
    ]

    assert let_through == []


def test_the_sdk_does_refuse_enough_of_them_for_this_to_mean_something() -> None:
    refused = (worse for block in GOOD for worse in spoiled(block) if sdk_refuses(Block, worse))

    assert len(list(islice(refused, 500))) == 500
