"""Questions whether somebody really wants messages again, and their answers."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select

from storage.engine import Transaction
from storage.reply_tables import OptInQuestion


def ask(tx: Transaction, question: OptInQuestion) -> OptInQuestion:
    tx.add(question)
    tx.flush()
    return question


def open_to(
    tx: Transaction,
    workspace_id: int,
    numbers: Collection[int],
    *,
    channel: str,
    sender_id: int,
    now: datetime,
) -> Sequence[OptInQuestion]:
    """What was asked from a sender and has no answer yet, though it may still have one."""
    return tx.exec(
        select(OptInQuestion)
        .where(
            OptInQuestion.workspace_id == workspace_id,
            col(OptInQuestion.number).in_(numbers),
            OptInQuestion.channel == channel,
            OptInQuestion.sender_id == sender_id,
            col(OptInQuestion.answered_at).is_(None),
            col(OptInQuestion.until) > now,
        )
        .order_by(col(OptInQuestion.id))
    ).all()


def answer(tx: Transaction, ids: Collection[int], *, at: datetime, change_id: int) -> None:
    some = update(OptInQuestion).where(col(OptInQuestion.id).in_(ids))
    tx.connection().execute(some.values(answered_at=at, change_id=change_id))
