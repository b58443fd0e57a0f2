"""The form that says what a file means and what is to be done with it."""

import json
from typing import Final

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from handlers.slack.blocks import choices, import_fields
from handlers.slack.blocks.elements import LONGEST_OPTION, context, section
from handlers.slack.blocks.import_places import list_fields, mode_field, note_field
from handlers.slack.blocks.import_words import file_of, read_as
from handlers.slack.blocks.text import counted
from handlers.slack.ids import Form
from optouts.errors import JobMovedOn
from optouts.jobs import Job, Mode, Options
from optouts.places import Places
from optouts.reading_plan import Plan, guessed

LARGEST_VIEW: Final = 250_000
"""Bytes of a view (docs.slack.dev/reference/methods/views.open)."""

SHORTER: Final = (LONGEST_OPTION, 40, 20, 10)
"""What a hundred columns are called in five menus is cut until the form fits."""


def options_view(
    job: Job,
    *,
    places: Places,
    options: Options,
    zone: str,
    is_manager: bool,
    metadata: str,
) -> View:
    """What is chosen so far, or was guessed. Built anew when a mode, channel, date or action column
    is chosen. Raises JobMovedOn where nobody has looked at the file yet."""
    if job.survey is None:
        raise JobMovedOn(job.stage)
    survey = job.survey
    plan = options.plan or guessed(survey, region=options.region, zone=zone)
    is_clear = options.plan is not None or survey.number_column is not None
    for longest in SHORTER:
        blocks: list[Block] = [
            section(f"{file_of(job)} · {counted(survey.rows, 'row')}"),
            context(read_as(survey)),
            *import_fields.sheet_field(survey, plan, longest),
            import_fields.number_field(survey, plan.column if is_clear else None, longest),
            choices.region_line(options.region or plan.region),
            import_fields.region_field(survey, plan, longest),
            *import_fields.date_fields(survey, plan, longest, zone=zone),
            import_fields.note_column_field(survey, plan, longest),
            mode_field(options.mode),
            import_fields.removals_field(survey, plan, longest),
            *list_fields(options.choice, places),
            *([import_fields.own_field(options)] if is_manager and _removes(options, plan) else []),
            note_field(options),
            import_fields.repairs_field(plan, job.counts),
        ]
        view = View(
            type="modal",
            callback_id=Form.IMPORT_OPTIONS,
            title="Choose and check",
            submit="Check the File",
            close="Cancel",
            private_metadata=metadata,
            blocks=blocks,
        )
        if len(json.dumps(view.to_dict())) <= LARGEST_VIEW:
            break
    return view


def _removes(options: Options, plan: Plan) -> bool:
    return options.mode is not Mode.ADD or plan.leading_minus or plan.action_column is not None
