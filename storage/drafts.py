"""Things asked for and not yet done, kept here so that Slack's buttons carry no phone numbers."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from storage.engine import Transaction
from storage.tables import Draft


def keep(tx: Transaction, draft: Draft) -> None:
    tx.add(draft)


def of_token(tx: Transaction, workspace_id: int, token: str) -> Draft | None:
    return tx.exec(
        select(Draft).where(Draft.workspace_id == workspace_id, Draft.token == token)
    ).one_or_none()


def forget_before(tx: Transaction, moment: datetime) -> None:
    tx.connection().execute(delete(Draft).where(col(Draft.at) < moment))
