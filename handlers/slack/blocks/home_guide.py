"""The first steps of a new workspace on the Home tab: what is done, and a button to what is not."""

from typing import Final

from slack_sdk.models.blocks import (
    Block,
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
    Step.BUSINESS: "*Business*: the name that answers to people and links sign with",
    Step.PROVIDERS: "*Provider*: who delivers people’s replies, so that a STOP opts out by itself",
}

WAYS: Final = {
    Step.REGION: ("Set Region…", Button.SETTING, "region"),
    Step.ZONE: ("Set Time Zone…", Button.SETTING, "zone"),
    Step.SENDERS: ("Add Sender…", Button.SENDER_ADD, ""),
    Step.ANNOUNCEMENTS: ("Choose Channel…", Button.SETTING, "announcements"),
    Step.ROLES: ("Give a Role…", Button.ROLE_GIVE, ""),
    Step.BUSINESS: ("Name Business…", Button.SETTING, "business"),
    Step.PROVIDERS: ("Connect Provider…", Button.CONNECTION_ADD, ""),
}
"""The buttons to what is not done: what is on them, what they are, and of which setting."""

NEEDED: Final = frozenset({Step.REGION, Step.ANNOUNCEMENTS})
"""What a workspace that is in use is still reminded of."""


def guide(glance: Glance) -> list[Block]:
    """All the steps, until they are done or the workspace is in use without the others."""
    undone = [step for step in Step if step not in glance.steps]
    in_use = bool(glance.latest)
    if not undone or (in_use and not NEEDED.intersection(undone)):
        return []
    said = _said(glance)
    done = [f"✓ Done: {said[step]}" for step in Step if step in glance.steps]
    return [
        HeaderBlock(text=f"Getting started: {len(done)} of {len(Step)} steps done"),
        *sections(done),
        *(
            SectionBlock(text=MarkdownTextObject(text=WHY[step]), accessory=button(*WAYS[step]))
            for step in undone
        ),
    ]


def _said(glance: Glance) -> dict[Step, str]:
    """What is true of each step that is done."""
    known = glance.preferences
    return {
        Step.REGION: f"region, {region_name(known.region)}",
        Step.ZONE: f"time zone, {escape(known.zone)}",
        Step.SENDERS: counted(len(glance.places.open_senders()), "sender"),
        Step.ANNOUNCEMENTS: f"announcement channel, <#{known.announcements}>",
        Step.ROLES: f"roles; who was given none is *{known.default_role.word}*",
        Step.BUSINESS: f"business, {escape(known.business)}",
        Step.PROVIDERS: "a provider, whose replies arrive here",
    }
