"""Response URLs: five answers within thirty minutes."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox import company, elements
from bot.sandbox.errors import SlackError
from bot.sandbox.verdicts import judged_message

if TYPE_CHECKING:
    from bot.sandbox.workspace import Json, Post, View, Workspace

USES = 5  # docs.slack.dev/interactivity/handling-user-interaction
LIFETIME = 30 * 60


@dataclass(slots=True)
class ResponseUrl:
    user: str
    channel: str
    original: str | None
    at: float
    uses: int = 0


class ResponseUrls:
    def __init__(self, workspace: Workspace, *, address: str) -> None:
        self._workspace = workspace
        self._address = address
        self._lock = threading.Lock()
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, *, user: str, channel: str, original: str | None = None) -> str:
        key = secrets.token_urlsafe(18)
        url = ResponseUrl(user, channel, original, self._workspace.clock())
        with self._lock:
            self._issued[key] = url
        return f"{self._address}response/{company.TEAM.id}/{key}"

    def of_view(self, view: View) -> list[Json]:
        """One for each conversation chosen in an input that asked for it."""
        urls: list[Json] = []
        for each in elements.placed(view.blocks):
            if not each.element.get("response_url_enabled"):
                continue
            channel = view.state[each.block_id][each.action_id].get(each.field)
            if channel:
                urls.append(
                    {
                        "block_id": each.block_id,
                        "action_id": each.action_id,
                        "channel_id": channel,
                        "response_url": self.issue(user=view.user, channel=channel),
                    }
                )
        return urls

    def answer(self, key: str, body: Json) -> None:
        url = self._spend(key)
        original = self._original(url)
        if body.get("delete_original"):
            if set(body) - {"delete_original"}:
                raise SlackError("invalid_arguments")
            if original is not None:
                self._workspace.remove_post(original)
            return
        content = judged_message(body, self._workspace)
        if body.get("replace_original") and original is not None:
            self._replace(original, content, in_channel=body.get("response_type") == "in_channel")
        else:
            say(self._workspace, content, body, user=url.user, channel=url.channel)

    def _spend(self, key: str) -> ResponseUrl:
        with self._lock:
            url = self._issued.get(key)
            if url is None:
                raise SlackError("no_such_url")
            if self._workspace.clock() - url.at > LIFETIME:
                raise SlackError("expired_url")
            if url.uses >= USES:
                raise SlackError("used_url")
            url.uses += 1
            return url

    def _original(self, url: ResponseUrl) -> Post | None:
        """The message it may replace: only the app's own, never what a person wrote."""
        if url.original is None:
            return None
        post = self._workspace.find_post(url.channel, url.original)
        return post if post is not None and post.user == company.BOT_USER else None

    def _replace(self, original: Post, content: Post, *, in_channel: bool) -> None:
        if original.ephemeral_to is not None and in_channel:
            raise SlackError("cant_update_message")
        with self._workspace.lock:
            original.text = content.text
            original.blocks = content.blocks
            if original.ephemeral_to is None:
                original.edited = self._workspace.stamp()
        self._workspace.changed()


def say(workspace: Workspace, content: Post, body: Json, *, user: str, channel: str) -> None:
    """An answer to one person, ephemeral unless it says otherwise."""
    content.ts, content.channel, content.user = workspace.stamp(), channel, company.BOT_USER
    content.thread_ts = body.get("thread_ts")
    if body.get("response_type") != "in_channel":
        content.ephemeral_to = user
    workspace.add_post(content)
