"""The whole program: it starts only on a migrated database, and a stop leaves nothing behind."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.application import Application, NotMigrated
from bot.sandbox.running import settings_for
from bot.sandbox.server import Sandbox
from bot.settings import Settings, Transport
from optouts.errors import StorageAway
from storage.engine import DatabaseUnavailable
from tests.bot.conftest import MANIFEST

PATIENCE = 10.0


def over(settings: Settings, transport: Transport, *, port: int = 0) -> Settings:
    return settings.model_copy(update={"slack_transport": transport, "http_port": port})


@pytest.fixture(params=Transport)
def settings(
    request: pytest.FixtureRequest, slack: Sandbox, database_url: str, tmp_path: Path
) -> Settings:
    """Both ways for Slack's requests to arrive."""
    return over(settings_for(slack, database_url, tmp_path), request.param)


@pytest.fixture
def application(slack: Sandbox, settings: Settings) -> Iterator[Application]:
    """Started, and connected to the pretend Slack."""
    application = Application(settings)
    application.start()
    if settings.slack_transport is Transport.HTTP:
        slack.request_url = application.request_url
    else:
        assert slack.wait_for_bot()
    slack.settle = lambda: _settled(application)
    yield application
    slack.request_url = None
    slack.hang_up()
    application.stop()


def _settled(application: Application) -> None:
    assert application.settle()


def _threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.is_alive()}


def _ended(before: set[threading.Thread]) -> list[str]:
    """The names of threads that are left; a thread may need a moment to end."""
    deadline = time.monotonic() + PATIENCE
    while left := _threads() - before:
        if time.monotonic() > deadline:
            break
        next(iter(left)).join(0.05)
    return sorted(thread.name for thread in left)


def test_over_either_transport_a_person_is_answered(
    application: Application, slack: Sandbox
) -> None:
    thandi = slack.person("thandi")
    thandi.types("/optout help", channel="#opt-outs")

    assert "add" in thandi.last_reply
    assert application.request_url.startswith("http://127.0.0.1:") == bool(slack.request_url)


@pytest.mark.usefixtures("application")
def test_over_either_transport_a_modal_opens_and_a_submission_is_answered(slack: Sandbox) -> None:
    thandi = slack.person("thandi")
    thandi.types("/optout check", channel="#opt-outs")
    thandi.fills("Numbers", "hello")
    thandi.submits()

    assert list(thandi.errors) == ["Numbers"]


@pytest.mark.parametrize("transport", Transport)
def test_a_stop_leaves_no_thread_behind(
    transport: Transport, database_url: str, tmp_path: Path
) -> None:
    before = _threads()
    with Sandbox(manifest=MANIFEST) as slack:
        settings = settings_for(slack, database_url, tmp_path)
        application = Application(over(settings, transport))
        application.start()
        slack.request_url = application.request_url or None
        slack.person("thandi").types("/optout help", channel="#opt-outs")

        slack.request_url = None
        application.stop()

    assert _ended(before) == []


def test_what_was_begun_is_finished_before_the_end(slack: Sandbox, settings: Settings) -> None:
    application = Application(settings)
    application.start()
    if settings.slack_transport is Transport.HTTP:
        slack.request_url = application.request_url
    slack.faults.switch_on("slow", method="users.info", seconds=0.5, times=1)
    thandi = slack.person("thandi")
    thandi.types("/optout help", channel="#opt-outs")

    slack.request_url = None
    application.stop()

    assert "add" in thandi.last_reply


def test_a_database_of_another_schema_is_refused(
    slack: Sandbox, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    empty = f"sqlite:///{tmp_path_factory.mktemp('empty')}/optout.db"
    application = Application(settings_for(slack, empty, tmp_path))

    with pytest.raises(NotMigrated):
        application.start()
    application.stop()


def test_a_database_that_is_away_is_told_from_one_that_is_not_migrated(
    slack: Sandbox, nobody_listens: int, tmp_path: Path
) -> None:
    away = f"postgresql://nobody@127.0.0.1:{nobody_listens}/optout"
    application = Application(settings_for(slack, away, tmp_path))

    with pytest.raises((DatabaseUnavailable, StorageAway)):
        application.start()
    application.stop()


def test_what_never_started_stops_without_ado(
    slack: Sandbox, database_url: str, tmp_path: Path
) -> None:
    before = _threads()

    Application(settings_for(slack, database_url, tmp_path)).stop()

    assert _ended(before) == []


def test_a_port_that_is_taken_is_said_and_leaves_nothing_behind(
    database_url: str, tmp_path: Path
) -> None:
    before = _threads()
    with Sandbox(manifest=MANIFEST) as slack, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = settings_for(slack, database_url, tmp_path)
        port = taken.getsockname()[1]
        application = Application(over(settings, Transport.HTTP, port=port))

        with pytest.raises(OSError, match="Address already in use"):
            application.start()
        application.stop()

    assert _ended(before) == []


def health_of(application: Application) -> httpx.Response:
    port = httpx.URL(application.request_url).port
    with httpx.Client(trust_env=False) as client:
        return client.get(f"http://127.0.0.1:{port}/health")


@pytest.mark.parametrize("settings", [Transport.HTTP], indirect=True)
def test_health_says_whether_the_database_answers(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert health_of(application).status_code == 200

    def away() -> None:
        raise StorageAway

    monkeypatch.setattr(type(application.core), "reading", lambda _core: away())
    assert health_of(application).status_code == 503


@pytest.mark.parametrize("settings", [Transport.HTTP], indirect=True)
def test_a_request_without_slacks_signature_is_turned_away(application: Application) -> None:
    with httpx.Client(trust_env=False) as client:
        answer = client.post(
            application.request_url,
            data={"command": "/optout", "text": "help", "team_id": "T0BAOBAB"},
            headers={"x-slack-signature": "v0=0", "x-slack-request-timestamp": "1"},
        )

    assert answer.status_code == 401
