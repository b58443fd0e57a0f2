"""The form of an export: which opt-outs, how the file looks, where it goes and what it is for."""

from dataclasses import dataclass
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    ConversationFilter,
    ConversationSelectElement,
    MarkdownTextObject,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from handlers.slack.blocks.elements import (
    button,
    chosen,
    context,
    field,
    option,
    section,
    text_field,
)
from handlers.slack.blocks.export_words import (
    COLUMNS,
    FORMATS,
    LONGEST_PURPOSE,
    MEANT,
    STYLES,
)
from handlers.slack.blocks.listings import filter_fields
from handlers.slack.blocks.text import escape
from handlers.slack.ids import Button, Field, Form
from optouts.export_order import Format, Layout
from optouts.outcomes import Wanted
from optouts.places import Places

READERS: Final = "Everybody in it can read the file, and every number in it."


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in the form. `wanted`, its days as in the workspace's zone, is None where the
    opt-outs are said in words only (`scope`); `is_fixed` where they cannot be chosen."""

    scope: str
    layout: Layout
    wanted: Wanted | None = None
    is_fixed: bool = False
    place: str = ""
    purpose: str = ""


def view(filling: Filling, places: Places, *, may_share: bool, metadata: str) -> View:
    """Built anew when the format or the filter is changed; what was filled in stays."""
    layout = filling.layout
    blocks: list[Block] = [
        *_which(filling, places),
        _format(layout),
        _style(layout),
        *([] if layout.format is Format.TXT else [_columns(layout)]),
        *([_place(filling.place)] if may_share else []),
        text_field(
            "What is it for?",
            Field.EXPORT_PURPOSE,
            value=filling.purpose,
            placeholder="For example: the spring campaign",
            hint="It is kept with the export, and said where the file is shared.",
            optional=True,
            longest=LONGEST_PURPOSE,
        ),
    ]
    if not may_share:
        blocks.append(context("The file comes into your direct messages with me."))
    return View(
        type="modal",
        callback_id=Form.EXPORT,
        title="Export opt-outs",
        submit="Export",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


def _which(filling: Filling, places: Places) -> list[Block]:
    if filling.wanted is not None:
        return [*filter_fields(filling.wanted, places)]
    text = f"*Opt-outs*\n{escape(filling.scope)}"
    if filling.is_fixed:
        return [section(text)]
    narrow = button("Narrow Down…", Button.EXPORT_FILTER, label="Choose which opt-outs")
    return [SectionBlock(text=MarkdownTextObject(text=text), accessory=narrow)]


def _format(layout: Layout) -> Block:
    options = [option(text, each, MEANT[each]) for each, text in FORMATS.items()]
    [picked] = chosen(options, [layout.format]) or options[:1]
    menu = StaticSelectElement(
        action_id=Field.EXPORT_FORMAT, options=options, initial_option=picked
    )
    return field("Format", Field.EXPORT_FORMAT, menu, dispatch=True)


def _style(layout: Layout) -> Block:
    options = [option(text, each) for each, text in STYLES.items()]
    [picked] = chosen(options, [layout.style]) or options[:1]
    menu = StaticSelectElement(action_id=Field.EXPORT_STYLE, options=options, initial_option=picked)
    return field("Numbers", Field.EXPORT_STYLE, menu)


def _columns(layout: Layout) -> Block:
    options = [option(text, each) for each, text in COLUMNS.items()]
    menu = StaticMultiSelectElement(
        action_id=Field.EXPORT_COLUMNS,
        options=options,
        initial_options=chosen(options, layout.columns),
        placeholder="The number alone",
    )
    return field("Columns beside the number", Field.EXPORT_COLUMNS, menu, optional=True)


def _place(channel: str) -> Block:
    menu = ConversationSelectElement(
        action_id=Field.EXPORT_PLACE,
        placeholder="My direct messages",
        initial_conversation=channel or None,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    return field("Share in a channel", Field.EXPORT_PLACE, menu, hint=READERS, optional=True)
