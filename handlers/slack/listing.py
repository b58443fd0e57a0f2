"""Opt-outs page by page, narrowed down by channel, sender, account, origin and date."""

from typing import Final

from handlers.slack import arguments, defaults, filters
from handlers.slack.blocks import listings
from handlers.slack.blocks.listings import in_zone
from handlers.slack.problems import BadWords
from handlers.slack.replies import FormErrors, Message, OpenModal, Replace, Replies
from handlers.slack.requests import Click, Submission
from handlers.slack.visits import Visit
from optouts import drafts, history
from optouts.core import demand
from optouts.outcomes import Key, Wanted
from optouts.roles import Deed
from optouts.setup import Setup
from optouts.words import ChangeId

USAGE: Final = "/optout list whatsapp for Baobab Retail since 2026-03-01 origin keyword ended"


def show(visit: Visit, text: str) -> Replies:
    """`/optout list …`: the newest opt-outs."""
    known = defaults.setup(visit)
    said = arguments.sort(text, flags=filters.FLAGS, clauses=filters.CLAUSES)
    if said.subject:
        raise BadWords(f"“{said.subject}” does not narrow a list down.", USAGE)
    return _page(visit, known, filters.said(said, known, usage=USAGE))


def of_filter(visit: Visit, wanted: Wanted) -> Message:
    """The newest opt-outs of a filter that nobody typed."""
    return _page(visit, defaults.setup(visit), wanted)


def _page(visit: Visit, known: Setup, wanted: Wanted, after: Key | None = None) -> Message:
    page = history.page(
        visit.core, visit.workspace, wanted, by=visit.actor, limit=listings.PAGE, after=after
    )
    return listings.message(
        page,
        in_zone(wanted, known.preferences.zone),
        known.places,
        totals=history.total(visit.core, visit.workspace, by=visit.actor),
        this=_keep(visit, wanted, None),
        following=_keep(visit, wanted, page.next) if page.next else "",
    )


def next_page(visit: Visit, click: Click) -> Replies:
    wanted, after = _kept(visit, click.value)
    return Replace(_page(visit, defaults.setup(visit), wanted, after))


def ask_filter(visit: Visit, click: Click) -> Replies:
    demand(visit.actor, Deed.LOOK)
    wanted, _ = _kept(visit, click.value)
    known = defaults.setup(visit)
    shown = in_zone(wanted, known.preferences.zone)
    return OpenModal(listings.filter_form(shown, known.places, metadata=visit.metadata()), "list")


def submit_filter(visit: Visit, submission: Submission) -> Replies:
    known, filled = defaults.setup(visit), submission.view.filled
    if errors := filters.complaints(filled):
        return FormErrors(errors)
    return _page(visit, known, filters.filled_in(filled, known))


def _keep(visit: Visit, wanted: Wanted, after: Key | None) -> str:
    place = [after.change, after.list_id, after.number, after.until] if after else None
    body = filters.body(wanted) | {"after": place}
    return drafts.keep(visit.core, visit.workspace, body, by=visit.actor)


def _kept(visit: Visit, token: str) -> tuple[Wanted, Key | None]:
    body = drafts.of_token(visit.core, visit.workspace, token, by=visit.actor)
    place = body.pop("after")
    if place is None:
        return filters.of_body(body), None
    change, list_id, number, until = place
    return filters.of_body(body), Key(ChangeId(change), list_id, number, until)
