"""`optout doctor`: looks at settings, database, tokens and scopes, and says how to mend each."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml
from slack_sdk.errors import SlackApiError

from bot import slack_app
from bot.settings import Settings, Transport, missing
from storage.engine import Database, DatabaseUnavailable
from storage.migrating import applied, newest

MANIFEST: Final = Path(__file__).resolve().parent.parent / "manifest.yml"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `remedy` is empty if it is well."""

    subject: str
    state: str
    remedy: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    yield from _settings(settings)
    yield _database(settings)
    if settings.slack_bot_token.get_secret_value():
        yield from _bot_token(settings)
    if settings.slack_transport is Transport.SOCKET and settings.slack_app_token.get_secret_value():
        yield _app_token(settings)


def _settings(settings: Settings) -> Iterator[Finding]:
    lines = missing(settings)
    if not lines:
        yield Finding("settings", "complete")
    for line in lines:
        name, _, state = line.partition(": ")
        yield Finding(name, state, "docs/settings.md says where it comes from.")


def _database(settings: Settings) -> Finding:
    try:
        database = Database(settings.database_url)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the address, say so
        return Finding("database", f"the address cannot be read: {error}", "Check DATABASE_URL.")
    try:
        found = applied(database)
    except DatabaseUnavailable as error:
        reason = str(error.__cause__).splitlines()[0]
        return Finding("database", f"does not answer: {reason}", "Start it, or check DATABASE_URL.")
    finally:
        database.close()
    if found != newest():
        return Finding("database", f"schema {found or 'absent'}", "Run `optout migrate`.")
    return Finding("database", f"schema {found}")


def _bot_token(settings: Settings) -> Iterator[Finding]:
    client = slack_app.web_client(settings, settings.slack_bot_token.get_secret_value())
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        reason = error.response["error"]
        yield Finding(
            "bot token", f"Slack refuses it: {reason}", "Install the app again and copy its token."
        )
        return
    except OSError as error:
        yield Finding(
            "Slack", f"cannot be reached: {error}", "Check SLACK_API_URL and the network."
        )
        return
    yield Finding("bot token", f"works for the workspace {answer['team']}")
    yield _scopes(str(answer.headers.get("x-oauth-scopes", "")))


def _scopes(granted: str) -> Finding:
    wanted = set(yaml.safe_load(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"])
    lacking = sorted(wanted - {scope.strip() for scope in granted.split(",")})
    if lacking:
        return Finding(
            "scopes",
            f"missing: {', '.join(lacking)}",
            "Update the app from manifest.yml and install it again.",
        )
    return Finding("scopes", "complete")


def _app_token(settings: Settings) -> Finding:
    client = slack_app.web_client(settings, settings.slack_app_token.get_secret_value())
    try:
        client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except SlackApiError as error:
        return Finding(
            "app token",
            f"Slack refuses it: {error.response['error']}",
            "Make an app-level token with the scope connections:write, and switch Socket Mode on.",
        )
    except OSError as error:
        return Finding("Slack", f"cannot be reached: {error}", "Check SLACK_API_URL.")
    return Finding("app token", "opens connections")
