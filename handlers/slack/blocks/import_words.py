"""What messages about imports call things: the file, the lists, what happens to them."""

from collections.abc import Callable, Mapping
from typing import Final

from slack_sdk.models.blocks import ButtonElement, ConfirmObject

from handlers.slack.blocks.elements import button
from handlers.slack.blocks.file_text import code
from handlers.slack.blocks.text import counted, date, escape, list_name, shortened
from handlers.slack.ids import Button
from optouts.jobs import LIFETIME, Effect, Job, Mode
from optouts.places import ListName
from optouts.reading_plan import Survey
from optouts.words import ChangeId, ListId

MOST_LISTS: Final = 10
LONGEST_NOTE: Final = 500
LONGEST_CONFIRM: Final = 300
"""Of a confirmation's text (docs.slack.dev/reference/block-kit)."""

MODES: Final = {
    Mode.ADD: "Add to the lists",
    Mode.REPLACE: "Replace the lists",
    Mode.REMOVE: "Remove from the lists",
}
MEANT: Final = {
    Mode.ADD: "Whoever is in the file is opted out.",
    Mode.REPLACE: "The file becomes the list: others leave it. For managers.",
    Mode.REMOVE: "Whoever is in the file leaves the list. For managers.",
}

Names = Mapping[ListId, ListName]


def file_of(job: Job) -> str:
    return code(job.source.name) if job.source and job.source.name else "a file"


def undone_of(job: Job) -> str:
    """What an undo reverses: its source is the file of the import that it is about."""
    return f"an import of {file_of(job)}" if job.source else "an import"


def list_of(effect: Effect, names: Names) -> str:
    name = names.get(effect.list)
    return escape(list_name(name)) if name else "a list"


def lists_of(job: Job, names: Names) -> str:
    """The only list by its name, several as their count."""
    if len(job.effects) == 1:
        return list_of(job.effects[0], names)
    return counted(len(job.effects), "list")


def by_list(job: Job, names: Names, say: Callable[[Effect], str]) -> list[str]:
    lines = [f"• {list_of(each, names)}: {said}" for each in job.effects if (said := say(each))]
    more = len(lines) - MOST_LISTS
    return [*lines[:MOST_LISTS], f"… and {counted(more, 'more list')}"] if more > 0 else lines


def leaving(effect: Effect) -> str:
    """``1,203 leave, 12 of them opted out themselves``; what is kept is said beside it."""
    parts = []
    if effect.leaving:
        own = f", {effect.leaving_own:,} of them opted out themselves" if effect.leaving_own else ""
        parts.append(f"{effect.leaving:,} {'leaves' if effect.leaving == 1 else 'leave'}{own}")
    if effect.kept:
        parts.append(f"{effect.kept:,} kept, as they opted out themselves")
    return "; ".join(parts)


SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def read_as(survey: Survey) -> str:
    """How the file is understood, for whoever wonders why the columns look as they do."""
    if survey.sheet:
        several = f" of {len(survey.sheets):,}" if len(survey.sheets) > 1 else ""
        parts = [f"Sheet {code(survey.sheet)}{several}"]
    else:
        between = SEPARATORS.get(survey.delimiter)
        columns = f", columns between {between}" if between else ""
        parts = [f"Text in {escape(_encoding(survey.encoding))}{columns}"]
    heading = survey.header_row
    parts.append("no heading" if heading is None else f"heading in row {heading + 1:,}")
    return ", ".join([*parts, *_oddities(survey)])


def _encoding(name: str) -> str:
    """``cp1252`` as people know it."""
    return name.upper().removesuffix("-SIG").replace("CP", "Windows-")


def _oddities(survey: Survey) -> list[str]:
    return [
        *(["hidden rows are read too"] if survey.hidden_rows else []),
        *(["some columns are hidden"] if survey.hidden_columns else []),
        *(["of merged cells the first counts"] if survey.merged else []),
    ]


def note_of(job: Job) -> str:
    return escape(shortened(" ".join(job.options.note.split()), LONGEST_NOTE))


def expiry(job: Job) -> str:
    """Until when its question can be answered."""
    return date(job.stage_at + LIFETIME)


def confirmation(title: str, text: str, confirm: str, *, style: str | None = None) -> ConfirmObject:
    return ConfirmObject(
        title=title,
        text=shortened(text, LONGEST_CONFIRM),
        confirm=confirm,
        deny="Go Back",
        style=style,
    )


def export_button(change: ChangeId) -> ButtonElement:
    return button("Export…", Button.EXPORT, str(change), label="Export the numbers of this import")


def undo_button(change: ChangeId) -> ButtonElement:
    return button(
        "Undo This Import",
        Button.UNDO,
        str(change),
        label="Undo this import",
        confirm=confirmation(
            "Undo this import?",
            "What it put on the lists is taken off again, and what it took off is given back. What"
            " was changed since stays as it is.",
            "Undo",
        ),
    )
