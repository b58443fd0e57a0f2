"""A reply, from what a provider brought to what was made of it, in one transaction."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from optouts import confirming, keyword_book, opting_in, recipient_acts, reviewing
from optouts.changes import Act
from optouts.connection import Connection
from optouts.core import Core
from optouts.inbound import InboundId, InboundMessage, Told
from optouts.keyword_rules import Action, Decision, Why
from optouts.keywords import Book
from optouts.numbers import E164, UnreadableNumber, parse
from optouts.preferences import Preferences
from optouts.reply_kinds import ReplyKind
from optouts.words import Channel, WorkspaceId
from optouts.workspaces import places_within, preferences_within
from storage import inbound
from storage.engine import Transaction
from storage.joint import once
from storage.reply_tables import Inbound

LONGEST_TEXT: Final = 4000
"""Characters; WhatsApp lets people write 4096, and nobody says STOP after so many."""

LONGEST_FIELD: Final = 200

TOLD: Final = {Told.STOP: Action.OPT_OUT, Told.START: Action.OPT_IN, Told.HELP: Action.HELP}


@dataclass(frozen=True, slots=True)
class Received:
    """What was made of a message. `answer` is for the provider to give to the person, where it
    takes that in the answer to its request."""

    inbound: InboundId
    decision: Decision
    repeated: bool
    answer: str


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a message: the change, or 0; whether the team is told of it or has to judge it;
    and what the person is told."""

    change: int = 0
    is_news: bool = False
    needs_review: bool = False
    kind: ReplyKind | None = None


