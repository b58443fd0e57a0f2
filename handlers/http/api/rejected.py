"""Calls that the API turns away by itself, before the core is asked."""

from dataclasses import dataclass


class Rejected(Exception):
    """Turned away; problem_words.py says how each is worded."""


@dataclass(eq=False)
class KeyNeeded(Rejected):
    """There is no key, or it opens nothing."""


@dataclass(eq=False)
class ReadingKey(Rejected):
    """The key may look and not change anything."""


@dataclass(eq=False)
class OtherAccount(Rejected):
    """The key is for one account, and another one was named."""

    text: str


@dataclass(eq=False)
class TooManyCalls(Rejected):
    """A key has so many calls a minute; in `seconds` it has one again."""

    calls: int
    seconds: int


@dataclass(eq=False)
class TooManyExports(Rejected):
    """So many are being written at this moment."""

    at_a_time: int


@dataclass(eq=False)
class NotACursor(Rejected):
    """It is no place in a list that we gave out."""


@dataclass(eq=False)
class NoPublicAddress(Rejected):
    """Nobody has said where links would lead."""


@dataclass(eq=False)
class UnknownLink(Rejected):
    """We signed no such link."""


@dataclass(eq=False)
class UsedForOtherCall(Rejected):
    """The Idempotency-Key was used for something else."""


@dataclass(eq=False)
class StillAnswering(Rejected):
    """The same call is being answered at this moment."""
