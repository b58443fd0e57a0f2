"""How many opt-outs began and ended in each stretch of time, by what the changes counted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func
from sqlmodel import col, select

from storage.changes import first_since, is_undone
from storage.engine import Transaction
from storage.tables import Change, ChangeCount


def by_stretch(
    tx: Transaction, workspace_id: int, edges: Sequence[datetime]
) -> list[tuple[int, int]]:
    """Opened and closed between each two edges, which are in order; the second is not included.

    An undo and what it undid count for nothing: neither is somebody's opting out or in.
    """
    stretches = len(edges) - 1
    stretch = case(
        *((col(Change.at) >= edges[index], index) for index in reversed(range(stretches))), else_=0
    )
    rows = tx.execute(
        select(stretch, func.sum(ChangeCount.opened), func.sum(ChangeCount.closed))
        .join(ChangeCount, col(ChangeCount.change_id) == col(Change.id))
        .where(
            Change.workspace_id == workspace_id,
            col(Change.id) >= first_since(tx, workspace_id, edges[0]),
            Change.at >= edges[0],
            Change.at < edges[-1],
            Change.kind != "undo",
            ~is_undone(),
        )
        .group_by(stretch)
    )
    found = {index: (int(opened), int(closed)) for index, opened, closed in rows}
    return [found.get(index, (0, 0)) for index in range(stretches)]
