"""How an import, or the undo of one, ended."""

from typing import Final

from slack_sdk.models.blocks import Block

from handlers.slack.blocks.elements import actions, context, section, sections
from handlers.slack.blocks.import_failures import explain_failure
from handlers.slack.blocks.import_words import (
    Names,
    by_list,
    export_button,
    file_of,
    note_of,
    undo_button,
    undone_of,
)
from handlers.slack.blocks.text import counted, date, person
from handlers.slack.replies import Message
from optouts.jobs import Effect, Failure, Job, JobKind, Mode, Stage
from optouts.outcomes import Change
from optouts.words import ChangeId

DID: Final = {
    Mode.ADD: "Imported",
    Mode.REPLACE: "Replaced the lists with",
    Mode.REMOVE: "Removed the numbers of",
}
UNKNOWN: Final = Failure("internal")


def summary(
    job: Job,
    *,
    names: Names,
    is_undoable: bool,
    undo_days: int,
    undone_by: Change | None = None,
) -> Message:
    undoes = job.kind is JobKind.UNDO
    title = _title(job)
    text = f"{title}: {_summed(job)}" if _has_begun(job) else f"{title}. {_why(job)}"
    blocks: list[Block] = [section(f"*{title}*")]
    if job.stage is not Stage.DONE:
        blocks.append(section(_why(job)))
    if _has_begun(job):
        blocks += sections([f"*{_summed(job)}*", *by_list(job, names, _undone if undoes else _did)])
    elif job.stage is Stage.DONE:
        blocks.append(section("It changed nothing."))
    if not undoes:
        blocks += sections(_left_out(job))
    if reason := note_of(job):
        blocks.append(context(f"{'Reason' if job.removes else 'Note'}: {reason}"))
    blocks.append(context(f"{_asked(job)} · {date(job.stage_at)}"))
    if undone_by is not None:
        blocks.append(context(f"*Undone* by {person(undone_by.by)}, {date(undone_by.at)}"))
    elif job.change is not None and not undoes:
        blocks += _offers(job, job.change, undo_days if is_undoable else 0)
    return Message(text, blocks)


def _offers(job: Job, change: ChangeId, undo_days: int) -> list[Block]:
    """What can be done with a change; without days it cannot be undone."""
    undo = undo_button(change) if undo_days else None
    export = export_button(change) if _has_begun(job) else None
    said = [context(f"It can be undone for {counted(undo_days, 'day')}.")] if undo_days else []
    return [*said, *actions(undo, export)]


def _has_begun(job: Job) -> bool:
    """Whether something was changed; until then its effects are only what was expected."""
    return job.change is not None and bool(job.opening or job.leaving)


def _title(job: Job) -> str:
    what = f"Undo of {undone_of(job)}" if job.kind is JobKind.UNDO else f"Import of {file_of(job)}"
    halfway = " halfway" if _has_begun(job) else ""
    match job.stage:
        case Stage.DONE if job.kind is JobKind.UNDO:
            return f"Undid {undone_of(job)}"
        case Stage.DONE:
            return f"{DID[job.options.mode]} {file_of(job)}"
        case Stage.CANCELLED if job.approval.refused:
            return f"{what} refused"
        case Stage.CANCELLED:
            return f"{what} cancelled{halfway}"
        case Stage.EXPIRED:
            return f"{what} expired"
        case _:
            return f"{what} failed{halfway}"


def _why(job: Job) -> str:
    """And how the lists are now, where that is not counted below."""
    unchanged = "" if _has_begun(job) else " Nothing was changed."
    match job.stage:
        case Stage.DONE:
            return "It changed nothing."
        case Stage.CANCELLED if job.approval.refused:
            return f"{person(job.approval.by or '')} refused it.{unchanged}"
        case Stage.CANCELLED:
            return unchanged.strip() or "What was done until then stands, and can be undone."
        case Stage.EXPIRED:
            return f"Nobody answered in time.{unchanged} Post the file again to go on."
        case _:
            told = explain_failure(job.failure or UNKNOWN)
            return (
                f"{told} {_what_stands(job)}"
                if _has_begun(job)
                else f"{told}{_again(job)}{unchanged}"
            )


def _again(job: Job) -> str:
    """What to do about a fault of ours; all others come with what can be done about them."""
    if job.failure is not None and job.failure.kind != UNKNOWN.kind:
        return ""
    return " Press Undo again." if job.kind is JobKind.UNDO else " Post the file again."


def _what_stands(job: Job) -> str:
    if job.kind is JobKind.UNDO:
        return "What was given back and taken off until then stays so."
    return (
        "What was done until then stands. Undo it, or post the file again to do the rest: nothing"
        " is done twice."
    )


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
        f"{effect.absent:,} not on it" if effect.absent else "",
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
    if counts is None or not (job.stage is Stage.DONE or _has_begun(job)):
        return []
    repeated = f"{counted(counts.repeated, 'duplicate')} counted once. " if counts.repeated else ""
    if not counts.refused_rows:
        return [f"{repeated}No row was refused."]
    refused = f"{repeated}{counted(counts.refused_rows, 'row')} refused"
    where = "they are in the thread, as a workbook and as CSV"
    return [f"{refused}: {where}, each with what is wrong and what can be done."]


def _asked(job: Job) -> str:
    approved_by = None if job.approval.refused else job.approval.by
    approved = f", approved by {person(approved_by)}" if approved_by else ""
    return f"By {person(job.by)}{approved}"
