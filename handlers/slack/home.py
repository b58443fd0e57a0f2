"""The Home tab, for each person by their role."""

from typing import Final

from handlers.slack import defaults
from handlers.slack.blocks import menus
from handlers.slack.replies import PublishHome, Replies
from handlers.slack.requests import HomeOpened
from handlers.slack.visits import Visit
from optouts import history

LATEST: Final = 10


def opened(visit: Visit, _opened: HomeOpened) -> Replies:
    return view(visit)


def view(visit: Visit) -> PublishHome:
    return PublishHome(
        menus.home(
            visit.actor.role,
            totals=history.total(visit.core, visit.workspace, by=visit.actor),
            latest=history.latest(visit.core, visit.workspace, by=visit.actor, limit=LATEST),
            preferences=defaults.setup(visit).preferences,
        )
    )
