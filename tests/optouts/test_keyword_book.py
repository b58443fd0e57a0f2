"""The table of rules: what managers make of it, who made it, and that replies are judged by it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from optouts import keyword_book, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import (
    BadLanguage,
    BadRule,
    NotPermitted,
    OptInNotAlone,
    RuleTaken,
    UnknownRegion,
    UnknownRule,
)
from optouts.keyword_entries import AS_SHIPPED, LONGEST_WORDS, Entry, Version
from optouts.keyword_rules import Action, Decision, Match, Rule, Scope
from optouts.keyword_set import SHIPPED
from optouts.keywords import Book
from optouts.languages import LANGUAGES
from optouts.roles import Actor
from optouts.words import WorkspaceId
from storage import keyword_rules
from storage.reply_tables import KeywordRule
from tests.conftest import Clock

ActBy = Callable[..., Act]
STOP = next(rule for rule in SHIPPED if rule.key == "en:stop")
INFO = next(rule for rule in SHIPPED if rule.key == "en:info")
ENOUGH = Rule("", "Vamoose now", Action.OPT_OUT, language="af")


def book(core: Core, workspace: WorkspaceId) -> Book:
    with core.reading() as tx:
        return keyword_book.book_within(tx, workspace)


@pytest.fixture
def entry(core: Core, workspace: WorkspaceId, viewer: Actor) -> Callable[[str], Entry]:
    """The rule of a key as everybody sees it."""
    return lambda key: keyword_book.entry(core, workspace, key, by=viewer)


@pytest.fixture
def versions(
    core: Core, workspace: WorkspaceId, viewer: Actor
) -> Callable[[str], tuple[Version, ...]]:
    """What the rule of a key said, the newest first."""
    return lambda key: keyword_book.versions(core, workspace, key, by=viewer)


@pytest.fixture
def meant(core: Core, workspace: WorkspaceId, viewer: Actor) -> Callable[[str], Action]:
    """What a reply would lead to now."""

    def decided(text: str) -> Action:
        return keyword_book.test(core, workspace, text, region="", by=viewer).action

    return decided


def test_every_workspace_begins_with_the_rules_that_are_shipped(
    core: Core, workspace: WorkspaceId, viewer: Actor, meant: Callable[[str], Action]
) -> None:
    assert keyword_book.rules(core, workspace, by=viewer) == tuple(
        Entry(rule, is_shipped=True) for rule in SHIPPED
    )
    assert meant("Stop.") is Action.OPT_OUT
    assert {rule.language for rule in SHIPPED} <= {*LANGUAGES, ""}
    assert all(len(rule.words) <= LONGEST_WORDS for rule in SHIPPED)


def test_a_new_rule_is_obeyed_from_the_next_reply_on(
    core: Core, act: ActBy, workspace: WorkspaceId, viewer: Actor, entry: Callable[[str], Entry]
) -> None:
    def decided() -> Decision:
        return keyword_book.test(core, workspace, "vamoose now!", region="", by=viewer)

    assert decided().action is Action.NOTHING

    saved = keyword_book.save(core, act(), ENOUGH)

    assert saved.key == "own:1"
    assert decided().action is Action.OPT_OUT
    assert (decided().rule, decided().language) == (saved, "af")
    assert entry(saved.key) == Entry(saved, is_shipped=False, by=act().by.id, at=core.clock())


def test_rules_are_compiled_once_and_again_when_one_of_them_changes(
    core: Core, act: ActBy, workspace: WorkspaceId
) -> None:
    assert book(core, workspace) is book(core, workspace)
    rule = keyword_book.save(core, act(), ENOUGH)
    own = book(core, workspace)
    assert own is book(core, workspace)
    keyword_book.remove(core, act(), rule.key)
    assert book(core, workspace) is not own


def test_rules_are_obeyed_in_their_own_workspace_only(
    core: Core, act: ActBy, meant: Callable[[str], Action], viewer: Actor
) -> None:
    keyword_book.remove(core, act(), STOP.key)
    other = workspaces.of_team(core, enterprise_id="", team_id="T0ACACIA")

    assert meant("stop") is not Action.OPT_OUT
    elsewhere = keyword_book.test(core, other, "stop", region="", by=viewer)
    assert elsewhere.action is Action.OPT_OUT


def test_a_shipped_rule_is_changed_and_its_versions_say_by_whom(
    core: Core,
    act: ActBy,
    other_manager: Actor,
    clock: Clock,
    versions: Callable[[str], tuple[Version, ...]],
) -> None:
    first = clock()
    keyword_book.save(core, act(), Rule(INFO.key, "info", Action.ASK, language="en"))
    clock.advance(days=1)
    keyword_book.remove(core, act(by=other_manager), INFO.key)

    known = versions(INFO.key)
    told = [(each.rule.action, each.is_deleted, each.by, each.at) for each in known]
    assert told == [
        (Action.ASK, True, other_manager.id, clock()),
        (Action.ASK, False, act().by.id, first),
        (Action.HELP, False, None, None),
    ]
    assert known[0].rule.source == INFO.source


def test_what_was_changed_and_what_was_deleted_is_told_apart(
    core: Core, act: ActBy, entry: Callable[[str], Entry], meant: Callable[[str], Action]
) -> None:
    keyword_book.save(core, act(), Rule(INFO.key, "info", Action.ASK, language="en"))
    assert meant("info") is Action.ASK
    assert (entry(INFO.key).is_changed, entry(INFO.key).is_deleted) == (True, False)
    keyword_book.remove(core, act(), INFO.key)
    assert meant("info") is Action.NOTHING
    assert (entry(INFO.key).is_changed, entry(INFO.key).is_deleted) == (True, True)


def test_a_deleted_rule_comes_back_as_it_last_was(
    core: Core,
    act: ActBy,
    versions: Callable[[str], tuple[Version, ...]],
    meant: Callable[[str], Action],
) -> None:
    rule = keyword_book.save(core, act(), ENOUGH)
    keyword_book.remove(core, act(), rule.key)
    assert meant("vamoose now") is not Action.OPT_OUT

    assert keyword_book.restore(core, act(), rule.key) == rule

    assert meant("vamoose now") is Action.OPT_OUT
    assert len(versions(rule.key)) == 3


def test_a_rule_goes_back_to_any_of_its_versions_and_to_what_was_shipped(
    core: Core,
    act: ActBy,
    entry: Callable[[str], Entry],
    versions: Callable[[str], tuple[Version, ...]],
) -> None:
    wider = Rule(STOP.key, "stop", Action.OPT_OUT, Match.BEGINS, "en", scope=Scope.EVERYWHERE)
    keyword_book.save(core, act(), wider)
    keyword_book.save(core, act(), Rule(STOP.key, "stop", Action.ASK, language="en"))
    first = versions(STOP.key)[1]

    back = keyword_book.restore(core, act(), STOP.key, first.id)
    assert (back.match, back.scope) == (Match.BEGINS, Scope.EVERYWHERE)

    assert keyword_book.restore(core, act(), STOP.key, AS_SHIPPED) == STOP
    assert not entry(STOP.key).is_changed
    assert entry(STOP.key).by is not None
    with pytest.raises(UnknownRule):
        keyword_book.restore(core, act(), STOP.key, 1_000)


def test_the_same_twice_is_one_version(
    core: Core, act: ActBy, versions: Callable[[str], tuple[Version, ...]]
) -> None:
    first = keyword_book.save(core, act(), ENOUGH)
    assert keyword_book.save(core, act(), ENOUGH) == first
    assert keyword_book.save(core, act(), first) == first
    for _ in range(2):
        keyword_book.remove(core, act(), first.key)
    for _ in range(2):
        keyword_book.restore(core, act(), first.key)
    assert len(versions(first.key)) == 3


def test_two_rules_cannot_be_about_the_same_words(core: Core, act: ActBy) -> None:
    with pytest.raises(RuleTaken) as taken:
        keyword_book.save(core, act(), Rule("", "  STÓP! ", Action.NOTHING))
    assert taken.value.rule == STOP

    keyword_book.remove(core, act(), STOP.key)
    mine = keyword_book.save(core, act(), Rule("", "stop", Action.ASK))
    with pytest.raises(RuleTaken) as taken:
        keyword_book.restore(core, act(), STOP.key)
    assert taken.value.rule == mine


def test_what_cannot_be_a_rule_is_refused(core: Core, act: ActBy) -> None:
    for words in ("", "  ", "?!", "👍", "x" * 201):
        with pytest.raises(BadRule):
            keyword_book.save(core, act(), Rule("", words, Action.OPT_OUT))
    with pytest.raises(OptInNotAlone):
        keyword_book.save(core, act(), Rule("", "back again", Action.OPT_IN, Match.CONTAINS))
    with pytest.raises(BadLanguage):
        keyword_book.save(core, act(), Rule("", "qapla", Action.OPT_OUT, language="tlh"))
    with pytest.raises(UnknownRegion):
        keyword_book.save(core, act(), Rule("", "fini", Action.OPT_OUT, region="XX"))


def test_a_rule_that_is_not_there_cannot_be_changed(
    core: Core, act: ActBy, workspace: WorkspaceId, viewer: Actor
) -> None:
    with pytest.raises(UnknownRule):
        keyword_book.save(core, act(), Rule("own:7", "enough", Action.OPT_OUT))
    with pytest.raises(UnknownRule):
        keyword_book.remove(core, act(), "own:7")
    with pytest.raises(UnknownRule):
        keyword_book.restore(core, act(), "own:7")
    with pytest.raises(UnknownRule):
        keyword_book.versions(core, workspace, "own:7", by=viewer)
    keyword_book.remove(core, act(), STOP.key)
    with pytest.raises(UnknownRule):
        keyword_book.save(core, act(), Rule(STOP.key, "stop", Action.ASK))


def test_only_opting_out_has_a_reach(core: Core, act: ActBy) -> None:
    said = Rule("", "who is this", Action.HELP, scope=Scope.EVERYWHERE)
    assert keyword_book.save(core, act(), said).scope is None


def test_only_managers_change_rules(core: Core, act: ActBy, editor: Actor) -> None:
    with pytest.raises(NotPermitted):
        keyword_book.save(core, act(by=editor), ENOUGH)
    with pytest.raises(NotPermitted):
        keyword_book.remove(core, act(by=editor), STOP.key)
    with pytest.raises(NotPermitted):
        keyword_book.restore(core, act(by=editor), STOP.key)


def test_viewers_look_and_guests_do_not(
    core: Core, workspace: WorkspaceId, viewer: Actor, guest: Actor
) -> None:
    def look(by: Actor) -> None:
        keyword_book.versions(core, workspace, STOP.key, by=by)

    def test(by: Actor) -> None:
        keyword_book.test(core, workspace, "stop", region="", by=by)

    for see in (look, test):
        see(viewer)
        with pytest.raises(NotPermitted):
            see(guest)
    with pytest.raises(NotPermitted):
        keyword_book.rules(core, workspace, by=guest)
    with pytest.raises(UnknownRegion):
        keyword_book.test(core, workspace, "stop", region="XX", by=viewer)


def test_two_managers_who_add_a_rule_at_once_make_two_keys(core: Core, act: ActBy) -> None:
    words = [f"word {number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        saved = pool.map(
            lambda each: keyword_book.save(core, act(), Rule("", each, Action.OPT_OUT)), words
        )
    assert sorted(rule.key for rule in saved) == [f"own:{number}" for number in range(1, 9)]


def test_a_rule_that_a_later_release_ships_no_more_is_the_workspaces_own(
    core: Core, act: ActBy, workspace: WorkspaceId, viewer: Actor
) -> None:
    row = KeywordRule(
        workspace_id=workspace,
        rule="en:gone",
        body='{"words":"gone","action":"opt_out","match":"whole","language":"en","region":"","scope":""}',
        actor="U0THANDI",
        at=core.clock(),
    )
    with core.writing() as tx:
        keyword_rules.add(tx, row)
    assert keyword_book.entry(core, workspace, "en:gone", by=viewer).is_shipped is False
    assert keyword_book.save(core, act(), ENOUGH).key == "own:1"
