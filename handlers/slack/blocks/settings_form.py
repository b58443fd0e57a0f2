"""The form with the workspace's settings, or with one of them; each says what it is for."""

from functools import cache

from slack_sdk.models.blocks import (
    Block,
    ConversationFilter,
    ConversationSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    NumberInputElement,
    Option,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from handlers.slack.blocks import choices
from handlers.slack.blocks.elements import actions, button, chosen, field, option
from handlers.slack.blocks.setup import role_options
from handlers.slack.ids import Button, Field, Form
from optouts import zones
from optouts.places import name_key
from optouts.preferences import BY_NAME, LONGEST_DAYS, Preferences


def view(preferences: Preferences, *, metadata: str, only: str = "") -> View:
    """All settings, or `only` the one of this name."""
    known = fields(preferences)
    blocks: list[Block] = [known[only]] if only else list(known.values())
    if not only:
        blocks += actions(
            button("Settings of Replies…", Button.REPLY_SETTINGS),
            button("Show History", Button.SETTINGS_HISTORY),
        )
    return View(
        type="modal",
        callback_id=Form.SETTINGS,
        title="Settings",
        submit="Save",
        close="Cancel",
        private_metadata=metadata,
        blocks=blocks,
    )


def fields(preferences: Preferences) -> dict[str, InputBlock]:
    """The fields by the names of their settings."""
    return {
        "region": choices.region_field(preferences.region, hint=BY_NAME["region"].meaning),
        "zone": _zone(preferences),
        "announcements": channel_field(
            "Announcement channel",
            Field.ANNOUNCEMENTS,
            preferences.announcements,
            hint=BY_NAME["announcements"].meaning,
        ),
        "default_role": _role(preferences),
        "undo_days": number_field(
            "Days for undo",
            Field.UNDO_DAYS,
            "undo_days",
            preferences.undo_days,
            most=LONGEST_DAYS,
        ),
        "approval_above": number_field(
            "Removals without a second manager",
            Field.APPROVAL_ABOVE,
            "approval_above",
            preferences.approval_above,
        ),
        "evidence_days": number_field(
            "Days until notes are forgotten",
            Field.EVIDENCE_DAYS,
            "evidence_days",
            preferences.evidence_days,
            most=LONGEST_DAYS,
        ),
    }


def _zone(preferences: Preferences) -> InputBlock:
    return field(
        "Time zone",
        Field.ZONE,
        ExternalDataSelectElement(
            action_id=Field.ZONE,
            placeholder="Type a city",
            initial_option=option(preferences.zone, preferences.zone),
            min_query_length=choices.SHORTEST_QUERY,
        ),
        hint=BY_NAME["zone"].meaning,
    )


def channel_field(label: str, name: Field, channel: str, *, hint: str) -> InputBlock:
    return field(
        label,
        name,
        ConversationSelectElement(
            action_id=name,
            placeholder="Choose a channel",
            initial_conversation=channel or None,
            filter=ConversationFilter(
                include=["public", "private"],
                exclude_bot_users=True,
                exclude_external_shared_channels=True,
            ),
        ),
        hint=hint,
        optional=True,
    )


def _role(preferences: Preferences) -> InputBlock:
    roles = [each for each in role_options(with_default=False) if each.value != "manager"]
    default = chosen(roles, [preferences.default_role.word])
    return field(
        "Role of full members",
        Field.DEFAULT_ROLE,
        StaticSelectElement(
            action_id=Field.DEFAULT_ROLE,
            options=roles,
            initial_option=default[0] if default else None,
        ),
        hint=f"{BY_NAME['default_role'].meaning} /optout role gives others to people and groups.",
    )


def number_field(
    label: str, name: Field, setting: str, value: int, *, least: int = 0, most: int | None = None
) -> InputBlock:
    return field(
        label,
        name,
        NumberInputElement(
            action_id=name,
            is_decimal_allowed=False,
            initial_value=str(value),
            min_value=str(least),
            max_value=str(most) if most is not None else None,
        ),
        hint=BY_NAME[setting].meaning,
    )


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(zones.names()))


def zones_like(query: str) -> list[Option]:
    wanted = name_key(query).replace(" ", "_")
    found = [zone for zone in _zones() if wanted in zone.casefold()]
    return [option(zone, zone) for zone in found[: choices.MOST_OPTIONS]]
