"""An import is undone: exactly what it did, by whoever may, from wherever it is shown."""

from pathlib import Path

import pytest

from bot.application import Application
from bot.sandbox.person import NotThereError, Person
from bot.sandbox.server import Sandbox
from optouts.applying import Applying
from tests.conftest import Clock
from tests.journeys.conftest import RepliesStop, Told, answer
from tests.journeys.importing import (
    ONE_ENGINE,
    REMOVE,
    REPLACE,
    UNDO,
    A,
    B,
    C,
    D,
    adds,
    are_out,
    asks,
    at_once,
    is_out,
    meanwhile_in,
    said,
    whispers,
    written,
)


def test_what_happened_since_is_left_alone(
    thandi: Person, naledi: Person, tmp_path: Path, told: Told, clock: Clock
) -> None:
    naledi.types(f"/optout add {C}", channel="#retail-campaigns")
    imported = adds(thandi, written(tmp_path, A, B, C, D), count="3 Numbers")
    clock.advance(days=1)
    thandi.types(f"/optout remove {A}, {D} everywhere", channel="#retail-campaigns")
    clock.advance(days=1)
    naledi.types(f"/optout add {A}", channel="#retail-campaigns")
    clock.advance(days=1)

    thandi.clicks(UNDO, channel="dm")

    summary, undone = said(thandi)
    assert summary.ts == imported.ts
    assert summary.text.endswith("*Undone* by @Thandi Mokoena, 4 March 2026, 09:00 UTC")
    assert undone.thread_ts == imported.thread_ts
    assert "*Undid an import of `stop-list.csv`*" in undone.text
    assert "*1 opt-out taken off again*" in undone.text
    [announced] = [each for each in told() if "`stop-list.csv`" in each]
    assert announced.endswith("*Undone* by @Thandi Mokoena, 4 March 2026, 09:00 UTC")
    assert are_out(naledi, A, B, C, D) == [True, False, True, False]
    naledi.types(f"/optout check {A}", channel="#opt-outs")
    assert "since 3 March 2026, 09:00 UTC by @Naledi Dlamini" in answer(naledi)
    naledi.types(f"/optout history {B}", channel="#opt-outs")
    assert "Taken off by undo" in answer(naledi)
    with pytest.raises(NotThereError):
        thandi.clicks(UNDO, channel="dm")


@ONE_ENGINE
def test_an_undone_replacement_gives_the_list_back_with_its_dates(
    thandi: Person, tmp_path: Path, clock: Clock
) -> None:
    thandi.types(f"/optout add {A}, {B}", channel="#retail-campaigns")
    clock.advance(days=2)
    asks(thandi, written(tmp_path, B, C), mode=REPLACE)
    thandi.clicks("Replace the List…", channel="dm")
    thandi.fills("Type 1 to confirm", "1")
    thandi.submits()
    assert are_out(thandi, A, B, C) == [False, True, True]

    thandi.clicks(UNDO, channel="dm")

    [_, undone] = said(thandi)
    assert "*1 opt-out given back, 1 opt-out taken off again*" in undone.text
    assert are_out(thandi, A, B, C) == [True, True, False]
    thandi.types(f"/optout check {A}", channel="#opt-outs")
    assert "since 1 March 2026, 09:00 UTC" in answer(thandi)


@ONE_ENGINE
def test_what_people_asked_for_themselves_is_given_back_as_their_own(
    thandi: Person, naledi: Person, tmp_path: Path, replies_stop: RepliesStop
) -> None:
    replies_stop(A)
    thandi.types("", channel="dm", files=[written(tmp_path, A)])
    thandi.clicks("Choose and Check…", channel="dm")
    thandi.chooses("What to do with the numbers", REMOVE)
    thandi.chooses("People who opted out themselves", "Take them off too")
    thandi.fills("Reason", "phoned us")
    thandi.submits()
    thandi.clicks("Remove 1 Number", channel="dm")
    assert not is_out(naledi, A)

    # What takes nobody off, an editor may do.
    naledi.clicks("Undo", "#opt-outs")

    naledi.types(f"/optout check {A}", channel="#opt-outs")
    assert "since 1 March 2026, 09:00 UTC, from a reply of the person" in answer(naledi)


