"""The only ack() and the only guard: every request comes in here and every answer goes out here.

An exception after `ack()` can undo the ack (Bolt would then answer 404), so nothing leaves a
listener: what was refused is explained to the person, what failed is logged under a reference that
the person is shown.
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from handlers import references
from handlers.slack import ids, requests, sending
from handlers.slack.blocks.elements import actions, button, section
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.text import names_people, plain, shortened
from handlers.slack.files import Files
from handlers.slack.people import People
from handlers.slack.problems import Problem, SlackAway
from handlers.slack.replies import (
    FormErrors,
    Later,
    Message,
    OpenModal,
    Options,
    Replies,
    Reply,
    UpdateModal,
)
from handlers.slack.requests import (
    Click,
    HomeOpened,
    OpenView,
    Payload,
    Pointed,
    Sent,
    Submission,
    Typing,
    Words,
)
from handlers.slack.visits import Handler, Visit
from optouts import drafts, workspaces
from optouts.core import Core
from optouts.errors import Refusal, StorageAway
from optouts.numbers import UnreadableNumber

logger = logging.getLogger(__name__)

EXPECTED: Final = (Refusal, Problem, UnreadableNumber)
"""Refusals have words of their own; whatever else is raised is our fault."""

LONGEST_ERROR: Final = 1500
"""Slack gives no limit for the text under a field; this many characters stay readable."""

LATE: Final = frozenset({"expired_trigger_id", "invalid_trigger_id"})
OPENED: Final = "exchanged_trigger_id"
"""Slack's answer to the second delivery of a click: its form is open already."""

Run: TypeAlias = Callable[[Visit], Replies]


@dataclass(frozen=True, slots=True)
class Door:
    """Registers handlers with Bolt. Each gets a visit, whose role was found for this request."""

    app: App
    core: Core
    people: People
    files: Files
    wake: Callable[[], None]
    public_url: str = ""

    def on_command(self, name: ids.Command, handle: Handler[Words]) -> None:
        def listen(ack: Ack, body: Payload, client: WebClient, context: BoltContext) -> None:
            ack()
            words = requests.command(body)
            self._serve(words.sent, client, context, lambda visit: handle(visit, words))

        self.app.command(name)(listen)

    def on_words(self, event: ids.Event, handle: Handler[Words]) -> None:
        """Mentions and direct messages; a second delivery of the same event is ignored."""

        def listen(body: Payload, client: WebClient, context: BoltContext) -> None:
            if not requests.is_from_person(body):
                return
            words = requests.mention(body)

            def run(visit: Visit) -> Replies:
                first = workspaces.is_first_delivery(self.core, visit.workspace, words.sent.key)
                return handle(visit, words) if first else None

            self._serve(words.sent, client, context, run)

        self.app.event(event)(listen)

    def on_event(self, event: ids.Event, handle: Callable[[Payload], None]) -> None:
        """Events that nobody waits for an answer to."""

        def listen(body: Payload) -> None:
            handle(body)

        self.app.event(event)(listen)

    def on_home(self, handle: Handler[HomeOpened], refused: Callable[[str], View]) -> None:
        """The Home tab; `refused` is what those see who may not use us, instead of a message."""

        def listen(body: Payload, client: WebClient, context: BoltContext) -> None:
            if not requests.is_home(body):
                return
            opened = requests.home_opened(body)
            with references.new():
                try:
                    visit = self._visit(opened.sent, client, context)
                    replies = handle(visit, opened)
                except Exception as error:  # noqa: BLE001 - nothing may leave a listener
                    _publish(client, opened.sent.user, refused(_in_words(error)))
                else:
                    self._deliver(visit, replies)

        self.app.event(ids.Event.HOME_OPENED)(listen)

    def on_action(self, action: ids.Button | ids.Field, handle: Handler[Click]) -> None:
        def listen(ack: Ack, body: Payload, client: WebClient, context: BoltContext) -> None:
            ack()
            click = requests.click(body)
            self._serve(
                click.sent, client, context, lambda visit: handle(visit, click), view=click.view
            )

        self.app.action(re.compile(rf"^{action}(:\w+)?$"))(listen)

    def on_nothing(self, field: ids.Field) -> None:
        """A choice that Slack reports at once but that only counts when the form is sent."""

        def listen(ack: Ack) -> None:
            ack()

        self.app.action(field)(listen)

    def on_submission(self, form: ids.Form, handle: Handler[Submission]) -> None:
        """A form is answered within its ack: errors under its fields, a new form, or it closes."""

        def listen(ack: Ack, body: Payload, client: WebClient, context: BoltContext) -> None:
            sent = requests.submission(body)
            with references.new():
                try:
                    visit = self._visit(sent.sent, client, context)
                    replies = _several(handle(visit, sent))
                except Exception as error:  # noqa: BLE001 - nothing may leave a listener
                    _refuse_form(ack, client, sent, _in_words(error))
                else:
                    _ack_form(ack, replies)
                    self._deliver(visit, [reply for reply in replies if not _is_ack(reply)])

        self.app.view(form)(listen)

    def on_shortcut(self, shortcut: ids.Shortcut, handle: Handler[Pointed]) -> None:
        def listen(ack: Ack, body: Payload, client: WebClient, context: BoltContext) -> None:
            ack()
            pointed = requests.shortcut(body)
            self._serve(pointed.sent, client, context, lambda visit: handle(visit, pointed))

        self.app.shortcut(shortcut)(listen)

    def on_options(self, name: ids.Field, handle: Callable[[Visit, Typing], Options]) -> None:
        """Choices while somebody types; whoever may see none gets none."""

        def listen(ack: Ack, body: Payload, client: WebClient, context: BoltContext) -> None:
            typing = requests.typing(body)
            with references.new():
                try:
                    offered = handle(self._visit(typing.sent, client, context), typing).options
                except Exception as error:  # noqa: BLE001 - nothing may leave a listener
                    _in_words(error)
                    offered = []
                ack(options=[option.to_dict() for option in offered])

        self.app.options(name)(listen)

    def _serve(
        self,
        sent: Sent,
        client: WebClient,
        context: BoltContext,
        run: Run,
        *,
        view: OpenView | None = None,
    ) -> None:
        with references.new():
            try:
                visit = self._visit(sent, client, context)
                replies = run(visit)
            except Exception as error:  # noqa: BLE001 - nothing may leave a listener
                _tell(client, sent, Message(_in_words(error)))
            else:
                self._deliver(visit, replies, view=view)

    def _visit(self, sent: Sent, client: WebClient, context: BoltContext) -> Visit:
        """The guard: who is it, and which role have they now? Denies by raising."""
        installed = context.authorize_result
        if installed is None or not installed.team_id:
            raise SlackAway
        workspace = workspaces.of_team(
            self.core, enterprise_id=installed.enterprise_id or "", team_id=installed.team_id
        )
        home = installed.team_id
        actor = self.people.actor(client, workspace, user=sent.user, team=sent.team, home=home)
        return Visit(
            core=self.core,
            people=self.people,
            client=client,
            workspace=workspace,
            home=home,
            actor=actor,
            sent=sent,
            files=self.files,
            wake=self.wake,
            public_url=self.public_url,
        )

    def _deliver(self, visit: Visit, replies: Replies, *, view: OpenView | None = None) -> None:
        """After the ack and after the commit: a reply that fails here takes nothing back."""
        for reply in _several(replies):
            try:
                if isinstance(reply, Later):
                    self._deliver(visit, _done(visit, reply))
                elif isinstance(reply, OpenModal) and not visit.sent.trigger:
                    sending.send(visit, _offer(visit, reply))
                else:
                    sending.send(visit, reply, view=view)
            except Exception as error:  # noqa: BLE001 - nothing may leave a listener
                _undelivered(visit, reply, error)


