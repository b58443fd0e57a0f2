"""Modals on modals: pushing, updating, clearing and closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from tests.bot.sandbox.building import Json, plain, taught

if TYPE_CHECKING:
    from slack_bolt import Ack
    from slack_sdk import WebClient

    from bot.sandbox.server import Sandbox

TROUBLE = "We had some trouble connecting. Try again?"


def test_a_submission_can_push_update_and_clear(
    slack: Sandbox, bot: Any, opens: Any, modal: Any
) -> None:
    opens(modal())
    answers = iter(
        [
            {"response_action": "push", "view": modal(title=plain("Second"))},
            {"response_action": "update", "view": modal(title=plain("Renamed"))},
            {"response_action": "clear"},
        ]
    )

    @bot.app.view("form")
    def submitted(ack: Ack) -> None:
        ack(**next(answers))

    thandi = slack.person("thandi")
    thandi.types("/optout add")
    titles = []
    for _ in range(3):
        thandi.fills("Numbers", "083")
        thandi.submits()
        titles.append(thandi.modal.partition("\n")[0])

    assert titles == ["Second", "Renamed", ""]


def test_a_fourth_modal_is_one_too_many(slack: Sandbox, bot: Any, opens: Any, modal: Any) -> None:
    button = {"type": "button", "action_id": "deeper", "text": plain("Deeper")}
    actions = {"type": "actions", "block_id": "a", "elements": [button]}
    opens(modal(actions))
    refusals = []

    @bot.app.action("deeper")
    def deeper(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        try:
            client.views_push(trigger_id=body["trigger_id"], view=modal(actions))
        except SlackApiError as refused:
            refusals.append(refused.response["error"])

    thandi = slack.person("thandi")
    thandi.types("/optout add")
    for _ in range(3):
        thandi.clicks("Deeper")

    assert refusals == ["push_limit_reached"]
    stack = slack.workspace.modal_stack(thandi.id)
    assert [view.previous for view in stack] == [None, stack[0].id, stack[1].id]
    assert {view.root for view in stack} == {stack[0].id}


def test_closing_goes_back_to_the_modal_below(
    slack: Sandbox, bot: Any, opens: Any, modal: Any
) -> None:
    opens(modal())
    taught(bot, {"response_action": "push", "view": modal(title=plain("Second"))})
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.fills("Numbers", "083")
    thandi.submits()
    thandi.closes()

    assert thandi.modal.startswith("Form")
    assert "Numbers: 083" in thandi.modal


def test_the_bot_hears_of_closing_only_if_it_asked(slack: Sandbox, bot: Any, modal: Any) -> None:
    views = iter([modal(), modal(notify_on_close=True)])

    @bot.app.command("/optout")
    def open_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=next(views))

    closed = []

    @bot.app.view_closed("form")
    def on_close(ack: Ack, body: Json) -> None:
        ack()
        closed.append(body["is_cleared"])

    thandi = slack.person("thandi")
    for _ in range(2):
        thandi.types("/optout add")
        thandi.closes()

    assert thandi.modal == ""
    assert closed == [False]


def test_clearing_on_close_closes_the_whole_stack(
    slack: Sandbox, bot: Any, opens: Any, modal: Any
) -> None:
    opens(modal())
    second = modal(title=plain("Second"), clear_on_close=True, notify_on_close=True)
    taught(bot, {"response_action": "push", "view": second})
    closed = []

    @bot.app.view_closed("form")
    def on_close(ack: Ack, body: Json) -> None:
        ack()
        closed.append(body["is_cleared"])

    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.fills("Numbers", "083")
    thandi.submits()
    thandi.closes()

    assert thandi.modal == ""
    assert closed == [True]


def test_a_late_answer_leaves_the_form_open(slack: Sandbox, opens: Any, modal: Any) -> None:
    opens(modal())
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.fills("Numbers", "083")
    slack.ack_seconds = 0.1
    thandi.submits()

    assert thandi.trouble == TROUBLE
    assert "Numbers: 083" in thandi.modal
