"""Scheduled reports: shown, set up by a form, paused, run at once, deleted."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from slack_sdk.models.views import View

from handlers.slack import audiences, defaults, exporting, filters, listing, report_answers
from handlers.slack.blocks import report_form, reports
from handlers.slack.blocks.elements import section
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.export_warning import Audience
from handlers.slack.blocks.report_words import quoted
from handlers.slack.blocks.text import is_slack_user, plain
from handlers.slack.ids import Field
from handlers.slack.problems import BadWords
from handlers.slack.replies import (
    FormErrors,
    Later,
    Message,
    OpenModal,
    Replace,
    Replies,
    Reply,
    UpdateModal,
)
from handlers.slack.requests import Click, Submission
from handlers.slack.visits import Visit
from optouts import drafts, imports, schedules, workspaces
from optouts.core import demand
from optouts.errors import BadCron, BadTime, NeverDue, NoPlace, Refusal, UnknownJob
from optouts.jobs import Job, JobId
from optouts.outcomes import Wanted
from optouts.roles import Deed, may
from optouts.schedule import Plan, Run, Schedule, ScheduleId

USAGE: Final = "/optout report new"
SEEN_RUNS: Final = 15

FIELDS: Final[Mapping[type[Refusal], Field]] = {
    NoPlace: Field.REPORT_PEOPLE,
    BadTime: Field.REPORT_TIME,
    BadCron: Field.REPORT_CRON,
    NeverDue: Field.UNTIL,
}
"""Where in the form a refusal is shown."""


def report(visit: Visit, text: str) -> Replies:
    """`/optout report`: what there is; with `new` the form."""
    match text.casefold():
        case "":
            return _listed(visit)
        case "new":
            return _form(visit)
        case _:
            raise BadWords(f"“{text}” is nothing that reports can do.", USAGE)


def _listed(visit: Visit, begin: int = 0) -> Message:
    found = schedules.of_workspace(visit.core, visit.workspace, by=visit.actor)
    shown = found[begin : begin + reports.PAGE]
    may_add = may(visit.actor.role, Deed.SCHEDULE)
    is_manager = may(visit.actor.role, Deed.SHARE)
    mine = {each.id for each in shown if may_add and (is_manager or each.by == visit.actor.id)}
    return reports.listing(
        shown,
        defaults.setup(visit).places,
        now=visit.core.clock(),
        mine=frozenset(mine),
        may_add=may_add,
        older=begin,
        following=len(found) - begin - len(shown),
    )


def turn_page(visit: Visit, click: Click) -> Replies:
    demand(visit.actor, Deed.LOOK)
    return Replace(_listed(visit, int(click.value)))


def press_new(visit: Visit, _click: Click) -> Replies:
    return _form(visit)


def _form(visit: Visit) -> OpenModal:
    demand(visit.actor, Deed.SCHEDULE)
    known = defaults.setup(visit)
    return OpenModal(_view(visit, report_answers.usual(visit, known)), "report new")


def press_edit(visit: Visit, click: Click) -> Replies:
    demand(visit.actor, Deed.SCHEDULE)
    schedule = _schedule(visit, click.value)
    return OpenModal(_view(visit, schedule.plan, subject=str(schedule.id)))


def _schedule(visit: Visit, value: str) -> Schedule:
    schedule = ScheduleId(int(value))
    return schedules.of_id(visit.core, visit.workspace, schedule, by=visit.actor)


def _view(visit: Visit, plan: Plan, *, subject: str = "") -> View:
    return report_form.view(
        plan,
        places=defaults.setup(visit).places,
        metadata=visit.metadata(subject=subject),
        may_share=may(visit.actor.role, Deed.SHARE),
        is_new=not subject,
    )


def redraw(visit: Visit, click: Click) -> Replies:
    """Something was chosen on which other fields depend; what was filled in stays."""
    demand(visit.actor, Deed.SCHEDULE)
    if click.view is None:
        return None
    subject = click.view.metadata.subject
    plan = report_answers.planned(visit, click.view.filled, _before(visit, subject))
    return UpdateModal(_view(visit, plan, subject=subject))


def _before(visit: Visit, subject: str) -> Plan:
    """What is changed; what is not in the form stays as it is."""
    if subject:
        return _schedule(visit, subject).plan
    return report_answers.usual(visit, defaults.setup(visit))


def submit(visit: Visit, submission: Submission) -> Replies:
    demand(visit.actor, Deed.SCHEDULE)
    filled, subject = submission.view.filled, submission.view.metadata.subject
    plan = report_answers.planned(visit, filled, _before(visit, subject))
    if errors := report_answers.complaints(visit, plan):
        return FormErrors(errors)
    try:
        if subject:
            schedule = ScheduleId(int(subject))
            saved = schedules.edit(visit.core, visit.act(), schedule, plan)
        else:
            saved = schedules.create(visit.core, visit.act(), plan)
    except Refusal as error:
        name = FIELDS.get(type(error))
        if name is None or name not in submission.view.inputs:
            raise
        return FormErrors({name: plain(explain(error))})
    if not workspaces.is_first_delivery(visit.core, visit.workspace, visit.sent.key):
        return None
    known = defaults.setup(visit)
    told: list[Reply] = [reports.saved(saved, known.places, now=visit.core.clock())]
    if any(not is_slack_user(place) for place in saved.plan.places):
        told.append(Later(lambda: _warned(visit, saved)))
    return told


def _warned(visit: Visit, saved: Schedule) -> Replies:
    """Whoever reads in the channels, beside the people of this workspace."""
    found: list[tuple[str, Audience]] = []
    for place in saved.plan.places:
        channel = None if is_slack_user(place) else audiences.channel_of(visit, place)
        audience = audiences.of_channel(visit, channel) if channel else Audience()
        if not audience.is_known_to_be_ours:
            found.append((place, audience))
    return reports.readers(saved.plan, found) if found else None


def pause(visit: Visit, click: Click) -> Replies:
    value, _, word = click.value.partition(":")
    schedules.pause(visit.core, visit.act(), ScheduleId(int(value)), on=word == "on")
    return Replace(_listed(visit))


def delete(visit: Visit, click: Click) -> Replies:
    schedules.delete(visit.core, visit.act(), ScheduleId(int(click.value)))
    return Replace(_listed(visit))


def run_now(visit: Visit, click: Click) -> Replies:
    schedule = _schedule(visit, click.value)
    schedules.run_now(visit.core, visit.act(), schedule.id)
    visit.wake()
    places = reports.places_of(schedule.plan)
    return _said(f"The report {quoted(schedule.plan)} is on its way to {places}.")


def _said(text: str) -> Message:
    return Message(text, [section(text)])


def last_runs(visit: Visit, click: Click) -> Replies:
    schedule = _schedule(visit, click.value)
    found = schedules.runs(
        visit.core, visit.workspace, schedule.id, by=visit.actor, limit=SEEN_RUNS
    )
    return reports.runs(schedule, found)


def pause_digest(visit: Visit, click: Click) -> Replies:
    """Under a digest, where everybody may press it; only those who may change it do."""
    _, run = _run(visit, click.value)
    schedule = schedules.pause(visit.core, visit.act(), run.schedule, on=True)
    return _said(f"The report {quoted(schedule.plan)} is paused. `/optout report` resumes it.")


def export_digest(visit: Visit, click: Click) -> Replies:
    """The form of an export of what the digest is about: everything that stands."""
    job, _ = _run(visit, click.value)
    draft = drafts.keep(visit.core, visit.workspace, filters.body(_wanted(job)), by=visit.actor)
    return exporting.press(visit, replace(click, value=draft))


def show_digest(visit: Visit, click: Click) -> Replies:
    """The opt-outs of the time that a digest is about."""
    job, run = _run(visit, click.value)
    wanted = replace(_wanted(job), since=run.since, until=run.due, ended_too=True)
    return listing.of_filter(visit, wanted)


def _run(visit: Visit, value: str) -> tuple[Job, Run]:
    job = imports.of_id(visit.core, visit.workspace, JobId(int(value)), by=visit.actor)
    if job.run is None:
        raise UnknownJob
    return job, job.run


def _wanted(job: Job) -> Wanted:
    return job.order.wanted if job.order else Wanted()
