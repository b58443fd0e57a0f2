"""What a person does in conversations: writes, commands, shares, opens, uses shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox import company, invitations, payloads, response_urls
from bot.sandbox.errors import NO_RESPONSE, SlackError, TroubleError
from bot.sandbox.text import Typist, mentions
from bot.sandbox.verdicts import judged_message
from bot.sandbox.workspace import Post

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sandbox.acks import Ack
    from bot.sandbox.slack import Slack
    from bot.sandbox.workspace import Channel, Json

EVENTS = {
    "channel": "message.channels",
    "shared": "message.channels",
    "private": "message.groups",
    "dm": "message.im",
}
FAILURES = {"timeout": "operation_timeout", "unreachable": "dispatch_failed"}
SERVER_ERRORS = 500


def _room(slack: Slack, who: str, channel: str) -> Channel:
    if not slack.workspace.is_member(who, channel):
        raise TroubleError("You are not in this channel.")
    room = slack.workspace.channels[channel]
    if room.archived:
        raise TroubleError("This channel has been archived.")
    return room


def post(
    slack: Slack,
    who: str,
    channel: str,
    typed: str,
    *,
    thread_ts: str | None = None,
    files: Sequence[str] = (),
    times: int = 1,
) -> str | None:
    """A message, whose timestamp comes back, or a slash command, which leaves none."""
    room = _room(slack, who, channel)
    if typed.startswith("/"):
        _command(slack, who, room, typed, in_thread=thread_ts is not None, times=times)
        return None
    if room.kind == "dm" and not _takes_messages(slack):
        raise TroubleError("Sending messages to this app has been turned off.")
    if not typed.strip() and not files:
        raise TroubleError("There is nothing to send.")
    return _message(slack, who, room, typed, thread_ts=thread_ts, files=files, times=times)


def _takes_messages(slack: Slack) -> bool:
    return slack.app.messages_tab and not slack.app.messages_read_only


def _message(
    slack: Slack,
    who: str,
    room: Channel,
    typed: str,
    *,
    thread_ts: str | None,
    files: Sequence[str],
    times: int,
) -> str:
    workspace = slack.workspace
    root = None if thread_ts is None else workspace.find_post(room.id, thread_ts)
    if thread_ts is not None and root is None:
        raise TroubleError("This thread is gone.")
    for each in files:
        if workspace.files[each].owner != who:
            raise TroubleError("This file is not yours to share.")
        workspace.files[each].channels.append(room.id)
    written = Post(
        ts=workspace.stamp(),
        channel=room.id,
        user=who,
        text=Typist(workspace, who, app_user=company.BOT_USER).message(typed),
        thread_ts=None if root is None else root.thread_ts or root.ts,
        files=list(files),
    )
    workspace.add_post(written)
    read(slack, who, room.id)
    _tell(slack, room, written, times)
    return written.ts


def _tell(slack: Slack, room: Channel, written: Post, times: int) -> None:
    mentioned = mentions(written.text, company.BOT_USER)
    if company.BOT_USER not in room.members:
        if mentioned:
            handle = slack.workspace.members[company.BOT_USER].handle
            raise _told(slack, written.user, room.id, f"@{handle} is not in this channel.")
        return
    if slack.subscribes(EVENTS[room.kind]):
        slack.delivery.notify(payloads.message_event(slack, written, kind="message"), times=times)
    if mentioned and room.kind != "dm" and slack.subscribes("app_mention"):
        event = payloads.message_event(slack, written, kind="app_mention")
        slack.delivery.notify(event, times=times)
    # Slack Connect channels have been reported not to send this one.
    if room.kind != "shared" and slack.subscribes("file_shared"):
        for each in written.files:
            event = payloads.file_shared(slack, written.user, each, room.id)
            slack.delivery.notify(event, times=times)


def _told(slack: Slack, who: str, channel: str, words: str) -> TroubleError:
    """Slackbot says it in the channel, for this person only."""
    slack.workspace.add_post(
        Post(
            ts=slack.workspace.stamp(),
            channel=channel,
            user=company.SLACKBOT,
            text=words,
            ephemeral_to=who,
            trouble=True,
        )
    )
    return TroubleError(words)


def _command(
    slack: Slack, who: str, room: Channel, typed: str, *, in_thread: bool, times: int
) -> None:
    name, argument = [*typed.split(maxsplit=1), ""][:2]
    if name == invitations.COMMAND:
        invitations.invite(slack, who, room, argument)
        return
    command = slack.app.commands.get(name)
    if command is None or not slack.installed:
        raise _told(
            slack,
            who,
            room.id,
            f"{name} is not a valid command. In Slack, all commands start with the “/” character.",
        )
    if in_thread:
        raise _told(slack, who, room.id, f"{name} is not supported in threads. Sorry!")
    text = argument.strip()
    if command.should_escape:
        text = Typist(slack.workspace, who, app_user=company.BOT_USER).command(text)
    payload = payloads.command(slack, who, room, name=name, text=text)
    ack = slack.delivery.interact("slash_commands", payload, times=times)
    error = _failure(ack) if not ack.ok else _answered(slack, who, room, ack.body)
    if error is not None:
        raise _told(slack, who, room.id, f'{name} failed with the error "{error}"')


def _failure(ack: Ack) -> str:
    if ack.failure == "http_error":
        return "http_service_error" if ack.status >= SERVER_ERRORS else "http_client_error"
    return FAILURES[ack.failure]


def _answered(slack: Slack, who: str, room: Channel, body: object) -> str | None:
    """The ack of a command may carry its answer; returns what is wrong with it."""
    if body is None or body in ("", {}):
        return None
    answer = {"text": body} if isinstance(body, str) else body
    if not isinstance(answer, dict):
        return "invalid_command_response"
    try:
        content = judged_message(answer, slack.workspace)
    except SlackError as refusal:
        return refusal.error
    response_urls.say(slack.workspace, content, answer, user=who, channel=room.id)
    return None


def read(slack: Slack, who: str, channel: str) -> None:
    posts = slack.workspace.visible_posts(who, channel)
    if posts and slack.workspace.is_member(who, channel):
        room = slack.workspace.channels[channel]
        if room.read.get(who) != posts[-1].ts:
            room.read[who] = posts[-1].ts
            slack.workspace.changed()


def _direct(slack: Slack, who: str) -> Channel:
    direct = slack.workspace.dm_of(who)
    if direct is None:
        raise TroubleError("This app is not available to you.")
    return direct


def open_home(slack: Slack, who: str) -> None:
    direct = _direct(slack, who)
    if not slack.app.home_tab:
        raise TroubleError("This app has no Home.")
    _opened(slack, who, direct, "home")


def open_dm(slack: Slack, who: str) -> str:
    direct = _direct(slack, who)
    read(slack, who, direct.id)
    _opened(slack, who, direct, "messages")
    return direct.id


def _opened(slack: Slack, who: str, direct: Channel, tab: str) -> None:
    if slack.subscribes("app_home_opened"):
        event = payloads.home_opened(slack, who, tab=tab, channel=direct.id)
        slack.delivery.notify(event)


def use_shortcut(
    slack: Slack, who: str, callback_id: str, original: Post | None, *, times: int = 1
) -> None:
    used = slack.app.shortcut(callback_id)
    if used is None or (used.kind == "message") != (original is not None):
        raise TroubleError("There is no such shortcut here.")
    if original is not None:
        _room(slack, who, original.channel)
        if original.ephemeral_to is not None:
            raise TroubleError("Messages only you can see have no shortcuts.")
    payload: Json = payloads.shortcut(slack, who, used, original)
    ack = slack.delivery.interact("interactive", payload, times=times)
    if not ack.ok:
        raise TroubleError(NO_RESPONSE)
