"""Blocks and views, read from top to bottom as a person does."""

from typing import Any

import pytest

from bot.sandbox.outline import outline, outline_view

Json = dict[str, Any]

NAMES = {
    "U0THANDI": "Thandi Mokoena",
    "C0OPTOUT": "opt-outs",
    "S0CRM": "@crm-team",
}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": mrkdwn(text)}


def button(text: str) -> Json:
    return {"type": "button", "text": plain(text)}


def option(text: str, **more: Any) -> Json:
    return {"text": plain(text), "value": text.lower(), **more}


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": "b", "label": plain("Channel"), "element": element, **more}


CHANNELS = [option("SMS"), option("WhatsApp")]

NOTE: Json = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "Please stop"}]}
    ],
}


def test_an_answer_reads_from_top_to_bottom() -> None:
    blocks: list[Json] = [
        {"type": "header", "text": plain("Opted out")},
        {
            "type": "section",
            "text": mrkdwn("*083 123 4567* gets no more messages."),
            "fields": [mrkdwn("Channel: SMS"), plain("Sender: all")],
            "accessory": button("Details"),
        },
        {"type": "divider"},
        {"type": "actions", "elements": [button("Undo"), button("View")]},
        {"type": "context", "elements": [mrkdwn("by <@U0THANDI>"), plain("just now")]},
    ]

    assert outline(blocks, NAMES).splitlines() == [
        "# Opted out",
        "*083 123 4567* gets no more messages.",
        "Channel: SMS",
        "Sender: all",
        "[Details]",
        "---",
        "[Undo] [View]",
        "by @Thandi Mokoena just now",
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U0THANDI> did", "@Thandi Mokoena did"),
        ("<@U9>", "@U9"),
        ("<@U9|someone>", "@someone"),
        ("in <#C0OPTOUT>", "in #opt-outs"),
        ("in <#C9|sales>", "in #sales"),
        ("<!subteam^S0CRM>", "@crm-team"),
        ("<!subteam^S9|@crm>", "@crm"),
        ("<!here>", "@here"),
        ("since <!date^1772323200^{date_short}|1 March 2026>", "since 1 March 2026"),
        ("<!date^1772323200^{date}^https://example.com|1 March>", "1 March"),
        ("<https://example.com|the report>", "the report"),
        ("<https://example.com>", "https://example.com"),
        ("<tel:+27831234567|083 123 4567>", "083 123 4567"),
        ("R&amp;D said &lt;stop&gt;", "R&D said <stop>"),
        ("&amp;lt;", "&lt;"),
        ("~undone~ `STOP`", "~undone~ `STOP`"),
    ],
)
def test_markup_reads_as_names_labels_and_dates(written: str, read: str) -> None:
    assert outline([section(written)], NAMES) == read


def test_plain_text_is_read_as_it_stands() -> None:
    block = {"type": "section", "text": plain("<@U0THANDI> & co")}

    assert outline([block], NAMES) == "<@U0THANDI> & co"


@pytest.mark.parametrize(
    ("element", "read"),
    [
        ({"type": "plain_text_input", "initial_value": "083 123 4567"}, "Channel: 083 123 4567"),
        ({"type": "plain_text_input"}, "Channel:"),
        ({"type": "static_select", "options": CHANNELS}, "Channel:"),
        (
            {"type": "static_select", "options": CHANNELS, "initial_option": CHANNELS[1]},
            "Channel: WhatsApp",
        ),
        ({"type": "multi_external_select", "initial_options": CHANNELS}, "Channel: SMS, WhatsApp"),
        ({"type": "datepicker", "initial_date": "2026-03-01"}, "Channel: 2026-03-01"),
        ({"type": "timepicker", "initial_time": "09:30"}, "Channel: 09:30"),
        ({"type": "datetimepicker", "initial_date_time": 0}, "Channel:"),
        (
            {"type": "datetimepicker", "initial_date_time": 1772323200},
            "Channel: 2026-03-01 00:00 UTC",
        ),
        ({"type": "users_select", "initial_user": "U0THANDI"}, "Channel: @Thandi Mokoena"),
        (
            {"type": "multi_channels_select", "initial_channels": ["C0OPTOUT", "C9"]},
            "Channel: #opt-outs, #C9",
        ),
        (
            {"type": "checkboxes", "options": CHANNELS, "initial_options": CHANNELS[:1]},
            "Channel:\n[x] SMS\n[ ] WhatsApp",
        ),
        (
            {
                "type": "radio_buttons",
                "options": [option("All", description=plain("every sender")), option("One")],
            },
            "Channel:\n( ) All - every sender\n( ) One",
        ),
    ],
)
def test_a_field_reads_as_its_label_and_what_it_starts_with(element: Json, read: str) -> None:
    assert outline([field(element)], NAMES) == read


@pytest.mark.parametrize(
    ("element", "filled", "read"),
    [
        ({"type": "plain_text_input", "initial_value": "083"}, {"value": "082"}, "Channel: 082"),
        ({"type": "plain_text_input", "initial_value": "083"}, {"value": None}, "Channel:"),
        ({"type": "rich_text_input"}, {"rich_text_value": NOTE}, "Channel: Please stop"),
        (
            {"type": "static_select", "options": CHANNELS, "initial_option": CHANNELS[0]},
            {"selected_option": CHANNELS[1]},
            "Channel: WhatsApp",
        ),
        (
            {"type": "checkboxes", "options": CHANNELS, "initial_options": CHANNELS},
            {"selected_options": []},
            "Channel:\n[ ] SMS\n[ ] WhatsApp",
        ),
        (
            {"type": "file_input"},
            {"files": [{"id": "F1", "name": "list.csv"}]},
            "Channel: list.csv",
        ),
    ],
)
def test_what_a_person_filled_in_replaces_it(element: Json, filled: Json, read: str) -> None:
    element["action_id"] = "a"

    assert outline([field(element)], NAMES, {"b": {"a": filled}}) == read


