"""What the form of a report says, as a plan; and what is wrong with its places."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.slack import arguments, audiences
from handlers.slack.blocks.report_form import is_fit
from handlers.slack.blocks.text import is_slack_user
from handlers.slack.ids import Field
from handlers.slack.problems import NotAMember
from handlers.slack.requests import Filled
from handlers.slack.visits import Visit
from optouts import exports
from optouts.errors import UnknownZone
from optouts.export_order import Column, Format, Layout, Order
from optouts.outcomes import Wanted
from optouts.roles import Deed, may
from optouts.schedule import Every, Plan, What, When
from optouts.setup import Setup
from optouts.words import AccountId, Channel, SenderId
from optouts.zones import is_zone

ENDS: Final = (Column.ENDED, Column.ENDED_BY, Column.ENDED_NOTE)
"""Without them a file of changes could not tell what ended."""


def usual(visit: Visit, known: Setup) -> Plan:
    """A new report, before anything is filled in: a digest for where it is asked for."""
    here = visit.place.channel
    shared = may(visit.actor.role, Deed.SHARE) and here.startswith(("C", "G"))
    bound = known.binding
    layout = exports.layout_of(visit.core, visit.workspace, visit.actor.id)
    return Plan(
        What.DIGEST,
        When(Every.WEEK, zone=known.preferences.zone),
        (here if shared else visit.actor.id,),
        Order(Wanted(account=bound.account or None), layout=layout),
    )


def planned(visit: Visit, filled: Filled, before: Plan) -> Plan:
    """What is filled in; what the form did not ask for stays as it was. Raises UnknownZone."""
    what = What(filled.chosen(Field.REPORT_WHAT) or before.what)
    when = _when(filled, before.when)
    shared = Field.REPORT_PEOPLE in filled
    places = (
        (*filled.picked(Field.REPORT_CHANNELS), *filled.picked(Field.REPORT_PEOPLE))
        if shared
        else (visit.actor.id,)
    )
    channel, sender, account = (
        filled.chosen(name) for name in (Field.CHANNEL, Field.SENDER, Field.ACCOUNT)
    )
    wanted = Wanted(
        channel=Channel(channel) if channel else None,
        sender=SenderId(int(sender)) if sender else None,
        account=AccountId(int(account)) if account else None,
    )
    layout = _layout(filled, before.order.layout, what)
    return Plan(
        what,
        when,
        places,
        replace(before.order, wanted=wanted, layout=layout),
        until=_until(filled, when.zone),
        name=filled.text(Field.NAME).strip(),
    )


def _when(filled: Filled, before: When) -> When:
    zone = filled.chosen(Field.ZONE) or before.zone
    if not is_zone(zone):
        raise UnknownZone(zone)
    weekday, day = filled.chosen(Field.REPORT_WEEKDAY), filled.chosen(Field.REPORT_DAY)
    return When(
        Every(filled.chosen(Field.REPORT_EVERY) or before.every),
        filled.time(Field.REPORT_TIME) or before.time,
        zone,
        int(weekday) if weekday else before.weekday,
        int(day) if day else before.day,
        filled.text(Field.REPORT_CRON).strip() or before.cron,
    )


def _layout(filled: Filled, before: Layout, what: What) -> Layout:
    format_ = Format(filled.chosen(Field.REPORT_FORMAT) or before.format)
    if not is_fit(format_, what):
        format_ = Format.XLSX
    columns = before.columns
    if what is What.CHANGES:
        columns = tuple(each for each in Column if each in {*columns, *ENDS})
    return replace(before, format=format_, columns=columns)


def _until(filled: Filled, zone: str) -> datetime | None:
    day = filled.day(Field.UNTIL)
    return arguments.start_of(day, zone) if day else None


def complaints(visit: Visit, plan: Plan) -> dict[str, str]:
    """What is wrong with the places, under their fields. Raises SlackAway."""
    errors: dict[str, str] = {}
    others = [place for place in plan.places if place != visit.actor.id]
    if strangers := [each for each in others if is_slack_user(each) and not _may_look(visit, each)]:
        names = [visit.people.profile(visit.client, each, visit.home).name for each in strangers]
        errors[Field.REPORT_PEOPLE] = (
            f"{', '.join(names)} may not see opt-outs. Choose people who have a role in Optout."
        )
    channels = [place for place in others if not is_slack_user(place)]
    if not all(audiences.channel_of(visit, each) for each in channels):
        which = "one of these channels" if len(channels) > 1 else "this channel"
        errors[Field.REPORT_CHANNELS] = (
            f"I may not write in {which}. Invite me there with /invite @Optout, or choose another."
        )
    return errors


def _may_look(visit: Visit, user: str) -> bool:
    try:
        actor = visit.people.actor(
            visit.client, visit.workspace, user=user, team=visit.home, home=visit.home
        )
    except NotAMember:
        return False
    return may(actor.role, Deed.LOOK)
