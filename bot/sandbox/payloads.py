"""The payloads Slack sends to the app: commands, interactions, events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox import company
from bot.sandbox.workspace import Post

if TYPE_CHECKING:
    from bot.sandbox.manifest import Shortcut
    from bot.sandbox.slack import Slack
    from bot.sandbox.workspace import Channel, Json, UserGroup, View

VERIFICATION_TOKEN = "sandbox-verification"  # noqa: S105 - deprecated by Slack, yet still sent
CHANNEL_TYPES = {"channel": "channel", "shared": "channel", "private": "group", "dm": "im"}


def channel_name(channel: Channel) -> str:
    if channel.kind == "dm":
        return "directmessage"
    return "privategroup" if channel.kind == "private" else channel.name


def command(slack: Slack, who: str, channel: Channel, *, name: str, text: str) -> Json:
    member = slack.workspace.members[who]
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": member.team,
        "team_domain": slack.domain_of(member),
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": who,
        "user_name": member.handle,
        "command": name,
        "text": text,
        "api_app_id": company.APP_ID,
        "is_enterprise_install": "false",
        "response_url": slack.response_urls.issue(user=who, channel=channel.id),
        "trigger_id": slack.triggers.issue(who, channel=channel.id),
    }


def _interaction(slack: Slack, who: str, kind: str) -> Json:
    member = slack.workspace.members[who]
    return {
        "type": kind,
        "user": {
            "id": who,
            "username": member.handle,
            "name": member.handle,
            "team_id": member.team,
        },
        "api_app_id": company.APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": {"id": company.TEAM.id, "domain": company.TEAM.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _in_view(slack: Slack, who: str, kind: str, view: View) -> Json:
    payload = _interaction(slack, who, kind)
    member = slack.workspace.members[who]
    # A person of a connected workspace looks at the view in their own workspace.
    payload["team"] = {"id": member.team, "domain": slack.domain_of(member)}
    payload["view"] = slack.objects.view(view)
    return payload


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel_name(channel)}


def _message_container(post: Post) -> Json:
    container: Json = {
        "type": "message",
        "message_ts": post.ts,
        "channel_id": post.channel,
        "is_ephemeral": post.ephemeral_to is not None,
    }
    if post.thread_ts:
        container["thread_ts"] = post.thread_ts
    return container


def message_action(slack: Slack, who: str, post: Post, *, action: Json, state: Json) -> Json:
    """A click in a message."""
    payload = _interaction(slack, who, "block_actions")
    payload["container"] = _message_container(post)
    payload["channel"] = _channel(slack.workspace.channels[post.channel])
    if post.ephemeral_to is None:
        payload["message"] = slack.objects.message(post)
    payload["state"] = {"values": state}
    payload["trigger_id"] = slack.triggers.issue(who, channel=post.channel)
    payload["response_url"] = slack.response_urls.issue(
        user=who, channel=post.channel, original=post.ts
    )
    payload["actions"] = [action]
    return payload


def view_action(slack: Slack, who: str, view: View, *, action: Json) -> Json:
    """A click in a modal or on Home."""
    payload = _in_view(slack, who, "block_actions", view)
    payload["container"] = {"type": "view", "view_id": view.id}
    payload["trigger_id"] = slack.triggers.issue(who, view=view.id, channel=view.channel)
    payload["actions"] = [action]
    return payload


def view_submission(slack: Slack, who: str, view: View) -> Json:
    payload = _in_view(slack, who, "view_submission", view)
    payload["trigger_id"] = slack.triggers.issue(who, view=view.id, channel=view.channel)
    payload["response_urls"] = slack.response_urls.of_view(view)
    return payload


def view_closed(slack: Slack, who: str, view: View, *, cleared: bool) -> Json:
    payload = _in_view(slack, who, "view_closed", view)
    payload["is_cleared"] = cleared
    return payload


def suggestion(
    slack: Slack, who: str, where: Post | View, *, block_id: str, action_id: str, query: str
) -> Json:
    if isinstance(where, Post):
        payload = _interaction(slack, who, "block_suggestion")
        payload["container"] = _message_container(where)
        payload["channel"] = _channel(slack.workspace.channels[where.channel])
        payload["message"] = slack.objects.message(where)
    else:
        payload = _in_view(slack, who, "block_suggestion", where)
        payload["container"] = {"type": "view", "view_id": where.id}
    return payload | {"block_id": block_id, "action_id": action_id, "value": query}


def shortcut(slack: Slack, who: str, used: Shortcut, post: Post | None) -> Json:
    payload = _interaction(slack, who, "message_action" if post else "shortcut")
    payload["callback_id"] = used.callback_id
    payload["action_ts"] = slack.workspace.stamp()
    if post is None:
        del payload["user"]["name"]
        payload["trigger_id"] = slack.triggers.issue(who)
        return payload
    del payload["user"]["username"]
    payload["message_ts"] = post.ts
    payload["channel"] = _channel(slack.workspace.channels[post.channel])
    payload["message"] = slack.objects.message(post)
    payload["trigger_id"] = slack.triggers.issue(who, channel=post.channel)
    payload["response_url"] = slack.response_urls.issue(
        user=who, channel=post.channel, original=post.ts
    )
    return payload


def event(slack: Slack, inner: Json, *, shared: bool = False) -> Json:
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": company.TEAM.id,
        "context_team_id": company.TEAM.id,
        "context_enterprise_id": None,
        "api_app_id": company.APP_ID,
        "event": inner,
        "type": "event_callback",
        "event_id": slack.workspace.new_id("Ev"),
        "event_time": int(slack.workspace.clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": company.TEAM.id,
                "user_id": company.BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{slack.workspace.new_id('E')}",
    }


def message_event(slack: Slack, post: Post, *, kind: str) -> Json:
    """`kind` is message or app_mention; the rest tells both the same."""
    channel = slack.workspace.channels[post.channel]
    member = slack.workspace.members[post.user]
    inner = slack.objects.message(post, withheld_files=channel.kind == "shared")
    inner |= {"type": kind, "channel": channel.id, "event_ts": post.ts}
    if kind == "message":
        inner["channel_type"] = CHANNEL_TYPES[channel.kind]
    if post.files and kind == "message":
        inner["subtype"] = "file_share"
    if channel.kind == "shared":
        inner |= {"user_team": member.team, "source_team": member.team}
        inner["user_profile"] = {"real_name": member.name, "name": member.handle}
    return event(slack, inner, shared=channel.kind == "shared")


def home_opened(slack: Slack, who: str, *, tab: str, channel: str) -> Json:
    inner: Json = {
        "type": "app_home_opened",
        "user": who,
        "channel": channel,
        "tab": tab,
        "event_ts": slack.workspace.stamp(),
    }
    home = slack.workspace.homes.get(who)
    if tab == "home" and home is not None:
        inner["view"] = slack.objects.view(slack.workspace.views[home])
    return event(slack, inner)


def joined(slack: Slack, who: str, channel: Channel, *, inviter: str) -> Json:
    inner = {
        "type": "member_joined_channel",
        "user": who,
        "channel": channel.id,
        "channel_type": "G" if channel.kind == "private" else "C",
        "team": slack.workspace.members[who].team,
        "inviter": inviter,
        "event_ts": slack.workspace.stamp(),
    }
    return event(slack, inner, shared=channel.kind == "shared")


def group_changed(slack: Slack, group: UserGroup, before: list[str]) -> list[Json]:
    joined = [each for each in group.members if each not in before]
    left = [each for each in before if each not in group.members]
    return [
        {
            "type": "subteam_updated",
            "subteam": slack.objects.group(group),
            "event_ts": slack.workspace.stamp(),
        },
        {
            "type": "subteam_members_changed",
            "subteam_id": group.id,
            "team_id": company.TEAM.id,
            "date_previous_update": 0,
            "date_update": int(slack.workspace.clock()),
            "added_users": joined,
            "added_users_count": len(joined),
            "removed_users": left,
            "removed_users_count": len(left),
            "event_ts": slack.workspace.stamp(),
        },
    ]


def file_shared(slack: Slack, who: str, file_id: str, channel: str) -> Json:
    stamp = slack.workspace.stamp()
    inner = {
        "type": "file_shared",
        "channel_id": channel,
        "file_id": file_id,
        "user_id": who,
        "file": {"id": file_id},
        "event_ts": stamp,
    }
    return event(slack, inner)
