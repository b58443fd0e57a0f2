"""What a message of news tells of: replies with what became of them, confirmations lost."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from optouts.core import Core
from optouts.inbound import InboundId
from optouts.kept_rows import kept_of
from optouts.keyword_rules import Action
from optouts.news import Event, Line, Lost
from optouts.numbers import E164
from optouts.review import Verdict
from optouts.reviewing import of_replies_within
from optouts.words import Channel, SenderId, WorkspaceId
from storage import kept_messages, telling
from storage.engine import Transaction
from storage.kept_messages import Brief
from storage.reply_tables import Inbound

AT_ONCE: Final = timedelta(minutes=1)
"""Within it a question is about the reply that it follows."""


def events_within(
    tx: Transaction, workspace: WorkspaceId, rows: Sequence[Brief | Inbound]
) -> dict[InboundId, Event]:
    """What became of replies."""
    effects = telling.effects(tx, {row.change_id for row in rows} - {0})
    asked = [InboundId(row.id or 0) for row in rows if row.action == Action.ASK]
    reviews = of_replies_within(tx, workspace, asked)
    back = {row.number for row in rows if row.action == Action.OPT_IN}
    questions = telling.questions(tx, workspace, back)
    found: dict[InboundId, Event] = {}
    for row in rows:
        key = InboundId(row.id or 0)
        opened, closed = effects.get(row.change_id, (0, 0))
        if row.action == Action.OPT_IN:
            asked_at = questions.get((row.number, row.channel, row.sender_id), ())
            is_asked = any(row.at <= at < row.at + AT_ONCE for at in asked_at)
            event = Event.BACK if closed else Event.ASKED_BACK if is_asked else Event.NOT_BACK
        elif key in reviews and reviews[key].verdict is Verdict.LATE:
            event = Event.LATE
        else:
            event = Event.OPTED_OUT if opened else Event.ALREADY_OUT
        found[key] = event
    return found


def lines(core: Core, workspace: WorkspaceId, replies: Sequence[InboundId]) -> tuple[Line, ...]:
    """Replies as the team is told of them, the oldest first."""
    with core.reading() as tx:
        found = kept_messages.by_ids(tx, workspace, replies)
        rows = [row for row, _ in found]
        events = events_within(tx, workspace, rows)
        reviews = of_replies_within(tx, workspace, replies)
    return tuple(
        Line(kept, events[kept.id], reviews.get(kept.id))
        for kept in (kept_of(row, connection) for row, connection in found)
    )


def lost(core: Core, workspace: WorkspaceId, ids: Collection[int]) -> tuple[Lost, ...]:
    """Confirmations that could not be sent, the oldest first."""
    with core.reading() as tx:
        rows = telling.confirmations(tx, workspace, ids)
    return tuple(
        Lost(
            E164(row.number) if row.number else None,
            Channel(row.channel),
            SenderId(row.sender_id) if row.sender_id else None,
            row.address,
            row.failure,
        )
        for row in rows
    )
