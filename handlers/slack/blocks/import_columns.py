"""The columns, sheets and formats of a file, as the choices of menus."""

from collections.abc import Sequence
from typing import Final

from slack_sdk.models.blocks import Option

from handlers.slack.blocks.choices import MOST_OPTIONS
from handlers.slack.blocks.elements import LONGEST_OPTION, option
from handlers.slack.blocks.file_text import one_line
from handlers.slack.blocks.text import shortened
from optouts.date_formats import FORMATS
from optouts.reading_plan import Column, Survey

NO_COLUMN: Final = "none"
NO_REMOVALS: Final = "none"
LEADING_MINUS: Final = "minus"
OTHER_REMOVALS: Final = 2

EXAMPLES: Final = {
    "iso": "2026-03-31 or 2026-03-31 09:00",
    "Y/M/D": "2026/03/31",
    "D/M/Y": "31/03/2026, day first",
    "M/D/Y": "03/31/2026, month first",
    "D/M/y": "31/03/26, day first",
    "M/D/y": "03/31/26, month first",
    "D B Y": "31 March 2026",
    "B D Y": "March 31, 2026",
    "D B y": "31 Mar 26",
    "YMD": "20260331",
    "seconds": "1774947600, seconds since 1970",
    "milliseconds": "1774947600000, milliseconds since 1970",
}


def number_columns(survey: Survey, picked: int | None, longest: int) -> list[Option]:
    """Each with its first values and how many cells of the sample read as numbers."""
    return [
        option(title(column, longest), column.index, _evidence(column, longest))
        for column in _offered(survey, picked, MOST_OPTIONS)
    ]


def columns(survey: Survey, picked: int | None, longest: int) -> list[Option]:
    """Or none of them: a menu from which something was chosen cannot be emptied again."""
    offered = _titles(survey, picked, longest, MOST_OPTIONS - 1)
    return [option("None", NO_COLUMN), *offered]


def _titles(survey: Survey, picked: int | None, longest: int, most: int) -> list[Option]:
    return [
        option(title(column, longest), column.index) for column in _offered(survey, picked, most)
    ]


def removals(survey: Survey, picked: int | None, longest: int) -> list[Option]:
    """How rows may say that they remove; nothing of it holds before it is chosen."""
    guess = survey.action_column if picked is None else picked
    return [
        option("No, every row is alike", NO_REMOVALS),
        option(
            "A - before the number",
            LEADING_MINUS,
            "Some numbers of this file have one" if survey.leading_minus else None,
        ),
        *_titles(survey, guess, longest, MOST_OPTIONS - OTHER_REMOVALS),
    ]


def _offered(survey: Survey, picked: int | None, most: int) -> Sequence[Column]:
    """In their order; the likeliest, where they are too many for a menu."""

    def rank(column: Column) -> tuple[bool, int, int]:
        return column.index != picked, -column.valid, column.index

    likeliest = sorted(survey.columns, key=rank)[:most]
    return sorted(likeliest, key=_place)


def _place(column: Column) -> int:
    return column.index


def title(column: Column, longest: int = LONGEST_OPTION) -> str:
    """``C · Mobile``, in plain text."""
    letter = f"{column.letter} · "
    name = one_line(column.name, longest - len(letter))
    return letter + name if name else f"Column {column.letter}"


def _evidence(column: Column, longest: int) -> str:
    if not column.sample:
        return "empty"
    said = f"{column.valid:,} of {column.sample:,} valid"
    values = ", ".join(filter(None, map(one_line, column.first_values)))
    return shortened(f"{said}: {values}" if values else said, longest)


def sheets(survey: Survey, longest: int) -> list[Option]:
    """By their place in the workbook: names may be long, and more than one sheet may have one."""
    names = list(enumerate(survey.sheets))
    offered = [pair for pair in names if pair[0] < MOST_OPTIONS or pair[1] == survey.sheet]
    return [
        option(
            one_line(name, longest) or f"Sheet {place + 1}",
            place,
            "hidden" if name in survey.hidden_sheets else None,
        )
        for place, name in offered[: MOST_OPTIONS - 1] + offered[MOST_OPTIONS - 1 :][-1:]
    ]


def date_formats() -> list[Option]:
    return [option(EXAMPLES[name], name) for name in FORMATS]
