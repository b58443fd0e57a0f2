"""Buttons and menus in messages and on Home, trigger ids and response URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.sandbox.person import NotThereError

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import Ack, Respond
    from slack_sdk import WebClient

    from bot.sandbox.server import Sandbox

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": text.lower(), "text": plain(text), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


def acked(bot: Any, action_id: str) -> None:
    @bot.app.action(action_id)
    def take(ack: Ack) -> None:
        ack()


def url_of(bot: Any) -> WebhookClient:
    return WebhookClient(bot.heard[-1]["response_url"])


@pytest.fixture
def clicked(slack: Sandbox, bot: Any) -> Any:
    """Thandi has clicked Undo in #opt-outs."""
    acked(bot, "undo")
    bot.client.chat_postMessage(
        channel="C0OPTOUT", text="Added", blocks=[actions(button("Undo", value="op-1"))]
    )
    slack.person("thandi").clicks("Undo")
    return bot


def test_a_click_tells_what_where_and_who(slack: Sandbox, either: Any) -> None:
    acked(either, "undo")
    posted = either.client.chat_postMessage(
        channel="C0OPTOUT", text="Added", blocks=[actions(button("Undo", value="op-1"))]
    )
    slack.person("thandi").clicks("Undo")

    body = either.heard[-1]
    assert body["type"] == "block_actions"
    assert body["user"]["id"] == "U0THANDI"
    assert body["user"]["team_id"] == "T0BAOBAB"
    assert body["team"] == {"id": "T0BAOBAB", "domain": "baobab"}
    assert body["enterprise"] is None
    assert body["is_enterprise_install"] is False
    assert body["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": "C0OPTOUT",
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": "C0OPTOUT", "name": "opt-outs"}
    assert body["message"]["ts"] == posted["ts"]
    assert body["state"] == {"values": {}}
    action = body["actions"][0]
    assert action["value"] == "op-1"
    assert action["text"] == plain("Undo")
    assert (action["type"], action["block_id"], action["action_id"]) == ("button", "row", "undo")


def test_a_click_in_an_ephemeral_message_comes_without_the_message(
    slack: Sandbox, bot: Any
) -> None:
    acked(bot, "undo")
    bot.client.chat_postEphemeral(
        channel="C0OPTOUT", user="U0THANDI", text="Added", blocks=[actions(button("Undo"))]
    )
    slack.person("thandi").clicks("Undo")

    assert bot.heard[-1]["container"]["is_ephemeral"] is True
    assert "message" not in bot.heard[-1]


def test_the_newest_button_is_found_first(slack: Sandbox, bot: Any) -> None:
    acked(bot, "undo")
    for value in ("old", "new"):
        row = actions(button("Undo", value=value))
        bot.client.chat_postMessage(channel="C0OPTOUT", text="Added", blocks=[row])
    slack.person("thandi").clicks("Undo")

    assert bot.heard[-1]["actions"][0]["value"] == "new"


def test_a_button_that_is_not_there_cannot_be_clicked(slack: Sandbox, bot: Any) -> None:
    bot.client.chat_postMessage(channel="C0OPTOUT", text="Added", blocks=[actions(button("Undo"))])

    with pytest.raises(NotThereError, match="Redo"):
        slack.person("thandi").clicks("Redo")
    with pytest.raises(NotThereError):
        slack.person("gustav").clicks("Undo")


def test_an_overflow_menu_is_clicked_by_its_entries(slack: Sandbox, bot: Any) -> None:
    acked(bot, "more")
    options = [{"text": plain(each), "value": each.lower()} for each in ("History", "Remove")]
    menu = {"type": "overflow", "action_id": "more", "options": options}
    section = {"type": "section", "text": plain("+27…4567"), "accessory": menu}
    bot.client.chat_postMessage(channel="C0OPTOUT", text="Found", blocks=[section])
    slack.person("thandi").clicks("Remove")

    assert bot.heard[-1]["actions"][0]["selected_option"] == options[1]


def test_a_menu_in_a_message_tells_at_once_and_keeps_its_choice(slack: Sandbox, bot: Any) -> None:
    acked(bot, "region")
    options = [{"text": plain(each), "value": each} for each in ("ZA", "GB")]
    select = {
        "type": "static_select",
        "action_id": "region",
        "placeholder": plain("Region"),
        "options": options,
    }
    bot.client.chat_postMessage(
        channel="C0OPTOUT", text="Which?", blocks=[actions(select, button("Save"))]
    )
    acked(bot, "save")
    thandi = slack.person("thandi")
    thandi.chooses("Region", "GB")
    assert bot.heard[-1]["actions"][0]["selected_option"]["value"] == "GB"

    thandi.clicks("Save")
    held = bot.heard[-1]["state"]["values"]["row"]["region"]
    assert held["selected_option"]["value"] == "GB"

    slack.person("pieter").clicks("Save")
    assert bot.heard[-1]["state"]["values"]["row"]["region"]["selected_option"] is None


def test_a_click_without_an_answer_is_trouble(slack: Sandbox, bot: Any) -> None:
    bot.client.chat_postMessage(channel="C0OPTOUT", text="Added", blocks=[actions(button("Undo"))])
    slack.ack_seconds = 0.1
    thandi = slack.person("thandi")
    thandi.clicks("Undo")

    assert thandi.trouble == "This app is not responding right now. Try again?"


def test_trouble_is_forgotten_when_the_next_act_goes_well(slack: Sandbox, bot: Any) -> None:
    thandi = slack.person("thandi")
    thandi.types("/optin", channel="#opt-outs")
    assert thandi.trouble

    thandi.types("Never mind")
    assert thandi.trouble == ""
    assert bot.heard == []


def test_home_is_where_the_person_looks_when_it_is_open(slack: Sandbox, bot: Any) -> None:
    acked(bot, "add")

    @bot.app.event("app_home_opened")
    def publish(client: WebClient, event: Json) -> None:
        view = {"type": "home", "blocks": [actions(button("Add"))]}
        client.views_publish(user_id=event["user"], view=view)

    thandi = slack.person("thandi")
    thandi.opens_home()
    assert thandi.home == "[Add]"

    thandi.clicks("Add")
    body = bot.heard[-1]
    assert body["view"]["type"] == "home"
    assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}


