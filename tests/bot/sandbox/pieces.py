"""Blocks, elements and views to try the rules on, and what is said of them."""

from typing import Any

from bot.sandbox.limits import Surface, check_blocks

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "Hello", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str = "Undo", **more: Any) -> Json:
    return {"type": "button", "text": plain(text), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(value: str, text: str | None = None) -> Json:
    return {"text": plain(text or value), "value": value}


def select(**more: Any) -> Json:
    return {"type": "static_select", "options": [option("sms"), option("whatsapp")], **more}


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Numbers"), "element": element, **more}


def typed(**more: Any) -> Json:
    return {"type": "plain_text_input", **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "title": plain("Opt out"),
        "submit": plain("Opt Out"),
        "blocks": list(blocks),
        **more,
    }


def table(rows: int, columns: int, text: str = "x") -> Json:
    row = [{"type": "raw_text", "text": text}] * columns
    return {"type": "table", "rows": [row] * rows}


def told(*blocks: Json, surface: Surface = "message") -> list[str]:
    return [
        f"{problem.message} [{problem.pointer}]"
        for problem in check_blocks(list(blocks), surface=surface)
    ]
