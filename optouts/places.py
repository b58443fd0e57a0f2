"""Accounts, senders and the lists made of them, as values; how a person's words find one."""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from optouts.errors import UnknownAccount, UnknownSender
from optouts.words import AccountId, Channel, ListId, SenderId


@dataclass(frozen=True, slots=True)
class Account:
    """A business unit with its own lists; `region` is an ISO 3166 code or empty."""

    id: AccountId
    name: str
    region: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Sender:
    """What messages are sent from. `address` is digits for numbers, else the id as written."""

    id: SenderId
    channel: Channel
    address: str
    label: str
    retired: bool

    @property
    def written(self) -> str:
        """The address as people write it: ``+27600123456``, ``31331``, ``BAOBAB``."""
        longest_short_code = 6
        is_number = self.address.isdecimal() and len(self.address) > longest_short_code
        return f"+{self.address}" if is_number else self.address


@dataclass(frozen=True, slots=True)
class ListName:
    """Which list is meant; no account is every account, no sender is every sender."""

    id: ListId
    account: Account | None
    channel: Channel
    sender: Sender | None
    size: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person ticked: channels, senders of these channels, accounts (none: every account).

    Without an SMS sender an SMS opt-out is for every sender; WhatsApp needs at least one.
    """

    channels: frozenset[Channel]
    senders: tuple[SenderId, ...] = ()
    accounts: tuple[AccountId, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """A workspace's accounts and senders, retired ones included, ordered by name."""

    accounts: tuple[Account, ...]
    senders: tuple[Sender, ...]

    def account(self, account_id: int) -> Account | None:
        return next((each for each in self.accounts if each.id == account_id), None)

    def sender(self, sender_id: int) -> Sender | None:
        return next((each for each in self.senders if each.id == sender_id), None)

    @property
    def open_accounts(self) -> tuple[Account, ...]:
        return tuple(each for each in self.accounts if not each.retired)

    def open_senders(self, channel: Channel | None = None) -> tuple[Sender, ...]:
        return tuple(
            each
            for each in self.senders
            if not each.retired and (channel is None or each.channel == channel)
        )

    def account_named(self, text: str) -> Account:
        """The account of this name; case and accents do not matter. Raises UnknownAccount."""
        for account in self.accounts:
            if name_key(account.name) == name_key(text):
                return account
        raise UnknownAccount(text, nearest(text, (each.name for each in self.open_accounts)))

    def sender_named(self, text: str, channel: Channel | None = None) -> Sender:
        """The sender of this address or label. Raises UnknownSender, also if two match."""
        wanted = {name_key(text), address_key(text)} - {""}  # a sender may have no label
        found = [
            sender
            for sender in self.senders
            if (channel is None or sender.channel == channel)
            and wanted & {name_key(sender.label), address_key(sender.address)}
        ]
        if len(found) == 1:
            return found[0]
        known = self.open_senders(channel)
        if found:
            close = tuple(f"{each.channel} {each.written}" for each in found)
        else:
            close = nearest(text, [word for each in known for word in (each.label, each.written)])
        raise UnknownSender(text, channel, close)


def name_key(name: str) -> str:
    """What two spellings of one name share: case, accents and spacing are gone."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


def address_key(text: str) -> str:
    """What two spellings of one address share: digits for numbers, else the case-folded text."""
    bare = text.casefold().removeprefix("whatsapp:").strip()
    digits = "".join(letter for letter in bare if letter.isdecimal())
    return digits if digits and not any(letter.isalpha() for letter in bare) else bare


def nearest(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three known words that look like this one."""
    by_key = {name_key(word): word for word in known}
    return tuple(by_key[key] for key in difflib.get_close_matches(name_key(text), by_key, n=3))
