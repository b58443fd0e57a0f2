"""Messages of the bot: where it may post, what it may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk import WebClient

    from bot.sandbox.server import Sandbox

Json = dict[str, Any]
UNDO = {
    "type": "actions",
    "block_id": "undoing",
    "elements": [
        {"type": "button", "action_id": "undo", "text": {"type": "plain_text", "text": "Undo"}}
    ],
}


def refused(call: Callable[..., object], **arguments: Any) -> Json:
    with pytest.raises(SlackApiError) as refusal:
        call(**arguments)
    return dict(refusal.value.response.data)


def test_everybody_in_the_channel_sees_a_message(slack: Sandbox, client: WebClient) -> None:
    answer = client.chat_postMessage(channel="C0OPTOUT", text="One number *added*")

    message = slack.person("sipho").sees("#opt-outs")[-1]
    assert message.text == "One number *added*"
    assert message.user == "U0OPTOUT"
    assert not message.ephemeral
    assert answer["ts"] == message.ts
    assert answer["message"]["bot_id"] == "B0OPTOUT"


def test_blocks_without_ids_are_given_some(client: WebClient) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
    answer = client.chat_postMessage(channel="C0OPTOUT", text="Hello", blocks=[block, block])

    first, second = answer["message"]["blocks"]
    assert first["block_id"] != second["block_id"]


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0GENERAL", "not_in_channel"),
        ("G0LEADS", "channel_not_found"),
        ("C0NOWHERE", "channel_not_found"),
        ("#opt-outs", "channel_not_found"),
        ("U0ALEX", "channel_not_found"),
    ],
)
def test_the_bot_posts_only_where_it_is(client: WebClient, channel: str, error: str) -> None:
    assert refused(client.chat_postMessage, channel=channel, text="Hi")["error"] == error


def test_a_message_to_a_person_arrives_in_their_direct_messages(
    slack: Sandbox, client: WebClient
) -> None:
    client.chat_postMessage(channel="U0NALEDI", text="Your report is ready")

    assert slack.person("naledi").sees("dm")[-1].text == "Your report is ready"
    assert slack.person("thandi").last_reply == ""


def test_an_archived_channel_takes_no_messages(slack: Sandbox, client: WebClient) -> None:
    slack.workspace.channels["C0OPTOUT"].archived = True

    assert refused(client.chat_postMessage, channel="C0OPTOUT", text="Hi")["error"] == "is_archived"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"text": "x" * 4001}, "msg_too_long"),
        ({"text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "input"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": "not json"}, "invalid_blocks_format"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"text": "x", "username": "Somebody else"}, "missing_scope"),
        ({"markdown_text": "x", "text": "y"}, "markdown_text_conflict"),
        ({"text": "x", "metadata": {"event_type": "job"}}, "invalid_metadata_format"),
    ],
)
def test_a_message_slack_cannot_take_is_refused(
    client: WebClient, content: Json, error: str
) -> None:
    assert refused(client.chat_postMessage, channel="C0OPTOUT", **content)["error"] == error


def test_a_message_without_words_or_blocks_is_refused(client: WebClient) -> None:
    arguments = {"channel": "C0OPTOUT", "text": ""}

    assert refused(client.api_call, api_method="chat.postMessage", json=arguments) == {
        "ok": False,
        "error": "no_text",
    }


def test_a_refused_block_is_pointed_at(client: WebClient) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    refusal = refused(client.chat_postMessage, channel="C0OPTOUT", text="x", blocks=[header])

    message = refusal["response_metadata"]["messages"][0]
    assert message.startswith("[ERROR] ")
    assert message.endswith("[json-pointer:/blocks/0/text/text]")


def test_an_ephemeral_message_is_for_one_pair_of_eyes(slack: Sandbox, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C0OPTOUT", user="U0SIPHO", text="Only for you")

    assert slack.person("sipho").last_reply == "Only for you"
    assert slack.person("thandi").last_reply == ""


@pytest.mark.parametrize(
    ("channel", "user", "error"),
    [
        ("C0OPTOUT", "U0GUSTAV", "user_not_in_channel"),
        ("C0OPTOUT", "U0NOBODY", "user_not_found"),
        ("C0GENERAL", "U0THANDI", "not_in_channel"),
        ("G0LEADS", "U0THANDI", "channel_not_found"),
    ],
)
def test_an_ephemeral_message_needs_both_in_the_channel(
    client: WebClient, channel: str, user: str, error: str
) -> None:
    assert (
        refused(client.chat_postEphemeral, channel=channel, user=user, text="Hi")["error"] == error
    )


def test_a_message_can_be_edited_by_its_author(slack: Sandbox, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0OPTOUT", text="Added", blocks=[UNDO])["ts"]
    context = {"type": "context", "elements": [{"type": "mrkdwn", "text": "Undone by Thandi"}]}
    client.chat_update(channel="C0OPTOUT", ts=ts, text="Undone", blocks=[context])

    message = slack.person("thandi").sees("#opt-outs")[-1]
    assert message.text == "Undone by Thandi"
    assert message.edited


def test_an_edit_that_leaves_blocks_out_leaves_the_button_in(
    slack: Sandbox, client: WebClient
) -> None:
    ts = client.chat_postMessage(channel="C0OPTOUT", text="Added", blocks=[UNDO])["ts"]

    client.chat_update(channel="C0OPTOUT", ts=ts, text="Undone")
    assert slack.person("thandi").last_reply == "[Undo]"

    client.chat_update(channel="C0OPTOUT", ts=ts, text="Undone", blocks=[])
    assert slack.person("thandi").last_reply == "Undone"


def test_only_own_lasting_messages_can_be_edited_or_deleted(
    slack: Sandbox, client: WebClient
) -> None:
    spoken = slack.person("thandi").types("Hello", channel="#opt-outs")
    assert spoken is not None
    whispered = client.chat_postEphemeral(channel="C0OPTOUT", user="U0THANDI", text="Psst")

    def edited(ts: str) -> str:
        return str(refused(client.chat_update, channel="C0OPTOUT", ts=ts, text="x")["error"])

    def deleted(ts: str) -> str:
        return str(refused(client.chat_delete, channel="C0OPTOUT", ts=ts)["error"])

    assert edited(spoken.ts) == "cant_update_message"
    assert deleted(spoken.ts) == "cant_delete_message"
    assert edited(whispered["message_ts"]) == "message_not_found"
    assert deleted("1.000001") == "message_not_found"


def test_a_deleted_message_is_gone(slack: Sandbox, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0OPTOUT", text="Oops")["ts"]
    client.chat_delete(channel="C0OPTOUT", ts=ts)

    assert slack.person("thandi").last_reply == ""


def test_replies_stand_in_their_thread(slack: Sandbox, client: WebClient) -> None:
    thandi = slack.person("thandi")
    root = thandi.types("Any news?", channel="#opt-outs")
    assert root is not None
    reply = client.chat_postMessage(channel="C0OPTOUT", text="None", thread_ts=root.ts)

    assert thandi.sees()[-1].thread_ts == root.ts
    assert reply["message"]["parent_user_id"] == "U0THANDI"


def test_a_message_has_an_address(slack: Sandbox, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0OPTOUT", text="Look")["ts"]
    link = client.chat_getPermalink(channel="C0OPTOUT", message_ts=ts)["permalink"]

    assert link == f"{slack.page_url}archives/C0OPTOUT/p{ts.replace('.', '')}"


def test_no_two_messages_share_a_timestamp(client: WebClient) -> None:
    stamps = [
        client.chat_postMessage(channel="C0OPTOUT", text=str(each))["ts"] for each in range(5)
    ]

    assert sorted(set(stamps)) == stamps


def test_markdown_and_metadata_are_taken(slack: Sandbox, client: WebClient) -> None:
    metadata = {"event_type": "job", "event_payload": {"id": 1}}
    answer = client.chat_postMessage(
        channel="C0OPTOUT", markdown_text="**Bold**", metadata=metadata
    )

    assert answer["message"]["metadata"] == metadata
    assert slack.person("thandi").last_reply == "**Bold**"


def test_a_reply_can_be_read_with_its_thread(client: WebClient) -> None:
    root = client.chat_postMessage(channel="D0THANDI", text="Import finished")["ts"]
    client.chat_postMessage(
        channel="D0THANDI", text="Two refused", thread_ts=root, reply_broadcast=True
    )
    client.chat_postMessage(channel="D0THANDI", text="Details", thread_ts=root)

    thread = client.conversations_replies(channel="D0THANDI", ts=root)["messages"]
    assert [each["text"] for each in thread] == ["Import finished", "Two refused", "Details"]
    assert (thread[0]["reply_count"], thread[0]["reply_users"]) == (2, ["U0OPTOUT"])
    main = client.conversations_history(channel="D0THANDI")["messages"]
    assert [each["text"] for each in main] == ["Two refused", "Import finished"]


def test_an_invited_bot_may_speak(slack: Sandbox, client: WebClient) -> None:
    thandi = slack.person("thandi")
    thandi.types("/invite @optout", channel="#general")
    assert thandi.trouble == ""

    client.chat_postMessage(channel="C0GENERAL", text="Thank you for having me")
    assert thandi.last_reply == "Thank you for having me"

    thandi.types("/invite @optout", channel="#general")
    assert thandi.trouble == "Optout is already in this channel."
