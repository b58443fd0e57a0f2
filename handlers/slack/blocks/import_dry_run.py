"""What an import would do, before it does it."""

from typing import Final

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, StaticSelectElement

from handlers.slack.blocks.elements import button, context, option, section, sections
from handlers.slack.blocks.file_words import ROWS, TICKS, words
from handlers.slack.blocks.import_words import (
    Names,
    by_list,
    confirmation,
    expiry,
    file_of,
    leaving,
    lists_of,
    note_of,
)
from handlers.slack.blocks.text import counted, person
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.jobs import Effect, Job, Mode, NumberSet
from optouts.reading_plan import Counts
from optouts.row_faults import Repair

SETS: Final = {
    NumberSet.NEW: "New numbers",
    NumberSet.STANDING: "Already opted out",
    NumberSet.LEAVING: "Would leave the lists",
    NumberSet.KEPT: "Kept, opted out themselves",
    NumberSet.REFUSED: "Refused rows",
}


def dry_run(job: Job, *, names: Names, needs_approval: bool) -> Message:
    changes = job.opening + job.leaving
    total = summed(job)
    text = f"Dry run of {file_of(job)}: {total}. Nothing has changed yet."
    blocks: list[Block] = [
        section(f"*Dry run of {file_of(job)}: {total}*\n*Nothing has changed yet.*"),
        *sections(_effects(job, names)),
    ]
    if job.counts is not None:
        blocks += sections(_rows(job.counts, dated=job.options.mode is not Mode.REMOVE))
        blocks += sections(_refused(job.counts))
    if reason := note_of(job):
        blocks.append(context(f"{'Reason' if job.removes else 'Note'}: {reason}"))
    if needs_approval and changes:
        blocks.append(
            context(":warning: So many removals need a second manager, who is asked after you.")
        )
    blocks.append(_buttons(job, names))
    blocks.append(context(f"For {person(job.by)} to decide, until {expiry(job)}."))
    return Message(text, blocks)


def summed(job: Job) -> str:
    """What it would do, in a line."""
    parts = [
        f"{job.opening:,} would be added" if job.opening else "",
        f"{job.leaving:,} would leave" if job.leaving else "",
    ]
    return ", ".join(filter(None, parts)) or "it would change nothing"


def _effects(job: Job, names: Names) -> list[str]:
    def say(effect: Effect) -> str:
        absent = f"{effect.absent:,} to take off, but not on it" if effect.absent else ""
        parts = [
            f"{effect.opening:,} new" if job.options.mode is not Mode.REMOVE else "",
            f"{effect.standing:,} already opted out, whose earlier date stands"
            if effect.standing
            else "",
            leaving(effect) or ("nobody leaves" if job.removes else ""),
            absent,
        ]
        return "; ".join(filter(None, parts))

    return by_list(job, names, say)


def _rows(counts: Counts, *, dated: bool) -> list[str]:
    some = [
        (counts.removals, "number", " marked as removed"),
        (counts.contradicted, "number", " both added and removed by the file: opted out"),
        (counts.repeated, "duplicate", ""),
        (counts.dates_unread if dated else 0, "date", " not read: these opt-outs count from today"),
        (counts.hidden_rows, "hidden row", ", read like the others"),
        (counts.blank, "blank row", ""),
        *(
            (count, "cell", f" repaired: {TICKS[Repair(repair)].lower()}")
            for repair, count in counts.repaired.items()
            if repair in set(TICKS)
        ),
    ]
    distinct = counted(counts.distinct + counts.removals, "different number")
    return [
        f"*{counted(counts.rows_read, 'row')} read, {distinct}*",
        *(f"• {counted(count, noun)}{what}" for count, noun, what in some if count),
    ]


def _refused(counts: Counts) -> list[str]:
    if not counts.refused_rows:
        return ["*No row is refused*"]
    known = {fault: count for fault, count in counts.refused.items() if fault in ROWS}
    other = sum(counts.refused.values()) - sum(known.values())
    faults = sorted(known.items(), key=_count, reverse=True)
    return [
        f"*{counted(counts.refused_rows, 'row')} refused*",
        *(_fault(fault, count) for fault, count in faults),
        *([f"• {other:,} for other reasons"] if other else []),
    ]


def _count(pair: tuple[str, int]) -> int:
    return pair[1]


def _fault(fault: str, count: int) -> str:
    return f"• {count:,}: {' '.join(words(fault, '', ''))}"


def _buttons(job: Job, names: Names) -> ActionsBlock:
    value = str(job.id)
    change = button("Change Column or Options…", Button.IMPORT_OPTIONS, value)
    cancel = button("Cancel", Button.IMPORT_CANCEL, value, label="Cancel this import")
    yes = [do_it(job, names)] if job.opening + job.leaving else []
    offered = _sets(job)
    return ActionsBlock(
        elements=[
            *yes,
            change,
            cancel,
            *(
                [
                    StaticSelectElement(
                        action_id=Button.IMPORT_GET,
                        placeholder="Get as a file…",
                        options=[option(SETS[each], f"{job.id}:{each}") for each in offered],
                    )
                ]
                if offered
                else []
            ),
        ]
    )


def _sets(job: Job) -> list[NumberSet]:
    counts = job.counts
    filled = {
        NumberSet.NEW: job.opening,
        NumberSet.STANDING: sum(effect.standing for effect in job.effects),
        NumberSet.LEAVING: job.leaving,
        NumberSet.KEPT: sum(effect.kept for effect in job.effects),
        NumberSet.REFUSED: counts.refused_rows + counts.repeated if counts else 0,
    }
    return [each for each, count in filled.items() if count]


def do_it(job: Job, names: Names) -> ButtonElement:
    """The button that has it done, which asks again."""
    if job.options.mode is Mode.REPLACE and job.leaving:
        return button("Replace the List…", Button.IMPORT_REPLACE, str(job.id), style="danger")
    deeds, style = _deeds(job), "danger" if job.leaving else "primary"
    return button(
        deeds,
        Button.IMPORT_CONFIRM,
        str(job.id),
        style=style,
        confirm=confirmation(f"{deeds}?", _spelled_out(job, names), deeds.split()[0], style=style),
    )


def _deeds(job: Job) -> str:
    """``Add 38,114 Numbers``; on several lists a number may stand more than once."""
    noun = "number" if len(job.effects) == 1 else "opt-out"
    if job.opening and job.leaving:
        return f"Add {job.opening:,} and Remove {job.leaving:,}"
    deed, count = ("Add", job.opening) if job.opening else ("Remove", job.leaving)
    return f"{deed} {counted(count, noun).title()}"


def _spelled_out(job: Job, names: Names) -> str:
    """What the dialog says that asks again."""
    added = f"{job.opening:,} are opted out. " if job.opening else ""
    own = f", {job.leaving_own:,} of whom opted out themselves" if job.leaving_own else ""
    taken = f"{job.leaving:,} may be messaged again{own}. " if job.leaving else ""
    return f"{added}{taken}It can be undone.\n*{lists_of(job, names)}*"
