"""What replies mean: the table of rules, changed by managers, and the tester."""

from collections.abc import Mapping
from typing import Final

from handlers.slack import arguments, defaults
from handlers.slack.arguments import Arguments
from handlers.slack.blocks import (
    keyword_card,
    keyword_filter,
    keyword_form,
    keyword_table,
    keyword_tester,
)
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.keyword_filter import Filter
from handlers.slack.blocks.keyword_words import State, quoted
from handlers.slack.blocks.text import plain
from handlers.slack.ids import Field
from handlers.slack.replies import FormErrors, Message, OpenModal, Replace, Replies, UpdateModal
from handlers.slack.requests import Click, Filled, Submission
from handlers.slack.visits import Visit
from optouts import keyword_book, keyword_law
from optouts.core import demand
from optouts.errors import BadLanguage, BadRule, OptInNotAlone, Refusal, RuleTaken, UnknownRegion
from optouts.keyword_rules import Action, Match, Rule, Scope
from optouts.roles import Deed, may

FIELDS: Final[Mapping[type[Refusal], Field]] = {
    BadRule: Field.KEYWORD_WORDS,
    RuleTaken: Field.KEYWORD_WORDS,
    OptInNotAlone: Field.KEYWORD_MATCH,
    BadLanguage: Field.KEYWORD_LANGUAGE,
    UnknownRegion: Field.REGION,
}
"""Where in the form a refusal is shown."""

UNTICKED: Final = (
    "The law names these words, and this change would let them opt nobody out. Tick the box if you"
    " mean it."
)


def keyword(visit: Visit, text: str) -> Replies:
    """`/optout keyword`: the table; `add`, `test`, a state, or words to look for narrow it down."""
    deed, _, rest = text.partition(" ")
    match deed.casefold():
        case "add":
            return _form(visit, Rule("", arguments.unquoted(rest), Action.OPT_OUT))
        case "test" if rest.strip():
            return _tested(visit, rest)
        case "test":
            return _tester(visit)
        case state if not rest and state in set(State):
            return _table(visit, Filter(State(state)))
        case _:
            words = arguments.unquoted(text)[: keyword_filter.LONGEST]
            return _table(visit, Filter(words=words))


def _table(visit: Visit, wanted: Filter) -> Message:
    return keyword_table.message(
        keyword_book.rules(visit.core, visit.workspace, by=visit.actor),
        wanted,
        may_change=may(visit.actor.role, Deed.CONFIGURE),
    )


def turn_page(visit: Visit, click: Click) -> Replies:
    return Replace(_table(visit, keyword_filter.loads(click.value)))


def press_filter(visit: Visit, click: Click) -> Replies:
    entries = keyword_book.rules(visit.core, visit.workspace, by=visit.actor)
    wanted = keyword_filter.loads(click.value)
    view = keyword_filter.form(wanted, entries, metadata=visit.metadata())
    return OpenModal(view, "keyword")


def submit_filter(visit: Visit, submission: Submission) -> Replies:
    filled = submission.view.filled
    return _table(
        visit,
        Filter(
            filled.chosen(Field.KEYWORD_STATE),
            filled.chosen(Field.KEYWORD_ACTION),
            filled.chosen(Field.KEYWORD_LANGUAGE),
            filled.text(Field.KEYWORD_WORDS),
        ),
    )


def show(visit: Visit, click: Click) -> Replies:
    """A rule chosen from under the table, or under what was tested."""
    return _card(visit, click.value)


def _card(visit: Visit, key: str, said: str = "") -> Message:
    return keyword_card.message(
        keyword_book.entry(visit.core, visit.workspace, key, by=visit.actor),
        keyword_book.versions(visit.core, visit.workspace, key, by=visit.actor),
        zone=defaults.setup(visit).preferences.zone,
        may_change=may(visit.actor.role, Deed.CONFIGURE),
        is_law=keyword_law.is_named(key),
        said=said,
    )


