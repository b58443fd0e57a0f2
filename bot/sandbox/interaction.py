"""What a person does with blocks: clicks, choices, submitting and closing modals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox import elements, limits, modals, payloads
from bot.sandbox.errors import NO_CONNECTION, NO_RESPONSE, SlackError, TroubleError
from bot.sandbox.form_checks import form_errors
from bot.sandbox.workspace import Post, View

if TYPE_CHECKING:
    from bot.sandbox.elements import Placed
    from bot.sandbox.slack import Slack
    from bot.sandbox.workspace import Json

GONE = "This is no longer here."
BUTTON_FIELDS = ("text", "value", "style")


def _blocks(where: Post | View) -> list[Json]:
    return where.blocks or []


def _element(slack: Slack, who: str, where: Post | View, block_id: str, action_id: str) -> Placed:
    if isinstance(where, Post) and not slack.workspace.is_member(who, where.channel):
        raise TroubleError("You are not in this channel.")
    placed = elements.find(_blocks(where), block_id, action_id)
    if placed is None:
        raise TroubleError(GONE)
    return placed


def held(who: str, where: Post | View) -> Json:
    """What this person has filled in; in a message everybody has fields of their own."""
    if isinstance(where, View):
        return where.state
    return where.answers.setdefault(who, elements.state(_blocks(where)))


def fill(slack: Slack, who: str, where: Post | View, values: Json | None) -> None:
    """Takes over what is filled in, of elements that are really there."""
    with slack.workspace.lock:
        for block_id, actions in (values or {}).items():
            for action_id, entry in actions.items():
                placed = elements.find(_blocks(where), block_id, action_id)
                if placed is not None and placed.kind in elements.HOLDS:
                    value = entry.get(placed.field, elements.empty(placed.kind))
                    hold(who, where, placed, value)
    slack.workspace.changed()


def hold(who: str, where: Post | View, placed: Placed, value: object) -> None:
    kept = elements.holding(placed.kind, _chosen(placed, value))
    held(who, where).setdefault(placed.block_id, {})[placed.action_id] = kept


def _chosen(placed: Placed, value: object) -> object:
    """Only what is offered can be chosen, and comes back exactly as it was offered."""
    offered = elements.options(placed.element)
    if not offered or value in (None, []):
        return value
    by_value = {each.get("value"): each for each in offered}
    chosen = value if isinstance(value, list) else [value]
    kept = [by_value.get(each.get("value")) for each in chosen if isinstance(each, dict)]
    if None in kept or len(kept) != len(chosen):
        raise TroubleError(GONE)
    return kept if isinstance(value, list) else kept[0]


def act(
    slack: Slack,
    who: str,
    where: Post | View,
    *,
    block_id: str,
    action_id: str,
    value: Json,
    times: int = 1,
) -> None:
    """A click or a choice; only what stands outside a form tells the app at once."""
    placed = _element(slack, who, where, block_id, action_id)
    if placed.kind in elements.HOLDS:
        with slack.workspace.lock:
            hold(who, where, placed, value.get(placed.field, elements.empty(placed.kind)))
        slack.workspace.changed()
    if not placed.tells_at_once:
        return
    action = _action(slack, who, where, placed, value)
    if isinstance(where, View):
        payload = payloads.view_action(slack, who, where, action=action)
    else:
        state = elements.state(_blocks(where), kept=held(who, where))
        payload = payloads.message_action(slack, who, where, action=action, state=state)
    if not slack.delivery.interact("interactive", payload, times=times).ok:
        raise TroubleError(NO_CONNECTION if isinstance(where, View) else NO_RESPONSE)


def _action(slack: Slack, who: str, where: Post | View, placed: Placed, value: Json) -> Json:
    action: Json = {
        "type": placed.kind,
        "action_id": placed.action_id,
        "block_id": placed.block_id,
        "action_ts": slack.workspace.stamp(),
    }
    if placed.kind in elements.HOLDS:
        entry = held(who, where)[placed.block_id][placed.action_id]
        return action | {placed.field: entry[placed.field]}
    if placed.kind == "overflow":
        return action | {"selected_option": _chosen(placed, value.get("selected_option"))}
    return action | {each: placed.element[each] for each in BUTTON_FIELDS if each in placed.element}


def suggestions(
    slack: Slack, who: str, where: Post | View, *, block_id: str, action_id: str, query: str
) -> Json:
    """The options an external select offers for what has been typed so far."""
    placed = _element(slack, who, where, block_id, action_id)
    if len(query) < int(placed.element.get("min_query_length", 3)):
        return {"options": []}
    payload = payloads.suggestion(
        slack, who, where, block_id=block_id, action_id=action_id, query=query
    )
    ack = slack.delivery.interact("interactive", payload)
    if not ack.ok or not isinstance(ack.body, dict) or not _is_offer(ack.body):
        raise TroubleError("Sorry, the results could not be loaded.")
    return ack.body


def _is_offer(body: Json) -> bool:
    key = "option_groups" if "option_groups" in body else "options"
    if not isinstance(body.get(key), list):
        return False
    if not body[key]:
        return True
    select = {"type": "static_select", "action_id": "offered", key: body[key]}
    block = {"type": "actions", "block_id": "offered", "elements": [select]}
    return not limits.check_blocks([block], surface="message")


def submit(slack: Slack, who: str, view: View, *, times: int = 1) -> None:
    workspace = slack.workspace
    if view.content.get("submit") is None:
        raise TroubleError(GONE)
    view.errors = form_errors(view, workspace)
    workspace.changed()
    if view.errors:
        return
    _hand_over_files(slack, view)
    payload = payloads.view_submission(slack, who, view)
    ack = slack.delivery.interact("interactive", payload, times=times)
    if not ack.ok:
        raise TroubleError(NO_CONNECTION)
    try:
        _respond(slack, view, ack.body)
    except SlackError:
        raise TroubleError(NO_CONNECTION) from None


def _hand_over_files(slack: Slack, view: View) -> None:
    """With the form its files become the app's to read, and come as full objects."""
    for actions in view.state.values():
        for entry in actions.values():
            if entry["type"] == "file_input":
                stored = [slack.workspace.files[each["id"]] for each in entry["files"]]
                for each in stored:
                    each.submitted = True
                entry["files"] = [slack.objects.file(each) for each in stored]


