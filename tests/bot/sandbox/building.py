"""Blocks and listeners that the tests of clicks and modals are built from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

if TYPE_CHECKING:
    from slack_bolt import Ack

Json = dict[str, Any]
TEXT = {"type": "plain_text_input"}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def field(label: str, element: Json, **more: Any) -> Json:
    named = {"action_id": f"{label.lower()}_field", **element}
    return {
        "type": "input",
        "block_id": label.lower(),
        "label": plain(label),
        "element": named,
        **more,
    }


def button(text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": text.lower(), "text": plain(text), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


def acked(bot: Any, action_id: str) -> None:
    @bot.app.action(action_id)
    def take(ack: Ack) -> None:
        ack()


def url_of(bot: Any) -> WebhookClient:
    return WebhookClient(bot.heard[-1]["response_url"])


def taught(bot: Any, answer: Json | None) -> None:
    """The bot answers every submission with this."""

    @bot.app.view("form")
    def submitted(ack: Ack) -> None:
        ack(**(answer or {}))


def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call()
    return str(refused.value.response["error"])
