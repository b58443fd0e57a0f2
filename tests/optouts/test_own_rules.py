"""A workspace's own rules are obeyed, whichever words they have and wherever they look."""

from collections.abc import Callable

import pytest

from optouts import keyword_book
from optouts.changes import Act
from optouts.core import Core
from optouts.keyword_rules import Action, Decision, Match, Rule, Scope
from optouts.roles import Actor
from optouts.words import WorkspaceId

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Judged = Callable[..., Decision]


@pytest.fixture
def judged(core: Core, act: Callable[..., Act], workspace: WorkspaceId, viewer: Actor) -> Judged:
    """What a reply means once there is this rule."""

    def decided(rule: Rule, text: str, *, region: str = "ZA") -> Decision:
        keyword_book.save(core, act(), rule)
        return keyword_book.test(core, workspace, text, region=region, by=viewer)

    return decided


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Rule("", "stop the tape", Action.NOTHING), "Stop the tape!"),
        (Rule("", "stop the tape", Action.NOTHING, Match.CONTAINS), "please stop the tape now"),
        (Rule("", "stop 12345", Action.NOTHING), "STOP 12345"),
        (Rule("", "please cancel my order", Action.NOTHING), "Please cancel my order!"),
        (Rule("", "wrong number", Action.OPT_OUT), "wrong number"),
        (Rule("", "vamoose", Action.OPT_OUT, Match.BEGINS), "Vamoose, all of you"),
        (Rule("", "vamoose", Action.ASK, Match.CONTAINS), "I said vamoose to them"),
        (Rule("", "vamoose", Action.HELP), "vamoose?"),
        (Rule("", "subscribe me again", Action.OPT_IN), "Subscribe me again."),
    ],
    ids=lambda value: value.words if isinstance(value, Rule) else None,
)
def test_an_own_rule_wins_over_what_is_shipped(judged: Judged, rule: Rule, text: str) -> None:
    decision = judged(rule, text)
    assert (decision.action, decision.rule and decision.rule.words) == (rule.action, rule.words)


def test_a_rule_of_a_region_holds_for_people_of_that_region(judged: Judged) -> None:
    rule = Rule("", "vamoose", Action.OPT_OUT, region="ZA", scope=Scope.EVERYWHERE)
    assert judged(rule, "Vamoose", region="ZA").scope is Scope.EVERYWHERE
    assert judged(rule, "Vamoose", region="US").action is Action.NOTHING


def test_what_always_is_a_conversation_can_be_said_of_a_whole_reply_only(judged: Judged) -> None:
    rule = Rule("", "please cancel my order", Action.NOTHING)
    assert judged(rule, "please cancel my order and stop texting me").action is Action.OPT_OUT
