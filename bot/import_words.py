"""What the command line says of an import, in the words that Slack uses."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from slack_sdk.models.blocks import ContextBlock, SectionBlock
from slack_sdk.models.blocks.basic_components import TextObject

from handlers.slack.blocks import import_dry_run, import_offer, import_summary
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.import_words import Names
from handlers.slack.blocks.text import counted, plain
from handlers.slack.replies import Message
from optouts.jobs import Job
from optouts.numbers import Fault
from optouts.places import Places
from optouts.row_faults import Repair

WARNING: Final = ":warning: "
FLAGS: Final = {
    Fault.FLOAT: f"--repair {Repair.FLOAT}",
    Fault.SEVERAL: f"--repair {Repair.SEVERAL}",
    Fault.LEADING_ZERO: f"--repair {Repair.LEADING_ZERO}",
    Fault.UNUSUALLY_SHORT: "--short-ok",
}
"""What to type for the repairs that can be had for a whole file."""

UNDO: Final = (
    "To undo it, press Undo in Slack: under its confirmation in the announcement channel, or on the"
    " Home tab of the app."
)


def explained(error: Exception) -> str:
    return plain(explain(error))


def offer(job: Job, *, places: Places) -> str:
    """How the file is about to be read."""
    told = import_offer.offer(job, places=places)
    return _said(Message(told.text, told.blocks[:-1]))  # until when it can be answered


def dry_run(job: Job, *, names: Names, needs_approval: bool) -> str:
    told = _said(import_dry_run.dry_run(job, names=names, needs_approval=needs_approval))
    refused = job.counts.refused if job.counts else {}
    flags = [
        f"{flag} ({counted(refused[at], 'row')})" for at, flag in FLAGS.items() if at in refused
    ]
    return "\n".join([told, *([f"What would mend rows: {', '.join(flags)}"] if flags else [])])


def summary(job: Job, *, names: Names, undo_days: int) -> str:
    """How it ended. Of refused rows the dry run spoke already."""
    told = import_summary.summary(
        replace(job, counts=None), names=names, is_undoable=undo_days > 0, undo_days=undo_days
    )
    changed = job.change is not None and bool(job.opening or job.leaving)
    return "\n".join([_said(told), *([UNDO] if changed and undo_days else [])])


def question(job: Job) -> str:
    noun = "number" if len(job.effects) == 1 else "opt-out"
    if job.opening and job.leaving:
        deed = f"Add {job.opening:,} and remove {job.leaving:,}"
    elif job.opening:
        deed = f"Add {counted(job.opening, noun)}"
    else:
        deed = f"Remove {counted(job.leaving, noun)}"
    return f"{deed}? [y/N] "


def _said(message: Message) -> str:
    """A message as plain lines, without its buttons."""
    return "\n".join(plain(text.replace(WARNING, "")) for text in _texts(message))


def _texts(message: Message) -> Iterator[str]:
    for block in message.blocks:
        if isinstance(block, SectionBlock) and block.text:
            yield block.text.text
        if isinstance(block, ContextBlock):
            yield from (each.text for each in block.elements if isinstance(each, TextObject))
