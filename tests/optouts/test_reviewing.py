"""Unclear replies: kept for somebody to judge, judged once, and on the safe side in the end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from optouts import imports, judging, keyword_book, reviewing
from optouts.errors import AlreadyJudged, JobMovedOn, NotPermitted, RuleTaken, UnknownJob
from optouts.job_rows import job_of
from optouts.jobs import Job, JobId, JobKind, Stage
from optouts.keyword_rules import Action, Match, Rule
from optouts.numbers import E164
from optouts.outcomes import Story
from optouts.review import Case, Question, Verdict
from optouts.roles import Actor
from optouts.words import ListId, Origin
from storage import jobs
from tests.conftest import Clock
from tests.optouts.answering import Desk, answering, connected

UNCLEAR = "Please cancel my order!"
LERATO = E164(27835550101)
ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SetTo = Callable[[str, str], None]
Stands = Callable[[E164], set[ListId]]


def test_an_unclear_reply_changes_nothing_and_waits_with_all_that_is_known(
    desk: Desk, standing: Stands, clock: Clock
) -> None:
    desk.writes(UNCLEAR)

    case = desk.case()
    assert case.question is Question.MEANING
    assert case.message.text == UNCLEAR
    assert case.message.number == LERATO
    assert case.sender is not None
    assert case.sender.label == "Offers"
    assert case.story is not None
    assert not case.story.standing
    assert case.review.until == clock.now + timedelta(hours=24)
    assert standing(LERATO) == set()


def test_judged_an_opt_out_it_is_the_persons_own_and_says_who_judged(
    desk: Desk, story: Callable[[E164], Story], editor: Actor
) -> None:
    desk.writes(UNCLEAR)
    case = desk.case()

    desk.opts_out(case, by=editor)

    [opened] = story(LERATO).standing
    assert opened.since.origin is Origin.KEYWORD
    assert opened.since.evidence["text"] == UNCLEAR
    assert opened.since.evidence["judged_by"] == editor.id
    assert desk.cases() == []
    judged = desk.verdict(case)
    assert (judged.verdict, judged.by) == (Verdict.OPTED_OUT, editor.id)
    assert judged.change == opened.since.id


def test_set_aside_nothing_is_changed(desk: Desk, editor: Actor, standing: Stands) -> None:
    desk.writes(UNCLEAR)
    case = desk.case()

    desk.sets_aside(case, by=editor)

    assert standing(LERATO) == set()
    assert desk.cases() == []
    assert desk.verdict(case).verdict is Verdict.NOT_AN_OPT_OUT


def test_only_editors_and_managers_judge_and_only_managers_make_rules(
    desk: Desk, viewer: Actor, editor: Actor
) -> None:
    desk.writes(UNCLEAR)
    case = desk.case()

    for judge in (desk.opts_out, desk.sets_aside):
        with pytest.raises(NotPermitted):
            judge(case, by=viewer)
    with pytest.raises(NotPermitted):
        desk.always(case, "cancel", Action.OPT_OUT, by=editor)
    assert len(desk.cases()) == 1


def test_the_first_word_holds_and_the_second_is_told_whose_it_was(
    desk: Desk, editor: Actor
) -> None:
    desk.writes(UNCLEAR)
    case = desk.case()
    desk.sets_aside(case, by=editor, request="the first")

    with pytest.raises(AlreadyJudged) as refusal:
        desk.opts_out(case)
    assert refusal.value.by == editor.id

    assert desk.sets_aside(case, by=editor, request="the first").stage is Stage.DONE


def test_of_two_who_judge_at_once_one_wins(desk: Desk, standing: Stands) -> None:
    desk.writes(UNCLEAR)
    case = desk.case()

    def judged(judge: Callable[[Case], Job]) -> str:
        try:
            judge(case)
        except AlreadyJudged:
            return "too late"
        return "won"

    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(judged, (desk.opts_out, desk.sets_aside)))

    assert sorted(outcomes) == ["too late", "won"]
    assert (desk.verdict(case).verdict is Verdict.OPTED_OUT) == bool(standing(LERATO))


@ONE_ENGINE
def test_where_many_wait_the_channel_is_told_of_them_and_not_asked_about_each(
    desk: Desk, set_to: SetTo, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviewing, "MOST_ASKED", 2)
    set_to("announcements", "C0OPTOUT")
    for index in range(5):
        desk.writes(UNCLEAR, number=f"+2783555010{index}")

    assert len(desk.cases()) == 5
    with desk.core.reading() as tx:
        rows = jobs.newest(tx, desk.workspace, JobKind.REVIEW, limit=5)
        asked = [bool(job_of(row).report.channel) for row in reversed(rows)]
    assert asked == [True, True, False, False, False]
    [told] = desk.reminders()
    assert told.news is not None
    assert told.news.total == 3

    clock.advance(hours=1)
    desk.writes(UNCLEAR, number="+27835550109")
    assert [each.news.total for each in desk.reminders() if each.news] == [6, 3]


@ONE_ENGINE
def test_a_review_cannot_be_steered_as_an_import_nor_anything_else_be_judged(
    desk: Desk, other_manager: Actor, set_to: SetTo
) -> None:
    set_to("announcements", "C0OPTOUT")
    desk.writes(UNCLEAR)
    case = desk.case()
    job_id = JobId(case.job)

    with pytest.raises(UnknownJob):
        judging.opt_out(desk.core, desk.act(), JobId(case.job + 1000))
    with pytest.raises(JobMovedOn):
        imports.cancel(desk.core, desk.act(), job_id)
    with pytest.raises(UnknownJob):
        imports.confirm(desk.core, desk.act(), job_id)
    with pytest.raises(JobMovedOn):
        imports.approve(desk.core, desk.act(by=other_manager), job_id)
    assert len(desk.cases()) == 1


def test_a_rule_made_of_it_judges_all_that_say_the_same(
    desk: Desk, manager: Actor, standing: Stands
) -> None:
    desk.writes(UNCLEAR)
    desk.writes("please CANCEL my order", number="+27835550102")
    desk.writes("wrong number", number="+27835550103")
    [case, _, other] = desk.cases()

    rule, judged = desk.always(case, UNCLEAR, Action.OPT_OUT)

    assert judged == 2
    assert [each.job for each in desk.cases()] == [other.job]
    assert standing(LERATO)
    assert standing(E164(27835550102))
    words = "Please cancel my order"
    decision = keyword_book.test(desk.core, desk.workspace, words, region="ZA", by=manager)
    assert (decision.rule, decision.action) == (rule, Action.OPT_OUT)


@ONE_ENGINE
def test_a_rule_that_says_it_is_nothing_opts_nobody_out_and_asks_no_more(
    desk: Desk, standing: Stands
) -> None:
    desk.writes(UNCLEAR)

    desk.always(desk.case(), UNCLEAR, Action.NOTHING)
    desk.writes(UNCLEAR, number="+27835550102")

    assert desk.cases() == []
    assert standing(LERATO) == set()


@ONE_ENGINE
def test_a_rule_that_contradicts_another_is_refused_and_nothing_is_judged(desk: Desk) -> None:
    desk.writes(UNCLEAR)
    words = "cancel all of it"
    keyword_book.save(desk.core, desk.act(), Rule("", words, Action.OPT_OUT, Match.WHOLE))

    with pytest.raises(RuleTaken):
        desk.always(desk.case(), words, Action.NOTHING)

    assert len(desk.cases()) == 1


def test_a_number_that_cannot_be_read_stays_until_somebody_looked(desk: Desk, clock: Clock) -> None:
    desk.writes("STOP", number="unknown caller")
    case = desk.case()
    assert case.question is Question.NUMBER
    assert case.story is None

    clock.advance(hours=24)
    judging.due(desk.core)
    assert desk.case().job == case.job

    desk.opts_out(case)
    assert desk.cases() == []
    assert desk.verdict(case).verdict is Verdict.NOT_AN_OPT_OUT


def test_a_stop_to_an_unknown_sender_holds_at_once_and_the_sender_is_asked_about(
    desk: Desk, clock: Clock, story: Callable[[E164], Story]
) -> None:
    desk.writes("STOP", to="39999")
    assert desk.case().question is Question.SENDER
    before = story(LERATO)
    assert len(before.standing) == 1

    clock.advance(hours=24)
    judging.due(desk.core)

    assert desk.cases() == []
    assert story(LERATO) == before


def test_a_start_that_nothing_proves_lifts_nothing_however_long_it_waits(
    desk: Desk, manager: Actor, clock: Clock, standing: Stands
) -> None:
    way_in = connected(desk.core, desk.workspace, manager, is_signed=False)
    unsigned = answering(desk.core, way_in)
    unsigned("STOP")
    unsigned("START")
    assert desk.case().question is Question.START

    clock.advance(hours=24)
    judging.due(desk.core)

    assert desk.cases() == []
    assert len(standing(LERATO)) == 1
