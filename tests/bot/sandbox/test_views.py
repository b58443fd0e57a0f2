"""Views that change while they are open, and their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.bot.sandbox.building import TEXT, Json, field, plain, refusal

if TYPE_CHECKING:
    from slack_bolt import Ack
    from slack_sdk import WebClient

    from bot.sandbox.server import Sandbox


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