def _respond(slack: Slack, view: View, body: object) -> None:
    workspace = slack.workspace
    if body is None or body in ("", {}):
        modals.close_top(workspace, view)
        return
    if not isinstance(body, dict):
        raise SlackError("invalid_response")
    match body.get("response_action"):
        case "errors":
            view.errors = _judged_errors(view, body.get("errors"))
            workspace.changed()
        case "update":
            content = modals.judged(workspace, body.get("view"), "modal")
            modals.update(workspace, view, content, known_hash=None)
        case "push":
            content = modals.judged(workspace, body.get("view"), "modal")
            modals.push(workspace, view.user, content)
        case "clear":
            modals.close_all(workspace, view.user)
        case _:
            raise SlackError("invalid_response")


def _judged_errors(view: View, errors: object) -> dict[str, str]:
    """Errors belong to input blocks of this view; anything else Slack cannot place."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError("invalid_response")
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise SlackError("invalid_response")
    return dict(errors)


def close(slack: Slack, who: str, view: View) -> None:
    """Back to the view below, or out of all of them if this one says so."""
    if view.content.get("clear_on_close"):
        closed, cleared = modals.close_all(slack.workspace, who), True
    else:
        modals.close_top(slack.workspace, view)
        closed, cleared = [view], False
    for each in reversed(closed):
        if each.content.get("notify_on_close"):
            payload = payloads.view_closed(slack, who, each, cleared=cleared)
            slack.delivery.interact("interactive", payload)
