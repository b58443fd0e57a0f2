"""What Slack accepts in tables.

https://docs.slack.dev/reference/block-kit/blocks/table-block
https://docs.slack.dev/reference/block-kit/blocks/data-table-block
"""

from collections.abc import Iterator
from typing import Any

from bot.sandbox.grammar import (
    Json,
    Problem,
    array,
    boolean,
    choice,
    integer,
    nullable,
    number,
    record,
    string,
    tagged,
    words,
)
from bot.sandbox.rich_text_rules import RICH_TEXT

ROWS = 100
COLUMNS = 20
CHARACTERS = 10_000

_plain_cells = {
    "raw_text": record({"text": string(CHARACTERS)}),
    "raw_number": record({"value": number, "text": string(CHARACTERS)}),
}
_cell = tagged({**_plain_cells, "rich_text": RICH_TEXT})
_header_cell = tagged(_plain_cells)
_row = array(_cell, at_most=COLUMNS)


def _rows_are_of_one_length(table: Json, pointer: str) -> Iterator[Problem]:
    width = len(table["rows"][0])
    for index, row in enumerate(table["rows"]):
        if len(row) != width:
            yield Problem(f"{pointer}/rows/{index}", f"must provide exactly {width} items")


def _header_is_plain(table: Json, pointer: str) -> Iterator[Problem]:
    for index, cell in enumerate(table["rows"][0]):
        yield from _header_cell(cell, f"{pointer}/rows/0/{index}")


def _row_header_is_a_column(table: Json, pointer: str) -> Iterator[Problem]:
    if table.get("row_header_column_index", 0) >= len(table["rows"][0]):
        yield Problem(f"{pointer}/row_header_column_index", "must be the index of a column")


TABLE = record(
    {"rows": array(_row, at_most=ROWS)},
    {
        "block_id": string(255),
        # Slack takes null for a column that keeps the default.
        "column_settings": array(
            nullable(
                record(optional={"align": choice("left", "center", "right"), "is_wrapped": boolean})
            ),
            at_most=COLUMNS,
        ),
    },
    [_rows_are_of_one_length],
)

# Slack's page names 100 rows under the header and 10,000 characters in one copy, 200 and 20,000 in
# another: the smaller figures pass by both.
DATA_TABLE = record(
    {"rows": array(_row, at_least=2, at_most=ROWS + 1), "caption": words(255)},
    {
        "block_id": string(255),
        "page_size": integer(1, 100),
        "row_header_column_index": integer(0, COLUMNS - 1),
    },
    [_rows_are_of_one_length, _header_is_plain, _row_header_is_a_column],
)


def characters(value: Any) -> int:
    """How much text the cells hold, at whatever depth it stands."""
    if isinstance(value, dict):
        own = value.get("text")
        inner = sum(characters(part) for part in value.values() if isinstance(part, dict | list))
        return inner + (len(own) if isinstance(own, str) else 0)
    if isinstance(value, list | tuple):
        return sum(characters(part) for part in value)
    return 0
