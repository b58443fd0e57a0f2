"""The choices of menus that ask while one types."""

from handlers.slack import defaults
from handlers.slack.blocks import choices, settings_form
from handlers.slack.ids import Field
from handlers.slack.replies import Options
from handlers.slack.requests import Typing
from handlers.slack.visits import Visit
from optouts.core import demand
from optouts.roles import Deed


def offer(visit: Visit, typing: Typing) -> Options:
    demand(visit.actor, Deed.LOOK)
    match typing.field:
        case Field.REGION:
            return Options(choices.regions_like(typing.query))
        case Field.ZONE:
            return Options(settings_form.zones_like(typing.query))
        case _:
            offered = choices.options_of(typing.field, defaults.setup(visit).places)
            return Options(choices.matching(offered, typing.query))
