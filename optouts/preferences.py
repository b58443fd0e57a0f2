"""A workspace's settings: what each is for, what it may be, and what holds until it is set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from optouts.errors import UnknownRegion, UnknownZone
from optouts.keyword_rules import Scope
from optouts.numbers import is_region
from optouts.roles import GRANTABLE, Role
from optouts.zones import is_zone

LONGEST_DAYS: Final = 3650
"""Longer than anybody must keep such records (docs/settings.md)."""


LONGEST_BUSINESS: Final = 40
"""A confirmation with it still fits one SMS."""

MOST_MINUTES: Final = 1440
MOST_HOURS: Final = 240


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings in force. Empty text: not set."""

    region: str = ""
    zone: str = "UTC"
    announcements: str = ""
    default_role: Role = Role.EDITOR
    undo_days: int = 30
    approval_above: int = 100
    evidence_days: int = 0
    business: str = ""
    stop_scope: Scope = Scope.SENDER
    stop_scope_from: date | None = None
    profanity: bool = True
    confirm: bool = True
    confirm_minutes: int = 5
    double_opt_in: bool = False
    review_channel: str = ""
    review_hours: int = 24
    link_days: int = 60


@dataclass(frozen=True, slots=True)
class Preference:
    """How one setting is read from text; `reads` raises a Refusal or ValueError for a bad value."""

    name: str
    meaning: str
    reads: Callable[[str], Any]


def _region(text: str) -> str:
    code = text.strip().upper()
    if code and not is_region(code):
        raise UnknownRegion(text)
    return code


def _zone(text: str) -> str:
    name = text.strip()
    if not is_zone(name):
        raise UnknownZone(text)
    return name


def _role(text: str) -> Role:
    role = GRANTABLE.get(text.strip().lower())
    if role is None:
        raise ValueError(text)
    return role


def _days(text: str) -> int:
    days = int(text)
    if not 0 <= days <= LONGEST_DAYS:
        raise ValueError(text)
    return days


def _count(text: str) -> int:
    count = int(text)
    if count < 0:
        raise ValueError(text)
    return count


def _between(least: int, most: int) -> Callable[[str], int]:
    def read_it(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return read_it


def _is_on(text: str) -> bool:
    said = text.strip().lower()
    if said not in {"on", "off"}:
        raise ValueError(text)
    return said == "on"


def _date(text: str) -> date | None:
    return date.fromisoformat(text.strip()) if text.strip() else None


def _business(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > LONGEST_BUSINESS:
        raise ValueError(text)
    return name


PREFERENCES: Final = (
    Preference(
        "region",
        "The region that national numbers are read in, when neither the channel nor the account"
        " says otherwise.",
        _region,
    ),
    Preference(
        "zone", "The time zone of files and reports. Slack shows times in each reader's own.", _zone
    ),
    Preference(
        "announcements",
        "The channel in which every change is confirmed, with numbers masked.",
        str.strip,
    ),
    Preference(
        "default_role",
        "What full members may do who were given no role. Guests never may do anything.",
        _role,
    ),
    Preference("undo_days", "For how many days a change can be undone.", _days),
    Preference(
        "approval_above",
        "Removals of more numbers than this need a second manager, who is asked in the announcement"
        " channel.",
        _count,
    ),
    Preference(
        "evidence_days",
        "After how many days notes, reasons and what was typed are forgotten; 0 means never. The"
        " opt-outs stay, with their dates, numbers and who made them.",
        _days,
    ),
    Preference(
        "business", "The name that people know you by; confirmations begin with it.", _business
    ),
    Preference(
        "stop_scope",
        "What STOP ends: messages of the sender that was answered (sender), or of every sender"
        " (everywhere).",
        Scope,
    ),
    Preference(
        "stop_scope_from",
        "From this day on STOP ends messages of every sender; empty: never.",
        _date,
    ),
    Preference("profanity", "Whether swearing at you counts as an opt-out: on or off.", _is_on),
    Preference(
        "confirm", "Whether people who opt out get one message that confirms it: on or off.", _is_on
    ),
    Preference(
        "confirm_minutes",
        "For how many minutes a confirmation is tried; after that it is given up.",
        _between(1, MOST_MINUTES),
    ),
    Preference(
        "double_opt_in",
        "Whether people who opt in again are asked back first: on or off.",
        _is_on,
    ),
    Preference(
        "review_channel",
        "The channel in which unclear replies wait for somebody; empty: the announcement channel.",
        str.strip,
    ),
    Preference(
        "review_hours",
        "After how many hours an unclear reply that nobody judged counts as an opt-out.",
        _between(1, MOST_HOURS),
    ),
    Preference(
        "link_days", "For how many days a link in a message works; 0 means for ever.", _days
    ),
)
BY_NAME: Final = {preference.name: preference for preference in PREFERENCES}


def unset(name: str) -> str:
    """What holds until a setting is set, as text."""
    default = getattr(Preferences(), name)
    match default:
        case Role():
            return default.word
        case bool():
            return "on" if default else "off"
        case None:
            return ""
        case _:
            return str(default)


def read(stored: Mapping[str, str]) -> Preferences:
    """The settings from what is stored; names that this release does not know are left alone."""
    return Preferences(
        **{name: BY_NAME[name].reads(value) for name, value in stored.items() if name in BY_NAME}
    )
