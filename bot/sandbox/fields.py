"""What a field in a message or view holds: what a person chose, or else what it started with."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.sandbox import mrkdwn

Json = Mapping[str, Any]
# view.state.values: block_id, then action_id, then what stands in the field.
Values = Mapping[str, Mapping[str, Json]]

_SIGNS = {"user": "@", "channel": "#", "conversation": "#"}


def _filled_in(block: Json, element: Json, values: Values) -> Json | None:
    return values.get(block.get("block_id", ""), {}).get(element.get("action_id", ""))


def _held(block: Json, element: Json, values: Values, noun: str) -> Any:
    """A field that a person has emptied holds nothing, whatever it started with."""
    entry = _filled_in(block, element, values)
    if entry is None:
        return element.get(f"initial_{noun}")
    return entry.get(f"selected_{noun}")


def chosen(block: Json, element: Json, values: Values) -> list[Json]:
    """The options picked in a menu or ticked in a list."""
    one = _held(block, element, values, "option")
    several = _held(block, element, values, "options")
    return [*([one] if one else []), *(several or [])]


def shown_value(
    block: Json, element: Json, values: Values, names: Mapping[str, str] | None = None
) -> str:
    """What stands in the field, as text; empty when nothing does."""
    known = names or {}
    if picked := chosen(block, element, values):
        return ", ".join(str(option["text"]["text"]) for option in picked)
    for noun in ("date", "time"):
        if held := _held(block, element, values, noun):
            return str(held)
    for noun, sign in _SIGNS.items():
        one = _held(block, element, values, noun)
        several = _held(block, element, values, f"{noun}s")
        if ids := [*([one] if one else []), *(several or [])]:
            return ", ".join(mrkdwn.mention(sign, who, known) for who in ids)
    if moment := _held(block, element, values, "date_time"):
        return datetime.fromtimestamp(moment, tz=UTC).strftime("%Y-%m-%d %H:%M UTC")
    return _written(block, element, values, known)


def _written(block: Json, element: Json, values: Values, names: Mapping[str, str]) -> str:
    entry = _filled_in(block, element, values)
    started = {"value": element.get("initial_value")}
    holds = started if entry is None else entry
    if files := holds.get("files"):
        return ", ".join(str(file.get("name", file.get("id"))) for file in files)
    text = holds.get("rich_text_value") or holds.get("value")
    if isinstance(text, Mapping):
        return "\n".join(mrkdwn.rich_text(text, names))
    return text or ""
