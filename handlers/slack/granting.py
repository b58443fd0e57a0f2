"""Roles: who may do what, given to people and user groups."""

import logging
import re
from collections.abc import Sequence
from typing import Final

from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Option

from handlers.slack import defaults
from handlers.slack.blocks import setup
from handlers.slack.blocks.elements import option
from handlers.slack.ids import Field
from handlers.slack.problems import BadWords
from handlers.slack.replies import FormErrors, Message, OpenModal, Replies
from handlers.slack.requests import Click, Submission
from handlers.slack.visits import Visit
from optouts import roles, workspaces
from optouts.core import demand
from optouts.roles import GRANTABLE, Deed

logger = logging.getLogger(__name__)

USAGE: Final = "/optout role @thandi manager"
SUBJECT: Final = re.compile(r"<(?:@([UW]\w+)|!subteam\^(S\w+))(?:\|[^>]*)?>")


def role(visit: Visit, text: str) -> Replies:
    """`/optout role …`: who has which role; with a person or group and a role, give it."""
    if not text.strip():
        return _shown(visit)
    subject = SUBJECT.match(text.strip())
    if subject is None:
        raise BadWords("Name a person or a user group with @, then the role.", USAGE)
    word = text.strip()[subject.end() :].strip().casefold()
    if word not in {*GRANTABLE, "default"}:
        raise BadWords(f"“{word}” is not a role: viewer, editor, manager, none, default.", USAGE)
    return _give(visit, subject.group(1) or subject.group(2), word)


def _give(visit: Visit, subject: str, word: str) -> Message:
    demand(visit.actor, Deed.CONFIGURE)
    if not subject.startswith("S") and word != "default":
        # A guest could not use the role anyway: say so now rather than let it look given.
        visit.people.actor(
            visit.client, visit.workspace, user=subject, team=visit.home, home=visit.home
        )
    workspaces.grant(visit.core, visit.workspace, subject, GRANTABLE.get(word), by=visit.actor)
    return _shown(visit)


def _shown(visit: Visit) -> Message:
    return setup.roles(
        workspaces.grants(visit.core, visit.workspace),
        defaults.setup(visit).preferences.default_role,
        may_change=roles.may(visit.actor.role, Deed.CONFIGURE),
    )


def press_give(visit: Visit, _click: Click) -> Replies:
    demand(visit.actor, Deed.CONFIGURE)
    return OpenModal(setup.role_form(_groups(visit), metadata=visit.metadata()), "role")


def _groups(visit: Visit) -> Sequence[Option]:
    """The user groups of the workspace; none if Slack does not let us see them."""
    try:
        groups = visit.client.usergroups_list()["usergroups"]
    except SlackApiError as error:
        logger.info("user groups are not offered: %s", error.response["error"])
        return []
    return [option(group["name"], group["id"]) for group in groups]


def submit(visit: Visit, submission: Submission) -> Replies:
    filled = submission.view.filled
    person, group = filled.chosen(Field.PERSON), filled.chosen(Field.GROUP)
    if bool(person) == bool(group):
        return FormErrors({Field.PERSON: "Choose either a person or a user group."})
    return _give(visit, person or group, filled.chosen(Field.ROLE))
