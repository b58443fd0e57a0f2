"""What Slack itself refuses in a form before the app hears of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.sandbox import elements

if TYPE_CHECKING:
    from bot.sandbox.elements import Placed
    from bot.sandbox.workspace import View, Workspace

REQUIRED = "Please complete this required field."
LARGEST_FILE = (
    10 * 1024 * 1024
)  # docs.slack.dev/reference/block-kit/block-elements/file-input-element
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL = re.compile(r"https?://\S+")


def form_errors(view: View, workspace: Workspace) -> dict[str, str]:
    errors: dict[str, str] = {}
    for placed in elements.placed(view.blocks):
        if placed.is_input and placed.kind in elements.HOLDS:
            value = view.state[placed.block_id][placed.action_id][placed.field]
            error = _error(placed, value, workspace)
            if error:
                errors[placed.block_id] = error
    return errors


def _error(placed: Placed, value: object, workspace: Workspace) -> str:
    if value in (None, "", []):
        return "" if placed.block.get("optional") else REQUIRED
    if placed.kind == "file_input" and isinstance(value, list):
        return _file_error(placed, [str(each["id"]) for each in value], workspace)
    if isinstance(value, list):
        return _count_error(placed, len(value))
    if placed.kind in elements.TEXT_INPUTS:
        return _text_error(placed, str(value))
    return ""


def _count_error(placed: Placed, count: int) -> str:
    most = placed.element.get("max_selected_items")
    return f"Please choose {most} at most." if most is not None and count > most else ""


def _text_error(placed: Placed, value: str) -> str:
    if placed.kind == "number_input":
        return _number_error(placed, value)
    if placed.kind == "email_text_input":
        return "" if EMAIL.fullmatch(value) else "Please enter a valid email address."
    if placed.kind == "url_text_input":
        return "" if URL.fullmatch(value) else "Please enter a valid URL."
    least = int(placed.element.get("min_length", 0))
    most = int(placed.element.get("max_length", 3000))
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(value) > most else ""


def _number_error(placed: Placed, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not placed.element.get("is_decimal_allowed") and not number.is_integer():
        return "Please enter a whole number."
    least, most = placed.element.get("min_value"), placed.element.get("max_value")
    if least is not None and number < float(least):
        return f"Please enter a number no less than {least}."
    if most is not None and number > float(most):
        return f"Please enter a number no more than {most}."
    return ""


def _file_error(placed: Placed, files: list[str], workspace: Workspace) -> str:
    if len(files) > int(placed.element.get("max_files", 10)):
        return "Please attach fewer files."
    allowed = [str(each).lower() for each in placed.element.get("filetypes") or []]
    for each in files:
        stored = workspace.files[each]
        if stored.size > LARGEST_FILE:
            return f"{stored.name} is larger than 10 MB."
        if allowed and stored.name.rpartition(".")[2].lower() not in allowed:
            return f"{stored.name} is not of an accepted type."
    return ""
