"""Nothing is done by `optout import` that was not confirmed."""

import sys
from collections.abc import Callable

import pytest

from optouts import imports, workspaces
from optouts.core import Core
from optouts.jobs import JobId, Stage
from optouts.words import WorkspaceId
from tests.bot.imports.conftest import (
    MANAGER,
    NUMBERS,
    ONE_ENGINE,
    OTHER_MANAGER,
    act_of,
    job_of,
    listed,
    work_on,
    written,
)
from tests.bot.test_cli import Terminal


@ONE_ENGINE
def test_without_a_terminal_nothing_is_done_unless_it_is_said(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    assert terminal.types("import", written(*NUMBERS)) == 5

    assert "There is no terminal to ask on. To go on, add --yes." in terminal.complained[-1]
    assert listed(core, workspace) == 0


@ONE_ENGINE
@pytest.mark.parametrize(("typed", "code", "size"), [("y\n", 0, 4), ("\n", 5, 0), ("", 5, 0)])
def test_on_a_terminal_it_asks(  # noqa: PLR0917 - three of them are one case
    terminal: Terminal,
    core: Core,
    workspace: WorkspaceId,
    typing: Callable[[str], None],
    typed: str,
    code: int,
    size: int,
) -> None:
    typing(typed)

    assert terminal.types("import", written(*NUMBERS)) == code

    assert "Add 4 numbers? [y/N] " in "\n".join(terminal.complained)
    assert listed(core, workspace) == size


@ONE_ENGINE
def test_ctrl_c_at_the_question_cancels(
    terminal: Terminal,
    core: Core,
    workspace: WorkspaceId,
    typing: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typing("")

    def pressed() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.stdin, "readline", pressed)

    assert terminal.types("import", written(*NUMBERS)) == 5
    assert "Import of stop-list.csv cancelled" in terminal.said
    assert job_of(core, workspace).stage is Stage.CANCELLED


def test_a_replacement_wants_its_count(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    terminal.types("import", written(*NUMBERS), "--yes")
    words = ("import", written(NUMBERS[0], "0721234567", name="new.csv"), "--mode", "replace")

    assert terminal.types(*words, "--yes") == 5
    assert terminal.complained[-1] == "optout: To replace the list, add --type-count 3."
    assert terminal.types(*words, "--yes", "--type-count", "2") == 5
    assert "That is not the count: 3 opt-outs would end." in terminal.complained[-1]
    assert listed(core, workspace) == 4
    assert terminal.types(*words, "--yes", "--type-count", "3") == 0
    assert "3 opt-outs taken off" in terminal.said
    assert listed(core, workspace) == 2


@ONE_ENGINE
def test_the_count_of_a_replacement_can_be_typed(
    terminal: Terminal, core: Core, workspace: WorkspaceId, typing: Callable[[str], None]
) -> None:
    terminal.types("import", written(*NUMBERS), "--yes")
    words = ("import", written(NUMBERS[0], name="new.csv"), "--mode", "replace")

    typing("three\n")
    assert terminal.types(*words) == 5
    typing("3\n")
    assert terminal.types(*words) == 0
    assert listed(core, workspace) == 1


def test_numbers_are_removed_with_a_reason(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    terminal.types("import", written(*NUMBERS), "--yes")
    file = written(NUMBERS[0], "0721234567", name="back.csv")

    assert terminal.types("import", file, "--mode", "remove", "--note", "they asked", "--yes") == 0
    assert listed(core, workspace) == 3


def test_a_leading_minus_removes_when_it_is_chosen(
    terminal: Terminal, core: Core, workspace: WorkspaceId, typing: Callable[[str], None]
) -> None:
    terminal.types("import", written(*NUMBERS), "--yes")
    file = written("-0831234567", "0721234567", name="delta.csv")

    typing("y\n")
    assert terminal.types("import", file, "--leading-minus") == 0
    assert "Add 1 and remove 1? [y/N] " in "\n".join(terminal.complained)
    assert listed(core, workspace) == 4


def test_many_removals_wait_for_a_second_manager(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    terminal.types("import", written(*NUMBERS), "--yes")
    values = {"approval_above": "2", "announcements": "C0OPTOUT"}
    workspaces.change_preferences(core, workspace, values, by=MANAGER)
    words = ("import", "stop-list.csv", "--mode", "remove", "--note", "they asked", "--yes")

    assert terminal.types(*words) == 3

    assert "waits for a second manager" in terminal.said
    assert listed(core, workspace) == 4
    imports.approve(core, act_of(workspace, OTHER_MANAGER), JobId(2))
    work_on(core)
    assert job_of(core, workspace, 2).stage is Stage.DONE
    assert listed(core, workspace) == 0


@ONE_ENGINE
def test_where_nobody_can_approve_it_fails(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    terminal.types("import", written(*NUMBERS), "--yes")
    workspaces.change_preferences(core, workspace, {"approval_above": "0"}, by=MANAGER)
    words = ("import", "stop-list.csv", "--mode", "remove", "--note", "they asked", "--yes")

    assert terminal.types(*words) == 1

    assert "there is no announcement channel" in terminal.complained[-1]
    assert job_of(core, workspace, 2).stage is Stage.CANCELLED
