"""Slack's verdict on messages, views and lists of blocks, without Slack.

As strict as Slack's pages, and stricter where they leave a doubt: what passes here should pass
there. Lengths are counted in characters as sent, before Slack escapes anything.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from bot.sandbox import block_rules, element_rules, table_rules
from bot.sandbox.grammar import (
    Json,
    Problem,
    Rule,
    anything,
    array,
    boolean,
    record,
    string,
    tagged,
)
from bot.sandbox.object_rules import plain_text

__all__ = ["Problem", "Surface", "check_blocks", "check_message", "check_view"]

Surface = Literal["message", "modal", "home"]

BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
TEXT = 40_000
TEXT_ALONE = 4_000
VIEW_BYTES = 250_000
TITLE = 24
METADATA = 3000
CALLBACK = 255

_surfaces = element_rules.SURFACES | block_rules.SURFACES
_block = tagged(block_rules.BLOCKS)

_common: dict[str, Rule] = {
    "blocks": anything,
    "callback_id": string(CALLBACK, at_least=0),
    "external_id": string(CALLBACK, at_least=0),
    "private_metadata": string(METADATA, at_least=0),
}
_view = tagged(
    {
        "modal": record(
            {"title": plain_text(TITLE), "blocks": anything},
            {
                **_common,
                "submit": plain_text(TITLE),
                "close": plain_text(TITLE),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                "submit_disabled": boolean,
            },
        ),
        "home": record({"blocks": anything}, _common),
    }
)


def check_blocks(blocks: object, *, surface: Surface) -> list[Problem]:
    return list(_blocks(blocks, "/blocks", surface))


def check_message(message: Mapping[str, object]) -> list[Problem]:
    """The text and blocks of a message; what else a method takes is not looked at."""
    problems: list[Problem] = []
    text, blocks = message.get("text"), message.get("blocks")
    if not blocks and (text is None or text == "" or (isinstance(text, str) and text.isspace())):
        problems.append(Problem("", "no_text: must define either `text` or `blocks`"))
    if text is not None:
        limit = TEXT if blocks else TEXT_ALONE
        problems.extend(string(limit, at_least=0)(text, "/text"))
    if blocks is not None:
        problems.extend(_blocks(blocks, "/blocks", "message"))
    return problems


def check_view(view: object) -> list[Problem]:
    """A whole view as handed to views.open, push, update or publish; pointers start at /view."""
    problems = list(_view(view, "/view"))
    if not isinstance(view, dict):
        return problems
    if len(json.dumps(view, default=str)) > VIEW_BYTES:
        problems.append(Problem("", f"view_too_large: must be less than {VIEW_BYTES + 1} bytes"))
    if view.get("type") in ("modal", "home") and "blocks" in view:
        surface: Surface = "modal" if view["type"] == "modal" else "home"
        problems.extend(_blocks(view["blocks"], "/view/blocks", surface))
    if view.get("type") == "modal" and "submit" not in view:
        problems.extend(_inputs_without_submit(view.get("blocks")))
    return problems


def _inputs_without_submit(blocks: object) -> Iterator[Problem]:
    for index, block in enumerate(blocks if isinstance(blocks, list) else ()):
        if isinstance(block, dict) and block.get("type") == "input":
            yield Problem(
                f"/view/blocks/{index}/input",
                "must define `submit` to use an `input` block in modals",
            )


def _blocks(blocks: object, pointer: str, surface: Surface) -> Iterator[Problem]:
    # A message may have its blocks taken away with an empty list; a view needs something to show.
    least = 0 if surface == "message" else 1
    yield from array(_block, at_least=least, at_most=BLOCKS[surface])(blocks, pointer)
    objects = list(_objects(blocks, pointer))
    yield from _misplaced(objects, surface)
    yield from _repeated("block_id", objects)
    for owner, place in objects:
        for key in ("elements", "actions"):
            yield from _repeated("action_id", _listed(owner.get(key), f"{place}/{key}"))
    yield from _response_urls(objects, surface)
    yield from _focus(objects)
    yield from _totals(objects, pointer)


def _objects(value: object, pointer: str) -> Iterator[tuple[Json, str]]:
    """Every object in the payload, at any depth, with its place."""
    if isinstance(value, dict):
        yield value, pointer
        for key, inner in value.items():
            yield from _objects(inner, f"{pointer}/{key}")
    else:
        for index, inner in enumerate(value if isinstance(value, list | tuple) else ()):
            yield from _objects(inner, f"{pointer}/{index}")


def _listed(value: object, pointer: str) -> list[tuple[Json, str]]:
    entries = value if isinstance(value, list | tuple) else ()
    return [(e, f"{pointer}/{index}") for index, e in enumerate(entries) if isinstance(e, dict)]


def _misplaced(objects: list[tuple[Json, str]], surface: Surface) -> Iterator[Problem]:
    for thing, pointer in objects:
        kind = thing.get("type")
        if isinstance(kind, str) and surface not in _surfaces.get(kind, {surface}):
            yield Problem(f"{pointer}/type", f"unsupported type: {kind} (not in a {surface})")


def _repeated(key: str, objects: list[tuple[Json, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for thing, pointer in objects:
        name = thing.get(key)
        if not isinstance(name, str):
            continue
        if name in seen:
            yield Problem(f"{pointer}/{key}", f'`{key}` "{name}" already exists')
        seen.add(name)


def _response_urls(objects: list[tuple[Json, str]], surface: Surface) -> Iterator[Problem]:
    for thing, pointer in objects:
        in_modal_input = surface == "modal" and pointer.endswith("/element")
        if thing.get("response_url_enabled") and not in_modal_input:
            place = f"{pointer}/response_url_enabled"
            yield Problem(place, "can only be used in the `input` blocks of a modal")


def _focus(objects: list[tuple[Json, str]]) -> Iterator[Problem]:
    focused = [place for thing, place in objects if thing.get("focus_on_load") is True]
    for place in focused[1:]:
        yield Problem(f"{place}/focus_on_load", "only one element can be set to `true`")


def _totals(objects: list[tuple[Json, str]], pointer: str) -> Iterator[Problem]:
    """What Slack counts over a whole payload, however many blocks it is spread over."""
    kinds: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for thing, _place in objects:
        match thing:
            case {"type": "table" | "data_table" as kind, "rows": rows}:
                kinds[kind] += 1
                characters["table"] += table_rules.characters(rows)
            case {"type": "markdown", "text": str(text)}:
                characters["markdown"] += len(text)
    if kinds["table"] > 1:
        yield Problem(pointer, "only_one_table_allowed: no more than 1 table items allowed")
    for kind, limit in (("table", table_rules.CHARACTERS), ("markdown", block_rules.MARKDOWN)):
        if characters[kind] > limit:
            yield Problem(
                pointer, f"{kind} blocks together must be less than {limit + 1} characters"
            )
