"""Which periods a file is to hold, as conditions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_, select, true
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col

from storage.engine import Transaction
from storage.tables import Change, ChangeCount, OptOut, OptOutList

FEW: Final = 500
"""So many changes are named one by one; of more each period's own is looked at."""


Ids = ColumnElement[int] | Mapped[int]


@dataclass(frozen=True, slots=True)
class Acts:
    """Which changes are meant: of these origins, from `since` on, before `until`. Empty: any.

    If they are few they are named in `ids`.
    """

    origins: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    ids: tuple[int, ...] | None = None

    @property
    def is_any(self) -> bool:
        return not (self.origins or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Undo:
    """A change, and the one which it undoes (0: none)."""

    change: int
    undoes: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """Which periods are wanted: those that stand, or ended ones too.

    They were begun by `began` or, if this is given, ended by `ended`. With `only` it is those that
    this one change began, ended or gave back. What `unfinished` changes have ended so far stands.
    """

    began: Acts
    ended: Acts | None = None
    ended_too: bool = False
    only: Undo | None = None
    unfinished: tuple[int, ...] = ()


def named(tx: Transaction, workspace_id: int, acts: Acts) -> tuple[int, ...] | None:
    """The ids of these changes if they are few, else None."""
    if acts.is_any:
        return None
    query = select(col(Change.id)).where(
        col(Change.workspace_id) == workspace_id, *_conditions(acts, Change)
    )
    found = tx.connection().execute(query.limit(FEW + 1)).scalars().all()
    return tuple(filter(None, found)) if len(found) <= FEW else None


def expected(tx: Transaction, list_ids: Collection[int], asked: Asked) -> int:
    """About how many periods that will be, from what the changes counted."""
    if asked.only is None and asked.began.is_any and not asked.ended_too and asked.ended is None:
        sizes = select(func.sum(col(OptOutList.size))).where(col(OptOutList.id).in_(list_ids))
        return int(tx.connection().execute(sizes).scalar_one() or 0)
    both = asked.only is not None or asked.ended is not None
    counted = col(ChangeCount.opened) + (col(ChangeCount.closed) if both else 0)
    counts = (
        select(func.sum(counted))
        .join(Change, col(Change.id) == col(ChangeCount.change_id))
        .where(col(ChangeCount.list_id).in_(list_ids))
    )
    if asked.only is not None:
        counts = counts.where(col(Change.id) == asked.only.change)
    else:
        times = asked.ended or asked.began
        counts = counts.where(col(Change.kind) != "undo", *_conditions(times, Change))
    return int(tx.connection().execute(counts).scalar_one() or 0)


def until(asked: Asked) -> Ids:
    """The change that ended a period, or 0."""
    end = col(OptOut.until_change)
    if not asked.unfinished:
        return end
    return case((end.in_(asked.unfinished), 0), else_=end)


def is_wanted(asked: Asked, *, list_id: int, low: int, high: int) -> ColumnElement[bool]:
    since, end = col(OptOut.since_change), col(OptOut.until_change)
    conditions = [col(OptOut.list_id) == list_id, col(OptOut.number).between(low, high)]
    conditions += [_is_once(asked.unfinished)] if asked.unfinished else []
    if asked.only is not None:
        of_undo = [asked.only.change, asked.only.undoes]
        by_it = end.in_(of_undo) if asked.only.undoes else since == asked.only.change
        return and_(*conditions, or_(by_it, end == asked.only.change))
    if not asked.ended_too and asked.ended is None:
        # As it is stored: an expression would not be looked up in the key.
        conditions.append(end.in_([0, *asked.unfinished]) if asked.unfinished else end == 0)
    began = _is_one_of(since, asked.began)
    if asked.ended is not None:
        origins = Acts(origins=asked.began.origins)
        by_end = and_(end != 0, _is_one_of(end, asked.ended), _is_one_of(since, origins))
        if asked.unfinished:
            by_end = and_(by_end, end.not_in(asked.unfinished))
        began = or_(began, by_end)
    return and_(*conditions, began)


def _is_once(unfinished: Collection[int]) -> ColumnElement[bool]:
    """Not a period that began only after one of these changes had ended another of its number:
    that one is told as standing."""
    other = aliased(OptOut)
    ended = select(literal(1)).where(
        col(other.list_id) == col(OptOut.list_id),
        col(other.number) == col(OptOut.number),
        col(other.until_change).in_(unfinished),
    )
    return ~and_(col(OptOut.until_change) == 0, ended.exists())


def _is_one_of(change_id: Ids, acts: Acts) -> ColumnElement[bool]:
    if acts.ids is not None:
        return change_id.in_(acts.ids) if acts.ids else false()
    if acts.is_any:
        return true()
    one = aliased(Change)
    # Not EXISTS: PostgreSQL would read all changes for each stretch instead.
    return select(and_(*_conditions(acts, one))).where(col(one.id) == change_id).scalar_subquery()


def _conditions(acts: Acts, change: type[Change]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if acts.origins:
        conditions.append(col(change.origin).in_(acts.origins))
    if acts.since is not None:
        conditions.append(col(change.at) >= acts.since)
    if acts.until is not None:
        conditions.append(col(change.at) < acts.until)
    return conditions
