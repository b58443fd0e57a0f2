"""Senders: what messages are sent from."""

from typing import Final

from handlers.slack import arguments, defaults
from handlers.slack.blocks import setup
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.text import plain
from handlers.slack.ids import Field
from handlers.slack.problems import BadWords
from handlers.slack.replies import FormErrors, Message, OpenModal, Replace, Replies
from handlers.slack.requests import Click, Submission
from handlers.slack.visits import Visit
from optouts import catalogue, roles
from optouts.core import demand
from optouts.errors import AddressTaken, BadAddress, BadName
from optouts.roles import Deed
from optouts.words import Channel, SenderId

USAGE: Final = "/optout sender add whatsapp +27600123456 called Support line"


def sender(visit: Visit, text: str) -> Replies:
    """`/optout sender …`: what there is; `add`, `rename`, `retire` and `restore` change it."""
    deed, _, rest = text.partition(" ")
    match deed.casefold():
        case "":
            return _shown(visit)
        case "add":
            return _add(visit, rest)
        case "rename":
            said = arguments.sort(rest, flags=defaults.FLAGS, free={"called"})
            known = defaults.setup(visit).places
            each = known.sender_named(arguments.unquoted(said.subject), _channel(said))
            catalogue.rename_sender(
                visit.core, visit.workspace, each.id, label=said.one("called"), by=visit.actor
            )
            return _shown(visit)
        case "retire" | "restore":
            said = arguments.sort(rest, flags=defaults.FLAGS)
            known = defaults.setup(visit).places
            each = known.sender_named(arguments.unquoted(said.subject), _channel(said))
            return _retire(visit, each.id, retired=deed.casefold() == "retire")
        case _:
            raise BadWords(f"“{deed}” is not something that can be done to senders.", USAGE)


def _channel(said: arguments.Arguments) -> Channel | None:
    channels = defaults.channels_said(said)
    return channels[0] if len(channels) == 1 else None


def _shown(visit: Visit) -> Message:
    places = defaults.setup(visit).places
    return setup.senders(places, may_change=roles.may(visit.actor.role, Deed.CONFIGURE))


def _add(visit: Visit, rest: str) -> Replies:
    demand(visit.actor, Deed.CONFIGURE)
    said = arguments.sort(rest, flags=defaults.FLAGS, clauses={"region"}, free={"called"})
    channel = _channel(said)
    region = defaults.region_said(said) or defaults.region(defaults.setup(visit))
    if not said.subject or channel is None:
        view = setup.sender_form(
            channel=channel or Channel.WHATSAPP, region=region, metadata=visit.metadata()
        )
        return OpenModal(view, "sender add")
    catalogue.add_sender(
        visit.core,
        visit.workspace,
        channel=channel,
        written=arguments.unquoted(said.subject),
        label=said.one("called"),
        region=region,
        by=visit.actor,
    )
    return _shown(visit)


def press_add(visit: Visit, _click: Click) -> Replies:
    return _add(visit, "")


def submit_add(visit: Visit, submission: Submission) -> Replies:
    filled = submission.view.filled
    try:
        catalogue.add_sender(
            visit.core,
            visit.workspace,
            channel=Channel(filled.chosen(Field.CHANNEL)),
            written=filled.text(Field.ADDRESS),
            label=filled.text(Field.LABEL),
            region=filled.chosen(Field.REGION),
            by=visit.actor,
        )
    except (BadAddress, AddressTaken) as error:
        return FormErrors({Field.ADDRESS: plain(explain(error))})
    except BadName as error:
        return FormErrors({Field.LABEL: plain(explain(error))})
    return _shown(visit)


def press_menu(visit: Visit, click: Click) -> Replies:
    """The menu beside a sender: rename it, retire it, or bring it back."""
    deed, _, subject = click.value.partition(":")
    sender_id = SenderId(int(subject))
    if deed != "change":
        return _retire(visit, sender_id, retired=deed == "retire")
    demand(visit.actor, Deed.CONFIGURE)
    each = defaults.setup(visit).places.sender(sender_id)
    if each is None:
        return _shown(visit)
    return OpenModal(setup.rename_sender_form(each, metadata=visit.metadata(subject=each.id)))


def _retire(visit: Visit, sender_id: SenderId, *, retired: bool) -> Replies:
    catalogue.retire_sender(visit.core, visit.workspace, sender_id, retired=retired, by=visit.actor)
    return Replace(_shown(visit))


def submit_rename(visit: Visit, submission: Submission) -> Replies:
    try:
        catalogue.rename_sender(
            visit.core,
            visit.workspace,
            SenderId(int(submission.view.metadata.subject)),
            label=submission.view.filled.text(Field.LABEL),
            by=visit.actor,
        )
    except BadName as error:
        return FormErrors({Field.LABEL: plain(explain(error))})
    return _shown(visit)
