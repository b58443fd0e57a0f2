"""The time zones that there are."""

import zoneinfo
from functools import cache


@cache
def names() -> frozenset[str]:
    """Looked up once: to list them takes a walk through the folders of the system."""
    return frozenset(zoneinfo.available_timezones())


def is_zone(name: str) -> bool:
    return name in names()
