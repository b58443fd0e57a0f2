"""Web API: views.*"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox import modals
from bot.sandbox.errors import SlackError
from bot.sandbox.methods import Call, Method

if TYPE_CHECKING:
    from bot.sandbox.workspace import Json, View


def _content(call: Call, kind: str) -> Json:
    if not call.arguments.get("view"):
        call.text("view")
    return modals.judged(call.workspace, call.arguments["view"], kind)


def _shown(call: Call, view: View) -> Json:
    return {"view": call.slack.objects.view(view)}


def open_view(call: Call) -> Json:
    content = _content(call, "modal")
    trigger = call.slack.triggers.exchange(call.text("trigger_id"))
    return _shown(call, modals.open_modal(call.workspace, trigger, content))


def push_view(call: Call) -> Json:
    content = _content(call, "modal")
    trigger = call.slack.triggers.exchange(call.text("trigger_id"))
    view = call.workspace.views.get(trigger.view or "")
    if view is None or view.kind != "modal":
        raise SlackError("invalid_trigger_id")
    return _shown(call, modals.push(call.workspace, trigger.user, content))


def update_view(call: Call) -> Json:
    view_id, external_id = call.optional("view_id"), call.optional("external_id")
    if view_id is None and external_id is None:
        call.text("view_id")
    view = modals.find(call.workspace, view_id=view_id, external_id=external_id)
    content = _content(call, view.kind)
    known_hash = call.optional("hash")
    return _shown(call, modals.update(call.workspace, view, content, known_hash=known_hash))


def publish_view(call: Call) -> Json:
    if not call.slack.app.home_tab:
        raise SlackError("not_enabled")
    user = call.text("user_id")
    content = _content(call, "home")
    member = call.workspace.members.get(user)
    if member is None or member.kind in ("bot", "stranger"):
        raise SlackError("user_not_found")
    known_hash = call.optional("hash")
    return _shown(call, modals.publish(call.workspace, user, content, known_hash=known_hash))


METHODS = (
    Method("views.open", open_view),
    Method("views.push", push_view),
    Method("views.update", update_view),
    Method("views.publish", publish_view),
)
