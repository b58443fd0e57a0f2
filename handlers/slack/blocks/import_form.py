"""The forms of imports at both ends: the one that takes a file, and the one that confirms."""

from collections.abc import Iterable
from typing import Final

from slack_sdk.models.blocks import Block, NumberInputElement
from slack_sdk.models.blocks.block_elements import FileInputElement
from slack_sdk.models.views import View

from handlers.slack.blocks import choices
from handlers.slack.blocks.elements import context, field, section, sections
from handlers.slack.blocks.import_places import list_fields, mode_field, note_field
from handlers.slack.blocks.import_words import (
    Names,
    by_list,
    file_of,
    leaving,
    lists_of,
    note_of,
)
from handlers.slack.blocks.text import counted
from handlers.slack.ids import Field, Form
from optouts.jobs import Job, Mode, Options
from optouts.places import Choice, Places
from optouts.words import AccountId, Channel, SenderId

FILE_TYPES: Final = ["csv", "tsv", "txt", "xlsx"]
LARGEST_OF_FORM: Final = 10
"""Megabytes of a file in a form (docs.slack.dev/reference/block-kit/block-elements)."""


def upload_view(
    *,
    places: Places,
    region: str,
    channels: Iterable[Channel],
    senders: Iterable[SenderId],
    accounts: Iterable[AccountId],
    metadata: str,
    limit_mib: int,
    mode: Mode = Mode.ADD,
    note: str = "",
) -> View:
    """`/optout import`. Built anew when the mode or a channel is chosen; Slack keeps the file."""
    choice = Choice(frozenset(channels), tuple(senders), tuple(accounts))
    options = Options(mode=mode, choice=choice, region=region, note=note)
    blocks: list[Block] = [
        field(
            "File",
            Field.IMPORT_FILE,
            FileInputElement(action_id=Field.IMPORT_FILE, filetypes=FILE_TYPES, max_files=1),
            hint=_limits(limit_mib),
        ),
        mode_field(mode),
        *list_fields(choice, places),
        choices.region_line(region),
        note_field(options),
        context("Every row is read first. Nothing changes before you have seen what it would do."),
    ]
    return View(
        type="modal",
        callback_id=Form.IMPORT,
        title="Import opt-outs",
        submit="Check the File",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


def _limits(limit_mib: int) -> str:
    kinds = "CSV, TSV, TXT or XLSX"
    if limit_mib <= LARGEST_OF_FORM:
        return f"{kinds}, up to {limit_mib} MB."
    return (
        f"{kinds}, up to {LARGEST_OF_FORM} MB: Slack takes no more in a form. For up to"
        f" {limit_mib} MB, drop the file into my direct messages, mention @optout with it in a"
        " channel, or choose “Import opt-outs” in the menu of its message."
    )


def replace_view(job: Job, *, names: Names, metadata: str) -> View:
    """The removing half, and the count that has to be typed."""
    reason = note_of(job)
    added = f" {counted(job.opening, 'opt-out')} added." if job.opening else ""
    blocks: list[Block] = [
        section(
            f"{file_of(job)} takes the place of *{lists_of(job, names)}*.{added}"
            " Whoever is not in the file leaves:"
        ),
        *sections(by_list(job, names, leaving)),
        *([context(f"Reason: {reason}")] if reason else []),
        field(
            f"Type {job.leaving} to confirm",
            Field.IMPORT_COUNT,
            NumberInputElement(
                action_id=Field.IMPORT_COUNT,
                is_decimal_allowed=False,
                min_value="0",
            ),
            hint=f"So many opt-outs end: {job.leaving:,}. The import can be undone.",
        ),
    ]
    return View(
        type="modal",
        callback_id=Form.IMPORT_REPLACE,
        title="Replace the list",
        submit="Replace",
        close="Go Back",
        private_metadata=metadata,
        blocks=blocks,
    )
