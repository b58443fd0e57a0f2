"""Importing by the command line: what is said, what is changed, and the exit codes."""

from pathlib import Path

from optouts.core import Core
from optouts.jobs import Stage
from optouts.words import WorkspaceId
from tests.bot.conftest import Environment
from tests.bot.imports.conftest import NUMBERS, ONE_ENGINE, job_of, listed, sizes, written
from tests.bot.test_cli import Terminal


def test_a_file_is_imported_and_its_numbers_are_counted(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    assert terminal.types("import", written(*NUMBERS, NUMBERS[0]), "--yes") == 0

    assert "column A Mobile, such as +27…4567" in terminal.said
    assert "5 of the first 5 cells read as numbers" in terminal.said
    assert "Dry run of stop-list.csv: 4 would be added" in terminal.said
    assert "4 opt-outs added" in terminal.said
    assert "press Undo in Slack" in terminal.said
    assert sizes(core, workspace) == {("sms", 0): 4}
    assert list(Path("data/spool").iterdir()) == []


def test_the_change_keeps_who_imported_which_file(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    terminal.types("import", written(*NUMBERS), "--yes", "--note", "from the provider")

    job = job_of(core, workspace)
    assert job.stage is Stage.DONE
    assert job.by.startswith("cli:")
    assert job.options.note == "from the provider"
    assert job.source is not None
    assert len(job.source.sha256) == 64
    assert job.shown == "", "a running bot tells the team of it"


def test_a_dry_run_changes_nothing_and_leaves_nothing_waiting(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    assert terminal.types("import", written(*NUMBERS), "--dry-run", "--yes") == 0

    assert "4 would be added" in terminal.said
    assert terminal.said.endswith("Nothing was changed.\n")
    assert listed(core, workspace) == 0
    job = job_of(core, workspace)
    assert (job.stage, job.shown) == (Stage.CANCELLED, Stage.CANCELLED)
    assert list(Path("data/spool").iterdir()) == []


@ONE_ENGINE
def test_refused_rows_are_written_beside_the_file_and_told_by_the_exit_code(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    Path("lists").mkdir()
    file = written(*NUMBERS, "083 123 45678901", "27831234568.0", name="lists/march.csv")

    assert terminal.types("import", file, "--yes") == 4

    assert "Refused rows: lists/march-refused-rows.csv" in terminal.said
    assert "What would mend rows: --repair float (1 row)" in terminal.said
    table = Path("lists/march-refused-rows.csv").read_text(encoding="utf-8-sig")
    assert '6,083 123 45678901,"Too long: there are extra digits' in table
    assert Path("lists/march-refused-rows.xlsx").is_file()
    assert listed(core, workspace) == 4


@ONE_ENGINE
def test_a_dry_run_tells_of_refused_rows_too(terminal: Terminal) -> None:
    assert terminal.types("import", written(*NUMBERS, "083 123"), "--dry-run", "--no-refused") == 4

    assert "1 row refused" in terminal.said
    assert [each.name for each in Path().glob("*refused*")] == []


@ONE_ENGINE
def test_a_repair_is_made_only_when_it_is_asked_for(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    file = written("27831234568.0", "083 123 4567 / 082 123 4567", NUMBERS[2])

    assert terminal.types("import", file, "--yes", "--repair", "float", "--repair", "several") == 0
    assert listed(core, workspace) == 4


def test_a_second_time_there_is_nothing_to_do(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    terminal.types("import", written(*NUMBERS), "--yes")

    assert terminal.types("import", "stop-list.csv") == 0

    assert "it would change nothing" in terminal.said
    assert job_of(core, workspace, 2).stage is Stage.CANCELLED


@ONE_ENGINE
def test_a_file_that_is_too_large_is_refused(
    terminal: Terminal, core: Core, workspace: WorkspaceId, environment: Environment
) -> None:
    environment(IMPORT_FILE_MIB="1")
    file = written(*["0831234567"] * 100_000)

    assert terminal.types("import", file, "--yes") == 1

    assert any("It is too large: 2 MB; 1 MB at most." in line for line in terminal.complained)
    assert job_of(core, workspace).stage is Stage.FAILED


@ONE_ENGINE
def test_what_is_no_list_is_refused(terminal: Terminal) -> None:
    file = str(Path(__file__).parents[2] / "files" / "document.pdf")

    assert terminal.types("import", file, "--yes") == 1
    assert any("It is a PDF" in line for line in terminal.complained)


@ONE_ENGINE
def test_a_disk_that_takes_nothing_is_said(terminal: Terminal, environment: Environment) -> None:
    Path("full").write_text("no folder")
    environment(SPOOL_DIR="full")

    assert terminal.types("import", written(*NUMBERS), "--yes") == 1
    assert "File exists" in terminal.complained[-1]
