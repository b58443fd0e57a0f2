"""Who set up what otherwise, and from what to what."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from handlers.slack.blocks.elements import section, sections
from handlers.slack.blocks.text import date, escape, person, sender
from handlers.slack.replies import Message
from optouts.numbers import region_name
from optouts.places import Places
from optouts.setup import Amended, Binding, Matter
from optouts.spikes import MUTED

MOST: Final = 20
NAMES: Final = {
    "region": "region",
    "zone": "time zone",
    "announcements": "announcement channel",
    "default_role": "role of full members",
    "undo_days": "days for undo",
    "approval_above": "removals without a second manager",
    "evidence_days": "days until notes are forgotten",
    "business": "name of the business",
    "stop_scope": "what STOP means",
    "stop_scope_from": "STOP means every sender from",
    "confirm": "confirming opt-outs",
    "confirm_minutes": "minutes for a confirmation",
    "double_opt_in": "asking back before opting in",
    "profanity": "swearing opts out",
    "review_channel": "channel of unclear replies",
    "review_hours": "hours for unclear replies",
    "link_days": "days that links work",
}


def message(amended: Sequence[Amended], places: Places) -> Message:
    text = "What was set up, and by whom"
    return Message(text, _blocks(amended, places))


def view(amended: Sequence[Amended], places: Places) -> View:
    """The same above the form with the settings."""
    return View(
        type="modal", title="Settings history", close="Back", blocks=_blocks(amended, places)
    )


def _blocks(amended: Sequence[Amended], places: Places) -> list[Block]:
    if not amended:
        return [section("*Nothing was set up yet.* What holds is how Optout begins.")]
    lines = [f"• {_line(each, places)}" for each in amended]
    more = [f"The latest {MOST} are shown; all of them are kept."] if len(amended) == MOST else []
    return list(sections(["*What was set up*, newest first", *lines, *more]))


def _line(each: Amended, places: Places) -> str:
    return (
        f"{date(each.at)}, {person(each.by)}: {_named(each, places)},"
        f" {_value(each, each.before, places)} → *{_value(each, each.after, places)}*"
    )


def _named(each: Amended, places: Places) -> str:
    match each.matter:
        case Matter.SETTING:
            return _setting(each.name, places)
        case Matter.ROLE:
            group = each.name.startswith("S")
            return f"role of {f'<!subteam^{each.name}>' if group else person(each.name)}"
        case Matter.CHANNEL:
            return f"what <#{each.name}> stands for"


def _setting(name: str, places: Places) -> str:
    if name.startswith(MUTED):
        muted = places.sender(int(name.removeprefix(MUTED)))
        return f"spikes of {escape(sender(muted)) if muted else 'every sender'} muted"
    return NAMES.get(name, escape(name))


def _value(each: Amended, value: str | Binding, places: Places) -> str:
    if isinstance(value, Binding):
        return _binding(value, places)
    if not value:
        return "none given" if each.matter is Matter.ROLE else "not set"
    if each.name.startswith(MUTED):
        return f"until {date(datetime.fromisoformat(value))}"
    return VALUES.get(each.name, escape)(value)


def _forgotten(days: str) -> str:
    return "never" if days == "0" else days


def _binding(bound: Binding, places: Places) -> str:
    account = places.account(bound.account) if bound.account else None
    source = places.sender(bound.sender) if bound.sender else None
    parts = [
        account.name if account else "",
        sender(source) if source else "",
        region_name(bound.region) if bound.region else "",
    ]
    return escape(" · ".join(filter(None, parts))) or "nothing in particular"


VALUES: Final[Mapping[str, Callable[[str], str]]] = {
    "region": region_name,
    "announcements": "<#{}>".format,
    "review_channel": "<#{}>".format,
    "evidence_days": _forgotten,
}
"""How the values of settings are shown that do not speak for themselves."""
