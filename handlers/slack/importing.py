"""Steering an import: what it is about, whether it is done, and who else has to agree."""

from collections.abc import Callable

from slack_sdk.models.views import View

from handlers.slack import defaults, import_answers, import_doors, import_files
from handlers.slack.blocks import import_form, import_options
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.import_dry_run import SETS
from handlers.slack.blocks.import_words import Names, file_of
from handlers.slack.blocks.text import plain
from handlers.slack.ids import Field, Form
from handlers.slack.replies import FormErrors, OpenModal, Replies, UpdateModal
from handlers.slack.requests import Click, Submission
from handlers.slack.visits import Visit
from optouts import history, imports, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import JobMovedOn, NotYours, WrongCount
from optouts.jobs import Job, JobId, NumberSet, Options, Stage
from optouts.reading_plan import Survey
from optouts.roles import Deed, may


def _job(visit: Visit, value: str) -> Job:
    return imports.of_id(visit.core, visit.workspace, JobId(int(value)), by=visit.actor)


def _asked(visit: Visit, value: str, *stages: Stage) -> Job:
    """A job that waits for this person, before a form about it is opened."""
    job = _job(visit, value)
    if job.by != visit.actor.id:
        raise NotYours(job.by)
    if job.stage not in stages:
        raise JobMovedOn(job.stage)
    return job


def press_options(visit: Visit, click: Click) -> Replies:
    """Choose columns and lists, or change them after the dry run."""
    job = _asked(visit, click.value, Stage.ASKING, Stage.READY)
    return OpenModal(_view(visit, job, job.options))


def redraw(visit: Visit, click: Click) -> Replies:
    """Something was chosen in a form on which other fields depend; what was filled in stays."""
    if click.view is None or click.view.form == Form.IMPORT:
        return import_doors.redraw(visit, click)
    job = _asked(visit, click.view.metadata.subject, Stage.ASKING, Stage.READY)
    survey = _surveyed(job)
    zone = defaults.setup(visit).preferences.zone
    options = import_answers.choosing(click.view.filled, survey, zone=zone)
    return UpdateModal(_view(visit, job, options))


def _view(visit: Visit, job: Job, options: Options) -> View:
    known = defaults.setup(visit)
    return import_options.options_view(
        job,
        places=known.places,
        options=options,
        zone=known.preferences.zone,
        is_manager=may(visit.actor.role, Deed.REMOVE),
        metadata=visit.metadata(subject=job.id),
    )


def _surveyed(job: Job) -> Survey:
    if job.survey is None:
        raise JobMovedOn(job.stage)
    return job.survey


def submit_options(visit: Visit, submission: Submission) -> Replies:
    """Every row is read now; nothing is changed yet."""
    view, known = submission.view, defaults.setup(visit)
    job = _job(visit, view.metadata.subject)
    options = import_answers.choosing(view.filled, _surveyed(job), zone=known.preferences.zone)
    errors = import_answers.complaints(options, view.filled, known.places, visit.actor.role)
    if errors:
        return FormErrors(errors)
    imports.choose(visit.core, visit.act(note=options.note), job.id, options)
    visit.wake()
    return None


def confirm(visit: Visit, click: Click) -> Replies:
    return _steered(visit, click, imports.confirm)


def press_replace(visit: Visit, click: Click) -> Replies:
    """What would leave is spelled out, and its count typed, before a list is replaced."""
    job = _asked(visit, click.value, Stage.READY)
    metadata = visit.metadata(subject=job.id)
    return OpenModal(import_form.replace_view(job, names=_names(visit), metadata=metadata))


def submit_replace(visit: Visit, submission: Submission) -> Replies:
    view = submission.view
    typed = _count(view.filled.text(Field.IMPORT_COUNT))
    job_id = JobId(int(view.metadata.subject))
    try:
        imports.confirm(visit.core, visit.act(), job_id, typed=typed)
    except WrongCount as error:
        return FormErrors({Field.IMPORT_COUNT: plain(explain(error))})
    visit.wake()
    return None


def _count(typed: str) -> int:
    """A count as people type it: ``1,204`` or ``1 204``; what is no count is no job's."""
    digits = "".join(each for each in typed if each not in ", \N{NO-BREAK SPACE}")
    return int(digits) if digits.isdecimal() else -1


def cancel(visit: Visit, click: Click) -> Replies:
    return _steered(visit, click, imports.cancel)


def approve(visit: Visit, click: Click) -> Replies:
    return _steered(visit, click, imports.approve)


def refuse(visit: Visit, click: Click) -> Replies:
    return _steered(visit, click, imports.refuse)


def _steered(visit: Visit, click: Click, steer: Callable[[Core, Act, JobId], Job]) -> Replies:
    """The message of the job says what came of it."""
    steer(visit.core, visit.act(), JobId(int(click.value)))
    visit.wake()
    return None


def get(visit: Visit, click: Click) -> Replies:
    """A set of the dry run as a file, where the file came from: who read that may read this."""
    value, _, name = click.value.partition(":")
    job, which = _job(visit, value), NumberSet(name)
    if not workspaces.is_first_delivery(visit.core, visit.workspace, visit.sent.key):
        return None
    titled = import_files.of_set(visit.core, job, which, names=_names(visit))
    visit.files.send(job.report, titled, f"{SETS[which]} ({file_of(job)})")
    return None


def _names(visit: Visit) -> Names:
    lists = history.total(visit.core, visit.workspace, by=visit.actor)
    return {each.id: each for each in lists}
