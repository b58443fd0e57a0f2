"""Opt-out periods: opened, closed, given back, always a set at a time."""

from collections.abc import Iterator

import pytest
from sqlalchemy import exc

from storage import lists, opt_outs
from storage.engine import Database, Transaction
from storage.lists import ListKey
from storage.opt_outs import Period, Span
from storage.tables import OptOut
from storage.workspaces import made_for_team
from tests.conftest import Clock

A, B, C = 27821234567, 27831234567, 27841234567
MANY = set(range(27830000000, 27830000000 + 1203))


@pytest.fixture
def tx(database: Database) -> Iterator[Transaction]:
    with database.writing() as tx:
        yield tx


@pytest.fixture
def list_ids(tx: Transaction, clock: Clock) -> tuple[int, int]:
    """Two lists of one workspace."""
    workspace = made_for_team(tx, enterprise_id="", team_id="T0BAOBAB", at=clock.now)
    keys = [ListKey(0, "sms", 0), ListKey(0, "whatsapp", 7)]
    made = lists.made_for(tx, workspace.id or 0, keys)
    first, second = (made[key].id or 0 for key in keys)
    return first, second


@pytest.fixture
def sms(list_ids: tuple[int, int]) -> int:
    return list_ids[0]


@pytest.fixture
def whatsapp(list_ids: tuple[int, int]) -> int:
    return list_ids[1]


def all_of(tx: Transaction, *list_ids: int) -> list[Period]:
    return opt_outs.of_numbers(tx, list_ids, {A, B, C})


def test_only_numbers_that_are_not_on_the_list_yet_are_opened(tx: Transaction, sms: int) -> None:
    assert opt_outs.open_new(tx, {A, B}, list_id=sms, since=1) == 2
    assert opt_outs.open_new(tx, {A, B, C}, list_id=sms, since=2) == 1

    assert all_of(tx, sms) == [
        Period(sms, A, 1, 0, None),
        Period(sms, B, 1, 0, None),
        Period(sms, C, 2, 0, None),
    ]


def test_more_numbers_than_one_statement_takes_are_opened_found_and_closed(
    tx: Transaction, sms: int
) -> None:
    assert opt_outs.open_new(tx, MANY, list_id=sms, since=1) == len(MANY)
    assert opt_outs.open_new(tx, MANY, list_id=sms, since=2) == 0
    assert len(opt_outs.of_numbers(tx, [sms], MANY)) == len(MANY)
    assert opt_outs.close(tx, MANY, list_id=sms, until=3) == len(MANY)
    assert opt_outs.count_open(tx, list_id=sms) == 0


def test_no_numbers_are_no_work(tx: Transaction, sms: int) -> None:
    assert opt_outs.open_new(tx, set(), list_id=sms, since=1) == 0
    assert opt_outs.close(tx, set(), list_id=sms, until=2) == 0
    assert opt_outs.of_numbers(tx, [sms], set()) == []
    assert opt_outs.of_numbers(tx, [], {A}) == []


def test_a_number_has_one_open_period_on_a_list_by_construction(database: Database) -> None:
    with database.writing() as tx:
        tx.add(OptOut(list_id=1, number=A, since_change=1))

    with pytest.raises(exc.IntegrityError), database.writing() as tx:
        tx.add(OptOut(list_id=1, number=A, since_change=2))


def test_closing_ends_open_periods_on_one_list_and_counts_them(
    tx: Transaction, sms: int, whatsapp: int
) -> None:
    opt_outs.open_new(tx, {A, B}, list_id=sms, since=1)
    opt_outs.open_new(tx, {A}, list_id=whatsapp, since=1)

    assert opt_outs.close(tx, {A, C}, list_id=sms, until=2) == 1
    assert opt_outs.close(tx, {A, C}, list_id=sms, until=3) == 0

    assert all_of(tx, sms, whatsapp) == [
        Period(sms, A, 1, 2, None),
        Period(whatsapp, A, 1, 0, None),
        Period(sms, B, 1, 0, None),
    ]


def test_ended_periods_are_left_out_when_only_open_ones_are_asked_for(
    tx: Transaction, sms: int
) -> None:
    opt_outs.open_new(tx, {A, B}, list_id=sms, since=1)
    opt_outs.close(tx, {A}, list_id=sms, until=2)

    found = opt_outs.of_numbers(tx, [sms], {A, B}, only_open=True)

    assert [period.number for period in found] == [B]
    assert opt_outs.count_open(tx, list_id=sms) == 1


def test_a_number_may_have_many_periods_one_after_another(tx: Transaction, sms: int) -> None:
    for change in (1, 3, 5):
        opt_outs.open_new(tx, {A}, list_id=sms, since=change)
        opt_outs.close(tx, {A}, list_id=sms, until=change + 1)

    assert [(each.since, each.until) for each in all_of(tx, sms)] == [(1, 2), (3, 4), (5, 6)]


