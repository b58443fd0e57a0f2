"""Files fetched from Slack and sent to it: in pieces, with our token for Slack alone."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import create_autospec

import pytest
import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.person import SeenFile
from bot.sandbox.server import Sandbox
from handlers.slack.files import PIECE, Files
from handlers.slack.problems import Undownloadable
from optouts.jobs import Report, Source

MANIFEST = Path(__file__).parents[3] / "manifest.yml"
TOKEN = "xoxb-of-nobody"  # noqa: S105 - nobody's
MEBIBYTE = 1024 * 1024
CONTENT = b"number\n+27831234567\n" * 40_000


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(manifest=MANIFEST) as sandbox:
        yield sandbox


@pytest.fixture
def client(slack: Sandbox) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url)


@pytest.fixture
def files(client: WebClient) -> Files:
    return Files(client, limit=MEBIBYTE)


def posted(slack: Sandbox, content: bytes = CONTENT, channel: str = "#opt-outs") -> SeenFile:
    return slack.person("thandi").uploads(content, name="stop-list.csv", channel=channel)


def source_of(file: SeenFile) -> Source:
    return Source("", 0, file.id)


def refusal(files: Files, file: SeenFile, into: Path) -> Undownloadable:
    with pytest.raises(Undownloadable) as refused:
        files.fetch(source_of(file), into / "file", lambda _done, _all: None)
    return refused.value


def test_a_file_arrives_whole_with_its_name_size_and_hash(
    slack: Sandbox, files: Files, tmp_path: Path
) -> None:
    file = posted(slack)
    told: list[tuple[int, int]] = []

    fetched = files.fetch(
        source_of(file), tmp_path / "file", lambda done, size: told.append((done, size))
    )

    assert (tmp_path / "file").read_bytes() == CONTENT
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert fetched == Source("stop-list.csv", len(CONTENT), file.id, digest)
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert len(told) >= len(CONTENT) / PIECE


def test_a_file_in_a_shared_channel_is_asked_for_by_its_id(
    slack: Sandbox, files: Files, tmp_path: Path
) -> None:
    shared = slack.person("alex").uploads(CONTENT, name="theirs.csv", channel="#partners")

    fetched = files.fetch(source_of(shared), tmp_path / "file", lambda _done, _all: None)

    assert (fetched.name, fetched.size) == ("theirs.csv", len(CONTENT))


def test_an_empty_file_is_fetched_for_the_reader_to_refuse(
    slack: Sandbox, files: Files, tmp_path: Path
) -> None:
    fetched = files.fetch(source_of(posted(slack, b"")), tmp_path / "file", lambda *_: None)

    assert (fetched.size, (tmp_path / "file").read_bytes()) == (0, b"")


def test_a_file_above_the_limit_is_not_even_begun(
    slack: Sandbox, files: Files, tmp_path: Path
) -> None:
    refused = refusal(files, posted(slack, b"0" * (MEBIBYTE + 1)), tmp_path)

    assert (refused.reason, refused.facts) == (
        "too_large",
        {"limit": MEBIBYTE, "size": MEBIBYTE + 1},
    )
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_larger_than_slack_says_is_stopped_at_the_limit(
    slack: Sandbox, files: Files, tmp_path: Path
) -> None:
    file = posted(slack, b"0" * (2 * MEBIBYTE))
    slack.workspace.files[file.id].size = 7

    assert refusal(files, file, tmp_path).reason == "too_large"
    assert (tmp_path / "file").stat().st_size <= MEBIBYTE


def test_a_file_that_slack_does_not_know_is_said_to_be_gone(files: Files, tmp_path: Path) -> None:
    assert refusal(files, SeenFile("F0GONE", "", 0), tmp_path).reason == "not_found"


def test_a_file_in_a_channel_without_the_bot_is_not_found(
    slack: Sandbox, files: Files, tmp_path: Path
) -> None:
    assert refusal(files, posted(slack, channel="#leads"), tmp_path).reason == "not_found"


@pytest.mark.parametrize(
    ("mode", "reason"), [("external", "external"), ("hidden_by_limit", "hidden")]
)
def test_a_file_whose_bytes_slack_does_not_give_is_refused(
    slack: Sandbox, files: Files, tmp_path: Path, mode: Any, reason: str
) -> None:
    file = posted(slack)
    slack.workspace.files[file.id].mode = mode

    assert refusal(files, file, tmp_path).reason == reason


def test_a_sign_in_page_is_not_taken_for_the_file(
    slack: Sandbox, files: Files, tmp_path: Path
) -> None:
    file = posted(slack)
    slack.faults.switch_on("sign_in_page")

    assert refusal(files, file, tmp_path).reason == "html"
    assert list(tmp_path.iterdir()) == []


def test_an_app_without_the_scope_is_told_so(tmp_path: Path) -> None:
    content = yaml.safe_load(MANIFEST.read_text())
    content["oauth_config"]["scopes"]["bot"].remove("files:read")
    poorer = tmp_path / "manifest.yml"
    poorer.write_text(yaml.safe_dump(content))

    with Sandbox(manifest=poorer) as slack:
        files = Files(WebClient(token=slack.bot_token, base_url=slack.api_url), limit=MEBIBYTE)
        assert refusal(files, posted(slack), tmp_path).reason == "html"


def test_a_file_that_is_a_web_page_is_fetched_for_the_reader_to_refuse(
    slack: Sandbox, files: Files, tmp_path: Path
) -> None:
    page = slack.person("thandi").uploads(b"<html>", name="list.html", channel="#opt-outs")

    fetched = files.fetch(source_of(page), tmp_path / "file", lambda _done, _all: None)

    assert fetched.size == len(b"<html>")


def test_a_download_that_breaks_off_is_begun_again(
    slack: Sandbox, files: Files, tmp_path: Path
) -> None:
    file = posted(slack)
    slack.faults.switch_on("cut_short", times=2)

    files.fetch(source_of(file), tmp_path / "file", lambda _done, _all: None)

    assert (tmp_path / "file").read_bytes() == CONTENT


def test_a_download_that_keeps_breaking_off_is_given_up(
    slack: Sandbox, files: Files, tmp_path: Path
) -> None:
    file = posted(slack)
    slack.faults.switch_on("cut_short")

    assert refusal(files, file, tmp_path).reason == "network"


def test_a_slack_that_does_not_answer_is_said_to_be_the_network(
    slack: Sandbox, files: Files, tmp_path: Path
) -> None:
    file = posted(slack)
    slack.faults.switch_on("server_error")

    assert refusal(files, file, tmp_path).reason == "network"


def test_another_host_is_followed_to_without_the_token(
    slack: Sandbox, files: Files, tmp_path: Path
) -> None:
    file = posted(slack)
    slack.faults.switch_on("redirected")

    files.fetch(source_of(file), tmp_path / "file", lambda _done, _all: None)

    assert (tmp_path / "file").read_bytes() == CONTENT


class _Elsewhere(BaseHTTPRequestHandler):
    """Some host that is not Slack, and writes down what it is shown."""

    shown: ClassVar[list[str | None]]
    leads_to: ClassVar[str]
    address: ClassVar[str]

    def do_GET(self) -> None:
        self.shown.append(self.headers.get("Authorization"))
        self.send_response(302 if self.leads_to else 200)
        self.send_header("Location", self.leads_to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Tests read no access log."""


