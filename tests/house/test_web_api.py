"""What the bot asks of Slack is what the manifest grants and what the pretend Slack can answer."""

import ast
from collections.abc import Iterator
from pathlib import Path

import yaml
from slack_sdk import WebClient

from bot.sandbox.web_api import METHODS

ROOT = Path(__file__).parents[2]
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text())
GRANTED = set(MANIFEST["oauth_config"]["scopes"]["bot"])
SUBSCRIBED = MANIFEST["settings"]["event_subscriptions"]["bot_events"]

OF_A_KIND = {"conversations.info": {"channels:read", "groups:read"}}
"""Methods whose scope depends on the channel: we ask about public and private ones."""

OF_EVENTS = {
    "app_mention": {"app_mentions:read"},
    "message.im": {"im:history"},
    "subteam_members_changed": {"usergroups:read"},
    "subteam_updated": {"usergroups:read"},
    "app_home_opened": set[str](),
    "app_uninstalled": set[str](),
    "tokens_revoked": set[str](),
}
"""docs.slack.dev/reference/events says which scope each needs."""


def _calls(path: Path) -> Iterator[str]:
    """The methods of a WebClient that a file calls, in Slack's spelling."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        of_client = ast.unparse(node.func.value).split(".")[-1].endswith("client")
        if of_client and callable(getattr(WebClient, node.func.attr, None)):
            yield node.func.attr.replace("_", ".")


def _methods() -> set[str]:
    files = [*(ROOT / "handlers").rglob("*.py"), *(ROOT / "bot").glob("*.py")]
    return {method for path in files for method in _calls(path)}


def test_the_calls_are_found() -> None:
    assert {"chat.postMessage", "views.open", "usergroups.users.list"} <= _methods()


def test_the_pretend_slack_answers_every_method_that_is_called() -> None:
    assert sorted(_methods() - METHODS.keys()) == []


def test_the_scopes_asked_for_are_those_that_are_used() -> None:
    used = {"commands"}
    for method in _methods():
        scope = METHODS[method].scope
        used |= OF_A_KIND.get(method, {scope} if scope else set())
    for event in SUBSCRIBED:
        used |= OF_EVENTS[event]

    assert sorted(used) == sorted(GRANTED)


def test_the_manifest_names_no_scope_and_no_event_twice() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]["bot"]

    assert len(set(scopes)) == len(scopes)
    assert len(set(SUBSCRIBED)) == len(SUBSCRIBED)
