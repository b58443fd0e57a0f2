"""Who sees what, and how guests and people of another workspace come across."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.person import NotThereError

if TYPE_CHECKING:
    from slack_bolt import Ack
    from slack_sdk import WebClient

    from bot.sandbox.server import Sandbox

Json = dict[str, Any]
UNDO = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "undo", "text": {"type": "plain_text", "text": "Undo"}}
    ],
}


def error_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return str(refused.value.response["error"])


def test_people_are_found_by_handle_name_or_id(slack: Sandbox) -> None:
    found = {slack.person(each).id for each in ("naledi", "Naledi Dlamini", "U0NALEDI", "@naledi")}

    assert found == {"U0NALEDI"}
    with pytest.raises(NotThereError):
        slack.person("nobody")


def test_the_company_has_something_to_say(slack: Sandbox) -> None:
    thandi = slack.person("thandi")

    assert len(thandi.sees("#general")) == 3
    assert (
        "082 555 0101, +27 83 555 0102 and 084 555 0103" in thandi.sees("#retail-campaigns")[0].text
    )


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("U0THANDI", {"is_admin": True, "is_restricted": False}),
        ("U0NALEDI", {"is_admin": False, "is_restricted": False}),
        ("U0GUSTAV", {"is_admin": False, "is_restricted": True}),
        ("U0ALEX", {"is_stranger": True, "team_id": "T0ACACIA", "tz": "Europe/London"}),
        ("U0OPTOUT", {"is_bot": True}),
    ],
)
def test_the_bot_can_tell_who_somebody_is(client: WebClient, who: str, expected: Json) -> None:
    user = client.users_info(user=who)["user"]

    assert {name: user[name] for name in expected} == expected


def test_an_email_address_needs_its_own_scope(client: WebClient) -> None:
    assert "email" not in client.users_info(user="U0THANDI")["user"]["profile"]
    assert error_of(client.users_lookupByEmail, email="thandi@example.com") == "missing_scope"


def test_unknown_people_channels_and_groups_are_not_found(client: WebClient) -> None:
    assert error_of(client.users_info, user="U0NOBODY") == "user_not_found"
    assert error_of(client.conversations_info, channel="C0NOWHERE") == "channel_not_found"
    assert error_of(client.usergroups_users_list, usergroup="S0NONE") == "no_such_subteam"


def test_a_private_channel_is_invisible_from_outside(client: WebClient) -> None:
    assert error_of(client.conversations_info, channel="G0LEADS") == "channel_not_found"
    listed = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert "G0LEADS" not in {channel["id"] for channel in listed}


def test_a_shared_channel_says_so(client: WebClient) -> None:
    channel = client.conversations_info(channel="C0PARTNER")["channel"]

    assert channel["is_ext_shared"] is True
    assert channel["is_member"] is True


def test_lists_come_in_pages(client: WebClient) -> None:
    pages = [len(page["members"]) for page in client.users_list(limit=3)]

    assert pages == [3, 3, 1]
    assert error_of(client.users_list, limit=1001) == "invalid_limit"
    assert error_of(client.users_list, cursor="nonsense") == "invalid_cursor"


def test_members_of_channels_and_groups_can_be_read(client: WebClient) -> None:
    members = client.conversations_members(channel="C0PARTNER")["members"]

    assert set(members) == {"U0THANDI", "U0NALEDI", "U0GUSTAV", "U0ALEX", "U0OPTOUT"}
    assert client.usergroups_users_list(usergroup="S0CRM")["users"] == ["U0NALEDI"]
    assert client.usergroups_list()["usergroups"][0]["handle"] == "crm-team"


def test_direct_messages_are_opened_by_person(client: WebClient) -> None:
    assert client.conversations_open(users="U0GUSTAV")["channel"]["id"] == "D0GUSTAV"
    assert error_of(client.conversations_open, users="U0ALEX") == "user_not_visible"
    assert error_of(client.conversations_open, users="U0NOBODY") == "user_not_found"


def test_history_needs_the_scope_of_its_kind(client: WebClient) -> None:
    client.chat_postMessage(channel="D0THANDI", text="Hello")

    history = client.conversations_history(channel="D0THANDI")["messages"]
    assert [message["text"] for message in history] == ["Hello"]
    assert error_of(client.conversations_history, channel="C0OPTOUT") == "missing_scope"


def test_a_stranger_sees_the_shared_channel_only(slack: Sandbox) -> None:
    visible = {channel.id for channel in slack.workspace.visible_channels("U0ALEX")}
    assert visible == {"C0PARTNER"}

    alex = slack.person("alex")
    alex.types("hello", channel="#opt-outs")
    assert alex.trouble == "You are not in this channel."
    alex.opens_home()
    assert alex.trouble == "This app is not available to you."


def test_a_guest_sees_own_channels_and_the_app(slack: Sandbox) -> None:
    visible = {channel.id for channel in slack.workspace.visible_channels("U0GUSTAV")}

    assert visible == {"C0PARTNER", "D0GUSTAV"}


def test_a_member_sees_public_channels_but_not_other_peoples_private_ones(
    slack: Sandbox,
) -> None:
    visible = {channel.id for channel in slack.workspace.visible_channels("U0SIPHO")}

    assert "C0GENERAL" in visible
    assert "G0LEADS" not in visible
    assert "D0THANDI" not in visible


def test_a_stranger_brings_their_own_workspace_along(slack: Sandbox, bot: Any) -> None:
    bot.ignores("app_mention")

    @bot.app.action("undo")
    def take(ack: Ack) -> None:
        ack()

    alex = slack.person("alex")
    alex.types("@optout help", channel="#partners")
    event, outer = bot.heard[-1]["event"], bot.heard[-1]
    assert event["user_team"] == event["source_team"] == event["team"] == "T0ACACIA"
    assert outer["is_ext_shared_channel"] is True
    assert outer["team_id"] == outer["authorizations"][0]["team_id"] == "T0BAOBAB"

    bot.client.chat_postMessage(channel="C0PARTNER", text="Added", blocks=[UNDO])
    alex.clicks("Undo")
    click = bot.heard[-1]
    assert click["user"]["team_id"] == "T0ACACIA"
    assert click["team"]["id"] == "T0BAOBAB"


def test_a_form_opened_by_a_stranger_still_belongs_to_the_app(
    slack: Sandbox, bot: Any, opens: Any, modal: Any
) -> None:
    opens(modal())

    @bot.app.view("form")
    def submitted(ack: Ack) -> None:
        ack()

    alex = slack.person("alex")
    alex.types("/optout add", channel="#partners")
    assert bot.heard[-1]["team_id"] == "T0ACACIA"

    alex.fills("Numbers", "083")
    alex.submits()
    assert bot.heard[-1]["team"]["id"] == "T0ACACIA"
    assert bot.heard[-1]["view"]["app_installed_team_id"] == "T0BAOBAB"


def test_a_message_shortcut_hands_the_message_over(slack: Sandbox, either: Any) -> None:
    @either.app.shortcut("optout_from_message")
    def take(ack: Ack) -> None:
        ack()

    thandi = slack.person("thandi")
    (message,) = thandi.sees("#retail-campaigns")
    thandi.uses("Opt out numbers in this message", message=message)

    body = either.heard[-1]
    assert body["type"] == "message_action"
    assert body["callback_id"] == "optout_from_message"
    assert body["message_ts"] == message.ts
    assert "082 555 0101" in body["message"]["text"]
    assert body["message"]["user"] == "U0NALEDI"
    assert body["channel"] == {"id": "C0RETAIL", "name": "retail-campaigns"}
    assert body["response_url"]
    assert body["trigger_id"]


def test_a_global_shortcut_belongs_to_no_channel(slack: Sandbox, bot: Any) -> None:
    @bot.app.shortcut("optout_new")
    def take(ack: Ack) -> None:
        ack()

    slack.person("thandi").uses("Add opt-outs")

    body = bot.heard[-1]
    assert body["type"] == "shortcut"
    assert "channel" not in body
    assert "response_url" not in body


def test_an_ephemeral_message_offers_no_shortcuts(slack: Sandbox, bot: Any) -> None:
    bot.client.chat_postEphemeral(channel="C0OPTOUT", user="U0THANDI", text="Psst")
    thandi = slack.person("thandi")
    thandi.uses("Opt out numbers in this message", message=thandi.sees("#opt-outs")[-1])

    assert thandi.trouble == "Messages only you can see have no shortcuts."
    assert bot.heard == []


def test_a_shortcut_without_an_answer_is_trouble(slack: Sandbox) -> None:
    thandi = slack.person("thandi")
    thandi.uses("Add opt-outs")

    assert thandi.trouble == "This app is not responding right now. Try again?"
    with pytest.raises(NotThereError, match="Fly"):
        thandi.uses("Fly")


def test_a_changed_user_group_is_told_to_the_app(slack: Sandbox, bot: Any) -> None:
    bot.ignores("subteam_updated", "subteam_members_changed")
    slack.regroups("@crm-team", "sipho", "pieter")

    assert bot.client.usergroups_users_list(usergroup="S0CRM")["users"] == ["U0SIPHO", "U0PIETER"]
    (changed,) = bot.events("subteam_members_changed")
    assert changed["added_users"] == ["U0SIPHO", "U0PIETER"]
    assert changed["removed_users"] == ["U0NALEDI"]
    assert bot.events("subteam_updated")[0]["subteam"]["id"] == "S0CRM"


def test_the_bot_can_look_around(client: WebClient) -> None:
    listed = client.conversations_list(types="public_channel", exclude_archived=True)["channels"]
    own = client.users_conversations()["channels"]

    assert {each["name"] for each in listed} == {
        "general",
        "opt-outs",
        "retail-campaigns",
        "partners",
    }
    assert {each["name"] for each in own} == {"opt-outs", "retail-campaigns", "partners"}
    assert client.bots_info(bot="B0OPTOUT")["bot"]["name"] == "Optout"
    assert client.api_test(foo="bar")["args"] == {"foo": "bar"}
    assert error_of(client.team_info) == "missing_scope"
    assert error_of(client.conversations_list, types="secret_channel") == "invalid_types"
