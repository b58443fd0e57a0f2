"""Connections to providers: where people's replies come from."""

import re
from collections.abc import Mapping
from typing import Final

from handlers.slack import defaults
from handlers.slack.blocks import connection_form, connection_list
from handlers.slack.blocks.connection_form import secret_block
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.text import in_words, plain
from handlers.slack.ids import Field
from handlers.slack.problems import BadWords
from handlers.slack.replies import FormErrors, Message, OpenModal, Replace, Replies, UpdateModal
from handlers.slack.requests import Click, Filled, Submission
from handlers.slack.visits import Visit
from optouts import connections
from optouts.connection import Connection, ConnectionId
from optouts.connections import Entry
from optouts.core import demand
from optouts.errors import BadName, BadNetwork, BadSecret, MissingSecret, Refusal
from optouts.inbound import Provider
from optouts.provider_accounts import ACCOUNTS
from optouts.roles import Deed

USAGE: Final = "/optout provider add twilio"

FIELDS: Final[Mapping[type[Refusal], Field]] = {
    BadName: Field.NAME,
    BadNetwork: Field.CONNECTION_ADDRESSES,
}
"""Where in the form a refusal is shown."""


def provider(visit: Visit, text: str) -> Replies:
    """`/optout provider`: what there is; with `add` the form."""
    deed, _, rest = text.partition(" ")
    match deed.casefold():
        case "":
            return _listed(visit)
        case "add":
            return _form(visit, rest.strip())
        case _:
            raise BadWords(f"“{deed}” is not something that can be done to providers.", USAGE)


def _listed(visit: Visit) -> Message:
    found = connections.of_workspace(visit.core, visit.workspace, by=visit.actor)
    return connection_list.listing(sorted(found, key=lambda each: each.retired))


def _form(visit: Visit, name: str) -> OpenModal:
    demand(visit.actor, Deed.CONFIGURE)
    chosen = _named(name) if name else Provider.TWILIO
    view = connection_form.view(
        chosen, None, region=defaults.region(defaults.setup(visit)), metadata=visit.metadata()
    )
    return OpenModal(view, f"provider add {chosen}")


def _named(name: str) -> Provider:
    wanted = re.sub(r"\W", "", name).casefold()
    for each, account in ACCOUNTS.items():
        if wanted in {each.value, re.sub(r"\W", "", account.title).casefold()}:
            return each
    known = in_words([account.title for account in ACCOUNTS.values()], last="and")
    raise BadWords(f"“{name}” is no provider that I know. I know {known}.", USAGE)


def press_add(visit: Visit, _click: Click) -> Replies:
    return _form(visit, "")


def redraw(visit: Visit, click: Click) -> Replies:
    """Another provider was chosen, who wants other things."""
    demand(visit.actor, Deed.CONFIGURE)
    if click.view is None:
        return None
    filled = click.view.filled
    view = connection_form.view(
        Provider(filled.chosen(Field.CONNECTION_PROVIDER)),
        None,
        region=filled.chosen(Field.REGION),
        metadata=visit.metadata(),
    )
    return UpdateModal(view)


def press_menu(visit: Visit, click: Click) -> Replies:
    """The menu beside a connection."""
    deed, _, subject = click.value.partition(":")
    each = ConnectionId(int(subject))
    if deed == "restore":
        connections.retire(visit.core, visit.workspace, each, retired=False, by=visit.actor)
        return Replace(_listed(visit))
    found = connections.of_id(visit.core, visit.workspace, each, by=visit.actor)
    metadata = visit.metadata(subject=each)
    match deed:
        case "renew":
            return OpenModal(connection_form.renewal(found, metadata=metadata))
        case "retire":
            return OpenModal(connection_form.retirement(found, metadata=metadata))
        case _:
            view = connection_form.view(found.provider, found, region="", metadata=metadata)
            return OpenModal(view)


def submit(visit: Visit, submission: Submission) -> Replies:
    demand(visit.actor, Deed.CONFIGURE)
    filled, subject = submission.view.filled, submission.view.metadata.subject
    before = (
        connections.of_id(visit.core, visit.workspace, ConnectionId(int(subject)), by=visit.actor)
        if subject
        else None
    )
    chosen = before.provider if before else Provider(filled.chosen(Field.CONNECTION_PROVIDER))
    try:
        return _saved(visit, chosen, before, _entry(chosen, filled, before))
    except Refusal as error:
        name = FIELDS.get(type(error), "")
        if isinstance(error, MissingSecret | BadSecret):
            name = secret_block(error.name)
        if name not in submission.view.inputs:
            raise
        return FormErrors({name: plain(explain(error))})


def _saved(visit: Visit, chosen: Provider, before: Connection | None, entry: Entry) -> Replies:
    if before is not None:
        connections.edit(visit.core, visit.workspace, before.id, entry, by=visit.actor)
        return _listed(visit)
    added = connections.add(
        visit.core, visit.workspace, chosen, entry, by=visit.actor, request=visit.sent.key
    )
    if added is None:
        return None
    return connection_list.address_of(*added, public_url=visit.public_url)


def submit_renew(visit: Visit, submission: Submission) -> Replies:
    each = ConnectionId(int(submission.view.metadata.subject))
    renewed = connections.renew(
        visit.core, visit.workspace, each, by=visit.actor, request=visit.sent.key
    )
    if renewed is None:
        return None
    return connection_list.address_of(*renewed, public_url=visit.public_url)


def submit_retire(visit: Visit, submission: Submission) -> Replies:
    each = ConnectionId(int(submission.view.metadata.subject))
    connections.retire(visit.core, visit.workspace, each, retired=True, by=visit.actor)
    return _listed(visit)


def _entry(chosen: Provider, filled: Filled, before: Connection | None) -> Entry:
    """What is not in the form stays as it is."""
    names = [each.name for each in ACCOUNTS[chosen].secrets]
    addresses = before.addresses if before else ()
    if Field.CONNECTION_ADDRESSES in filled:
        said = filled.text(Field.CONNECTION_ADDRESSES)
        addresses = tuple(each for each in re.split(r"[\s,;]+", said) if each)
    return Entry(
        name=filled.text(Field.NAME) or ACCOUNTS[chosen].title,
        sender=filled.text(Field.ADDRESS),
        region=filled.chosen(Field.REGION),
        may_remove=bool(filled.ticked(Field.CONNECTION_MAY_REMOVE)),
        addresses=addresses,
        secrets={name: filled.text(secret_block(name)) for name in names},
        forgotten=frozenset(filled.ticked(Field.CONNECTION_FORGET)),
    )
