"""What is filled into the forms of imports, as options, and what is wrong with it."""

from dataclasses import replace
from typing import Final

from handlers.slack import adding
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.import_columns import LEADING_MINUS, NO_COLUMN, NO_REMOVALS
from handlers.slack.blocks.text import plain
from handlers.slack.ids import Field
from handlers.slack.requests import Filled
from handlers.slack.wishes import Wish
from optouts.errors import NotPermitted, SenderRequired
from optouts.jobs import Mode, Options
from optouts.places import Places
from optouts.reading_plan import Plan, Survey, guessed
from optouts.roles import NEEDED, Deed, Role, may
from optouts.row_faults import Repair
from optouts.words import Channel

NO_REASON: Final = "Say why: what takes people off a list keeps its reason."
NO_CHANNEL: Final = "Tick SMS, WhatsApp or both."
NO_FORMAT: Final = "Choose how these dates are written."


def wished(wish: Wish, *, mode: Mode = Mode.ADD) -> Options:
    """What a file is for, before anybody has seen its columns."""
    return Options(mode=mode, choice=wish.choice, region=wish.region, note=wish.note)


def uploading(filled: Filled) -> Options:
    """The form that takes a file."""
    wish = adding.filled_in(filled, ticked=Field.IMPORT_CHANNELS)
    return wished(wish, mode=_mode(filled))


def choosing(filled: Filled, survey: Survey, *, zone: str) -> Options:
    """The form that shows the columns of a file."""
    options = uploading(filled)
    return replace(
        options,
        lift_own=bool(filled.ticked(Field.IMPORT_LIFT_OWN)),
        plan=_plan(filled, survey, region=options.region, zone=zone),
    )


def _mode(filled: Filled) -> Mode:
    return Mode(filled.chosen(Field.IMPORT_MODE) or Mode.ADD)


def _plan(filled: Filled, survey: Survey, *, region: str, zone: str) -> Plan:
    removals = filled.chosen(Field.IMPORT_REMOVALS) or NO_REMOVALS
    by_column = removals not in {NO_REMOVALS, LEADING_MINUS}
    ticked = filled.ticked(Field.IMPORT_REPAIRS)
    column = _place(filled, Field.IMPORT_COLUMN)
    date_column = _place(filled, Field.IMPORT_DATE_COLUMN)
    usual = guessed(survey, region=region, zone=zone)
    return replace(
        usual,
        sheet=_sheet(filled, survey),
        column=usual.column if column is None else column,
        region_column=_place(filled, Field.IMPORT_REGION_COLUMN),
        date_column=date_column,
        date_format=_date_format(filled, survey, date_column),
        note_column=_place(filled, Field.IMPORT_NOTE_COLUMN),
        action_column=int(removals) if by_column else None,
        leading_minus=removals == LEADING_MINUS,
        short_ok=Repair.SHORT_OK in ticked,
        repairs=tuple(each for each in ticked if each != Repair.SHORT_OK),
    )


def _place(filled: Filled, field: Field) -> int | None:
    chosen = filled.chosen(field)
    return int(chosen) if chosen not in {"", NO_COLUMN} else None


def _sheet(filled: Filled, survey: Survey) -> str:
    place = _place(filled, Field.IMPORT_SHEET)
    return survey.sheet if place is None else survey.sheets[place]


def _date_format(filled: Filled, survey: Survey, column: int | None) -> str:
    if column is None:
        return ""
    guess = survey.date
    usual = guess.format if guess and guess.column == column else ""
    return filled.chosen(Field.IMPORT_DATE_FORMAT) or usual


def complaints(options: Options, filled: Filled, places: Places, role: Role) -> dict[str, str]:
    """Every fault under its field at once, in words."""
    errors: dict[str, str] = {}
    wish = adding.filled_in(filled, ticked=Field.IMPORT_CHANNELS)
    removes = options.mode is not Mode.ADD or options.lift_own
    if removes and not may(role, Deed.REMOVE):
        refused = NotPermitted(Deed.REMOVE, role=role, needed=NEEDED[Deed.REMOVE])
        errors[Field.IMPORT_MODE] = plain(explain(refused))
    if not wish.channels:
        errors[Field.IMPORT_CHANNELS] = NO_CHANNEL
    if adding.lacks_sender(wish, places):
        shown = Field.WHATSAPP_SENDERS in filled
        under = Field.WHATSAPP_SENDERS if shown else Field.IMPORT_CHANNELS
        errors[under] = plain(explain(SenderRequired(Channel.WHATSAPP)))
    if (options.mode is Mode.REMOVE or options.lift_own) and not options.note.strip():
        errors[Field.NOTE] = NO_REASON
    return errors | _about_columns(options, filled, role)


def _about_columns(options: Options, filled: Filled, role: Role) -> dict[str, str]:
    plan, errors = options.plan, dict[str, str]()
    if plan is None:
        return errors
    if (plan.action_column is not None or plan.leading_minus) and not may(role, Deed.REMOVE):
        refused = NotPermitted(Deed.REMOVE, role=role, needed=NEEDED[Deed.REMOVE])
        errors[Field.IMPORT_REMOVALS] = plain(explain(refused))
    if plan.date_column is not None and not plan.date_format:
        shown = Field.IMPORT_DATE_FORMAT in filled
        errors[Field.IMPORT_DATE_FORMAT if shown else Field.IMPORT_DATE_COLUMN] = NO_FORMAT
    return errors
