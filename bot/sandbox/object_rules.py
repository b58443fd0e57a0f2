"""What Slack accepts in texts, options, confirmations and the other composition objects.

https://docs.slack.dev/reference/block-kit/composition-objects
"""

from collections.abc import Iterator
from typing import Any

from bot.sandbox.grammar import (
    Check,
    Json,
    Problem,
    Rule,
    array,
    at_least_one_of,
    boolean,
    choice,
    exactly_one_of,
    record,
    string,
    tagged,
    web_address,
    words,
)

URL = 3000
OPTION_TEXT = 75
OPTIONS = 100


def plain_text(at_most: int) -> Rule:
    return tagged({"plain_text": record({"text": words(at_most)}, {"emoji": boolean})})


def any_text(at_most: int) -> Rule:
    """Plain text or mrkdwn; each has a flag that the other refuses."""
    return tagged(
        {
            "plain_text": record({"text": words(at_most)}, {"emoji": boolean}),
            "mrkdwn": record({"text": words(at_most)}, {"verbatim": boolean}),
        }
    )


CONFIRM = record(
    {"title": plain_text(100), "text": any_text(300)},
    {"confirm": plain_text(30), "deny": plain_text(30), "style": choice("primary", "danger")},
)

DISPATCH = record(
    {
        "trigger_actions_on": array(
            choice("on_enter_pressed", "on_character_entered"), at_least=1, at_most=2
        )
    }
)

CONVERSATION_FILTER = record(
    optional={
        "include": array(choice("im", "mpim", "private", "public"), at_most=4),
        "exclude_bot_users": boolean,
        "exclude_external_shared_channels": boolean,
    },
    checks=[at_least_one_of("include", "exclude_bot_users", "exclude_external_shared_channels")],
)

SLACK_FILE = record(
    optional={"id": string(255), "url": web_address(URL)}, checks=[exactly_one_of("id", "url")]
)

IMAGE_SOURCE = {"image_url": web_address(URL), "slack_file": SLACK_FILE}
ONE_IMAGE_SOURCE = exactly_one_of("image_url", "slack_file")

# Slack shows mrkdwn in the options of checkboxes and radio buttons only.
MENU_OPTION = record(
    {"text": plain_text(OPTION_TEXT), "value": string(150)}, {"description": plain_text(75)}
)
TICK_OPTION = record(
    {"text": any_text(OPTION_TEXT), "value": string(150)}, {"description": any_text(75)}
)
OVERFLOW_OPTION = record(
    {"text": plain_text(OPTION_TEXT), "value": string(150)},
    {"description": plain_text(75), "url": web_address(URL)},
)
OPTION_GROUP = record(
    {"label": plain_text(OPTION_TEXT), "options": array(MENU_OPTION, at_most=OPTIONS)}
)


def _offered(menu: Json) -> list[Any]:
    groups = menu.get("option_groups", ())
    return [*menu.get("options", ()), *(option for group in groups for option in group["options"])]


def initial_options_are_offered(key: str) -> Check:
    """An initial option must equal exactly one of the options, description and flags included."""

    def check(menu: Json, pointer: str) -> Iterator[Problem]:
        if key not in menu:
            return
        chosen = menu[key] if isinstance(menu[key], list) else [menu[key]]
        offered = _offered(menu)
        for index, option in enumerate(chosen):
            if offered.count(option) != 1 or chosen.index(option) != index:
                place = f"{pointer}/{key}/{index}" if isinstance(menu[key], list) else pointer
                yield Problem(
                    place if place != pointer else f"{pointer}/{key}",
                    "must exactly match one of the provided options",
                )

    return check
