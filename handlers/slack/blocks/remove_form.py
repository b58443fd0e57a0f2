"""The form that takes numbers off the lists that are ticked, and the one that asks why."""

from collections.abc import Collection, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block, CheckboxesElement, Option
from slack_sdk.models.views import View

from handlers.slack.blocks.elements import chosen, context, field, option, section, text_field
from handlers.slack.blocks.opt_outs import named
from handlers.slack.blocks.text import ORIGINS, counted, day, list_name
from handlers.slack.ids import Field, Form
from optouts.outcomes import OptOut
from optouts.words import ListId

MOST_TICKS: Final = 10
"""Checkboxes of one field (docs.slack.dev/reference/block-kit)."""


def view(
    standing: Sequence[OptOut], *, ticked: Collection[ListId], zone: str, metadata: str
) -> View:
    numbers = {each.number for each in standing}
    person_made = any(each.is_own for each in standing)
    options = _options(standing, several=len(numbers) > 1, zone=zone)
    blocks: list[Block] = [
        section(f"*{named(numbers)}* may be messaged again by what you tick."),
    ]
    for start in range(0, len(options), MOST_TICKS):
        some = options[start : start + MOST_TICKS]
        name = f"{Field.LISTS}_{start // MOST_TICKS}"
        blocks.append(
            field(
                "Take off these lists" if start == 0 else "and these",
                name,
                CheckboxesElement(
                    action_id=name, options=some, initial_options=chosen(some, ticked)
                ),
                # Slack can demand a tick in one field, not in one of several.
                optional=len(options) > MOST_TICKS,
            )
        )
    if person_made:
        blocks.append(
            context(
                ":warning: The person opted out themselves. Lifting that needs a written reason,"
                " which is kept."
            )
        )
    blocks.append(_reason(required=person_made))
    return View(
        type="modal",
        callback_id=Form.REMOVE,
        title="Remove opt-outs",
        submit="Remove",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


def _options(standing: Sequence[OptOut], *, several: bool, zone: str) -> list[Option]:
    by_list: dict[ListId, list[OptOut]] = {}
    for each in standing:
        by_list.setdefault(each.list.id, []).append(each)
    return [
        option(
            list_name(found[0].list),
            list_id,
            counted(len(found), "number") if several else _since(found[0], zone),
        )
        for list_id, found in by_list.items()
    ]


def _since(opt_out: OptOut, zone: str) -> str:
    there = opt_out.date.astimezone(ZoneInfo(zone))
    return f"since {day(there)}, from {ORIGINS[opt_out.since.origin]}"


def _reason(*, required: bool) -> Block:
    return text_field(
        "Reason",
        Field.REASON,
        hint="Kept with the change and shown in the history.",
        placeholder="Asked by phone to get messages again",
        # An empty one is refused by us, together with whatever else is missing.
        optional=not required,
        longest=500,
    )


def undo_reason(*, metadata: str) -> View:
    return View(
        type="modal",
        callback_id=Form.UNDO_REASON,
        title="Undo",
        submit="Undo",
        close="Cancel",
        private_metadata=metadata,
        blocks=[
            section(
                "Undoing this lifts opt-outs that people asked for themselves. That needs a"
                " written reason, which is kept."
            ),
            _reason(required=True),
        ],
    )
