"""The last days on the Home tab: bars made of characters, and the same in words."""

from collections.abc import Sequence
from typing import Final

from slack_sdk.models.blocks import (
    Block,
    HeaderBlock,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
)

from handlers.slack.blocks.elements import section
from handlers.slack.blocks.text import counted
from optouts.glance import Day

HEIGHT: Final = 4
"""Lines; more push everything else off the screen."""

EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
HALVES: Final = "    ▄▄▄▄█"
"""Above the lowest line there are gaps between lines, where finer steps would float in the air."""

WEEK: Final = 7


def chart(days: Sequence[Day]) -> list[Block]:
    """Opt-outs by day; without any, the words alone."""
    header = HeaderBlock(text=f"The last {len(days)} days")
    told = section(in_words(days))
    if not any(each.opened for each in days):
        return [header, told]
    return [header, told, _preformatted(bars(days))]


def _preformatted(text: str) -> RichTextBlock:
    part = RichTextElementParts.Text(text=text)
    return RichTextBlock(elements=[RichTextPreformattedElement(elements=[part])])


def in_words(days: Sequence[Day]) -> str:
    opened, closed = sum(each.opened for each in days), sum(each.closed for each in days)
    if not opened:
        return f"Nobody opted out in the last {len(days)} days."
    again = f", {closed:,} opted in again" if closed else ""
    most = max(days, key=lambda each: each.opened)
    total = f"*{counted(opened, 'opt-out')}*{again}."
    peak = f"The most came on {_named(most)}: {most.opened:,}."
    return "\n".join([f"{total} {peak}", *_trend(days)])


def _trend(days: Sequence[Day]) -> list[str]:
    """Whether it rises: a week beside the week before."""
    if len(days) < 2 * WEEK:
        return []
    this = sum(each.opened for each in days[-WEEK:])
    before = sum(each.opened for each in days[-2 * WEEK : -WEEK])
    return [f"Last 7 days: *{this:,}*, {_compared(this, before)}."]


def _compared(this: int, before: int) -> str:
    if this == before:
        return "as many as in the 7 days before"
    if not before:
        return "after none in the 7 days before"
    percent = round(abs(this - before) * 100 / before)
    return f"{percent:,} % {'more' if this > before else 'fewer'} than the {before:,} before"


def bars(days: Sequence[Day]) -> str:
    """A column a day, to scale with the greatest; whatever is not nothing is seen."""
    top = max(each.opened for each in days)
    scale = f"{top:,}"
    heights = [_height(each.opened, top) for each in days]
    lines = []
    for line in reversed(range(HEIGHT)):
        label = scale if line == HEIGHT - 1 else ""
        steps = HALVES if line else EIGHTHS
        cells = "".join(steps[min(max(height - 8 * line, 0), 8)] for height in heights)
        lines.append(f"{label:>{len(scale)}} │{cells}".rstrip())
    lines.append(f"{'0':>{len(scale)}} └{'─' * len(days)}")
    first, last = _named(days[0]), _named(days[-1])
    lines.append(f"{'':>{len(scale)}}  {first}{last:>{max(len(days) - len(first), 1)}}")
    return "\n".join(lines)


def _height(count: int, top: int) -> int:
    """In eighths of a line."""
    return max(round(count * HEIGHT * 8 / top), 1) if count else 0


def _named(each: Day) -> str:
    return f"{each.day.day} {each.day:%b}"
