"""What the command line says, complains of and asks."""

import sys


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
