"""What people type, as Slack sends it: escaped, with mentions and links as entities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.workspace import Channel, Json, Workspace

ENTITY = re.compile(r"<(?:tel:|mailto:|https?://|@[UW]|#[CG]|!subteam\^S|!date\^)[^<>\n]*>")
WORD = re.compile(
    r"(?P<url>https?://[^\s<>|]+)"
    r"|(?<![\w@])@(?P<handle>[A-Za-z0-9][\w.-]*\w)"
    r"|(?<![\w#])#(?P<channel>[a-z0-9][\w-]*)"
)
EVERYBODY = {"here", "channel", "everyone"}
PIECE = re.compile(r"<([^<>]+)>")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


class Typist:
    """Turns the typing of one person into Slack's text."""

    def __init__(self, workspace: Workspace, user: str, *, app_user: str) -> None:
        self._workspace = workspace
        self._user = user
        self._app_user = app_user

    def message(self, typed: str) -> str:
        return self._converted(typed, named=False)

    def command(self, typed: str) -> str:
        """Arguments of a command with `should_escape`: ids come with their names."""
        return self._converted(typed, named=True)

    def _converted(self, typed: str, *, named: bool) -> str:
        text, at = "", 0
        for entity in ENTITY.finditer(typed):
            text += self._plain(typed[at : entity.start()], named=named) + entity.group()
            at = entity.end()
        return text + self._plain(typed[at:], named=named)

    def _plain(self, typed: str, *, named: bool) -> str:
        text, at = "", 0
        for word in WORD.finditer(typed):
            text += escaped(typed[at : word.start()])
            text += self._entity(word, named=named) or escaped(word.group())
            at = word.end()
        return text + escaped(typed[at:])

    def _entity(self, word: re.Match[str], *, named: bool) -> str | None:
        if word["url"]:
            return f"<{escaped(word['url'])}>"
        if word["channel"]:
            return self._channel(word["channel"])
        return self._mention(word["handle"], named=named)

    def _channel(self, name: str) -> str | None:
        visible = self._workspace.visible_channels(self._user)
        channel = next((each for each in visible if each.name == name), None)
        return None if channel is None else f"<#{channel.id}|{self._shown_name(channel)}>"

    def _shown_name(self, channel: Channel) -> str:
        # An app outside a private channel gets its id without its name.
        hidden = channel.is_private and self._app_user not in channel.members
        return "" if hidden else channel.name

    def _mention(self, handle: str, *, named: bool) -> str | None:
        if handle in EVERYBODY:
            return f"<!{handle}>"
        for group in self._workspace.usergroups.values():
            if group.handle == handle:
                return f"<!subteam^{group.id}|@{handle}>"
        for member in self._workspace.members.values():
            if member.handle == handle:
                return f"<@{member.id}|{handle}>" if named else f"<@{member.id}>"
        return None


def _inline(entity: str) -> Json:
    target, _, label = entity.partition("|")
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": target.removeprefix("!subteam^")}
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:]}
    link: Json = {"type": "link", "url": unescaped(target)}
    if label:
        link["text"] = unescaped(label)
    return link


def rich_text(text: str, block_id: str) -> list[Json]:
    """The block that Slack's composer makes of a message."""
    pieces: list[Json] = []
    for index, piece in enumerate(PIECE.split(text)):
        if index % 2:
            pieces.append(_inline(piece))
        elif piece:
            pieces.append({"type": "text", "text": unescaped(piece)})
    section = {"type": "rich_text_section", "elements": pieces}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]


def mentions(text: str, user: str) -> bool:
    return f"<@{user}>" in text or f"<@{user}|" in text
