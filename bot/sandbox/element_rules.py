"""What Slack accepts in buttons, menus, pickers and inputs, and where each may stand.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from collections.abc import Iterator

from bot.sandbox.grammar import (
    Check,
    Json,
    Problem,
    Rule,
    array,
    boolean,
    choice,
    exactly_one_of,
    integer,
    matching,
    ordered,
    record,
    string,
    web_address,
)
from bot.sandbox.object_rules import (
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    IMAGE_SOURCE,
    MENU_OPTION,
    ONE_IMAGE_SOURCE,
    OPTION_GROUP,
    OPTIONS,
    OVERFLOW_OPTION,
    TICK_OPTION,
    URL,
    initial_options_are_offered,
    plain_text,
)
from bot.sandbox.rich_text_rules import RICH_TEXT_ONLY

ID = 255
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
INPUT_TEXT = 3000
_NUMBER = r"-?\d+(\.\d+)?"
_TIMEZONE = r"[A-Za-z_]+(/[A-Za-z0-9_+\-]+)*"

_action = {"action_id": string(ID)}
_confirmed = {**_action, "confirm": CONFIRM}
_focusable = {**_action, "focus_on_load": boolean}
_menu = {**_confirmed, "focus_on_load": boolean, "placeholder": plain_text(150)}
_typed = {**_focusable, "placeholder": plain_text(150), "dispatch_action_config": DISPATCH}
_several = {"max_selected_items": integer(1, 1000)}
_ids = array(string(ID), at_most=1000)
_listed: dict[str, Rule] = {
    "options": array(MENU_OPTION, at_most=OPTIONS),
    "option_groups": array(OPTION_GROUP, at_most=OPTIONS),
}
_one_list = exactly_one_of("options", "option_groups")
_queried = {"min_query_length": integer(0, INPUT_TEXT)}


def _no_more_chosen_than_allowed(key: str) -> Check:
    def check(menu: Json, pointer: str) -> Iterator[Problem]:
        if len(menu.get(key, ())) > menu.get("max_selected_items", 1000):
            yield Problem(f"{pointer}/{key}", "must not exceed `max_selected_items`")

    return check


def _initial_text_fits(field: Json, pointer: str) -> Iterator[Problem]:
    text = field.get("initial_value")
    if text is not None and len(text) > field.get("max_length", INPUT_TEXT):
        yield Problem(f"{pointer}/initial_value", "must not be longer than `max_length`")


def _whole_unless_decimals_allowed(field: Json, pointer: str) -> Iterator[Problem]:
    for key in ("initial_value", "min_value", "max_value"):
        if "." in field.get(key, "") and not field["is_decimal_allowed"]:
            yield Problem(f"{pointer}/{key}", "must provide an integer")


def _ticks(initial: str, *, several: bool) -> Rule:
    chosen = array(TICK_OPTION, at_most=10) if several else TICK_OPTION
    return record(
        {"options": array(TICK_OPTION, at_most=10)},
        {**_confirmed, "focus_on_load": boolean, initial: chosen},
        [initial_options_are_offered(initial)],
    )


def _typed_text(**optional: Rule) -> Rule:
    return record(optional={**_typed, "initial_value": string(INPUT_TEXT), **optional})


def _picked(several: str, **optional: Rule) -> Rule:
    """A menu that Slack fills itself, for several choices."""
    return record(
        optional={**_menu, **_several, several: _ids, **optional},
        checks=[_no_more_chosen_than_allowed(several)],
    )


BUTTON = record(
    {"text": plain_text(BUTTON_TEXT)},
    {
        **_confirmed,
        "url": web_address(URL),
        "value": string(BUTTON_VALUE),
        "style": choice("primary", "danger"),
        "accessibility_label": string(75),
        "agent_prompt": string(4000),
        "agent_prompt_display": string(75),
        "visible_to_user_ids": _ids,
    },
)
_feedback_button = record(
    {"text": plain_text(BUTTON_TEXT), "value": string(BUTTON_VALUE)},
    {"accessibility_label": string(75)},
)
OVERFLOW = record(
    # Slack's own minimum is one; a menu of one choice should have been a button.
    {"options": array(OVERFLOW_OPTION, at_least=2, at_most=5)},
    _confirmed,
)
IMAGE = record({"alt_text": string(2000)}, IMAGE_SOURCE, [ONE_IMAGE_SOURCE])

CHOOSERS: dict[str, Rule] = {
    "checkboxes": _ticks("initial_options", several=True),
    "radio_buttons": _ticks("initial_option", several=False),
    "static_select": record(
        optional={**_menu, **_listed, "initial_option": MENU_OPTION},
        checks=[_one_list, initial_options_are_offered("initial_option")],
    ),
    "multi_static_select": record(
        optional={
            **_menu,
            **_listed,
            **_several,
            "initial_options": array(MENU_OPTION, at_most=OPTIONS),
        },
        checks=[
            _one_list,
            initial_options_are_offered("initial_options"),
            _no_more_chosen_than_allowed("initial_options"),
        ],
    ),
    "external_select": record(optional={**_menu, **_queried, "initial_option": MENU_OPTION}),
    "multi_external_select": _picked(
        "initial_options", **_queried, initial_options=array(MENU_OPTION, at_most=OPTIONS)
    ),
    "users_select": record(optional={**_menu, "initial_user": string(ID)}),
    "multi_users_select": _picked("initial_users"),
    "channels_select": record(
        optional={**_menu, "initial_channel": string(ID), "response_url_enabled": boolean}
    ),
    "multi_channels_select": _picked("initial_channels"),
    "conversations_select": record(
        optional={
            **_menu,
            "initial_conversation": string(ID),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": CONVERSATION_FILTER,
        }
    ),
    "multi_conversations_select": _picked(
        "initial_conversations",
        default_to_current_conversation=boolean,
        filter=CONVERSATION_FILTER,
    ),
    "datepicker": record(
        optional={
            **_menu,
            "initial_date": matching(
                r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date in the form YYYY-MM-DD"
            ),
        }
    ),
    "timepicker": record(
        optional={
            **_menu,
            "initial_time": matching(r"([01]\d|2[0-3]):[0-5]\d", "a time in the form HH:mm"),
            "timezone": matching(_TIMEZONE, "an IANA time zone"),
        }
    ),
}
DATETIME = record(
    optional={
        **_confirmed,
        "focus_on_load": boolean,
        # Slack: ten digits, so no time before September 2001.
        "initial_date_time": integer(1_000_000_000, 9_999_999_999),
    }
)
TYPED: dict[str, Rule] = {
    "plain_text_input": record(
        optional={
            **_typed,
            "initial_value": string(INPUT_TEXT),
            "multiline": boolean,
            "min_length": integer(0, INPUT_TEXT),
            "max_length": integer(1, INPUT_TEXT),
        },
        checks=[ordered("min_length", "max_length"), _initial_text_fits],
    ),
    "email_text_input": _typed_text(),
    "url_text_input": _typed_text(initial_value=web_address(INPUT_TEXT)),
    "number_input": record(
        {"is_decimal_allowed": boolean},
        {
            **_typed,
            "initial_value": matching(_NUMBER, "a number written as a string"),
            "min_value": matching(_NUMBER, "a number written as a string"),
            "max_value": matching(_NUMBER, "a number written as a string"),
        },
        [
            _whole_unless_decimals_allowed,
            ordered("min_value", "max_value"),
            ordered("min_value", "initial_value"),
            ordered("initial_value", "max_value"),
        ],
    ),
    "rich_text_input": record(
        optional={
            **_typed,
            "initial_value": RICH_TEXT_ONLY,
            "min_lines": integer(1, 100),
            "max_lines": integer(1, 100),
        },
        checks=[ordered("min_lines", "max_lines")],
    ),
    "file_input": record(
        optional={
            **_action,
            "filetypes": array(string(20), at_most=100),
            "max_files": integer(1, 10),
        }
    ),
}

PRESSED: dict[str, Rule] = {"button": BUTTON, "overflow": OVERFLOW}
ACCESSORIES: dict[str, Rule] = {**PRESSED, **CHOOSERS, "image": IMAGE}
IN_ACTIONS: dict[str, Rule] = {**PRESSED, **CHOOSERS, "datetimepicker": DATETIME}
IN_INPUT: dict[str, Rule] = {**CHOOSERS, **TYPED, "datetimepicker": DATETIME}
IN_CONTEXT_ACTIONS: dict[str, Rule] = {
    "feedback_buttons": record(
        {"positive_button": _feedback_button, "negative_button": _feedback_button}, _action
    ),
    "icon_button": record(
        {"icon": choice("trash"), "text": plain_text(BUTTON_TEXT)},
        {
            **_confirmed,
            "value": string(BUTTON_VALUE),
            "accessibility_label": string(75),
            "visible_to_user_ids": _ids,
        },
    ),
}

# Elements missing here may stand on every surface.
SURFACES: dict[str, frozenset[str]] = {
    "datetimepicker": frozenset({"modal", "message"}),
    "email_text_input": frozenset({"modal"}),
    "file_input": frozenset({"modal"}),
    "number_input": frozenset({"modal"}),
    "rich_text_input": frozenset({"modal", "home"}),
    "url_text_input": frozenset({"modal"}),
}
