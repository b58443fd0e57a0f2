"""The acts that the page asks for, in the name of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox import conversation, interaction
from bot.sandbox.errors import TroubleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.slack import Slack
    from bot.sandbox.workspace import Json, Post, View

GONE = TroubleError("This is no longer here.")


class PageActs:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._acts: dict[str, Callable[[str, Json], Json | None]] = {
            "post": self._post,
            "click": self._click,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "options": self._options,
            "home": self._home,
            "dm": self._dm,
            "read": self._read,
            "fault": self._fault,
            "text": self._text,
            "text_again": self._text_again,
            "prefer": self._prefer,
        }

    def perform(self, who: str, wish: Json) -> Json:
        if who not in self._slack.workspace.members:
            return {"ok": False, "trouble": "There is nobody of this name."}
        try:
            outcome = self._acts[wish["act"]](who, wish)
        except TroubleError as trouble:
            return {"ok": False, "trouble": trouble.text}
        except (LookupError, TypeError, AttributeError):
            # A malformed wish is the page's mistake and must not look like a crash of Slack.
            return {
                "ok": False,
                "trouble": "The page asked for something this Slack does not know.",
            }
        self._slack.settled()
        return {"ok": True, **(outcome or {})}

    def _post(self, who: str, wish: Json) -> Json:
        ts = conversation.post(
            self._slack,
            who,
            wish["channel"],
            wish.get("text") or "",
            thread_ts=wish.get("thread_ts"),
            files=wish.get("files") or (),
        )
        return {"ts": ts}

    def _click(self, who: str, wish: Json) -> None:
        where = self._where(who, wish["where"])
        interaction.fill(self._slack, who, where, wish.get("state"))
        interaction.act(
            self._slack,
            who,
            where,
            block_id=wish["block_id"],
            action_id=wish["action_id"],
            value=wish.get("value") or {},
        )

    def _submit(self, who: str, wish: Json) -> None:
        view = self._view(who, wish["view"])
        interaction.fill(self._slack, who, view, wish.get("state"))
        interaction.submit(self._slack, who, view)

    def _close(self, who: str, wish: Json) -> None:
        interaction.close(self._slack, who, self._view(who, wish["view"]))

    def _shortcut(self, who: str, wish: Json) -> None:
        message = wish.get("message")
        post = None if message is None else self._message(who, message)
        conversation.use_shortcut(self._slack, who, wish["callback_id"], post)

    def _options(self, who: str, wish: Json) -> Json:
        return interaction.suggestions(
            self._slack,
            who,
            self._where(who, wish["where"]),
            block_id=wish["block_id"],
            action_id=wish["action_id"],
            query=wish.get("query") or "",
        )

    def _home(self, who: str, _wish: Json) -> None:
        conversation.open_home(self._slack, who)

    def _dm(self, who: str, _wish: Json) -> Json:
        return {"channel": conversation.open_dm(self._slack, who)}

    def _read(self, who: str, wish: Json) -> None:
        conversation.read(self._slack, who, wish["channel"])

    def _fault(self, _who: str, wish: Json) -> None:
        if wish["on"]:
            self._slack.faults.switch_on(wish["name"])
        else:
            self._slack.faults.switch_off(wish["name"])

    def _text(self, _who: str, wish: Json) -> None:
        self._slack.phones.write(wish["number"], wish["line"], wish.get("text") or "")

    def _text_again(self, _who: str, wish: Json) -> None:
        self._slack.phones.again(wish["id"])

    def _prefer(self, _who: str, wish: Json) -> None:
        self._slack.phones.prefer(wish["number"], wish["line"], stop=bool(wish["stop"]))

    def _where(self, who: str, where: Json) -> Post | View:
        if "view" in where:
            return self._view(who, where["view"])
        return self._message(who, where["message"])

    def _message(self, who: str, message: dict[str, Any]) -> Post:
        post = self._slack.workspace.find_post(message["channel"], message["ts"])
        if post is None or post.ephemeral_to not in (None, who):
            raise GONE
        return post

    def _view(self, who: str, view_id: str) -> View:
        view = self._slack.workspace.views.get(view_id)
        if view is None or view.user != who:
            raise GONE
        return view
