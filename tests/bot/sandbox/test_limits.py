"""What the pretend Slack refuses, told as Slack tells it."""

from typing import Any

import pytest

from bot.sandbox.limits import Problem, Surface, check_blocks, check_message, check_view
from tests.bot.sandbox.pieces import (
    Json,
    actions,
    button,
    field,
    modal,
    mrkdwn,
    option,
    plain,
    section,
    select,
    table,
    told,
    typed,
)


def test_an_ordinary_answer_passes() -> None:
    assert not check_message(
        {
            "text": "083 123 4567 is opted out",
            "blocks": [
                {"type": "header", "text": plain("Opted out")},
                section("*083 123 4567* gets no more messages.", accessory=button(value="1")),
                {"type": "divider"},
                actions(
                    button("Undo", action_id="undo", style="danger"), select(action_id="channel")
                ),
                {"type": "context", "elements": [mrkdwn("by <@U0THANDI>")]},
            ],
        }
    )


def test_an_ordinary_modal_passes() -> None:
    assert not check_view(
        modal(
            field(typed(multiline=True, focus_on_load=True), block_id="numbers", hint=plain("One")),
            field(select(initial_option=option("sms")), dispatch_action=True, optional=True),
            field({"type": "file_input", "filetypes": ["csv"], "max_files": 1}),
            {"type": "alert", "text": mrkdwn("Nothing was saved."), "level": "error"},
            private_metadata='{"page": 1}',
            callback_id="add",
            notify_on_close=True,
        )
    )


def test_an_ordinary_home_passes() -> None:
    assert not check_view({"type": "home", "blocks": [section(), actions(button())]})


def test_a_text_too_long_is_named_by_its_place() -> None:
    problems = check_blocks([section(), section("x" * 3001)], surface="message")

    assert problems == [Problem("/blocks/1/text/text", "must be less than 3001 characters")]


def test_an_unknown_block_is_refused() -> None:
    assert told({"type": "banner"}) == ["unsupported type: banner [/blocks/0/type]"]


def test_an_unknown_element_is_refused() -> None:
    assert told(actions({"type": "slider"})) == [
        "unsupported type: slider [/blocks/0/elements/0/type]"
    ]


def test_a_block_without_a_type_is_refused() -> None:
    assert told({"text": mrkdwn("Hello")}) == ["missing required field: type [/blocks/0]"]


@pytest.mark.parametrize("thing", ["text", 1, None, ["x"]])
def test_a_block_that_is_no_object_is_refused(thing: Any) -> None:
    assert told(thing) == ["must provide an object [/blocks/0]"]


def test_blocks_that_are_no_list_are_refused() -> None:
    problems = check_blocks({"type": "divider"}, surface="message")

    assert problems == [Problem("/blocks", "must provide an array")]


def test_a_misspelt_property_is_refused() -> None:
    assert told(section(colour="red")) == ["invalid additional property: colour [/blocks/0]"]


def test_a_property_that_is_null_is_refused() -> None:
    assert told(section(block_id=None)) == ["must provide a string [/blocks/0/block_id]"]


@pytest.mark.parametrize(
    ("block", "allowed"),
    [
        (section(), {"message", "modal", "home"}),
        (field(typed()), {"message", "modal", "home"}),
        (field({"type": "file_input"}), {"modal"}),
        (field({"type": "number_input", "is_decimal_allowed": True}), {"modal"}),
        ({"type": "alert", "text": mrkdwn("Nothing was saved")}, {"modal"}),
        (table(1, 1), {"message"}),
        ({"type": "markdown", "text": "**Hi**"}, {"message"}),
        ({"type": "card", "title": mrkdwn("Hi")}, {"message"}),
        (actions({"type": "datetimepicker"}), {"message", "modal"}),
    ],
)
def test_each_block_stays_on_its_surfaces(block: Json, allowed: set[Surface]) -> None:
    surfaces: tuple[Surface, ...] = ("message", "modal", "home")

    assert {surface for surface in surfaces if not told(block, surface=surface)} == allowed


def test_a_response_url_is_only_offered_in_a_modals_input() -> None:
    menu = {"type": "conversations_select", "response_url_enabled": True}

    assert told(actions(menu), surface="modal")
    assert told(field(menu), surface="message")


def test_a_block_id_is_used_once_in_a_payload() -> None:
    assert told(section(block_id="a"), section(block_id="b"), section(block_id="a")) == [
        '`block_id` "a" already exists [/blocks/2/block_id]'
    ]