def test_a_hint_and_a_field_that_may_stay_empty_are_told() -> None:
    block = field({"type": "plain_text_input"}, hint=plain("One a line"), optional=True)

    assert outline([block]) == "Channel (optional):\nOne a line"


def test_menus_between_buttons_show_their_choice_or_their_placeholder() -> None:
    elements = [
        {"type": "static_select", "options": CHANNELS, "placeholder": plain("All channels")},
        {"type": "static_select", "options": CHANNELS, "initial_option": CHANNELS[0]},
        {"type": "datepicker"},
        {"type": "overflow", "options": CHANNELS},
        button("Search"),
    ]

    assert outline([{"type": "actions", "elements": elements}]) == (
        "[All channels v] [SMS v] [Select an item v] [...: SMS, WhatsApp] [Search]"
    )


def test_ticks_stand_below_each_other() -> None:
    ticks = {"type": "checkboxes", "options": CHANNELS, "initial_options": CHANNELS[:1]}

    assert outline([{"type": "actions", "elements": [ticks, button("Save")]}]) == (
        "[Save]\n[x] SMS\n[ ] WhatsApp"
    )


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def said(*parts: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(parts)}


def text(words: str) -> Json:
    return {"type": "text", "text": words}


def test_a_table_reads_row_by_row() -> None:
    rows = [
        [{"type": "raw_text", "text": "Number"}, {"type": "raw_text", "text": "Since"}],
        [rich(said(text("083 123 4567"))), {"type": "raw_number", "value": 2026, "text": "2026"}],
    ]

    assert outline([{"type": "table", "rows": rows}]) == "Number | Since\n083 123 4567 | 2026"
    assert outline([{"type": "data_table", "caption": "Opt-outs", "rows": rows}]).startswith(
        "Opt-outs\nNumber | Since"
    )


def test_rich_text_is_flattened() -> None:
    block = rich(
        said(
            text("By "),
            {"type": "user", "user_id": "U0THANDI"},
            text(" in "),
            {"type": "channel", "channel_id": "C0OPTOUT"},
            text(" "),
            {"type": "emoji", "name": "wave"},
            {"type": "link", "url": "https://example.com", "text": "report"},
            {"type": "date", "timestamp": 1, "format": "{date}", "fallback": " 1 March"},
        ),
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [said(text("one")), said(text("two"))],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 1,
            "elements": [said({"type": "broadcast", "range": "here"})],
        },
        {"type": "rich_text_quote", "elements": [text("please stop\nnow")]},
        {"type": "rich_text_preformatted", "elements": [text("083\n084")]},
    )

    assert outline([block], NAMES).splitlines() == [
        "By @Thandi Mokoena in #opt-outs :wave:report 1 March",
        "1. one",
        "2. two",
        "  - @here",
        "> please stop",
        "> now",
        "083",
        "084",
    ]


@pytest.mark.parametrize(
    ("block", "read"),
    [
        ({"type": "image", "alt_text": "a chart", "title": plain("March")}, "March\n(a chart)"),
        ({"type": "context", "elements": [{"type": "image", "alt_text": "a face"}]}, "(a face)"),
        (
            {"type": "alert", "text": mrkdwn("Nothing was saved"), "level": "error"},
            "! Nothing was saved",
        ),
        ({"type": "markdown", "text": "**Hi**"}, "**Hi**"),
        (
            {"type": "card", "title": mrkdwn("Import"), "actions": [button("Open")]},
            "Import\n[Open]",
        ),
        (
            {"type": "carousel", "elements": [{"type": "card", "title": plain("One")}]},
            "One",
        ),
        (
            {"type": "container", "title": plain("More"), "child_blocks": [{"type": "divider"}]},
            "More\n---",
        ),
        (
            {
                "type": "plan",
                "title": "Import",
                "tasks": [
                    {
                        "type": "task_card",
                        "title": "Read the file",
                        "status": "complete",
                        "output": rich(said(text("12 rows"))),
                    }
                ],
            },
            "Import\nRead the file (complete)\n12 rows",
        ),
        (
            {
                "type": "context_actions",
                "elements": [
                    {
                        "type": "feedback_buttons",
                        "positive_button": {"text": plain("Good")},
                        "negative_button": {"text": plain("Bad")},
                    },
                    {"type": "icon_button", "icon": "trash", "text": plain("Delete")},
                ],
            },
            "[Good] [Bad] [Delete]",
        ),
        (
            {**section("A chart:"), "accessory": {"type": "image", "alt_text": "rising"}},
            "A chart:\n(rising)",
        ),
        ({"type": "hologram"}, "(hologram)"),
    ],
)
def test_rarer_blocks_read_too(block: Json, read: str) -> None:
    assert outline([block]) == read


def test_no_blocks_read_as_nothing() -> None:
    assert outline(None) == ""
    assert outline([]) == ""


def test_a_modal_reads_title_first_and_buttons_last() -> None:
    view = {
        "type": "modal",
        "title": plain("Opt out"),
        "submit": plain("Opt Out"),
        "close": plain("Cancel"),
        "blocks": [section("Who?"), field({"type": "plain_text_input", "action_id": "a"})],
    }

    assert outline_view(view, values={"b": {"a": {"value": "083"}}}) == (
        "Opt out\nWho?\nChannel: 083\n[Opt Out] [Cancel]"
    )


def test_home_reads_without_title_and_buttons() -> None:
    assert outline_view({"type": "home", "blocks": [section("Welcome")]}) == "Welcome"
