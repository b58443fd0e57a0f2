"""What is typed behind `optout import`, and what does not fit the file or the workspace."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from optouts import catalogue, workspaces
from optouts.core import Core
from optouts.words import Channel, WorkspaceId
from tests.bot.conftest import Environment
from tests.bot.imports.conftest import MANAGER, NUMBERS, ONE_ENGINE, listed, sizes, written
from tests.bot.test_cli import Terminal


@ONE_ENGINE
def test_another_column_is_named_by_its_heading_or_letter(terminal: Terminal) -> None:
    rows = ["Anna,0831234567,0721234567", "Ben,0821234567,0721234568"]
    file = written(*rows, heading="Name,Mobile,Old number")

    assert terminal.types("import", file, "--dry-run", "--column", "old NUMBER") == 0
    assert "column C Old number, such as +27…4567, +27…4568" in terminal.said
    assert terminal.types("import", file, "--dry-run", "--column", "b") == 0
    assert "column B Mobile, such as +27…4567, +27…4567" in terminal.said


@ONE_ENGINE
@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["--column", "Cell"], "There is no column “Cell”. The columns: A · Mobile."),
        (["--column", "none"], "--column none leaves nothing to read."),
        (
            ["--sheet", "March"],
            "There is no sheet “March”. Its sheets: none, as it is no workbook.",
        ),
        (["--date-column", "A"], "Say with --date-format how these dates are written: iso,"),
        (["--mode", "remove"], "Say why with --note"),
        (["--lift-own"], "Say why with --note"),
        (["--whatsapp"], "WhatsApp opt-outs belong to the numbers you send from."),
        (["--from", "Promotions"], "There is no single sender “Promotions”."),
        (["--for", "Nobody"], "There is no account “Nobody”."),
        (["--region", "ZZ"], "“ZZ” is not a region we know."),
        (["--zone", "Africa"], "“Africa” is not a time zone we know."),
        (["--workspace", "T1"], "Name the workspace with --workspace: T0BAOBAB."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_changed(
    terminal: Terminal, core: Core, workspace: WorkspaceId, words: Sequence[str], answer: str
) -> None:
    assert terminal.types("import", written(*NUMBERS), "--yes", *words) == 2

    (line,) = terminal.complained
    assert line.startswith(f"optout: {answer}")
    assert listed(core, workspace) == 0


@ONE_ENGINE
def test_a_file_without_numbers_asks_for_the_column(terminal: Terminal) -> None:
    file = written("Anna,Cape Town", "Ben,Durban", heading="Name,Town")

    assert terminal.types("import", file, "--yes") == 2

    (line,) = terminal.complained
    assert "No column looks like phone numbers. Name one with --column:" in line


@ONE_ENGINE
@pytest.mark.parametrize("words", [(), ("stop-list.csv", "--resume", "1"), ("no-such.csv",)])
def test_one_file_is_needed(terminal: Terminal, words: Sequence[str]) -> None:
    assert terminal.types("import", *words) == 2


def test_several_workspaces_have_to_be_told_apart(terminal: Terminal, core: Core) -> None:
    other = workspaces.of_team(core, enterprise_id="", team_id="T0ACACIA")
    file = written("+27831234567")

    assert terminal.types("import", file, "--yes") == 2
    assert terminal.complained == [
        "optout: Name the workspace with --workspace: T0BAOBAB, T0ACACIA."
    ]
    assert terminal.types("import", file, "--yes", "--workspace", "T0ACACIA") == 0
    assert listed(core, other) == 1


def test_a_database_that_no_workspace_has_used_says_so(
    capsys: pytest.CaptureFixture[str], environment: Environment, database_url: str
) -> None:
    environment(DATABASE_URL=database_url)
    terminal = Terminal(capsys)

    assert terminal.types("import", written(*NUMBERS), "--yes") == 2
    assert "The database has no workspace yet." in terminal.complained[0]


def test_the_lists_are_those_of_the_named_senders(
    terminal: Terminal, core: Core, workspace: WorkspaceId
) -> None:
    sender = catalogue.add_sender(
        core,
        workspace,
        channel=Channel.WHATSAPP,
        written="+27600123456",
        label="Support line",
        region="ZA",
        by=MANAGER,
    )

    assert (
        terminal.types("import", written(*NUMBERS), "--yes", "--both", "--from", "support LINE")
        == 0
    )

    assert sizes(core, workspace) == {("sms", 0): 4, ("whatsapp", sender.id): 4}


@ONE_ENGINE
def test_the_sheet_of_a_workbook_is_named(terminal: Terminal) -> None:
    file = str(Path(__file__).parents[2] / "files" / "several_sheets.xlsx")
    assert terminal.types("import", file, "--dry-run", "--no-refused", "--sheet", "?") == 2
    names = terminal.complained[0].partition("Its sheets: ")[2].rstrip(".").split(", ")

    for name in names[1:]:
        terminal.types("import", file, "--dry-run", "--no-refused", "--sheet", name)
        assert f"Sheet {name}" in terminal.said
