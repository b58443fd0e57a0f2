"""What the command line says, complains of and asks."""

import sys
from enum import IntEnum


class Ends(IntEnum):
    """The exit codes (docs/importing.md, docs/exporting.md)."""

    DONE = 0
    FAILED = 1
    WRONG = 2
    WAITS = 3
    REFUSED = 4
    NOT_CONFIRMED = 5


class WrongArguments(Exception):
    """What was typed does not fit the file or the workspace; says so in words."""


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(*lines: str) -> None:
    for line in lines:
        sys.stderr.write(f"optout: {line}\n")


def can_ask() -> bool:
    return sys.stdin.isatty()


def answer(question: str) -> str:
    """Asked beside the output, which may go into a file."""
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip()