def press_add(visit: Visit, click: Click) -> Replies:
    return _form(visit, Rule("", click.value, Action.OPT_OUT))


def press_edit(visit: Visit, click: Click) -> Replies:
    demand(visit.actor, Deed.CONFIGURE)
    entry = keyword_book.entry(visit.core, visit.workspace, click.value, by=visit.actor)
    return _form(visit, entry.rule)


def _form(visit: Visit, rule: Rule) -> OpenModal:
    demand(visit.actor, Deed.CONFIGURE)
    view = keyword_form.view(
        rule, metadata=visit.metadata(subject=rule.key), is_law=keyword_law.is_named(rule.key)
    )
    return OpenModal(view, f"keyword add {rule.words}".strip() if not rule.key else "keyword")


def submit(visit: Visit, submission: Submission) -> Replies:
    demand(visit.actor, Deed.CONFIGURE)
    filled, key = submission.view.filled, submission.view.metadata.subject
    rule = _filled_in(filled, key)
    if keyword_law.is_weakened(rule) and not filled.ticked(Field.KEYWORD_LAW):
        return FormErrors({Field.KEYWORD_LAW: UNTICKED})
    try:
        saved = keyword_book.save(visit.core, visit.act(), rule)
    except Refusal as error:
        name = FIELDS.get(type(error))
        if name is None:
            raise
        return FormErrors({name: plain(explain(error))})
    return _card(visit, saved.key, f"The rule {quoted(saved)} is saved and holds from now on.")


def _filled_in(filled: Filled, key: str) -> Rule:
    scope = filled.chosen(Field.KEYWORD_SCOPE)
    return Rule(
        key,
        filled.text(Field.KEYWORD_WORDS),
        Action(filled.chosen(Field.KEYWORD_ACTION)),
        Match(filled.chosen(Field.KEYWORD_MATCH)),
        filled.chosen(Field.KEYWORD_LANGUAGE),
        filled.chosen(Field.REGION),
        Scope(scope) if scope else None,
    )


def delete(visit: Visit, click: Click) -> Replies:
    rule = keyword_book.remove(visit.core, visit.act(), click.value)
    said = f"The rule {quoted(rule)} is deleted. Replies are judged without it from now on."
    return Replace(_card(visit, rule.key, said))


def restore(visit: Visit, click: Click) -> Replies:
    rule = keyword_book.restore(visit.core, visit.act(), click.value)
    return Replace(_card(visit, rule.key, f"The rule {quoted(rule)} holds again."))


def go_back(visit: Visit, click: Click) -> Replies:
    version, _, key = click.value.partition(":")
    rule = keyword_book.restore(visit.core, visit.act(), key, int(version))
    return Replace(_card(visit, rule.key, f"The rule {quoted(rule)} holds as it did then."))


def press_test(visit: Visit, _click: Click) -> Replies:
    return _tester(visit)


def _tester(visit: Visit) -> OpenModal:
    demand(visit.actor, Deed.LOOK)
    preferences = defaults.setup(visit).preferences
    view = keyword_tester.view(metadata=visit.metadata(), region="", preferences=preferences)
    return OpenModal(view, "keyword test")


def _tested(visit: Visit, typed: str) -> Message:
    text = Arguments("", clauses={"text": typed}).prose("text")
    decision = keyword_book.test(visit.core, visit.workspace, text, region="", by=visit.actor)
    return keyword_tester.message(text, decision, defaults.setup(visit).preferences)


def submit_test(visit: Visit, submission: Submission) -> Replies:
    filled = submission.view.filled
    text, region = filled.text(Field.KEYWORD_TEXT), filled.chosen(Field.REGION)
    decision = keyword_book.test(visit.core, visit.workspace, text, region=region, by=visit.actor)
    kept = submission.view.metadata
    view = keyword_tester.view(
        metadata=visit.metadata(subject=kept.subject),
        region=region,
        preferences=defaults.setup(visit).preferences,
        text=text,
        decision=decision,
    )
    return UpdateModal(view)
