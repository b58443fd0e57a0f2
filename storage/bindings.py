"""Channel bindings: what a Slack channel stands for when nothing else is said."""

from collections.abc import Sequence

from sqlmodel import col

from storage.engine import Transaction
from storage.newest import latest, newest
from storage.tables import ChannelBinding


def of_channel(tx: Transaction, workspace_id: int, channel: str) -> ChannelBinding | None:
    key = col(ChannelBinding.channel)
    rows = newest(tx, ChannelBinding, key, workspace_id=workspace_id, among=[channel])
    return next((row for row in rows if row.account_id or row.sender_id or row.region), None)


def amended(
    tx: Transaction, workspace_id: int, *, limit: int
) -> Sequence[tuple[ChannelBinding, ChannelBinding | None]]:
    key = col(ChannelBinding.channel)
    return latest(tx, ChannelBinding, key, workspace_id=workspace_id, limit=limit)


def bind(tx: Transaction, binding: ChannelBinding) -> None:
    tx.add(binding)
