"""How many opt-outs began and ended within a time, by what the changes counted.

Undos and the changes that jobs made are told one by one; there are few of them, and what they mean
is not for the database to say.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Select, String, cast, extract, func, type_coerce
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.changes import first_since
from storage.engine import Transaction
from storage.tables import Change, ChangeCount, Job
from storage.writing import chunks, is_sqlite

QUARTER: Final = 900
"""Seconds: the offsets of all zones are quarters of an hour, so a day ends with one."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Changes from `since` on and before `until`, by what they did to these lists.

    Without `origins` those of any.
    """

    workspace_id: int
    lists: Collection[int]
    since: datetime
    until: datetime
    origins: Collection[str] = ()


def by_list(tx: Transaction, scope: Scope) -> Iterator[tuple[int, str, int, int]]:
    """List, origin, and how many periods these changes opened and closed."""
    opened, closed = func.sum(ChangeCount.opened), func.sum(ChangeCount.closed)
    query = select(ChangeCount.list_id, Change.origin, opened, closed)
    rows = tx.execute(_within(tx, query, scope).group_by(col(ChangeCount.list_id), Change.origin))
    for list_id, origin, began, ended in rows:
        yield list_id, origin, int(began), int(ended)


def by_quarter(tx: Transaction, scope: Scope) -> Iterator[tuple[int, int]]:
    """Quarters of an hour since 1970, and how many periods were opened in each."""
    # Both engines would round to the nearest second, and so into the next day.
    if is_sqlite(tx):
        whole = func.substr(type_coerce(col(Change.at), String), 1, len("2026-03-01 09:00:00"))
        seconds = cast(func.strftime("%s", whole), BigInteger)
    else:
        seconds = cast(func.floor(extract("epoch", col(Change.at))), BigInteger)
    quarter = seconds - seconds % QUARTER
    query = select(quarter, func.sum(ChangeCount.opened))
    for began, opened in tx.execute(_within(tx, query, scope).group_by(quarter)):
        yield began, int(opened)


def _within(tx: Transaction, query: Select[Any], scope: Scope) -> Select[Any]:
    first = first_since(tx, scope.workspace_id, scope.since)
    query = (
        query.select_from(Change)
        .join(ChangeCount, col(ChangeCount.change_id) == col(Change.id))
        .where(
            col(Change.workspace_id) == scope.workspace_id,
            col(Change.id) >= first,
            col(Change.at) >= scope.since,
            col(Change.at) < scope.until,
            col(Change.kind) != "undo",
            col(Change.id).not_in(_by_jobs(scope.workspace_id, first)),
            col(ChangeCount.list_id).in_(scope.lists),
        )
    )
    return query.where(col(Change.origin).in_(scope.origins)) if scope.origins else query


def _by_jobs(workspace_id: int, first: int) -> SelectOfScalar[int]:
    """The changes that jobs make or made, none of which is lower than the first."""
    return select(Job.change_id).where(
        Job.workspace_id == workspace_id, Job.change_id >= first, Job.change_id > 0
    )


def undos(tx: Transaction, workspace_id: int, since: datetime, until: datetime) -> list[int]:
    """The undos of a time, but those that jobs made."""
    first = first_since(tx, workspace_id, since)
    rows = tx.exec(
        select(Change.id).where(
            Change.workspace_id == workspace_id,
            col(Change.id) >= first,
            Change.at >= since,
            Change.at < until,
            Change.kind == "undo",
            col(Change.id).not_in(_by_jobs(workspace_id, first)),
        )
    )
    return [row for row in rows if row is not None]


def counts_of(tx: Transaction, ids: Collection[int]) -> dict[int, Sequence[ChangeCount]]:
    """What each of these changes did to the lists."""
    found: dict[int, list[ChangeCount]] = {}
    for chunk in chunks(ids):
        for row in tx.exec(select(ChangeCount).where(col(ChangeCount.change_id).in_(chunk))):
            found.setdefault(row.change_id, []).append(row)
    return dict(found)
