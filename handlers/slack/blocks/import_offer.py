"""What is said to a file that was just looked at: what it seems to hold, and the way on."""

from typing import Final

from slack_sdk.models.blocks import Block

from handlers.slack.blocks.elements import actions, button, context, section, sections
from handlers.slack.blocks.file_text import code
from handlers.slack.blocks.import_columns import EXAMPLES
from handlers.slack.blocks.import_words import MODES, expiry, file_of, note_of, read_as
from handlers.slack.blocks.text import CHANNELS, counted, escape, in_words, person, sender
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts import numbers
from optouts.jobs import Job, Mode
from optouts.numbers import UnreadableNumber, region_name
from optouts.places import Choice, Places
from optouts.reading_plan import Column, DateGuess, Survey
from optouts.words import Channel

MOST_SAMPLES: Final = 3
MOST_NAMES: Final = 5


def offer(job: Job, *, places: Places) -> Message:
    survey = job.survey
    rows = f"{counted(survey.rows, 'row')} of " if survey else ""
    text = f"Import {rows}{file_of(job)}?"
    blocks: list[Block] = [section(f"*{text}* Nothing has changed yet.")]
    if survey is not None:
        blocks += sections(_found(survey, job.options.region))
    blocks += sections(_meant(job, places))
    if survey is not None:
        blocks.append(context(read_as(survey)))
    blocks += actions(
        button("Choose and Check…", Button.IMPORT_OPTIONS, str(job.id), style="primary"),
        button("Not Now", Button.IMPORT_CANCEL, str(job.id), label="Do not import this file"),
    )
    blocks.append(context(f"For {person(job.by)} to answer, until {expiry(job)}."))
    return Message(text, blocks)


def _found(survey: Survey, region: str) -> list[str]:
    column = _at(survey, survey.number_column)
    lines = [
        _numbers(column, region)
        if column
        else ":warning: No column looks like phone numbers. Choose the right one."
    ]
    if survey.date:
        lines.append(_dates(survey, survey.date))
    if region_column := _at(survey, survey.region_column):
        lines.append(f"• Regions: {_named(region_column)}")
    if note_column := _at(survey, survey.note_column):
        lines.append(f"• Notes: {_named(note_column)}")
    if action_column := _at(survey, survey.action_column):
        lines.append(
            f"• The words in {_named(action_column)} may say which rows remove. Every row adds"
            " unless you choose it."
        )
    if survey.leading_minus:
        lines.append("• Some numbers begin with -. Every row adds unless you choose otherwise.")
    return lines


def _at(survey: Survey, index: int | None) -> Column | None:
    return next((each for each in survey.columns if each.index == index), None)


def _named(column: Column) -> str:
    return f"column {column.letter}{f' {code(column.name)}' if column.name else ''}"


def _numbers(column: Column, region: str) -> str:
    samples = _samples(column, region)
    like = f", such as {', '.join(samples)}" if samples else ""
    valid = f"{column.valid:,} of the first {counted(column.sample, 'cell')} read as numbers"
    return f"• Numbers: {_named(column)}{like}; {valid}"


def _samples(column: Column, region: str) -> list[str]:
    """Masked, for others may read along; what does not read as a number is not shown at all."""
    masked = []
    for value in column.first_values:
        try:
            masked.append(numbers.parse(value, region=region).masked)
        except UnreadableNumber:
            continue
    return masked[:MOST_SAMPLES]


def _dates(survey: Survey, guess: DateGuess) -> str:
    column = _at(survey, guess.column)
    doubt = " :warning: Day and month could be the other way round." if guess.ambiguous else ""
    written = f", written like {EXAMPLES.get(guess.format, guess.format)}"
    return f"• Dates of opt-out: {_named(column) if column else 'found'}{written}{doubt}"


def _meant(job: Job, places: Places) -> list[str]:
    options = job.options
    lines = [f"• {MODES[options.mode]}: {_where(options.choice, places)}"]
    if options.region:
        lines.append(f"• Without country code: numbers of {region_name(options.region)}")
    else:
        lines.append("• Without country code: not read, as no region is set")
    if options.mode is not Mode.ADD and (reason := note_of(job)):
        lines.append(f"• Reason: {reason}")
    return lines


def _where(choice: Choice, places: Places) -> str:
    """``SMS, every sender; every account``."""
    if not choice.channels:
        return "to be chosen"
    by_channel = [
        f"{CHANNELS[channel]}, {_senders(choice, places, channel)}"
        for channel in Channel
        if channel in choice.channels
    ]
    known = [places.account(each) for each in choice.accounts]
    accounts = _few([escape(each.name) for each in known if each]) or "every account"
    return "; ".join([*by_channel, accounts])


def _senders(choice: Choice, places: Places, channel: Channel) -> str:
    known = [places.sender(each) for each in choice.senders]
    named = [escape(sender(each)) for each in known if each and each.channel is channel]
    every = "source number to be chosen" if channel is Channel.WHATSAPP else "every sender"
    return _few(named) or every


def _few(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return in_words([*names[:MOST_NAMES], *([f"{more:,} more"] if more > 0 else [])], last="and")
