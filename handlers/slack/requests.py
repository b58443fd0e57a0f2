"""Slack's payloads as small values. The only place that indexes Slack's dicts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NewType

from handlers.slack import metadata
from handlers.slack.blocks.text import unescape
from handlers.slack.metadata import Metadata

UserId = NewType("UserId", str)

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: the channel (empty: none), its thread, and the url made for answers."""

    channel: str = ""
    thread: str = ""
    response_url: str = ""
    is_direct: bool = False
    message: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What every request has: who sent it, from where, and what it may open.

    `key` names the request, so that its second delivery is known for what it is.
    """

    user: UserId
    team: str
    place: Place
    trigger: str
    key: str


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file of a message or a form. In shared channels Slack tells nothing but its id."""

    id: str
    name: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """Words for us: a slash command, a mention or a direct message.

    `files` came with them, and `thread` is the one that speaks of that message.
    """

    sent: Sent
    text: str
    files: tuple[SharedFile, ...] = ()
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Click:
    """A button or menu, with its value; in a form also what is filled in so far."""

    sent: Sent
    action: str
    value: str
    view: "OpenView | None"


@dataclass(frozen=True, slots=True)
class OpenView:
    """A form as it stands on somebody's screen."""

    id: str
    form: str
    hash: str
    metadata: Metadata
    inputs: tuple[str, ...]
    filled: "Filled"


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was sent off."""

    sent: Sent
    view: OpenView


@dataclass(frozen=True, slots=True)
class Pointed:
    """A shortcut; on a message, with what it says, its files and the thread that speaks of it."""

    sent: Sent
    text: str
    files: tuple[SharedFile, ...] = ()
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Typing:
    """A menu that asks for choices while somebody types."""

    sent: Sent
    field: str
    query: str


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody looks at the Home tab."""

    sent: Sent


@dataclass(frozen=True, slots=True)
class Filled:
    """What is filled into a form, by field."""

    values: Mapping[str, Payload]

    def text(self, field: str) -> str:
        return self.values.get(field, {}).get("value") or ""

    def chosen(self, field: str) -> str:
        state = self.values.get(field, {})
        option = state.get("selected_option")
        for name in ("selected_user", "selected_channel", "selected_conversation"):
            if state.get(name):
                return str(state[name])
        return str(option["value"]) if option else ""

    def ticked(self, field: str) -> tuple[str, ...]:
        return tuple(
            str(option["value"])
            for option in self.values.get(field, {}).get("selected_options") or ()
        )

    def ticked_like(self, field: str) -> tuple[str, ...]:
        """What is ticked in all fields whose name begins so."""
        return tuple(
            value for name in self.values if name.startswith(field) for value in self.ticked(name)
        )

    def day(self, field: str) -> date | None:
        picked = self.values.get(field, {}).get("selected_date")
        return date.fromisoformat(picked) if picked else None

    def time(self, field: str) -> str:
        return self.values.get(field, {}).get("selected_time") or ""

    def picked(self, field: str) -> tuple[str, ...]:
        """The people or channels chosen in a menu of several."""
        state = self.values.get(field, {})
        return tuple(state.get("selected_users") or state.get("selected_conversations") or ())

    def files(self, field: str) -> tuple[SharedFile, ...]:
        return _files(self.values.get(field, {}))

    def __contains__(self, field: str) -> bool:
        return field in self.values


def command(body: Payload) -> Words:
    place = Place(
        channel=body["channel_id"],
        response_url=body["response_url"],
        is_direct=body["channel_id"].startswith("D"),
    )
    sent = Sent(
        user=UserId(body["user_id"]),
        team=body["team_id"],
        place=place,
        trigger=body["trigger_id"],
        key=f"command:{body['trigger_id']}",
    )
    return Words(sent, unescape(body.get("text", "")).strip())


def mention(body: Payload) -> Words:
    """`app_mention` and `message.im`; an answer stays in the thread it was asked in."""
    event = body["event"]
    direct = event.get("channel_type") == "im"
    place = Place(
        channel=event["channel"],
        thread=event.get("thread_ts") or ("" if direct else event["ts"]),
        is_direct=direct,
    )
    us = next((each["user_id"] for each in body.get("authorizations", ())), "")
    text = _behind_mention(unescape(event.get("text", "")), us)
    thread = event.get("thread_ts") or event["ts"]
    return Words(_from_event(body, place), text, _files(event), thread)


def is_from_person(body: Payload) -> bool:
    """Messages of people, as they are new: no edits, no deletions, no programs."""
    event = body["event"]
    return (
        bool(event.get("user"))
        and not event.get("bot_id")
        and event.get("subtype") in {None, "file_share"}
    )


