"""What Slack accepts in each kind of block, and where each may stand.

Kinds that this bot has no use for (call, file, auth_provider, data_visualization) are refused like
unknown ones. https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterator

from bot.sandbox.element_rules import (
    ACCESSORIES,
    BUTTON,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
)
from bot.sandbox.grammar import (
    Json,
    Problem,
    Rule,
    array,
    at_least_one_of,
    boolean,
    choice,
    integer,
    record,
    string,
    tagged,
    web_address,
    words,
)
from bot.sandbox.object_rules import IMAGE_SOURCE, ONE_IMAGE_SOURCE, URL, any_text, plain_text
from bot.sandbox.rich_text_rules import RICH_TEXT, RICH_TEXT_ONLY
from bot.sandbox.table_rules import DATA_TABLE, TABLE

TEXT = 3000
FIELD = 2000
LABEL = 2000
ALT_TEXT = 2000
MARKDOWN = 12_000

_id = {"block_id": string(255)}
_image = tagged({"image": IMAGE})


def _files_do_not_dispatch(block: Json, pointer: str) -> Iterator[Problem]:
    if block["element"]["type"] == "file_input" and block.get("dispatch_action"):
        yield Problem(f"{pointer}/dispatch_action", "must not be used with a `file_input`")


def _collapsed_only_if_collapsible(block: Json, pointer: str) -> Iterator[Problem]:
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        yield Problem(f"{pointer}/default_collapsed", "must not be used without `is_collapsible`")
    if block.get("has_header_divider") and block.get("is_collapsible"):
        yield Problem(f"{pointer}/has_header_divider", "must not be used with `is_collapsible`")


_context_part: dict[str, Rule] = {
    "image": IMAGE,
    "plain_text": any_text(FIELD),
    "mrkdwn": any_text(FIELD),
}

_plain_blocks: dict[str, Rule] = {
    "actions": record({"elements": array(tagged(IN_ACTIONS), at_most=25)}, _id),
    "context": record({"elements": array(tagged(_context_part), at_most=10)}, _id),
    "divider": record(optional=_id),
    "header": record({"text": plain_text(150)}, {**_id, "level": integer(1, 4)}),
    "image": record(
        {"alt_text": string(ALT_TEXT)},
        {**_id, **IMAGE_SOURCE, "title": plain_text(2000)},
        [ONE_IMAGE_SOURCE],
    ),
    "rich_text": RICH_TEXT,
    "section": record(
        optional={
            **_id,
            "text": any_text(TEXT),
            "fields": array(any_text(FIELD), at_most=10),
            "accessory": tagged(ACCESSORIES),
            "expand": boolean,
        },
        checks=[at_least_one_of("text", "fields")],
    ),
    "table": TABLE,
}

_task = record(
    {
        "task_id": string(255),
        "title": words(TEXT),
        "status": choice("pending", "in_progress", "complete", "error"),
    },
    {
        **_id,
        "details": RICH_TEXT_ONLY,
        "output": RICH_TEXT_ONLY,
        "sources": array(
            tagged({"url": record({"url": web_address(URL), "text": words(TEXT)})}), at_most=100
        ),
    },
)
_card = record(
    optional={
        **_id,
        "hero_image": _image,
        "icon": _image,
        "slack_icon": record({"name": string(100)}),
        "title": any_text(150),
        "subtitle": any_text(150),
        "body": any_text(200),
        "subtext": any_text(200),
        "actions": array(tagged({"button": BUTTON}), at_most=3),
    },
    checks=[at_least_one_of("hero_image", "title", "actions", "body")],
)

BLOCKS: dict[str, Rule] = {
    **_plain_blocks,
    "alert": record(
        {"text": any_text(200)},
        {**_id, "level": choice("default", "info", "warning", "error", "success")},
    ),
    "card": _card,
    "carousel": record({"elements": array(tagged({"card": _card}), at_most=10)}, _id),
    "container": record(
        {"child_blocks": array(tagged(_plain_blocks), at_most=10)},
        {
            **_id,
            "title": plain_text(150),
            "rich_text_title": RICH_TEXT_ONLY,
            "subtitle": any_text(150),
            "width": choice("narrow", "standard", "wide", "full"),
            "icon": _image,
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        [at_least_one_of("title", "rich_text_title"), _collapsed_only_if_collapsible],
    ),
    "context_actions": record({"elements": array(tagged(IN_CONTEXT_ACTIONS), at_most=5)}, _id),
    "data_table": DATA_TABLE,
    "input": record(
        {"label": plain_text(LABEL), "element": tagged(IN_INPUT)},
        {**_id, "hint": plain_text(LABEL), "optional": boolean, "dispatch_action": boolean},
        [_files_do_not_dispatch],
    ),
    "markdown": record({"text": words(MARKDOWN)}, _id),
    "plan": record(
        {"title": words(TEXT)}, {**_id, "tasks": array(tagged({"task_card": _task}), at_most=50)}
    ),
    "task_card": _task,
    "video": record(
        {
            "alt_text": string(ALT_TEXT),
            # Slack wants fewer than 200 and fewer than 50 characters here, not at most.
            "title": plain_text(199),
            "thumbnail_url": web_address(URL),
            "video_url": web_address(URL),
        },
        {
            **_id,
            "author_name": string(49),
            "description": plain_text(199),
            "provider_icon_url": web_address(URL),
            "provider_name": string(49),
            "title_url": web_address(URL),
        },
    ),
}

# Blocks missing here may stand on every surface. Whether Home takes a table is not settled, so it
# does not here.
SURFACES: dict[str, frozenset[str]] = {
    "alert": frozenset({"modal"}),
    "card": frozenset({"message"}),
    "carousel": frozenset({"message"}),
    "container": frozenset({"message"}),
    "context_actions": frozenset({"message"}),
    "data_table": frozenset({"message", "home"}),
    "markdown": frozenset({"message"}),
    "plan": frozenset({"message"}),
    "table": frozenset({"message"}),
    "task_card": frozenset({"message"}),
}
