"""How far an export is, while its file is written."""

from datetime import datetime

from slack_sdk.models.blocks import Block

from handlers.slack.blocks.elements import actions, button, context, section
from handlers.slack.blocks.export_words import circumstances
from handlers.slack.blocks.progress_words import bar, left, share_of
from handlers.slack.blocks.text import counted, escape
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.jobs import Job


def progress(job: Job, *, scope: str, now: datetime) -> Message:
    """`scope` says which opt-outs it holds, unescaped."""
    what = f"Exporting opt-outs: {escape(scope)}"
    share = share_of(job)
    percent = f"{int(share * 100)} %"
    remaining = "" if job.cancelling else left(job, now)
    blocks: list[Block] = [
        section(f"*{what}*\n{bar(share)} {percent}"),
        context(" · ".join(part for part in (_done(job), remaining) if part)),
        context(circumstances(job)),
    ]
    if job.cancelling:
        blocks.append(context("*Cancelling.* It stops after the step it is at."))
    else:
        stop = button("Cancel", Button.EXPORT_CANCEL, str(job.id), label="Cancel this export")
        blocks += actions(stop)
    text = f"Cancelling: {what}" if job.cancelling else f"{what}: {percent}"
    return Message(text, blocks)


def _done(job: Job) -> str:
    if job.total <= 0:
        return "Waiting for its turn"
    return f"{job.done:,} of {counted(max(job.done, job.total), 'row')}"
