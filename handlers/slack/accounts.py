"""Accounts: business units with their own lists."""

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
from optouts.errors import BadName, NameTaken
from optouts.places import Account
from optouts.roles import Deed
from optouts.words import AccountId

USAGE: Final = "/optout account add Baobab Retail region ZA"


def account(visit: Visit, text: str) -> Replies:
    """`/optout account …`: what there is; `add`, `rename`, `retire` and `restore` change it."""
    deed, _, rest = text.partition(" ")
    match deed.casefold():
        case "":
            return _shown(visit)
        case "add":
            return _add(visit, rest)
        case "rename":
            said = arguments.sort(rest, clauses={"region"}, free={"to"})
            each = _named(visit, said.subject)
            region = defaults.region_said(said) or each.region
            return _save(visit, said.one("to") or each.name, region, each.id)
        case "retire" | "restore":
            each = _named(visit, rest)
            return _retire(visit, each.id, retired=deed.casefold() == "retire")
        case _:
            raise BadWords(f"“{deed}” is not something that can be done to accounts.", USAGE)


def _named(visit: Visit, text: str) -> Account:
    return defaults.setup(visit).places.account_named(arguments.unquoted(text))


def _shown(visit: Visit) -> Message:
    places = defaults.setup(visit).places
    return setup.accounts(places, may_change=roles.may(visit.actor.role, Deed.CONFIGURE))


def _add(visit: Visit, rest: str) -> Replies:
    demand(visit.actor, Deed.CONFIGURE)
    said = arguments.sort(rest, clauses={"region"})
    if not said.subject:
        return OpenModal(setup.account_form(None, metadata=visit.metadata()), "account add")
    return _save(visit, arguments.unquoted(said.subject), defaults.region_said(said))


def _save(visit: Visit, name: str, region: str, each: AccountId | None = None) -> Message:
    catalogue.save_account(
        visit.core, visit.workspace, name=name, region=region, by=visit.actor, account=each
    )
    return _shown(visit)


def press_add(visit: Visit, _click: Click) -> Replies:
    return _add(visit, "")


def press_menu(visit: Visit, click: Click) -> Replies:
    """The menu beside an account: change it, retire it, or bring it back."""
    deed, _, subject = click.value.partition(":")
    account_id = AccountId(int(subject))
    if deed != "change":
        return _retire(visit, account_id, retired=deed == "retire")
    demand(visit.actor, Deed.CONFIGURE)
    each = defaults.setup(visit).places.account(account_id)
    if each is None:
        return _shown(visit)
    return OpenModal(setup.account_form(each, metadata=visit.metadata(subject=each.id)))


def _retire(visit: Visit, account_id: AccountId, *, retired: bool) -> Replies:
    catalogue.retire_account(
        visit.core, visit.workspace, account_id, retired=retired, by=visit.actor
    )
    return Replace(_shown(visit))


def submit(visit: Visit, submission: Submission) -> Replies:
    filled, subject = submission.view.filled, submission.view.metadata.subject
    try:
        return _save(
            visit,
            filled.text(Field.NAME),
            filled.chosen(Field.REGION),
            AccountId(int(subject)) if subject else None,
        )
    except (BadName, NameTaken) as error:
        return FormErrors({Field.NAME: plain(explain(error))})