@pytest.fixture
def elsewhere() -> Iterator[type[_Elsewhere]]:
    class Handler(_Elsewhere):
        shown: ClassVar[list[str | None]] = []
        leads_to = ""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Handler.address = f"http://127.0.0.1:{server.server_port}/file"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Handler
        server.shutdown()
        thread.join()


def files_of(url: str, base_url: str = "https://slack.com/api/") -> Files:
    """With a Slack that names this address for every file."""
    found = {"id": "F1", "size": 0, "mode": "hosted", "url_private_download": url}
    client = create_autospec(WebClient, instance=True)
    answers = {"files_info.return_value": {"file": found}}
    client.configure_mock(token=TOKEN, base_url=base_url, ssl=None, **answers)
    return Files(client, limit=MEBIBYTE)


def test_an_address_that_is_not_slacks_is_never_called(elsewhere: Any, tmp_path: Path) -> None:
    assert refusal(files_of(elsewhere.address), SeenFile("F1", "", 0), tmp_path).reason == "host"
    assert elsewhere.shown == []


@pytest.mark.parametrize(
    "url",
    [
        "http://files.slack.com/list.csv",
        "https://slack.com.example.com/list.csv",
        "https://notslack.com/list.csv",
        "https://files.slack.com@example.com/list.csv",
        "file:///etc/passwd",
        "",
    ],
)
def test_an_address_that_only_looks_like_slacks_is_refused(url: str, tmp_path: Path) -> None:
    assert refusal(files_of(url), SeenFile("F1", "", 0), tmp_path).reason == "host"


def test_a_redirect_out_of_http_is_not_followed(elsewhere: Any, tmp_path: Path) -> None:
    elsewhere.leads_to = "ftp://127.0.0.1/list.csv"
    files = files_of(elsewhere.address, base_url=elsewhere.address)

    assert refusal(files, SeenFile("F1", "", 0), tmp_path).reason == "host"
    assert elsewhere.shown == [f"Bearer {TOKEN}"]


def test_files_arrive_in_the_thread_with_one_comment(
    slack: Sandbox, files: Files, client: WebClient, tmp_path: Path
) -> None:
    started = client.chat_postMessage(channel="C0OPTOUT", text="Imported")
    (tmp_path / "refused-rows.csv").write_bytes(CONTENT)
    (tmp_path / "refused-rows.xlsx").write_bytes(b"PK")

    files.send(
        Report("C0OPTOUT", "", started["ts"]),
        [
            (tmp_path / "refused-rows.csv", "Refused rows"),
            (tmp_path / "refused-rows.xlsx", "Refused rows, as a workbook"),
        ],
        "41 rows were refused.",
    )

    sipho = slack.person("sipho")
    message = sipho.sees("#opt-outs")[-1]
    assert (message.text, message.thread_ts) == ("41 rows were refused.", started["ts"])
    assert [file.name for file in message.files] == ["refused-rows.csv", "refused-rows.xlsx"]
    assert sipho.downloads(message.files[0].id) == CONTENT


def test_a_channel_without_the_bot_takes_no_files(files: Files, tmp_path: Path) -> None:
    (tmp_path / "refused-rows.csv").write_bytes(CONTENT)

    with pytest.raises(SlackApiError, match="not_in_channel"):
        files.send(
            Report("C0GENERAL"), [(tmp_path / "refused-rows.csv", "Refused rows")], "Refused."
        )
