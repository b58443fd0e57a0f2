"""The replies that wait for somebody to judge them, one below the other."""

from typing import Final

from slack_sdk.models.blocks import Block, DividerBlock

from handlers.slack.blocks.elements import actions, button, context, section
from handlers.slack.blocks.review import about, answers, until
from handlers.slack.blocks.text import counted
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.review import Queue

PAGE: Final = 5
NOTHING: Final = "No reply waits for anybody to judge it."


def message(queue: Queue, *, skip: int, may_judge: bool) -> Message:
    """For one person alone, so numbers stand in full; `skip` of the oldest are on pages before."""
    if not queue.cases:
        return Message(NOTHING, [section(NOTHING)])
    text = counted(queue.total, "unclear reply", "unclear replies")
    waits = "waits for somebody to judge"
    if queue.total > 1:
        waits = "wait for somebody to judge, the oldest first"
    blocks: list[Block] = [section(f"*{text}* {waits}.")]
    for each in queue.cases:
        blocks += [DividerBlock(), *about(each, in_full=True), context(until(each))]
        if may_judge:
            blocks += actions(*answers(each))
    last = skip + len(queue.cases)
    if queue.total > PAGE:
        blocks.append(context(f"{skip + 1}–{last} of {queue.total:,}"))
    blocks += actions(
        button("Older", Button.REVIEW_PAGE, str(max(skip - PAGE, 0)), part="older")
        if skip
        else None,
        button("Newer", Button.REVIEW_PAGE, str(last), part="newer")
        if last < queue.total
        else None,
    )
    return Message(f"{text} {waits} for somebody to judge", blocks)
