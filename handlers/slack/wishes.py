"""What a person would like to add, on its way between command, form and button."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from optouts.places import Choice
from optouts.words import AccountId, Channel, SenderId


@dataclass(frozen=True, slots=True)
class Wish:
    """Numbers as typed and where they should go. `region` is empty where none is known."""

    numbers: str = ""
    region: str = ""
    channels: tuple[Channel, ...] = (Channel.SMS,)
    senders: tuple[SenderId, ...] = ()
    accounts: tuple[AccountId, ...] = ()
    note: str = ""

    @property
    def choice(self) -> Choice:
        return Choice(frozenset(self.channels), self.senders, self.accounts)

    def body(self) -> dict[str, Any]:
        return asdict(self)


def wish_of(body: Mapping[str, Any]) -> Wish:
    return Wish(
        numbers=body["numbers"],
        region=body["region"],
        channels=tuple(Channel(channel) for channel in body["channels"]),
        senders=tuple(SenderId(sender) for sender in body["senders"]),
        accounts=tuple(AccountId(account) for account in body["accounts"]),
        note=body["note"],
    )
