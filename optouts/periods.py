"""Opt-outs as people see them: a number on a list, since which change and until which."""

import json
from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from optouts.numbers import E164
from optouts.outcomes import Change, OptOut
from optouts.places import ListName
from optouts.words import ActorId, ChangeId, Kind, ListId, Origin, WorkspaceId
from storage import changes, notes, own_words, tables
from storage.engine import Transaction
from storage.opt_outs import Period


def change_of(row: tables.Change) -> Change:
    return Change(
        id=ChangeId(row.id or 0),
        kind=Kind(row.kind),
        by=ActorId(row.actor),
        origin=Origin(row.origin),
        at=row.at,
        note=row.note,
        evidence=json.loads(row.evidence),
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
    asked = _asked(tx, workspace, [each for each in found if not known[each.since].is_person_made])
    imports = {change.id for change in known.values() if change.origin is Origin.IMPORT}
    said = notes.of_numbers(tx, imports, {period.number for period in found})
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
            note=said.get((period.since, period.number), ""),
            asked=asked.get((period.list_id, period.number, period.since), ()),
        )
        for period in found
    ]


def _asked(
    tx: Transaction, workspace: WorkspaceId, found: Collection[Period]
) -> dict[tuple[int, int, int], tuple[Change, ...]]:
    """The people's own words, by list, number and the change that made the opt-out."""
    if not found:
        return {}
    words = own_words.of_numbers(
        tx, {each.list_id for each in found}, {each.number for each in found}
    )
    said = changes.by_ids(tx, workspace, {word.change_id for word in words})
    asked: dict[tuple[int, int, int], tuple[Change, ...]] = {}
    for word in words:
        place = (word.list_id, word.number, word.since)
        asked[place] = (*asked.get(place, ()), change_of(said[word.change_id]))
    return asked
