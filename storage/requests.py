"""Requests that were taken in, so that a second delivery is recognised."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col

from storage.engine import Transaction
from storage.tables import SeenRequest
from storage.writing import insert_new


def is_first(tx: Transaction, workspace_id: int, request_id: str, *, at: datetime) -> bool:
    """Note a request; False if it had been noted before."""
    row = {"workspace_id": workspace_id, "request_id": request_id, "at": at}
    return insert_new(tx, SeenRequest, [row]) == 1


def forget_before(tx: Transaction, moment: datetime) -> None:
    """Drop notes too old for Slack to deliver their request again."""
    tx.connection().execute(delete(SeenRequest).where(col(SeenRequest.at) < moment))
