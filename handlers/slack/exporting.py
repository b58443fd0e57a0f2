"""Getting opt-outs out as a file: by command, by button, in one's own messages or in a channel."""

import re
from dataclasses import replace
from typing import Any, Final

from pydantic import TypeAdapter

from handlers.slack import arguments, audiences, defaults, filters, scopes
from handlers.slack.blocks import export_form, export_history, export_warning
from handlers.slack.blocks.elements import section
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.export_form import Filling
from handlers.slack.blocks.export_history import Past
from handlers.slack.blocks.listings import in_zone
from handlers.slack.blocks.text import counted, plain
from handlers.slack.ids import Button, Field
from handlers.slack.problems import BadWords
from handlers.slack.replies import (
    FormErrors,
    Later,
    Message,
    OpenModal,
    Replace,
    Replies,
    UpdateModal,
)
from handlers.slack.requests import Click, Filled, Submission
from handlers.slack.visits import Visit
from optouts import drafts, exports, history, imports, workspaces
from optouts.core import demand
from optouts.errors import NotPermitted
from optouts.export_order import Column, Format, Layout, NumberStyle, Order
from optouts.jobs import Job, JobId, Report
from optouts.outcomes import Wanted
from optouts.roles import NEEDED, Deed, may
from optouts.setup import Setup
from optouts.words import ChangeId

USAGE: Final = "/optout export whatsapp for Baobab Retail since 2026-03-01 to #campaigns"
CHANNEL: Final = re.compile(r"<#(\w+)(?:\|[^>]*)?>")
NO_CHANNEL: Final = (
    "I may not write in this channel. Invite me there with /invite @Optout, or choose another."
)
NO_PURPOSE: Final = "Say what it is for: the channel is told."

_ORDER: Final = TypeAdapter(Order)


def export(visit: Visit, text: str) -> Replies:
    """`/optout export …`: the form, filled in with what was said."""
    if text.casefold() == "history":
        return _past(visit)
    known = defaults.setup(visit)
    said = arguments.sort(
        text, flags=filters.FLAGS, clauses={*filters.CLAUSES, "to"}, free={"purpose"}
    )
    if said.subject:
        raise BadWords(f"“{said.subject}” does not narrow an export down.", USAGE)
    place = said.clauses.get("to", "")
    if place:
        demand(visit.actor, Deed.SHARE)
    named = CHANNEL.search(place)
    if place and named is None:
        raise BadWords(f"“{place}” is not a channel. Name it like #campaigns.", USAGE)
    wanted = filters.said(said, known, usage=USAGE)
    draft = drafts.keep(visit.core, visit.workspace, filters.body(wanted), by=visit.actor)
    filling = Filling(
        _scope(visit, known, Order(wanted)),
        exports.layout_of(visit.core, visit.workspace, visit.actor.id),
        place=named.group(1) if named else "",
        purpose=said.prose("purpose"),
    )
    return _opened(visit, known, filling, metadata=visit.metadata(draft=draft), text=text)


def press(visit: Visit, click: Click) -> Replies:
    """Under a list its filter (a token), under a change that change (its id), else everything."""
    demand(visit.actor, Deed.LOOK)
    known = defaults.setup(visit)
    layout = exports.layout_of(visit.core, visit.workspace, visit.actor.id)
    if click.value.isdecimal():
        change = ChangeId(int(click.value))
        history.change(visit.core, visit.workspace, change, by=visit.actor)
        named = _scope(visit, known, Order(change=change))
        filling = Filling(named, layout, is_fixed=True)
        return _opened(visit, known, filling, metadata=visit.metadata(subject=change))
    order = Order(_kept(visit, click.value))
    filling = Filling(_scope(visit, known, order), layout)
    return _opened(visit, known, filling, metadata=visit.metadata(draft=click.value))


