"""What may stand in each block and element, with the figures at their edges."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.limits import check_blocks
from tests.bot.sandbox.pieces import (
    Json,
    actions,
    button,
    field,
    mrkdwn,
    option,
    plain,
    section,
    select,
    table,
    told,
    typed,
)


def confirming(**texts: str) -> Json:
    confirm = {"title": plain("Sure?"), "text": plain("Really?")}
    return actions(button(confirm=confirm | {key: plain(text) for key, text in texts.items()}))


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


LENGTHS: dict[str, tuple[Callable[[str], Json], int]] = {
    "header": (lambda text: {"type": "header", "text": plain(text)}, 150),
    "block_id": (lambda text: section(block_id=text), 255),
    "section field": (lambda text: {"type": "section", "fields": [mrkdwn(text)]}, 2000),
    "hint": (lambda text: field(typed(), hint=plain(text)), 2000),
    "placeholder": (lambda text: field(typed(placeholder=plain(text))), 150),
    "button text": (lambda text: actions(button(text)), 75),
    "button value": (lambda text: actions(button(value=text)), 2000),
    "button url": (lambda text: actions(button(url="https://" + text[8:])), 3000),
    "action_id": (lambda text: actions(button(action_id=text)), 255),
    "accessibility_label": (lambda text: actions(button(accessibility_label=text)), 75),
    "option text": (lambda text: actions(select(options=[option("v", text)])), 75),
    "option value": (lambda text: actions(select(options=[option(text, "t")])), 150),
    "confirm title": (lambda text: confirming(title=text), 100),
    "confirm text": (lambda text: confirming(text=text), 300),
    "confirm button": (lambda text: confirming(confirm=text), 30),
    "deny button": (lambda text: confirming(deny=text), 30),
}
COUNTS: dict[str, tuple[Callable[[int], Json], int, int]] = {
    "actions": (lambda count: actions(*[button()] * count), 1, 25),
    "context": (lambda count: {"type": "context", "elements": [mrkdwn("x")] * count}, 1, 10),
    "section fields": (lambda count: {"type": "section", "fields": [mrkdwn("x")] * count}, 1, 10),
    "select": (lambda count: actions(select(options=options(count))), 1, 100),
    "checkboxes": (
        lambda count: actions({"type": "checkboxes", "options": options(count)}),
        1,
        10,
    ),
    "radio buttons": (
        lambda count: actions({"type": "radio_buttons", "options": options(count)}),
        1,
        10,
    ),
    "overflow": (lambda count: actions({"type": "overflow", "options": options(count)}), 2, 5),
    "table rows": (lambda count: table(count, 2), 1, 100),
    "table columns": (lambda count: table(2, count), 1, 20),
}


@pytest.mark.parametrize("empty", ["", "   ", "\n"])
def test_a_text_with_nothing_to_read_is_refused(empty: str) -> None:
    assert told(section(empty)) == ["must be more than 0 characters [/blocks/0/text/text]"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ({**mrkdwn("Hi"), "emoji": True}, "invalid additional property: emoji"),
        ({**plain("Hi"), "verbatim": True}, "invalid additional property: verbatim"),
        ({**plain("Hi"), "emoji": "yes"}, "must provide a boolean"),
        ("Hi", "must provide an object"),
        ({"type": "markdown", "text": "Hi"}, "unsupported type: markdown"),
    ],
)
def test_text_objects_take_only_their_own_flags(text: Any, complaint: str) -> None:
    (problem,) = check_blocks([{"type": "section", "text": text}], surface="message")

    assert problem.message == complaint


@pytest.mark.parametrize(
    "block",
    [
        {"type": "header", "text": mrkdwn("Report")},
        {"type": "image", "image_url": "https://a.b/c", "alt_text": "c", "title": mrkdwn("c")},
        {"type": "input", "label": mrkdwn("Numbers"), "element": typed()},
        field(typed(), hint=mrkdwn("One a line")),
        field(typed(placeholder=mrkdwn("083 …"))),
        actions({"type": "button", "text": mrkdwn("Undo")}),
        actions(select(placeholder=mrkdwn("Channel"))),
        actions({"type": "static_select", "options": [{"text": mrkdwn("SMS"), "value": "s"}]}),
        actions(button(confirm={"title": mrkdwn("Sure?"), "text": plain("Really?")})),
    ],
)
def test_places_for_plain_text_refuse_mrkdwn(block: Json) -> None:
    assert [line for line in told(block) if line.startswith("unsupported type: mrkdwn")]


def test_ticked_options_may_be_mrkdwn() -> None:
    ticks = {"type": "checkboxes", "options": [{"text": mrkdwn("*SMS*"), "value": "sms"}]}

    assert not told(actions(ticks), field(ticks))


@pytest.mark.parametrize(("block", "at_most"), LENGTHS.values(), ids=LENGTHS)
def test_each_length_is_allowed_up_to_its_limit(block: Any, at_most: int) -> None:
    assert not told(block("x" * at_most))
    assert [
        line for line in told(block("x" * (at_most + 1))) if f"less than {at_most + 1} char" in line
    ]


@pytest.mark.parametrize(("block", "at_least", "at_most"), COUNTS.values(), ids=COUNTS)
def test_each_list_is_allowed_within_its_limits(block: Any, at_least: int, at_most: int) -> None:
    assert not told(block(at_least))
    assert not told(block(at_most))
    assert told(block(at_least - 1))
    assert told(block(at_most + 1))


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section"},
        {"type": "header"},
        {"type": "actions"},
        {"type": "context"},
        {"type": "image", "image_url": "https://a.b/c"},
        {"type": "image", "alt_text": "a cat"},
        {"type": "input", "label": plain("Numbers")},
        {"type": "input", "element": typed()},
        actions({"type": "button"}),
        actions({"type": "static_select"}),
        actions(select(option_groups=[{"label": plain("All"), "options": [option("a")]}])),
        actions({"type": "static_select", "options": [{"text": plain("SMS")}]}),
        actions(button(confirm={"text": plain("Really?")})),
        field({"type": "number_input"}),
    ],
)
def test_what_is_required_must_be_there(block: Json) -> None:
    assert told(block, surface="modal")


def test_an_initial_option_must_be_one_of_the_options() -> None:
    assert told(actions(select(initial_option=option("sms", "Text messages")))) == [
        "must exactly match one of the provided options [/blocks/0/elements/0/initial_option]"
    ]
    assert not told(actions(select(initial_option=option("sms"))))


def test_an_initial_option_may_stand_in_a_group() -> None:
    groups = [{"label": plain("All"), "options": [option("a"), option("b")]}]
    menu = {"type": "static_select", "option_groups": groups, "initial_option": option("b")}

    assert not told(actions(menu))


def test_initial_options_are_each_offered_and_no_more_than_allowed() -> None:
    menu = {
        "type": "multi_static_select",
        "options": [option("a"), option("b")],
        "initial_options": [option("a"), option("c")],
        "max_selected_items": 1,
    }

    assert told(field(menu), surface="modal") == [
        "must not exceed `max_selected_items` [/blocks/0/element/initial_options]",
        "must exactly match one of the provided options [/blocks/0/element/initial_options/1]",
    ]


@pytest.mark.parametrize(
    ("element", "passes"),
    [
        ({"type": "datepicker", "initial_date": "2026-03-01"}, True),
        ({"type": "datepicker", "initial_date": "1 March"}, False),
        ({"type": "datepicker", "initial_date": "2026-13-01"}, False),
        ({"type": "timepicker", "initial_time": "23:59", "timezone": "Africa/Johannesburg"}, True),
        ({"type": "timepicker", "initial_time": "24:00"}, False),
        ({"type": "datetimepicker", "initial_date_time": 1_700_000_000}, True),
        ({"type": "datetimepicker", "initial_date_time": "1700000000"}, False),
        (typed(min_length=1, max_length=3000), True),
        (typed(min_length=5, max_length=4), False),
        (typed(max_length=3001), False),
        (typed(max_length=3, initial_value="four"), False),
        (typed(initial_value=""), False),
        ({"type": "number_input", "is_decimal_allowed": False, "initial_value": "5"}, True),
        ({"type": "number_input", "is_decimal_allowed": False, "initial_value": "5.5"}, False),
        ({"type": "number_input", "is_decimal_allowed": True, "initial_value": 5}, False),
        (
            {
                "type": "number_input",
                "is_decimal_allowed": False,
                "min_value": "9",
                "max_value": "10",
            },
            True,
        ),
        ({"type": "external_select", "min_query_length": 0}, True),
        ({"type": "external_select", "min_query_length": -1}, False),
        ({"type": "external_select", "options": [option("a")]}, False),
        ({"type": "file_input", "max_files": 11}, False),
        ({"type": "conversations_select", "filter": {"include": []}}, False),
        ({"type": "conversations_select", "response_url_enabled": True}, True),
        ({"type": "button", "text": plain("Undo")}, False),
    ],
)
def test_fields_start_with_what_they_can_hold(element: Json, passes: bool) -> None:  # noqa: FBT001 - a table of expectations
    assert (not told(field(element), surface="modal")) is passes


def test_a_file_input_cannot_dispatch_an_action() -> None:
    assert told(field({"type": "file_input"}, dispatch_action=True), surface="modal") == [
        "must not be used with a `file_input` [/blocks/0/dispatch_action]"
    ]


def test_the_rows_of_a_table_are_of_one_length() -> None:
    ragged = {"type": "table", "rows": [*table(1, 2)["rows"], *table(1, 3)["rows"]]}

    assert told(ragged) == ["must provide exactly 2 items [/blocks/0/rows/1]"]


def test_a_data_table_needs_a_caption_and_a_plain_header() -> None:
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}
    rich["elements"][0]["elements"] = [{"type": "text", "text": "Number"}]  # type: ignore[index] # a dict literal's inferred value type
    cell = {"type": "raw_number", "value": 4, "text": "4"}

    assert not told({"type": "data_table", "caption": "Opt-outs", "rows": [[cell], [rich]]})
    assert told({"type": "data_table", "rows": [[cell], [rich]]})
    assert told({"type": "data_table", "caption": "Opt-outs", "rows": [[rich], [cell]]})


def test_the_row_header_of_a_data_table_is_one_of_its_columns() -> None:
    rows = table(2, 2)["rows"]
    shown = {"type": "data_table", "caption": "Opt-outs", "rows": rows}

    assert not told({**shown, "row_header_column_index": 1})
    assert told({**shown, "row_header_column_index": 2})


def test_a_column_may_keep_its_default_settings() -> None:
    assert not told({**table(1, 2), "column_settings": [None, {"align": "right"}]})
    assert told({**table(1, 2), "column_settings": [{"align": "middle"}]})


def test_a_container_collapses_only_if_it_may() -> None:
    box = {"type": "container", "title": plain("More"), "child_blocks": [section()]}

    assert not told({**box, "is_collapsible": True, "default_collapsed": True})
    assert told({**box, "default_collapsed": True})
    assert told({**box, "is_collapsible": True, "has_header_divider": True})


@pytest.mark.parametrize(
    "junk",
    [
        actions(button(url="example")),
        actions(button(value=1)),
        actions(select(options={"a": "b"})),
        {"type": "actions", "elements": "Undo"},
        field({"type": "file_input", "max_files": "1"}),
        {"type": "table", "rows": [[{"type": "raw_number", "value": "4", "text": "4"}]]},
    ],
    ids=["address", "number", "object", "text", "figure", "cell"],
)
def test_values_of_another_kind_are_refused(junk: Json) -> None:
    assert told(junk, surface="modal")
