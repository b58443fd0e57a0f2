"""Slash commands, from the composer to the answer."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

if TYPE_CHECKING:
    from slack_bolt import Ack, Respond

    from bot.sandbox.server import Sandbox


def test_the_answer_in_an_ack_is_for_the_person_alone(slack: Sandbox, either: Any) -> None:
    @either.app.command("/optout")
    def answer(ack: Ack, body: dict[str, Any]) -> None:
        ack(f"You said {body['text']}")

    thandi, pieter = slack.person("thandi"), slack.person("pieter")
    thandi.types("/optout check 083 123 4567", channel="#retail-campaigns")

    assert thandi.last_reply == "You said check 083 123 4567"
    assert thandi.sees("#retail-campaigns")[-1].ephemeral
    assert pieter.last_reply == ""


def test_a_command_says_who_where_and_what(slack: Sandbox, either: Any) -> None:
    @either.app.command("/optout")
    def take(ack: Ack) -> None:
        ack()

    slack.person("sipho").types("/optout help me", channel="dm")

    body = either.heard[-1]
    assert body["user_id"] == "U0SIPHO"
    assert body["user_name"] == "sipho"
    assert body["channel_id"] == "D0SIPHO"
    assert body["channel_name"] == "directmessage"
    assert body["command"] == "/optout"
    assert body["text"] == "help me"
    assert body["team_id"] == "T0BAOBAB"
    assert body["team_domain"] == "baobab"
    assert body["api_app_id"] == "A0OPTOUT"
    assert body["is_enterprise_install"] == "false"
    assert body["response_url"].startswith(slack.page_url)
    assert body["trigger_id"]


def test_arguments_may_go_on_over_several_lines(slack: Sandbox, bot: Any) -> None:
    @bot.app.command("/optout")
    def take(ack: Ack) -> None:
        ack()

    slack.person("thandi").types("/optout add 083\n084 ")

    assert bot.heard[-1]["text"] == "add 083\n084"


def test_mentions_in_arguments_arrive_as_entities_with_names(slack: Sandbox, bot: Any) -> None:
    @bot.app.command("/optout")
    def take(ack: Ack) -> None:
        ack()

    slack.person("thandi").types("/optout role @naledi @crm-team #retail-campaigns #leads a<b & c")

    assert bot.heard[-1]["text"] == (
        "role <@U0NALEDI|naledi> <!subteam^S0CRM|@crm-team> <#C0RETAIL|retail-campaigns>"
        " <#G0LEADS|> a&lt;b &amp; c"
    )


def test_a_number_typed_as_a_link_stays_one(slack: Sandbox, bot: Any) -> None:
    @bot.app.command("/optout")
    def take(ack: Ack) -> None:
        ack()

    slack.person("thandi").types("/optout add <tel:+27831234567|083 123 4567>")

    assert bot.heard[-1]["text"] == "add <tel:+27831234567|083 123 4567>"


def test_a_command_in_a_thread_is_refused_by_slack(slack: Sandbox, bot: Any) -> None:
    naledi = slack.person("naledi")
    root = naledi.types("Any news?", channel="#opt-outs")

    naledi.types("/optout help", thread=root)

    assert naledi.trouble == "/optout is not supported in threads. Sorry!"
    assert bot.heard == []


def test_a_command_that_is_not_in_the_manifest_is_not_valid(slack: Sandbox, bot: Any) -> None:
    naledi = slack.person("naledi")

    naledi.types("/optin 083")

    assert naledi.trouble.startswith("/optin is not a valid command.")
    assert naledi.sees()[-1].text == naledi.trouble
    assert bot.heard == []


def test_nobody_can_command_where_they_are_not_a_member(slack: Sandbox, bot: Any) -> None:
    sipho = slack.person("sipho")

    sipho.types("/optout help", channel="#leads")

    assert sipho.trouble == "You are not in this channel."
    assert bot.heard == []


def test_a_command_works_where_the_bot_is_not_a_member(slack: Sandbox, bot: Any) -> None:
    refusals: list[str] = []

    @bot.app.command("/optout")
    def answer(ack: Ack, say: Any, respond: Respond) -> None:
        ack()
        try:
            say("Hello all")
        except SlackApiError as refusal:
            refusals.append(refusal.response["error"])
        respond("Hello you")

    pieter = slack.person("pieter")
    pieter.types("/optout help", channel="#leads")

    assert refusals == ["channel_not_found"]
    assert pieter.last_reply == "Hello you"


def test_a_bot_that_is_late_gets_a_timeout_shown(slack: Sandbox, either: Any) -> None:
    slack.ack_seconds, slack.settle = 0.1, None
    shown = threading.Event()

    @either.app.command("/optout")
    def dawdle(ack: Ack) -> None:
        shown.wait()
        ack("Sorry I am late")

    thandi = slack.person("thandi")
    thandi.types("/optout help")
    shown.set()
    either.listeners.settle()

    assert thandi.trouble == '/optout failed with the error "operation_timeout"'
    assert thandi.sees()[-1].text == thandi.trouble


def test_a_bot_that_is_away_gets_a_failure_shown(slack: Sandbox) -> None:
    thandi = slack.person("thandi")

    thandi.types("/optout help")

    assert thandi.trouble == '/optout failed with the error "dispatch_failed"'


def test_an_answer_slack_cannot_show_is_a_failure(slack: Sandbox, bot: Any) -> None:
    @bot.app.command("/optout")
    def answer(ack: Ack) -> None:
        ack(blocks=[{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}])

    thandi = slack.person("thandi")
    thandi.types("/optout help")

    assert thandi.trouble == '/optout failed with the error "invalid_blocks"'


def test_a_command_delivered_twice_is_the_same_command(slack: Sandbox, either: Any) -> None:
    @either.app.command("/optout")
    def take(ack: Ack) -> None:
        ack()

    slack.person("thandi").types("/optout add 083", times=2)

    first, second = either.heard
    assert first == second
