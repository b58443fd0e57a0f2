"""What a second manager is asked, and what the message says once that is settled."""

from slack_sdk.models.blocks import Block, ButtonElement

from handlers.slack.blocks.elements import actions, button, context, section, sections
from handlers.slack.blocks.import_words import (
    MODES,
    Names,
    by_list,
    confirmation,
    expiry,
    file_of,
    leaving,
    lists_of,
    note_of,
)
from handlers.slack.blocks.text import counted, date, person
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.jobs import Job, Stage


def question(job: Job, *, names: Names) -> Message:
    blocks = _asked(job, names)
    blocks.append(
        context(
            f"Another manager decides, until {expiry(job)}. Nothing has changed yet; once it is"
            " done, it can be undone."
        )
    )
    return Message(asked(job), [*blocks, *actions(*answers(job, names))])


def answers(job: Job, names: Names) -> tuple[ButtonElement, ButtonElement]:
    """Yes and no."""
    approve = button(
        "Approve",
        Button.IMPORT_APPROVE,
        str(job.id),
        style="danger",
        label="Approve this removal",
        confirm=confirmation(
            f"Remove {counted(job.leaving, 'opt-out')}?",
            f"They may be messaged again. {job.leaving_own:,} of them opted out themselves."
            f"\n*{lists_of(job, names)}*",
            "Approve",
            style="danger",
        ),
    )
    refuse = button("Refuse", Button.IMPORT_REFUSE, str(job.id), label="Refuse this removal")
    return approve, refuse


def settled(job: Job, *, names: Names) -> Message:
    said = _settled(job)
    return Message(f"{asked(job)}. {said}", [*_asked(job, names), context(f"*{said}*")])


def asked(job: Job) -> str:
    """Who asks for what."""
    own = f", {job.leaving_own:,} of whom opted out themselves" if job.leaving_own else ""
    return f"{person(job.by)} asks to take {counted(job.leaving, 'opt-out')} off{own}"


def _asked(job: Job, names: Names) -> list[Block]:
    added = f", {counted(job.opening, 'opt-out')} are added" if job.opening else ""
    blocks: list[Block] = [
        section(f"{asked(job)}.\n{MODES[job.options.mode]}, from {file_of(job)}{added}."),
        *sections(by_list(job, names, leaving)),
    ]
    if reason := note_of(job):
        blocks.append(context(f"Reason: {reason}"))
    return blocks


def _settled(job: Job) -> str:
    """By the stage that the job went to from there; it may have gone on since."""
    approval = job.approval
    if approval.by:
        deed = "Refused" if approval.refused else "Approved"
        when = f", {date(approval.at)}" if approval.at else ""
        return f"{deed} by {person(approval.by)}{when}"
    if job.stage is Stage.EXPIRED:
        return f"Expired: nobody answered, {date(job.stage_at)}"
    return f"Withdrawn, {date(job.stage_at)}"
