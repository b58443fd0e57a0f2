"""Opt-outs page by page, narrowed down by channel, sender, account, origin and date."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from handlers.slack import arguments, defaults
from handlers.slack.arguments import Arguments
from handlers.slack.blocks import listings
from handlers.slack.ids import Field
from handlers.slack.problems import BadWords
from handlers.slack.replies import FormErrors, Message, OpenModal, Replace, Replies
from handlers.slack.requests import Click, Submission
from handlers.slack.visits import Visit
from optouts import drafts, history
from optouts.core import demand
from optouts.outcomes import Key, Wanted
from optouts.roles import Deed
from optouts.setup import Setup
from optouts.words import AccountId, ChangeId, Channel, Origin, SenderId

USAGE: Final = "/optout list whatsapp for Baobab Retail since 2026-03-01 origin keyword ended"


def show(visit: Visit, text: str) -> Replies:
    """`/optout list …`: the newest opt-outs."""
    known = defaults.setup(visit)
    said = arguments.sort(
        text,
        flags={*defaults.FLAGS, "ended"},
        clauses={"from", "for", "origin", "since", "until"},
    )
    if said.subject:
        raise BadWords(f"“{said.subject}” does not narrow a list down.", USAGE)
    return _page(visit, known, _wanted(said, known))


def _wanted(said: Arguments, known: Setup) -> Wanted:
    channels = defaults.channels_said(said)
    senders = defaults.senders_said(said, known.places)
    accounts = defaults.accounts_said(said, known.places) or ()
    if len(senders) > 1 or len(accounts) > 1:
        raise BadWords("Name one sender and one account at most.", USAGE)
    return Wanted(
        channel=channels[0] if len(channels) == 1 else None,
        sender=senders[0].id if senders else None,
        account=accounts[0].id if accounts else None,
        origins=tuple(_origin(text) for text in said.each("origin")),
        since=_day(said, "since", known),
        until=_day(said, "until", known),
        ended_too="ended" in said.flags,
    )


def _origin(text: str) -> Origin:
    try:
        return Origin(text.casefold())
    except ValueError as error:
        raise BadWords(
            f"“{text}” is not where an opt-out comes from: {', '.join(Origin)} are.", USAGE
        ) from error


def _day(said: Arguments, clause: str, known: Setup) -> datetime | None:
    text = said.one(clause)
    if not text:
        return None
    read = arguments.day(text, known.preferences.zone)
    if read is None:
        raise BadWords(f"“{text}” is not a day. Write it as year-month-day.", USAGE)
    return read


def _page(visit: Visit, known: Setup, wanted: Wanted, after: Key | None = None) -> Message:
    page = history.page(
        visit.core, visit.workspace, wanted, by=visit.actor, limit=listings.PAGE, after=after
    )
    return listings.message(
        page,
        _as_read(wanted, known),
        known.places,
        totals=history.total(visit.core, visit.workspace, by=visit.actor),
        this=_keep(visit, wanted, None),
        following=_keep(visit, wanted, page.next) if page.next else "",
    )


def _as_read(wanted: Wanted, known: Setup) -> Wanted:
    """With its days as they are in the workspace's zone, where they were said."""
    zone = ZoneInfo(known.preferences.zone)
    return replace(
        wanted,
        since=wanted.since and wanted.since.astimezone(zone),
        until=wanted.until and wanted.until.astimezone(zone),
    )


def next_page(visit: Visit, click: Click) -> Replies:
    wanted, after = _kept(visit, click.value)
    return Replace(_page(visit, defaults.setup(visit), wanted, after))


def ask_filter(visit: Visit, click: Click) -> Replies:
    demand(visit.actor, Deed.LOOK)
    wanted, _ = _kept(visit, click.value)
    known = defaults.setup(visit)
    shown = _as_read(wanted, known)
    return OpenModal(listings.filter_form(shown, known.places, metadata=visit.metadata()), "list")


def submit_filter(visit: Visit, submission: Submission) -> Replies:
    known = defaults.setup(visit)
    filled = submission.view.filled
    since, until = filled.day(Field.SINCE), filled.day(Field.UNTIL)
    if since and until and since >= until:
        return FormErrors({Field.UNTIL: "This day must come after the one above."})
    channel, sender, account = (
        filled.chosen(name) for name in (Field.CHANNEL, Field.SENDER, Field.ACCOUNT)
    )
    wanted = Wanted(
        channel=Channel(channel) if channel else None,
        sender=SenderId(int(sender)) if sender else None,
        account=AccountId(int(account)) if account else None,
        origins=tuple(Origin(value) for value in filled.ticked(Field.ORIGIN)),
        since=_start(since, known),
        until=_start(until, known),
        ended_too=bool(filled.ticked(Field.ENDED_TOO)),
    )
    return _page(visit, known, wanted)


def _start(day: date | None, known: Setup) -> datetime | None:
    return arguments.start_of(day, known.preferences.zone) if day else None


def _keep(visit: Visit, wanted: Wanted, after: Key | None) -> str:
    body: dict[str, Any] = {
        "channel": wanted.channel,
        "sender": wanted.sender,
        "account": wanted.account,
        "origins": list(wanted.origins),
        "since": wanted.since.isoformat() if wanted.since else None,
        "until": wanted.until.isoformat() if wanted.until else None,
        "ended_too": wanted.ended_too,
        "after": [after.change, after.list_id, after.number, after.until] if after else None,
    }
    return drafts.keep(visit.core, visit.workspace, body, by=visit.actor)


def _kept(visit: Visit, token: str) -> tuple[Wanted, Key | None]:
    body = drafts.of_token(visit.core, visit.workspace, token, by=visit.actor)
    wanted = Wanted(
        channel=Channel(body["channel"]) if body["channel"] else None,
        sender=body["sender"],
        account=body["account"],
        origins=tuple(Origin(origin) for origin in body["origins"]),
        since=datetime.fromisoformat(body["since"]) if body["since"] else None,
        until=datetime.fromisoformat(body["until"]) if body["until"] else None,
        ended_too=body["ended_too"],
    )
    if body["after"] is None:
        return wanted, None
    change, list_id, number, until = body["after"]
    return wanted, Key(ChangeId(change), list_id, number, until)
