"""Slack's own /invite: how the app, or a colleague, comes into a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox import payloads
from bot.sandbox.errors import TroubleError

if TYPE_CHECKING:
    from bot.sandbox.slack import Slack
    from bot.sandbox.workspace import Channel, Member

COMMAND = "/invite"


def invite(slack: Slack, who: str, room: Channel, argument: str) -> None:
    invited = [_member(slack, name) for name in argument.split()]
    if not invited or room.kind == "dm":
        raise TroubleError(f"Use it like this: {COMMAND} @somebody")
    for member in invited:
        if member.id in room.members:
            raise TroubleError(f"{member.name} is already in this channel.")
    with slack.workspace.lock:
        room.members.extend(member.id for member in invited)
    slack.workspace.changed()
    for member in invited:
        if slack.subscribes("member_joined_channel"):
            slack.delivery.notify(payloads.joined(slack, member.id, room, inviter=who))


def _member(slack: Slack, name: str) -> Member:
    for member in slack.workspace.members.values():
        if name.removeprefix("@") == member.handle and member.kind != "stranger":
            return member
    raise TroubleError(f"There is nobody called {name}.")