def receive(
    core: Core, connection: Connection, message: InboundMessage, *, in_band: bool
) -> Received:
    """Do what a person asks for and keep what they wrote; a message that comes again does nothing
    again, and is answered the same.

    Raises StorageAway.
    """
    message = _storable(message)

    def received(tx: Transaction, *, compiles: bool = False) -> Received:
        rules = _rules(tx, connection.workspace, compiles=compiles)
        return _Receiving(tx, core, rules, connection, message).received(in_band=in_band)

    try:
        return core.written_together(received)
    except keyword_book.NotCompiled:
        keyword_book.prepare(core, connection.workspace)
        return core.written_together(partial(received, compiles=True))


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a workspace wants done with replies."""

    settings: Preferences
    book: Book


def _rules(tx: Transaction, workspace: WorkspaceId, *, compiles: bool) -> _Rules:
    """Read once for all replies that are taken in together."""
    return once(
        tx,
        ("rules", workspace),
        lambda: _Rules(
            preferences_within(tx, workspace),
            keyword_book.book_within(tx, workspace, compiles=compiles),
        ),
    )


class _Receiving:
    """One message on its way through one transaction."""

    def __init__(
        self,
        tx: Transaction,
        core: Core,
        rules: _Rules,
        connection: Connection,
        message: InboundMessage,
    ) -> None:
        self.tx = tx
        self.core = core
        self.connection = connection
        self.message = message
        self.settings = rules.settings
        self.number = _number(message, connection.region, self.settings.region)
        self.decision = self._decided(rules.book)
        self.row = self._row()

    def received(self, *, in_band: bool) -> Received:
        if not inbound.record(self.tx, self.row):
            return self._again(in_band=in_band)
        outcome = self._acted()
        if outcome.change or outcome.is_news:
            self.row.change_id, self.row.told = outcome.change, not outcome.is_news
            inbound.settle(self.tx, self.row.id or 0, change_id=outcome.change, told=self.row.told)
        if outcome.needs_review:
            reviewing.open_within(self.tx, self.core, self.connection.workspace, self.row)
        answer = self._confirmed(outcome.kind, in_band=in_band) if outcome.kind else ""
        return Received(InboundId(self.row.id or 0), self.decision, repeated=False, answer=answer)

    def _decided(self, book: Book) -> Decision:
        """What the provider says wins over what the person wrote; but if both say the same, the
        words may say more: in which language, and how far it reaches."""
        region = self.number.region if self.number else ""
        judged = book.decide(
            self.message.text,
            region=region or self.connection.region or self.settings.region,
            profanity=self.settings.profanity,
        )
        if self.message.told is None:
            return judged
        action = TOLD[self.message.told]
        if judged.action is action:
            return replace(judged, why=Why.PROVIDER)
        return Decision(action, Why.PROVIDER)

    def _row(self) -> Inbound:
        message, decision = self.message, self.decision
        place = (self.connection.workspace, message.channel, message.to)
        region = self.connection.region or self.settings.region
        sender = once(
            self.tx,
            ("sender", *place, region),
            lambda: recipient_acts.sender_of(self.tx, *place, region=region),
        )
        return Inbound(
            workspace_id=self.connection.workspace,
            connection_id=self.connection.id,
            message_id=message.id,
            channel=message.channel,
            sender_id=sender or 0,
            address=message.to,
            number=self.number.digits if self.number else 0,
            written=message.written,
            text="" if decision.action is Action.NOTHING else message.text,
            campaign=message.campaign,
            at=self.core.clock(),
            sent_at=message.at,
            action=decision.action,
            why=decision.why,
            rule=decision.rule.key if decision.rule else "",
            language=decision.language,
        )

    def _again(self, *, in_band: bool) -> Received:
        """A lost answer must not be a lost confirmation, so it is given again."""
        before = inbound.by_message(self.tx, self.connection.id, self.message.id)
        row = before or self.row
        answer = ""
        if in_band:
            answer = confirming.answered_within(self.tx, self.connection.workspace, row)
        return Received(InboundId(row.id or 0), self.decision, repeated=True, answer=answer)

    def _acted(self) -> _Outcome:
        match self.decision.action:
            case Action.NOTHING:
                return _Outcome()
            case Action.HELP:
                return _Outcome(kind=ReplyKind.HELP)
            case Action.ASK:
                return _Outcome(needs_review=True)
        if not self.number:
            return _Outcome(needs_review=True)
        if self.decision.action is Action.OPT_IN:
            return self._started()
        return self._stopped()

    def _stopped(self) -> _Outcome:
        """A sender that is not known yet has to be added by somebody, so it is put before them."""
        scope = self.decision.scope or recipient_acts.scope_in_force(self.settings, now=self.row.at)
        stopped = recipient_acts.stop_within(self.tx, self.core, self._act(), self.row, scope=scope)
        return _Outcome(
            stopped.change,
            is_news=stopped.did_anything,
            needs_review=not self.row.sender_id,
            kind=recipient_acts.kind_of(scope),
        )

    def _started(self) -> _Outcome:
        """Whoever can guess an unsigned provider's address must not be able to free anybody."""
        is_sure = self.connection.is_signed or self.connection.may_remove
        if not (is_sure and self.row.sender_id):
            return _Outcome(needs_review=True)
        started = opting_in.start_within(
            self.tx,
            self.core,
            self._act(),
            self.row,
            settings=self.settings,
            places=places_within(self.tx, self.connection.workspace),
        )
        return _Outcome(started.change or 0, is_news=started.is_news, kind=started.kind)

    def _act(self) -> Act:
        return recipient_acts.act_of(
            self.row,
            provider=self.connection.provider,
            request=f"reply:{self.connection.id}:{self.message.id}",
        )

    def _confirmed(self, kind: ReplyKind, *, in_band: bool) -> str:
        """The question of a double opt-in is none of the provider's answers."""
        if self.message.answered and kind is not ReplyKind.ASKED:
            return ""
        return confirming.order(
            self.tx,
            self.core,
            self.settings,
            self.row,
            kind=kind,
            connection=self.connection,
            language=self.decision.language,
            in_band=in_band,
        )


def _number(message: InboundMessage, region: str, usual: str) -> E164 | None:
    """Whose number it is. WhatsApp, and providers whose connection names no region, give all of it,
    often without a plus."""
    written = message.written.strip()
    bare = written.removeprefix("+").removeprefix("00")
    international = f"+{bare}"
    tried = [(written, region), (international, "")]
    if message.channel is Channel.WHATSAPP or not region:
        tried.reverse()
    for text, where in [*tried, (written, usual)]:
        try:
            return parse(text, region=where, short_ok=True)
        except UnreadableNumber:
            continue
    return None


def _storable(message: InboundMessage) -> InboundMessage:
    """Half of an emoji, cut apart by a network, and characters of code 0 cannot be stored."""
    return replace(
        message,
        id=_clean(message.id)[:LONGEST_FIELD],
        written=_clean(message.written)[:LONGEST_FIELD],
        to=_clean(message.to)[:LONGEST_FIELD],
        text=_clean(message.text)[:LONGEST_TEXT],
        campaign=_clean(message.campaign)[:LONGEST_FIELD],
    )


def _clean(text: str) -> str:
    return text.replace("\0", "").encode(errors="replace").decode()
