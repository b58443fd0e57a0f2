"""The exports of a workspace: who had what made, when, what for and where it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.models.blocks import Block

from handlers.slack.blocks.elements import actions, button, context, section
from handlers.slack.blocks.export_words import BRIEF_FORMATS
from handlers.slack.blocks.tables import cell, channel_cell, date_cell, person_cell, table
from handlers.slack.blocks.text import counted
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.jobs import Job, Stage

PAGE: Final = 20
HEADINGS: Final = ("When", "Who", "Opt-outs", "What for", "Came to", "Where")
ENDS: Final = {
    Stage.WRITING: "being written",
    Stage.CANCELLED: "cancelled",
    Stage.FAILED: "failed",
    Stage.EXPIRED: "expired",
}


@dataclass(frozen=True, slots=True)
class Past:
    """An export, the words for its opt-outs, and the Slack channel it went to (empty: none)."""

    job: Job
    scope: str
    channel: str


def message(exports: Sequence[Past]) -> Message:
    """Newest first."""
    text = "The latest exports"
    if not exports:
        return Message(
            "Nothing was exported yet",
            [section("*Nothing was exported yet.* `/optout export` makes the first file.")],
        )
    blocks: list[Block] = [
        section(f"*{text}*, newest first."),
        table(HEADINGS, [_row(each) for each in exports]),
        *actions(button("Export…", Button.EXPORT)),
    ]
    if len(exports) == PAGE:
        blocks.append(context(f"The latest {PAGE} are shown; all of them are kept."))
    return Message(text, blocks)


def _row(past: Past) -> list[dict[str, Any]]:
    job = past.job
    purpose = " ".join(job.order.purpose.split()) if job.order else ""
    return [
        date_cell(job.at),
        person_cell(job.by),
        cell(past.scope),
        cell(purpose or ("a scheduled report" if job.run else "–")),
        cell(_came_to(job)),
        _where(past),
    ]


def _came_to(job: Job) -> str:
    if job.stage is not Stage.DONE or job.written is None:
        return ENDS.get(job.stage, "–")
    layout = f", {BRIEF_FORMATS[job.order.layout.format]}" if job.order else ""
    return f"{counted(job.written.rows, 'row')}{layout}"


def _where(past: Past) -> dict[str, Any]:
    if past.channel:
        return channel_cell(past.channel)
    return cell("command line" if past.job.by.startswith("cli:") else "direct messages")
