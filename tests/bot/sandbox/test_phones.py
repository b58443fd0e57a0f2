"""The customers' phones, and the providers between them and the bot: as strict as the real ones."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.doctor import MANIFEST
from bot.sandbox.errors import TroubleError
from bot.sandbox.lines import SECRETS
from bot.sandbox.phones import CUSTOMERS, Line
from bot.sandbox.server import Sandbox
from optouts.inbound import Provider

LERATO = "+27835550101"
NOBODY = "http://127.0.0.1:9/webhooks"
"""Where nothing listens."""

SENT: dict[Provider, tuple[str, dict[str, str], Any]] = {
    Provider.WHATSAPP: (
        "v24.0/1061/messages",
        {"Authorization": "Bearer of-the-sandbox"},
        {
            "messaging_product": "whatsapp",
            "to": LERATO[1:],
            "type": "text",
            "text": {"body": "Goodbye"},
        },
    ),
    Provider.CLICKATELL: (
        "v1/message",
        {"Authorization": "of-the-sandbox"},
        {"messages": [{"from": "27600123456", "to": LERATO[1:], "content": "Goodbye"}]},
    ),
    Provider.SMSPORTAL: (
        "v3/BulkMessages",
        {"Authorization": f"Basic {base64.b64encode(b'sandbox:of-the-sandbox').decode()}"},
        {"messages": [{"destination": LERATO[1:], "content": "Goodbye"}]},
    ),
    Provider.CLICKSEND: (
        "v3/sms/send",
        {"Authorization": f"Basic {base64.b64encode(b'sandbox:of-the-sandbox').decode()}"},
        {"messages": [{"from": "+27600123456", "to": LERATO, "body": "Goodbye"}]},
    ),
}


def line(provider: Provider) -> Line:
    secrets = SECRETS[provider]
    return Line("+27600123456", "Retail support", "whatsapp", provider.value, NOBODY, secrets)


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(manifest=MANIFEST) as sandbox:
        yield sandbox


def sends(slack: Sandbox, provider: Provider, **headers: str) -> httpx.Response:
    path, usual, asked = SENT[provider]
    url = f"{slack.page_url}providers/{path}"
    return httpx.post(url, content=json.dumps(asked).encode(), headers={**usual, **headers})


@pytest.mark.parametrize("provider", SENT)
def test_what_a_provider_is_asked_to_send_arrives_on_the_phone(
    slack: Sandbox, provider: Provider
) -> None:
    slack.phones.lines.append(line(provider))

    assert sends(slack, provider).is_success
    assert [text.text for text in slack.phones.on(LERATO)] == ["Goodbye"]


@pytest.mark.parametrize("provider", SENT)
def test_a_provider_sends_nothing_for_somebody_whom_it_does_not_know(
    slack: Sandbox, provider: Provider
) -> None:
    slack.phones.lines.append(line(provider))

    assert sends(slack, provider, Authorization="Basic eDp5").status_code == 401
    assert slack.phones.on(LERATO) == []


def test_a_sender_of_somebody_else_is_refused(slack: Sandbox) -> None:
    assert sends(slack, Provider.CLICKATELL).status_code == 400
    assert slack.phones.on(LERATO) == []


def test_a_text_that_cannot_be_delivered_says_so_and_can_be_tried_again(slack: Sandbox) -> None:
    slack.phones.lines.append(line(Provider.WHATSAPP))
    slack.phones.write(LERATO, "+27600123456", "STOP")
    (text,) = slack.phones.on(LERATO)

    assert text.trouble == "The bot did not answer; the provider tries again."
    slack.phones.again(text.id)
    assert len(slack.phones.on(LERATO)) == 1


def test_nobody_answers_a_line_that_is_not_there_or_with_nothing(slack: Sandbox) -> None:
    with pytest.raises(TroubleError, match="Nobody can be reached"):
        slack.phones.write(LERATO, "31331", "STOP")
    with pytest.raises(TroubleError, match="nothing to send"):
        slack.phones.write(LERATO, "31331", " ")


def test_the_campaign_reaches_everybody_once_and_is_there_after_a_restart(tmp_path: Path) -> None:
    for _ in range(2):
        with Sandbox(manifest=MANIFEST, data=tmp_path) as sandbox:
            sandbox.phones.lines.append(line(Provider.WHATSAPP))
            sandbox.phones.campaign()
            texts = [sandbox.phones.on(number) for number in CUSTOMERS]

    assert [len(each) for each in texts] == [1] * len(CUSTOMERS)
