"""The table of keyword rules as people see it: each rule, and every version of it. Values only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from optouts.keyword_rules import Rule
from optouts.words import ActorId

LONGEST_WORDS: Final = 200
"""Characters of a rule."""

AS_SHIPPED: Final = 0
"""The version of a rule that nobody has touched."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule as it stands. `is_changed`: it differs from what was shipped under its key.

    `by` and `at` are of the newest version, None for a rule that was never touched.
    """

    rule: Rule
    is_shipped: bool
    is_deleted: bool = False
    is_changed: bool = False
    by: ActorId | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """What a rule said from a moment on; without `by` and `at` it is what was shipped."""

    id: int
    rule: Rule
    is_deleted: bool = False
    by: ActorId | None = None
    at: datetime | None = None
