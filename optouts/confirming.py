"""Which confirmation a person gets, and that they get it once."""

from datetime import timedelta
from typing import Any, Final

from optouts import connections
from optouts.connection import Connection, ConnectionId
from optouts.core import Core
from optouts.errors import SecretsLost
from optouts.preferences import Preferences
from optouts.reply_book import names, template_within
from optouts.reply_kinds import ReplyKind
from optouts.reply_slots import Slot
from optouts.reply_texts import filled_in
from optouts.words import SenderId, WorkspaceId
from optouts.workspaces import preferences_within, sender_of
from storage import changes, confirmations, senders
from storage.connections import heard_for_sender
from storage.engine import Transaction
from storage.joint import once
from storage.reply_tables import Confirmation, Inbound, OptInQuestion

ANSWERED: Final = "answered"
"""The provider took it in the answer to its request."""

OVERTAKEN: Final = "overtaken"
"""It was still to be sent when the person changed their mind."""

OUTCOMES: Final = (ReplyKind.STOPPED, ReplyKind.STOPPED_EVERYWHERE, ReplyKind.STARTED)
"""What holds from now on; an older one that comes late would be untrue."""

ALWAYS: Final = frozenset({ReplyKind.HELP, ReplyKind.ASKED})
"""What somebody asked for, or has to be asked, whether or not opt-outs are confirmed."""

QUIET: Final = timedelta(hours=24)
BRIEF: Final = timedelta(minutes=5)
"""For how long nobody is told the same again if nothing changed; the brief one is for what they
asked to hear, and keeps two programs from answering each other without end."""


def order(
    tx: Transaction,
    core: Core,
    settings: Preferences,
    inbound: Inbound,
    *,
    kind: ReplyKind,
    connection: Connection,
    language: str,
    in_band: bool,
) -> str:
    """Confirm a message, after its change was made and noted in it (`change_id`).

    Returns what to answer the provider if it takes confirmations so (`in_band`), or an empty text.
    Nothing is said where there is no way to, and nothing twice.
    """
    if not settings.confirm and kind not in ALWAYS:
        return ""
    if not in_band and not (inbound.number and _can_send(connection)):
        return ""
    workspace = WorkspaceId(inbound.workspace_id)
    slot = Slot(kind, SenderId(inbound.sender_id), language)
    row = Confirmation(
        workspace_id=workspace,
        answers=_answers(inbound),
        inbound_id=inbound.id or 0,
        connection_id=connection.id,
        number=inbound.number,
        channel=inbound.channel,
        sender_id=inbound.sender_id,
        kind=kind,
        **once(
            tx,
            ("said", workspace, slot, inbound.address),
            lambda: _said(tx, workspace, settings, slot, inbound.address),
        ),
        **_times(core, settings.confirm_minutes, in_band=in_band),
    )
    if _is_repetition(tx, inbound, row) or not confirmations.record(tx, row):
        return ""
    if row.number and kind in OUTCOMES:
        confirmations.overtake(tx, row, OUTCOMES, state=OVERTAKEN)
    return row.text if in_band else ""


def ask_within(tx: Transaction, core: Core, question: OptInQuestion, *, language: str = "") -> bool:
    """Ask a person whether they want to be taken off a list; False if there is no way to.

    It is asked through the connection that replies to the sender come by.
    """
    workspace = WorkspaceId(question.workspace_id)
    connection = _connection_of(tx, core, workspace, question)
    if connection is None:
        return False
    settings = preferences_within(tx, workspace)
    kind = ReplyKind.ASKED
    row = Confirmation(
        workspace_id=workspace,
        answers=f"question:{question.id}",
        connection_id=connection.id,
        number=question.number,
        channel=question.channel,
        sender_id=question.sender_id,
        kind=kind,
        **_said(tx, workspace, settings, Slot(kind, SenderId(question.sender_id), language), ""),
        **_times(core, settings.confirm_minutes, in_band=False),
    )
    confirmations.record(tx, row)
    return True


def _said(
    tx: Transaction, workspace: WorkspaceId, settings: Preferences, slot: Slot, given: str
) -> dict[str, Any]:
    """The text, and the address that it is sent from: the `given` one of an unknown sender."""
    found = senders.by_id(tx, workspace, slot.sender) if slot.sender else None
    template = template_within(tx, workspace, slot)
    text = filled_in(template, **names(settings, sender_of(found) if found else None, given))
    return {"text": text, "address": found.address if found else given}


def _times(core: Core, minutes: int, *, in_band: bool) -> dict[str, Any]:
    now = core.clock()
    state = ANSWERED if in_band else confirmations.WAITING
    times = {"sent_at": now} if in_band else {"next_at": now}
    return {"state": state, "at": now, "until": now + timedelta(minutes=minutes), **times}


def _can_send(connection: Connection) -> bool:
    """Where its secrets are lost it could and will not, which the team has to hear of."""
    return connection.can_send or connection.is_lost


def _connection_of(
    tx: Transaction, core: Core, workspace: WorkspaceId, question: OptInQuestion
) -> Connection | None:
    row = heard_for_sender(tx, workspace, question.sender_id) if question.sender_id else None
    if row is None or row.retired_at is not None:
        return None
    try:
        connection = connections.within(tx, core, workspace, ConnectionId(row.id or 0))
    except SecretsLost:
        return None
    return connection if connection.can_send else None


def answered_within(tx: Transaction, workspace: WorkspaceId, inbound: Inbound) -> str:
    """What a message was answered in the provider's own answer, for one that comes again."""
    told = confirmations.answering(tx, workspace, _answers(inbound))
    return next((row.text for row in told if row.state == ANSWERED), "")


def _answers(inbound: Inbound) -> str:
    return f"reply:{inbound.id}"


def _is_repetition(tx: Transaction, inbound: Inbound, row: Confirmation) -> bool:
    """Whether the person was just told the same, and nothing has changed since."""
    if not row.number or (inbound.change_id and changes.has_effect(tx, inbound.change_id)):
        return False
    before = confirmations.newest_like(tx, row)
    if before is None:
        return False
    quiet = BRIEF if row.kind in ALWAYS else QUIET
    return before.at > row.at - quiet
