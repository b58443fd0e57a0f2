"""What every use case needs: the database and the clock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from optouts.errors import NotPermitted, StorageAway
from optouts.roles import NEEDED, Actor, Deed, may
from optouts.vault import Vault
from storage.engine import Database, DatabaseUnavailable, Transaction
from storage.joint import Joint

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Core:
    """Passed to every use case. `clock` tells the time as an aware datetime in UTC.

    `spool` is the folder in which files wait that are being imported, and `vault` has the secret
    key.
    """

    database: Database
    clock: Callable[[], datetime]
    spool: Path = Path("data/spool")
    vault: Vault = field(default_factory=Vault)
    _joint: Joint = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_joint", Joint(self.database))

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        try:
            with self.database.reading() as tx:
                yield tx
        except DatabaseUnavailable as error:
            raise StorageAway from error

    @contextmanager
    def asking(self) -> Iterator[Transaction]:
        """For one statement."""
        try:
            with self.database.asking() as tx:
                yield tx
        except DatabaseUnavailable as error:
            raise StorageAway from error

    @contextmanager
    def writing(self, *, lazy: bool = False, queued: bool = False) -> Iterator[Transaction]:
        try:
            with self.database.writing(lazy=lazy, queued=queued) as tx:
                yield tx
        except DatabaseUnavailable as error:
            raise StorageAway from error

    def written_together(self, work: Callable[[Transaction], Result]) -> Result:
        """For small writes that come by the hundred a second: those that wait at the same time are
        made in one transaction, though each may fail by itself. `work` may be called twice.

        Raises StorageAway, even where it was written after all, and what `work` raises.
        """
        try:
            return self._joint.write(work)
        except DatabaseUnavailable as error:
            raise StorageAway from error


def demand(actor: Actor, deed: Deed) -> None:
    """Raise NotPermitted unless the actor's role reaches the deed."""
    if not may(actor.role, deed):
        raise NotPermitted(deed, role=actor.role, needed=NEEDED[deed])
