"""Slack's markup as people read it: mentions by name, links by label, dates as words."""

import re
from collections.abc import Mapping
from typing import Any

Names = Mapping[str, str]

_MARKED = re.compile(r"<([^<>\n]+)>")
_MENTIONS = {
    "user": ("user_id", "@"),
    "usergroup": ("usergroup_id", "@"),
    "channel": ("channel_id", "#"),
    "broadcast": ("range", "@"),
}
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def readable(text: str, names: Names) -> str:
    """Bold, strike and code keep their marks: a struck-through word means something else."""
    shown = _MARKED.sub(lambda match: _entity(match[1], names), text)
    for entity, character in _ENTITIES:
        shown = shown.replace(entity, character)
    return shown


def _entity(inside: str, names: Names) -> str:
    target, _, label = inside.partition("|")
    match target[:1], target[1:]:
        case "@", user:
            return mention("@", label or user, names)
        case "#", channel:
            return mention("#", label or channel, names)
        case "!", command:
            kind, _, subject = command.partition("^")
            if kind == "date":
                return label
            return mention("@", label or subject or kind, names)
        case _:
            return label or target


def mention(sign: str, who: str, names: Names) -> str:
    """`who` is an id or already a name; either may come with its sign."""
    return sign + names.get(who, who).removeprefix(sign)


def rich_text(block: Mapping[str, Any], names: Names) -> list[str]:
    """The lines of a rich_text block, flattened."""
    lines: list[str] = []
    for element in block.get("elements", ()):
        match element.get("type"):
            case "rich_text_list":
                lines.extend(_list(element, names))
            case "rich_text_quote":
                lines.extend(f"> {line}" for line in _inline(element, names).splitlines())
            case _:
                lines.extend(_inline(element, names).splitlines())
    return lines


def _list(element: Mapping[str, Any], names: Names) -> list[str]:
    indent = "  " * element.get("indent", 0)
    first = element.get("offset", 0) + 1
    numbered = element.get("style") == "ordered"
    return [
        f"{indent}{f'{place}.' if numbered else '-'} {_inline(item, names)}"
        for place, item in enumerate(element.get("elements", ()), start=first)
    ]


def _inline(section: Mapping[str, Any], names: Names) -> str:
    return "".join(_part(part, names) for part in section.get("elements", ()))


def _part(part: Mapping[str, Any], names: Names) -> str:
    kind = part.get("type", "")
    if kind in _MENTIONS:
        key, sign = _MENTIONS[kind]
        return mention(sign, str(part.get(key, "")), names)
    if kind == "emoji":
        return f":{part.get('name', '')}:"
    # The first of these that is there is what Slack shows: a link's label before its address.
    shown = (part[key] for key in ("text", "fallback", "url", "value", "timestamp") if key in part)
    return str(next(shown, ""))
