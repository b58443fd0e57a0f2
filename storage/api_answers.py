"""What calls with an Idempotency-Key were answered."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select

from storage.engine import Transaction
from storage.reply_tables import ApiAnswer
from storage.writing import insert_new


def is_first(
    tx: Transaction, key_id: int, idempotency_key: str, *, fingerprint: str, at: datetime
) -> bool:
    """Note that a call is being answered; False if the idempotency key was used before."""
    row = {
        "key_id": key_id,
        "idempotency_key": idempotency_key,
        "fingerprint": fingerprint,
        "status": 0,
        "body": "",
        "at": at,
    }
    return insert_new(tx, ApiAnswer, [row]) == 1


def of_call(tx: Transaction, key_id: int, idempotency_key: str) -> ApiAnswer | None:
    return tx.exec(
        select(ApiAnswer).where(
            ApiAnswer.key_id == key_id, ApiAnswer.idempotency_key == idempotency_key
        )
    ).one_or_none()


def keep(
    tx: Transaction,
    key_id: int,
    idempotency_key: str,
    *,
    status: int,
    body: str,
    at: datetime,
) -> None:
    tx.connection().execute(
        update(ApiAnswer)
        .where(col(ApiAnswer.key_id) == key_id, col(ApiAnswer.idempotency_key) == idempotency_key)
        .values(status=status, body=body, at=at)
    )


def drop(tx: Transaction, key_id: int, idempotency_key: str) -> None:
    tx.connection().execute(
        delete(ApiAnswer).where(
            col(ApiAnswer.key_id) == key_id, col(ApiAnswer.idempotency_key) == idempotency_key
        )
    )


def forget_before(tx: Transaction, moment: datetime) -> None:
    tx.connection().execute(delete(ApiAnswer).where(col(ApiAnswer.at) < moment))
