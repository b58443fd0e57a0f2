"""Confirmations: what is to be told to people, by whom it is sent, and what became of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

import sqlalchemy
from sqlalchemy import BindParameter, ColumnElement, Update, and_, bindparam, or_, update
from sqlmodel import col, select

from storage.engine import Transaction
from storage.reply_tables import Confirmation
from storage.writing import insert_new

WAITING: Final = "waiting"
"""The state of those that are still to be sent; a partial index holds only these."""

FAILED: Final = "failed"
"""The state of those that were given up."""


def record(tx: Transaction, row: Confirmation) -> bool:
    """Insert a confirmation; False if one of its kind was recorded for the same message."""
    return bool(insert_new(tx, Confirmation, [row.model_dump(exclude={"id"})]))


def answering(tx: Transaction, workspace_id: int, answers: str) -> Sequence[Confirmation]:
    """What was told in answer to one message, the oldest first."""
    return tx.exec(
        select(Confirmation)
        .where(Confirmation.workspace_id == workspace_id, Confirmation.answers == answers)
        .order_by(col(Confirmation.id))
    ).all()


def newest_like(tx: Transaction, row: Confirmation) -> Confirmation | None:
    """The newest one of its kind that the same person got, or is to get, from the same sender."""
    return tx.exec(
        select(Confirmation)
        .where(
            _goes_the_way_of(row),
            col(Confirmation.kind) == row.kind,
            col(Confirmation.state) != FAILED,
        )
        .order_by(col(Confirmation.id).desc())
        .limit(1)
    ).first()


def overtake(tx: Transaction, row: Confirmation, kinds: Collection[str], *, state: str) -> None:
    """Put what the same person is still to get in answer to other messages, and nobody is sending
    right now, into another state."""
    way = row.model_dump(include={"workspace_id", "number", "channel", "sender_id", "address"})
    given = {f"of_{name}": value for name, value in way.items()}
    given |= {"to_answers": row.answers, "into": state}
    tx.connection().execute(_overtaken(tuple(kinds)), given)


@cache
def _overtaken(kinds: tuple[str, ...]) -> Update:
    """Put together once, as every reply does it."""
    return (
        update(Confirmation)
        .where(
            col(Confirmation.workspace_id) == bindparam("of_workspace_id"),
            col(Confirmation.number) == bindparam("of_number"),
            col(Confirmation.channel) == bindparam("of_channel"),
            col(Confirmation.sender_id) == bindparam("of_sender_id"),
            col(Confirmation.address) == bindparam("of_address"),
            col(Confirmation.answers) != bindparam("to_answers"),
            # IN would be written out anew each time.
            or_(*(col(Confirmation.kind) == kind for kind in kinds)),
            col(Confirmation.state) == WAITING,
            col(Confirmation.owner) == "",
        )
        .values(state=bindparam("into"), next_at=None)
    )


def _goes_the_way_of(row: Confirmation) -> ColumnElement[bool]:
    """From the same sender to the same person."""
    return and_(
        col(Confirmation.workspace_id) == row.workspace_id,
        col(Confirmation.number) == row.number,
        col(Confirmation.channel) == row.channel,
        col(Confirmation.sender_id) == row.sender_id,
        col(Confirmation.address) == row.address,
    )


def is_any_due(tx: Transaction, *, now: datetime) -> bool:
    return tx.connection().execute(_ANY_DUE, {"now": now}).first() is not None


def next_due(tx: Transaction, *, now: datetime) -> Confirmation | None:
    """The one that has waited longest of those that are due; nobody else changes it until this
    transaction ends."""
    return tx.exec(
        select(Confirmation)
        .where(_is_due(now))
        .order_by(col(Confirmation.next_at), col(Confirmation.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()


def _is_due(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Its time has come and nobody holds it, or whoever did never came back."""
    lease_until = col(Confirmation.lease_until)
    return and_(
        col(Confirmation.state) == WAITING,
        col(Confirmation.next_at) <= now,
        or_(lease_until.is_(None), lease_until < now),
    )


# Put together once, as all who send look for it again and again.
_ANY_DUE: Final = sqlalchemy.select(col(Confirmation.id)).where(_is_due(bindparam("now"))).limit(1)


def hold(tx: Transaction, row_id: int, *, owner: str, values: Mapping[str, Any]) -> bool:
    """Write what became of one as its owner; False if it is another's by now."""
    held = update(Confirmation).where(
        col(Confirmation.id) == row_id, col(Confirmation.owner) == owner
    )
    return bool(tx.connection().execute(held.values(**values)).rowcount)
