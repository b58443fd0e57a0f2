"""A program says that somebody wants messages again: the person themselves has to confirm it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from optouts import confirming, lists, opting_in
from optouts.api_key import Key
from optouts.core import Core, demand
from optouts.errors import NoWayToAsk, UnknownSender
from optouts.numbers import E164, equivalents
from optouts.opting_in import Asked
from optouts.outcomes import OptOut
from optouts.periods import explained
from optouts.places import Places, Sender
from optouts.roles import Deed
from optouts.words import EVERY_ACCOUNT, AccountId, SenderId
from optouts.workspaces import places_within
from storage import opt_in_questions, opt_outs
from storage.engine import Transaction


class Outcome(StrEnum):
    """What comes of it."""

    FREE = "free"  # nothing forbids a message of this sender: there is nothing to do
    ASKED = "asked"
    ELSEWHERE = "elsewhere"  # what stands is for more than this sender, and is not asked about


@dataclass(frozen=True, slots=True)
class OptIn:
    """Whom it is about and which messages. `language` is an ISO 639 code, or empty."""

    number: E164
    sender: SenderId
    account: AccountId | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Requested:
    """`because` is what stands; `until` is when a question is over that has no answer by then."""

    outcome: Outcome
    because: tuple[OptOut, ...]
    until: datetime | None = None


def request(core: Core, key: Key, wanted: OptIn, *, name: str) -> Requested:
    """Ask the person, by a message of this sender, unless nothing forbids one or they were asked
    within the day. `name` is that of the request.

    Raises NotPermitted, UnknownSender (or retired), NoWayToAsk and StorageAway.
    """
    demand(key.actor, Deed.REMOVE)
    with core.writing() as tx:
        places = places_within(tx, key.workspace)
        sender = places.sender(wanted.sender)
        if sender is None or sender.retired:
            raise UnknownSender(str(wanted.sender), None)
        found = _standing(tx, key, wanted, sender, places)
        if not found:
            return Requested(Outcome.FREE, ())
        if not any(_is_own(each, wanted) for each in found):
            return Requested(Outcome.ELSEWHERE, tuple(found))
        until = _asked(tx, core, key, wanted, sender, name=name)
        return Requested(Outcome.ASKED, tuple(found), until)


def _standing(
    tx: Transaction, key: Key, wanted: OptIn, sender: Sender, places: Places
) -> list[OptOut]:
    names = lists.suppressing(
        lists.names(tx, key.workspace, places),
        channel=sender.channel,
        sender=sender.id,
        account=wanted.account,
    )
    forms = [form.digits for form in equivalents(wanted.number)]
    periods = opt_outs.of_numbers(tx, [each.id for each in names], forms, only_open=True)
    return explained(tx, key.workspace, periods, names)


def _is_own(opt_out: OptOut, wanted: OptIn) -> bool:
    """Whether it is on the list of this sender and account: what their word can lift."""
    account = opt_out.list.account.id if opt_out.list.account else None
    return opt_out.list.sender is not None and account == wanted.account


def _asked(
    tx: Transaction, core: Core, key: Key, wanted: OptIn, sender: Sender, *, name: str
) -> datetime:
    """Until when the question may be answered. Nobody is asked twice at a time."""
    open_ones = opt_in_questions.open_to(
        tx,
        key.workspace,
        [form.digits for form in equivalents(wanted.number)],
        channel=sender.channel,
        sender_id=sender.id,
        now=core.clock(),
    )
    account = wanted.account or EVERY_ACCOUNT
    for each in open_ones:
        if each.key_id and each.account_id == account:
            return each.until
    about = Asked(wanted.number, sender.channel, sender.id, account, key.id)
    question = opting_in.ask_within(tx, core, key.workspace, about, request=name)
    if not confirming.ask_within(tx, core, question, language=wanted.language):
        raise NoWayToAsk(sender.written)
    return question.until
