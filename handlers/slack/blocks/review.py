"""A reply that somebody has to judge: its words in full, what is known, and what can be said."""

from collections.abc import Iterator
from typing import Final

from slack_sdk.models.blocks import Block, ButtonElement, PlainTextObject, SectionBlock

from handlers.slack.blocks.elements import LONGEST_SECTION, actions, button, context, section
from handlers.slack.blocks.opt_outs import since, undo_button
from handlers.slack.blocks.text import (
    CHANNELS,
    counted,
    date,
    escape,
    list_name,
    maker,
    person,
    shortened,
)
from handlers.slack.blocks.text import sender as written
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.kept import Kept
from optouts.keyword_rules import Why
from optouts.outcomes import Story
from optouts.review import Case, Question, Verdict

MOST_LISTS: Final = 3
LONGEST_EXCERPT: Final = 80
FORGOTTEN: Final = "(the text is kept no more)"

ASKED: Final = {
    Question.MEANING: "Is this an opt-out?",
    Question.NUMBER: "I cannot read the number of this reply.",
    Question.SENDER: "A reply to something that is no sender here.",
    Question.START: "Do they really ask for messages again?",
}


def message(case: Case) -> Message:
    """What the channel is shown: the question, and later who answered it."""
    blocks = about(case, in_full=False)
    if case.review.verdict is None:
        blocks += [context(until(case)), *actions(*answers(case))]
    elif case.review.change is not None:
        change = case.review.change
        blocks += actions(undo_button(change), button("History", Button.HISTORY, str(change)))
    return Message(f"{_state(case)} {excerpt(case.message)}", blocks)


def about(case: Case, *, in_full: bool) -> list[Block]:
    """What is to be judged; the number `in_full` only where nobody else reads it."""
    head = f"{_state(case)}\n{_from(case, in_full=in_full)}"
    blocks: list[Block] = [section(head), *_words(case.message)]
    if case.review.verdict is None and (hint := _hint(case)):
        blocks.append(section(hint))
    return [*blocks, context(" · ".join(_known(case)))]


def _from(case: Case, *, in_full: bool) -> str:
    return f"{who(case.message, in_full=in_full)} wrote to *{_sender(case)}*:"


def who(kept: Kept, *, in_full: bool = False) -> str:
    """The person, as a channel may see them."""
    if kept.number is None:
        return f"*{escape(kept.written)}*" if in_full else "Somebody"
    return f"*{kept.number.international if in_full else kept.number.masked}*"


def _sender(case: Case) -> str:
    if case.sender is not None:
        return escape(written(case.sender))
    return f"{escape(case.message.address)} ({CHANNELS[case.message.channel]})"


def _words(kept: Kept) -> list[SectionBlock]:
    """As they were written: nothing in them is a mention, a link or a style."""
    text = kept.text or FORGOTTEN
    return [
        SectionBlock(text=PlainTextObject(text=text[start : start + LONGEST_SECTION], emoji=False))
        for start in range(0, len(text), LONGEST_SECTION)
    ]


def excerpt(kept: Kept) -> str:
    text = " ".join(kept.text.split()) or FORGOTTEN
    return f"“{escape(shortened(text, LONGEST_EXCERPT))}”"


def _hint(case: Case) -> str:
    """What a person can do about it that no button here does."""
    match case.question:
        case Question.MEANING:
            return ""
        case Question.NUMBER:
            return (
                "Nobody can be put on a list by it. `/optout review` shows it in full, to you"
                " alone. If it is an opt-out, add the number with `/optout add`; then set it aside."
            )
        case Question.SENDER:
            done = (
                f" The person was put on the list of every {CHANNELS[case.message.channel]} sender."
                if case.message.change
                else ""
            )
            return (
                f"Nothing is known of {escape(case.message.address)}.{done} If it is yours, add it"
                " with `/optout sender add`; then set this aside."
            )
        case Question.START:
            why = (
                "The provider does not sign its messages, so anybody could have sent this"
                if case.sender
                else f"{escape(case.message.address)} is no sender here"
            )
            return (
                f"{why}, and they stay on the lists that they are on. If you know better, take them"
                " off with `/optout remove`."
            )


def _known(case: Case) -> Iterator[str]:
    """When, how it came, and what was known of the number before."""
    kept = case.message
    yield date(kept.at)
    yield f"{CHANNELS[kept.channel]} through {escape(kept.connection)}"
    if kept.why is Why.PROFANITY:
        yield "swearing"
    if case.review.verdict is None and case.story is not None:
        yield _story(case.story)


def _story(story: Story) -> str:
    if story.standing:
        lists = [escape(list_name(each.list)) for each in story.standing[:MOST_LISTS]]
        more = len(story.standing) - len(lists)
        also = f" and {counted(more, 'more list')}" if more else ""
        return f"on the list already: {'; '.join(lists)}{also}, {since(story.standing[0])}"
    if story.events:
        last = story.events[0].change
        by = "the person themselves" if last.is_person_made else maker(last)
        return f"not opted out: taken off by {by}, {date(last.at)}"
    return "never opted out before"


def until(case: Case) -> str:
    """What becomes of it by itself."""
    match case.question:
        case Question.MEANING:
            return f"If nobody says anything, it counts as an opt-out, {date(case.review.until)}"
        case Question.NUMBER:
            return "It stays here until somebody has looked at it"
        case Question.SENDER | Question.START:
            return f"It goes away by itself, {date(case.review.until)}"


def _state(case: Case) -> str:
    """The question, or what became of it."""
    review = case.review
    if review.verdict is None:
        return f"*{ASKED[case.question]}*"
    at = f", {date(review.at)}" if review.at else ""
    by = person(review.by) if review.by else ""
    rule = " Always, from now on: `/optout keyword` has the rule." if review.rule else ""
    match review.verdict:
        case Verdict.OPTED_OUT:
            return f"*Opted out* by {by}{at}.{rule}"
        case Verdict.NOT_AN_OPT_OUT if case.question is Question.MEANING:
            return f"*Not an opt-out*, says {by}{at}.{rule}"
        case Verdict.NOT_AN_OPT_OUT:
            return f"*Set aside* by {by}{at}."
        case Verdict.LATE if review.change is not None:
            return f"*Opted out*, as nobody judged it in time{at}."
        case Verdict.LATE:
            return f"*Nobody looked at it in time*; nothing was changed{at}."


def answers(case: Case) -> list[ButtonElement]:
    job = str(case.job)
    if case.question is not Question.MEANING:
        return [button("Set Aside", Button.REVIEW_ASIDE, job, label="Set this reply aside")]
    return [
        button(
            "Opt Out",
            Button.REVIEW_OPT_OUT,
            job,
            style="danger",
            label="This asks for an opt-out: opt the person out",
        ),
        button(
            "Not an Opt-Out", Button.REVIEW_ASIDE, job, label="This does not ask for an opt-out"
        ),
        button(
            "Always Treat Like This…",
            Button.REVIEW_ALWAYS,
            job,
            label="Make a rule of these words",
        ),
    ]
