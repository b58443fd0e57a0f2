"""What a Web API method is, and what its code is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from bot.sandbox import company
from bot.sandbox.errors import SlackError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.sandbox.slack import Slack
    from bot.sandbox.workspace import Channel, Json, Workspace

READ_SCOPES = {
    "channel": "channels:read",
    "shared": "channels:read",
    "private": "groups:read",
    "dm": "im:read",
}
HISTORY_SCOPES = {kind: each.replace(":read", ":history") for kind, each in READ_SCOPES.items()}
PAGE = 100
LARGEST_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Call:
    slack: Slack
    arguments: Json

    @property
    def workspace(self) -> Workspace:
        return self.slack.workspace

    def text(self, name: str) -> str:
        """A required argument."""
        value = self.arguments.get(name)
        if value is None or value == "":
            line = f"[ERROR] missing required field: {name}"
            raise SlackError("invalid_arguments", response_metadata={"messages": [line]})
        return str(value)

    def optional(self, name: str) -> str | None:
        value = self.arguments.get(name)
        return None if value in (None, "") else str(value)

    def whole(self, name: str, default: int | None = None) -> int:
        value = self.arguments.get(name, default)
        try:
            return int(str(value))
        except ValueError:
            raise SlackError("invalid_arguments") from None

    def flag(self, name: str) -> bool:
        return str(self.arguments.get(name, "")).lower() in ("1", "true")

    def needs(self, scope: str) -> None:
        if scope not in self.slack.app.scopes:
            provided = ",".join(self.slack.app.scopes)
            raise SlackError("missing_scope", needed=scope, provided=provided)

    def channel(self, name: str = "channel") -> Channel:
        """A conversation the app may know of."""
        channel = self.workspace.channels.get(self.text(name))
        if channel is None:
            raise SlackError("channel_not_found")
        if channel.is_private and company.BOT_USER not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def page(self, entries: Sequence[Json], key: str) -> Json:
        """One page by cursor, as every list in the Web API comes."""
        limit = self.whole("limit", PAGE)
        if not 1 <= limit <= LARGEST_PAGE:
            raise SlackError("invalid_limit")
        cursor = self.optional("cursor") or "0"
        if not cursor.isdecimal() or int(cursor) > len(entries):
            raise SlackError("invalid_cursor")
        start = int(cursor)
        following = str(start + limit) if start + limit < len(entries) else ""
        return {
            key: list(entries[start : start + limit]),
            "response_metadata": {"next_cursor": following},
        }


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    run: Callable[[Call], Json]
    scope: str | None = None
    bearer: Literal["bot", "app", "nobody"] = "bot"


def listed(value: Any) -> list[str]:
    """A comma-separated argument, or a JSON array."""
    entries = value if isinstance(value, list) else str(value or "").split(",")
    return [str(each).strip() for each in entries if str(each).strip()]
