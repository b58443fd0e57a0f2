"""Whether anything happened in a workspace since somebody looked, without looking at all of it."""

import hashlib
from collections.abc import Collection

from sqlalchemy import func
from sqlmodel import col, select

from storage.engine import Transaction
from storage.reply_tables import Connection
from storage.tables import Account, Change, Job, ReportSchedule, RoleGrant, Sender, WorkspaceSetting


def fingerprint(tx: Transaction, workspace_id: int, under_way: Collection[str]) -> str:
    """Another text whenever a change, a job in these stages, a schedule, a connection, an account,
    a sender, a setting or a role is another. An import makes one too, with every step that it goes
    on."""
    newest = [
        tx.exec(select(func.max(table.id)).where(table.workspace_id == workspace_id)).one()
        for table in (Change, Job, WorkspaceSetting, RoleGrant)
    ]
    jobs = tx.exec(
        select(Job.id, Job.stage, Job.done, Job.cancelling)
        .where(col(Job.stage).in_(under_way), Job.workspace_id == workspace_id)
        .order_by(col(Job.id))
    ).all()
    schedules = tx.exec(
        select(ReportSchedule.id, ReportSchedule.body, ReportSchedule.next_at)
        .where(ReportSchedule.workspace_id == workspace_id, col(ReportSchedule.deleted).is_(False))
        .order_by(col(ReportSchedule.id))
    ).all()
    connections = tx.exec(
        select(Connection.id, Connection.retired_at)
        .where(Connection.workspace_id == workspace_id)
        .order_by(col(Connection.id))
    ).all()
    accounts = tx.exec(
        select(Account.id, Account.name, Account.retired_at)
        .where(Account.workspace_id == workspace_id)
        .order_by(col(Account.id))
    ).all()
    senders = tx.exec(
        select(Sender.id, Sender.label, Sender.retired_at)
        .where(Sender.workspace_id == workspace_id)
        .order_by(col(Sender.id))
    ).all()
    seen = repr((newest, *map(list, (jobs, schedules, connections, accounts, senders))))
    return hashlib.sha256(seen.encode()).hexdigest()
