"""Replies on their way to Slack."""

import logging
from typing import assert_never

from slack_sdk import WebClient, WebhookClient
from slack_sdk.errors import SlackApiError

from handlers.slack.announcing import announce
from handlers.slack.replies import (
    Announce,
    FormErrors,
    Later,
    Message,
    OpenModal,
    Options,
    PublishHome,
    PushModal,
    Replace,
    Reply,
    UpdateModal,
)
from handlers.slack.requests import OpenView, Place
from handlers.slack.visits import Visit
from optouts.words import ChangeId

logger = logging.getLogger(__name__)

UNREACHABLE = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel"})
"""Answers of chat.postEphemeral after which the person is told in the app's own channel."""


def send(visit: Visit, reply: Reply, *, view: OpenView | None = None) -> None:
    """Deliver what can be delivered after the ack. `view`: the form that a click came from."""
    match reply:
        case Message():
            tell(visit.client, visit.place, visit.sent.user, reply)
        case Replace():
            _replace(visit, reply.message)
        case OpenModal() | PushModal() | UpdateModal():
            _show(visit, reply, view)
        case Announce():
            _announce(visit, reply.change)
        case PublishHome():
            visit.client.views_publish(user_id=visit.sent.user, view=reply.view)
        case FormErrors() | Options() | Later():
            raise TypeError(f"{type(reply).__name__} is not sent")
        case _:
            assert_never(reply)


def tell(client: WebClient, place: Place, user: str, message: Message) -> None:
    """Say something to one person, where they asked; if we are not let in there, in our own DM."""
    if place.response_url:
        _respond(client, place, message)
    elif place.is_direct:
        client.chat_postMessage(
            channel=place.channel,
            thread_ts=place.thread or None,
            text=message.text,
            blocks=message.blocks or None,
            unfurl_links=False,
        )
    elif not place.channel or not _whisper(client, place, user, message):
        own = client.conversations_open(users=user)["channel"]["id"]
        client.chat_postMessage(
            channel=own, text=message.text, blocks=message.blocks or None, unfurl_links=False
        )


def _respond(
    client: WebClient, place: Place, message: Message, *, replace_original: bool = False
) -> None:
    """Through the url that Slack made for this answer; it is for the person alone by default."""
    hook = WebhookClient(place.response_url, timeout=client.timeout, ssl=client.ssl)
    answer = hook.send(
        text=message.text,
        blocks=message.blocks or None,
        response_type="ephemeral",
        replace_original=replace_original,
    )
    if answer.status_code != 200:  # noqa: PLR2004 - HTTP's own OK
        logger.warning("Slack refused an answer: %s %s", answer.status_code, answer.body)


def _whisper(client: WebClient, place: Place, user: str, message: Message) -> bool:
    try:
        client.chat_postEphemeral(
            channel=place.channel,
            user=user,
            thread_ts=place.thread or None,
            text=message.text,
            blocks=message.blocks or None,
        )
    except SlackApiError as error:
        if error.response["error"] in UNREACHABLE:
            return False
        raise
    return True


def _replace(visit: Visit, message: Message) -> None:
    """In the place of the message whose button was pressed; a private one only by its url."""
    if visit.place.response_url and not visit.place.message:
        _respond(visit.client, visit.place, message, replace_original=True)
    elif visit.place.message and visit.place.is_direct:
        visit.client.chat_update(
            channel=visit.place.channel,
            ts=visit.place.message,
            text=message.text,
            blocks=message.blocks,
        )
    else:
        tell(visit.client, visit.place, visit.sent.user, message)


def _show(visit: Visit, form: OpenModal | PushModal | UpdateModal, view: OpenView | None) -> None:
    match form:
        case OpenModal():
            visit.client.views_open(trigger_id=visit.sent.trigger, view=form.view)
        case PushModal():
            visit.client.views_push(trigger_id=visit.sent.trigger, view=form.view)
        case UpdateModal():
            _update(visit.client, view, form)


def _update(client: WebClient, view: OpenView | None, reply: UpdateModal) -> None:
    if view is None:
        raise TypeError("only a click in a form can update it")
    try:
        client.views_update(view_id=view.id, hash=view.hash, view=reply.view)
    except SlackApiError as error:
        # A newer click has drawn the form already, from newer choices than ours.
        if error.response["error"] != "hash_conflict":
            raise


def _announce(visit: Visit, change: ChangeId) -> None:
    apology = announce(visit.client, visit.core, visit.workspace, change, by=visit.actor)
    if apology:
        tell(visit.client, visit.place, visit.sent.user, Message(apology))
