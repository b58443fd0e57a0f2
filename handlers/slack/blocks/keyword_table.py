"""The keyword rules as a table, page by page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from slack_sdk.models.blocks import ActionsBlock, Block, Option, StaticSelectElement

from handlers.slack.blocks import keyword_filter
from handlers.slack.blocks.elements import actions, button, chosen, context, option, section
from handlers.slack.blocks.keyword_filter import OF_ANY, Filter
from handlers.slack.blocks.keyword_words import ACTIONS, MATCHES, State, does, state, where
from handlers.slack.blocks.tables import cell, table
from handlers.slack.blocks.text import counted, escape
from handlers.slack.ids import Button
from handlers.slack.replies import Message
from optouts.keyword_entries import Entry

PAGE: Final = 50
HEADINGS: Final = ("Words", "What the rule does", "Where in the reply", "Language", "Rule")
MEANING: Final = (
    "Case, accents, punctuation, courtesy and a letter wrong make no difference. Words that opt in"
    " again count only as they stand here, alone. `/optout keyword test …` shows what any reply"
    " would lead to, and why."
)


def message(entries: Iterable[Entry], wanted: Filter, *, may_change: bool) -> Message:
    """The page of all `entries` that is wanted."""
    in_any = replace(wanted, language="", begin=0)
    fitting = [each for each in entries if in_any.lets_through(each)]
    found = sorted(filter(wanted.lets_through, fitting), key=_place)
    shown = found[wanted.begin : wanted.begin + PAGE]
    scope = keyword_filter.in_words(wanted)
    text = f"Keyword rules: {scope}" if scope else "What replies mean"
    blocks: list[Block] = [section(f"*{escape(text)}*, {_counted(len(found), wanted.begin)}")]
    if shown:
        blocks += [table(HEADINGS, [_row(each) for each in shown]), _menus(shown, fitting, wanted)]
    else:
        blocks.append(section(_nothing(wanted)))
    following = wanted.begin + len(shown) < len(found)
    blocks += actions(
        _turn("Previous Page", wanted, -PAGE) if wanted.begin else None,
        _turn("Next Page", wanted, PAGE) if following else None,
        button("Filter…", Button.KEYWORD_FILTER, keyword_filter.dumps(replace(wanted, begin=0))),
        button("Test a Reply…", Button.KEYWORD_TEST),
        button("Add a Rule…", Button.KEYWORD_ADD, wanted.words) if may_change else None,
    )
    blocks.append(context(MEANING))
    return Message(text, blocks)


def _counted(count: int, begin: int) -> str:
    pages = -(-count // PAGE)
    page = f", page {begin // PAGE + 1} of {pages}" if pages > 1 else ""
    return f"{counted(count, 'rule')}{page}"


def _turn(text: str, wanted: Filter, by: int) -> Any:
    value = keyword_filter.dumps(replace(wanted, begin=max(0, wanted.begin + by)))
    return button(text, Button.KEYWORD_PAGE, value, part="next" if by > 0 else "back")


def _place(entry: Entry) -> tuple[bool, str, int, int]:
    """English first, then by language; in each the whole replies before the phrases, and what the
    workspace added before what is shipped."""
    rule = entry.rule
    return (
        rule.language != "en",
        where(rule),
        list(MATCHES).index(rule.match),
        list(ACTIONS).index(rule.action),
    )


def _row(entry: Entry) -> list[dict[str, Any]]:
    rule = entry.rule
    cells = (rule.words, does(rule), MATCHES[rule.match], where(rule), state(entry).capitalize())
    return [cell(each) for each in cells]


def _menus(shown: Sequence[Entry], fitting: Sequence[Entry], wanted: Filter) -> ActionsBlock:
    """A table has no buttons, so its rows are chosen from here; and its language."""
    rules = [
        option(each.rule.words, each.rule.key, f"{does(each.rule)} · {where(each.rule)}")
        for each in shown
    ]
    languages = _languages(fitting, wanted)
    picked = chosen(languages, [keyword_filter.dumps(replace(wanted, begin=0))])
    return ActionsBlock(
        elements=[
            StaticSelectElement(
                action_id=Button.KEYWORD_MENU, placeholder="Look at a rule", options=rules
            ),
            StaticSelectElement(
                action_id=f"{Button.KEYWORD_PAGE}:language",
                placeholder="Choose a language",
                options=languages,
                initial_option=picked[0] if picked else None,
            ),
        ]
    )


def _languages(fitting: Sequence[Entry], wanted: Filter) -> list[Option]:
    counts = Counter(each.rule.language or OF_ANY for each in fitting)
    every = ("Every language", "", len(fitting))
    named = sorted((keyword_filter.language(code), code, count) for code, count in counts.items())
    return [
        option(
            f"{name}: {counted(count, 'rule')}",
            keyword_filter.dumps(replace(wanted, language=code, begin=0)),
        )
        for name, code, count in chain([every], named)
    ]


def _nothing(wanted: Filter) -> str:
    if wanted.words:
        kind = "deleted rule" if wanted.state == State.DELETED else "rule"
        return f"No {kind} has the words “{escape(wanted.words)}”."
    return "Nothing fits this filter."