def test_an_action_id_is_used_once_in_a_block() -> None:
    undo = button(action_id="undo")

    assert not told(actions(undo), actions(undo))
    assert told(actions(undo, undo)) == [
        '`action_id` "undo" already exists [/blocks/0/elements/1/action_id]'
    ]


def test_only_one_field_takes_the_focus() -> None:
    focused = field(typed(focus_on_load=True))

    assert told(focused, focused, surface="modal") == [
        "only one element can be set to `true` [/blocks/1/element/focus_on_load]"
    ]


@pytest.mark.parametrize(("surface", "at_most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_a_surface_holds_so_many_blocks(surface: Surface, at_most: int) -> None:
    assert not told(*[section()] * at_most, surface=surface)
    assert told(*[section()] * (at_most + 1), surface=surface) == [
        f"no more than {at_most} items allowed [/blocks]"
    ]


def test_a_message_shows_one_table_only() -> None:
    assert told(table(1, 1), table(1, 1)) == [
        "only_one_table_allowed: no more than 1 table items allowed [/blocks]"
    ]


def test_the_cells_of_a_message_hold_ten_thousand_characters() -> None:
    assert not told(table(100, 1, "x" * 100))
    assert told(table(100, 1, "x" * 101)) == [
        "table blocks together must be less than 10001 characters [/blocks]"
    ]


def test_markdown_is_counted_over_the_whole_message() -> None:
    half = {"type": "markdown", "text": "x" * 6001}

    assert told(half, half) == [
        "markdown blocks together must be less than 12001 characters [/blocks]"
    ]


def test_a_message_must_say_something() -> None:
    assert check_message({"channel": "C1"}) == [
        Problem("", "no_text: must define either `text` or `blocks`")
    ]
    assert check_message({"text": " ", "blocks": []})


def test_blocks_may_come_without_text() -> None:
    assert not check_message({"blocks": [section()]})


def test_text_alone_is_kept_short_and_a_fallback_may_be_long() -> None:
    assert not check_message({"text": "x" * 4000})
    assert check_message({"text": "x" * 4001}) == [
        Problem("/text", "must be less than 4001 characters")
    ]
    assert not check_message({"text": "x" * 40_000, "blocks": [section()]})
    assert check_message({"text": "x" * 40_001, "blocks": [section()]})


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"title": plain("x" * 25)}, "/view/title/text"),
        ({"submit": plain("x" * 25)}, "/view/submit/text"),
        ({"close": plain("x" * 25)}, "/view/close/text"),
        ({"title": mrkdwn("Opt out")}, "/view/title/type"),
        ({"private_metadata": "x" * 3001}, "/view/private_metadata"),
        ({"callback_id": "x" * 256}, "/view/callback_id"),
        ({"external_id": "x" * 256}, "/view/external_id"),
        ({"hash": "1.2"}, "/view"),
        ({"blocks": []}, "/view/blocks"),
        ({"blocks": [{"type": "header"}]}, "/view/blocks/0"),
        ({"type": "workflow_step"}, "/view/type"),
    ],
)
def test_what_is_wrong_with_a_modal_is_named_by_its_place(more: Json, pointer: str) -> None:
    problems = check_view(modal(section()) | more)

    assert [problem.pointer for problem in problems] == [pointer]


def test_a_modal_with_a_field_needs_a_submit_button() -> None:
    view = modal(section(), field(typed()))
    del view["submit"]

    assert check_view(view) == [
        Problem("/view/blocks/1/input", "must define `submit` to use an `input` block in modals")
    ]


def test_a_modal_without_fields_needs_none() -> None:
    view = modal(section())
    del view["submit"]

    assert not check_view(view)


def test_home_has_no_title_and_no_buttons_of_its_own() -> None:
    home = {"type": "home", "title": plain("Optout"), "blocks": [section()]}

    assert check_view(home) == [Problem("/view", "invalid additional property: title")]


def test_a_view_too_large_is_refused_as_a_whole() -> None:
    menus = [
        select(options=[option(f"{i}" + "v" * 140, "x" * 75) for i in range(100)])
        for _ in range(12)
    ]
    problems = check_view(modal(*(actions(menu) for menu in menus)))

    assert [problem.pointer for problem in problems] == [""]
    assert "view_too_large" in problems[0].message


@pytest.mark.parametrize("view", [None, "view", [], {}])
def test_what_is_no_view_is_refused(view: Any) -> None:
    assert check_view(view)
