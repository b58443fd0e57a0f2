"""From the words a person picks to the value Slack sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox import elements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sandbox.elements import Placed
    from bot.sandbox.workspace import Json, Workspace


def click(placed: Placed, words: str) -> Json | None:
    """The value of a click if this is what was meant by these words."""
    if placed.kind == "overflow":
        option = elements.option_called(elements.options(placed.element), words)
        return None if option is None else {"selected_option": option}
    if placed.kind not in elements.MOMENTARY:
        return None
    own = placed.element.get("text")
    named = {placed.action_id, str(placed.element.get("accessibility_label", ""))}
    if isinstance(own, dict):
        named.add(str(own.get("text", "")))
    return {} if words in named else None


def chosen(
    workspace: Workspace, who: str, placed: Placed, names: Sequence[str], offered: list[Json]
) -> object:
    """The value of the element with these chosen; None if one of them is not offered."""
    found = [_one(workspace, who, placed, name, offered) for name in names]
    if None in found:
        return None
    if placed.kind in elements.MULTIPLE:
        return found
    return found[0] if found else elements.empty(placed.kind)


def _one(workspace: Workspace, who: str, placed: Placed, name: str, offered: list[Json]) -> object:
    field = placed.field
    if "user" in field:
        return _member(workspace, name)
    if "channel" in field or "conversation" in field:
        rooms = workspace.visible_channels(who)
        return next((room.id for room in rooms if name in (f"#{room.name}", room.id)), None)
    if "option" in field:
        return elements.option_called(offered or elements.options(placed.element), name)
    return name


def _member(workspace: Workspace, name: str) -> str | None:
    for member in workspace.members.values():
        if name in (member.id, member.name, member.handle, f"@{member.handle}"):
            return member.id
    return None
