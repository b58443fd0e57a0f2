"""Binding a Slack channel to an account, a sender and a region."""

from typing import Final

from handlers.slack import arguments, defaults
from handlers.slack.blocks import setup
from handlers.slack.ids import Field
from handlers.slack.problems import BadWords
from handlers.slack.replies import Message, OpenModal, Replies
from handlers.slack.requests import Click, Submission
from handlers.slack.visits import Visit
from optouts import roles, workspaces
from optouts.core import demand
from optouts.roles import Deed
from optouts.setup import Binding
from optouts.words import AccountId, SenderId

USAGE: Final = "/optout channel account Baobab Retail sender 31331 region ZA"


def channel(visit: Visit, text: str) -> Replies:
    """`/optout channel …`: what this channel stands for; clauses change it, `clear` ends it."""
    if visit.place.is_direct:
        raise BadWords("Only channels can be bound, not direct messages.", USAGE)
    here = visit.place.channel
    said = arguments.sort(text, flags={"clear"}, clauses={"account", "sender", "region"})
    if said.subject or (said.flags and said.clauses):
        raise BadWords("A channel stands for an account, a sender, a region or all three.", USAGE)
    if not said.flags and not said.clauses:
        return _shown(visit, here)
    places = defaults.setup(visit).places
    before = workspaces.binding_of(visit.core, visit.workspace, here)
    account, sender = said.one("account"), said.one("sender")
    wanted = (
        Binding(here)
        if said.flags
        else Binding(
            here,
            account=places.account_named(account).id if account else before.account,
            sender=places.sender_named(sender).id if sender else before.sender,
            region=defaults.region_said(said) or before.region,
        )
    )
    return _bind(visit, wanted)


def _bind(visit: Visit, wanted: Binding) -> Message:
    workspaces.bind(visit.core, visit.workspace, wanted, by=visit.actor)
    return _shown(visit, wanted.channel)


def _shown(visit: Visit, here: str) -> Message:
    known = defaults.setup(visit)
    return setup.binding(
        workspaces.binding_of(visit.core, visit.workspace, here),
        known.places,
        known.preferences,
        channel=here,
        may_change=roles.may(visit.actor.role, Deed.CONFIGURE),
    )


def press_bind(visit: Visit, click: Click) -> Replies:
    demand(visit.actor, Deed.CONFIGURE)
    bound = workspaces.binding_of(visit.core, visit.workspace, click.value)
    places = defaults.setup(visit).places
    view = setup.binding_form(bound, places, metadata=visit.metadata(subject=click.value))
    return OpenModal(view, "channel")


def submit(visit: Visit, submission: Submission) -> Replies:
    filled = submission.view.filled
    account, sender = filled.chosen(Field.ACCOUNT), filled.chosen(Field.SENDER)
    wanted = Binding(
        submission.view.metadata.subject,
        account=AccountId(int(account)) if account else None,
        sender=SenderId(int(sender)) if sender else None,
        region=filled.chosen(Field.REGION),
    )
    return _bind(visit, wanted)
