"""What happened last, on the Home tab: changes, and exports among them, newest first."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final

from slack_sdk.models.blocks import Block, HeaderBlock, MarkdownTextObject, SectionBlock

from handlers.slack.blocks import announcements
from handlers.slack.blocks.elements import LONGEST_SECTION, context, section
from handlers.slack.blocks.export_words import BRIEF_FORMATS, purpose_of, scope
from handlers.slack.blocks.opt_outs import undo_button
from handlers.slack.blocks.text import counted, date, escape, list_name, maker, person, shortened
from optouts.glance import Glance
from optouts.jobs import Job
from optouts.outcomes import Recorded
from optouts.roles import Role
from optouts.words import ChangeId

MOST: Final = 10
MOST_LISTS: Final = 3


def latest(glance: Glance, role: Role) -> list[Block]:
    """Each with Undo where somebody of this role may."""
    undoable = glance.undoable(role)
    dated = [*_changes(glance, undoable), *_exports(glance)]
    newest = sorted(dated, key=lambda each: each[0], reverse=True)[:MOST]
    blocks = [block for _, several in newest for block in several]
    return [HeaderBlock(text="Latest changes"), *blocks] if blocks else []


def _changes(
    glance: Glance, undoable: Collection[ChangeId]
) -> Iterator[tuple[datetime, list[Block]]]:
    for each in glance.latest:
        yield each.change.at, _change(each, is_undoable=each.change.id in undoable)


def _change(told: Recorded, *, is_undoable: bool) -> list[Block]:
    lines = [f"• {escape(list_name(name))}" for name in told.lists[:MOST_LISTS]]
    if len(told.lists) > MOST_LISTS:
        lines.append(f"… and {counted(len(told.lists) - MOST_LISTS, 'more list')}")
    said = [announcements.circumstances(told)]
    if told.undone_by is not None:
        said.append(f"*Undone* by {maker(told.undone_by)}, {date(told.undone_by.at)}")
    text = "\n".join([announcements.summary(told), *lines])
    return [
        SectionBlock(
            text=MarkdownTextObject(text=shortened(text, LONGEST_SECTION)),
            accessory=undo_button(told.change.id) if is_undoable else None,
        ),
        context("\n".join(said)),
    ]


def _exports(glance: Glance) -> Iterator[tuple[datetime, list[Block]]]:
    for job in glance.exports:
        yield job.stage_at, _export(job, glance)


def _export(job: Job, glance: Glance) -> list[Block]:
    rows = counted(job.written.rows if job.written else 0, "opt-out")
    shared = job.report.channel.startswith(("C", "G"))
    place = f" to <#{job.report.channel}>" if shared else ""
    text = f"A report sent *{rows}*" if job.run else f"{person(job.by)} exported *{rows}*"
    said = [date(job.stage_at)]
    if order := job.order:
        said += [BRIEF_FORMATS[order.layout.format], escape(scope(order, glance.places))]
        said.append(f"for: {purpose}" if (purpose := purpose_of(order)) else "")
    return [section(f"{text}{place}"), context(" · ".join(filter(None, said)))]
