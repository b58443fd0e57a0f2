"""Web API: chat.*"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox import company, pictures
from bot.sandbox.errors import SlackError
from bot.sandbox.methods import Call, Method
from bot.sandbox.verdicts import decoded, judged_message

if TYPE_CHECKING:
    from bot.sandbox.workspace import Channel, Json, Post


def _room(call: Call) -> Channel:
    """Where the app may post: a channel it is in, or the direct messages of a person."""
    name = call.text("channel")
    if name.startswith("U"):
        direct = call.workspace.dm_of(name)
        if direct is None:
            raise SlackError("channel_not_found")
        return direct
    return writable(call, call.channel())


def writable(call: Call, channel: Channel) -> Channel:
    if not call.workspace.is_member(company.BOT_USER, channel.id):
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def thread(call: Call, channel: Channel) -> str | None:
    ts = call.optional("thread_ts")
    if ts is None:
        return None
    root = call.workspace.find_post(channel.id, ts)
    if root is None or root.ephemeral_to is not None:
        raise SlackError("thread_not_found")
    return root.thread_ts or root.ts


def _content(call: Call) -> Post:
    if call.optional("markdown_text") is None:
        return judged_message(call.arguments, call.workspace)
    if call.optional("text") or call.arguments.get("blocks"):
        raise SlackError("markdown_text_conflict")
    return judged_message({"text": call.text("markdown_text")}, call.workspace)


def _metadata(call: Call) -> Json | None:
    metadata = decoded(call.arguments.get("metadata"), "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not {"event_type", "event_payload"} <= set(metadata):
        raise SlackError("invalid_metadata_format")
    return metadata


def _as_itself(call: Call) -> None:
    """Another name or picture is a permission of its own."""
    if any(call.optional(each) for each in ("username", "icon_emoji", "icon_url")):
        call.needs("chat:write.customize")


def _picture_is_scanned(call: Call, post: Post) -> None:
    """For some seconds after its upload Slack takes a picture for unknown."""
    for pointer, _ in pictures.found(post.blocks):
        if call.slack.faults.strikes("scanning", "chat.postMessage") is not None:
            line = f"[ERROR] invalid slack file [json-pointer:{pointer}]"
            metadata = {"messages": [line]}
            raise SlackError("invalid_blocks", errors=[line], response_metadata=metadata)


def post_message(call: Call) -> Json:
    _as_itself(call)
    channel = _room(call)
    post = _content(call)
    _picture_is_scanned(call, post)
    pictures.show(post.blocks, channel.id, call.workspace)
    post.ts, post.channel, post.user = call.workspace.stamp(), channel.id, company.BOT_USER
    post.thread_ts = thread(call, channel)
    post.broadcast = post.thread_ts is not None and call.flag("reply_broadcast")
    post.metadata = _metadata(call)
    call.workspace.add_post(post)
    return {"channel": channel.id, "ts": post.ts, "message": call.slack.objects.message(post)}


def post_ephemeral(call: Call) -> Json:
    _as_itself(call)
    channel = writable(call, call.channel())
    user = call.text("user")
    if user not in call.workspace.members:
        raise SlackError("user_not_found")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    post = _content(call)
    post.ts, post.channel, post.user = call.workspace.stamp(), channel.id, company.BOT_USER
    post.thread_ts = thread(call, channel)
    post.ephemeral_to = user
    call.workspace.add_post(post)
    return {"message_ts": post.ts}


def _own_post(call: Call, refusal: str) -> Post:
    channel = call.channel()
    post = call.workspace.find_post(channel.id, call.text("ts"))
    # An ephemeral message cannot be found again by anybody.
    if post is None or post.ephemeral_to is not None:
        raise SlackError("message_not_found")
    if post.user != company.BOT_USER:
        raise SlackError(refusal)
    return post


def update(call: Call) -> Json:
    post = _own_post(call, "cant_update_message")
    given = call.arguments
    # Left out, blocks stay as they were: a button goes only when it is taken away.
    kept = post.blocks if given.get("blocks") is None else None
    content = judged_message({**given, "blocks": given.get("blocks") or kept}, call.workspace)
    with call.workspace.lock:
        if call.optional("text") is not None:
            post.text = content.text
        post.blocks = kept if kept is not None else content.blocks
        pictures.show(post.blocks, post.channel, call.workspace)
        post.edited = call.workspace.stamp()
    call.workspace.changed()
    message = call.slack.objects.message(post)
    return {"channel": post.channel, "ts": post.ts, "text": post.text, "message": message}


def delete(call: Call) -> Json:
    post = _own_post(call, "cant_delete_message")
    call.workspace.remove_post(post)
    return {"channel": post.channel, "ts": post.ts}


def permalink(call: Call) -> Json:
    channel = call.channel()
    post = call.workspace.find_post(channel.id, call.text("message_ts"))
    if post is None or post.ephemeral_to is not None:
        raise SlackError("message_not_found")
    link = f"{call.slack.address}archives/{channel.id}/p{post.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


METHODS = (
    Method("chat.postMessage", post_message, "chat:write"),
    Method("chat.postEphemeral", post_ephemeral, "chat:write"),
    Method("chat.update", update, "chat:write"),
    Method("chat.delete", delete, "chat:write"),
    Method("chat.getPermalink", permalink),
)
