"""What the team's channel is told of a spike: how many, of which sender, and the likely cause."""

from collections.abc import Iterator
from typing import Final

from slack_sdk.models.blocks import Block, ButtonElement

from handlers.slack.blocks.elements import actions, button, context, section
from handlers.slack.blocks.text import EVERY_SENDER, counted, date, escape, person, shortened
from handlers.slack.blocks.text import sender as written
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.jobs import JobId
from optouts.places import Sender
from optouts.spikes import Mute, Spike

HOURS_A_DAY: Final = 24
LONGEST_CAUSE: Final = 150
COUNTED: Final = "Replies, links and single additions are counted; imports are not."


def message(spike: Spike, job_id: JobId, *, sender: Sender | None, mute: Mute | None) -> Message:
    """`sender` is None for opt-outs of every sender, `mute` where the sender is not muted."""
    name = escape(written(sender) if sender else EVERY_SENDER)
    many = f"{counted(spike.count, 'opt-out')} in an hour"
    lines = [
        f"Opt-outs of *{name}* are rising: *{many}*. {_usually(spike.usual)}",
        *_causes(spike),
    ]
    when = f"The hour before {date(spike.until)} · {COUNTED}"
    blocks: list[Block] = [section("\n".join(lines)), context(when)]
    if mute is None:
        blocks += actions(
            _mute("Mute for a Day", job_id, "day"), _mute("Mute for a Week", job_id, "week")
        )
    else:
        blocks.append(context(f"*Muted* until {date(mute.until)} by {person(mute.by)}"))
        blocks += actions(_mute("Unmute", job_id, "over"))
    return Message(lines[0], blocks)


def _mute(text: str, job_id: JobId, lasting: str) -> ButtonElement:
    return button(text, Button.SPIKE_MUTE, f"{job_id}:{lasting}", part=lasting)


def _usually(usual: float) -> str:
    """In the measure that one can picture."""
    if usual == 0:
        return "There was none in the four weeks before."
    count, measure = (usual, "an hour") if usual >= 1 else (usual * HOURS_A_DAY, "a day")
    if round(count) == 0:
        return "Fewer than one a day is usual."
    return f"About {count:,.0f} {measure} {'is' if round(count) == 1 else 'are'} usual."


def _causes(spike: Spike) -> Iterator[str]:
    """What many of them have in common, which may be why."""
    if spike.causes:
        names = ", ".join(
            f"“{escape(shortened(text, LONGEST_CAUSE))}” ({count:,})"
            for text, count in spike.causes
        )
        yield f"Likely cause: {names}"
