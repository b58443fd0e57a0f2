"""Modals: opening, filling in, submitting, and everything Slack refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

if TYPE_CHECKING:
    from slack_bolt import Ack
    from slack_sdk import WebClient

    from bot.sandbox.server import Sandbox

Json = dict[str, Any]
TROUBLE = "We had some trouble connecting. Try again?"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def field(label: str, element: Json, **more: Any) -> Json:
    named = {"action_id": f"{label.lower()}_field", **element}
    return {
        "type": "input",
        "block_id": label.lower(),
        "label": plain(label),
        "element": named,
        **more,
    }


TEXT = {"type": "plain_text_input"}


def taught(bot: Any, answer: Json | None) -> None:
    """The bot answers every submission with this."""

    @bot.app.view("form")
    def submitted(ack: Ack) -> None:
        ack(**(answer or {}))


def refusal(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call()
    return str(refused.value.response["error"])


def test_what_a_person_fills_in_reaches_the_bot(slack: Sandbox, either: Any, modal: Any) -> None:
    view = modal(
        field("Numbers", TEXT),
        field("Region", {"type": "static_select", "options": [option("ZA"), option("GB")]}),
        field("Channel", {"type": "checkboxes", "options": [option("SMS"), option("WhatsApp")]}),
        field("Since", {"type": "datepicker"}, optional=True),
        private_metadata="kept",
    )

    @either.app.command("/optout")
    def open_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    taught(either, None)
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.fills("Numbers", "083 123 4567")
    thandi.chooses("Region", "ZA")
    thandi.chooses("Channel", "SMS", "WhatsApp")
    thandi.fills("Since", "2026-03-01")
    thandi.submits()

    body = either.heard[-1]
    assert thandi.modal == ""
    assert body["type"] == "view_submission"
    assert body["user"] == {
        "id": "U0THANDI",
        "username": "thandi",
        "name": "thandi",
        "team_id": "T0BAOBAB",
    }
    assert body["view"]["private_metadata"] == "kept"
    assert body["view"]["callback_id"] == "form"
    values = body["view"]["state"]["values"]
    assert values["numbers"]["numbers_field"] == {
        "type": "plain_text_input",
        "value": "083 123 4567",
    }
    assert values["region"]["region_field"]["selected_option"]["value"] == "za"
    chosen = values["channel"]["channel_field"]["selected_options"]
    assert [each["value"] for each in chosen] == ["sms", "whatsapp"]
    assert values["since"]["since_field"] == {"type": "datepicker", "selected_date": "2026-03-01"}


def test_a_modal_reads_as_a_person_would_read_it(slack: Sandbox, opens: Any, modal: Any) -> None:
    opens(modal(field("Numbers", {**TEXT, "initial_value": "083"}), close=plain("Cancel")))
    thandi = slack.person("thandi")
    thandi.types("/optout add")

    assert thandi.modal.splitlines() == ["Form", "Numbers: 083", "[Save] [Cancel]"]
    thandi.fills("Numbers", "084")
    assert "Numbers: 084" in thandi.modal


def test_errors_stand_under_their_fields(slack: Sandbox, bot: Any, opens: Any, modal: Any) -> None:
    opens(modal(field("Numbers", TEXT), field("Note", TEXT)))
    taught(
        bot,
        {"response_action": "errors", "errors": {"numbers": "Too short", "note": "Too long"}},
    )
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.fills("Numbers", "083")
    thandi.fills("Note", "said so")
    thandi.submits()

    assert thandi.errors == {"Numbers": "Too short", "Note": "Too long"}
    assert "Numbers: 083" in thandi.modal


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"unknown": "Too short"}},
        {"response_action": "errors", "errors": {"words": "not an input"}},
        {"response_action": "errors", "errors": {"numbers": ""}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors"},
        {"response_action": "explode"},
        {"response_action": "update"},
        {"response_action": "push", "view": {"type": "home", "blocks": []}},
        {"text": "thank you"},
    ],
)
def test_an_answer_slack_does_not_understand_is_trouble(
    slack: Sandbox, either: Any, modal: Any, answer: Json
) -> None:
    words = {"type": "section", "block_id": "words", "text": plain("Hello")}

    @either.app.command("/optout")
    def open_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        view = modal(words, field("Numbers", TEXT))
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @either.app.middleware
    def replace(body: Json, next: Any) -> BoltResponse | None:  # noqa: A002 - Bolt's word
        if body.get("type") == "view_submission":
            return BoltResponse(status=200, body=answer)
        next()
        return None

    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.fills("Numbers", "083")
    thandi.submits()

    assert thandi.trouble == TROUBLE
    assert thandi.errors == {}
    assert thandi.modal.startswith("Form")


def test_a_required_field_left_empty_never_reaches_the_bot(
    slack: Sandbox, bot: Any, opens: Any, modal: Any
) -> None:
    opens(modal(field("Numbers", TEXT), field("Note", TEXT, optional=True)))
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    heard = len(bot.heard)
    thandi.submits()

    assert thandi.errors == {"Numbers": "Please complete this required field."}
    assert len(bot.heard) == heard


@pytest.mark.parametrize(
    "case",
    [
        ({**TEXT, "min_length": 3}, "ab", "Please enter at least 3 characters."),
        ({**TEXT, "max_length": 3}, "abcd", "Please enter at most 3 characters."),
        ({"type": "email_text_input"}, "nobody", "Please enter a valid email address."),
        ({"type": "url_text_input"}, "example", "Please enter a valid URL."),
        (
            {"type": "number_input", "is_decimal_allowed": False},
            "1.5",
            "Please enter a whole number.",
        ),
        ({"type": "number_input", "is_decimal_allowed": True}, "x", "Please enter a number."),
        (
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "2"},
            "1",
            "Please enter a number no less than 2.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": False, "max_value": "2"},
            "3",
            "Please enter a number no more than 2.",
        ),
    ],
)
def test_slack_itself_checks_what_a_field_allows(
    slack: Sandbox, opens: Any, modal: Any, case: tuple[Json, str, str]
) -> None:
    element, typed, complaint = case
    opens(modal(field("Field", element)))
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.fills("Field", typed)
    thandi.submits()

    assert thandi.errors == {"Field": complaint}


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


def test_inputs_survive_an_update_only_under_the_same_ids(
    slack: Sandbox, bot: Any, opens: Any, modal: Any
) -> None:
    before = field("Numbers", TEXT), field("Note", TEXT)
    opens(modal(*before))
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.fills("Numbers", "083")
    thandi.fills("Note", "said so")
    view = slack.workspace.modal_stack(thandi.id)[0]
    renamed = {**before[1], "block_id": "note_2"}
    bot.client.views_update(view_id=view.id, view=modal(before[0], renamed))

    assert "Numbers: 083" in thandi.modal
    assert "said so" not in thandi.modal


def test_an_update_with_an_old_hash_is_refused(
    slack: Sandbox, bot: Any, opens: Any, modal: Any
) -> None:
    opens(modal())
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    view = slack.workspace.modal_stack(thandi.id)[0]
    first_hash = view.hash
    updated = bot.client.views_update(view_id=view.id, hash=first_hash, view=modal())

    def late() -> None:
        bot.client.views_update(view_id=view.id, hash=first_hash, view=modal())

    assert updated["view"]["hash"] != first_hash
    assert refusal(late) == "hash_conflict"


def test_a_closed_view_cannot_be_updated(slack: Sandbox, bot: Any, opens: Any, modal: Any) -> None:
    opens(modal())
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    view = slack.workspace.modal_stack(thandi.id)[0]
    thandi.closes()

    assert refusal(lambda: bot.client.views_update(view_id=view.id, view=modal())) == "not_found"


def test_an_external_id_names_one_view_only(
    slack: Sandbox, bot: Any, opens: Any, modal: Any
) -> None:
    opens(modal(external_id="the-form"))
    slack.person("thandi").types("/optout add")
    bot.client.views_update(external_id="the-form", view=modal(title=plain("Found")))
    assert slack.person("thandi").modal.startswith("Found")

    bot.client.views_update(
        view_id=slack.workspace.modal_stack("U0THANDI")[0].id, view=modal(external_id="the-form")
    )
    trigger = bot.heard[-1]
    assert trigger["trigger_id"]

    refusals = []

    @bot.app.shortcut("optout_new")
    def open_same(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        view = modal(external_id="the-form")
        refusals.append(
            refusal(lambda: client.views_open(trigger_id=body["trigger_id"], view=view))
        )

    slack.person("pieter").uses("Add opt-outs")
    assert refusals == ["duplicate_external_id"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": {"type": "plain_text", "text": "x" * 25}}, "/view/title"),
        ({"submit": None}, "/view/blocks/0"),
        ({"private_metadata": "x" * 3001}, "/view/private_metadata"),
        ({"blocks": [{"type": "section"}]}, "/view/blocks/0"),
        ({"blocks": [{"type": "teleport"}]}, "/view/blocks/0"),
    ],
)
def test_a_view_beyond_the_limits_is_refused_with_the_place(
    slack: Sandbox, bot: Any, modal: Any, change: Json, pointer: str
) -> None:
    view = {name: value for name, value in (modal() | change).items() if value is not None}
    answers = []

    @bot.app.command("/optout")
    def open_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        with pytest.raises(SlackApiError) as refused:
            client.views_open(trigger_id=body["trigger_id"], view=view)
        answers.append(refused.value.response)

    slack.person("thandi").types("/optout add")

    assert answers[0]["error"] == "invalid_arguments"
    assert f"[json-pointer:{pointer}" in answers[0]["response_metadata"]["messages"][0]


def test_a_view_too_large_is_refused(slack: Sandbox, bot: Any, modal: Any) -> None:
    huge = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}} for _ in range(99)]
    answers = []

    @bot.app.command("/optout")
    def open_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        view = modal(*huge)
        answers.append(refusal(lambda: client.views_open(trigger_id=body["trigger_id"], view=view)))

    slack.person("thandi").types("/optout add")

    assert answers == ["view_too_large"]


def test_a_field_that_tells_at_once_can_change_the_form(
    slack: Sandbox, bot: Any, opens: Any, modal: Any
) -> None:
    channel = field(
        "Channel",
        {"type": "radio_buttons", "options": [option("SMS"), option("WhatsApp")]},
        dispatch_action=True,
    )
    opens(modal(channel))

    @bot.app.action("channel_field")
    def rebuild(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        view = body["view"]
        client.views_update(
            view_id=view["id"], hash=view["hash"], view=modal(channel, field("Source", TEXT))
        )

    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.chooses("Channel", "WhatsApp")

    action = bot.heard[-1]["actions"][0]
    assert action["type"] == "radio_buttons"
    assert action["selected_option"]["value"] == "whatsapp"
    assert bot.heard[-1]["container"]["type"] == "view"
    assert "response_url" not in bot.heard[-1]
    assert "Source:" in thandi.modal


def test_only_what_is_offered_can_be_chosen(slack: Sandbox, opens: Any, modal: Any) -> None:
    opens(modal(field("Region", {"type": "static_select", "options": [option("ZA")]})))
    thandi = slack.person("thandi")
    thandi.types("/optout add")

    with pytest.raises(LookupError, match="offers"):
        thandi.chooses("Region", "GB")


def test_an_external_select_asks_the_bot(slack: Sandbox, either: Any, modal: Any) -> None:
    select = {"type": "multi_external_select", "min_query_length": 2}

    @either.app.command("/optout")
    def open_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal(field("Sources", select)))

    @either.app.options("sources_field")
    def offer(ack: Ack, payload: Json) -> None:
        names = ["Support line", "Sales line", "Shop"]
        ack(options=[option(each) for each in names if payload["value"] in each])

    taught(either, None)
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    offered = thandi.offered("Sources", "line")
    assert [each["text"]["text"] for each in offered] == ["Support line", "Sales line"]
    assert thandi.offered("Sources", "l") == []

    thandi.chooses("Sources", "Sales line", "Shop")
    thandi.submits()

    chosen = either.heard[-1]["view"]["state"]["values"]["sources"]["sources_field"]
    assert [each["value"] for each in chosen["selected_options"]] == ["sales line", "shop"]


@pytest.mark.parametrize(
    "options",
    [
        [option(f"Number {each}") for each in range(101)],
        [{"text": plain("x" * 76), "value": "x"}],
        [{"text": {"type": "mrkdwn", "text": "x"}, "value": "x"}],
        [{"text": plain("x")}],
    ],
)
def test_suggestions_beyond_the_limits_are_not_shown(
    slack: Sandbox, bot: Any, opens: Any, modal: Any, options: list[Json]
) -> None:
    opens(modal(field("Sources", {"type": "external_select", "min_query_length": 0})))

    @bot.app.options("sources_field")
    def offer(ack: Ack) -> None:
        ack(options=options)

    thandi = slack.person("thandi")
    thandi.types("/optout add")

    assert thandi.offered("Sources", "") == []
    assert thandi.trouble == "Sorry, the results could not be loaded."


def test_a_double_submission_reaches_the_bot_twice(
    slack: Sandbox, bot: Any, opens: Any, modal: Any
) -> None:
    opens(modal())
    taught(bot, None)
    thandi = slack.person("thandi")
    thandi.types("/optout add")
    thandi.fills("Numbers", "083")
    thandi.submits(times=2)

    first, second = (each for each in bot.heard if each.get("type") == "view_submission")
    assert first == second
    assert thandi.modal == ""


def test_a_conversation_chosen_in_a_form_can_be_answered(
    slack: Sandbox, bot: Any, opens: Any, modal: Any
) -> None:
    select = {"type": "conversations_select", "response_url_enabled": True}
    opens(modal(field("Where", select)))

    @bot.app.view("form")
    def submitted(ack: Ack, body: Json) -> None:
        ack()
        WebhookClient(body["response_urls"][0]["response_url"]).send(
            text="Here", response_type="in_channel"
        )

    thandi = slack.person("thandi")
    thandi.types("/optout report")
    thandi.chooses("Where", "#retail-campaigns")
    thandi.submits()

    assert thandi.sees("#retail-campaigns")[-1].text == "Here"


def test_people_and_moments_can_be_chosen(slack: Sandbox, bot: Any, opens: Any, modal: Any) -> None:
    opens(
        modal(
            field("Who", {"type": "multi_users_select", "max_selected_items": 2}),
            field("Day", {"type": "datepicker"}),
            field("Time", {"type": "timepicker"}),
            field("Moment", {"type": "datetimepicker"}),
            field("Room", {"type": "channels_select"}, optional=True),
        )
    )
    taught(bot, None)
    thandi = slack.person("thandi")
    thandi.types("/optout report")
    thandi.chooses("Who", "pieter", "naledi", "sipho")
    thandi.fills("Day", "2026-03-01")
    thandi.fills("Time", "09:30")
    thandi.fills("Moment", 1_760_000_000)
    thandi.submits()
    assert thandi.errors == {"Who": "Please choose 2 at most."}

    thandi.chooses("Who", "pieter", "Naledi Dlamini")
    thandi.submits()
    values = bot.heard[-1]["view"]["state"]["values"]
    assert values["who"]["who_field"]["selected_users"] == ["U0PIETER", "U0NALEDI"]
    assert values["day"]["day_field"]["selected_date"] == "2026-03-01"
    assert values["time"]["time_field"]["selected_time"] == "09:30"
    assert values["moment"]["moment_field"]["selected_date_time"] == 1_760_000_000
    assert values["room"]["room_field"]["selected_channel"] is None
