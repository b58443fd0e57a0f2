"""The form with the workspace's settings."""

import zoneinfo
from functools import cache

from slack_sdk.models.blocks import (
    Block,
    ConversationFilter,
    ConversationSelectElement,
    ExternalDataSelectElement,
    NumberInputElement,
    Option,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from handlers.slack.blocks import choices
from handlers.slack.blocks.elements import chosen, field, option
from handlers.slack.blocks.setup import role_options
from handlers.slack.ids import Field, Form
from optouts.places import name_key
from optouts.preferences import BY_NAME, LONGEST_UNDO, Preferences


def view(preferences: Preferences, *, metadata: str) -> View:
    roles = [each for each in role_options(with_default=False) if each.value != "manager"]
    default = chosen(roles, [preferences.default_role.word])
    blocks: list[Block] = [
        choices.region_field(preferences.region, hint=BY_NAME["region"].meaning),
        field(
            "Time zone",
            Field.ZONE,
            ExternalDataSelectElement(
                action_id=Field.ZONE,
                placeholder="Type a city",
                initial_option=option(preferences.zone, preferences.zone),
                min_query_length=choices.SHORTEST_QUERY,
            ),
            hint=BY_NAME["zone"].meaning,
        ),
        field(
            "Announcement channel",
            Field.ANNOUNCEMENTS,
            ConversationSelectElement(
                action_id=Field.ANNOUNCEMENTS,
                placeholder="Choose a channel",
                initial_conversation=preferences.announcements or None,
                filter=ConversationFilter(
                    include=["public", "private"],
                    exclude_bot_users=True,
                    exclude_external_shared_channels=True,
                ),
            ),
            hint=BY_NAME["announcements"].meaning,
            optional=True,
        ),
        field(
            "Role of full members",
            Field.DEFAULT_ROLE,
            StaticSelectElement(
                action_id=Field.DEFAULT_ROLE,
                options=roles,
                initial_option=default[0] if default else None,
            ),
            hint=BY_NAME["default_role"].meaning,
        ),
        field(
            "Days for undo",
            Field.UNDO_DAYS,
            NumberInputElement(
                action_id=Field.UNDO_DAYS,
                is_decimal_allowed=False,
                initial_value=str(preferences.undo_days),
                min_value="0",
                max_value=str(LONGEST_UNDO),
            ),
            hint=BY_NAME["undo_days"].meaning,
        ),
        field(
            "Removals without a second manager",
            Field.APPROVAL_ABOVE,
            NumberInputElement(
                action_id=Field.APPROVAL_ABOVE,
                is_decimal_allowed=False,
                initial_value=str(preferences.approval_above),
                min_value="0",
            ),
            hint=BY_NAME["approval_above"].meaning,
        ),
    ]
    return View(
        type="modal",
        callback_id=Form.SETTINGS,
        title="Settings",
        submit="Save",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(zoneinfo.available_timezones()))


def zones_like(query: str) -> list[Option]:
    wanted = name_key(query).replace(" ", "_")
    found = [zone for zone in _zones() if wanted in zone.casefold()]
    return [option(zone, zone) for zone in found[: choices.MOST_OPTIONS]]
