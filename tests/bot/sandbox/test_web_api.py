"""The Web API's door: methods, tokens, scopes, and bad days."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Json = dict[str, Any]


def refused(call: Callable[..., object], **arguments: Any) -> Json:
    with pytest.raises(SlackApiError) as refusal:
        call(**arguments)
    return dict(refusal.value.response.data)


def posted(slack: Sandbox, method: str, body: bytes, content_type: str) -> Json:
    request = urllib.request.Request(  # noqa: S310 - the sandbox on loopback
        slack.api_url + method,
        body,
        {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": content_type},
    )
    with urllib.request.urlopen(request) as response:  # noqa: S310 - the same
        return dict(json.load(response))


def test_the_bot_learns_who_it_is(slack: Sandbox, client: WebClient) -> None:
    answer = client.auth_test()

    assert answer["user_id"] == "U0OPTOUT"
    assert answer["bot_id"] == "B0OPTOUT"
    assert answer["team_id"] == "T0BAOBAB"
    assert answer["url"] == slack.page_url
    assert "chat:write" in answer.headers["x-oauth-scopes"]


def test_an_unknown_method_is_unknown(client: WebClient) -> None:
    assert refused(client.api_call, api_method="chat.shout")["error"] == "unknown_method"


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-stolen", "invalid_auth")])
def test_without_a_good_token_nothing_is_answered(slack: Sandbox, token: str, error: str) -> None:
    stranger = WebClient(token=token, base_url=slack.api_url)

    assert refused(stranger.auth_test)["error"] == error


def test_each_kind_of_token_has_its_own_methods(slack: Sandbox, client: WebClient) -> None:
    by_app = WebClient(token=slack.app_token, base_url=slack.api_url)
    error = "not_allowed_token_type"

    assert refused(by_app.auth_test)["error"] == error
    assert refused(client.apps_connections_open, app_token=slack.bot_token)["error"] == error


def test_arguments_come_as_a_form_or_as_json(slack: Sandbox) -> None:
    form = posted(slack, "users.info", b"user=U0THANDI", "application/x-www-form-urlencoded")
    as_json = posted(slack, "users.info", b'{"user": "U0THANDI"}', "application/json")

    assert form["user"]["name"] == as_json["user"]["name"] == "thandi"


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        (b"{", "application/json", "invalid_json"),
        (b"[]", "application/json", "json_not_object"),
        (b"<a/>", "text/xml", "invalid_post_type"),
    ],
)
def test_a_body_slack_cannot_read_is_refused(
    slack: Sandbox, body: bytes, content_type: str, error: str
) -> None:
    assert posted(slack, "users.info", body, content_type)["error"] == error


def test_a_missing_argument_is_named(client: WebClient) -> None:
    refusal = refused(client.api_call, api_method="users.info")

    assert refusal["error"] == "invalid_arguments"
    messages = refusal["response_metadata"]["messages"]
    assert messages == ["[ERROR] missing required field: user"]


def test_scopes_are_those_of_the_manifest(tmp_path: Path, manifest: Path) -> None:
    content = yaml.safe_load(manifest.read_text())
    content["oauth_config"]["scopes"]["bot"] = ["commands", "chat:write"]
    poorer = tmp_path / "manifest.yml"
    poorer.write_text(yaml.safe_dump(content))

    with Sandbox(manifest=poorer) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        refusal = refused(client.users_info, user="U0THANDI")

    assert refusal["error"] == "missing_scope"
    assert refusal["needed"] == "users:read"
    assert refusal["provided"] == "commands,chat:write"


def test_direct_messages_need_a_scope_of_their_own(client: WebClient) -> None:
    refusal = refused(client.conversations_info, channel="D0THANDI")

    assert refusal["needed"] == "im:read"


def test_an_uninstalled_app_has_no_token_any_more(slack: Sandbox, bot: Any) -> None:
    bot.ignores("app_home_opened", "tokens_revoked", "app_uninstalled")
    slack.person("thandi").opens_dm()
    bot.heard.clear()
    slack.uninstall()

    assert [each["event"]["type"] for each in bot.heard] == ["tokens_revoked", "app_uninstalled"]
    assert refused(bot.client.auth_test)["error"] == "account_inactive"


def test_a_rate_limit_says_how_long_to_wait(slack: Sandbox, client: WebClient) -> None:
    slack.faults.switch_on("rate_limited", method="auth.test", seconds=7, times=1)

    with pytest.raises(SlackApiError) as limited:
        client.auth_test()

    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "7"
    assert limited.value.response["error"] == "ratelimited"
    assert client.auth_test()["ok"]


def test_a_limit_on_one_method_leaves_the_others_alone(slack: Sandbox, client: WebClient) -> None:
    slack.faults.switch_on("rate_limited", method="chat.postMessage")

    assert client.auth_test()["ok"]
    assert (
        refused(client.chat_postMessage, channel="C0OPTOUT", text="Hello")["error"] == "ratelimited"
    )


def test_slack_can_fail_until_it_is_mended(slack: Sandbox, client: WebClient) -> None:
    slack.faults.switch_on("server_error")
    with pytest.raises(SlackApiError) as failure:
        client.auth_test()
    assert failure.value.response.status_code == 500

    slack.faults.clear()
    assert client.auth_test()["ok"]


def test_slack_can_be_slow(slack: Sandbox, client: WebClient) -> None:
    slack.faults.switch_on("slow", seconds=0.5, times=1)
    impatient = WebClient(token=slack.bot_token, base_url=slack.api_url, timeout=0.05)  # type: ignore[arg-type]

    with pytest.raises(TimeoutError):
        impatient.auth_test()
    assert client.auth_test()["ok"]


def test_an_unheard_of_fault_is_a_mistake_of_the_test(slack: Sandbox) -> None:
    with pytest.raises(LookupError, match="earthquake"):
        slack.faults.switch_on("earthquake")
