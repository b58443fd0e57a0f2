"""May we message this number? A check fails closed: whatever cannot be known is never "free"."""

from collections.abc import Sequence
from dataclasses import dataclass

from optouts import lists
from optouts.core import Core, demand
from optouts.errors import UnknownAccount, UnknownSender
from optouts.numbers import E164, equivalents
from optouts.outcomes import Answer, Verdict
from optouts.periods import explained
from optouts.places import Places
from optouts.roles import Actor, Deed
from optouts.words import AccountId, Channel, SenderId, WorkspaceId
from optouts.workspaces import places_within
from storage import opt_outs


@dataclass(frozen=True, slots=True)
class Message:
    """The message that somebody would like to send. What is None is not known, so it may be any."""

    channel: Channel | None = None
    sender: SenderId | None = None
    account: AccountId | None = None


def check(
    core: Core,
    workspace: WorkspaceId,
    numbers: Sequence[E164],
    message: Message,
    *,
    by: Actor,
) -> tuple[Answer, ...]:
    """One answer a number, in their order; other written forms of a number count as the number.

    Raises NotPermitted, UnknownSender, UnknownAccount, StorageAway.
    """
    demand(by, Deed.LOOK)
    forms = {number: {form.digits for form in equivalents(number)} for number in numbers}
    with core.reading() as tx:
        places = places_within(tx, workspace)
        demand_known(message, places)
        source = places.sender(message.sender) if message.sender is not None else None
        names = lists.suppressing(
            lists.names(tx, workspace, places),
            # A sender has one channel: opt-outs of the other say nothing about its messages.
            channel=source.channel if source else message.channel,
            sender=message.sender,
            account=message.account,
        )
        wanted = set().union(*forms.values())
        periods = opt_outs.of_numbers(tx, [name.id for name in names], wanted, only_open=True)
        found = explained(tx, workspace, periods, names)
    answers = []
    for number in numbers:
        because = tuple(each for each in found if each.number.digits in forms[number])
        verdict = Verdict.SUPPRESSED if because else Verdict.FREE
        answers.append(Answer(number, verdict, because))
    return tuple(answers)


def demand_known(message: Message, places: Places) -> None:
    """Raises UnknownSender, UnknownAccount."""
    if message.sender is not None:
        sender = places.sender(message.sender)
        if sender is None or message.channel not in {None, sender.channel}:
            raise UnknownSender(str(message.sender), message.channel)
    if message.account is not None and places.account(message.account) is None:
        raise UnknownAccount(str(message.account))
