"""Settings: read once, refused in a readable line, and never shown with their secrets."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.settings import LogFormat, Settings, Transport, complaints, missing
from tests.bot.conftest import Environment

pytestmark = pytest.mark.usefixtures("environment")


def refused(environment: Environment, **settings: str) -> list[str]:
    environment(**settings)
    with pytest.raises(ValidationError) as caught:
        Settings()
    return complaints(caught.value)


def test_without_any_setting_the_defaults_hold() -> None:
    settings = Settings()

    assert settings.database_url == "sqlite:///data/optout.db"
    assert settings.slack_transport is Transport.SOCKET
    assert str(settings.slack_api_url) == "https://slack.com/api/"
    assert settings.log_format is LogFormat.TEXT


def test_the_file_is_read_and_the_environment_wins(environment: Environment) -> None:
    Path(".env").write_text("HTTP_PORT=1111\nLOG_LEVEL=debug\nANOTHER_PROGRAMS=own\n")
    environment(HTTP_PORT="2222")

    settings = Settings()

    assert settings.http_port == 2222
    assert settings.log_level == "DEBUG"


def test_an_empty_value_is_as_if_not_set(environment: Environment) -> None:
    environment(LOG_FORMAT="", DATABASE_URL="", HTTP_PORT="")

    assert Settings() == Settings(_env_file=None)
    assert Settings().http_port == 8080


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().http_port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("SLACK_TRANSPORT", "pigeon", "Input should be 'socket' or 'http'"),
        ("HTTP_PORT", "99999", "Input should be less than or equal to 65535"),
        ("HTTP_PORT", "eighty", "Input should be a valid integer"),
        ("LOG_LEVEL", "loud", "Input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("LOG_FORMAT", "xml", "Input should be 'text' or 'json'"),
        ("SLACK_API_URL", "slack", "Input should be a valid URL"),
    ],
)
def test_a_bad_value_is_refused_in_one_line_that_names_the_setting(
    environment: Environment, name: str, value: str, line: str
) -> None:
    (complaint,) = refused(environment, **{name: value})

    assert complaint.startswith(f"{name}: {line}")
    assert "\n" not in complaint


@pytest.mark.parametrize(
    "url",
    [
        "mysql://keeper:hunter2@host/optout",
        "postgresql://keeper:hunter2@host:port/optout",
        "postgresql://keeper:hunter2@host",
        "sqlite://",
        "sqlite:///:memory:",
        "optout.db",
    ],
)
def test_a_database_that_cannot_be_is_refused_without_its_password(
    environment: Environment, url: str
) -> None:
    (complaint,) = refused(environment, DATABASE_URL=url)

    assert complaint == (
        "DATABASE_URL: Input should be sqlite:///path/to/file.db or"
        " postgresql://user:password@host/name"
    )


def test_every_bad_setting_is_named_at_once(environment: Environment) -> None:
    lines = refused(environment, HTTP_PORT="x", LOG_LEVEL="x", SLACK_TRANSPORT="x")

    assert [line.partition(":")[0] for line in lines] == [
        "SLACK_TRANSPORT",
        "HTTP_PORT",
        "LOG_LEVEL",
    ]


def test_secrets_are_neither_in_the_settings_text_nor_in_an_error(environment: Environment) -> None:
    secrets = {
        "SLACK_BOT_TOKEN": "xoxb-hush-bot",
        "SLACK_APP_TOKEN": "xapp-hush-app",
        "SLACK_SIGNING_SECRET": "hush-signing",
        "DATABASE_URL": "postgresql://keeper:hush-password@host/optout",
    }
    environment(**secrets)

    assert "hush" not in f"{Settings()!r} {Settings()}"

    environment(DATABASE_URL="mysql://keeper:hush-password@host/optout")
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert "hush" not in f"{caught.value!r} {caught.value}"


def settings(*, bot: str = "", app: str = "", over: Transport = Transport.SOCKET) -> Settings:
    return Settings(
        slack_transport=over, slack_bot_token=SecretStr(bot), slack_app_token=SecretStr(app)
    )


def test_over_a_socket_the_bot_and_app_tokens_are_needed() -> None:
    assert missing(settings()) == [
        "SLACK_BOT_TOKEN: is not set. Put it into the environment or into .env.",
        "SLACK_APP_TOKEN: is not set. Put it into the environment or into .env.",
    ]
    assert missing(settings(bot="xoxb-1", app="xapp-1")) == []


def test_over_http_the_bot_token_and_the_signing_secret_are_needed() -> None:
    assert missing(settings(bot="xoxb-1", over=Transport.HTTP)) == [
        "SLACK_SIGNING_SECRET: is not set. Put it into the environment or into .env."
    ]


def test_tokens_that_were_swapped_are_noticed() -> None:
    assert missing(settings(bot="xapp-1", app="xoxb-1")) == [
        "SLACK_BOT_TOKEN: does not begin with xoxb-, so it is another kind of token.",
        "SLACK_APP_TOKEN: does not begin with xapp-, so it is another kind of token.",
    ]
