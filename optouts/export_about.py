"""What an exported workbook says of itself: who asked for it, when, and what is in it."""

from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

from optouts import export_text
from optouts.export_order import NumberStyle, Order, Written
from optouts.jobs import Job
from optouts.numbers import region_name
from optouts.places import Places

STYLES: Final = {
    NumberStyle.PLUS: "International, with plus",
    NumberStyle.DIGITS: "International, digits only",
    NumberStyle.NATIONAL: "National",
}
About = Iterator[tuple[str, str | int]]


def about(job: Job, order: Order, written: Written, *, places: Places, region: str) -> About:
    """Pairs of what it is about and what there is to say."""
    zone = ZoneInfo(order.zone)
    yield "Made", export_text.moment(written.at, zone)
    yield "Asked for by", order.asker or job.by
    if order.purpose:
        yield "What for", order.purpose
    yield "Opt-outs", written.rows
    yield "Different numbers", written.numbers
    yield from filters(order, places)
    style = order.layout.style
    is_national = style is NumberStyle.NATIONAL and bool(region)
    abroad = f" for {region_name(region)}; others with plus" if is_national else ""
    yield "Numbers", STYLES[style] + abroad
    yield "Newest change in it", written.horizon
    if written.unfinished:
        which = ", ".join(map(str, written.unfinished))
        yield "Had not ended, so its removals are not in it", f"The import of change {which}"


def filters(order: Order, places: Places) -> About:
    """Which opt-outs were asked for."""
    wanted = order.wanted
    if order.change is not None:
        yield "Only of change", order.change
    if wanted.channel is not None:
        yield "Only channel", export_text.CHANNELS[wanted.channel]
    if sender := places.sender(wanted.sender or 0):
        yield "Only sender", f"{sender.label} {sender.written}".strip()
    if account := places.account(wanted.account or 0):
        yield "Only account", account.name
    if wanted.origins:
        yield "Only origins", ", ".join(wanted.origins)
    yield from _times(order)


def _times(order: Order) -> About:
    wanted, zone = order.wanted, ZoneInfo(order.zone)
    which = "Began or ended" if order.changes_only else "Opted out"
    if wanted.since is not None:
        yield f"{which} from", export_text.moment(wanted.since, zone)
    if wanted.until is not None:
        yield f"{which} before", export_text.moment(wanted.until, zone)
    ended_too = wanted.ended_too or order.changes_only or order.change is not None
    yield "Which", "Standing and ended opt-outs" if ended_too else "Standing opt-outs"
