"""What adding, removing, undoing and checking said, for the person who asked."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from handlers.slack.blocks.elements import actions, button, context, section, sections
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.text import (
    ORIGINS,
    counted,
    date,
    escape,
    list_name,
    maker,
)
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.numbers import E164, UnreadableNumber
from optouts.outcomes import (
    Absent,
    Added,
    Answer,
    Change,
    OptOut,
    Removed,
    Story,
    Undone,
    Verdict,
)
from optouts.words import ChangeId

MOST_LINES: Final = 20
MOST_BLOCKS: Final = 40
"""Of the 50 of a message; the others are for what follows."""


def _limited(lines: Sequence[str]) -> list[str]:
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], f"… and {more:,} more"] if more > 0 else list(lines)


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def named(numbers: Collection[E164]) -> str:
    """One number in full, several as their count."""
    only = next(iter(numbers))
    return only.international if len(numbers) == 1 else counted(len(numbers), "number")


def _numbers_and_lists(opt_outs: Sequence[OptOut]) -> list[str]:
    numbers = _distinct(each.number.international for each in opt_outs)
    lists = _distinct(escape(list_name(each.list)) for each in opt_outs)
    lines = [f"• {name}" for name in lists]
    return lines if len(numbers) == 1 else [*_limited(numbers), *lines]


def since(opt_out: OptOut) -> str:
    """``since 1 March, 09:00 by @thandi, Slack``."""
    by = f"by {maker(opt_out.since)}" if not opt_out.since.is_person_made else ""
    return ", ".join(
        part
        for part in (f"since {date(opt_out.date)} {by}".strip(), _origin(opt_out.since))
        if part
    ) + ("; they asked for it themselves too" if opt_out.asked else "")


def _origin(change: Change) -> str:
    return f"from {ORIGINS[change.origin]}"


def added(outcome: Added, *, unreadable: Sequence[UnreadableNumber] = ()) -> Message:
    numbers = {each.number for each in outcome.opened}
    blocks: list[Block] = []
    if numbers:
        text = f"Opted out {named(numbers)}"
        blocks += sections([f"*{text}*", *_numbers_and_lists(outcome.opened)])
    else:
        text = "Nothing changed: already opted out"
    if outcome.standing:
        blocks += sections(_already(outcome.standing))
    if unreadable:
        blocks += sections(["*Left out*", *_limited([f"• {explain(each)}" for each in unreadable])])
    blocks += _after(outcome.change, numbers)
    return Message(text, blocks)


def _already(standing: Sequence[OptOut]) -> list[str]:
    lines = [
        f"• {each.number.international} · {escape(list_name(each.list))}, {since(each)}"
        for each in standing
    ]
    return ["*Already opted out* – the first opt-out stands:", *_limited(lines)]


def _after(change: Change, numbers: Collection[E164]) -> list[ActionsBlock]:
    """Undo, and the history where it is one number's."""
    if not numbers:
        return []
    return actions(
        undo_button(change.id),
        button("History", Button.HISTORY, str(change.id)) if len(numbers) == 1 else None,
    )


def undo_button(change: ChangeId, text: str = "Undo") -> ButtonElement:
    return button(text, Button.UNDO, str(change), label="Undo this change")


def removed(outcome: Removed) -> Message:
    numbers = {each.number for each in outcome.closed}
    blocks: list[Block] = []
    if numbers:
        text = f"Took {named(numbers)} off {_lists_count(outcome.closed)}"
        blocks += sections([f"*{text}*", *_numbers_and_lists(outcome.closed)])
    else:
        text = "Nothing changed: not on these lists"
    if outcome.absent and (not numbers or len(outcome.absent) <= MOST_LINES):
        blocks += sections(
            ["*Was not there*", *_limited([absent(each) for each in outcome.absent])]
        )
    if outcome.change.note and numbers:
        blocks.append(context(f"Reason: {escape(outcome.change.note)}"))
    blocks += _after(outcome.change, numbers)
    return Message(text, blocks)


def _lists_count(opt_outs: Sequence[OptOut]) -> str:
    return counted(len({each.list.id for each in opt_outs}), "list")


def absent(each: Absent) -> str:
    place = f"• {each.number.international} · {escape(list_name(each.list))}"
    if each.last is None or each.last.until is None:
        return f"{place}: never opted out there"
    ended = each.last.until
    return f"{place}: removed by {maker(ended)}, {date(ended.at)}"


