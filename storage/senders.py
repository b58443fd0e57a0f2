"""Senders: what messages are sent from, shared by the accounts of a workspace."""

from collections.abc import Mapping, Sequence
from typing import Any

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


def by_id(tx: Transaction, workspace_id: int, sender_id: int) -> Sender | None:
    return tx.exec(
        select(Sender).where(Sender.workspace_id == workspace_id, Sender.id == sender_id)
    ).one_or_none()


def by_address(tx: Transaction, workspace_id: int, *, channel: str, address: str) -> Sender | None:
    return tx.exec(
        select(Sender).where(
            Sender.workspace_id == workspace_id,
            Sender.channel == channel,
            Sender.address == address,
        )
    ).one_or_none()


def add(tx: Transaction, row: Mapping[str, Any]) -> bool:
    """Insert a new one; False if its address is taken, be it by an act at the same moment."""
    return insert_new(tx, Sender, [row]) == 1


def save(tx: Transaction, sender: Sender) -> Sender:
    tx.add(sender)
    tx.flush()
    return sender
