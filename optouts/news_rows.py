"""News as jobs: in which channel, in whose name, and once each."""

from datetime import datetime

from optouts.job_rows import Body, written
from optouts.jobs import JobKind, Report, Stage
from optouts.news import News
from optouts.words import WorkspaceId
from storage import jobs, preferences, tables
from storage.engine import Transaction

KEY = "news:"
"""What the request keys of news begin with."""


def channel_within(
    tx: Transaction, workspace: WorkspaceId, *, of_reviews: bool = False
) -> tables.WorkspaceSetting | None:
    """The setting that names the channel, with who chose it; None if there is no channel."""
    for name in ("review_channel", "announcements") if of_reviews else ("announcements",):
        row = preferences.newest_of(tx, workspace, name)
        if row is not None and row.value:
            return row
    return None


def is_recorded_within(tx: Transaction, workspace: WorkspaceId, key: str) -> bool:
    return jobs.by_request(tx, workspace, f"{KEY}{key}") is not None


def record_within(
    tx: Transaction,
    workspace: WorkspaceId,
    news: News,
    channel: tables.WorkspaceSetting,
    *,
    key: str,
    at: datetime,
    held: bool = False,
) -> None:
    """Tell of something, or hold it back to be told with others. Where the channel is closed to us,
    whoever chose it is told."""
    stage = Stage.READY if held else Stage.DONE
    jobs.record(
        tx,
        tables.Job(
            workspace_id=workspace,
            kind=JobKind.NEWS,
            stage=stage,
            shown=stage if held else "",
            actor=channel.actor,
            at=at,
            stage_at=at,
            request_key=f"{KEY}{key}",
            body=written(Body(Report(channel.value), news=news)),
        ),
    )
