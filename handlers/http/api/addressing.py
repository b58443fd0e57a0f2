"""Which messages a call is about, and which opt-outs, in the caller's words."""

from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from handlers.http.api.access import Caller
from optouts import workspaces
from optouts.core import Core
from optouts.errors import UnknownRegion
from optouts.numbers import E164, UnreadableNumber, is_region, parse
from optouts.outcomes import Wanted
from optouts.places import Account, Choice, ListName, Sender
from optouts.words import AccountId, Channel, Origin

MOST_NUMBERS: Final = 10_000
LONGEST_NUMBER: Final = 100

NO_CONTROLS: Final = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
"""Characters without a sign, which PostgreSQL does not keep."""

SenderText = Annotated[
    str,
    Field(
        max_length=100,
        description="The address or label of a sender: what messages are sent from. Empty: every"
        " sender of the channel.",
        examples=["31331"],
    ),
]
AccountText = Annotated[
    str,
    Field(
        max_length=100,
        description="The name of an account. Empty: the account of the key, or every account if it"
        " has none.",
        examples=["Baobab Retail"],
    ),
]
RegionText = Annotated[
    str,
    Field(
        max_length=100,
        description="The region (ISO 3166) that numbers without a country code are read in. Empty:"
        " the account's or the workspace's.",
        examples=["ZA"],
    ),
]
NumberText = Annotated[
    str,
    Field(
        max_length=LONGEST_NUMBER,
        description="A phone number, best with a plus and its country code.",
        examples=["+27831234567"],
    ),
]


def _is_written_out(text: object) -> object:
    """Figures would be taken for seconds since 1970, which nobody means who writes 2026."""
    if isinstance(text, str) and not text[:11].endswith(("T", "t", " ")):
        raise ValueError("Input should be a date and a time with its zone")
    return text


Moment = Annotated[AwareDatetime, BeforeValidator(_is_written_out)]


class Model(BaseModel):
    """What is not known here is refused: it may have been meant to matter."""

    model_config = ConfigDict(extra="forbid")


class Messages(Model):
    """The messages that a call is about."""

    channel: Channel = Field(description="What the messages travel by.")
    sender: SenderText = ""
    account: AccountText = ""
    region: RegionText = ""


class Filters(Model):
    """Which opt-outs are wanted."""

    channel: Channel | None = None
    sender: SenderText = ""
    account: AccountText = ""
    origin: Annotated[list[Origin], Field(max_length=len(Origin))] = []
    since: Moment | None = None
    until: Annotated[Moment | None, Field(description="Not included.")] = None
    ended: Annotated[bool, Field(description="Those that are over, too.")] = False


@dataclass(frozen=True, slots=True)
class About:
    """The same, found. `sender` and `account` are None for every one."""

    channel: Channel | None
    sender: Sender | None
    account: AccountId | None
    region: str

    @property
    def choice(self) -> Choice:
        return Choice(
            frozenset() if self.channel is None else frozenset({self.channel}),
            (self.sender.id,) if self.sender else (),
            (self.account,) if self.account else (),
        )

    def is_list(self, name: ListName) -> bool:
        """Whether it is the very list that is meant."""
        return (
            name.channel == self.channel
            and _id(name.sender) == _id(self.sender)
            and (name.account.id if name.account else None) == self.account
        )


def _id(each: Sender | Account | None) -> int | None:
    return each.id if each else None


def found(
    core: Core, caller: Caller, *, channel: Channel | None, sender: str, account: str, region: str
) -> About:
    """Raises UnknownSender, UnknownAccount, UnknownRegion, OtherAccount and StorageAway."""
    setup = workspaces.setup(core, caller.workspace)
    own = caller.account_named(account.strip(), setup.places)
    source = setup.places.sender_named(sender, channel) if sender.strip() else None
    code = region.strip().upper()
    if code and not is_region(code):
        raise UnknownRegion(region)
    known = setup.places.account(own) if own else None
    return About(
        channel=source.channel if source else channel,
        sender=source,
        account=own,
        region=code or (known.region if known else "") or setup.preferences.region,
    )


def about(core: Core, caller: Caller, messages: Messages) -> About:
    """Raises what `found` raises."""
    return found(
        core,
        caller,
        channel=messages.channel,
        sender=messages.sender,
        account=messages.account,
        region=messages.region,
    )


def wanted(core: Core, caller: Caller, filters: Filters) -> Wanted:
    """Raises what `found` raises."""
    named = found(
        core,
        caller,
        channel=filters.channel,
        sender=filters.sender,
        account=filters.account,
        region="",
    )
    return Wanted(
        channel=named.channel,
        sender=named.sender.id if named.sender else None,
        account=named.account,
        general_too=caller.account is not None,
        origins=tuple(filters.origin),
        since=filters.since,
        until=filters.until,
        ended_too=filters.ended,
    )


def read(numbers: list[str], region: str) -> dict[str, E164 | UnreadableNumber]:
    """Each text that was sent, as a number or as what is wrong with it."""
    return {text: _read(text, region) for text in dict.fromkeys(numbers)}


def _read(text: str, region: str) -> E164 | UnreadableNumber:
    try:
        return parse(text, region=region)
    except UnreadableNumber as refusal:
        return refusal
