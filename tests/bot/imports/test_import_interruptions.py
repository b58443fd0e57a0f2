"""Imports of the command line beside a running bot, stopped and killed."""

import signal
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import own_work
from bot.application import utc_now
from optouts import imports, workspaces
from optouts.applying import Applying
from optouts.core import Core
from optouts.jobs import JobId, Report, Stage
from optouts.turns import Turns
from optouts.words import WorkspaceId
from storage import jobs
from tests.bot.imports.conftest import (
    MANAGER,
    NUMBERS,
    ONE_ENGINE,
    OTHER_MANAGER,
    act_of,
    bot_of,
    job_of,
    listed,
    many_written,
    work_on,
    written,
)
from tests.bot.test_cli import PATIENCE, Terminal, started


def test_a_bot_elsewhere_leaves_the_import_alone(
    terminal: Terminal,
    core: Core,
    workspace: WorkspaceId,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Whenever the command is about to work on it, a worker without the file tries first."""
    elsewhere = bot_of(replace(core, spool=tmp_path / "elsewhere"))
    takes, tries = Turns.take, []

    def take(turns: Turns) -> bool:
        if turns.owner:
            tries.append(takes(elsewhere))
        return takes(turns)

    monkeypatch.setattr(Turns, "take", take)

    assert terminal.types("import", written(*NUMBERS), "--yes") == 0

    assert tries == [False] * 3, "to copy it, to read it, to write it to the lists"
    assert listed(core, workspace) == 4


def test_it_waits_for_the_import_before_it(
    terminal: Terminal, core: Core, workspace: WorkspaceId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One import of a workspace at a time changes its lists; the bot works on the other one."""
    terminal.types("import", written(*NUMBERS), "--yes", "--dry-run")
    workspaces.change_preferences(
        core, workspace, {"approval_above": "0", "announcements": "C0OPTOUT"}, by=MANAGER
    )
    terminal.types("import", written(*NUMBERS), "--yes")
    words = ("import", "stop-list.csv", "--mode", "remove", "--note", "they asked", "--yes")
    assert terminal.types(*words) == 3
    imports.approve(core, act_of(workspace, OTHER_MANAGER), JobId(3))
    takes, waits = Turns.take, []

    def take(turns: Turns) -> bool:
        took = takes(turns)
        if turns.owner and not took:
            waits.append(job_of(core, workspace, 4).stage)
            work_on(core)
        return took

    monkeypatch.setattr(Turns, "take", take)
    assert terminal.types("import", written("0721234567", name="new.csv"), "--yes") == 0

    assert waits == [Stage.APPLYING]
    assert listed(core, workspace) == 1


def _pressed_after_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C when the first numbers are on the list. The job is looked at after each chunk."""
    monkeypatch.setattr(own_work, "LEASE", timedelta(0))
    step = Applying.step

    def stepped(applying: Applying) -> bool:
        more = step(applying)
        signal.raise_signal(signal.SIGINT)
        return more

    monkeypatch.setattr(Applying, "step", stepped)


def test_ctrl_c_leaves_a_change_that_can_be_undone(
    terminal: Terminal, core: Core, workspace: WorkspaceId, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        _pressed_after_a_chunk(patched)
        assert terminal.types("import", many_written(50_000), "--yes") == 5

    assert "Import of stop-list.csv cancelled halfway" in terminal.said
    assert "20,000 opt-outs added" in terminal.said
    assert "press Undo in Slack" in terminal.said
    assert listed(core, workspace) == 20_000
    change = job_of(core, workspace).change
    assert change is not None
    imports.undo(core, act_of(workspace), change, report=Report())
    work_on(core)
    assert listed(core, workspace) == 0


def test_ctrl_c_ends_a_process_without_a_stack_trace(
    core: Core, workspace: WorkspaceId, database_url: str
) -> None:
    # So many that it is at work still when a busy machine comes to send the signal.
    file = Path(many_written(500_000)).resolve()
    spool = str(Path("data/spool").resolve())
    environment = {"DATABASE_URL": database_url, "SPOOL_DIR": spool}
    with started("import", str(file), "--yes", environment=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Import 1\n"
        process.send_signal(signal.SIGINT)
        said, complaints = process.communicate(timeout=PATIENCE)

    assert process.returncode == 5
    assert "cancelled" in said
    assert "Traceback" not in complaints
    assert job_of(core, workspace).stage is Stage.CANCELLED


@pytest.mark.parametrize("goes_on", ["the bot", "the command"])
def test_a_killed_import_is_gone_on_with(
    terminal: Terminal, core: Core, workspace: WorkspaceId, database_url: str, goes_on: str
) -> None:
    file = Path(many_written(200_000)).resolve()
    spool = str(Path("data/spool").resolve())
    environment = {"DATABASE_URL": database_url, "SPOOL_DIR": spool}
    with started("import", str(file), "--yes", environment=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Import 1\n"
        while listed(core, workspace) == 0:
            assert process.poll() is None
        process.kill()
        process.communicate(timeout=PATIENCE)
    assert job_of(core, workspace).stage is Stage.APPLYING
    with core.writing() as tx:
        row = jobs.by_id(tx, workspace, 1)
        assert row is not None
        row.lease_until = utc_now() - timedelta(seconds=1)

    if goes_on == "the bot":
        work_on(core)
    else:
        assert terminal.types("import", "--resume", "1") == 0
        assert "200,000 opt-outs added" in terminal.said

    assert job_of(core, workspace).stage is Stage.DONE
    assert listed(core, workspace) == 200_000


@ONE_ENGINE
def test_only_an_import_of_the_command_line_is_resumed(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    terminal.types("import", written(*NUMBERS), "--yes")
    change = job_of(core, workspace).change
    assert change is not None
    imports.undo(core, act_of(workspace), change, report=Report())

    assert terminal.types("import", "--resume", "2") == 2
    assert terminal.types("import", "--resume", "3") == 2
    assert terminal.types("import", "--resume", "1") == 0
