"""What people chose last, as text by name, to be offered to them again."""

from sqlmodel import select

from storage.engine import Transaction
from storage.tables import PersonalChoice


def of_person(tx: Transaction, workspace_id: int, actor: str, name: str) -> str | None:
    return tx.exec(
        select(PersonalChoice.value).where(
            PersonalChoice.workspace_id == workspace_id,
            PersonalChoice.actor == actor,
            PersonalChoice.name == name,
        )
    ).one_or_none()


def remember(tx: Transaction, workspace_id: int, actor: str, name: str, *, value: str) -> None:
    tx.merge(PersonalChoice(workspace_id=workspace_id, actor=actor, name=name, value=value))
