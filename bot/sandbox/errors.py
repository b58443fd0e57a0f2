"""The two ways to be refused: Slack's answer to the bot, and what a person is told."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """A Web API refusal: `error` is Slack's own word for it."""

    def __init__(self, error: str, **details: Any) -> None:
        super().__init__(error)
        self.error = error
        self.details = details


class TroubleError(Exception):
    """What Slack itself tells a person when something they did came to nothing."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


NO_CONNECTION = "We had some trouble connecting. Try again?"
NO_RESPONSE = "This app is not responding right now. Try again?"
