"""Which of some numbers stand on some lists: asked before every message, so asked at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from storage.engine import Database


class Standing(NamedTuple):
    """A number that stands on a list, since when, and where that came from."""

    list_id: int
    number: int
    own_date: int | None
    at: datetime
    origin: str


@dataclass(frozen=True, slots=True)
class Found:
    """What stands on the lists that were asked about; `lists` is how many the workspace has."""

    standing: tuple[Standing, ...]
    lists: int


SQLITE: Final = (
    "SELECT opt_out.list_id, opt_out.number, opt_out.own_date, change.at, change.origin"
    " FROM opt_out JOIN change ON change.id = opt_out.since_change"
    " WHERE opt_out.list_id IN (SELECT value FROM json_each(:lists))"
    " AND opt_out.number IN (SELECT value FROM json_each(:numbers)) AND opt_out.until_change = 0"
    " UNION ALL SELECT 0, count(*), NULL, NULL, NULL FROM opt_out_list WHERE workspace_id = :of"
)
POSTGRESQL: Final = (
    "SELECT opt_out.list_id, opt_out.number, opt_out.own_date, change.at, change.origin"
    " FROM opt_out JOIN change ON change.id = opt_out.since_change"
    " WHERE opt_out.list_id = ANY(CAST(%(lists)s AS integer[]))"
    " AND opt_out.number = ANY(CAST(%(numbers)s AS bigint[])) AND opt_out.until_change = 0"
    " UNION ALL SELECT 0, count(*), NULL, NULL, NULL FROM opt_out_list"
    " WHERE workspace_id = %(of)s"
)
"""The row of list 0 is how many lists there are. None is ever deleted or becomes another one, so as
many as were known are the ones that were known."""


def standing(
    database: Database, workspace_id: int, list_ids: Iterable[int], numbers: Iterable[int]
) -> Found:
    """One statement, so that all of it is of one moment. Raises DatabaseUnavailable."""
    query, write = (SQLITE, _as_json) if database.is_sqlite else (POSTGRESQL, _as_array)
    asked = {"lists": write(list_ids), "numbers": write(sorted(numbers)), "of": workspace_id}
    rows = database.asked(query, asked)
    [lists] = [row[1] for row in rows if not row[0]]
    moments = {at: _utc(at) for at in {row[3] for row in rows if row[0]}}  # imports share theirs
    found = [
        Standing(list_id, number, own_date, moments[at], origin)
        for list_id, number, own_date, at, origin in rows
        if list_id
    ]
    return Found(tuple(found), lists)


def _as_json(numbers: Iterable[int]) -> str:
    """So much alike that json.dumps would write the same, in five times the time."""
    return f"[{','.join(map(str, numbers))}]"


def _as_array(numbers: Iterable[int]) -> str:
    """As PostgreSQL writes arrays; to hand over lists takes the driver much longer."""
    return f"{{{','.join(map(str, numbers))}}}"


def _utc(at: datetime | str) -> datetime:
    """SQLite keeps moments as text, in UTC without saying so."""
    if isinstance(at, str):
        return datetime.fromisoformat(at).replace(tzinfo=UTC)
    return at.astimezone(UTC)
