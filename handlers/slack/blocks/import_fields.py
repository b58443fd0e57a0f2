"""The fields of the import form that say what stands in which column of the file."""

from collections.abc import Sequence
from typing import Final

from slack_sdk.models.blocks import Block, CheckboxesElement, Option, StaticSelectElement

from handlers.slack.blocks import import_columns
from handlers.slack.blocks.elements import chosen, field, option
from handlers.slack.blocks.file_text import one_line
from handlers.slack.blocks.file_words import MEANT, TICKS
from handlers.slack.ids import Field
from optouts.jobs import Options
from optouts.numbers import Fault
from optouts.reading_plan import Counts, Plan, Survey
from optouts.row_faults import Repair

MENDED: Final = {
    Repair.FLOAT: Fault.FLOAT,
    Repair.SEVERAL: Fault.SEVERAL,
    Repair.LEADING_ZERO: Fault.LEADING_ZERO,
    Repair.SHORT_OK: Fault.UNUSUALLY_SHORT,
}


def sheet_field(survey: Survey, plan: Plan, longest: int) -> list[Block]:
    if len(survey.sheets) < 2:  # noqa: PLR2004 - one sheet leaves no choice
        return []
    options = import_columns.sheets(survey, longest)
    wanted = plan.sheet or survey.sheet
    place = survey.sheets.index(wanted) if wanted in survey.sheets else 0
    return [
        _menu(
            "Sheet",
            Field.IMPORT_SHEET,
            options,
            place,
            hint="Another sheet is looked at first; you choose its columns then.",
        )
    ]


def number_field(survey: Survey, picked: int | None, longest: int) -> Block:
    return _menu(
        "Column with the numbers",
        Field.IMPORT_COLUMN,
        import_columns.number_columns(survey, picked, longest),
        picked,
        hint="Valid: how many of its first cells read as numbers of the region below.",
    )


def region_field(survey: Survey, plan: Plan, longest: int) -> Block:
    return _menu(
        "Column with regions",
        Field.IMPORT_REGION_COLUMN,
        import_columns.columns(survey, plan.region_column, longest),
        _or_none(plan.region_column),
        hint="Holds ZA, South Africa and the like; an empty cell means the region above.",
    )


def _or_none(picked: int | None) -> int | str:
    return import_columns.NO_COLUMN if picked is None else picked


def date_fields(survey: Survey, plan: Plan, longest: int, *, zone: str) -> list[Block]:
    """The format appears with the column."""
    column = _menu(
        "Column with the dates of opt-out",
        Field.IMPORT_DATE_COLUMN,
        import_columns.columns(survey, plan.date_column, longest),
        _or_none(plan.date_column),
        hint="Without one the opt-outs count from today.",
        dispatch=True,
    )
    if plan.date_column is None:
        return [column]
    format_ = _menu(
        "Format of these dates",
        Field.IMPORT_DATE_FORMAT,
        import_columns.date_formats(),
        plan.date_format,
        hint=_about_dates(survey, plan, zone),
    )
    return [column, format_]


def _about_dates(survey: Survey, plan: Plan, zone: str) -> str:
    guess = survey.date if survey.date and survey.date.column == plan.date_column else None
    said = []
    if guess and guess.example:
        said.append(f"The first one is {one_line(guess.example, 40)}.")
    if guess and guess.ambiguous:
        said.append("Its day and month could also be the other way round: please check.")
    if guess and guess.has_zone:
        said.append("The cells name their time zone.")
    else:
        said.append(f"Times are those of {zone}, unless a cell names its zone.")
    return " ".join(said)


def note_column_field(survey: Survey, plan: Plan, longest: int) -> Block:
    return _menu(
        "Column with notes",
        Field.IMPORT_NOTE_COLUMN,
        import_columns.columns(survey, plan.note_column, longest),
        _or_none(plan.note_column),
        hint="Each number keeps its note.",
    )


def removals_field(survey: Survey, plan: Plan, longest: int) -> Block:
    """One menu for both ways in which a row can say that it removes."""
    picked: int | str = import_columns.NO_REMOVALS
    if plan.action_column is not None:
        picked = plan.action_column
    elif plan.leading_minus:
        picked = import_columns.LEADING_MINUS
    return _menu(
        "Do some rows take numbers off?",
        Field.IMPORT_REMOVALS,
        import_columns.removals(survey, plan.action_column, longest),
        picked,
        hint="A column may say add or remove in each row. Only managers may remove.",
        dispatch=True,
    )


def repairs_field(plan: Plan, counts: Counts | None) -> Block:
    refused = counts.refused if counts else {}
    options = [
        option(_with_count(tick, refused.get(MENDED[repair], 0)), repair, MEANT[repair])
        for repair, tick in TICKS.items()
    ]
    ticked = [*plan.repairs, *([Repair.SHORT_OK] if plan.short_ok else [])]
    return field(
        "Repair",
        Field.IMPORT_REPAIRS,
        CheckboxesElement(
            action_id=Field.IMPORT_REPAIRS,
            options=options,
            initial_options=chosen(options, ticked),
        ),
        hint="Nothing is repaired unless you tick it.",
        optional=True,
    )


def _with_count(tick: str, refused: int) -> str:
    return f"{tick} ({refused:,} refused)" if refused else tick


def own_field(options: Options) -> Block:
    only = [option("Take them off too", "yes", "Needs a reason, which is kept")]
    return field(
        "People who opted out themselves",
        Field.IMPORT_LIFT_OWN,
        CheckboxesElement(
            action_id=Field.IMPORT_LIFT_OWN,
            options=only,
            initial_options=only if options.lift_own else None,
        ),
        hint="They stay opted out unless you tick this.",
        optional=True,
    )


def _menu(
    label: str,
    name: Field,
    options: Sequence[Option],
    picked: object,
    *,
    hint: str,
    dispatch: bool = False,
) -> Block:
    initial = chosen(options, [picked])
    return field(
        label,
        name,
        StaticSelectElement(
            action_id=name,
            options=options,
            initial_option=initial[0] if initial else None,
            placeholder="Choose one",
        ),
        hint=hint,
        dispatch=dispatch,
    )
