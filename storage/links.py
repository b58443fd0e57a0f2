"""Links that people opt out by."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import col, select

from storage.engine import Transaction
from storage.reply_tables import RecipientLink


def add(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """The ids of the new links, in the order of the rows."""
    # Beside the statement, and not as objects: thousands of them keep other writers waiting.
    new = insert(RecipientLink).returning(col(RecipientLink.id), sort_by_parameter_order=True)
    return [each or 0 for each in tx.connection().execute(new, rows).scalars()]


def by_id(tx: Transaction, link_id: int) -> RecipientLink | None:
    """Asked for with what a person clicked, which names no workspace but is signed by us."""
    return tx.exec(select(RecipientLink).where(RecipientLink.id == link_id)).one_or_none()


def claimed(tx: Transaction, link_id: int) -> RecipientLink | None:
    """The same, once nobody else is about to do anything with it; others wait until we are done."""
    return tx.exec(
        select(RecipientLink).where(RecipientLink.id == link_id).with_for_update()
    ).one_or_none()


def settle(tx: Transaction, link_id: int, *, change_id: int) -> None:
    """Note what the person did with it."""
    one = update(RecipientLink).where(col(RecipientLink.id) == link_id)
    tx.connection().execute(one.values(change_id=change_id))


def revoke(
    tx: Transaction,
    workspace_id: int,
    *,
    at: datetime,
    by_key: int,
    account_id: int | None,
    link_id: int | None = None,
    key_id: int | None = None,
) -> int:
    """Take back one link or all of a key, but not of other accounts than the one that is given;
    returns how many worked until now."""
    these = update(RecipientLink).where(
        col(RecipientLink.workspace_id) == workspace_id, col(RecipientLink.revoked_at).is_(None)
    )
    for column, wanted in (
        (RecipientLink.account_id, account_id),
        (RecipientLink.id, link_id),
        (RecipientLink.key_id, key_id),
    ):
        if wanted is not None:
            these = these.where(col(column) == wanted)
    return tx.connection().execute(these.values(revoked_at=at, revoked_key_id=by_key)).rowcount
