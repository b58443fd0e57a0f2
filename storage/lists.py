"""Lists: account × channel × sender, with their sizes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import update
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
            for key in sorted(set(keys))
        ],
    )
    found = {
        ListKey(row.account_id, row.channel, row.sender_id): row
        for row in of_workspace(tx, workspace_id)
    }
    return {key: found[key] for key in keys}


def resize(tx: Transaction, by: Mapping[int, int]) -> None:
    """Add to the sizes of lists, in the order of their ids so that two writers never deadlock."""
    for list_id, difference in sorted(by.items()):
        if difference:
            tx.connection().execute(
                update(OptOutList)
                .where(col(OptOutList.id) == list_id)
                .values(size=OptOutList.size + difference)
            )