def undone(outcome: Undone) -> Message:
    """What the undo did; nothing, where all of it has been changed again since."""
    effects = []
    if outcome.closed:
        effects.append(f"{counted(outcome.closed, 'opt-out')} taken off again")
    if outcome.kept:
        effects.append(f"{outcome.kept:,} of them kept, as the people asked for it themselves")
    if outcome.reopened:
        effects.append(f"{counted(outcome.reopened, 'opt-out')} given back with the original date")
    if not effects:
        text = "Undone, but there was nothing left to reverse: it had all been changed since"
    else:
        text = f"Undone: {' and '.join(effects)}"
    return Message(text, [section(f"*{text}*")])


def checked(
    answers: Sequence[Answer],
    *,
    scope: str,
    unreadable: Sequence[UnreadableNumber],
    draft: str,
    lists: str,
    may_add: bool,
    may_remove: bool,
) -> Message:
    """`scope` says what was asked about; `draft` is the token under which the numbers are kept, and
    `lists` that of the lists that were named (empty: none)."""
    blocks: list[Block] = []
    shown = 0
    for answer in answers[:MOST_LINES]:
        said = sections(_answer(answer, escape(scope)))
        if len(blocks) + len(said) > MOST_BLOCKS:
            break
        blocks += said
        shown += 1
    if shown < len(answers):
        blocks.append(context(f"… and {len(answers) - shown:,} more"))
    if unreadable:
        lines = [f"• {explain(each)}" for each in unreadable]
        blocks += sections(["*Cannot be answered*, so do not send:", *_limited(lines)])
    opted_out = [answer for answer in answers if answer.verdict is Verdict.SUPPRESSED]
    blocks += actions(
        button("History", Button.HISTORY, draft) if len(answers) == 1 else None,
        button("Opt Out…", Button.OPEN, f"add:{draft}", part="add")
        if may_add and len(opted_out) < len(answers)
        else None,
        button("Remove…", Button.OPEN, f"remove:{draft}", part="remove")
        if may_remove and opted_out
        else None,
        button("Export…", Button.EXPORT, lists) if lists else None,
    )
    return Message(_verdicts(answers, opted_out), blocks)


def _verdicts(answers: Sequence[Answer], opted_out: Sequence[Answer]) -> str:
    if len(answers) == 1:
        return "Opted out" if opted_out else "Not opted out"
    return f"{len(opted_out)} of {counted(len(answers), 'number')} opted out"


def _answer(answer: Answer, scope: str) -> list[str]:
    number = answer.number.international
    if answer.verdict is Verdict.FREE:
        return [f":white_check_mark: *{number}* is not opted out{scope}."]
    lines = [
        f"• {escape(list_name(each.list))}, {since(each)}"
        + (f" as {each.number.international}" if each.number != answer.number else "")
        for each in answer.because
    ]
    return [f":no_entry: *{number}* is opted out{scope}:", *_limited(lines)]


def unreadable_numbers(
    good: Sequence[E164], refused: Sequence[UnreadableNumber], *, draft: str
) -> Message:
    """Nothing was added yet: what is wrong with which number, and an offer to go on."""
    text = f"{counted(len(refused), 'number')} cannot be read" if refused else "No number was given"
    blocks: list[Block] = list(
        sections(
            [f"*{text}*. Nothing was changed yet.", *_limited([f"• {explain(e)}" for e in refused])]
        )
    )
    if good:
        readable = f"Add the {len(good)} Readable" if len(good) > 1 else "Add the Readable One"
        blocks += actions(
            button(readable, Button.ADD_READABLE, draft, style="primary"),
            button("Correct…", Button.OPEN, f"add:{draft}"),
        )
    else:
        blocks += actions(button("Correct…", Button.OPEN, f"add:{draft}"))
    return Message(text, blocks)


def unreadable(refused: Sequence[UnreadableNumber]) -> Message:
    """What is wrong with which number, where nothing can be done without it."""
    text = f"{counted(len(refused), 'number')} cannot be read"
    lines = [f"• {explain(each)}" for each in refused]
    return Message(text, sections([f"*{text}.* Nothing was changed.", *_limited(lines)]))


def elsewhere(standing: Sequence[OptOut]) -> Message:
    """Opted out, but not on the lists that were named."""
    text = "Nothing changed: not opted out there"
    lists = _distinct(escape(list_name(each.list)) for each in standing)
    lines = [f"*{text}*, but here:", *_limited([f"• {name}" for name in lists])]
    return Message(text, sections(lines))


def nothing_to_remove(story: Story) -> Message:
    """Not on any list; who took it off last, if anybody did."""
    number = story.number.international
    text = f"{number} is not opted out."
    if story.events:
        last = story.events[0].change
        text += f" {maker(last)} took it off, {date(last.at)}."
    return Message(text, [section(f"{text} Nothing was changed.")])
