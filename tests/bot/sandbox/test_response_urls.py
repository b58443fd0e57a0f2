"""Response URLs: five answers within half an hour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.bot.sandbox.building import Json, acked, actions, button, url_of

if TYPE_CHECKING:
    from slack_bolt import Ack, Respond

    from bot.sandbox.server import Sandbox


@pytest.fixture
def clicked(slack: Sandbox, bot: Any) -> Any:
    """Thandi has clicked Undo in #opt-outs."""
    acked(bot, "undo")
    bot.client.chat_postMessage(
        channel="C0OPTOUT", text="Added", blocks=[actions(button("Undo", value="op-1"))]
    )
    slack.person("thandi").clicks("Undo")
    return bot


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
