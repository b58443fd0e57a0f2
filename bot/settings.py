"""The settings of the program, read once from the environment and `.env`, then passed on."""

from enum import StrEnum
from typing import Annotated

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Transport(StrEnum):
    """How Slack's requests arrive."""

    SOCKET = "socket"
    HTTP = "http"


class LogFormat(StrEnum):
    """For people, or for programs that collect logs."""

    TEXT = "text"
    JSON = "json"


class Settings(BaseSettings):
    """Every setting has a home in docs/settings.md and .env.example; a test holds them together."""

    model_config = SettingsConfigDict(env_file=".env", frozen=True, extra="ignore")

    database_url: str = Field(
        "sqlite:///data/optout.db",
        description="Where opt-outs are kept: sqlite:///path/to/file.db or"
        " postgresql://user:password@host/name.",
    )
    slack_bot_token: SecretStr = Field(
        SecretStr(""), description="The bot token of the Slack app; it begins with xoxb-."
    )
    slack_app_token: SecretStr = Field(
        SecretStr(""),
        description="The app-level token for Socket Mode, with the scope connections:write; it"
        " begins with xapp-.",
    )
    slack_signing_secret: SecretStr = Field(
        SecretStr(""), description="Proves that requests over HTTP come from Slack."
    )
    slack_transport: Transport = Field(
        Transport.SOCKET,
        description="How Slack's requests arrive: socket needs no public address, http needs one.",
    )
    slack_api_url: AnyHttpUrl = Field(
        AnyHttpUrl("https://slack.com/api/"),
        description="Slack's Web API; another address points the bot at another server that"
        " speaks like Slack.",
    )
    http_host: str = Field("127.0.0.1", description="The address that the HTTP server listens on.")
    http_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        8080, description="The port that the HTTP server listens on."
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    log_format: LogFormat = Field(
        LogFormat.TEXT, description="text for people, json for programs that collect logs."
    )


def complaints(error: ValidationError) -> list[str]:
    """One readable line for each setting that is missing or wrong; values are never repeated."""
    return [
        f"{'_'.join(str(part) for part in each['loc']).upper()}: {each['msg']}"
        for each in error.errors(include_input=False)
    ]


def missing(settings: Settings) -> list[str]:
    """One readable line for each setting without which the bot cannot talk to Slack."""
    needed = [("SLACK_BOT_TOKEN", settings.slack_bot_token, "xoxb-")]
    if settings.slack_transport is Transport.SOCKET:
        needed.append(("SLACK_APP_TOKEN", settings.slack_app_token, "xapp-"))
    else:
        needed.append(("SLACK_SIGNING_SECRET", settings.slack_signing_secret, ""))
    lines = []
    for name, secret, beginning in needed:
        value = secret.get_secret_value()
        if not value:
            lines.append(f"{name}: is not set. Put it into the environment or into .env.")
        elif not value.startswith(beginning):
            lines.append(
                f"{name}: does not begin with {beginning}, so it is another kind of token."
            )
    return lines
