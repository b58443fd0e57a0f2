"""How an export ended, and what is said beside its file."""

from typing import Final

from slack_sdk.models.blocks import Block

from handlers.slack.blocks.elements import actions, button, context, section
from handlers.slack.blocks.export_words import (
    BRIEF_FORMATS,
    circumstances,
    counted_rows,
    purpose_of,
    size,
)
from handlers.slack.blocks.import_failures import explain_failure
from handlers.slack.blocks.text import counted, date, escape, person, shortened
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.export_order import Order, Written
from optouts.jobs import Failure, Job, Stage

LONGEST_TITLE: Final = 150
UNKNOWN: Final = Failure("internal")


def summary(job: Job, *, scope: str, heading: str = "") -> Message:
    """`scope` says which opt-outs it holds, unescaped; `heading` which report it is, if any."""
    done = job.written if job.stage is Stage.DONE else None
    title = _title(job, escape(scope))
    blocks: list[Block] = [*_headed(heading), section(f"*{title}*{_below(job)}")]
    if done is not None and done.rows:
        blocks.append(context(_about(job, done)))
    if done is not None and done.unfinished:
        blocks.append(section(_unfinished(done)))
    blocks.append(context(circumstances(job)))
    blocks += actions(
        None if done else button("Try Again", Button.EXPORT_AGAIN, str(job.id), style="primary"),
        button("All Exports", Button.EXPORT_HISTORY),
    )
    return Message(title, blocks)


def _headed(heading: str) -> list[Block]:
    return [context(heading)] if heading else []


def _title(job: Job, scope: str) -> str:
    match job.stage:
        case Stage.DONE if job.written and job.written.rows:
            return f"Exported {counted_rows(job, job.written.rows)}: {scope}"
        case Stage.DONE:
            return f"Nothing to export: {scope}"
        case Stage.CANCELLED:
            return f"Export cancelled: {scope}"
        case _:
            return f"Export failed: {scope}"


def _below(job: Job) -> str:
    match job.stage:
        case Stage.DONE if job.written and job.written.rows:
            return ""
        case Stage.DONE:
            return "\nNo opt-out fits, so there is no file."
        case Stage.CANCELLED:
            return "\nNo file was made."
        case _:
            return f"\n{explain_failure(job.failure or UNKNOWN)} No file was made."


def _about(job: Job, done: Written) -> str:
    order = job.order or Order()
    files = len(done.files)
    packed = any(name.endswith(".zip") for name in done.files)
    parts = [
        f"{counted(done.numbers, 'different number')}",
        f"{BRIEF_FORMATS[order.layout.format]}, {size(done.size)}",
        f"as the lists were {date(done.at)}",
        f"in {files} files, as Slack takes no more than 1 GB in one" if files > 1 else "",
        "packed, as Slack takes no more than 1 GB" if packed and files == 1 else "",
    ]
    return " · ".join(part for part in parts if part)


def _unfinished(done: Written) -> str:
    imports = counted(len(done.unfinished), "import")
    it = "it" if len(done.unfinished) == 1 else "they"
    return (
        f"{imports} had not ended: whom {it} had opted out by then is in the file, and nobody is"
        f" missing whom {it} took off. Export again once that is over."
    )


def title_of_file(scope: str, place: int, count: int) -> str:
    """What Slack calls the file; where there are several, which of them it is."""
    part = f" ({place} of {count})" if count > 1 else ""
    return shortened(f"Opt-outs: {scope}", LONGEST_TITLE) + part


def comment(job: Job, *, scope: str) -> str:
    """The words beside the file, which say all of it to whoever reads nothing else."""
    rows = job.written.rows if job.written else 0
    purpose = purpose_of(job.order) if job.order else ""
    asked = "" if job.run else f", asked for by {person(job.by)}"
    for_what = f" for: {purpose}" if purpose else ""
    return f"{counted_rows(job, rows)} ({escape(scope)}){asked}{for_what}"


def undelivered(job: Job, *, scope: str, reason: str = "", heading: str = "") -> Message:
    """The file was written but nobody has it; `reason` is Slack's word why it was not taken."""
    title = f"Export not delivered: {escape(scope)}"
    text = (
        f"Slack did not take its file ({escape(reason)}). An admin of the workspace can say whether"
        " apps may upload files there. Export again with `/optout export`."
        if reason
        else "Its file is not where it was written any more. Export again with `/optout export`."
    )
    said = [section(f"*{title}*\n{text}"), context(circumstances(job))]
    return Message(title, [*_headed(heading), *said])
