"""Keys of the API: who has one, and the form that makes one."""

from typing import Final

from handlers.slack import arguments, defaults
from handlers.slack.blocks import key_list
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.text import plain
from handlers.slack.ids import Field
from handlers.slack.problems import BadWords
from handlers.slack.replies import FormErrors, Message, OpenModal, Replace, Replies
from handlers.slack.requests import Click, Submission
from handlers.slack.visits import Visit
from optouts import keys
from optouts.api_key import KeyId
from optouts.core import demand
from optouts.errors import BadName, UnknownAccount
from optouts.roles import Deed
from optouts.words import AccountId

USAGE: Final = "/optout key add CRM"


def key(visit: Visit, text: str) -> Replies:
    """`/optout key`: what there is; with `add` the form."""
    deed, _, rest = text.partition(" ")
    match deed.casefold():
        case "":
            return _listed(visit)
        case "add":
            return _form(visit, arguments.unquoted(rest.strip()))
        case _:
            raise BadWords(f"“{deed}” is not something that can be done to keys.", USAGE)


def _listed(visit: Visit) -> Message:
    found = keys.of_workspace(visit.core, visit.workspace, by=visit.actor)
    return key_list.listing(found, defaults.setup(visit).places)


def _form(visit: Visit, name: str) -> OpenModal:
    demand(visit.actor, Deed.CONFIGURE)
    places = defaults.setup(visit).places
    view = key_list.form(name, places, metadata=visit.metadata())
    return OpenModal(view, f"key add {name}".strip())


def press_add(visit: Visit, _click: Click) -> Replies:
    return _form(visit, "")


def press_revoke(visit: Visit, click: Click) -> Replies:
    keys.revoke(visit.core, visit.workspace, KeyId(int(click.value)), by=visit.actor)
    return Replace(_listed(visit))


def submit(visit: Visit, submission: Submission) -> Replies:
    filled = submission.view.filled
    account = filled.chosen(Field.ACCOUNT)
    try:
        made = keys.create(
            visit.core,
            visit.workspace,
            name=filled.text(Field.NAME),
            account=AccountId(int(account)) if account else None,
            writes=filled.chosen(Field.KEY_WRITES) == key_list.WRITES,
            by=visit.actor,
            request=visit.sent.key,
        )
    except BadName as error:
        return FormErrors({Field.NAME: plain(explain(error))})
    except UnknownAccount as error:
        return FormErrors({Field.ACCOUNT: plain(explain(error))})
    if made is None:
        return None
    places = defaults.setup(visit).places
    return key_list.secret_of(*made, places, public_url=visit.public_url)
