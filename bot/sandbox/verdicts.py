"""Slack's judgement of what the bot wants to show, worded as Slack words it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from bot.sandbox import elements, limits, pictures
from bot.sandbox.errors import SlackError
from bot.sandbox.workspace import Post

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.sandbox.limits import Problem
    from bot.sandbox.workspace import Json, Workspace

NAMED = re.compile(r"([a-z_]+): ")


def _refuse(problems: list[Problem], error: str) -> None:
    """Problems that have an error of their own begin with its name."""
    for problem in problems:
        named = NAMED.match(problem.message)
        if named is not None and not problem.pointer:
            raise SlackError(named[1])
    if problems:
        lines = [f"[ERROR] {each.message} [json-pointer:{each.pointer}]" for each in problems]
        raise SlackError(error, errors=lines, response_metadata={"messages": lines})


def decoded(value: object, error: str) -> Any:
    """Blocks and views may come as JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise SlackError(error) from None


def judged_message(arguments: Mapping[str, Any], workspace: Workspace) -> Post:
    """Text and blocks as a post that still lacks its place; refused if Slack would refuse."""
    text = arguments.get("text")
    blocks = decoded(arguments.get("blocks"), "invalid_blocks_format")
    attachments = decoded(arguments.get("attachments"), "invalid_attachments")
    if not (text or blocks or attachments):
        raise SlackError("no_text")
    if text is not None and not isinstance(text, str):
        raise SlackError("invalid_arguments")
    if text or blocks:
        problems = limits.check_message({"text": text, "blocks": blocks or None})
        if any(problem.pointer == "/text" for problem in problems):
            raise SlackError("msg_too_long")
        _refuse(problems or pictures.problems(blocks, workspace), "invalid_blocks")
    return Post(
        ts="",
        channel="",
        user="",
        text=text or "",
        blocks=named_blocks(blocks, workspace) if blocks else None,
        attachments=attachments or None,
    )


def judged_view(view: object, workspace: Workspace) -> Json:
    content = decoded(view, "invalid_arguments")
    problems = limits.check_view(content)
    if not problems and isinstance(content, dict):
        problems = pictures.problems(content["blocks"], workspace)
    _refuse(problems, "invalid_arguments")
    if not isinstance(content, dict):
        raise SlackError("invalid_arguments")
    return content | {"blocks": named_blocks(content["blocks"], workspace)}


def named_blocks(blocks: list[Json], workspace: Workspace) -> list[Json]:
    return elements.with_ids(blocks, lambda: workspace.new_id("b"))
