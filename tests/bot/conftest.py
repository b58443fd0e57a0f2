"""A pretend Slack with the real manifest, and an environment without settings of its own."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import Settings

MANIFEST = Path(__file__).parents[2] / "manifest.yml"

Environment = Callable[..., None]
"""Sets settings as an operator would: `environment(HTTP_PORT="0")`."""


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Environment:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)

    def put(**settings: str) -> None:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)

    return put


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(manifest=MANIFEST) as sandbox:
        yield sandbox


@pytest.fixture
def connected(environment: Environment, slack: Sandbox) -> Environment:
    """An environment with all that the bot needs to reach the pretend Slack."""
    environment(
        SLACK_API_URL=slack.api_url,
        SLACK_BOT_TOKEN=slack.bot_token,
        SLACK_APP_TOKEN=slack.app_token,
        SLACK_SIGNING_SECRET=slack.signing_secret,
    )
    return environment


@pytest.fixture
def nobody_listens() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
