"""Jobs on the Home tab: those that wait for the reader, and those that are being worked on."""

from typing import Final

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    HeaderBlock,
    MarkdownTextObject,
    SectionBlock,
)

from handlers.slack.blocks import import_approval, import_dry_run, import_progress
from handlers.slack.blocks.elements import LONGEST_SECTION, actions, button, context, section
from handlers.slack.blocks.import_words import Names, expiry, file_of, lists_of
from handlers.slack.blocks.progress_words import bar, left, share_of
from handlers.slack.blocks.text import counted, date, person, shortened
from handlers.slack.ids import Button
from optouts.glance import Glance
from optouts.jobs import Job, JobKind, Stage
from optouts.roles import Actor, Deed, may

MOST: Final = 5
"""Of each kind: who has more under way finds them in their own messages."""


def waiting(glance: Glance, by: Actor) -> list[Block]:
    """What this person alone, or a manager like them, can get on with."""
    names = {each.id: each for each in glance.lists}
    blocks = [
        *_unclear(glance, by),
        *_several([_approvable(job, names) for job in glance.approvable(by)]),
        *_several([_asking(job, names) for job in glance.asking(by)]),
        *_several([_lapsed(job) for job in glance.lapsed(by)]),
    ]
    return [HeaderBlock(text="Waiting for you"), *blocks] if blocks else []


def _unclear(glance: Glance, by: Actor) -> list[Block]:
    """Replies that somebody has to judge: anybody who may."""
    if not glance.unclear or not may(by.role, Deed.JUDGE):
        return []
    count = counted(glance.unclear, "unclear reply", "unclear replies")
    text = f"*{count}* {'waits' if glance.unclear == 1 else 'wait'} for somebody to judge."
    if glance.unclear_until is not None:
        first = "it counts" if glance.unclear == 1 else "the first counts"
        text += f" If nobody does, {first} as an opt-out, {date(glance.unclear_until)}."
    show = button("Show Them", Button.OPEN, "review", label="Show the replies, to you alone")
    return [_beside(text, show)]


def _several(items: list[list[Block]]) -> list[Block]:
    blocks = [block for item in items[:MOST] for block in item]
    return [*blocks, context(f"… and {len(items) - MOST} more")] if len(items) > MOST else blocks


def _approvable(job: Job, names: Names) -> list[Block]:
    return [
        section(
            f"{import_approval.asked(job)}.\nFrom {file_of(job)}, {lists_of(job, names)}; until"
            f" {expiry(job)}."
        ),
        *actions(*import_approval.answers(job, names)),
    ]


def _asking(job: Job, names: Names) -> list[Block]:
    change = "Choose and Check…" if job.stage is Stage.ASKING else "Change Column or Options…"
    choose = button(
        change,
        Button.IMPORT_OPTIONS,
        str(job.id),
        style="primary" if job.stage is Stage.ASKING else None,
    )
    cancel = button("Cancel", Button.IMPORT_CANCEL, str(job.id), label="Cancel this import")
    if job.stage is Stage.ASKING:
        text = f"*Import {file_of(job)}?* Say what it is for."
        return [section(f"{text} {_place(job)}"), *actions(choose, cancel)]
    text = f"*Dry run of {file_of(job)}: {import_dry_run.summed(job)}.* Nothing has changed yet."
    do_it = import_dry_run.do_it(job, names) if job.opening + job.leaving else None
    return [section(f"{text} {_place(job)}"), *actions(do_it, choose, cancel)]


def _place(job: Job) -> str:
    """Where its message stands, and until when it can be answered."""
    shared = job.report.channel.startswith(("C", "G"))
    place = f"in <#{job.report.channel}>" if shared else "in our messages"
    return f"More of it {place}, until {expiry(job)}."


def _lapsed(job: Job) -> list[Block]:
    when = date(job.stage_at)
    if job.kind is JobKind.EXPORT:
        again = button("Try Again", Button.EXPORT_AGAIN, str(job.id), label="Make this file again")
        return [_beside(f"*Your export failed*, {when}. Nothing was sent.", again)]
    text = (
        f"*Your import of {file_of(job)} expired*, {when}: nobody answered within a day. Nothing"
        " was changed. Send the file again if you still need it."
    )
    return [section(text)]


def working(glance: Glance, by: Actor) -> list[Block]:
    """What is being worked on for anybody here."""
    items = [_working(job, glance, by) for job in glance.working(by)]
    return [HeaderBlock(text="Under way"), *_several(items)] if items else []


def _working(job: Job, glance: Glance, by: Actor) -> list[Block]:
    said = [f"for {person(job.by)}"]
    if job.stage is Stage.APPROVAL:
        head = f"*Import of {file_of(job)}* waits for a second manager, until {expiry(job)}"
    else:
        share = share_of(job)
        head = f"*{_deed(job)}*\n{bar(share)} {int(share * 100)} %"
        said.append("cancelling" if job.cancelling else left(job, glance.at))
    text = f"{head}\n{' · '.join(filter(None, said))}"
    stop = button("Cancel", Button.IMPORT_CANCEL, str(job.id), label="Cancel this job")
    return [_beside(text, stop if _may_cancel(job, by) else None)]


def _deed(job: Job) -> str:
    if job.kind is not JobKind.EXPORT:
        return import_progress.deed(job)
    return "Making the file of a report" if job.run else "Exporting"


def _may_cancel(job: Job, by: Actor) -> bool:
    theirs = job.by == by.id or may(by.role, Deed.REMOVE)
    return theirs and job.kind is not JobKind.UNDO and not job.cancelling


def _beside(text: str, accessory: ButtonElement | None) -> SectionBlock:
    shown = MarkdownTextObject(text=shortened(text, LONGEST_SECTION))
    return SectionBlock(text=shown, accessory=accessory)
