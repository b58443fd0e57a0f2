"""What only the Slack door refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
class SlackAway(Problem):
    """Slack did not tell who the person is, so nothing may be done in their name."""


@dataclass(eq=False)
class Undownloadable(Exception):
    """A file that cannot be had from Slack; it ends a job, so the job's message words it.

    The reason is one of not_found, access, hidden, external, html (the app lacks files:read),
    host, network and too_large, with facts limit and size.
    """

    reason: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
