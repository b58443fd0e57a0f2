"""Links in messages by which a person opts out of one list themselves, and may take it back.

The address of a link holds its id and a signature and nothing of the person. Whoever has it is
taken for the person who got the message.
"""

import base64
import binascii
import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from optouts import changes, lists, telling
from optouts.api_key import Key
from optouts.changes import Act
from optouts.core import Core, demand
from optouts.errors import NoBusinessName, NoNumbers
from optouts.numbers import E164, equivalents
from optouts.places import Choice, Places
from optouts.roles import Actor, Deed, Role
from optouts.words import RECIPIENT, ChangeId, Channel, Origin, WorkspaceId
from optouts.workspaces import places_within, preferences_within
from storage import changes as stored_changes
from storage import links, opt_outs
from storage.engine import Transaction
from storage.lists import ListKey, of_workspace
from storage.reply_tables import RecipientLink

ID_BYTES: Final = 6
SIGNATURE_BYTES: Final = 12
"""96 bits, which nobody guesses over a network; together 24 characters."""

TO_TAKE_BACK: Final = timedelta(minutes=10)
BY_MISTAKE: Final = "Taken back by the person on the page of the link."

_PERSON: Final = Actor(RECIPIENT, Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Mailing:
    """The messages that links are put into; each link is for one person and the one list that
    `choice` is about. `language` is an ISO 639 code, or empty: the reader's own."""

    choice: Choice
    campaign: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """`token` is the end of its address; without `until` it works for ever."""

    token: str
    number: E164
    until: datetime | None


class State(StrEnum):
    """What a page says."""

    ASKS = "asks"
    OPTED_OUT = "opted_out"
    TAKEN_BACK = "taken_back"
    TOO_LATE = "too_late"  # to take it back: they are still opted out
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class View:
    """What a person sees behind their link. `sender` is empty where it is about every sender, and
    `undo_until` is there as long as they can take it back."""

    state: State
    business: str
    number: E164
    channel: Channel
    sender: str
    language: str
    undo_until: datetime | None = None


def make(core: Core, key: Key, numbers: Collection[E164], mailing: Mailing) -> Mapping[E164, Link]:
    """A link for each of these people. What a link may do is settled here: it works as well if the
    sender is retired later.

    Raises NotPermitted, NoNumbers, SenderRequired, UnknownSender, UnknownAccount, NoBusinessName,
    StorageAway.
    """
    demand(key.actor, Deed.ADD)
    if not numbers:
        raise NoNumbers
    now = core.clock()
    with core.writing(queued=True) as tx:
        (place,) = lists.chosen(mailing.choice, places_within(tx, key.workspace))
        settings = preferences_within(tx, key.workspace)
        if not (settings.business or place.account_id):
            raise NoBusinessName
        days = settings.link_days
        until = now + timedelta(days=days) if days else None
        common = {
            "workspace_id": key.workspace,
            "channel": place.channel,
            "sender_id": place.sender_id,
            "account_id": place.account_id,
            "campaign": mailing.campaign,
            "language": mailing.language,
            "key_id": key.id,
            "at": now,
            "until": until,
            "revoked_at": None,
            "revoked_key_id": None,
            "change_id": 0,
        }
        people = sorted(set(numbers))
        ids = links.add(tx, [common | {"number": each.digits} for each in people])
    return {
        number: Link(token(core, link_id), number, until)
        for number, link_id in zip(people, ids, strict=True)
    }


def revoke(core: Core, key: Key, *, link: int | None = None, of_key: int | None = None) -> int:
    """Take back a link, or all that a key made; returns how many worked until now.

    A key for one account takes back links of this account only. Raises NotPermitted, StorageAway.
    """
    demand(key.actor, Deed.ADD)
    with core.writing(queued=True) as tx:
        return links.revoke(
            tx,
            key.workspace,
            at=core.clock(),
            by_key=key.id,
            account_id=key.account,
            link_id=link,
            key_id=of_key,
        )


def look(core: Core, text: str) -> View | None:
    """What the page of a link says; None if there is no such link. Nothing changes."""
    link_id = id_of(core, text)
    if link_id is None:
        return None
    with core.reading() as tx:
        row = links.by_id(tx, link_id)
        return None if row is None else _view(tx, core, row)


def opt_out(core: Core, text: str) -> View | None:
    """Put the person on the list of their link; doing it again changes nothing."""
    link_id = id_of(core, text)
    if link_id is None:
        return None
    with core.writing(queued=True) as tx:
        row = links.claimed(tx, link_id)
        if row is None:
            return None
        view = _view(tx, core, row)
        if view.state is not State.ASKS:
            return view
        act = _act(row, f"link:{row.id}:{row.change_id}")
        put = changes.put_within(tx, core, act, [E164(row.number)], [_key(row)])
        return _settled(tx, core, row, put.change.id)


def take_back(core: Core, text: str) -> View | None:
    """Take off the list whom their link put there some minutes ago."""
    link_id = id_of(core, text)
    if link_id is None:
        return None
    with core.writing(queued=True) as tx:
        row = links.claimed(tx, link_id)
        if row is None:
            return None
        view = _view(tx, core, row)
        if view.state is not State.OPTED_OUT:
            was_undone = bool(stored_changes.undoing(tx, row.workspace_id, [row.change_id]))
            return replace(view, state=State.TAKEN_BACK) if was_undone else view
        undone = stored_changes.by_id(tx, row.workspace_id, row.change_id)
        if view.undo_until is None or undone is None:
            return replace(view, state=State.TOO_LATE)
        act = replace(_act(row, f"link:{row.id}:undo:{row.change_id}"), note=BY_MISTAKE)
        counts = stored_changes.counts_of(tx, row.change_id)
        change = changes.undo_within(tx, core, act, undone, counts).change
        telling.of_change_within(tx, core, act.workspace, change.id)
        return replace(view, state=State.TAKEN_BACK, undo_until=None)


def token(core: Core, link_id: int) -> str:
    """The end of a link's address."""
    plain = link_id.to_bytes(ID_BYTES, "big")
    return base64.urlsafe_b64encode(plain + _signature(core, plain)).decode()


def id_of(core: Core, text: str) -> int | None:
    """The link that a token is of; None for what we never signed."""
    try:
        whole = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
    plain, signature = whole[:ID_BYTES], whole[ID_BYTES:]
    if not hmac.compare_digest(signature, _signature(core, plain)):
        return None
    return int.from_bytes(plain, "big")


def _signature(core: Core, plain: bytes) -> bytes:
    return core.vault.sign("link", plain)[:SIGNATURE_BYTES]


def _settled(tx: Transaction, core: Core, row: RecipientLink, change_id: ChangeId) -> View:
    links.settle(tx, row.id or 0, change_id=change_id)
    telling.of_change_within(tx, core, WorkspaceId(row.workspace_id), change_id)
    tx.refresh(row)
    return _view(tx, core, row)


def _act(row: RecipientLink, request: str) -> Act:
    evidence = {"link": str(row.id), "key": str(row.key_id)}
    return Act(
        workspace=WorkspaceId(row.workspace_id),
        by=_PERSON,
        origin=Origin.LINK,
        request=request,
        evidence=evidence | ({"campaign": row.campaign} if row.campaign else {}),
    )


def _key(row: RecipientLink) -> ListKey:
    return ListKey(row.account_id, row.channel, row.sender_id)


def _view(tx: Transaction, core: Core, row: RecipientLink) -> View:
    places = places_within(tx, WorkspaceId(row.workspace_id))
    sender = places.sender(row.sender_id)
    view = View(
        state=State.ASKS,
        business=_business(tx, row, places),
        number=E164(row.number),
        channel=Channel(row.channel),
        sender=sender.written if sender else "",
        language=row.language,
    )
    if row.change_id and _stands(tx, row):
        return replace(view, state=State.OPTED_OUT, undo_until=_undo_until(tx, core, row))
    if row.revoked_at is not None:
        return replace(view, state=State.REVOKED)
    if row.until is not None and core.clock() >= row.until:
        return replace(view, state=State.EXPIRED)
    return view


def _business(tx: Transaction, row: RecipientLink, places: Places) -> str:
    """What people know the business by, or the nearest to it that we know."""
    named = preferences_within(tx, WorkspaceId(row.workspace_id)).business
    account, sender = places.account(row.account_id), places.sender(row.sender_id)
    return named or (account.name if account else "") or (sender.written if sender else "")


def _stands(tx: Transaction, row: RecipientLink) -> bool:
    """Whether the person is on this very list."""
    own = [
        each.id or 0
        for each in of_workspace(tx, row.workspace_id)
        if ListKey(each.account_id, each.channel, each.sender_id) == _key(row)
    ]
    forms = [form.digits for form in equivalents(E164(row.number))]
    return bool(opt_outs.of_numbers(tx, own, forms, only_open=True))


def _undo_until(tx: Transaction, core: Core, row: RecipientLink) -> datetime | None:
    """Until when the person may take back what their link did; None: not, or not any more."""
    change = stored_changes.by_id(tx, row.workspace_id, row.change_id)
    if change is None or stored_changes.undoing(tx, row.workspace_id, [row.change_id]):
        return None
    opened = any(count.opened for count in stored_changes.counts_of(tx, row.change_id))
    until = change.at + TO_TAKE_BACK
    return until if opened and core.clock() <= until else None
