"""Buttons and menus in messages and on Home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.person import NotThereError
from tests.bot.sandbox.building import Json, acked, actions, button, plain

if TYPE_CHECKING:
    from slack_bolt import Ack
    from slack_sdk import WebClient

    from bot.sandbox.server import Sandbox


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
