"""Checking by the command line: what is said of each number, and the exit codes."""

import io

import pytest

from optouts import changes, numbers
from optouts.changes import Act
from optouts.core import Core
from optouts.places import Choice
from optouts.words import Channel, Origin, WorkspaceId
from tests.bot.conftest import Environment
from tests.bot.imports.conftest import (
    MANAGER,
    ONE_ENGINE,
    core,
    no_terminal,
    terminal,
    workspace,
)
from tests.bot.test_cli import Terminal

__all__ = ["core", "no_terminal", "terminal", "workspace"]

SIPHO, NALEDI = "+27831234567", "+27821234567"


@pytest.fixture(autouse=True)
def filled(core: Core, workspace: WorkspaceId) -> None:
    """Sipho is opted out of SMS."""
    act = Act(workspace, MANAGER, Origin.KEYWORD, "one")
    sms = Choice(frozenset({Channel.SMS}))
    changes.add(core, act, [numbers.parse(SIPHO, region="ZA")], sms)


def test_each_number_has_a_line_and_any_that_is_not_free_ends_with_four(
    terminal: Terminal,
) -> None:
    assert terminal.types("check", "0821234567", SIPHO, "12", "--region", "ZA") == 4

    free, suppressed, unreadable = terminal.said.splitlines()
    assert free == f"free        {NALEDI}"
    assert suppressed.startswith(f"suppressed  {SIPHO}  Every account · SMS · every sender, since ")
    assert suppressed.endswith("(reply)")
    assert unreadable == "unreadable  12  too short"


@ONE_ENGINE
def test_if_all_are_free_it_ends_with_nought(terminal: Terminal) -> None:
    assert terminal.types("check", NALEDI) == 0
    assert terminal.types("check", SIPHO, "--whatsapp") == 0


@ONE_ENGINE
def test_numbers_are_read_from_standard_input(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NALEDI}\n\n {SIPHO} \n"))

    assert terminal.types("check", "-") == 4
    assert [line.split()[0] for line in terminal.said.splitlines()] == ["free", "suppressed"]


@ONE_ENGINE
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--from", "99999"), "There is no single sender “99999”."),
        (("--for", "Nobody"), "There is no account “Nobody”."),
        (("--region", "Atlantis"), "is not a region we know"),
        (("--workspace", "T0NONE"), "Name the workspace"),
    ],
)
def test_what_is_not_known_is_never_free(
    terminal: Terminal, words: tuple[str, ...], complaint: str
) -> None:
    assert terminal.types("check", NALEDI, *words) == 2
    assert complaint in terminal.complained[0]
    assert terminal.said == ""


def test_a_database_that_does_not_answer_frees_nobody(
    terminal: Terminal, environment: Environment
) -> None:
    environment(DATABASE_URL="postgresql://127.0.0.1:1/nowhere")

    assert terminal.types("check", NALEDI) == 1
    assert "does not answer" in terminal.complained[0]
