"""Files: sent by the bot in three steps, shared by people, fetched with a token."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import Sandbox

if TYPE_CHECKING:
    from pathlib import Path

    from slack_bolt import Ack

Json = dict[str, Any]


def error_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return str(refused.value.response["error"])


def fetched(url: str, token: str | None = None) -> tuple[str, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the sandbox on loopback
    with urllib.request.urlopen(request) as response:  # noqa: S310 - the same
        return response.headers.get_content_type(), response.read()


def test_a_file_of_the_bot_arrives_with_its_comment(slack: Sandbox, client: WebClient) -> None:
    client.files_upload_v2(
        filename="refused.csv",
        content="number,reason\n083,too short\n",
        title="Refused rows",
        channel="C0OPTOUT",
        initial_comment="One row was refused",
    )

    message = slack.person("sipho").sees("#opt-outs")[-1]
    assert message.text == "One row was refused"
    assert [file.name for file in message.files] == ["refused.csv"]
    content = slack.person("sipho").downloads(message.files[0].id)
    assert content == b"number,reason\n083,too short\n"


def test_a_file_without_a_channel_stays_private(slack: Sandbox, client: WebClient) -> None:
    uploaded = client.files_upload_v2(filename="report.csv", content="a,b")

    with pytest.raises(LookupError):
        slack.person("thandi").downloads(uploaded["file"]["id"])


@pytest.mark.parametrize(
    ("channel", "error"), [("C0GENERAL", "not_in_channel"), ("G0LEADS", "channel_not_found")]
)
def test_a_file_goes_only_where_the_bot_is(client: WebClient, channel: str, error: str) -> None:
    upload = {"filename": "report.csv", "content": "a,b", "channel": channel}
    assert error_of(client.files_upload_v2, **upload) == error


def test_an_upload_has_to_be_as_long_as_announced(client: WebClient) -> None:
    answer = client.files_getUploadURLExternal(filename="report.csv", length=99)

    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(answer["upload_url"], b"short")  # noqa: S310 - the sandbox
    files = [{"id": answer["file_id"]}]
    assert error_of(client.files_completeUploadExternal, files=files) == "file_not_found"


def test_an_upload_is_completed_once(client: WebClient) -> None:
    uploaded = client.files_upload_v2(filename="report.csv", content="a,b")
    files = [{"id": uploaded["file"]["id"]}]

    assert error_of(client.files_completeUploadExternal, files=files) == "file_not_found"


def test_an_upload_in_a_thread_needs_one_channel(client: WebClient) -> None:
    upload = {
        "filename": "report.csv",
        "content": "a,b",
        "channels": ["C0OPTOUT", "C0RETAIL"],
        "thread_ts": "1.000001",
    }
    assert error_of(client.files_upload_v2, **upload) == "invalid_arguments"


def test_an_empty_file_cannot_be_announced(client: WebClient) -> None:
    assert error_of(client.files_getUploadURLExternal, filename="x", length=0) == (
        "invalid_arguments"
    )


def test_a_file_shared_with_the_app_comes_with_its_message(slack: Sandbox, bot: Any) -> None:
    bot.ignores("message")
    shared = slack.person("thandi").uploads(b"083,084", name="numbers.csv", channel="dm")

    (event,) = bot.events("message")
    assert event["subtype"] == "file_share"
    file = event["files"][0]
    assert (file["id"], file["name"], file["size"]) == (shared.id, "numbers.csv", 7)
    assert file["filetype"] == "csv"
    assert fetched(file["url_private_download"], slack.bot_token) == ("text/csv", b"083,084")


def test_a_mention_carries_the_files_sent_with_it(slack: Sandbox, bot: Any) -> None:
    bot.ignores("app_mention")
    thandi = slack.person("thandi")
    thandi.types("@optout import this", channel="#opt-outs", files=[b"083"])

    assert bot.events("app_mention")[0]["files"][0]["size"] == 3


def test_in_a_shared_channel_the_file_has_to_be_asked_for(slack: Sandbox, bot: Any) -> None:
    bot.ignores("app_mention")
    slack.person("alex").types("@optout import this", channel="#partners", files=[b"083"])

    file = bot.events("app_mention")[0]["files"][0]
    assert (file["mode"], file["file_access"]) == ("file_access", "check_file_info")
    assert file["name"] == ""
    assert bot.client.files_info(file=file["id"])["file"]["size"] == 3


def test_file_shared_tells_ids_only(tmp_path: Path, manifest: Path) -> None:
    content = yaml.safe_load(manifest.read_text())
    content["settings"]["event_subscriptions"]["bot_events"] = ["file_shared"]
    richer = tmp_path / "manifest.yml"
    richer.write_text(yaml.safe_dump(content))
    sent: list[Json] = []

    with Sandbox(manifest=richer) as slack:
        slack._slack.delivery.notify = lambda payload, **_: sent.append(payload)  # type: ignore[method-assign]
        slack.person("thandi").uploads(b"083", channel="#opt-outs")
        slack.person("alex").uploads(b"083", channel="#partners")

    assert [each["event"]["channel_id"] for each in sent] == ["C0OPTOUT"]
    assert set(sent[0]["event"]["file"]) == {"id"}


@pytest.mark.parametrize("token", [None, "xoxb-stolen"])
def test_without_a_token_slack_sends_its_sign_in_page(
    slack: Sandbox, client: WebClient, token: str | None
) -> None:
    uploaded = client.files_upload_v2(filename="report.csv", content="a,b")

    kind, content = fetched(uploaded["file"]["url_private"], token)
    assert kind == "text/html"
    assert b"Sign in" in content
    assert slack.person("thandi").trouble == ""


def test_without_files_read_slack_sends_its_sign_in_page(tmp_path: Path, manifest: Path) -> None:
    content = yaml.safe_load(manifest.read_text())
    content["oauth_config"]["scopes"]["bot"] = ["files:write"]
    poorer = tmp_path / "manifest.yml"
    poorer.write_text(yaml.safe_dump(content))

    with Sandbox(manifest=poorer) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        uploaded = client.files_upload_v2(filename="report.csv", content="a,b")
        assert fetched(uploaded["file"]["url_private"], slack.bot_token)[0] == "text/html"


def test_the_bot_cannot_read_what_is_shared_without_it(slack: Sandbox, client: WebClient) -> None:
    secret = slack.person("thandi").uploads(b"083", channel="#leads")

    assert error_of(client.files_info, file=secret.id) == "file_not_found"
    url = f"{slack.page_url}files-pri/T0BAOBAB-{secret.id}/file.txt"
    assert fetched(url, slack.bot_token)[0] == "text/html"


def test_only_own_files_can_be_deleted(slack: Sandbox, client: WebClient) -> None:
    own = client.files_upload_v2(filename="report.csv", content="a,b")["file"]["id"]
    theirs = slack.person("thandi").uploads(b"083", channel="#opt-outs")

    client.files_delete(file=own)
    assert error_of(client.files_info, file=own) == "file_not_found"
    assert error_of(client.files_delete, file=theirs.id) == "cant_delete_file"


FILE_FIELD = {
    "type": "input",
    "block_id": "file",
    "label": {"type": "plain_text", "text": "File"},
    "element": {
        "type": "file_input",
        "action_id": "picked",
        "filetypes": ["csv"],
        "max_files": 1,
    },
}


def test_a_file_in_a_form_arrives_whole(
    slack: Sandbox, bot: Any, opens: Any, modal: Any, tmp_path: Path
) -> None:
    opens(modal(FILE_FIELD))

    @bot.app.view("form")
    def submitted(ack: Ack) -> None:
        ack()

    numbers = tmp_path / "numbers.csv"
    numbers.write_bytes(b"083")
    thandi = slack.person("thandi")
    thandi.types("/optout import")
    thandi.attaches("File", numbers)
    thandi.submits()

    (file,) = bot.heard[-1]["view"]["state"]["values"]["file"]["picked"]["files"]
    assert file["name"] == "numbers.csv"
    assert fetched(file["url_private_download"], slack.bot_token)[1] == b"083"
    assert bot.client.files_info(file=file["id"])["file"]["size"] == 3


@pytest.mark.parametrize(
    "case",
    [
        ([("a.csv", 10 * 1024 * 1024 + 1)], "a.csv is larger than 10 MB."),
        ([("a.exe", 1)], "a.exe is not of an accepted type."),
        ([("a.csv", 1), ("b.csv", 1)], "Please attach fewer files."),
        ([], "Please complete this required field."),
    ],
)
def test_a_form_takes_no_unsuitable_files(
    slack: Sandbox, opens: Any, modal: Any, tmp_path: Path, case: Any
) -> None:
    files, complaint = case
    opens(modal(FILE_FIELD))
    paths = [tmp_path / name for name, _ in files]
    for path, (_, size) in zip(paths, files, strict=True):
        path.write_bytes(b"0" * size)
    thandi = slack.person("thandi")
    thandi.types("/optout import")
    thandi.attaches("File", *paths)
    thandi.submits()

    assert thandi.errors == {"File": complaint}


def file_event(slack: Sandbox, bot: Any) -> Json:
    """What the bot is told of a file in its direct messages, and how to get it."""
    bot.ignores("message")
    slack.person("thandi").uploads(b"083,084", name="numbers.csv", channel="dm")
    (event,) = bot.events("message")
    file: Json = event["files"][0]
    return file


def test_a_download_can_be_answered_with_the_sign_in_page(slack: Sandbox, bot: Any) -> None:
    file = file_event(slack, bot)
    slack.faults.switch_on("sign_in_page", times=1)

    assert fetched(file["url_private_download"], slack.bot_token)[0] == "text/html"
    assert fetched(file["url_private_download"], slack.bot_token)[0] == "text/csv"


def test_a_download_can_be_cut_short(slack: Sandbox, bot: Any) -> None:
    file = file_event(slack, bot)
    slack.faults.switch_on("cut_short")

    assert fetched(file["url_private_download"], slack.bot_token) == ("text/csv", b"083")


def test_a_file_that_moved_elsewhere_is_given_to_nobody_who_shows_a_token(
    slack: Sandbox, bot: Any
) -> None:
    file = file_event(slack, bot)
    slack.faults.switch_on("redirected")

    # The standard library takes the token along to wherever it is sent.
    with pytest.raises(urllib.error.HTTPError, match="400"):
        fetched(file["url_private_download"], slack.bot_token)


def test_files_that_slack_does_not_hold_or_hides_are_told_as_such(slack: Sandbox, bot: Any) -> None:
    file = file_event(slack, bot)
    stored = slack.workspace.files[file["id"]]

    stored.mode = "external"
    told = bot.client.files_info(file=file["id"])["file"]
    assert (told["mode"], told["is_external"]) == ("external", True)
    stored.mode = "hidden_by_limit"
    told = bot.client.files_info(file=file["id"])["file"]
    assert (told["mode"], told["name"]) == ("hidden_by_limit", None)


def test_a_shortcut_hands_over_the_files_of_its_message(slack: Sandbox, bot: Any) -> None:
    @bot.app.shortcut("optout_from_message")
    def used(ack: Ack) -> None:
        ack()

    thandi = slack.person("thandi")
    message = thandi.types("see attached", channel="#general", files=[b"083"])
    thandi.uses("optout_from_message", message)

    (file,) = bot.heard[-1]["message"]["files"]
    assert (file["name"], file["size"]) == ("file.txt", 3)


def test_an_upload_address_works_once(client: WebClient) -> None:
    answer = client.files_getUploadURLExternal(filename="report.csv", length=3)
    urllib.request.urlopen(answer["upload_url"], b"a,b").close()  # noqa: S310 - the sandbox

    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(answer["upload_url"], b"a,b")  # noqa: S310 - the sandbox
