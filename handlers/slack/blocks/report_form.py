"""The form of a scheduled report: what, when, where, and of which opt-outs."""

from calendar import day_name
from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import (
    Block,
    ConversationFilter,
    ConversationMultiSelectElement,
    DatePickerElement,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    StaticSelectElement,
    TimePickerElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from handlers.slack.blocks import choices
from handlers.slack.blocks.add_form import channel_options
from handlers.slack.blocks.elements import chosen, context, field, option, text_field
from handlers.slack.blocks.export_words import FORMATS
from handlers.slack.blocks.report_words import MEANT, NAMES
from handlers.slack.blocks.text import is_slack_user
from handlers.slack.ids import Field, Form
from optouts.export_order import Format
from optouts.places import Places
from optouts.schedule import Every, Plan, What
from optouts.schedule_words import MOST_DAYS

LONGEST_NAME: Final = 75
LONGEST_CRON: Final = 100
MOST_PLACES: Final = 5
"""Slack is asked about each, while it waits for the form's answer."""


EVERIES: Final = {
    Every.DAY: "Every day",
    Every.WEEKDAY: "Every weekday (Monday to Friday)",
    Every.WEEK: "Every week",
    Every.MONTH: "Every month",
    Every.CRON: "By a cron expression",
}


def view(plan: Plan, *, places: Places, metadata: str, may_share: bool, is_new: bool) -> View:
    """Built anew when what others depend on is chosen. `may_share`: with more than oneself."""
    reports = [option(name, what, MEANT[what]) for what, name in NAMES.items()]
    blocks: list[Block] = [
        field(
            "Report", Field.REPORT_WHAT, _menu(Field.REPORT_WHAT, reports, plan.what), dispatch=True
        ),
        *_when(plan),
        *_where(plan, may_share=may_share),
        *_which(plan, places),
    ]
    if plan.what is not What.DIGEST:
        offered = [each for each in FORMATS if is_fit(each, plan.what)]
        formats = [option(FORMATS[each], each) for each in offered]
        menu = _menu(Field.REPORT_FORMAT, formats, plan.order.layout.format)
        blocks.append(field("File", Field.REPORT_FORMAT, menu))
    blocks += [
        field(
            "Last day",
            Field.UNTIL,
            DatePickerElement(
                action_id=Field.UNTIL,
                initial_date=_day(plan),
                placeholder="No end",
            ),
            optional=True,
        ),
        text_field(
            "Name",
            Field.NAME,
            value=plan.name,
            placeholder=NAMES[plan.what],
            hint="What the report is called in its messages.",
            optional=True,
            longest=LONGEST_NAME,
        ),
    ]
    return View(
        type="modal",
        callback_id=Form.REPORT,
        title="New report" if is_new else "Edit the report",
        submit="Schedule" if is_new else "Save",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


def _day(plan: Plan) -> str | None:
    return f"{plan.until.astimezone(ZoneInfo(plan.when.zone)):%Y-%m-%d}" if plan.until else None


def is_fit(format_: Format, what: What) -> bool:
    """Bare numbers cannot tell what began from what ended."""
    return not (format_ is Format.TXT and what is What.CHANGES)


def _menu(name: Field, options: Sequence[Option], value: object) -> StaticSelectElement:
    picked = chosen(options, [value])
    return StaticSelectElement(
        action_id=name, options=options, initial_option=picked[0] if picked else None
    )


def _when(plan: Plan) -> list[Block]:
    when = plan.when
    everies = [option(name, every) for every, name in EVERIES.items()]
    menu = _menu(Field.REPORT_EVERY, everies, when.every)
    blocks: list[Block] = [field("When", Field.REPORT_EVERY, menu, dispatch=True)]
    if when.every is Every.CRON:
        blocks.append(_cron(when.cron))
    if when.every is Every.WEEK:
        days = [option(name, number) for number, name in enumerate(day_name)]
        menu = _menu(Field.REPORT_WEEKDAY, days, when.weekday)
        blocks.append(field("Day", Field.REPORT_WEEKDAY, menu))
    if when.every is Every.MONTH:
        names = [str(day) for day in range(1, MOST_DAYS)] + ["The last day"]
        days = [option(name, number) for number, name in enumerate(names, 1)]
        menu = _menu(Field.REPORT_DAY, days, when.day)
        hint = "A month without that day has its report on its last day."
        blocks.append(field("Day of the month", Field.REPORT_DAY, menu, hint=hint))
    if when.every is not Every.CRON:
        picker = TimePickerElement(action_id=Field.REPORT_TIME, initial_time=when.time)
        blocks.append(field("Time", Field.REPORT_TIME, picker))
    zone = ExternalDataSelectElement(
        action_id=Field.ZONE,
        placeholder="Type a city",
        initial_option=option(when.zone, when.zone),
        min_query_length=choices.SHORTEST_QUERY,
    )
    hint = "The time is the one that clocks show there, in summer and in winter."
    return [*blocks, field("Time zone", Field.ZONE, zone, hint=hint)]


def _cron(cron: str) -> InputBlock:
    return text_field(
        "Cron expression",
        Field.REPORT_CRON,
        value=cron,
        placeholder="0 8 * * 1-5",
        hint="Minute, hour, day of the month, month and day of the week (0 or 7 is Sunday).",
        longest=LONGEST_CRON,
    )


def _where(plan: Plan, *, may_share: bool) -> list[Block]:
    if not may_share:
        return [context("It comes to you, in our direct messages. Managers may choose channels.")]
    people = [place for place in plan.places if is_slack_user(place)]
    channels = [place for place in plan.places if not is_slack_user(place)]
    return [
        field(
            "Channels",
            Field.REPORT_CHANNELS,
            ConversationMultiSelectElement(
                action_id=Field.REPORT_CHANNELS,
                placeholder="Choose channels",
                initial_conversations=channels or None,
                max_selected_items=MOST_PLACES,
                filter=ConversationFilter(
                    include=["public", "private"],
                    exclude_bot_users=True,
                    exclude_external_shared_channels=True,
                ),
            ),
            hint="I must be a member: invite me with /invite @Optout.",
            optional=True,
        ),
        field(
            "People",
            Field.REPORT_PEOPLE,
            UserMultiSelectElement(
                action_id=Field.REPORT_PEOPLE,
                placeholder="Choose people",
                initial_users=people or None,
                max_selected_items=MOST_PLACES,
            ),
            hint="They get it in their direct messages with me.",
            optional=True,
        ),
    ]


def _which(plan: Plan, places: Places) -> list[Block]:
    """Of which opt-outs; what is left open is any."""
    wanted = plan.order.wanted
    channels = channel_options()
    picked = chosen(channels, [wanted.channel] if wanted.channel else [])
    menu = StaticSelectElement(
        action_id=Field.CHANNEL,
        options=channels,
        initial_option=picked[0] if picked else None,
        placeholder="SMS and WhatsApp",
    )
    blocks: list[Block] = [field("Only of channel", Field.CHANNEL, menu, optional=True)]
    for label, name, value, any_of in (
        ("Only of sender", Field.SENDER, wanted.sender, "Any sender"),
        ("Only of account", Field.ACCOUNT, wanted.account, "Any account"),
    ):
        if options := choices.options_of(name, places):
            one = choices.one(name, options, value, placeholder=any_of)
            blocks.append(field(label, name, one, optional=True))
    return blocks
