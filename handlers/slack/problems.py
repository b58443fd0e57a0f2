"""What only the Slack door refuses."""

from dataclasses import dataclass


class Problem(Exception):
    """Something about the request itself, or about Slack; its fields say what."""


@dataclass(eq=False)
class NotAMember(Problem):
    """A guest, somebody of another workspace, or a deactivated person."""

    is_guest: bool


@dataclass(eq=False)
class UnknownWord(Problem):
    """A word that `/optout` does not know, with those that look like it."""

    text: str
    nearest: tuple[str, ...]


@dataclass(eq=False)
class BadWords(Problem):
    """A command whose words do not fit; `usage` is how they would."""

    what: str
    usage: str


@dataclass(eq=False)
class FilesNotRead(Problem):
    """A message with a file: what it holds must be pasted."""


@dataclass(eq=False)
class SlackAway(Problem):
    """Slack did not tell who the person is, so nothing may be done in their name."""
