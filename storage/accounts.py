"""Accounts: the business units of a workspace."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from storage.engine import Transaction
from storage.tables import Account
from storage.writing import insert_new


def of_workspace(tx: Transaction, workspace_id: int) -> Sequence[Account]:
    return tx.exec(
        select(Account).where(Account.workspace_id == workspace_id).order_by(col(Account.name_key))
    ).all()


def by_id(tx: Transaction, workspace_id: int, account_id: int) -> Account | None:
    return tx.exec(
        select(Account).where(Account.workspace_id == workspace_id, Account.id == account_id)
    ).one_or_none()


def by_name_key(tx: Transaction, workspace_id: int, name_key: str) -> Account | None:
    return tx.exec(
        select(Account).where(Account.workspace_id == workspace_id, Account.name_key == name_key)
    ).one_or_none()


def add(tx: Transaction, row: Mapping[str, Any]) -> bool:
    """Insert a new one; False if its name is taken, be it by an act at the same moment."""
    return insert_new(tx, Account, [row]) == 1


def save(tx: Transaction, account: Account) -> Account:
    tx.add(account)
    tx.flush()
    return account