def test_home_is_published_for_people_of_the_workspace_only(slack: Sandbox, bot: Any) -> None:
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    first = bot.client.views_publish(user_id="U0THANDI", view=view)["view"]
    second = bot.client.views_publish(user_id="U0THANDI", view=view, hash=first["hash"])["view"]
    assert second["id"] == first["id"]
    assert slack.person("thandi").home == "---"

    with pytest.raises(SlackApiError, match="hash_conflict"):
        bot.client.views_publish(user_id="U0THANDI", view=view, hash=first["hash"])
    with pytest.raises(SlackApiError, match="user_not_found"):
        bot.client.views_publish(user_id="U0ALEX", view=view)


def trigger_refusals(bot: Any, modal: Json, before: Callable[[], None]) -> list[str]:
    refusals: list[str] = []

    @bot.app.command("/optout")
    def open_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        before()
        for _ in range(2):
            try:
                client.views_open(trigger_id=body["trigger_id"], view=modal)
            except SlackApiError as refused:
                refusals.append(refused.response["error"])

    return refusals


def test_a_trigger_opens_one_view_only(slack: Sandbox, bot: Any, modal: Any) -> None:
    refusals = trigger_refusals(bot, modal(), lambda: None)
    slack.person("thandi").types("/optout add")

    assert refusals == ["exchanged_trigger_id"]


def test_a_trigger_is_good_for_three_seconds(
    slack: Sandbox, bot: Any, modal: Any, clock: Any
) -> None:
    refusals = trigger_refusals(bot, modal(), lambda: clock.advance(3.1))
    slack.person("thandi").types("/optout add")

    assert refusals == ["expired_trigger_id"] * 2


def test_an_invented_trigger_is_invalid(client: WebClient, modal: Any) -> None:
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        client.views_open(trigger_id="1.2.3", view=modal())


def test_a_refused_view_does_not_use_the_trigger_up(slack: Sandbox, bot: Any, modal: Any) -> None:
    @bot.app.command("/optout")
    def open_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        with pytest.raises(SlackApiError):
            client.views_open(trigger_id=body["trigger_id"], view=modal(title=plain("x" * 25)))
        client.views_open(trigger_id=body["trigger_id"], view=modal())

    thandi = slack.person("thandi")
    thandi.types("/optout add")

    assert thandi.modal.startswith("Form")


def test_pushing_needs_a_trigger_from_within_a_modal(slack: Sandbox, bot: Any, modal: Any) -> None:
    refusals = []

    @bot.app.command("/optout")
    def push_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        try:
            client.views_push(trigger_id=body["trigger_id"], view=modal())
        except SlackApiError as refused:
            refusals.append(refused.response["error"])

    slack.person("thandi").types("/optout add")

    assert refusals == ["invalid_trigger_id"]


def test_a_response_url_answers_the_person_alone(slack: Sandbox, clicked: Any) -> None:
    assert url_of(clicked).send(text="Undone").status_code == 200

    assert slack.person("thandi").last_reply == "Undone"
    assert slack.person("sipho").last_reply == "[Undo]"


def test_a_response_url_can_answer_everybody(slack: Sandbox, clicked: Any) -> None:
    url_of(clicked).send(text="Undone by Thandi", response_type="in_channel")

    assert slack.person("sipho").last_reply == "Undone by Thandi"


