"""What the team's channel is told of replies: what was written, to whom, and what came of it; and
of many things at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from slack_sdk.models.blocks import Block

from handlers.slack.blocks.announcements import quoted
from handlers.slack.blocks.elements import actions, button, context, section, sections
from handlers.slack.blocks.reply_words import failure
from handlers.slack.blocks.review import excerpt, who
from handlers.slack.blocks.text import CHANNELS, EVERY_SENDER, counted, date, escape
from handlers.slack.blocks.text import sender as written
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.news import Event, Line, Lost, News, Sum
from optouts.places import Places
from optouts.review import Question, question
from optouts.words import Channel, SenderId

MOST_SUMS: Final = 12
MOST_WORDS: Final = 5

OF_PROGRAMS: Final = frozenset({Event.API_OPTED_OUT, Event.API_REMOVED})

HAPPENED: Final = {
    Event.OPTED_OUT: "opted out",
    Event.ALREADY_OUT: "asked to be opted out, as they were already",
    Event.LATE: "opted out, as nobody judged their reply in time",
    Event.BACK: "asked for messages again, and are off the list",
    Event.ASKED_BACK: "asked for messages again, and were asked whether they are sure",
    Event.NOT_BACK: "asked for messages again, but what stands is not theirs to lift",
    Event.LINK: "opted out by a link",
    Event.LINK_UNDONE: "took back what they did by a link",
    Event.API_OPTED_OUT: "put on the list through the API",
    Event.API_REMOVED: "taken off the list through the API",
}
"""Of people, so many of them; in the order in which they are told."""


def single(line: Line, places: Places) -> Message:
    """A reply that changed no list, and yet is to be known of."""
    kept = line.message
    text = f"{who(kept)} {HAPPENED[line.event]}: {quoted(kept.text)}"
    where = f"to {_sender(kept.sender, kept.channel, places, kept.address)}"
    return Message(text, [section(text), context(f"{date(kept.at)} · {where}")])


def many(news: News, examples: Sequence[Line], places: Places) -> Message:
    """Many at once: how many of what, by sender and words."""
    text = _total(news)
    lines = [text, *_summed(news.sums, places)]
    blocks: list[Block] = list(sections(lines))
    if examples:
        told = [f"{who(each.message)} {excerpt(each.message)}" for each in examples]
        blocks.append(context(f"The first: {' · '.join(told)}"))
    return Message(text, blocks)


def _total(news: News) -> str:
    by_programs = sum(each.count for each in news.sums if each.event in OF_PROGRAMS)
    theirs = news.total - by_programs
    said = []
    if theirs:
        said.append(f"*{counted(theirs, 'person', 'people')}* answered or followed a link")
    if by_programs:
        people = counted(by_programs, "person", "people")
        were = "was" if by_programs == 1 else "were"
        said.append(f"*{people}* {were} opted out or taken off through the API")
    return f"{', and '.join(said)}."


def _summed(sums: Sequence[Sum], places: Places) -> Iterator[str]:
    """``• 12 opted out · Promotions (31331): “STOP” 10, “END” 2``."""
    counts: Counter[tuple[Event, Channel, SenderId, str]] = Counter()
    words: dict[tuple[Event, Channel, SenderId, str], Counter[str]] = {}
    for each in sums:
        kind = (each.event, each.channel, each.sender, each.key)
        counts[kind] += each.count
        words.setdefault(kind, Counter())[each.words] += each.count
    order = list(HAPPENED)
    found = sorted(counts.items(), key=lambda pair: (order.index(pair[0][0]), -pair[1]))
    for kind, count in found[:MOST_SUMS]:
        event, channel, sender, key = kind
        name = _sender(sender or None, channel, places)
        by = f" by key “{escape(key)}”" if key else ""
        yield f"• *{count:,}* {HAPPENED[event]}{by} · {name}{_words(words[kind])}"
    if rest := found[MOST_SUMS:]:
        yield f"• *{sum(count for _, count in rest):,}* more, of other senders"


def _words(counts: Counter[str]) -> str:
    shared = [(text, count) for text, count in counts.most_common() if text][:MOST_WORDS]
    told = ", ".join(f"“{escape(text)}” {count:,}" for text, count in shared)
    return f": {told}" if told else ""


def _sender(sender: SenderId | None, channel: Channel, places: Places, address: str = "") -> str:
    known = places.sender(sender) if sender else None
    if known is not None:
        return escape(written(known))
    return f"{escape(address) or EVERY_SENDER} ({CHANNELS[channel]})"


def waiting(news: News, open_now: Sequence[Line]) -> Message:
    """A reminder of what still waits for somebody to judge it."""
    text = f"*{counted(news.total, 'unclear reply', 'unclear replies')}*"
    waits = "still waits" if news.total == 1 else "still wait"
    said = f"{text} {waits} for somebody to judge."
    ends = [
        each.review.until
        for each in open_now
        if each.review and question(each.message) is Question.MEANING
    ]
    if ends:
        first = "It" if news.total == 1 else "The first"
        said += f" {first} counts as an opt-out, {date(min(ends))}."
    lines = [f"• {who(each.message)} {excerpt(each.message)}" for each in open_now]
    if more := news.total - len(lines):
        lines.append(f"… and {more:,} more")
    show = button("Show Them", Button.OPEN, "review", label="Show the replies, to you alone")
    return Message(said, [section(said), *sections(lines), *actions(show)])


def unconfirmed(news: News, lost: Sequence[Lost], places: Places) -> Message:
    """People who were not told that they are opted out."""
    people = counted(news.total, "person", "people")
    text = f"*{people}* could not be sent the answer to what they asked. What they asked is done."
    lines = [
        f"• {each.number.masked if each.number else 'Somebody'} from"
        f" {_sender(each.sender, each.channel, places, each.address)}:"
        f" {failure(each.failure)}"
        for each in lost
    ]
    if more := news.total - len(lines):
        lines.append(f"… and {more:,} more")
    return Message(text, [section(text), *sections(lines)])
