"""How far an import is, while it works."""

from datetime import datetime, timedelta
from typing import Final

from slack_sdk.models.blocks import Block

from handlers.slack.blocks.elements import actions, button, context, section
from handlers.slack.blocks.import_words import file_of, undone_of
from handlers.slack.blocks.text import counted
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.jobs import Job, JobKind, Stage

CELLS: Final = 20
FULL, EMPTY = "▓", "░"
MEGABYTE: Final = 1024 * 1024
SOONEST: Final = timedelta(seconds=3)
"""Before that, what is left cannot be estimated."""

DEEDS: Final = {
    Stage.FETCHING: "Fetching",
    Stage.READING: "Reading",
    Stage.APPLYING: "Importing",
}
CALM: Final = {
    Stage.FETCHING: "Nothing has changed yet.",
    Stage.READING: "Every row is read and held against the lists. Nothing has changed yet.",
    Stage.APPLYING: "The numbers are written to the lists.",
}


def progress(job: Job, *, now: datetime) -> Message:
    undoes = job.kind is JobKind.UNDO
    what = (
        f"Undoing {undone_of(job)}"
        if undoes
        else f"{DEEDS.get(job.stage, 'Importing')} {file_of(job)}"
    )
    share = min(job.done / job.total, 1.0) if job.total > 0 else 0.0
    percent = f"{int(share * 100)} %"
    calm = "" if undoes else CALM.get(job.stage, "")
    text = f"Cancelling: {what}" if job.cancelling else f"{what}: {percent}"
    left = "" if job.cancelling else _left(job, now)
    blocks: list[Block] = [
        section(f"*{what}*\n{_bar(share)} {percent}"),
        context(" · ".join(part for part in (_done(job), left, calm) if part)),
    ]
    if job.cancelling:
        blocks.append(context("*Cancelling.* It stops after the step it is at."))
    elif not undoes:
        stop = button("Cancel", Button.IMPORT_CANCEL, str(job.id), label="Cancel this import")
        blocks += actions(stop)
    return Message(text, blocks)


def _bar(share: float) -> str:
    full = int(share * CELLS)
    return FULL * full + EMPTY * (CELLS - full)


def _done(job: Job) -> str:
    if job.total <= 0:
        return "Waiting for its turn"
    if job.stage is Stage.FETCHING:
        return f"{job.done / MEGABYTE:,.1f} of {job.total / MEGABYTE:,.1f} MB"
    noun = "opt-out" if job.kind is JobKind.UNDO else "row"
    return f"{job.done:,} of {counted(max(job.done, job.total), noun)}"


def _left(job: Job, now: datetime) -> str:
    """By the pace of this stage so far."""
    spent = now - job.stage_at
    if spent < SOONEST or not 0 < job.done < job.total:
        return ""
    seconds = spent.total_seconds() * (job.total - job.done) / job.done
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute left"
    if minutes < 60:  # noqa: PLR2004 - of an hour
        return f"about {counted(minutes, 'minute')} left"
    return f"about {counted(round(minutes / 60), 'hour')} left"
