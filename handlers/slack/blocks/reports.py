"""The scheduled reports of a workspace: what each does next and when, and what became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from slack_sdk.models.blocks import Block, ConfirmObject, HeaderBlock

from handlers.slack.blocks.elements import actions, button, context, section, sections
from handlers.slack.blocks.export_warning import Audience
from handlers.slack.blocks.listings import in_words
from handlers.slack.blocks.report_words import MEANT, place, quoted, title
from handlers.slack.blocks.text import counted, date, escape
from handlers.slack.blocks.text import in_words as joined
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts import schedule_words
from optouts.jobs import ENDED, UNDELIVERED, Job, Stage
from optouts.places import Places
from optouts.schedule import Plan, Schedule

PAGE: Final = 20
"""Reports in one message: two blocks each, of Slack's fifty."""

NONE: Final = (
    "There are no reports yet. One brings what changed, or the list as a file, to a channel or to"
    " you, as often as you like."
)


def listing(
    shown: Sequence[Schedule],
    places: Places,
    *,
    now: datetime,
    mine: frozenset[int],
    may_add: bool,
    older: int = 0,
    following: int = 0,
) -> Message:
    """`mine` are those that the reader may change; `older` stand before these, `following` are
    to come."""
    text = "Reports"
    blocks: list[Block] = [HeaderBlock(text=text)]
    for each in shown:
        blocks.append(section(in_two_lines(each, places, now=now)))
        blocks += _buttons(each) if each.id in mine else [_runs_only(each)]
    if not shown:
        blocks.append(section(NONE))
    more = str(older + len(shown)) if following else ""
    blocks += actions(
        button("New Report…", Button.REPORT_NEW, style="primary") if may_add else None,
        button("Next Page", Button.REPORT_PAGE, more) if more else None,
    )
    return Message(text if shown else NONE, blocks)


def saved(schedule: Schedule, places: Places, *, now: datetime) -> Message:
    """After the form: the same two lines and buttons."""
    text = f"The report {quoted(schedule.plan)} is scheduled."
    lines = in_two_lines(schedule, places, now=now)
    return Message(text, [section(f"{text}\n{lines}"), *_buttons(schedule)])


def in_two_lines(schedule: Schedule, places: Places, *, now: datetime) -> str:
    """What it will do, and when it does so next."""
    plan = schedule.plan
    scope = in_words(plan.order.wanted, places)
    only = f", only of {escape(scope)}" if scope else ""
    when = schedule_words.in_words(plan, now, paused=schedule.paused)
    what = f"*{escape(title(plan))}*: {MEANT[plan.what]}{only}, to {places_of(plan)}"
    return f"{what}\n{when}"


def places_of(plan: Plan) -> str:
    return joined(map(place, plan.places), last="and")


def _buttons(schedule: Schedule) -> Sequence[Block]:
    value = str(schedule.id)
    turn = ("Resume", "off") if schedule.paused else ("Pause", "on")
    name = title(schedule.plan)
    sure = ConfirmObject(
        title="Delete this report?",
        text="It is not sent any more. What it sent stays where it is.",
        confirm="Delete",
        deny="Keep",
        style="danger",
    )
    return actions(
        button("Edit…", Button.REPORT_EDIT, value, label=_label("Edit", name)),
        button(turn[0], Button.REPORT_PAUSE, f"{value}:{turn[1]}", label=_label(turn[0], name)),
        button("Run Now", Button.REPORT_RUN, value, label=_label("Run now", name)),
        button("Last Runs", Button.REPORT_RUNS, value, label=_label("Last runs of", name)),
        button(
            "Delete",
            Button.REPORT_DELETE,
            value,
            label=_label("Delete", name),
            style="danger",
            confirm=sure,
        ),
    )


def _runs_only(schedule: Schedule) -> Block:
    value = str(schedule.id)
    label = _label("Last runs of", title(schedule.plan))
    return actions(button("Last Runs", Button.REPORT_RUNS, value, label=label))[0]


LONGEST_LABEL: Final = 75


def _label(deed: str, name: str) -> str:
    return f"{deed} {name}"[:LONGEST_LABEL]


def runs(schedule: Schedule, found: Sequence[Job]) -> Message:
    """The newest first: when each was due, where it went, and what came of it."""
    text = f"The last runs of {quoted(schedule.plan)}"
    if not found:
        told = f"{quoted(schedule.plan)} has not run yet."
        return Message(told, [section(told)])
    return Message(text, sections([f"*{text}*", *(_run(each) for each in found)]))


def _run(job: Job) -> str:
    run = job.run
    if run is None:
        return f"• {date(job.at)}: {_outcome(job)}"
    asked = " at once" if run.asked else ""
    late = f", late ({date(job.at)})" if run.late else ""
    stands = f", for {counted(run.missed, 'missed one')} too" if run.missed else ""
    return f"• {date(run.due)}{asked}{late}{stands} to {place(run.place)}: {_outcome(job)}"


def _outcome(job: Job) -> str:
    if job.failure is not None and job.failure.kind == UNDELIVERED:
        reason = job.failure.facts.get("reason", "")
        return f"did not arrive (`{reason}`); its owner was told"
    match job.stage:
        case Stage.DONE if job.shown != Stage.DONE:
            return "on its way"
        case Stage.DONE:
            return _told(job)
        case stage if stage in ENDED:
            return stage.value
        case _:
            return "being made"


def _told(job: Job) -> str:
    if job.digest is not None:
        total = job.digest.total
        return f"sent; {total.opened:,} opted out, {total.closed:,} opted in again"
    return f"sent; {counted(job.written.rows, 'row')}" if job.written else "sent"


def readers(plan: Plan, found: Sequence[tuple[str, Audience]]) -> Message:
    """A warning, before anything was sent, that people from outside would read a report."""
    lines = [f"*Before {quoted(plan)} is sent for the first time:*"]
    for channel, audience in found:
        lines.append(f"• In <#{channel}> {_who(audience)} would read it.")
    lines.append("Choose another place with *Edit…* if that is not what you want.")
    text = f"People from outside would read the report {quoted(plan)}."
    return Message(text, [section("\n".join(lines)), context("`/optout report` shows it.")])


def _who(audience: Audience) -> str:
    if audience.strangers or audience.is_shared:
        return "people of another company"
    return "guests" if audience.guests else "people whom I could not look at, as they are many,"