def test_a_response_url_can_replace_its_message(slack: Sandbox, clicked: Any) -> None:
    url_of(clicked).send(text="Undone", replace_original=True)

    message = slack.person("sipho").sees("#opt-outs")[-1]
    assert message.text == "Undone"
    assert message.edited


def test_a_response_url_can_delete_its_message_and_nothing_else(
    slack: Sandbox, clicked: Any
) -> None:
    url = url_of(clicked)
    mixed = url.send(text="Bye", delete_original=True)
    assert (mixed.status_code, "invalid_arguments" in mixed.body) == (400, True)

    url.send(delete_original=True)
    assert slack.person("sipho").last_reply == ""


def test_an_ephemeral_message_cannot_become_public(slack: Sandbox, bot: Any) -> None:
    acked(bot, "undo")
    row = actions(button("Undo"))
    bot.client.chat_postEphemeral(channel="C0OPTOUT", user="U0THANDI", text="x", blocks=[row])
    slack.person("thandi").clicks("Undo")
    url = url_of(bot)

    refused = url.send(text="For all", replace_original=True, response_type="in_channel")
    assert (refused.status_code, "cant_update_message" in refused.body) == (400, True)

    url.send(text="For you", replace_original=True)
    assert slack.person("thandi").last_reply == "For you"
    assert slack.person("sipho").last_reply == ""


def test_the_response_url_of_a_command_never_touches_what_was_typed(
    slack: Sandbox, bot: Any
) -> None:
    @bot.app.command("/optout")
    def answer(ack: Ack, respond: Respond) -> None:
        ack()
        respond("Working")
        respond("Done", replace_original=True)

    thandi = slack.person("thandi")
    thandi.types("/optout add 083", channel="#opt-outs")

    assert [message.text for message in thandi.sees()] == ["Working", "Done"]


def test_a_response_url_works_five_times(clicked: Any) -> None:
    url = url_of(clicked)
    answers = [url.send(text=str(each)) for each in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body


def test_a_response_url_works_for_half_an_hour(clicked: Any, clock: Any) -> None:
    url = url_of(clicked)
    clock.advance(30 * 60)
    assert url.send(text="Just in time").status_code == 200
    clock.advance(1)

    late = url.send(text="Too late")
    assert (late.status_code, "expired_url" in late.body) == (404, True)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [{"type": "teleport"}]}, "invalid_blocks"),
        ({"text": "x" * 4001}, "msg_too_long"),
    ],
)
def test_a_response_url_is_as_strict_as_posting(clicked: Any, body: Json, error: str) -> None:
    answer = url_of(clicked).send_dict(body)

    assert (answer.status_code, error in answer.body) == (400, True)


def test_a_response_url_answers_in_a_thread_when_told_to(slack: Sandbox, clicked: Any) -> None:
    ts = clicked.heard[-1]["message"]["ts"]
    body = {"text": "Undone", "response_type": "in_channel", "thread_ts": ts}
    url_of(clicked).send_dict(body)

    assert slack.person("sipho").sees("#opt-outs")[-1].thread_ts == ts


def test_of_several_buttons_the_one_beside_is_clicked(slack: Sandbox, bot: Any) -> None:
    acked(bot, "remove")
    rows = [
        {
            "type": "section",
            "block_id": number,
            "text": plain(number),
            "accessory": button("Remove", value=number),
        }
        for number in ("083", "084")
    ]
    bot.client.chat_postMessage(channel="C0OPTOUT", text="Two numbers", blocks=rows)
    slack.person("thandi").clicks("Remove", beside="084")

    assert bot.heard[-1]["actions"][0]["value"] == "084"


def test_a_menu_in_a_message_can_ask_the_bot(slack: Sandbox, bot: Any) -> None:
    acked(bot, "sender")
    select = {
        "type": "external_select",
        "action_id": "sender",
        "placeholder": plain("Sender"),
        "min_query_length": 1,
    }
    bot.client.chat_postMessage(channel="C0OPTOUT", text="Which?", blocks=[actions(select)])

    @bot.app.options("sender")
    def offer(ack: Ack, body: Json) -> None:
        assert body["container"]["channel_id"] == "C0OPTOUT"
        ack(options=[{"text": plain("Sales line"), "value": "2"}])

    slack.person("thandi").chooses("Sender", "Sales line")

    assert bot.heard[-1]["actions"][0]["selected_option"]["value"] == "2"


def test_without_membership_a_message_can_be_read_but_not_clicked(slack: Sandbox, bot: Any) -> None:
    slack.workspace.channels["C0RETAIL"].members.remove("U0SIPHO")
    row = actions(button("Undo"))
    bot.client.chat_postMessage(channel="C0RETAIL", text="Added", blocks=[row])
    sipho = slack.person("sipho")
    assert sipho.last_reply == "[Undo]"

    sipho.clicks("Undo", channel="#retail-campaigns")
    assert sipho.trouble == "You are not in this channel."
    assert bot.heard == []
