"""What is meant when nothing is said: the channel's binding, the account's, the workspace's."""

from collections.abc import Collection
from typing import Final

from handlers.slack.arguments import Arguments
from handlers.slack.visits import Visit
from handlers.slack.wishes import Wish
from optouts import workspaces
from optouts.errors import UnknownRegion
from optouts.numbers import is_region
from optouts.places import Account, Places, Sender
from optouts.setup import Setup
from optouts.words import AccountId, Channel, SenderId

FLAGS: Final = {
    "sms": (Channel.SMS,),
    "whatsapp": (Channel.WHATSAPP,),
    "both": (Channel.SMS, Channel.WHATSAPP),
}
EVERY: Final = frozenset({"all", "every", "every account", "all accounts"})


def setup(visit: Visit) -> Setup:
    return workspaces.setup(visit.core, visit.workspace, channel=visit.place.channel)


def wish(known: Setup) -> Wish:
    """What `/optout add` means in this channel without any clause."""
    bound = known.binding
    sender = known.places.sender(bound.sender) if bound.sender else None
    return Wish(
        region=region(known),
        channels=(sender.channel if sender else Channel.SMS,),
        senders=(sender.id,) if sender and not sender.retired else (),
        accounts=(bound.account,) if bound.account else (),
    )


def region(known: Setup, *, accounts: Collection[AccountId] = ()) -> str:
    """The region of national numbers: the channel's, else the account's, else the workspace's."""
    bound = known.binding
    if bound.region:
        return bound.region
    asked = accounts or ((bound.account,) if bound.account else ())
    found = {account.region for each in asked if (account := known.places.account(each))}
    own = found.pop() if len(found) == 1 else ""
    return own or known.preferences.region


def region_said(arguments: Arguments) -> str:
    """The region of a `region` clause, or an empty string. Raises UnknownRegion."""
    code = arguments.one("region").upper()
    if code and not is_region(code):
        raise UnknownRegion(code)
    return code


def channels_said(arguments: Arguments) -> tuple[Channel, ...]:
    """The channels whose words were said, in their order; none if none was."""
    said = {channel for flag in arguments.flags for channel in FLAGS.get(flag, ())}
    return tuple(sorted(said))


def senders_said(arguments: Arguments, places: Places) -> tuple[Sender, ...]:
    """The senders of a `from` clause. Raises UnknownSender."""
    channels = channels_said(arguments)
    channel = channels[0] if len(channels) == 1 else None
    return tuple(places.sender_named(text, channel) for text in arguments.each("from"))


def accounts_said(arguments: Arguments, places: Places) -> tuple[Account, ...] | None:
    """The accounts of a `for` clause; none for every account, None if there is no such clause."""
    said = arguments.each("for")
    if not said:
        return None
    if len(said) == 1 and said[0].casefold() in EVERY:
        return ()
    return tuple(places.account_named(text) for text in said)


def ids(senders: Collection[Sender]) -> tuple[SenderId, ...]:
    return tuple(sender.id for sender in senders)
