"""What can be chosen in a form, and where the choices come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.webhook import WebhookClient

from tests.bot.sandbox.building import TEXT, Json, field, option, plain, taught

if TYPE_CHECKING:
    from slack_bolt import Ack
    from slack_sdk import WebClient

    from bot.sandbox.server import Sandbox


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
