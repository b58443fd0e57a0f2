"""The Home tab, for each person by their role."""

from handlers.slack.blocks import home
from handlers.slack.replies import PublishHome
from handlers.slack.visits import Visit
from optouts import overview


def view(visit: Visit) -> PublishHome:
    """As it is now."""
    glance = overview.of(visit.core, visit.workspace, by=visit.actor)
    return PublishHome(home.home(glance, visit.actor))