def _opened(
    visit: Visit, known: Setup, filling: Filling, *, metadata: str, text: str = ""
) -> OpenModal:
    may_share = may(visit.actor.role, Deed.SHARE)
    view = export_form.view(filling, known.places, may_share=may_share, metadata=metadata)
    return OpenModal(view, f"export {text}".strip())


def _kept(visit: Visit, token: str) -> Wanted:
    if not token:
        return Wanted()
    return filters.of_body(drafts.of_token(visit.core, visit.workspace, token, by=visit.actor))


def _scope(visit: Visit, known: Setup, order: Order) -> str:
    """Which opt-outs, and how many they are where it is all that stand."""
    if order == Order():
        totals = history.total(visit.core, visit.workspace, by=visit.actor)
        return f"All {counted(sum(each.size for each in totals), 'opt-out')} that stand"
    order = replace(order, zone=known.preferences.zone)
    said = scopes.of_order(visit.core, visit.workspace, order, known.places)
    return said[0].upper() + said[1:]


def redraw(visit: Visit, click: Click) -> Replies:
    """The format was changed, or the filter is to be seen; what was filled in stays."""
    demand(visit.actor, Deed.LOOK)
    if click.view is None:
        return None
    known, filled, kept = defaults.setup(visit), click.view.filled, click.view.metadata
    order = _order(visit, known, click.view.filled, draft=kept.draft, change=kept.subject)
    is_open = Field.ENDED_TOO in filled or click.action == Button.EXPORT_FILTER
    filling = Filling(
        _scope(visit, known, Order(order.wanted, order.change)),
        order.layout,
        wanted=in_zone(order.wanted, order.zone) if is_open else None,
        is_fixed=order.change is not None,
        place=filled.chosen(Field.EXPORT_PLACE),
        purpose=order.purpose,
    )
    metadata = visit.metadata(draft=kept.draft, subject=kept.subject)
    may_share = may(visit.actor.role, Deed.SHARE)
    return UpdateModal(
        export_form.view(filling, known.places, may_share=may_share, metadata=metadata)
    )


def _order(visit: Visit, known: Setup, filled: Filled, *, draft: str, change: str) -> Order:
    """What a form asks for; the filter that it was opened with, where it does not show one."""
    shown = Field.ENDED_TOO in filled
    wanted = filters.filled_in(filled, known) if shown else _kept(visit, draft)
    return Order(
        wanted=Wanted() if change else wanted,
        change=ChangeId(int(change)) if change else None,
        layout=_layout(visit, filled),
        zone=known.preferences.zone,
        purpose=filled.text(Field.EXPORT_PURPOSE).strip(),
    )


def _layout(visit: Visit, filled: Filled) -> Layout:
    """A text file has no columns to choose, so those of the last time stay remembered."""
    before = exports.layout_of(visit.core, visit.workspace, visit.actor.id)
    columns = before.columns
    if Field.EXPORT_COLUMNS in filled:
        ticked = {Column.NUMBER, *map(Column, filled.ticked(Field.EXPORT_COLUMNS))}
        columns = tuple(each for each in Column if each in ticked)
    return Layout(
        Format(filled.chosen(Field.EXPORT_FORMAT)),
        columns,
        NumberStyle(filled.chosen(Field.EXPORT_STYLE)),
    )


def submit(visit: Visit, submission: Submission) -> Replies:
    """Into one's own messages at once; before it goes to a channel, its readers are looked at."""
    demand(visit.actor, Deed.LOOK)
    known, filled, kept = defaults.setup(visit), submission.view.filled, submission.view.metadata
    order = _order(visit, known, filled, draft=kept.draft, change=kept.subject)
    order = replace(order, asker=_name(visit))
    channel = filled.chosen(Field.EXPORT_PLACE)
    errors = filters.complaints(filled)
    if channel and not may(visit.actor.role, Deed.SHARE):
        refused = NotPermitted(Deed.SHARE, role=visit.actor.role, needed=NEEDED[Deed.SHARE])
        errors[Field.EXPORT_PLACE] = plain(explain(refused))
    elif channel and not order.purpose:
        errors[Field.EXPORT_PURPOSE] = NO_PURPOSE
    found = audiences.channel_of(visit, channel) if channel and not errors else None
    if channel and not errors and found is None:
        errors[Field.EXPORT_PLACE] = NO_CHANNEL
    if errors:
        return FormErrors(errors)
    exports.remember_layout(visit.core, visit.workspace, visit.actor.id, order.layout)
    if found is not None:
        return Later(lambda: _shared(visit, order, found))
    _start(visit, order, "", request=visit.sent.key)
    return _on_its_way(visit, "")


