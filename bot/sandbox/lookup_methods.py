"""Web API: who and what there is (auth, users, conversations, user groups)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox import company
from bot.sandbox.errors import SlackError
from bot.sandbox.methods import HISTORY_SCOPES, READ_SCOPES, Call, Method, listed

if TYPE_CHECKING:
    from bot.sandbox.workspace import Channel, Json, Member

TYPE_OF_KIND = {
    "channel": "public_channel",
    "shared": "public_channel",
    "private": "private_channel",
    "dm": "im",
}


def auth_test(call: Call) -> Json:
    team = call.workspace.team
    return {
        "url": call.slack.address,
        "team": team.name,
        "user": call.workspace.members[company.BOT_USER].handle,
        "team_id": team.id,
        "user_id": company.BOT_USER,
        "bot_id": company.BOT_ID,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> Json:
    error = call.optional("error")
    if error is not None:
        raise SlackError(error)
    return {"args": {each: call.arguments[each] for each in call.arguments if each != "token"}}


def team_info(call: Call) -> Json:
    team = call.workspace.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "icon": {}}}


def bots_info(call: Call) -> Json:
    if call.optional("bot") not in (None, company.BOT_ID):
        raise SlackError("bot_not_found")
    return {"bot": call.slack.objects.bot_profile()}


def _member(call: Call, user: str) -> Member:
    member = call.workspace.members.get(user)
    if member is None:
        raise SlackError("user_not_found")
    return member


def users_info(call: Call) -> Json:
    return {"user": call.slack.objects.user(_member(call, call.text("user")))}


def users_list(call: Call) -> Json:
    local = [
        call.slack.objects.user(member)
        for member in call.workspace.members.values()
        if member.kind != "stranger"
    ]
    return call.page(local, "members") | {"cache_ts": int(call.workspace.clock())}


def users_by_email(call: Call) -> Json:
    wanted = call.text("email").lower()
    for member in call.workspace.members.values():
        if member.email == wanted and member.kind not in ("bot", "stranger"):
            return {"user": call.slack.objects.user(member)}
    raise SlackError("users_not_found")


def conversations_info(call: Call) -> Json:
    channel = call.channel()
    call.needs(READ_SCOPES[channel.kind])
    return {"channel": call.slack.objects.channel(channel)}


def conversations_members(call: Call) -> Json:
    channel = call.channel()
    call.needs(READ_SCOPES[channel.kind])
    page = call.page([{"id": each} for each in channel.members], "members")
    page["members"] = [each["id"] for each in page["members"]]
    return page


def _of_types(call: Call) -> list[Channel]:
    wanted = listed(call.arguments.get("types") or "public_channel")
    for each in wanted:
        if each not in {*TYPE_OF_KIND.values(), "mpim"}:
            raise SlackError("invalid_types")
    for kind, scope in READ_SCOPES.items():
        if TYPE_OF_KIND[kind] in wanted:
            call.needs(scope)
    return [
        channel
        for channel in call.workspace.visible_channels(company.BOT_USER)
        if TYPE_OF_KIND[channel.kind] in wanted
        and not (call.flag("exclude_archived") and channel.archived)
    ]


def conversations_list(call: Call) -> Json:
    drawn = [call.slack.objects.channel(channel) for channel in _of_types(call)]
    return call.page(drawn, "channels")


def users_conversations(call: Call) -> Json:
    user = call.optional("user") or company.BOT_USER
    member = _member(call, user)
    drawn = [
        call.slack.objects.channel(channel)
        for channel in _of_types(call)
        if member.id in channel.members
    ]
    return call.page(drawn, "channels")


def conversations_open(call: Call) -> Json:
    if call.optional("channel") is not None:
        channel = call.channel()
        return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}
    users = listed(call.text("users"))
    if len(users) != 1:
        # Group messages need mpim:write, which no app of ours asks for.
        call.needs("mpim:write")
    member = _member(call, users[0])
    direct = call.workspace.dm_of(member.id)
    if direct is None:
        raise SlackError("user_not_visible")
    drawn = call.slack.objects.channel(direct) if call.flag("return_im") else {"id": direct.id}
    return {"channel": drawn, "no_op": True, "already_open": True}


def _history_of(call: Call) -> Channel:
    channel = call.channel()
    call.needs(HISTORY_SCOPES[channel.kind])
    if company.BOT_USER not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def conversations_history(call: Call) -> Json:
    channel = _history_of(call)
    oldest, latest = call.optional("oldest") or "", call.optional("latest") or "9"
    posts = [
        call.slack.objects.message(post)
        for post in reversed(call.workspace.visible_posts(company.BOT_USER, channel.id))
        if (post.thread_ts is None or post.broadcast) and oldest < post.ts < latest
    ]
    page = call.page(posts, "messages")
    return page | {"has_more": bool(page["response_metadata"]["next_cursor"]), "pin_count": 0}


def conversations_replies(call: Call) -> Json:
    channel = _history_of(call)
    root = call.workspace.find_post(channel.id, call.text("ts"))
    if root is None or root.ephemeral_to is not None:
        raise SlackError("thread_not_found")
    posts = [root, *call.workspace.replies(channel.id, root.ts)]
    page = call.page([call.slack.objects.message(post) for post in posts], "messages")
    return page | {"has_more": bool(page["response_metadata"]["next_cursor"])}


def usergroups_list(call: Call) -> Json:
    drawn = [call.slack.objects.group(group) for group in call.workspace.usergroups.values()]
    if not call.flag("include_users"):
        for each in drawn:
            del each["users"]
    return {"usergroups": drawn}


def usergroup_members(call: Call) -> Json:
    group = call.workspace.usergroups.get(call.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.members)}


METHODS = (
    Method("api.test", api_test, bearer="nobody"),
    Method("auth.test", auth_test),
    Method("team.info", team_info, "team:read"),
    Method("bots.info", bots_info, "users:read"),
    Method("users.info", users_info, "users:read"),
    Method("users.list", users_list, "users:read"),
    Method("users.lookupByEmail", users_by_email, "users:read.email"),
    Method("users.conversations", users_conversations),
    Method("conversations.info", conversations_info),
    Method("conversations.members", conversations_members),
    Method("conversations.list", conversations_list),
    Method("conversations.open", conversations_open, "im:write"),
    Method("conversations.history", conversations_history),
    Method("conversations.replies", conversations_replies),
    Method("usergroups.list", usergroups_list, "usergroups:read"),
    Method("usergroups.users.list", usergroup_members, "usergroups:read"),
)