@ONE_ENGINE
def test_viewers_and_editors_may_not_undo_what_was_added(
    thandi: Person, naledi: Person, sipho: Person, tmp_path: Path
) -> None:
    adds(naledi, written(tmp_path, A, B), count="2 Numbers", room="#opt-outs")

    for refused in (naledi, sipho):
        refused.clicks(UNDO, channel="#opt-outs")
        assert "You need the role *manager* to remove opt-outs" in answer(refused)

    assert are_out(thandi, A, B) == [True, True]


def test_an_import_is_undone_once_however_many_press_at_once(
    slack: Sandbox, naledi: Person, tmp_path: Path, told: Told
) -> None:
    thandi, pieter = slack.person("thandi"), slack.person("pieter")
    adds(naledi, written(tmp_path, A, B), count="2 Numbers", room="#opt-outs")
    with at_once(slack):
        thandi.clicks(UNDO, channel="#opt-outs")
        pieter.clicks("Undo", channel="#opt-outs")

    assert len([each for each in said(naledi, "#opt-outs") if "Undid an import" in each.text]) == 1
    [late] = [*whispers(thandi), *whispers(pieter)]
    assert late.startswith("Already undone by @")
    assert all(told()[place].count("*Undone* by") == 1 for place in (0, 1))
    assert are_out(thandi, A, B) == [False, False]


@ONE_ENGINE
def test_after_thirty_days_an_import_cannot_be_undone(
    thandi: Person, tmp_path: Path, clock: Clock
) -> None:
    done = adds(thandi, written(tmp_path, A, B), count="2 Numbers")
    assert "It can be undone for 30 days." in done.text
    clock.advance(days=31)

    thandi.clicks(UNDO, channel="dm")

    assert "This change is of 1 March 2026, 09:00 UTC and can be undone for 30 days only." in (
        answer(thandi)
    )
    assert are_out(thandi, A, B) == [True, True]


@ONE_ENGINE
def test_another_manager_undoes_it_under_its_announcement(
    thandi: Person, pieter: Person, tmp_path: Path
) -> None:
    adds(thandi, written(tmp_path, A, B), count="2 Numbers")

    pieter.clicks("Undo", channel="#opt-outs")

    announced, undone = [
        each for each in said(pieter, "#opt-outs") if "`stop-list.csv`" in each.text
    ]
    assert announced.text.endswith("*Undone* by @Pieter van Wyk, 1 March 2026, 09:00 UTC")
    assert undone.thread_ts == announced.ts
    assert "Undid an import" in undone.text
    [summary] = said(thandi)
    assert "*Undone* by @Pieter van Wyk" in summary.text
    assert f"[{UNDO}]" not in summary.text
    assert are_out(thandi, A, B) == [False, False]


@ONE_ENGINE
def test_an_import_is_undone_from_the_home_tab(
    naledi: Person, pieter: Person, tmp_path: Path
) -> None:
    adds(naledi, written(tmp_path, A, B), count="2 Numbers")
    pieter.opens_home()
    assert "@Naledi Dlamini opted out *2 numbers*" in pieter.home

    pieter.clicks("Undo", "home")

    [undone] = said(pieter)
    assert "Undid an import of `stop-list.csv`" in undone.text
    pieter.opens_home()
    assert "*0 opt-outs* on 1 list." in pieter.home
    assert "*Undone* by @Pieter van Wyk" in pieter.home


@ONE_ENGINE
def test_while_it_still_runs_an_import_is_cancelled_and_not_undone(
    slack: Sandbox,
    company: Application,
    thandi: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meanwhile, step = meanwhile_in(slack, company), Applying.step
    pieter = slack.person("pieter")
    answers: list[str] = []

    def undoes() -> None:
        pieter.opens_home()
        pieter.clicks("Undo", "home")
        answers.append(answer(pieter))

    def stepped(applying: Applying) -> bool:
        goes_on = step(applying)
        if not answers:
            meanwhile(undoes)
        return goes_on

    monkeypatch.setattr(Applying, "step", stepped)
    done = adds(thandi, written(tmp_path, A, B), count="2 Numbers")

    assert "That import is still going on. Cancel it or wait for its end" in answers[0]
    assert "2 opt-outs added" in done.text
    assert are_out(thandi, A, B) == [True, True]
