"""The outbox of confirmations: who sends which, how often it is tried, and when it is given up.

A message that may have been sent already is tried once more and not again: a person who wants to
hear no more is better told nothing than told it over and over.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NewType

from optouts import connections
from optouts.confirmation_failures import Failure
from optouts.connection import Connection, ConnectionId
from optouts.core import Core
from optouts.errors import SecretsLost
from optouts.words import Channel, WorkspaceId
from storage import confirmations
from storage.engine import Transaction
from storage.reply_tables import Confirmation

ConfirmationId = NewType("ConfirmationId", int)

LEASE: Final = timedelta(minutes=1)
"""Longer than any try takes; after it another process takes over."""

FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(minutes=1)
"""Between two tries; each is twice as long as the one before, up to the longest."""

LONGEST_DETAIL: Final = 200

SENT: Final = "sent"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that this process is to send now; `tries` counts this one."""

    id: ConfirmationId
    workspace: WorkspaceId
    connection: Connection
    number: int
    channel: Channel
    address: str
    text: str = field(repr=False)
    until: datetime
    tries: int
    failure: str


def claim(core: Core, *, owner: str) -> Waiting | None:
    """The message to send next, held for a minute; None if none is due."""
    now = core.clock()
    with core.asking() as tx:
        if not confirmations.is_any_due(tx, now=now):
            return None
    with core.writing() as tx:
        while (row := confirmations.next_due(tx, now=now)) is not None:
            if _may_be_tried(row, now):
                taken = _taken(tx, core, row, owner)
                if taken is not None:
                    return taken
            tx.flush()
    return None


def _may_be_tried(row: Confirmation, now: datetime) -> bool:
    """Note that whoever held it never came back, and give it up if it is too late for another."""
    was_held = bool(row.owner)
    if row.until < now or (was_held and row.failure == Failure.UNCLEAR):
        row.failure = Failure.UNCLEAR if was_held else row.failure or Failure.LATE
        _give_up(row)
        return False
    if was_held:
        row.failure = Failure.UNCLEAR
    return True


def _give_up(row: Confirmation) -> None:
    row.state, row.owner, row.lease_until, row.next_at = confirmations.FAILED, "", None, None


def _taken(tx: Transaction, core: Core, row: Confirmation, owner: str) -> Waiting | None:
    workspace = WorkspaceId(row.workspace_id)
    try:
        connection = connections.within(tx, core, workspace, ConnectionId(row.connection_id))
    except SecretsLost:
        row.failure = Failure.SECRETS_LOST
        _give_up(row)
        return None
    row.owner, row.lease_until, row.attempts = owner, core.clock() + LEASE, row.attempts + 1
    return Waiting(
        ConfirmationId(row.id or 0),
        workspace,
        connection,
        row.number,
        Channel(row.channel),
        row.address,
        row.text,
        row.until,
        row.attempts,
        row.failure,
    )


def sent(core: Core, waiting: Waiting, *, owner: str) -> None:
    _settle(core, waiting, owner, {"state": SENT, "sent_at": core.clock(), "failure": ""})


def failed(
    core: Core, waiting: Waiting, failure: Failure, *, owner: str, wait: timedelta | None = None
) -> bool:
    """Try it again later, in `wait` if the provider said so; True if there is no later."""
    next_at = core.clock() + (wait or _wait(waiting.tries))
    was_unclear = waiting.failure == Failure.UNCLEAR
    noted = Failure.UNCLEAR if was_unclear else failure
    if (was_unclear and failure is Failure.UNCLEAR) or next_at > waiting.until:
        give_up(core, waiting, noted, owner=owner)
        return True
    _settle(core, waiting, owner, {"next_at": next_at, "failure": noted})
    return False


def give_up(
    core: Core, waiting: Waiting, failure: Failure, *, owner: str, detail: str = ""
) -> None:
    """It will never be sent; the team is told. `detail` is what the provider said."""
    told = f"{failure}:{detail[:LONGEST_DETAIL]}" if detail else failure
    _settle(core, waiting, owner, {"state": confirmations.FAILED, "failure": told, "next_at": None})


def _settle(core: Core, waiting: Waiting, owner: str, values: dict[str, Any]) -> None:
    free = {"owner": "", "lease_until": None}
    with core.writing() as tx:
        confirmations.hold(tx, waiting.id, owner=owner, values=free | values)


def _wait(tries: int) -> timedelta:
    return min(FIRST_WAIT * float(2 ** (tries - 1)), LONGEST_WAIT)
