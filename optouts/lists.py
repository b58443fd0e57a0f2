"""Account × channel × sender: which lists an act is about, and which lists suppress a message."""

from collections.abc import Iterable, Sequence

from optouts.errors import SenderRequired, UnknownAccount, UnknownSender
from optouts.outcomes import Wanted
from optouts.places import Choice, ListName, Places
from optouts.words import EVERY_ACCOUNT, EVERY_SENDER, AccountId, Channel, ListId, SenderId
from storage import lists
from storage.engine import Transaction
from storage.lists import ListKey
from storage.tables import OptOutList


def chosen(choice: Choice, places: Places) -> tuple[ListKey, ...]:
    """The lists that a choice is about.

    Raises SenderRequired, UnknownSender (unknown, retired, or of a channel that was not chosen) and
    UnknownAccount (unknown or retired).
    """
    usable = {sender.id: sender for sender in places.open_senders()}
    by_channel: dict[Channel, list[int]] = {channel: [] for channel in sorted(choice.channels)}
    for sender_id in choice.senders:
        sender = usable.get(sender_id)
        if sender is None or sender.channel not in by_channel:
            raise UnknownSender(str(sender_id), None)
        by_channel[sender.channel].append(sender_id)
    if not by_channel.get(Channel.WHATSAPP, [EVERY_SENDER]):
        raise SenderRequired(Channel.WHATSAPP)
    known = {account.id for account in places.open_accounts}
    for account_id in choice.accounts:
        if account_id not in known:
            raise UnknownAccount(str(account_id))
    return tuple(
        ListKey(account_id, channel, sender_id)
        for account_id in choice.accounts or (EVERY_ACCOUNT,)
        for channel, senders in by_channel.items()
        for sender_id in senders or (EVERY_SENDER,)
    )


def suppressing(
    names: Iterable[ListName],
    *,
    channel: Channel | None,
    sender: SenderId | None,
    account: AccountId | None,
) -> tuple[ListName, ...]:
    """The lists whose opt-outs forbid such a message.

    What is not known about the message could be anything, so it never rules a list out: a message
    of an unnamed sender is suppressed by an opt-out from any sender.
    """
    return tuple(
        name
        for name in names
        if (channel is None or name.channel == channel)
        and (sender is None or name.sender is None or name.sender.id == sender)
        and (account is None or name.account is None or name.account.id == account)
    )


def matching(names: Iterable[ListName], wanted: Wanted) -> tuple[ListName, ...]:
    """The lists whose opt-outs are wanted."""
    return tuple(
        name
        for name in names
        if wanted.channel in {None, name.channel}
        and wanted.sender in {None, name.sender.id if name.sender else None}
        and (
            wanted.account in {None, name.account.id if name.account else None}
            or (wanted.general_too and name.account is None)
        )
    )


def name_of(row: OptOutList, places: Places) -> ListName:
    return ListName(
        id=ListId(row.id or 0),
        account=places.account(row.account_id),
        channel=Channel(row.channel),
        sender=places.sender(row.sender_id),
        size=row.size,
    )


def names(tx: Transaction, workspace: int, places: Places) -> Sequence[ListName]:
    """Every list of a workspace: every-account lists first, then by account, channel and sender."""
    return [name_of(row, places) for row in lists.of_workspace(tx, workspace)]
