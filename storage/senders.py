"""Senders: what messages are sent from, shared by the accounts of a workspace."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import col, select

from storage.engine import Transaction
from storage.tables import Sender
from storage.writing import insert_new


def of_workspace(tx: Transaction, workspace_id: int) -> Sequence[Sender]:
    return tx.exec(
        select(Sender)
        .where(Sender.workspace_id == workspace_id)
        .order_by(col(Sender.channel), col(Sender.label), col(Sender.address))
    ).all()


# These two are put together once, as every reply asks them.
_BY_ID: Final = select(Sender).where(
    col(Sender.workspace_id) == bindparam("workspace"), col(Sender.id) == bindparam("of")
)


def by_id(tx: Transaction, workspace_id: int, sender_id: int) -> Sender | None:
    given = {"workspace": workspace_id, "of": sender_id}
    return tx.exec(_BY_ID, params=given).one_or_none()


def by_address(tx: Transaction, workspace_id: int, *, channel: str, address: str) -> Sender | None:
    return tx.exec(
        select(Sender).where(
            Sender.workspace_id == workspace_id,
            Sender.channel == channel,
            Sender.address == address,
        )
    ).one_or_none()


_OF_ADDRESSES: Final = sqlalchemy.select(col(Sender.id)).where(
    col(Sender.workspace_id) == bindparam("workspace"),
    col(Sender.channel) == bindparam("channel"),
    col(Sender.address).in_(bindparam("addresses", expanding=True)),
)


def of_addresses(
    tx: Transaction, workspace_id: int, *, channel: str, addresses: Collection[str]
) -> int | None:
    """The id of a sender that has one of these addresses, all of which mean the same."""
    given = {"workspace": workspace_id, "channel": channel, "addresses": sorted(addresses)}
    return tx.connection().execute(_OF_ADDRESSES, given).scalars().first()


def add(tx: Transaction, row: Mapping[str, Any]) -> bool:
    """Insert a new one; False if its address is taken, be it by an act at the same moment."""
    return insert_new(tx, Sender, [row]) == 1


def save(tx: Transaction, sender: Sender) -> Sender:
    tx.add(sender)
    tx.flush()
    return sender
