"""Everything the page shows to one person, as one JSON object."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from bot.sandbox import company, phones, pictures

if TYPE_CHECKING:
    from bot.sandbox.slack import Slack
    from bot.sandbox.workspace import Channel, Json, Member, Post, StoredFile, View


def state(slack: Slack, who: str) -> Json:
    workspace = slack.workspace
    with workspace.lock:
        rooms = workspace.visible_channels(who)
        home = workspace.homes.get(who)
        return {
            "version": workspace.version,
            "me": who,
            "team": {"id": workspace.team.id, "name": workspace.team.name},
            "people": [_person(member) for member in workspace.members.values()],
            "usergroups": [
                {"id": group.id, "handle": group.handle, "name": group.name}
                for group in workspace.usergroups.values()
            ],
            "channels": [_channel(slack, room, who) for room in rooms],
            "messages": {
                room.id: [_message(slack, post, who) for post in _posts(slack, room, who)]
                for room in rooms
            },
            "home": _view(slack, workspace.views[home]) if home else None,
            "modals": [_view(slack, view) for view in workspace.modal_stack(who)],
            "phones": _phones(slack),
            **_app(slack),
        }


def _phones(slack: Slack) -> Json:
    return {
        "customers": [
            {"number": number, "name": name} for number, name in phones.CUSTOMERS.items()
        ],
        "lines": [
            {
                "address": line.address,
                "label": line.label,
                "channel": line.channel,
                "provider": line.provider,
            }
            for line in slack.phones.lines
        ],
        "texts": [asdict(text) for text in slack.workspace.texts],
    }


def _app(slack: Slack) -> Json:
    by_http = slack.delivery.request_url is not None
    return {
        "commands": [
            {
                "command": command.name,
                "usage_hint": command.usage_hint,
                "description": command.description,
            }
            for command in slack.app.commands.values()
        ],
        "shortcuts": [
            {
                "name": shortcut.name,
                "callback_id": shortcut.callback_id,
                "type": shortcut.kind,
                "description": shortcut.description,
            }
            for shortcut in slack.app.shortcuts
        ],
        "faults": slack.faults.listed(),
        "bot": {
            "connected": slack.delivery.transport.connected,
            "transport": "http" if by_http else "socket",
        },
    }


def _person(member: Member) -> Json:
    return {
        "id": member.id,
        "name": member.name,
        "handle": member.handle,
        "kind": member.kind,
        "note": member.note,
        "tz": member.tz,
        "color": f"#{member.color}",
    }


def _posts(slack: Slack, room: Channel, who: str) -> list[Post]:
    return slack.workspace.visible_posts(who, room.id)


def _channel(slack: Slack, room: Channel, who: str) -> Json:
    seen = room.read.get(who, "")
    unread = [post for post in _posts(slack, room, who) if post.ts > seen and post.user != who]
    name = slack.app.name if room.kind == "dm" else room.name
    return {
        "id": room.id,
        "name": name,
        "kind": room.kind,
        "member": who in room.members,
        "members": list(room.members),
        "unread": len(unread) if who in room.members else 0,
        "topic": room.topic,
    }


def _message(slack: Slack, post: Post, who: str) -> Json:
    return {
        "ts": post.ts,
        "user": post.user,
        "text": post.text,
        "blocks": pictures.for_page(post.blocks, who),
        "state": post.answers.get(who, {}),
        "thread_ts": post.thread_ts,
        "reply_count": len(list(slack.workspace.replies(post.channel, post.ts))),
        "ephemeral": post.ephemeral_to is not None,
        "edited": post.edited is not None,
        "files": [file(slack.workspace.files[each], who) for each in post.files],
        "bot": post.user in (company.BOT_USER, company.SLACKBOT),
        "trouble": post.trouble,
    }


def file(stored: StoredFile, who: str) -> Json:
    return {
        "id": stored.id,
        "name": stored.name,
        "size": stored.size,
        "mimetype": stored.mimetype,
        "url": f"/download/{stored.id}?as={who}",
    }


def _view(slack: Slack, view: View) -> Json:
    return {"id": view.id, "view": slack.objects.view(view), "errors": view.errors}
