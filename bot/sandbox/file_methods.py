"""Web API: files.*"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox import company
from bot.sandbox.chat_methods import thread, writable
from bot.sandbox.errors import SlackError
from bot.sandbox.methods import Call, Method, listed
from bot.sandbox.verdicts import decoded, judged_message
from bot.sandbox.workspace import Post

if TYPE_CHECKING:
    from bot.sandbox.workspace import Channel, Json, StoredFile

CHANNELS = 100


def upload_url(call: Call) -> Json:
    name, length = call.text("filename"), call.whole("length", 0)
    if length < 1:
        raise SlackError("invalid_arguments")
    file_id, url = call.slack.uploads.expect(name, length)
    return {"upload_url": url, "file_id": file_id}


def _rooms(call: Call) -> list[Channel]:
    given = call.optional("channel_id")
    wanted = [given] if given else listed(call.arguments.get("channels"))
    if len(wanted) > CHANNELS:
        raise SlackError("invalid_arguments")
    if call.optional("thread_ts") is not None and len(wanted) != 1:
        raise SlackError("invalid_arguments")
    rooms = [Call(call.slack, {"channel": each}).channel() for each in wanted]
    return [writable(call, room) for room in rooms]


def _comment(call: Call) -> Post:
    """The comment wins over blocks; with neither the file stands alone."""
    comment, blocks = call.optional("initial_comment"), call.arguments.get("blocks")
    if comment is not None:
        return judged_message({"text": comment}, call.workspace)
    if blocks:
        return judged_message({"blocks": blocks}, call.workspace)
    return Post(ts="", channel="", user="", text="")


def complete(call: Call) -> Json:
    entries = decoded(call.arguments.get("files"), "invalid_arguments")
    if not isinstance(entries, list) or not entries:
        raise SlackError("invalid_arguments")
    rooms, content = _rooms(call), _comment(call)
    threads = {room.id: thread(call, room) for room in rooms}
    files = [call.slack.uploads.complete(each.get("id", ""), each.get("title")) for each in entries]
    for room in rooms:
        _share(call, room, content, files, threads[room.id])
    return {"files": [call.slack.objects.file(stored) for stored in files]}


def _share(
    call: Call, room: Channel, content: Post, files: list[StoredFile], thread_ts: str | None
) -> None:
    for stored in files:
        stored.channels.append(room.id)
    call.workspace.add_post(
        Post(
            ts=call.workspace.stamp(),
            channel=room.id,
            user=company.BOT_USER,
            text=content.text,
            blocks=content.blocks,
            thread_ts=thread_ts,
            files=[stored.id for stored in files],
        )
    )


def _visible_file(call: Call) -> StoredFile:
    stored = call.workspace.files.get(call.text("file"))
    if stored is None or not call.slack.uploads.may_see(company.BOT_USER, stored):
        raise SlackError("file_not_found")
    return stored


def info(call: Call) -> Json:
    file = call.slack.objects.file(_visible_file(call))
    return {"file": file, "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(call: Call) -> Json:
    stored = _visible_file(call)
    if stored.owner != company.BOT_USER:
        raise SlackError("cant_delete_file")
    stored.deleted = True
    call.workspace.changed()
    return {}


METHODS = (
    Method("files.getUploadURLExternal", upload_url, "files:write"),
    Method("files.completeUploadExternal", complete, "files:write"),
    Method("files.info", info, "files:read"),
    Method("files.delete", delete, "files:write"),
)
