"""The rules that say what replies mean: every version that a workspace ever saved."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from storage.engine import Transaction
from storage.newest import newest
from storage.reply_tables import KeywordRule
from storage.tables import Workspace

# Asked for with every reply, so it is put together once.
_COUNT: Final = (
    select(func.count())
    .select_from(KeywordRule)
    .where(col(KeywordRule.workspace_id) == bindparam("workspace"))
)


def standing(tx: Transaction, workspace_id: int) -> Sequence[KeywordRule]:
    """The newest version of each rule that was ever touched, deleted ones too."""
    return newest(tx, KeywordRule, col(KeywordRule.rule), workspace_id=workspace_id)


def of_rule(tx: Transaction, workspace_id: int, rule: str) -> Sequence[KeywordRule]:
    """Every version of a rule, the newest first."""
    return tx.exec(
        select(KeywordRule)
        .where(KeywordRule.workspace_id == workspace_id, KeywordRule.rule == rule)
        .order_by(col(KeywordRule.id).desc())
    ).all()


def count(tx: Transaction, workspace_id: int) -> int:
    """How many versions there are: it grows with each, whichever of two commits first."""
    known: int = tx.execute(_COUNT, {"workspace": workspace_id}).scalar_one()
    return known


def claim(tx: Transaction, workspace_id: int) -> None:
    """Wait until nobody else changes the rules of a workspace, and keep others waiting."""
    one = select(Workspace.id).where(Workspace.id == workspace_id)
    tx.exec(one.with_for_update(key_share=True)).one_or_none()


def add(tx: Transaction, row: KeywordRule) -> int:
    """Insert a version and return its id."""
    tx.add(row)
    tx.flush()
    return row.id or 0
