"""Opt-outs as people see them: a number on a list, since which change and until which."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from optouts.numbers import E164
from optouts.places import ListName
from optouts.words import PERSON_MADE, ActorId, ChangeId, Kind, ListId, Origin, WorkspaceId
from storage import changes, tables
from storage.engine import Transaction
from storage.opt_outs import Period


@dataclass(frozen=True, slots=True)
class Change:
    """One act as it was recorded."""

    id: ChangeId
    kind: Kind
    by: ActorId
    origin: Origin
    at: datetime
    note: str
    undoes: ChangeId | None

    @property
    def is_person_made(self) -> bool:
        return self.origin in PERSON_MADE


@dataclass(frozen=True, slots=True)
class OptOut:
    """A number on a list for a period. `until` is the change that ended it, or None.

    `own_date` is when the person opted out, where that differs from the time of the change.
    """

    number: E164
    list: ListName
    since: Change
    until: Change | None
    own_date: datetime | None

    @property
    def date(self) -> datetime:
        return self.own_date or self.since.at


def change_of(row: tables.Change) -> Change:
    return Change(
        id=ChangeId(row.id or 0),
        kind=Kind(row.kind),
        by=ActorId(row.actor),
        origin=Origin(row.origin),
        at=row.at,
        note=row.note,
        undoes=ChangeId(row.undoes) if row.undoes else None,
    )


def explained(
    tx: Transaction,
    workspace: WorkspaceId,
    found: Collection[Period],
    names: Iterable[ListName],
) -> list[OptOut]:
    """Periods with the words of their lists and changes, in the order they were found."""
    ids = {period.since for period in found} | {period.until for period in found} - {0}
    known = {row_id: change_of(row) for row_id, row in changes.by_ids(tx, workspace, ids).items()}
    by_id = {name.id: name for name in names}
    return [
        OptOut(
            number=E164(period.number),
            list=by_id[ListId(period.list_id)],
            since=known[period.since],
            until=known[period.until] if period.until else None,
            own_date=(
                datetime.fromtimestamp(period.own_date, UTC)
                if period.own_date is not None
                else None
            ),
        )
        for period in found
    ]
