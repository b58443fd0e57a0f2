"""What was read a moment ago, for questions that come hundreds of times a second."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from optouts.core import Core

K = TypeVar("K")
V = TypeVar("V")

LONGEST: Final = 1.0
"""Seconds after which another process's changes are seen at the latest; our own are at once."""

MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class _Entry(Generic[V]):
    value: V
    commits: int
    until: float


class Remembered(Generic[K, V]):
    """Values by key, read by `load`. None is not remembered: anybody can ask for what is not there.

    `now` is a clock that only ever goes forward.
    """

    def __init__(
        self,
        core: Core,
        load: Callable[[K], V | None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._core = core
        self._load = load
        self._now = now
        self._entries: dict[K, _Entry[V]] = {}

    def lately(self, key: K) -> V | None:
        """What is still known to be so, without asking the database."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        is_fresh = entry.commits == self._core.database.commits and self._now() < entry.until
        return entry.value if is_fresh else None

    def get(self, key: K) -> V | None:
        return self.lately(key) or self.anew(key)

    def anew(self, key: K) -> V | None:
        """Raises StorageAway."""
        commits, until = self._core.database.commits, self._now() + LONGEST
        value = self._load(key)
        if len(self._entries) >= MOST:
            self._entries.clear()
        if value is None:
            self._entries.pop(key, None)
        else:
            self._entries[key] = _Entry(value, commits, until)
        return value
