"""Small writes of many threads at once, in one transaction: the disk is waited for once for all."""

import threading
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from storage.engine import PATIENCE, Database, DatabaseUnavailable, Transaction

MOST: Final = 50
"""Pieces of work in a transaction: nobody waits long for others, nor for the lock on SQLite."""

Result = TypeVar("Result")


def once(tx: Transaction, key: Hashable, find: Callable[[], Result]) -> Result:
    """What was found by this key before in the same transaction; only for what nobody changes in
    it."""
    known: dict[Hashable, Result] = tx.info.setdefault(once, {})
    if key not in known:
        known[key] = find()
    return known[key]


@dataclass(eq=False)
class _Piece:
    """What one thread wants done, and what came of it. `told` is set when it is done, or when it is
    for this thread to write for all who wait."""

    work: Callable[[Transaction], Any]
    told: threading.Event = field(default_factory=threading.Event)
    is_done: bool = False
    result: Any = None
    error: Exception | None = None

    def end(self, result: object = None, error: Exception | None = None) -> None:
        self.result, self.error, self.is_done = result, error, True
        self.told.set()


class Joint:
    """Whoever comes first writes, together with its own, what all those want who wait by then."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: deque[_Piece] = deque()
        self._is_led = False
        self._lock = threading.Lock()

    def write(self, work: Callable[[Transaction], Result]) -> Result:
        """Do it, and return once it is committed. It may be done again if that of another fails,
        after nothing was left of the first time.

        Raises DatabaseUnavailable, which may also be after it was committed, and what `work`
        raises; it is then as if it had never been begun, and the others are none the worse.
        """
        piece = _Piece(work)
        with self._lock:
            self._waiting.append(piece)
            leads, self._is_led = not self._is_led, True
        if not leads and not piece.told.wait(PATIENCE):
            self._take_back(piece)
        if not piece.is_done:
            try:
                self._lead()
            finally:
                self._hand_over()
        if piece.error is not None:
            raise piece.error
        done: Result = piece.result
        return done

    def _take_back(self, piece: _Piece) -> None:
        """Raises DatabaseUnavailable unless somebody is at it, who will not be much longer."""
        with self._lock:
            if piece in self._waiting and not piece.told.is_set():
                self._waiting.remove(piece)
                raise DatabaseUnavailable
        piece.told.wait()

    def _hand_over(self) -> None:
        """Whoever waits longest writes next."""
        with self._lock:
            if self._waiting:
                self._waiting[0].told.set()
            else:
                self._is_led = False

    def _lead(self) -> None:
        pieces: list[_Piece] = []
        try:
            with self._database.writing(queued=True) as tx:
                # Only now, as more may have come while the lock was waited for.
                pieces = self._taken()
                results = [each.work(tx) for each in pieces]
        except DatabaseUnavailable:
            for each in pieces or self._taken():
                each.end(error=DatabaseUnavailable())
        except Exception as error:  # noqa: BLE001 - it is raised to the one whose it is
            if len(pieces) == 1:
                pieces[0].end(error=error)
            else:
                self._one_by_one(pieces)
        else:
            for each, result in zip(pieces, results, strict=True):
                each.end(result)

    def _taken(self) -> list[_Piece]:
        with self._lock:
            return [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]

    def _one_by_one(self, pieces: list[_Piece]) -> None:
        for each in pieces:
            try:
                with self._database.writing(queued=True) as tx:
                    result = each.work(tx)
            except Exception as error:  # noqa: BLE001 - as above
                each.end(error=error)
            else:
                each.end(result)
