"""What the team is yet to be told of, beside what people wrote."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Integer, func, literal_column, text, update
from sqlmodel import col, select

from storage.engine import Transaction
from storage.reply_tables import Confirmation, OptInQuestion
from storage.tables import ChangeCount, Job, OptOutList
from storage.writing import chunks

UNTOLD = text("confirmation.state = 'failed' AND NOT confirmation.told")
"""As the index of these has it; SQLite finds it by no other words."""


def workspaces_unconfirmed(tx: Transaction) -> set[int]:
    """Where a confirmation was given up."""
    workspace = literal_column("+confirmation.workspace_id", Integer)
    found = select(workspace).select_from(Confirmation).where(UNTOLD).distinct()
    return set(tx.connection().execute(found).scalars())


def unconfirmed(tx: Transaction, workspace_id: int, *, limit: int) -> Sequence[Confirmation]:
    """Confirmations that were given up, the oldest first; nobody else tells of them until this
    transaction ends."""
    return tx.exec(
        select(Confirmation)
        .where(UNTOLD, text("+confirmation.workspace_id = :of_workspace"))
        .params(of_workspace=workspace_id)
        .order_by(col(Confirmation.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def note_told(tx: Transaction, ids: Collection[int]) -> None:
    for some in chunks(ids):
        told = update(Confirmation).where(col(Confirmation.id).in_(some)).values(told=True)
        tx.connection().execute(told)


def confirmations(tx: Transaction, workspace_id: int, ids: Collection[int]) -> list[Confirmation]:
    return [
        row
        for some in chunks(ids)
        for row in tx.exec(
            select(Confirmation).where(
                Confirmation.workspace_id == workspace_id, col(Confirmation.id).in_(some)
            )
        )
    ]


def questions(
    tx: Transaction, workspace_id: int, numbers: Collection[int]
) -> dict[tuple[int, str, int], list[datetime]]:
    """By number, channel and sender, when people were asked whether they really want messages
    again, because they had said so themselves."""
    found: dict[tuple[int, str, int], list[datetime]] = {}
    for some in chunks(numbers):
        rows = tx.exec(
            select(OptInQuestion).where(
                OptInQuestion.workspace_id == workspace_id,
                col(OptInQuestion.number).in_(some),
                OptInQuestion.key_id == 0,
            )
        )
        for row in rows:
            found.setdefault((row.number, row.channel, row.sender_id), []).append(row.at)
    return found


def workspaces_held(tx: Transaction, kind: str, stage: str) -> Sequence[int]:
    """Where jobs of a kind wait in a stage."""
    query = select(Job.workspace_id).where(Job.stage == stage, Job.kind == kind)
    return tx.exec(query.distinct()).all()


def held(tx: Transaction, workspace_id: int, kind: str, stage: str, *, limit: int) -> Sequence[Job]:
    """The oldest first; nobody else changes them until this transaction ends."""
    return tx.exec(
        select(Job)
        .where(Job.stage == stage, Job.kind == kind, Job.workspace_id == workspace_id)
        .order_by(col(Job.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def newest(
    tx: Transaction, workspace_id: int, kind: str, stage: str, *, limit: int
) -> Sequence[Job]:
    """The newest jobs of a kind in a stage, the newest first."""
    return tx.exec(
        select(Job)
        .where(Job.workspace_id == workspace_id, Job.kind == kind, Job.stage == stage)
        .order_by(col(Job.id).desc())
        .limit(limit)
    ).all()


def move(tx: Transaction, ids: Collection[int], values: Mapping[str, object]) -> None:
    """Change jobs that nobody works on."""
    for some in chunks(ids):
        tx.connection().execute(update(Job).where(col(Job.id).in_(some)).values(**values))


def effects(tx: Transaction, changes: Collection[int]) -> dict[int, tuple[int, int]]:
    """By change, how many periods it opened and closed."""
    found: dict[int, tuple[int, int]] = {}
    for some in chunks(changes):
        query = (
            select(
                ChangeCount.change_id,
                func.sum(ChangeCount.opened),
                func.sum(ChangeCount.closed),
            )
            .where(col(ChangeCount.change_id).in_(some))
            .group_by(col(ChangeCount.change_id))
        )
        found |= {change: (int(opened), int(closed)) for change, opened, closed in tx.exec(query)}
    return found


def places(tx: Transaction, changes: Collection[int]) -> dict[int, tuple[str, int]]:
    """By change, the channel and sender (0: every) of the first of its lists."""
    found: dict[int, tuple[str, int]] = {}
    for some in chunks(changes):
        query = (
            select(ChangeCount.change_id, OptOutList.channel, OptOutList.sender_id)
            .join(OptOutList, col(OptOutList.id) == ChangeCount.list_id)
            .where(col(ChangeCount.change_id).in_(some))
            .order_by(col(ChangeCount.change_id), col(OptOutList.id).desc())
        )
        found |= {change: (channel, sender) for change, channel, sender in tx.exec(query)}
    return found
