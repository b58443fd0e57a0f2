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
    this one change began, ended or gave back. What the changes `left_out` did is as if undone.
    """

    began: Acts
    ended: Acts | None = None
    ended_too: bool = False
    only: Undo | None = None
    left_out: tuple[Undo, ...] = ()


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
    if not asked.left_out:
        return end
    return case((end.in_(_ids(asked.left_out)), 0), else_=end)


def is_wanted(asked: Asked, *, list_id: int, low: int, high: int) -> ColumnElement[bool]:
    since, end = col(OptOut.since_change), col(OptOut.until_change)
    conditions = [col(OptOut.list_id) == list_id, col(OptOut.number).between(low, high)]
    conditions += [_is_true(asked)] if asked.left_out else []
    if asked.only is not None:
        of_undo = [asked.only.change, asked.only.undoes]
        by_it = end.in_(of_undo) if asked.only.undoes else since == asked.only.change
        return and_(*conditions, or_(by_it, end == asked.only.change))
    if not asked.ended_too and asked.ended is None:
        # As it is stored: an expression would not be looked up in the key.
        conditions.append(end.in_([0, *_ids(asked.left_out)]) if asked.left_out else end == 0)
    began = _is_one_of(since, asked.began)
    if asked.ended is not None:
        origins = Acts(origins=asked.began.origins)
        by_end = and_(end != 0, _is_one_of(end, asked.ended), _is_one_of(since, origins))
        if asked.left_out:
            by_end = and_(by_end, end.not_in(_ids(asked.left_out)))
        began = or_(began, by_end)
    return and_(*conditions, began)


def _is_true(asked: Asked) -> ColumnElement[bool]:
    """Whether a period would be there had the changes that are left out done nothing.

    It would not if one of them began it; if it was begun by somebody else only after one of them
    had ended another of this number; or if one gave it back, which shows in that it began as what
    ended by the change that is undone.
    """
    since, end = col(OptOut.since_change), col(OptOut.until_change)
    other = aliased(OptOut)
    same = and_(col(other.list_id) == col(OptOut.list_id), col(other.number) == col(OptOut.number))
    ids = _ids(asked.left_out)
    taken_off = select(literal(1)).where(same, col(other.until_change).in_(ids)).exists()
    conditions = [since.not_in(ids), ~and_(end == 0, taken_off)]
    for undo in asked.left_out:
        if undo.undoes:
            before = and_(col(other.until_change) == undo.undoes, col(other.since_change) == since)
            given_back = select(literal(1)).where(same, before).exists()
            conditions.append(~and_(or_(end == 0, end > undo.change), given_back))
    return and_(*conditions)


def _ids(left_out: Collection[Undo]) -> list[int]:
    return [each.change for each in left_out]


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
