"""The stack of modals a person has open: three at most, the newest on top."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from bot.sandbox import elements
from bot.sandbox.errors import SlackError
from bot.sandbox.verdicts import judged_view
from bot.sandbox.workspace import View

if TYPE_CHECKING:
    from bot.sandbox.triggers import Trigger
    from bot.sandbox.workspace import Json, Workspace

DEEPEST = 3  # docs.slack.dev/surfaces/modals


def judged(workspace: Workspace, view: object, kind: str) -> Json:
    content = judged_view(view, workspace)
    if content["type"] != kind:
        line = f"[ERROR] must be of type {kind} [json-pointer:/view/type]"
        raise SlackError("invalid_arguments", response_metadata={"messages": [line]})
    return content


def _unused_external_id(workspace: Workspace, content: Json, view: View | None) -> None:
    wanted = content.get("external_id")
    for other in workspace.views.values():
        if wanted and other.external_id == wanted and other is not view:
            raise SlackError("duplicate_external_id")


def _new(workspace: Workspace, user: str, content: Json) -> View:
    _unused_external_id(workspace, content, None)
    view = View(
        id=workspace.new_id("V"),
        user=user,
        content=content,
        hash=_hash(workspace),
        state=elements.state(content["blocks"]),
    )
    view.root = view.id
    return view


def _hash(workspace: Workspace) -> str:
    return f"{int(workspace.clock())}.{secrets.token_hex(4)}"


def open_modal(workspace: Workspace, trigger: Trigger, content: Json) -> View:
    """A new first modal; whatever was open before gives way."""
    with workspace.lock:
        view = _new(workspace, trigger.user, content)
        view.channel = trigger.channel
        close_all(workspace, trigger.user)
        workspace.views[view.id] = view
        workspace.modals[trigger.user] = [view.id]
    workspace.changed()
    return view


def push(workspace: Workspace, user: str, content: Json) -> View:
    with workspace.lock:
        stack = workspace.modal_stack(user)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        view = _new(workspace, user, content)
        view.previous, view.root, view.channel = stack[-1].id, stack[0].id, stack[0].channel
        workspace.views[view.id] = view
        workspace.modals[user].append(view.id)
    workspace.changed()
    return view


def update(workspace: Workspace, view: View, content: Json, *, known_hash: str | None) -> View:
    """What was filled in stays where block_id and action_id stay."""
    with workspace.lock:
        if known_hash is not None and known_hash != view.hash:
            raise SlackError("hash_conflict")
        _unused_external_id(workspace, content, view)
        view.state = elements.state(content["blocks"], kept=view.state)
        view.content, view.hash, view.errors = content, _hash(workspace), {}
    workspace.changed()
    return view


def publish(workspace: Workspace, user: str, content: Json, *, known_hash: str | None) -> View:
    with workspace.lock:
        before = workspace.homes.get(user)
        if before is not None:
            return update(workspace, workspace.views[before], content, known_hash=known_hash)
        view = _new(workspace, user, content)
        workspace.views[view.id] = view
        workspace.homes[user] = view.id
    workspace.changed()
    return view


def find(workspace: Workspace, *, view_id: str | None, external_id: str | None) -> View:
    with workspace.lock:
        for view in workspace.views.values():
            if view.id == view_id or (external_id is not None and view.external_id == external_id):
                return view
    raise SlackError("not_found")


def close_top(workspace: Workspace, view: View) -> None:
    """This view goes, with any that were pushed over it."""
    with workspace.lock:
        stack = workspace.modals.get(view.user, [])
        if view.id in stack:
            at = stack.index(view.id)
            for each in stack[at:]:
                workspace.views.pop(each, None)
            workspace.modals[view.user] = stack[:at]
    workspace.changed()


def close_all(workspace: Workspace, user: str) -> list[View]:
    with workspace.lock:
        stack = workspace.modal_stack(user)
        for each in stack:
            workspace.views.pop(each.id, None)
        workspace.modals[user] = []
    workspace.changed()
    return stack
