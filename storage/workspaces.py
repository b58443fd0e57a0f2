"""Workspaces: the tenants."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from storage.engine import Transaction
from storage.tables import Workspace
from storage.writing import insert_new


def of_team(tx: Transaction, *, enterprise_id: str, team_id: str) -> Workspace | None:
    return tx.exec(
        select(Workspace).where(
            Workspace.enterprise_id == enterprise_id, Workspace.team_id == team_id
        )
    ).one_or_none()


def made_for_team(tx: Transaction, *, enterprise_id: str, team_id: str, at: datetime) -> Workspace:
    """The workspace of a team, made at its first request."""
    row = {"enterprise_id": enterprise_id, "team_id": team_id, "created_at": at}
    insert_new(tx, Workspace, [row])
    return tx.exec(
        select(Workspace).where(
            Workspace.enterprise_id == enterprise_id, Workspace.team_id == team_id
        )
    ).one()


def every(tx: Transaction) -> Sequence[Workspace]:
    """All of them, the oldest first; for whoever runs the program."""
    return tx.exec(select(Workspace).order_by(col(Workspace.id))).all()
