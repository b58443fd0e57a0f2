"""Tables within Slack's limits: 100 rows, 20 columns and 10,000 characters a message."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from slack_sdk.models.blocks import TableBlock

from handlers.slack.blocks.text import (
    BRIEF_ORIGINS,
    DATE_FORMAT,
    is_slack_user,
    making_program,
    plain_date,
    program,
    shortened,
)
from optouts.outcomes import Change

LONGEST_CELL: Final = 70
LONGEST_NOTE: Final = 200
"""Twenty rows of a note and four such cells stay within the 10,000 characters of a message."""

Cell = dict[str, Any]


def cell(text: str, *, longest: int = LONGEST_CELL) -> Cell:
    return {"type": "raw_text", "text": shortened(text, longest)}


def _rich(*elements: dict[str, Any]) -> Cell:
    line = {"type": "rich_text_section", "elements": list(elements)}
    return {"type": "rich_text", "elements": [line]}


def date_cell(at: datetime) -> Cell:
    """A moment, in the reader's own zone."""
    return _rich(
        {
            "type": "date",
            "timestamp": int(at.timestamp()),
            "format": DATE_FORMAT,
            "fallback": plain_date(at),
        }
    )


def maker_cell(change: Change) -> Cell:
    """Who made a change and from where: ``@thandi · Slack``."""
    if change.is_person_made:
        return cell(f"The person · {BRIEF_ORIGINS[change.origin]}")
    origin = BRIEF_ORIGINS[change.origin]
    if is_slack_user(change.by):
        user = {"type": "user", "user_id": change.by}
        return _rich(user, {"type": "text", "text": f" · {origin}"})
    return cell(f"{making_program(change)} · {origin}")


def person_cell(actor: str) -> Cell:
    """A mention, if a Slack user did it; the name of the program otherwise."""
    if is_slack_user(actor):
        return _rich({"type": "user", "user_id": actor})
    return cell(program(actor))


def channel_cell(channel: str) -> Cell:
    return _rich({"type": "channel", "channel_id": channel})


def table(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> TableBlock:
    return TableBlock(
        rows=[[cell(heading) for heading in headings], *[list(row) for row in rows]],
        # The first column is what a reader looks for: a number or a moment, whole on one line.
        column_settings=[{"is_wrapped": index > 0} for index, _ in enumerate(headings)],
    )
