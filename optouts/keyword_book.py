"""The rules of a workspace: those that are shipped, and what its managers made of them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from optouts import keyword_rows
from optouts.changes import Act
from optouts.core import Core, demand
from optouts.errors import (
    BadLanguage,
    BadRule,
    OptInNotAlone,
    RuleTaken,
    UnknownRegion,
    UnknownRule,
)
from optouts.keyword_entries import LONGEST_WORDS, Entry, Version
from optouts.keyword_rules import Action, Decision, Match, Rule
from optouts.keyword_set import SHIPPED
from optouts.keyword_text import normal
from optouts.keywords import Book
from optouts.languages import LANGUAGES
from optouts.numbers import is_region
from optouts.roles import Actor, Deed
from optouts.words import WorkspaceId
from optouts.workspaces import preferences_within
from storage import keyword_rules
from storage.engine import Transaction

MOST_BOOKS: Final = 200
"""Workspaces whose rules are kept compiled; after that many all are compiled anew."""

_books: WeakKeyDictionary[object, dict[WorkspaceId, tuple[int, Book]]] = WeakKeyDictionary()
"""By database; each with the number of versions that it was compiled from."""

_compiling = Lock()
"""Many replies at once would else each compile the same."""


class NotCompiled(Exception):
    """The rules are others than when they were compiled."""


def prepare(core: Core, workspace: WorkspaceId) -> None:
    """Compile the rules if they are not: a matter of tenths of a second, for which nobody should
    wait who wants to write. Raises StorageAway."""
    with _compiling, core.reading() as tx:
        book_within(tx, workspace)


def book_within(tx: Transaction, workspace: WorkspaceId, *, compiles: bool = True) -> Book:
    """The rules that hold, compiled; cheap enough to be asked for with every reply.

    Raises NotCompiled where they are not and `compiles` is off.
    """
    versions = keyword_rules.count(tx, workspace)
    books = _books.setdefault(tx.get_bind(), {})
    known = books.get(workspace)
    if known is not None and known[0] == versions:
        return known[1]
    if not compiles and (versions or not _shipped.cache_info().currsize):
        raise NotCompiled
    if not versions:
        return _shipped()
    book = Book(entry.rule for entry in keyword_rows.entries(tx, workspace) if not entry.is_deleted)
    if len(books) >= MOST_BOOKS:
        books.clear()
    books[workspace] = versions, book
    return book


@cache
def _shipped() -> Book:
    return Book(SHIPPED)


def rules(core: Core, workspace: WorkspaceId, *, by: Actor) -> tuple[Entry, ...]:
    """All of them, deleted ones too: the workspace's own, then those that are shipped.

    Raises NotPermitted and StorageAway.
    """
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        return tuple(keyword_rows.entries(tx, workspace))


def entry(core: Core, workspace: WorkspaceId, key: str, *, by: Actor) -> Entry:
    """One of them. Raises NotPermitted, UnknownRule and StorageAway."""
    return _entry(rules(core, workspace, by=by), key)


def save(core: Core, act: Act, rule: Rule) -> Rule:
    """Change the rule of this key; a rule without a key is a new one, and is returned with its own.

    What stays the same leaves no trace. Raises NotPermitted, UnknownRule, BadRule, RuleTaken,
    OptInNotAlone, BadLanguage, UnknownRegion and StorageAway.
    """
    demand(act.by, Deed.CONFIGURE)
    rule = _tidied(rule)
    with core.writing() as tx:
        keyword_rules.claim(tx, act.workspace)
        entries = list(keyword_rows.entries(tx, act.workspace))
        if rule.key:
            standing = _entry(entries, rule.key)
            if standing.is_deleted:
                raise UnknownRule
            rule = replace(rule, source=standing.rule.source)
            if rule == standing.rule:
                return rule
        twin = _twin(entries, rule)
        if twin is not None:
            if not rule.key and rule == replace(twin, key="", source=""):
                return twin
            raise RuleTaken(twin)
        if not rule.key:
            rule = replace(rule, key=keyword_rows.next_key(tx, act.workspace))
        _put(tx, core, act, rule)
        return rule


def _tidied(rule: Rule) -> Rule:
    words = " ".join(rule.words.split())
    if not 0 < len(words) <= LONGEST_WORDS or not normal(words):
        raise BadRule(rule.words, LONGEST_WORDS)
    if rule.action is Action.OPT_IN and rule.match is not Match.WHOLE:
        raise OptInNotAlone
    language, region = rule.language.strip().lower(), rule.region.strip().upper()
    if language and language not in LANGUAGES:
        raise BadLanguage(rule.language)
    if region and not is_region(region):
        raise UnknownRegion(rule.region)
    scope = rule.scope if rule.action is Action.OPT_OUT else None
    return replace(rule, words=words, language=language, region=region, scope=scope, source="")


def _entry(entries: Sequence[Entry], key: str) -> Entry:
    for each in entries:
        if each.rule.key == key:
            return each
    raise UnknownRule


def _twin(entries: Sequence[Entry], rule: Rule) -> Rule | None:
    """Another rule that holds and is about the same words."""
    about = normal(rule.words), rule.match, rule.region
    for each in entries:
        other = each.rule
        if each.is_deleted or other.key == rule.key:
            continue
        if (normal(other.words), other.match, other.region) == about:
            return other
    return None


def _put(tx: Transaction, core: Core, act: Act, rule: Rule, *, deleted: bool = False) -> None:
    row = keyword_rows.row_of(act.workspace, rule, by=act.by.id, at=core.clock(), deleted=deleted)
    keyword_rules.add(tx, row)


def remove(core: Core, act: Act, key: str) -> Rule:
    """Let a rule hold no more; it can be restored.

    Raises NotPermitted, UnknownRule and StorageAway.
    """
    demand(act.by, Deed.CONFIGURE)
    with core.writing() as tx:
        keyword_rules.claim(tx, act.workspace)
        standing = _entry(list(keyword_rows.entries(tx, act.workspace)), key)
        if not standing.is_deleted:
            _put(tx, core, act, standing.rule, deleted=True)
        return standing.rule


def restore(core: Core, act: Act, key: str, version: int | None = None) -> Rule:
    """Let a rule hold again, as it last was or as it was in one of its versions.

    Raises NotPermitted, UnknownRule, RuleTaken and StorageAway.
    """
    demand(act.by, Deed.CONFIGURE)
    with core.writing() as tx:
        keyword_rules.claim(tx, act.workspace)
        entries = list(keyword_rows.entries(tx, act.workspace))
        standing = _entry(entries, key)
        rule = standing.rule
        if version is not None:
            known = {each.id: each.rule for each in keyword_rows.versions(tx, act.workspace, key)}
            if version not in known:
                raise UnknownRule
            rule = known[version]
        if rule == standing.rule and not standing.is_deleted:
            return rule
        if (twin := _twin(entries, rule)) is not None:
            raise RuleTaken(twin)
        _put(tx, core, act, rule)
        return rule


def versions(core: Core, workspace: WorkspaceId, key: str, *, by: Actor) -> tuple[Version, ...]:
    """What a rule said and who changed it, the newest first.

    Raises NotPermitted, UnknownRule and StorageAway.
    """
    demand(by, Deed.LOOK)
    with core.reading() as tx:
        found = keyword_rows.versions(tx, workspace, key)
    if not found:
        raise UnknownRule
    return found


def test(core: Core, workspace: WorkspaceId, text: str, *, region: str, by: Actor) -> Decision:
    """What a reply would mean now. Without a region it comes from the workspace's own.

    Raises NotPermitted, UnknownRegion and StorageAway.
    """
    demand(by, Deed.LOOK)
    if region and not is_region(region):
        raise UnknownRegion(region)
    with core.reading() as tx:
        known = preferences_within(tx, workspace)
        book = book_within(tx, workspace)
    return book.decide(text, region=region or known.region, profanity=known.profanity)
