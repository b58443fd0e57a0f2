"""Interactive elements: where they are in the blocks, and what they hold."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.sandbox.workspace import Json

# element type -> (field of its value in a payload, field of its initial value)
HOLDS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
MOMENTARY = {"button", "overflow", "workflow_button", "feedback_buttons", "icon_button"}
TEXT_INPUTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
PICKERS = {"datepicker", "timepicker", "datetimepicker"}
EXTERNAL = {"external_select", "multi_external_select"}
MULTIPLE = {each for each, (value, _) in HOLDS.items() if value.endswith("s")}


@dataclass(frozen=True, slots=True)
class Placed:
    """An element and the block it stands in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def kind(self) -> str:
        return str(self.element["type"])

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")

    @property
    def tells_at_once(self) -> bool:
        return not self.is_input or bool(self.block.get("dispatch_action"))

    @property
    def field(self) -> str:
        return HOLDS[self.kind][0]

    @property
    def label(self) -> str:
        """What a person would call it: label, own text, placeholder, text beside it."""
        candidates = (
            self.block.get("label") if self.is_input else None,
            self.element.get("text"),
            self.element.get("placeholder"),
            self.block.get("text"),
        )
        texts = (str(each["text"]) for each in candidates if isinstance(each, dict))
        return next(texts, self.action_id)

    def is_called(self, name: str) -> bool:
        names = {self.action_id, self.label, str(self.element.get("accessibility_label", ""))}
        for holder in (self.element.get("placeholder"), self.block.get("text")):
            if isinstance(holder, dict):
                names.add(str(holder.get("text", "")))
        return name in names


def _walk(value: object, block: Json) -> Iterator[Placed]:
    if isinstance(value, list):
        for each in value:
            yield from _walk(each, block)
    elif isinstance(value, dict):
        if "block_id" in value:
            block = value
        if value.get("type") in HOLDS or value.get("type") in MOMENTARY:
            yield Placed(block, value)
        for key, each in value.items():
            if key not in ("text", "label", "options", "option_groups"):
                yield from _walk(each, block)


def placed(blocks: list[Json]) -> Iterator[Placed]:
    """Every interactive element, in reading order."""
    for block in blocks:
        yield from _walk(block, block)


def find(blocks: list[Json], block_id: str, action_id: str) -> Placed | None:
    return next(
        (
            each
            for each in placed(blocks)
            if each.block_id == block_id and each.action_id == action_id
        ),
        None,
    )


def with_ids(blocks: list[Json], new_id: Callable[[], str]) -> list[Json]:
    """A copy in which every block and element can be told apart, as Slack sees to it."""
    named = copy.deepcopy(blocks)
    for block in named:
        if not block.get("block_id"):
            block["block_id"] = new_id()
    for each in placed(named):
        if not each.element.get("action_id"):
            each.element["action_id"] = new_id()
    return named


def holding(kind: str, value: object) -> Json:
    return {"type": kind, HOLDS[kind][0]: value}


def empty(kind: str) -> list[Any] | None:
    return [] if kind in MULTIPLE else None


def state(blocks: list[Json], kept: Json | None = None) -> Json:
    """Values by block and action: what was kept of the old view, else the initial ones.

    Slack keeps an input only under the same block_id and action_id.
    """
    values: Json = {}
    for each in placed(blocks):
        if each.kind not in HOLDS:
            continue
        before = (kept or {}).get(each.block_id, {}).get(each.action_id)
        if before is None or before.get("type") != each.kind:
            initial = each.element.get(HOLDS[each.kind][1], empty(each.kind))
            before = holding(each.kind, initial)
        values.setdefault(each.block_id, {})[each.action_id] = before
    return values


def options(element: Json) -> list[Json]:
    """The options offered, groups flattened."""
    offered: list[Json] = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        offered.extend(group.get("options") or [])
    return offered


def option_called(offered: list[Json], name: str) -> Json | None:
    return next(
        (each for each in offered if name in (each["text"]["text"], each.get("value"))), None
    )
