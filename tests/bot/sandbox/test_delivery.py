"""Getting payloads to the bot: events, retries, signatures, dropped connections."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from slack_bolt import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.server import Sandbox

if TYPE_CHECKING:
    from pathlib import Path

    from slack_bolt import Ack

Json = dict[str, Any]


def test_a_message_in_the_direct_messages_is_an_event(slack: Sandbox, either: Any) -> None:
    either.ignores("message")
    message = slack.person("thandi").types("add 083 & 084", channel="dm")
    assert message is not None

    body = either.heard[-1]
    event = body["event"]
    assert (event["type"], event["channel_type"]) == ("message", "im")
    assert event["user"] == "U0THANDI"
    assert event["text"] == "add 083 &amp; 084"
    assert event["ts"] == event["event_ts"] == message.ts
    assert event["channel"] == "D0THANDI"
    assert event["team"] == "T0BAOBAB"
    assert event["blocks"][0]["type"] == "rich_text"
    assert body["type"] == "event_callback"
    assert body["api_app_id"] == "A0OPTOUT"
    assert body["authorizations"] == [
        {
            "enterprise_id": None,
            "team_id": "T0BAOBAB",
            "user_id": "U0OPTOUT",
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]


def test_a_mention_reaches_the_bot_where_it_is(slack: Sandbox, either: Any) -> None:
    either.ignores("app_mention")
    naledi = slack.person("naledi")
    root = naledi.types("Who is on the list?", channel="#opt-outs")
    assert root is not None
    naledi.types("@optout check 083", thread=root)

    (event,) = either.events("app_mention")
    assert event["text"] == "<@U0OPTOUT> check 083"
    assert event["thread_ts"] == root.ts
    assert event["parent_user_id"] == "U0NALEDI"
    assert "channel_type" not in event


def test_a_mention_where_the_bot_is_not_reaches_nobody(slack: Sandbox, bot: Any) -> None:
    thandi = slack.person("thandi")
    thandi.types("@optout help", channel="#general")

    assert thandi.trouble == "@optout is not in this channel."
    assert thandi.sees("#general")[-2].text == "@Optout help"
    assert bot.heard == []


def test_what_the_bot_says_itself_is_no_event(slack: Sandbox, bot: Any) -> None:
    bot.client.chat_postMessage(channel="D0THANDI", text="Hello <@U0OPTOUT>")

    assert bot.heard == []
    assert slack.person("thandi").last_reply.startswith("Hello")


def test_events_the_manifest_does_not_name_are_not_sent(slack: Sandbox, bot: Any) -> None:
    slack.person("thandi").types("Good morning", channel="#opt-outs")

    assert bot.heard == []


def test_channel_messages_come_when_they_are_subscribed_to(tmp_path: Path, manifest: Path) -> None:
    content = yaml.safe_load(manifest.read_text())
    content["settings"]["event_subscriptions"]["bot_events"] += ["message.channels"]
    richer = tmp_path / "manifest.yml"
    richer.write_text(yaml.safe_dump(content))
    sent: list[Json] = []

    with Sandbox(manifest=richer) as slack:
        slack._slack.delivery.notify = lambda payload, **_: sent.append(payload)  # type: ignore[method-assign]
        slack.person("thandi").types("Good morning", channel="#opt-outs")
        slack.person("thandi").types("Good morning", channel="#general")

    assert [each["event"]["channel"] for each in sent] == ["C0OPTOUT"]
    assert sent[0]["event"]["channel_type"] == "channel"


def test_opening_the_app_says_which_tab(slack: Sandbox, bot: Any) -> None:
    bot.ignores("app_home_opened")
    thandi = slack.person("thandi")
    thandi.opens_home()
    thandi.opens_dm()

    opened = bot.events("app_home_opened")
    assert [(each["tab"], each["channel"]) for each in opened] == [
        ("home", "D0THANDI"),
        ("messages", "D0THANDI"),
    ]


def test_a_duplicate_event_has_the_same_id(slack: Sandbox, either: Any) -> None:
    either.ignores("message")
    slack.person("thandi").types("add 083", channel="dm", times=2)

    first, second = either.heard
    assert first == second
    assert first["event_id"]


def test_duplicates_can_be_switched_on_for_everything(slack: Sandbox, bot: Any) -> None:
    bot.ignores("message")

    @bot.app.command("/optout")
    def take(ack: Ack) -> None:
        ack()

    slack.faults.switch_on("duplicate")
    thandi = slack.person("thandi")
    thandi.types("/optout add 083")
    thandi.types("add 083", channel="dm")

    assert len(bot.heard) == 4


@pytest.mark.parametrize(("transport", "reason"), [("socket", "timeout"), ("http", "http_error")])
def test_an_event_is_tried_again_three_times(
    request: pytest.FixtureRequest, slack: Sandbox, transport: str, reason: str
) -> None:
    bot = request.getfixturevalue("bot" if transport == "socket" else "http_bot")
    slack.retry_delays, slack.ack_seconds = (0, 0, 0), 0.1
    slack.person("thandi").types("nobody listens to this", channel="dm")

    assert len({body["event_id"] for body in bot.heard}) == 1
    tries = [
        (each.get("x-slack-retry-num"), each.get("x-slack-retry-reason")) for each in bot.headers
    ]
    again = [([str(number)], [reason]) for number in (1, 2, 3)]
    assert tries[1:] == again
    first = tries[0]
    assert first in [(None, None), (["0"], [""])]


def test_a_bot_can_ask_for_no_retries(slack: Sandbox, http_bot: Any) -> None:
    slack.retry_delays = (0, 0, 0)

    @http_bot.app.middleware
    def refuse() -> BoltResponse:
        return BoltResponse(status=500, headers={"x-slack-no-retry": ["1"]})

    slack.person("thandi").types("hello", channel="dm")

    assert len(http_bot.heard) == 1


def test_a_retry_that_waits_is_forgotten_at_the_end(manifest: Path) -> None:
    with Sandbox(manifest=manifest) as slack:
        slack.retry_delays = (60,)
        slack.person("thandi").types("nobody is there", channel="dm")
        assert any(isinstance(each, threading.Timer) for each in threading.enumerate())

    assert not any(isinstance(each, threading.Timer) for each in threading.enumerate())


def test_http_requests_are_signed(slack: Sandbox, http_bot: Any) -> None:
    http_bot.ignores("message")
    slack.person("thandi").types("hello", channel="dm")

    headers = http_bot.headers[-1]
    verifier = SignatureVerifier(slack.signing_secret)
    assert headers["content-type"] == ["application/json"]
    assert verifier.is_valid(
        http_bot.bodies[-1],
        headers["x-slack-request-timestamp"][0],
        headers["x-slack-signature"][0],
    )


def test_a_bot_with_another_secret_refuses(slack: Sandbox, http_bot: Any) -> None:
    slack._slack.delivery._secret = "somebody else's"  # noqa: S105 - a wrong one on purpose
    thandi = slack.person("thandi")
    thandi.types("/optout help")

    assert thandi.trouble == '/optout failed with the error "http_client_error"'
    assert http_bot.heard == []


def test_a_dropped_connection_comes_back(slack: Sandbox, bot: Any) -> None:
    @bot.app.command("/optout")
    def answer(ack: Ack) -> None:
        ack("Here again")

    slack.faults.drop_socket()
    assert slack.wait_for_bot()
    thandi = slack.person("thandi")
    thandi.types("/optout help")

    assert thandi.last_reply == "Here again"


def test_a_refreshed_connection_is_replaced_without_a_gap(slack: Sandbox, bot: Any) -> None:
    @bot.app.command("/optout")
    def answer(ack: Ack) -> None:
        ack("Still here")

    slack.faults.refresh_socket()
    assert slack.wait_for_bot()
    thandi = slack.person("thandi")
    thandi.types("/optout help")

    assert thandi.last_reply == "Still here"


def test_while_the_connection_is_cut_nothing_gets_through(slack: Sandbox, bot: Any) -> None:
    slack.faults.switch_on("disconnected")
    thandi = slack.person("thandi")
    thandi.types("/optout help")
    assert thandi.trouble == '/optout failed with the error "dispatch_failed"'
    assert bot.heard == []

    slack.faults.switch_off("disconnected")
    assert slack.wait_for_bot()


def test_each_payload_goes_to_one_of_the_connections(
    slack: Sandbox, bot: Any, second_bot: Any
) -> None:
    for each in (bot, second_bot):
        each.ignores("message")
    thandi = slack.person("thandi")
    for number in range(4):
        thandi.types(str(number), channel="dm")
    second_bot.listeners.settle()

    assert (len(bot.heard), len(second_bot.heard)) == (2, 2)


def test_a_ticket_opens_one_connection_only(slack: Sandbox, client: Any) -> None:
    opened = client.apps_connections_open(app_token=slack.app_token)

    assert opened["url"].startswith(slack.page_url.replace("http:", "ws:"))
    again = client.apps_connections_open(app_token=slack.app_token)
    assert opened["url"] != again["url"]
