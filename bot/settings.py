"""The settings of the program, read once from the environment and `.env`, then passed on."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AnyHttpUrl,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


class Transport(StrEnum):
    """How Slack's requests arrive."""

    SOCKET = "socket"
    HTTP = "http"


class LogFormat(StrEnum):
    """For people, or for programs that collect logs."""

    TEXT = "text"
    JSON = "json"


LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)]


class Settings(BaseSettings):
    """Every setting has a home in docs/settings.md and .env.example; a test holds them together."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,  # it may be a secret
    )

    database_url: str = Field(
        "sqlite:///data/optout.db",
        repr=False,  # it may hold a password
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
    spool_dir: Path = Field(
        Path("data/spool"),
        description="The folder in which files wait while they are imported.",
    )
    http_host: str = Field("127.0.0.1", description="The address that the HTTP server listens on.")
    http_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        8080, description="The port that the HTTP server listens on."
    )
    public_url: AnyHttpUrl | Literal[""] = Field(
        "",
        description="The address under which the HTTP server is reached from outside, such as"
        " https://optout.example.com; without it there are no links, and webhooks of Twilio are"
        " checked against the address that they name.",
    )
    secret_key_file: Path = Field(
        Path("data/secret.key"),
        description="The file with the key that seals the passwords of providers and signs links;"
        " it is made where there is none.",
    )
    provider_api_url: AnyHttpUrl | Literal[""] = Field(
        "",
        description="Another server to send confirmations through that speaks like the providers,"
        " for trying things out; empty means the providers' own.",
    )
    import_file_mib: Annotated[int, Field(ge=1)] = Field(
        100,
        description="The largest file that may be imported, in MiB; Slack's forms take 10 at most.",
    )
    api_calls_a_minute: Annotated[int, Field(ge=1)] = Field(
        30_000, description="How many calls of the API each key may make in a minute."
    )
    log_level: LogLevel = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    log_format: LogFormat = Field(
        LogFormat.TEXT, description="text for people, json for programs that collect logs."
    )

    @field_validator("database_url")
    @classmethod
    def _names_a_database(cls, url: str) -> str:
        try:
            parsed = make_url(url)
        except (ArgumentError, ValueError):
            parsed = make_url("unknown://")
        # Every thread would have a database in memory of its own.
        in_memory = parsed.database in {None, "", ":memory:"}
        if parsed.get_backend_name() not in {"sqlite", "postgresql"} or in_memory:
            raise ValueError(
                "Input should be sqlite:///path/to/file.db or postgresql://user:password@host/name"
            )
        return url


def complaints(error: ValidationError) -> list[str]:
    """One readable line for each setting that is missing or wrong; values are never repeated."""
    return [
        f"{'_'.join(map(str, each['loc'])).upper()}: {each['msg'].removeprefix('Value error, ')}"
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
