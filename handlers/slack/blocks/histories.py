"""The story of a number, as a table."""

from collections.abc import Sequence
from typing import Any, Final

from slack_sdk.models.blocks import Block, TableBlock

from handlers.slack.blocks.elements import actions, button, context, section
from handlers.slack.blocks.opt_outs import undo_button
from handlers.slack.blocks.tables import LONGEST_NOTE, cell, date_cell, maker_cell, table
from handlers.slack.blocks.text import counted, list_name
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.outcomes import Event, Story, What
from optouts.words import ChangeId

PAGE: Final = 20
HAPPENED: Final = {
    What.OPTED_OUT: "Opted out",
    What.ASKED: "Asked for it themselves too",
    What.GIVEN_BACK: "Given back by undo",
    What.REMOVED: "Removed",
    What.UNDONE: "Taken off by undo",
}
HEADINGS: Final = ("When", "What", "List", "By", "Note")


def message(story: Story, *, start: int, draft: str, undoable: ChangeId | None) -> Message:
    """`start` events are skipped; `draft` is the token under which the number is kept."""
    number = story.number.international
    if not story.events:
        text = f"Nothing is known of {number}"
        return Message(text, [section(f"*{text}.* It has never been on a list here.")])
    standing = counted(len(story.standing), "list")
    now = f"opted out on {standing}" if story.standing else "not opted out"
    text = f"History of {number}: {now}"
    shown = story.events[start : start + PAGE]
    blocks: list[Block] = [section(f"*{number}* is {now}."), _table(shown)]
    if len(story.events) > PAGE:
        last = start + len(shown)
        blocks.append(context(f"{start + 1}–{last} of {counted(len(story.events), 'event')}"))
    older = start + PAGE
    blocks += actions(
        undo_button(undoable, "Undo Last Change") if undoable and start == 0 else None,
        button("Newer", Button.HISTORY_PAGE, f"{draft}:{start - PAGE}", part="newer")
        if start
        else None,
        button("Older", Button.HISTORY_PAGE, f"{draft}:{older}", part="older")
        if older < len(story.events)
        else None,
    )
    return Message(text, blocks)


def _table(events: Sequence[Event]) -> TableBlock:
    return table(HEADINGS, [_row(event) for event in events])


def _row(event: Event) -> list[dict[str, Any]]:
    begins = event.what is What.OPTED_OUT
    own = event.opt_out.own_date if begins else None
    note = (event.opt_out.note if begins else "") or event.change.note or "–"
    return [
        date_cell(own or event.change.at),
        cell(HAPPENED[event.what]),
        cell(list_name(event.opt_out.list)),
        maker_cell(event.change),
        cell(note, longest=LONGEST_NOTE),
    ]
