"""Pictures that messages show by the id of a file of Slack."""

from __future__ import annotations

import base64
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.sandbox.server import Sandbox

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


def uploaded(client: WebClient, name: str = "dot.png") -> str:
    """A file of the bot's that is shared with nobody."""
    return str(client.files_upload_v2(filename=name, content=DOT)["file"]["id"])


def showing(**file: str) -> list[dict[str, Any]]:
    return [{"type": "image", "alt_text": "a dot", "slack_file": file}]


def posted(client: WebClient, **file: str) -> str:
    client.chat_postMessage(channel="C0OPTOUT", text="A dot", blocks=showing(**file))
    return "shown"


def on_page(slack: Sandbox, file_id: str, who: str) -> bytes:
    address = f"{slack.page_url}download/{file_id}?as={who}"
    with urllib.request.urlopen(address) as response:  # noqa: S310 - the sandbox on loopback
        content: bytes = response.read()
    return content


def test_whoever_reads_the_message_sees_its_picture(slack: Sandbox, client: WebClient) -> None:
    file_id = uploaded(client)
    with pytest.raises(urllib.error.HTTPError):
        on_page(slack, file_id, "U0SIPHO")
    posted(client, id=file_id)
    assert slack.person("sipho").sees("#opt-outs")[-1].text == "(a dot)"
    assert slack.person("sipho").downloads(file_id) == DOT
    assert on_page(slack, file_id, "U0SIPHO") == DOT
    with pytest.raises(urllib.error.HTTPError):
        on_page(slack, file_id, "U0GUSTAV")


def test_a_picture_that_is_put_in_later_is_seen_too(slack: Sandbox, client: WebClient) -> None:
    file_id = uploaded(client)
    ts = client.chat_postMessage(channel="C0OPTOUT", text="Soon")["ts"]
    client.chat_update(channel="C0OPTOUT", ts=ts, text="A dot", blocks=showing(id=file_id))
    assert slack.person("sipho").downloads(file_id) == DOT


@pytest.mark.parametrize("name", ["dot.csv", "dot.bmp"])
def test_a_file_that_is_no_picture_of_the_right_kind_is_refused(
    client: WebClient, name: str
) -> None:
    with pytest.raises(SlackApiError, match="invalid slack file"):
        posted(client, id=uploaded(client, name))


def test_a_file_that_slack_does_not_know_is_refused(client: WebClient) -> None:
    with pytest.raises(SlackApiError, match=r"invalid slack file \[json-pointer:/blocks/0/slack_"):
        posted(client, id="F0NOBODYS")


def test_a_view_may_show_known_pictures_only(client: WebClient) -> None:
    home = {"type": "home", "blocks": showing(id="F0NOBODYS")}
    with pytest.raises(SlackApiError, match="invalid slack file"):
        client.views_publish(user_id="U0SIPHO", view=home)


def test_a_picture_is_unknown_until_it_was_scanned(slack: Sandbox, client: WebClient) -> None:
    file_id = uploaded(client)
    slack.faults.switch_on("scanning", times=1)
    with pytest.raises(SlackApiError, match="invalid slack file"):
        posted(client, id=file_id)
    assert posted(client, id=file_id) == "shown"
