"""Every refusal of the core, with the facts that explain it and no prose.

Each door words them all; a test walks this module and fails when one is left without words.
None is frozen: the standard library sets an exception's traceback from Python.

    Refusal
    ├── NotPermitted         the role is too low for the deed
    ├── NoNumbers            nothing to act on
    ├── SenderRequired       WhatsApp opt-outs belong to senders
    ├── UnknownSender        no such sender, or not of that channel
    ├── UnknownAccount       no such account
    ├── UnknownRegion        no such ISO 3166 code
    ├── UnknownZone          no such time zone
    ├── UnknownList          the list is not this workspace's
    ├── UnknownChange        the change is not this workspace's
    ├── NothingChosen        an add without channels, or a removal without lists
    ├── ReasonRequired       the person opted out themselves
    ├── AlreadyUndone        an undo settles once
    ├── UndoExpired          the undo window has passed
    ├── NameTaken            another account has the name
    ├── AddressTaken         another sender has the address
    ├── BadAddress           not something messages are sent from
    ├── BadName              an empty or overlong name
    ├── DraftGone            the button is too old, or somebody else's
    ├── UnknownJob           the import is not this workspace's
    ├── NotYours             somebody else's import, and the role is not a manager's
    ├── JobMovedOn           the import has left the stage that the button was about
    ├── WrongCount           what was typed is not how many would leave the lists
    ├── OwnRequest           who asks for a removal cannot approve it
    ├── StillRunning         the import is not over, so it cannot be undone
    ├── SpoolGone            the file of the import is not kept any more
    ├── NoApprovalChannel    nobody could approve: no announcement channel is set
    ├── UnknownSchedule      the report is not this workspace's, or was deleted
    ├── NoPlace              a report that would be sent nowhere
    ├── BadTime              not a time of day
    ├── BadCron              not five fields of cron, or a time that never comes
    ├── NeverDue             the last day of a schedule is before its first
    ├── UnknownRule          no such keyword rule, or it was deleted
    ├── BadRule              no words that could be recognised, or too many
    ├── RuleTaken            another rule has these words
    ├── OptInNotAlone        only a whole message may opt anybody in
    ├── BadLanguage          no such ISO 639 code
    ├── BadReplyText         a text for people that is too long or has braces of no meaning
    ├── UnknownConnection    the way in for replies is not this workspace's
    ├── BadNetwork           not an address or range of addresses
    ├── MissingSecret        nothing works without what was left empty
    ├── UnknownKey           the API key is not this workspace's
    ├── AlreadyJudged        somebody else said what a reply means
    ├── NoWayToAsk           no reply to the sender has shown how the person could be asked
    ├── NoBusinessName       a page would not say who it is from
    ├── BadSecret            what was entered cannot be what its field asks for
    ├── SecretsLost          what was sealed cannot be opened: the key is another
    └── StorageAway          the database did not answer; nothing was changed
"""

from dataclasses import dataclass
from datetime import datetime

from optouts.keyword_rules import Rule
from optouts.roles import Deed, Role
from optouts.words import ActorId, Channel


class Refusal(Exception):
    """Something that was asked for and is not done; its fields say why."""


@dataclass(eq=False)
class NotPermitted(Refusal):
    deed: Deed
    role: Role
    needed: Role


@dataclass(eq=False)
class NoNumbers(Refusal):
    pass


@dataclass(eq=False)
class SenderRequired(Refusal):
    channel: Channel


@dataclass(eq=False)
class UnknownSender(Refusal):
    text: str
    channel: Channel | None
    nearest: tuple[str, ...] = ()


@dataclass(eq=False)
class UnknownAccount(Refusal):
    text: str
    nearest: tuple[str, ...] = ()


@dataclass(eq=False)
class UnknownRegion(Refusal):
    text: str


@dataclass(eq=False)
class UnknownZone(Refusal):
    text: str


@dataclass(eq=False)
class UnknownList(Refusal):
    pass


@dataclass(eq=False)
class UnknownChange(Refusal):
    pass


@dataclass(eq=False)
class NothingChosen(Refusal):
    pass


@dataclass(eq=False)
class ReasonRequired(Refusal):
    pass


@dataclass(eq=False)
class AlreadyUndone(Refusal):
    by: ActorId
    at: datetime


@dataclass(eq=False)
class UndoExpired(Refusal):
    at: datetime
    days: int


@dataclass(eq=False)
class NameTaken(Refusal):
    name: str


@dataclass(eq=False)
class AddressTaken(Refusal):
    address: str
    label: str


@dataclass(eq=False)
class BadAddress(Refusal):
    address: str
    channel: Channel


@dataclass(eq=False)
class BadName(Refusal):
    name: str
    longest: int


@dataclass(eq=False)
class DraftGone(Refusal):
    pass


@dataclass(eq=False)
class UnknownJob(Refusal):
    pass


@dataclass(eq=False)
class NotYours(Refusal):
    by: ActorId


@dataclass(eq=False)
class JobMovedOn(Refusal):
    stage: str


@dataclass(eq=False)
class WrongCount(Refusal):
    expected: int


@dataclass(eq=False)
class OwnRequest(Refusal):
    pass


@dataclass(eq=False)
class StillRunning(Refusal):
    pass


@dataclass(eq=False)
class SpoolGone(Refusal):
    pass


@dataclass(eq=False)
class NoApprovalChannel(Refusal):
    pass


@dataclass(eq=False)
class UnknownSchedule(Refusal):
    pass


@dataclass(eq=False)
class NoPlace(Refusal):
    pass


@dataclass(eq=False)
class BadTime(Refusal):
    text: str


@dataclass(eq=False)
class BadCron(Refusal):
    text: str


@dataclass(eq=False)
class NeverDue(Refusal):
    first: datetime


@dataclass(eq=False)
class UnknownRule(Refusal):
    pass


@dataclass(eq=False)
class BadRule(Refusal):
    words: str
    longest: int


@dataclass(eq=False)
class RuleTaken(Refusal):
    rule: Rule


@dataclass(eq=False)
class OptInNotAlone(Refusal):
    pass


@dataclass(eq=False)
class BadLanguage(Refusal):
    text: str


@dataclass(eq=False)
class BadReplyText(Refusal):
    text: str
    longest: int


@dataclass(eq=False)
class UnknownConnection(Refusal):
    pass


@dataclass(eq=False)
class BadNetwork(Refusal):
    text: str


@dataclass(eq=False)
class MissingSecret(Refusal):
    name: str
    label: str


@dataclass(eq=False)
class UnknownKey(Refusal):
    pass


@dataclass(eq=False)
class AlreadyJudged(Refusal):
    by: ActorId | None
    at: datetime


@dataclass(eq=False)
class NoWayToAsk(Refusal):
    sender: str


@dataclass(eq=False)
class NoBusinessName(Refusal):
    pass


@dataclass(eq=False)
class BadSecret(Refusal):
    name: str
    label: str


@dataclass(eq=False)
class SecretsLost(Refusal):
    pass


@dataclass(eq=False)
class StorageAway(Refusal):
    pass
