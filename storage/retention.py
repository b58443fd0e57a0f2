"""The words of old changes, replies and jobs: found in the order of their ids, and forgotten."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy
from sqlalchemy import bindparam, delete, or_, update
from sqlmodel import col, select

from storage.engine import Transaction
from storage.reply_tables import Inbound
from storage.tables import Change, Job, NumberNote


@dataclass(frozen=True, slots=True)
class Words:
    """What was said of a change, and whether of single numbers too."""

    change_id: int
    at: datetime
    note: str
    evidence: str
    of_numbers: bool


def words(tx: Transaction, workspace_id: int, *, after: int, limit: int) -> list[Words]:
    """The next changes of which anything was said, the oldest first."""
    notes = select(NumberNote.change_id).where(NumberNote.change_id == Change.id).exists()
    rows = tx.execute(
        sqlalchemy.select(
            col(Change.id), col(Change.at), col(Change.note), col(Change.evidence), notes
        )
        .where(
            col(Change.workspace_id) == workspace_id,
            col(Change.id) > after,
            or_(col(Change.note) != "", col(Change.evidence) != "{}", notes),
        )
        .order_by(col(Change.id))
        .limit(limit)
    )
    return [Words(*row) for row in rows.tuples()]


def keep(tx: Transaction, known: Sequence[Words]) -> None:
    """Keep of these changes what is given here, and nothing else that was said."""
    if not known:
        return
    table = Change.__table__  # type: ignore[attr-defined]
    kept = update(table).where(table.c.id == bindparam("of"))
    tx.connection().execute(
        kept.values(note=bindparam("said"), evidence=bindparam("facts")),
        [{"of": each.change_id, "said": each.note, "facts": each.evidence} for each in known],
    )


def forget_of_numbers(tx: Transaction, change_id: int, *, limit: int) -> bool:
    """Forget some of what a file said of single numbers; whether there may be more."""
    some = (
        select(NumberNote.number)
        .where(NumberNote.change_id == change_id)
        .order_by(col(NumberNote.number))
        .limit(limit)
    )
    gone = delete(NumberNote).where(
        col(NumberNote.change_id) == change_id, col(NumberNote.number).in_(some)
    )
    return tx.connection().execute(gone).rowcount == limit


def replies(
    tx: Transaction, workspace_id: int, *, after: int, limit: int
) -> list[tuple[int, datetime]]:
    """The next replies with their times, the oldest first."""
    rows = tx.execute(
        sqlalchemy.select(col(Inbound.id), col(Inbound.at))
        .where(col(Inbound.workspace_id) == workspace_id, col(Inbound.id) > after)
        .order_by(col(Inbound.id))
        .limit(limit)
    )
    return [(key, at) for key, at in rows]


def forget_replies(tx: Transaction, workspace_id: int, *, after: int, until: int) -> None:
    """Forget what was written, and a number that could not be read; `until` is the last one."""
    old = update(Inbound).where(
        col(Inbound.workspace_id) == workspace_id,
        col(Inbound.id) > after,
        col(Inbound.id) <= until,
        or_(col(Inbound.text) != "", col(Inbound.written) != ""),
    )
    tx.connection().execute(old.values(text="", written=""))


def ended_jobs(
    tx: Transaction, workspace_id: int, stages: Collection[str], *, after: int, limit: int
) -> Sequence[Job]:
    """The next jobs that have ended, the oldest first."""
    return tx.exec(
        select(Job)
        .where(Job.workspace_id == workspace_id, col(Job.id) > after, col(Job.stage).in_(stages))
        .order_by(col(Job.id))
        .limit(limit)
    ).all()
