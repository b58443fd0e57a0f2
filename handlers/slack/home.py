"""The Home tab, for each person by their role."""

from typing import Final

from handlers.slack import defaults
from handlers.slack.blocks import menus
from handlers.slack.replies import PublishHome, Replies
from handlers.slack.requests import HomeOpened
from handlers.slack.visits import Visit
from optouts import history, undoing
from optouts.outcomes import Recorded
from optouts.preferences import Preferences

LATEST: Final = 10


def opened(visit: Visit, _opened: HomeOpened) -> Replies:
    return view(visit)


def view(visit: Visit) -> PublishHome:
    preferences = defaults.setup(visit).preferences
    latest = history.latest(visit.core, visit.workspace, by=visit.actor, limit=LATEST)
    return PublishHome(
        menus.home(
            visit.actor.role,
            totals=history.total(visit.core, visit.workspace, by=visit.actor),
            latest=latest,
            undoable=[each.change.id for each in latest if _is_undoable(visit, each, preferences)],
            preferences=preferences,
        )
    )


def _is_undoable(visit: Visit, each: Recorded, preferences: Preferences) -> bool:
    took_effect = each.undone_by is None and bool(each.opened or each.closed)
    return took_effect and undoing.is_offered(
        each.change,
        opened=bool(each.opened),
        role=visit.actor.role,
        days=preferences.undo_days,
        now=visit.core.clock(),
    )