def test_what_a_change_opened_is_closed_within_its_span_and_on_its_list(
    tx: Transaction, sms: int, whatsapp: int
) -> None:
    opt_outs.open_new(tx, {B}, list_id=sms, since=1)
    opt_outs.open_new(tx, {A, B, C}, list_id=sms, since=2)
    opt_outs.open_new(tx, {A}, list_id=whatsapp, since=2)

    assert opt_outs.close_opened_by(tx, Span(2, A, C), list_id=sms, until=3) == 2

    still = opt_outs.of_numbers(tx, [sms, whatsapp], {A, B, C}, only_open=True)
    assert [(each.list_id, each.number) for each in still] == [(whatsapp, A), (sms, B)]


def test_numbers_that_a_span_names_are_touched_and_those_between_are_not(
    tx: Transaction, sms: int
) -> None:
    opt_outs.open_new(tx, {A, B, C}, list_id=sms, since=1)
    named = Span.over([A, C], change_id=1)

    assert opt_outs.close_opened_by(tx, named, list_id=sms, until=2) == 2

    assert [each.number for each in all_of(tx, sms) if each.until == 0] == [B]


def test_what_a_change_ended_is_given_back_with_its_beginning_and_date(
    tx: Transaction, sms: int
) -> None:
    opt_outs.open_new(tx, {A, B}, list_id=sms, since=1, own_date=1_700_000_000)
    opt_outs.close(tx, {A}, list_id=sms, until=2)
    opt_outs.close(tx, {B}, list_id=sms, until=3)

    assert opt_outs.give_back_closed_by(tx, Span(2, A, C), list_id=sms) == 1

    assert set(all_of(tx, sms)) == {
        Period(sms, A, 1, 2, 1_700_000_000),
        Period(sms, A, 1, 0, 1_700_000_000),
        Period(sms, B, 1, 3, 1_700_000_000),
    }


def test_a_number_that_is_on_the_list_again_keeps_its_later_period(
    tx: Transaction, sms: int
) -> None:
    opt_outs.open_new(tx, {A, B}, list_id=sms, since=1)
    opt_outs.close(tx, {A, B}, list_id=sms, until=2)
    opt_outs.open_new(tx, {A}, list_id=sms, since=3)

    assert opt_outs.give_back_closed_by(tx, Span(2, A, B), list_id=sms) == 1

    still = opt_outs.of_numbers(tx, [sms], {A, B}, only_open=True)
    assert [(each.number, each.since) for each in still] == [(A, 3), (B, 1)]


def test_what_was_given_back_is_closed_and_what_was_added_since_is_not(
    tx: Transaction, sms: int
) -> None:
    opt_outs.open_new(tx, {A, B, C}, list_id=sms, since=1)
    opt_outs.close(tx, {A, B}, list_id=sms, until=2)
    opt_outs.open_new(tx, {A}, list_id=sms, since=3)
    opt_outs.give_back_closed_by(tx, Span(2, A, B), list_id=sms)

    closed = opt_outs.close_given_back_by(tx, Span(4, A, C), list_id=sms, undone=2, until=5)

    still = opt_outs.of_numbers(tx, [sms], {A, B, C}, only_open=True)
    assert closed == 1
    assert [(each.number, each.since) for each in still] == [(A, 3), (C, 1)]


def test_the_beginnings_of_what_a_change_ended_are_named_once(tx: Transaction, sms: int) -> None:
    opt_outs.open_new(tx, {A, B}, list_id=sms, since=1)
    opt_outs.open_new(tx, {C}, list_id=sms, since=2)
    opt_outs.close(tx, {A, B, C}, list_id=sms, until=3)

    assert sorted(opt_outs.beginnings_ended_by(tx, Span(3, A, C), list_id=sms)) == [1, 2]
    assert not opt_outs.beginnings_ended_by(tx, Span(4, A, C), list_id=sms)


@pytest.mark.parametrize("span", [Span(1, A, C), Span(1, A, C, (A, B, C))])
@pytest.mark.parametrize("only_open", [True, False])
def test_what_a_change_opened_is_read_in_pages(
    tx: Transaction,
    sms: int,
    span: Span,
    only_open: bool,  # noqa: FBT001 - pytest names it
) -> None:
    opt_outs.open_new(tx, {A, B, C}, list_id=sms, since=1)
    opt_outs.close(tx, {B}, list_id=sms, until=2)
    opt_outs.give_back_closed_by(tx, Span(2, B, B), list_id=sms)
    collected: list[tuple[int, int]] = []

    after = (0, 0)
    while page := opt_outs.opened_by(
        tx, span, list_id=sms, after=after, limit=1, only_open=only_open
    ):
        after = (page[0].number, page[0].until)
        collected.append(after)

    expected = [(A, 0), (B, 0), (C, 0)] if only_open else [(A, 0), (B, 0), (B, 2), (C, 0)]
    assert collected == expected
