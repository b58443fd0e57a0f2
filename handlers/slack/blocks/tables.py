"""Tables within Slack's limits: 100 rows, 20 columns and 10,000 characters a message."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from slack_sdk.models.blocks import TableBlock

from handlers.slack.blocks.text import DATE_FORMAT, is_slack_user, plain_date, shortened

LONGEST_CELL: Final = 70
"""Twenty rows of six such cells stay below the 10,000 characters of a message's tables."""

Cell = dict[str, Any]


def cell(text: str) -> Cell:
    return {"type": "raw_text", "text": shortened(text, LONGEST_CELL)}


def _rich(element: dict[str, Any]) -> Cell:
    line = {"type": "rich_text_section", "elements": [element]}
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


def person_cell(actor: str) -> Cell:
    if is_slack_user(actor):
        return _rich({"type": "user", "user_id": actor})
    return cell(actor)


def table(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> TableBlock:
    return TableBlock(
        rows=[[cell(heading) for heading in headings], *[list(row) for row in rows]],
        column_settings=[{"is_wrapped": True} for _ in headings],
    )
