"""Steps that the stories of imports have in common, and where people look for what came of them."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.application import Application
from bot.sandbox.person import Message, Person
from bot.sandbox.server import Sandbox
from optouts.numbers import parse
from tests.files import make
from tests.journeys.conftest import OPTOUT, answer

FILES = Path(make.__file__).parent
MODE = "What to do with the numbers"
REMOVE = "Remove from the lists"
REPLACE = "Replace the lists"
OWN = "People who opted out themselves"
CHANGE = "Change Column or Options…"
UNDO = "Undo This Import"
A, B, C, D = "083 123 4567", "083 123 4568", "083 123 4569", "082 987 6543"

ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is said and asked, wherever it is kept."""

Meanwhile = Callable[[Callable[[], object]], None]
"""Somebody does something while the bot is at work, and does not wait for its end."""


def meanwhile_in(slack: Sandbox, bot: Application) -> Meanwhile:
    def meanwhile(deed: Callable[[], object]) -> None:
        settle, slack.settle = slack.settle, lambda: assert_answered(bot)
        try:
            deed()
        finally:
            slack.settle = settle

    return meanwhile


@contextmanager
def at_once(slack: Sandbox) -> Iterator[None]:
    """What is pressed reaches the bot while it is still busy with what was pressed before."""
    settle, slack.settle = slack.settle, None
    yield
    slack.settle = settle
    if settle is not None:
        settle()


def one_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that changes the lists stops after each single number."""
    monkeypatch.setattr("optouts.applying.ROWS", 1)
    monkeypatch.setattr("optouts.applying.MOST_TIMES_ROWS", 1)


def assert_answered(bot: Application) -> None:
    assert bot.listeners.settle(10), "the bot does not answer"


def said(person: Person, room: str = "dm") -> list[Message]:
    """What we said to everybody there, without the files of it."""
    ours = [each for each in person.sees(room) if each.user == OPTOUT and not each.ephemeral]
    return [each for each in ours if not each.files]


def handed(person: Person, room: str = "dm") -> list[Message]:
    """The messages with which we handed files out."""
    return [each for each in person.sees(room) if each.user == OPTOUT and each.files]


def rows_of(person: Person, name: str, room: str = "dm") -> list[list[str]]:
    """The newest csv of this name that was handed out there, without its heading."""
    files = [file for each in handed(person, room) for file in each.files if file.name == name]
    text = person.downloads(files[-1].id).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def whispers(person: Person, room: str = "#opt-outs") -> list[str]:
    return [each.text for each in person.sees(room) if each.ephemeral]


def written(folder: Path, *numbers: str, name: str = "stop-list.csv") -> Path:
    file = folder / name
    file.write_text("\n".join(["mobile", *numbers, ""]), encoding="utf-8")
    return file


def drops(person: Person, file: Path, room: str = "dm") -> Message:
    """A file is posted; the message that it is answered with."""
    person.types("" if room == "dm" else "@optout import", channel=room, files=[file])
    return said(person, room)[-1]


def asks(person: Person, file: Path, *, mode: str, reason: str = "", room: str = "dm") -> Message:
    """A file up to its dry run, in another mode than the usual one."""
    drops(person, file, room)
    person.clicks("Choose and Check…", channel=room)
    person.chooses(MODE, mode)
    if reason:
        person.fills("Reason", reason)
    return checks(person, room)


def checks(person: Person, room: str = "dm") -> Message:
    """The form is sent off; the message that it is answered with."""
    person.submits()
    assert person.modal == "", person.errors
    return said(person, room)[-1]


def reads(person: Person, file: Path, room: str = "dm") -> Message:
    """A file up to its dry run, as everything is guessed."""
    drops(person, file, room)
    person.clicks("Choose and Check…", channel=room)
    return checks(person, room)


def adds(person: Person, file: Path, *, count: str, room: str = "dm") -> Message:
    """A file up to its end; ``count`` as on the button."""
    reads(person, file, room)
    person.clicks(f"Add {count}", channel=room)
    return said(person, room)[0 if room == "dm" else -1]


def are_out(person: Person, *numbers: str) -> list[bool]:
    person.types(f"/optout check {', '.join(numbers)}", channel="#opt-outs")
    names = [parse(number, region="ZA").international for number in numbers]
    assert all(f"*{name}* is " in answer(person) for name in names)
    return [f"*{name}* is opted out" in answer(person) for name in names]


def is_out(person: Person, number: str) -> bool:
    [verdict] = are_out(person, number)
    return verdict