def is_home(body: Payload) -> bool:
    return bool(body["event"].get("tab") == "home")


def _behind_mention(text: str, us: str) -> str:
    """What is said to us: the words behind our name, wherever it stands; all, if it does not."""
    called = re.search(rf"<@{re.escape(us)}(?:\|[^>]*)?>", text) if us else None
    return text[called.end() :].strip() if called else text.strip()


def home_opened(body: Payload) -> HomeOpened:
    return HomeOpened(_from_event(body, Place(channel=body["event"].get("channel", ""))))


def _from_event(body: Payload, place: Place) -> Sent:
    event = body["event"]
    return Sent(
        user=UserId(event["user"]),
        team=event.get("user_team") or event.get("team") or body["team_id"],
        place=place,
        trigger="",
        key=f"event:{body['event_id']}",
    )


def group_of(body: Payload) -> str:
    """The user group of `subteam_members_changed` and `subteam_updated`."""
    event = body["event"]
    return str(event.get("subteam_id") or event.get("subteam", {}).get("id", ""))


def click(body: Payload) -> Click:
    action = body["actions"][0]
    view = body.get("view")
    container = body.get("container", {})
    channel = (body.get("channel") or {}).get("id", "")
    opened = _view(view) if view and view["type"] == "modal" else None
    place = Place(
        channel=channel,
        thread=container.get("thread_ts") or "",
        response_url=body.get("response_url", ""),
        is_direct=channel.startswith("D"),
        message="" if container.get("is_ephemeral") else container.get("message_ts", ""),
    )
    return Click(
        sent=_from_interaction(
            body, _asked_from(opened) if opened else place, f"click:{body['trigger_id']}"
        ),
        action=action["action_id"],
        value=_value_of(action),
        view=opened,
    )


def _value_of(action: Payload) -> str:
    option = action.get("selected_option")
    return str(option["value"] if option else action.get("value") or "")


def submission(body: Payload) -> Submission:
    view = _view(body["view"])
    key = f"form:{view.id}:{view.hash}"
    return Submission(_from_interaction(body, _asked_from(view), key), view)


def _asked_from(view: OpenView) -> Place:
    """A form has no place of its own: its answer goes where it was asked for."""
    kept = view.metadata
    return Place(kept.channel, kept.thread, is_direct=kept.channel.startswith("D"))


def shortcut(body: Payload) -> Pointed:
    channel = (body.get("channel") or {}).get("id", "")
    message = body.get("message") or {}
    place = Place(
        channel=channel,
        thread=message.get("thread_ts", ""),
        response_url=body.get("response_url", ""),
        is_direct=channel.startswith("D"),
    )
    return Pointed(
        _from_interaction(body, place, f"shortcut:{body['trigger_id']}"),
        _all_text(message),
        _files(message),
        message.get("thread_ts") or message.get("ts", ""),
    )


def _files(holder: Payload) -> tuple[SharedFile, ...]:
    """The files of a message or a field; those that were deleted have left their ids behind."""
    return tuple(
        SharedFile(each["id"], each.get("name") or "", each.get("size") or 0)
        for each in holder.get("files") or ()
        if each.get("mode") != "tombstone"
    )


def _all_text(message: Payload) -> str:
    """The text of a message and of the blocks that other apps put into theirs."""
    pieces = [message.get("text", "")]
    for block in message.get("blocks") or ():
        if block.get("type") != "rich_text":
            pieces += _texts(block)
    return "\n".join(piece for piece in pieces if piece)


def _texts(value: object) -> Sequence[str]:
    if isinstance(value, Mapping):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return []


def typing(body: Payload) -> Typing:
    return Typing(
        sent=_from_interaction(body, Place(), ""),
        field=body["action_id"],
        query=body.get("value", ""),
    )


def _from_interaction(body: Payload, place: Place, key: str) -> Sent:
    user = body["user"]
    return Sent(
        user=UserId(user["id"]),
        team=user.get("team_id") or body["team"]["id"],
        place=place,
        trigger=body.get("trigger_id", ""),
        key=key,
    )


def _view(view: Payload) -> OpenView:
    values = {
        block_id: state
        for block_id, actions in view.get("state", {}).get("values", {}).items()
        for state in actions.values()
    }
    return OpenView(
        id=view["id"],
        form=view.get("callback_id", ""),
        hash=view.get("hash", ""),
        metadata=metadata.loads(view.get("private_metadata", "")),
        inputs=tuple(
            block["block_id"] for block in view.get("blocks", ()) if block["type"] == "input"
        ),
        filled=Filled(values),
    )
