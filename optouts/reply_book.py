"""A workspace's own texts for confirmations, by kind, sender and language."""

from collections.abc import Mapping
from typing import Final

from optouts.core import Core, demand
from optouts.errors import BadLanguage, BadReplyText, UnknownSender
from optouts.languages import LANGUAGES
from optouts.places import Sender
from optouts.preferences import Preferences
from optouts.reply_kinds import ReplyKind
from optouts.reply_preview import preview
from optouts.reply_slots import ANY_LANGUAGE, Shown, Slot, Written
from optouts.reply_texts import LONGEST, filled_in, is_well_formed, shipped
from optouts.roles import Actor, Deed
from optouts.words import EVERY_SENDER, ActorId, Channel, SenderId, WorkspaceId
from optouts.workspaces import preferences_within, sender_of
from storage import reply_texts as stored
from storage import senders
from storage.engine import Transaction
from storage.reply_tables import ReplyText

MOST_VERSIONS: Final = 20
EXAMPLE: Final = "31331"
"""A short code, to show what a text looks like that is for every sender."""


def template_within(tx: Transaction, workspace: WorkspaceId, slot: Slot) -> str:
    """The text for a slot: the nearest of the workspace's own, else the one that is shipped."""
    return _nearest(_own(tx, workspace, slot.kind), slot)


def _own(tx: Transaction, workspace: WorkspaceId, kind: ReplyKind) -> dict[Slot, str]:
    rows = stored.standing(tx, workspace, kind=kind)
    return {_written(row).slot: row.text for row in rows if row.text}


def _nearest(own: Mapping[Slot, str], slot: Slot) -> str:
    """A sender's own text counts for more than a language's."""
    for sender in (slot.sender, EVERY_SENDER):
        for language in (slot.language, ANY_LANGUAGE):
            if (nearer := Slot(slot.kind, sender, language)) in own:
                return own[nearer]
    return shipped(slot.kind, slot.language)


def names(settings: Preferences, sender: Sender | None, address: str = "") -> dict[str, str]:
    """Who the text says that it is from: the business, or else the sender as people know it.

    `address` is that of a sender which the workspace does not know.
    """
    written = sender.written if sender else address
    label = sender.label if sender else ""
    return {"business": settings.business or label or written, "sender": written}


def own(core: Core, workspace: WorkspaceId, *, by: Actor) -> tuple[Written, ...]:
    """What the workspace wrote itself and has not taken back, by kind. Raises NotPermitted."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        known = [_written(row) for row in stored.standing(tx, workspace) if row.text]
    order = list(ReplyKind)
    return tuple(
        sorted(
            known,
            key=lambda each: (order.index(each.slot.kind), each.slot.sender, each.slot.language),
        )
    )


def shown(
    core: Core, workspace: WorkspaceId, slot: Slot, *, by: Actor, draft: str | None = None
) -> Shown:
    """What people get in a slot, or would if `draft` were saved; an empty draft is what holds
    without a text of its own. Raises UnknownSender, BadReplyText and NotPermitted."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        sender = _sender(tx, workspace, slot)
        known = names(preferences_within(tx, workspace), sender, EXAMPLE)
        standing = _own(tx, workspace, slot.kind)
    is_own = slot in standing
    if draft is not None:
        standing |= {slot: _tidied(draft)}
    template = _nearest({each: text for each, text in standing.items() if text}, slot)
    text = filled_in(template, **known)
    is_sms = sender is None or sender.channel is Channel.SMS
    judged = preview(template, text, kind=slot.kind, business=known["business"], is_sms=is_sms)
    return Shown(slot, template, is_own, judged)


def save(core: Core, workspace: WorkspaceId, slot: Slot, text: str, *, by: Actor) -> None:
    """Keep a text; an empty one takes back what was written, as does one that would hold anyway.

    What stays the same leaves no trace.

    Raises NotPermitted, UnknownSender, BadLanguage and BadReplyText.
    """
    demand(by, Deed.CONFIGURE)
    text = _tidied(text)
    if slot.language and slot.language not in LANGUAGES:
        raise BadLanguage(slot.language)
    with core.writing() as tx:
        _sender(tx, workspace, slot)
        others = _own(tx, workspace, slot.kind)
        others.pop(slot, None)
        if text == _nearest(others, slot):
            text = ""
        before = _versions(tx, workspace, slot, limit=1)
        if (before[0].text if before else "") == text:
            return
        stored.put(
            tx,
            ReplyText(
                workspace_id=workspace,
                kind=slot.kind,
                sender_id=slot.sender,
                language=slot.language,
                text=text,
                actor=by.id,
                at=core.clock(),
            ),
        )


def versions(core: Core, workspace: WorkspaceId, slot: Slot, *, by: Actor) -> tuple[Written, ...]:
    """What was written for a slot, the newest first. Raises NotPermitted."""
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        return tuple(map(_written, _versions(tx, workspace, slot, limit=MOST_VERSIONS)))


def _versions(
    tx: Transaction, workspace: WorkspaceId, slot: Slot, *, limit: int
) -> list[ReplyText]:
    return list(
        stored.versions(
            tx,
            workspace,
            kind=slot.kind,
            sender_id=slot.sender,
            language=slot.language,
            limit=limit,
        )
    )


def _written(row: ReplyText) -> Written:
    slot = Slot(ReplyKind(row.kind), SenderId(row.sender_id), row.language)
    return Written(slot, row.text, ActorId(row.actor), row.at)


def _sender(tx: Transaction, workspace: WorkspaceId, slot: Slot) -> Sender | None:
    if slot.sender == EVERY_SENDER:
        return None
    row = senders.by_id(tx, workspace, slot.sender)
    if row is None:
        raise UnknownSender(str(slot.sender), None)
    return sender_of(row)


def _tidied(text: str) -> str:
    text = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    if len(text) > LONGEST or not is_well_formed(text):
        raise BadReplyText(text, LONGEST)
    return text
