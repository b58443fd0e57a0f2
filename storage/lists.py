"""Lists: account × channel × sender, with their sizes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy
from sqlalchemy import bindparam, update
from sqlmodel import col, select

from storage.engine import Transaction
from storage.tables import OptOutList
from storage.writing import insert_new


@dataclass(frozen=True, slots=True, order=True)
class ListKey:
    """What a list is for; 0 stands for every account, and for every sender of the channel."""

    account_id: int
    channel: str
    sender_id: int


# Put together once, as every reply asks this.
_KEYS: Final = sqlalchemy.select(
    col(OptOutList.id),
    col(OptOutList.account_id),
    col(OptOutList.channel),
    col(OptOutList.sender_id),
).where(col(OptOutList.workspace_id) == bindparam("workspace"))

_RESIZED: Final = (
    update(OptOutList)
    .where(col(OptOutList.id) == bindparam("of"))
    .values(size=col(OptOutList.size) + bindparam("by"))
)


def of_workspace(tx: Transaction, workspace_id: int) -> Sequence[OptOutList]:
    """Every list of a workspace; some dozens at most, as they are made of accounts and senders."""
    return tx.exec(
        select(OptOutList)
        .where(OptOutList.workspace_id == workspace_id)
        .order_by(col(OptOutList.account_id), col(OptOutList.channel), col(OptOutList.sender_id))
    ).all()


def made_for(
    tx: Transaction, workspace_id: int, keys: Collection[ListKey]
) -> dict[ListKey, OptOutList]:
    """The lists of these keys, made where they do not exist yet."""
    found = _by_key(tx, workspace_id)
    if new := set(keys) - found.keys():
        insert_new(
            tx,
            OptOutList,
            [
                {
                    "workspace_id": workspace_id,
                    "account_id": key.account_id,
                    "channel": key.channel,
                    "sender_id": key.sender_id,
                    "size": 0,
                }
                for key in sorted(new)
            ],
        )
        found = _by_key(tx, workspace_id)
    return {key: found[key] for key in keys}


def ids_for(tx: Transaction, workspace_id: int, keys: Collection[ListKey]) -> list[int]:
    """The lists of these keys by their ids, ascending; made where they do not exist yet."""
    known = {
        ListKey(account, channel, sender): list_id
        for list_id, account, channel, sender in tx.connection().execute(
            _KEYS, {"workspace": workspace_id}
        )
    }
    if known.keys() >= set(keys):
        return sorted({known[key] for key in keys})
    return sorted({row.id or 0 for row in made_for(tx, workspace_id, keys).values()})


def _by_key(tx: Transaction, workspace_id: int) -> dict[ListKey, OptOutList]:
    rows = of_workspace(tx, workspace_id)
    return {ListKey(row.account_id, row.channel, row.sender_id): row for row in rows}


def resize(tx: Transaction, by: Mapping[int, int]) -> None:
    """Add to the sizes of lists, in the order of their ids so that two writers never deadlock."""
    for list_id, difference in sorted(by.items()):
        if difference:
            tx.connection().execute(_RESIZED, {"of": list_id, "by": difference})
