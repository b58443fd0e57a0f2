"""The texts of confirmations that a workspace wrote itself; nothing is ever overwritten."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from storage.engine import Transaction
from storage.reply_tables import ReplyText

_IDS: Final = (
    select(func.max(ReplyText.id))
    .where(col(ReplyText.workspace_id) == bindparam("workspace"))
    .group_by(col(ReplyText.kind), col(ReplyText.sender_id), col(ReplyText.language))
)
_STANDING: Final = select(ReplyText).where(col(ReplyText.id).in_(_IDS)).order_by(col(ReplyText.id))
# Put together once, as every reply asks this.
_OF_A_KIND: Final = (
    select(ReplyText)
    .where(col(ReplyText.id).in_(_IDS.where(col(ReplyText.kind) == bindparam("of_kind"))))
    .order_by(col(ReplyText.id))
)


def standing(tx: Transaction, workspace_id: int, *, kind: str | None = None) -> Sequence[ReplyText]:
    """The newest row for each kind, sender and language; those of one kind, if one is given."""
    query = _STANDING if kind is None else _OF_A_KIND
    return tx.exec(query, params={"workspace": workspace_id, "of_kind": kind}).all()


def versions(
    tx: Transaction, workspace_id: int, *, kind: str, sender_id: int, language: str, limit: int
) -> Sequence[ReplyText]:
    """What one text was at each time, the newest first."""
    return tx.exec(
        select(ReplyText)
        .where(
            ReplyText.workspace_id == workspace_id,
            ReplyText.kind == kind,
            ReplyText.sender_id == sender_id,
            ReplyText.language == language,
        )
        .order_by(col(ReplyText.id).desc())
        .limit(limit)
    ).all()


def put(tx: Transaction, row: ReplyText) -> None:
    tx.add(row)
