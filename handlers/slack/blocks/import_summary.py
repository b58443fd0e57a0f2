"""How an import, or the undo of one, ended."""

from typing import Final

from slack_sdk.models.blocks import Block

from handlers.slack.blocks.elements import actions, context, section, sections
from handlers.slack.blocks.import_failures import explain_failure
from handlers.slack.blocks.import_words import (
    Names,
    by_list,
    file_of,
    note_of,
    undo_button,
    was_refused,
)
from handlers.slack.blocks.text import counted, date, person
from handlers.slack.replies import Message
from optouts.jobs import Effect, Failure, Job, JobKind, Mode, Stage

DID: Final = {
    Mode.ADD: "Imported",
    Mode.REPLACE: "Replaced the lists with",
    Mode.REMOVE: "Removed the numbers of",
}
UNKNOWN: Final = Failure("internal")


def summary(job: Job, *, names: Names, is_undoable: bool, undo_days: int) -> Message:
    undoes = job.kind is JobKind.UNDO
    title = _title(job)
    text = f"{title}: {_summed(job)}" if job.change is not None else f"{title}. {_why(job)}"
    blocks: list[Block] = [section(f"*{title}*")]
    if job.stage is not Stage.DONE:
        blocks.append(section(_why(job)))
    if job.change is not None:
        blocks += sections([f"*{_summed(job)}*", *by_list(job, names, _undone if undoes else _did)])
    elif job.stage is Stage.DONE:
        blocks.append(section("It changed nothing."))
    if not undoes:
        blocks += sections(_left_out(job))
    if reason := note_of(job):
        blocks.append(context(f"{'Reason' if job.removes else 'Note'}: {reason}"))
    blocks.append(context(f"{_asked(job)} · {date(job.stage_at)}"))
    if is_undoable and job.change is not None and not undoes:
        blocks.append(context(f"It can be undone for {counted(undo_days, 'day')}."))
        blocks += actions(undo_button(job.change))
    return Message(text, blocks)


def _title(job: Job) -> str:
    what = "Undo of an import" if job.kind is JobKind.UNDO else f"Import of {file_of(job)}"
    halfway = " halfway" if job.change is not None else ""
    match job.stage:
        case Stage.DONE if job.kind is JobKind.UNDO:
            return "Undid an import"
        case Stage.DONE:
            return f"{DID[job.options.mode]} {file_of(job)}"
        case Stage.CANCELLED if was_refused(job):
            return f"{what} refused"
        case Stage.CANCELLED:
            return f"{what} cancelled{halfway}"
        case Stage.EXPIRED:
            return f"{what} expired"
        case _:
            return f"{what} failed{halfway}"


def _why(job: Job) -> str:
    """And how the lists are now, where that is not counted below."""
    unchanged = " Nothing was changed." if job.change is None else ""
    match job.stage:
        case Stage.DONE:
            return "It changed nothing."
        case Stage.CANCELLED if was_refused(job):
            return f"{person(job.approval.by or '')} refused it.{unchanged}"
        case Stage.CANCELLED:
            return unchanged.strip() or "What was done until then stands, and can be undone."
        case Stage.EXPIRED:
            return f"Nobody answered in time.{unchanged} Post the file again to go on."
        case _:
            told = explain_failure(job.failure or UNKNOWN)
            return f"{told}{unchanged or ' What was done until then stands.'}"


def _summed(job: Job) -> str:
    undoes = job.kind is JobKind.UNDO
    added, taken = ("given back", "taken off again") if undoes else ("added", "taken off")
    parts = [
        f"{counted(job.opening, 'opt-out')} {added}" if job.opening else "",
        f"{counted(job.leaving, 'opt-out')} {taken}" if job.leaving else "",
    ]
    return ", ".join(filter(None, parts)) or "nothing changed"


def _did(effect: Effect) -> str:
    own = f" ({effect.leaving_own:,} opted out themselves)" if effect.leaving_own else ""
    parts = [
        f"{effect.opening:,} added" if effect.opening else "",
        f"{effect.standing:,} stood already" if effect.standing else "",
        f"{effect.leaving:,} taken off{own}" if effect.leaving else "",
        f"{effect.kept:,} kept, as they opted out themselves" if effect.kept else "",
        f"{effect.absent:,} were not on it" if effect.absent else "",
    ]
    return ", ".join(filter(None, parts))


def _undone(effect: Effect) -> str:
    parts = [
        f"{effect.opening:,} given back with their dates" if effect.opening else "",
        f"{effect.leaving:,} taken off again" if effect.leaving else "",
    ]
    return ", ".join(filter(None, parts))


def _left_out(job: Job) -> list[str]:
    counts = job.counts
    if counts is None or job.stage is not Stage.DONE:
        return []
    repeated = f"{counted(counts.repeated, 'duplicate')} counted once. " if counts.repeated else ""
    if not counts.refused_rows:
        return [f"{repeated}No row was refused."]
    refused = f"{repeated}{counted(counts.refused_rows, 'row')} refused"
    where = "they are in the thread, as a workbook and as CSV"
    return [f"{refused}: {where}, each with what is wrong and what can be done."]


def _asked(job: Job) -> str:
    approved_by = None if was_refused(job) else job.approval.by
    approved = f", approved by {person(approved_by)}" if approved_by else ""
    return f"By {person(job.by)}{approved}"
