"""Exporting by the command line: what is written, what is said, and the exit codes."""

import csv
import signal
from pathlib import Path

import pytest

from optouts import changes, exporting, exports, working
from optouts import numbers as numbers_
from optouts.changes import Act
from optouts.core import Core
from optouts.export_order import Format
from optouts.jobs import Job, JobKind, Stage
from optouts.outcomes import Wanted
from optouts.places import Choice
from optouts.words import Channel, Origin, WorkspaceId
from storage import export_rows
from tests.bot.conftest import Environment
from tests.bot.imports.conftest import (
    MANAGER,
    NUMBERS,
    ONE_ENGINE,
    core,
    no_terminal,
    terminal,
    workspace,
)
from tests.bot.test_cli import Terminal

__all__ = ["core", "no_terminal", "terminal", "workspace"]


@pytest.fixture(autouse=True)
def filled(core: Core, workspace: WorkspaceId) -> None:
    act = Act(workspace, MANAGER, Origin.IMPORT, "a file", "from the provider")
    numbers = [numbers_.parse(each, region="ZA") for each in NUMBERS]
    changes.add(core, act, numbers, Choice(frozenset({Channel.SMS})))
    Path("stop-list.csv").write_text("what was there\n")


def job_of(core: Core, workspace: WorkspaceId) -> Job:
    return exports.of_workspace(core, workspace, by=MANAGER, limit=1)[0]


def rows_of(path: str) -> list[list[str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_opt_outs_are_written_to_a_file_and_recorded(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    assert terminal.types("export", "--out", "list.csv", "--purpose", "for the auditor") == 0

    assert terminal.said == "list.csv: 4 rows, 4 different numbers\n"
    assert [row[0] for row in rows_of("list.csv")] == [
        "Number",
        "'+27761234567",
        "'+27821234567",
        "'+27831234567",
        "'+27841234567",
    ]
    job = job_of(core, workspace)
    assert (job.kind, job.stage, job.shown) == (JobKind.EXPORT, Stage.DONE, Stage.DONE)
    assert job.by.startswith("cli:")
    assert job.order is not None
    assert job.order.purpose == "for the auditor"
    assert list(Path("data/spool").iterdir()) == []


@ONE_ENGINE
def test_the_file_is_as_it_is_said(terminal: Terminal, core: Core, workspace: WorkspaceId) -> None:
    words = (
        "export", "--out", "list.tab", "--format", "semicolon", "--columns", "number,note",
        "--style", "national", "--sms", "--origin", "import", "--since", "2026-01-01", "--ended",
        "--zone", "Europe/London",
    )  # fmt: skip
    assert terminal.types(*words) == 0

    assert Path("list.tab").read_text(encoding="utf-8-sig").splitlines()[:2] == [
        "Number;Note",
        "'0761234567;from the provider",
    ]
    order = job_of(core, workspace).order
    assert order is not None
    assert order.layout.format is Format.SEMICOLON
    assert order.wanted == Wanted(
        channel=Channel.SMS,
        origins=(Origin.IMPORT,),
        since=order.wanted.since,
        ended_too=True,
    )
    assert str(order.wanted.since) == "2026-01-01 00:00:00+00:00"


@ONE_ENGINE
def test_the_ending_of_the_file_says_what_it_is(terminal: Terminal) -> None:
    assert terminal.types("export", "--out", "list.txt") == 0
    assert Path("list.txt").read_text().split()[0] == "+27761234567"

    assert terminal.types("export", "--out", "list.xlsx", "--columns", "all") == 0
    assert Path("list.xlsx").read_bytes().startswith(b"PK")


@ONE_ENGINE
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--out", "list.pdf"), "ends in none of .xlsx, .csv, .txt"),
        (("--out", "nowhere/list.csv"), "no such folder"),
        (("--out", "stop-list.csv"), "add --force"),
        (("--out", "list.csv", "--columns", "number,colour"), "There is no column colour"),
        (("--out", "list.csv", "--since", "yesterday"), "--since yesterday is not a day"),
        (("--out", "list.csv", "--zone", "Mars/Base"), "is not a time zone"),
        (("--out", "list.csv", "--from", "77777"), "There is no single sender “77777”"),
        (("--out", "list.csv", "--for", "Nobody"), "There is no account “Nobody”"),
        (("--out", "list.csv", "--change", "999"), "That change does not exist here"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    terminal: Terminal, words: tuple[str, ...], complaint: str
) -> None:
    before = sorted(Path().iterdir())
    assert terminal.types("export", *words) == 2

    assert complaint in "\n".join(terminal.complained)
    assert sorted(Path().iterdir()) == before


@ONE_ENGINE
def test_a_file_is_written_over_only_if_that_is_said(terminal: Terminal) -> None:
    Path("list.txt").write_text("what was there\n")
    assert terminal.types("export", "--out", "list.txt") == 2
    assert Path("list.txt").read_text() == "what was there\n"

    assert terminal.types("export", "--out", "list.txt", "--force") == 0
    assert Path("list.txt").read_text().startswith("+2776")


def test_ctrl_c_leaves_no_file(
    terminal: Terminal, core: Core, workspace: WorkspaceId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_rows, "ROWS_A_STRETCH", 1)
    monkeypatch.setattr(working, "BETWEEN_NEWS", 0)
    count = exporting._Writing._count

    def pressed(writing: exporting._Writing, rows: int) -> None:
        signal.raise_signal(signal.SIGINT)
        count(writing, rows)

    monkeypatch.setattr(exporting._Writing, "_count", pressed)
    assert terminal.types("export", "--out", "list.csv") == 5

    assert terminal.said.endswith("Cancelled. No file was written.\n")
    assert not Path("list.csv").exists()
    assert job_of(core, workspace).stage is Stage.CANCELLED
    assert list(Path("data/spool").iterdir()) == []


@ONE_ENGINE
def test_a_full_disk_is_told(
    terminal: Terminal, core: Core, workspace: WorkspaceId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_writing: exporting._Writing, _rows: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting._Writing, "_count", full)
    assert terminal.types("export", "--out", "list.csv") == 1

    assert terminal.complained
    assert job_of(core, workspace).stage is Stage.FAILED


def test_a_database_of_another_schema_is_told(terminal: Terminal, environment: Environment) -> None:
    environment(DATABASE_URL="sqlite:///new.db")
    assert terminal.types("export", "--out", "list.csv") == 1
    assert "Run `optout migrate` first" in "\n".join(terminal.complained)
