"""Trigger ids: three seconds, one view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.bot.sandbox.building import Json, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import Ack
    from slack_sdk import WebClient

    from bot.sandbox.server import Sandbox


def trigger_refusals(bot: Any, modal: Json, before: Callable[[], None]) -> list[str]:
    refusals: list[str] = []

    @bot.app.command("/optout")
    def open_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        before()
        for _ in range(2):
            try:
                client.views_open(trigger_id=body["trigger_id"], view=modal)
            except SlackApiError as refused:
                refusals.append(refused.response["error"])

    return refusals


def test_a_trigger_opens_one_view_only(slack: Sandbox, bot: Any, modal: Any) -> None:
    refusals = trigger_refusals(bot, modal(), lambda: None)
    slack.person("thandi").types("/optout add")

    assert refusals == ["exchanged_trigger_id"]


def test_a_trigger_is_good_for_three_seconds(
    slack: Sandbox, bot: Any, modal: Any, clock: Any
) -> None:
    refusals = trigger_refusals(bot, modal(), lambda: clock.advance(3.1))
    slack.person("thandi").types("/optout add")

    assert refusals == ["expired_trigger_id"] * 2


def test_an_invented_trigger_is_invalid(client: WebClient, modal: Any) -> None:
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        client.views_open(trigger_id="1.2.3", view=modal())


def test_a_refused_view_does_not_use_the_trigger_up(slack: Sandbox, bot: Any, modal: Any) -> None:
    @bot.app.command("/optout")
    def open_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        with pytest.raises(SlackApiError):
            client.views_open(trigger_id=body["trigger_id"], view=modal(title=plain("x" * 25)))
        client.views_open(trigger_id=body["trigger_id"], view=modal())

    thandi = slack.person("thandi")
    thandi.types("/optout add")

    assert thandi.modal.startswith("Form")


def test_pushing_needs_a_trigger_from_within_a_modal(slack: Sandbox, bot: Any, modal: Any) -> None:
    refusals = []

    @bot.app.command("/optout")
    def push_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        try:
            client.views_push(trigger_id=body["trigger_id"], view=modal())
        except SlackApiError as refused:
            refusals.append(refused.response["error"])

    slack.person("thandi").types("/optout add")

    assert refusals == ["invalid_trigger_id"]
