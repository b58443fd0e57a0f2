"""The command line: exit codes, and a line instead of a stack trace for what can be mended."""

import logging
import os
import signal
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import cli
from bot.end_signals import EndSignals
from bot.sandbox.server import Sandbox
from storage.migrating import newest
from tests.bot.conftest import Environment

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds; a machine that is busy with other tests takes long to begin a process."""


class Terminal:
    """What an operator types and sees. Standard error must never hold a stack trace."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.said = ""
        self.complained: list[str] = []

    def types(self, *words: str) -> int:
        try:
            code = cli.main(words)
        except SystemExit as end:
            code = int(end.code or 0)
        output = self._capsys.readouterr()
        self.said, self.complained = output.out, output.err.splitlines()
        assert "Traceback" not in output.err
        return code


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(capsys)


@pytest.fixture(autouse=True)
def logging_restored() -> Iterator[None]:
    """Running the bot sets logging up for the whole process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def asked_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if Ctrl-C were pressed as soon as everything runs."""
    monkeypatch.setattr(EndSignals, "wait", lambda _self: None)


def test_the_help_names_every_command(terminal: Terminal) -> None:
    assert terminal.types("--help") == 0

    for command in ("run", "sandbox", "import", "migrate", "doctor"):
        assert f"    {command} " in terminal.said


@pytest.mark.parametrize("words", [(), ("dance",), ("run", "--fast"), ("sandbox", "--port", "x")])
def test_wrong_arguments_are_answered_with_the_usage(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    assert terminal.types(*words) == 2

    assert terminal.complained[0].startswith("usage: optout")


@pytest.mark.usefixtures("environment")
def test_run_without_settings_says_in_a_line_each_what_is_missing(terminal: Terminal) -> None:
    assert terminal.types("run") == 1

    assert terminal.complained == [
        "optout: SLACK_BOT_TOKEN: is not set. Put it into the environment or into .env.",
        "optout: SLACK_APP_TOKEN: is not set. Put it into the environment or into .env.",
    ]


@pytest.mark.parametrize("command", ["run", "migrate", "doctor"])
def test_bad_settings_are_a_line_each(
    terminal: Terminal, environment: Environment, command: str
) -> None:
    environment(HTTP_PORT="eighty", LOG_LEVEL="loud")

    assert terminal.types(command) == 1

    assert [line.partition(": Input")[0] for line in terminal.complained] == [
        "optout: HTTP_PORT",
        "optout: LOG_LEVEL",
    ]


@pytest.mark.usefixtures("environment")
def test_migrate_makes_the_database_and_a_second_time_changes_nothing(terminal: Terminal) -> None:
    assert terminal.types("migrate") == 0
    assert terminal.said == f"schema {newest()}\n"
    assert Path("data/optout.db").exists()

    assert terminal.types("migrate") == 0
    assert terminal.said == f"schema {newest()} already\n"


def test_migrate_says_when_the_database_does_not_answer(
    terminal: Terminal, environment: Environment, nobody_listens: int
) -> None:
    environment(DATABASE_URL=f"postgresql://keeper:hush@127.0.0.1:{nobody_listens}/optout")

    assert terminal.types("migrate") == 1

    (line,) = terminal.complained
    assert line.startswith("optout: The database does not answer: ")
    assert "hush" not in line


@pytest.mark.usefixtures("connected", "asked_to_end")
def test_run_refuses_a_database_of_another_schema(terminal: Terminal) -> None:
    assert terminal.types("run") == 1

    assert terminal.complained == [
        "optout: The database has another schema. Run `optout migrate` first."
    ]


@pytest.mark.usefixtures("asked_to_end")
def test_run_says_when_slack_refuses_the_token(terminal: Terminal, connected: Environment) -> None:
    connected(SLACK_BOT_TOKEN="xoxb-of-yesterday")  # noqa: S106 - no secret
    terminal.types("migrate")

    assert terminal.types("run") == 1

    (line,) = [line for line in terminal.complained if line.startswith("optout: ")]
    assert "invalid_auth" in line
    assert line.endswith("Try `optout doctor`.")


@pytest.mark.usefixtures("asked_to_end")
def test_run_says_when_slack_cannot_be_reached(
    terminal: Terminal, connected: Environment, nobody_listens: int
) -> None:
    connected(SLACK_API_URL=f"http://127.0.0.1:{nobody_listens}/api/")
    terminal.types("migrate")

    assert terminal.types("run") == 1

    (line,) = [line for line in terminal.complained if line.startswith("optout: ")]
    assert "Connection refused" in line
    assert line.endswith("Try `optout doctor`.")


@pytest.mark.usefixtures("connected", "asked_to_end")
def test_run_ends_well_when_it_is_asked_to(terminal: Terminal) -> None:
    terminal.types("migrate")

    assert terminal.types("run") == 0


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that a browser was asked to open."""
    pages: list[str] = []
    monkeypatch.setattr(webbrowser, "open", pages.append)
    return pages


@pytest.mark.usefixtures("environment", "asked_to_end")
def test_the_sandbox_opens_its_page_where_there_is_a_screen(
    terminal: Terminal, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", ":0")
    terminal.types("sandbox", "--port", "0", "--data", "company")

    assert len(opened) == 1
    assert opened[0] in terminal.said


@pytest.mark.usefixtures("environment", "asked_to_end")
def test_the_sandbox_opens_no_page_without_a_screen_or_where_it_is_told_not_to(
    terminal: Terminal, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    terminal.types("sandbox", "--port", "0", "--data", "company")
    monkeypatch.setenv("DISPLAY", ":0")
    terminal.types("sandbox", "--port", "0", "--data", "company", "--no-browser")

    assert opened == []


@pytest.mark.usefixtures("environment", "asked_to_end")
def test_the_sandbox_says_where_its_page_is_and_keeps_what_was_done(terminal: Terminal) -> None:
    words = ("sandbox", "--no-browser", "--port", "0", "--data", "company")
    assert terminal.types(*words) == 0

    assert "The pretend workspace is open: http://127.0.0.1:" in terminal.said
    assert Path("company/optout.db").exists()


def test_the_sandbox_says_when_its_port_is_taken(
    terminal: Terminal, environment: Environment, slack: Sandbox
) -> None:
    environment()
    taken = slack.page_url.rstrip("/").rpartition(":")[2]

    assert terminal.types("sandbox", "--port", taken, "--data", "company") == 1

    (line,) = terminal.complained
    assert "Address already in use" in line


@contextmanager
def started(*words: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process of its own, as an operator's shell starts one."""
    command = [sys.executable, "-m", "bot", *words]
    with subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_ctrl_c_ends_the_sandbox_cleanly(tmp_path: Path) -> None:
    words = ("sandbox", "--no-browser", "--port", "0", "--data", str(tmp_path))
    with started(*words, environment={}) as process:
        assert process.stdout is not None
        assert "is open: http://127.0.0.1:" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert complaints == ""


def test_a_signal_ends_the_bot_cleanly(
    slack: Sandbox, connected: Environment, terminal: Terminal
) -> None:
    connected(DATABASE_URL=f"sqlite:///{Path.cwd()}/optout.db")
    terminal.types("migrate")

    with started("run", environment={}) as process:
        assert slack.wait_for_bot(PATIENCE)
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert "Traceback" not in complaints
