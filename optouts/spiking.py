"""Spikes: looked for, recorded so that the team is told once, and muted."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from optouts.changes import Act
from optouts.core import Core, demand
from optouts.errors import UnknownJob
from optouts.job_rows import Body, body_of, job_of, written
from optouts.jobs import Job, JobId, JobKind, Report, Stage
from optouts.roles import Deed
from optouts.spikes import (
    BASELINE,
    HOUR,
    LEAST,
    MUTED,
    QUIET,
    Mute,
    Spike,
    causes,
    hourly,
    is_spike,
)
from optouts.words import PERSON_MADE, ActorId, Kind, Origin, SenderId, WorkspaceId
from storage import jobs, preferences, spike_counts, tables, workspaces
from storage.engine import Transaction
from storage.spike_counts import Counted, Time

COUNTED: Final = Counted(Kind.ADD, PERSON_MADE, {Origin.SLACK, Origin.API})
"""What people asked for themselves, and what was added one by one. Files, undoing and many numbers
pasted at once say nothing of the last hour."""

CAMPAIGN: Final = "campaign"
"""The evidence that names the campaign which somebody answered."""


def look(core: Core) -> int:
    """Record the spikes of the last hour, where there is a channel to tell them in; how many."""
    with core.reading() as tx:
        known = [WorkspaceId(row.id or 0) for row in workspaces.every(tx)]
    return sum(_look(core, workspace) for workspace in known)


def _look(core: Core, workspace: WorkspaceId) -> int:
    with core.reading() as tx:
        channel = preferences.newest_of(tx, workspace, "announcements")
        if channel is None or not channel.value:
            return 0
        found = list(_spikes(tx, core, workspace))
    if not found:
        return 0
    with core.writing() as tx:
        rows = [_row(workspace, spike, told, channel) for spike, told in found]
        return sum(jobs.record(tx, row) is not None for row in rows)


def _spikes(
    tx: Transaction, core: Core, workspace: WorkspaceId
) -> Iterator[tuple[Spike, tables.Job | None]]:
    """Each with the one of the same sender that was told before it."""
    now = core.clock()
    hour = Time(now - HOUR, now)
    counts = spike_counts.by_sender(tx, workspace, COUNTED, hour)
    for sender_id, count in sorted(counts.items()):
        sender = SenderId(sender_id)
        if count < LEAST:
            continue
        told = jobs.newest_keyed(tx, workspace, JobKind.SPIKE, key=f"spike:{sender}:")
        mute = _mute_within(tx, workspace, sender)
        if (told and now - told.at < QUIET) or (mute and mute.until > now):
            continue
        usual = _usual(tx, workspace, sender, until=hour.since)
        if not is_spike(count, usual):
            continue
        if told and not _calmed(tx, workspace, sender, usual, told=told.at, now=now):
            continue
        common = causes(_said(tx, workspace, sender, hour))
        yield Spike(sender, now, count, usual, common), told


def _usual(tx: Transaction, workspace: WorkspaceId, sender: SenderId, *, until: datetime) -> float:
    time = Time(until - BASELINE, until)
    count, first = spike_counts.of_sender(tx, workspace, COUNTED, time, sender=sender)
    return hourly(count, first=first, until=until)


def _calmed(
    tx: Transaction,
    workspace: WorkspaceId,
    sender: SenderId,
    usual: float,
    *,
    told: datetime,
    now: datetime,
) -> bool:
    """Whether there was an ordinary hour since the team was told."""
    if now - told > BASELINE:
        return True
    return any(
        not is_spike(_count(tx, workspace, sender, until=now - hours * HOUR), usual)
        for hours in range(1, int((now - told) / HOUR))
    )


def _count(tx: Transaction, workspace: WorkspaceId, sender: SenderId, *, until: datetime) -> int:
    time = Time(until - HOUR, until)
    return spike_counts.of_sender(tx, workspace, COUNTED, time, sender=sender)[0]


def _said(
    tx: Transaction, workspace: WorkspaceId, sender: SenderId, time: Time
) -> Iterator[tuple[str, int]]:
    """What was said of the opt-outs: the campaign, else the note.

    The note of a reply is what the person wrote, which is STOP for most of them.
    """
    for origin, note, evidence, opened in spike_counts.told(
        tx, workspace, COUNTED, time, sender=sender
    ):
        said = "" if origin == Origin.KEYWORD else note
        yield json.loads(evidence).get(CAMPAIGN) or said, opened


def _row(
    workspace: WorkspaceId,
    spike: Spike,
    told: tables.Job | None,
    channel: tables.WorkspaceSetting,
) -> tables.Job:
    """A job that has nothing left to do but to be shown, in the name of who chose the channel.

    Its key names the one told before it, so that two processes cannot tell of one twice.
    """
    return tables.Job(
        workspace_id=workspace,
        kind=JobKind.SPIKE,
        stage=Stage.DONE,
        actor=channel.actor,
        at=spike.until,
        stage_at=spike.until,
        request_key=f"spike:{spike.sender}:{told.id if told else 0}",
        body=written(Body(Report(channel.value), spike=spike)),
    )


def mute(core: Core, act: Act, job_id: JobId, *, lasting: timedelta) -> Job:
    """Tell no more of the spikes of this one's sender for so long; its message says so.

    Raises NotPermitted, UnknownJob and StorageAway.
    """
    demand(act.by, Deed.MUTE)
    with core.writing() as tx:
        row = jobs.to_change(tx, act.workspace, job_id)
        body = body_of(row) if row else None
        if row is None or body is None or body.spike is None:
            raise UnknownJob
        if body.request == act.request:
            return job_of(row)
        now = core.clock()
        preferences.put(
            tx,
            act.workspace,
            _setting(body.spike.sender),
            value=(now + lasting).isoformat(),
            actor=act.by.id,
            at=now,
        )
        values = {"shown": "", "body": written(replace(body, request=act.request))}
        jobs.move(tx, act.workspace, job_id, stage=row.stage, values=values)
        tx.refresh(row)
        return job_of(row)


def mute_of(core: Core, workspace: WorkspaceId, sender: SenderId) -> Mute | None:
    """What was last said about hearing of a sender's spikes; it may be over."""
    with core.reading() as tx:
        return _mute_within(tx, workspace, sender)


def _mute_within(tx: Transaction, workspace: WorkspaceId, sender: SenderId) -> Mute | None:
    row = preferences.newest_of(tx, workspace, _setting(sender))
    return Mute(datetime.fromisoformat(row.value), ActorId(row.actor)) if row else None


def _setting(sender: SenderId) -> str:
    return f"{MUTED}{sender}"
