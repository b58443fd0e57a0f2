"""The bot behind a request URL: the same stories, and nothing for those who are not Slack."""

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from bot.application import Application
from bot.http_app import LARGEST
from bot.sandbox.running import settings_for
from bot.sandbox.server import Sandbox
from bot.settings import Transport
from optouts import workspaces
from tests.conftest import Clock
from tests.journeys.conftest import ADMIN, MANIFEST, answer, assert_settled
from tests.journeys.database_outages import outage_of

NUMBER = "083 123 4567"


@pytest.fixture
def http_bot(
    database_url: str, clock: Clock, tmp_path: Path
) -> Iterator[tuple[Sandbox, Application]]:
    """The same bot behind a request URL, as the Marketplace wants it."""
    with Sandbox(manifest=MANIFEST) as slack:
        settings = settings_for(slack, database_url, tmp_path / "spool").model_copy(
            update={"slack_transport": Transport.HTTP, "http_port": 0}
        )
        application = Application(settings, clock)
        application.start()
        slack.request_url = application.request_url
        slack.settle = lambda: assert_settled(application)
        workspace = workspaces.of_team(application.core, enterprise_id="", team_id="T0BAOBAB")
        wanted = {"region": "ZA", "announcements": "C0OPTOUT"}
        workspaces.change_preferences(application.core, workspace, wanted, by=ADMIN)
        yield slack, application
        application.stop()


def test_the_whole_story_over_http(http_bot: tuple[Sandbox, Application]) -> None:
    naledi = http_bot[0].person("naledi")
    thandi = http_bot[0].person("thandi")

    naledi.types("/optout add", channel="#retail-campaigns")
    naledi.fills("Numbers", "083")
    naledi.submits()
    assert "too short" in naledi.errors["Numbers"]
    naledi.fills("Numbers", NUMBER)
    naledi.submits()
    assert naledi.modal == ""
    naledi.types(f"@optout check {NUMBER}", channel="#retail-campaigns")
    assert "is opted out" in answer(naledi)
    thandi.clicks("Undo", "#opt-outs")
    thandi.opens_home()
    thandi.types("/optout settings", channel="#retail-campaigns")
    assert thandi.offered("Time zone", "Johannes")[0]["value"] == "Africa/Johannesburg"

    assert "*0 opt-outs* on 1 list." in thandi.home
    announced = [each.text for each in thandi.sees("#opt-outs") if each.user == "U0OPTOUT"]
    assert len(announced) == 1
    assert "*Undone* by @Thandi Mokoena" in announced[0]


def test_everything_twice_over_http_is_still_once(
    http_bot: tuple[Sandbox, Application],
) -> None:
    slack, _ = http_bot
    slack.faults.switch_on("duplicate")
    naledi = slack.person("naledi")

    naledi.types(f"/optout add {NUMBER}", channel="#retail-campaigns")
    naledi.types("@optout add 082 987 6543", channel="#retail-campaigns")

    announced = [each for each in naledi.sees("#opt-outs") if each.user == "U0OPTOUT"]
    assert len(announced) == 2


def posted(application: Application, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    address = urlsplit(application.request_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=5)
    try:
        connection.request("POST", address.path, body, headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def signed(slack: Sandbox, body: bytes, *, at: float, secret: str = "") -> dict[str, str]:
    timestamp = str(int(at))
    key = (secret or slack.signing_secret).encode()
    digest = hmac.new(key, f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
    }


def forged_command(slack: Sandbox) -> bytes:
    return urlencode(
        {
            "command": "/optout",
            "text": f"add {NUMBER}",
            "user_id": "U0THANDI",
            "team_id": "T0BAOBAB",
            "channel_id": "C0RETAIL",
            "trigger_id": "1.2.3",
            "response_url": f"{slack.page_url}response/T0BAOBAB/nothing",
        }
    ).encode()


def test_only_what_slack_signed_just_now_is_listened_to(
    http_bot: tuple[Sandbox, Application], caplog: pytest.LogCaptureFixture
) -> None:
    slack, application = http_bot
    body, now = forged_command(slack), time.time()
    good = signed(slack, body, at=now)
    unsigned = {"Content-Type": good["Content-Type"]}
    forgeries = {
        "no signature": (body, unsigned),
        "another secret": (body, signed(slack, body, at=now, secret=slack.app_token)),
        "another body": (body.replace(b"083", b"084"), good),
        "an old request": (body, signed(slack, body, at=now - 301)),
        "a request of tomorrow": (body, signed(slack, body, at=now + 86_400)),
        "an empty signature": (body, good | {"X-Slack-Signature": ""}),
        "no time": (body, {k: v for k, v in good.items() if "Timestamp" not in k}),
        "words for a time": (body, good | {"X-Slack-Request-Timestamp": "now"}),
        "a signature of other letters": (body, good | {"X-Slack-Signature": "v0=ß"}),
        "bytes that are no text": (b"\xff", good),
    }

    for name, (sent, headers) in forgeries.items():
        status, _ = posted(application, sent, headers)
        assert status == 401, name

    application.settle()
    announced = [each for each in slack.person("thandi").sees("#opt-outs") if each.blocks]
    assert announced == []
    assert "Traceback" not in caplog.text
    assert posted(application, body, good)[0] == 200
    application.settle()
    assert len([each for each in slack.person("thandi").sees("#opt-outs") if each.blocks]) == 1


def test_slacks_own_question_for_the_url_is_answered(
    http_bot: tuple[Sandbox, Application],
) -> None:
    slack, application = http_bot
    body = json.dumps({"type": "url_verification", "challenge": "sesame"}).encode()
    headers = signed(slack, body, at=time.time()) | {"Content-Type": "application/json"}

    assert posted(application, body, headers) == (200, '{"challenge": "sesame"}')


def got(application: Application, path: str) -> tuple[int, str]:
    address = urlsplit(application.request_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=5)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def test_the_health_page_says_whether_the_database_answers(
    http_bot: tuple[Sandbox, Application], request: pytest.FixtureRequest
) -> None:
    _, application = http_bot
    fine = (200, '{"status":"ok"}')
    assert got(application, "/health") == fine

    with outage_of(application, request)():
        away = got(application, "/health")

    assert away == (503, '{"status":"the database does not answer"}')
    assert got(application, "/health") == fine


def test_a_body_larger_than_anything_of_slacks_is_not_read_to_its_end(
    http_bot: tuple[Sandbox, Application],
) -> None:
    slack, application = http_bot
    body = b"payload=" + b"a" * LARGEST

    assert posted(application, body, signed(slack, body, at=time.time()))[0] == 401


def test_there_is_nothing_else_to_be_found(http_bot: tuple[Sandbox, Application]) -> None:
    for path in ("/", "/redoc", "/v1", "/webhooks/twilio/guess", "/slack/install", "/slack/events"):
        assert got(http_bot[1], path)[0] in (404, 405), path
