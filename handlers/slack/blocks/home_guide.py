"""The first steps of a new workspace on the Home tab: what is done, and a button to what is not."""

from typing import Final

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    HeaderBlock,
    MarkdownTextObject,
    SectionBlock,
)

from handlers.slack.blocks.elements import button, sections
from handlers.slack.blocks.text import counted, escape
from handlers.slack.ids import Button
from optouts.glance import Glance, Step
from optouts.numbers import region_name

WHY: Final = {
    Step.REGION: "*Region*: so that `083 123 4567` can be read without a country code",
    Step.ZONE: "*Time zone*: when your days begin, and when reports are sent",
    Step.SENDERS: "*Senders*: what you send from, such as a short code or a WhatsApp number",
    Step.ANNOUNCEMENTS: "*Announcement channel*: where every change is confirmed",
    Step.ROLES: "*Roles*: who may look, add, remove and set things up",
}

NEEDED: Final = frozenset({Step.REGION, Step.ANNOUNCEMENTS})
"""What a workspace that is in use is still reminded of."""


def guide(glance: Glance) -> list[Block]:
    """All the steps, until they are done or the workspace is in use without the others."""
    undone = [step for step in Step if step not in glance.steps]
    in_use = bool(glance.latest)
    if not undone or (in_use and not NEEDED.intersection(undone)):
        return []
    done = [f"✓ Done: {_said(step, glance)}" for step in Step if step in glance.steps]
    return [
        HeaderBlock(text=f"Getting started: {len(done)} of {len(Step)} steps done"),
        *sections(done),
        *(
            SectionBlock(text=MarkdownTextObject(text=WHY[step]), accessory=_way(step))
            for step in undone
        ),
    ]


def _said(step: Step, glance: Glance) -> str:
    known = glance.preferences
    match step:
        case Step.REGION:
            return f"region, {region_name(known.region)}"
        case Step.ZONE:
            return f"time zone, {escape(known.zone)}"
        case Step.SENDERS:
            return counted(len(glance.places.open_senders()), "sender")
        case Step.ANNOUNCEMENTS:
            return f"announcement channel, <#{known.announcements}>"
        case Step.ROLES:
            return f"roles; who was given none is *{known.default_role.word}*"


def _way(step: Step) -> ButtonElement:
    match step:
        case Step.REGION:
            return _setting("Set Region…", "region")
        case Step.ZONE:
            return _setting("Set Time Zone…", "zone")
        case Step.SENDERS:
            return button("Add Sender…", Button.SENDER_ADD)
        case Step.ANNOUNCEMENTS:
            return _setting("Choose Channel…", "announcements")
        case Step.ROLES:
            return button("Give a Role…", Button.ROLE_GIVE)


def _setting(text: str, name: str) -> ButtonElement:
    return button(text, Button.SETTING, name)