def _name(visit: Visit) -> str:
    return visit.people.profile(visit.client, visit.sent.user, visit.home).name


def _shared(visit: Visit, order: Order, found: dict[str, Any]) -> Replies:
    channel = str(found["id"])
    audience = audiences.of_channel(visit, found)
    if audience.is_known_to_be_ours:
        _start(visit, order, channel, request=visit.sent.key)
        return _on_its_way(visit, channel)
    if _is_repeated(visit):
        return None
    body = {"order": _ORDER.dump_python(order, mode="json"), "channel": channel}
    draft = drafts.keep(visit.core, visit.workspace, body, by=visit.actor)
    return export_warning.message(channel, audience, draft=draft)


def _start(visit: Visit, order: Order, channel: str, *, request: str) -> None:
    act = replace(visit.act(), request=request)
    exports.start(visit.core, act, order, report=Report(channel))
    visit.wake()


def _on_its_way(visit: Visit, channel: str) -> Message | None:
    """Where the file will be, for those who would not see it come."""
    is_here = channel == visit.place.channel if channel else visit.place.is_direct
    return None if is_here or _is_repeated(visit) else _coming(channel)


def _is_repeated(visit: Visit) -> bool:
    """Whether this very request was answered before; the core knows its exports by it."""
    return not workspaces.is_first_delivery(visit.core, visit.workspace, visit.sent.key)


def _coming(channel: str) -> Message:
    where = f"<#{channel}>" if channel else "our direct messages"
    text = f"I am writing the file. It comes into {where}."
    return Message(text, [section(text)])


def share(visit: Visit, click: Click) -> Replies:
    """After the warning, into the channel all the same."""
    return _decided(visit, click, is_shared=True)


def keep(visit: Visit, click: Click) -> Replies:
    """After the warning, into one's own messages instead."""
    return _decided(visit, click, is_shared=False)


def _decided(visit: Visit, click: Click, *, is_shared: bool) -> Replies:
    body = drafts.of_token(visit.core, visit.workspace, click.value, by=visit.actor)
    channel = str(body["channel"]) if is_shared else ""
    # Of several clicks under one warning the first counts.
    request = f"draft:{click.value}"
    _start(visit, _ORDER.validate_python(body["order"]), channel, request=request)
    return Replace(_coming(channel))


def cancel(visit: Visit, click: Click) -> Replies:
    """The message of the export says what came of it."""
    imports.cancel(visit.core, visit.act(), JobId(int(click.value)))
    visit.wake()
    return None


def again(visit: Visit, click: Click) -> Replies:
    """An export that did not come to its end, from its beginning."""
    job = exports.again(visit.core, visit.act(), JobId(int(click.value)))
    visit.wake()
    return _on_its_way(visit, job.report.channel if exports.is_shared(job.report) else "")


def press_history(visit: Visit, _click: Click) -> Replies:
    return _past(visit)


def _past(visit: Visit) -> Message:
    known = defaults.setup(visit)
    jobs = exports.of_workspace(
        visit.core, visit.workspace, by=visit.actor, limit=export_history.PAGE
    )
    return export_history.message([_of_past(visit, known, job) for job in jobs])


def _of_past(visit: Visit, known: Setup, job: Job) -> Past:
    order = job.order or Order()
    words = scopes.of_order(visit.core, visit.workspace, order, known.places)
    return Past(job, words, job.report.channel if exports.is_shared(job.report) else "")
