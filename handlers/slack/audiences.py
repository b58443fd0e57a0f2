"""Who would read what is posted in a Slack channel."""

from itertools import islice
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from handlers.slack.blocks.export_warning import Audience
from handlers.slack.problems import SlackAway
from handlers.slack.visits import Visit

LOOKED_AT: Final = 80
"""Members of a channel: users.info is answered about a hundred times a minute (Tier 4)."""

PAGE: Final = 1000
NAMED: Final = 5


def channel_of(visit: Visit, channel: str) -> dict[str, Any] | None:
    """A channel as Slack tells of it; None if it is none that we may write to."""
    try:
        found: dict[str, Any] = visit.client.conversations_info(channel=channel)["channel"]
    except SlackApiError:
        return None
    except OSError as error:
        raise SlackAway from error
    is_room = not (found.get("is_im") or found.get("is_mpim"))
    is_open = found.get("is_member") and not found.get("is_archived")
    return found if is_room and is_open else None


def of_channel(visit: Visit, found: dict[str, Any]) -> Audience:
    """Raises SlackAway, after which nothing is to be posted: what is not known is no consent."""
    try:
        page = visit.client.conversations_members(channel=found["id"], limit=PAGE)
    except (SlackApiError, OSError) as error:
        raise SlackAway from error
    members: list[str] = page["members"]
    profiles = {
        member: visit.people.profile(visit.client, member, visit.home)
        for member in members[:LOOKED_AT]
    }
    guests = (member for member, each in profiles.items() if each.is_guest and not each.is_stranger)
    strangers = (member for member, each in profiles.items() if each.is_stranger)
    unseen = max(int(found.get("num_members") or 0), len(members)) - len(profiles)
    return Audience(
        guests=tuple(islice(guests, NAMED)),
        strangers=tuple(islice(strangers, NAMED)),
        is_shared=bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared")),
        unseen=max(unseen, 0),
    )
