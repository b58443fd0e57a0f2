"""How far an import is, while it works."""

from datetime import datetime
from typing import Final

from slack_sdk.models.blocks import Block

from handlers.slack.blocks.elements import actions, button, context, section
from handlers.slack.blocks.import_words import file_of, undone_of
from handlers.slack.blocks.progress_words import bar, left, share_of
from handlers.slack.blocks.text import counted
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.jobs import Job, JobKind, Stage

MEGABYTE: Final = 1024 * 1024
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
    what = deed(job)
    share = share_of(job)
    percent = f"{int(share * 100)} %"
    calm = "" if undoes else CALM.get(job.stage, "")
    text = f"Cancelling: {what}" if job.cancelling else f"{what}: {percent}"
    remaining = "" if job.cancelling else left(job, now)
    blocks: list[Block] = [
        section(f"*{what}*\n{bar(share)} {percent}"),
        context(" · ".join(part for part in (_done(job), remaining, calm) if part)),
    ]
    if job.cancelling:
        blocks.append(context("*Cancelling.* It stops after the step it is at."))
    elif not undoes:
        stop = button("Cancel", Button.IMPORT_CANCEL, str(job.id), label="Cancel this import")
        blocks += actions(stop)
    return Message(text, blocks)


def deed(job: Job) -> str:
    """What is being done with which file."""
    if job.kind is JobKind.UNDO:
        return f"Undoing {undone_of(job)}"
    return f"{DEEDS.get(job.stage, 'Importing')} {file_of(job)}"


def _done(job: Job) -> str:
    if job.total <= 0:
        return "Waiting for its turn"
    if job.stage is Stage.FETCHING:
        return f"{job.done / MEGABYTE:,.1f} of {job.total / MEGABYTE:,.1f} MB"
    noun = "opt-out" if job.kind is JobKind.UNDO else "row"
    return f"{job.done:,} of {counted(max(job.done, job.total), noun)}"