def _done(visit: Visit, later: Later) -> Replies:
    """What came of it; the form is closed, so what is refused is told in a message."""
    try:
        return later.run()
    except Exception as error:  # noqa: BLE001 - nothing may leave a listener
        _tell(visit.client, visit.sent, Message(_in_words(error)))
        return None


def _several(replies: Replies) -> Sequence[Reply]:
    if replies is None:
        return ()
    return replies if isinstance(replies, Sequence) else (replies,)


def _in_words(error: Exception) -> str:
    """What the person is told; what is not their doing is logged under the reference they see."""
    if isinstance(error, EXPECTED) and not isinstance(error, (StorageAway, SlackAway)):
        return explain(error)
    logger.error("a request failed: %s", error.__class__.__name__, exc_info=error)
    return f"{explain(error)} (Reference {references.current()})"


def _tell(client: WebClient, sent: Sent, message: Message) -> None:
    try:
        sending.tell(client, sent.place, sent.user, message)
    except (SlackApiError, OSError):
        logger.exception("the answer could not be delivered")


def _publish(client: WebClient, user: str, view: View) -> None:
    try:
        client.views_publish(user_id=user, view=view)
    except (SlackApiError, OSError):
        logger.exception("the Home tab could not be shown")


def _undelivered(visit: Visit, reply: Reply, error: Exception) -> None:
    """A form that Slack would not open is offered again; of anything else the log tells."""
    answer = error.response.get("error") if isinstance(error, SlackApiError) else None
    if answer == OPENED:
        return
    if answer not in LATE:
        logger.error("%s was not delivered", type(reply).__name__, exc_info=error)
    if not isinstance(reply, OpenModal):
        return
    try:
        offer = _offer(visit, reply)
    except StorageAway as away:
        offer = Message(_in_words(away))
    _tell(visit.client, visit.sent, offer)


def _is_ack(reply: Reply) -> bool:
    return isinstance(reply, FormErrors | UpdateModal)


def _ack_form(ack: Ack, replies: Sequence[Reply]) -> None:
    for reply in replies:
        if isinstance(reply, FormErrors):
            errors = {name: shortened(text, LONGEST_ERROR) for name, text in reply.errors.items()}
            ack(response_action="errors", errors=errors)
            return
        if isinstance(reply, UpdateModal):
            ack(response_action="update", view=reply.view)
            return
    ack()


def _refuse_form(ack: Ack, client: WebClient, submission: Submission, text: str) -> None:
    """Under the first field, so that what was typed stays. The form closes if it has none, or if
    the words name people, which only a message can show."""
    if submission.view.inputs and not names_people(text):
        ack(response_action="errors", errors={submission.view.inputs[0]: plain(text)})
    else:
        ack()
        _tell(client, submission.sent, Message(text))


def _offer(visit: Visit, form: OpenModal) -> Message:
    """A form needs a click that is seconds old; where there is none, a button asks for one."""
    if not form.text:
        text = "Slack did not open the form in time. Nothing was changed; please try again."
        return Message(text, [section(text)])
    token = drafts.keep(visit.core, visit.workspace, {"text": form.text}, by=visit.actor)
    text = "This needs a form."
    open_it = button("Open the Form", ids.Button.OPEN, f"text:{token}", style="primary")
    return Message(text, [section(text), *actions(open_it)])
