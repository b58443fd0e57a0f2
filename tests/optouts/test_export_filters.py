"""Which opt-outs an export holds: filters, one change, and what changed within a time."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from optouts import changes, history, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.export_order import Column, Format
from optouts.jobs import Mode
from optouts.numbers import E164
from optouts.outcomes import Added, Change, Removed, Undone, Wanted
from optouts.places import Account, Choice, Sender
from optouts.roles import Actor
from optouts.words import ChangeId, Channel, Origin
from storage import export_filters
from tests.conftest import Clock
from tests.optouts.exporting import Exporter
from tests.optouts.importing import Importer

ONE, TWO, THREE, FOUR = (E164(27831234560 + each) for each in range(1, 5))
SMS, WHATSAPP = frozenset({Channel.SMS}), frozenset({Channel.WHATSAPP})

OptOut = Callable[..., Added]
Told = Callable[..., list[int]]


@pytest.fixture(params=["few changes", "many changes"])
def told(
    request: pytest.FixtureRequest, exporter: Exporter, monkeypatch: pytest.MonkeyPatch
) -> Told:
    """The last digits of the numbers that a file holds, however many changes are meant."""
    if request.param == "many changes":
        monkeypatch.setattr(export_filters, "FEW", 0)

    def of_file(**order: object) -> list[int]:
        file = exporter.exports(columns=(Column.ENDED,), **order)  # type: ignore[arg-type]
        assert file.written.rows == len(file.rows())
        return [int(row[0][-1]) for row in file.rows()]

    return of_file


@pytest.fixture
def on_lists(
    opt_out: OptOut, short_code: Sender, care: Sender, retail: Account, travel: Account
) -> None:
    opt_out(ONE)
    opt_out(TWO, choice=Choice(SMS, (short_code.id,)))
    opt_out(THREE, choice=Choice(WHATSAPP, (care.id,), (retail.id,)))
    opt_out(FOUR, choice=Choice(WHATSAPP, (care.id,), (travel.id,)))


@pytest.mark.usefixtures("on_lists")
def test_lists_are_chosen_as_a_listing_chooses_them(
    exporter: Exporter, core: Core, viewer: Actor, care: Sender, retail: Account
) -> None:
    for wanted, expected in (
        (Wanted(), {1, 2, 3, 4}),
        (Wanted(channel=Channel.SMS), {1, 2}),
        (Wanted(channel=Channel.WHATSAPP), {3, 4}),
        (Wanted(sender=care.id), {3, 4}),
        (Wanted(sender=care.id, account=retail.id), {3}),
    ):
        rows = exporter.exports(wanted=wanted).rows()
        assert {int(row[0][-1]) for row in rows} == expected
        page = history.page(core, exporter.workspace, wanted, by=viewer, limit=10)
        assert {each.number.digits % 10 for each in page.opt_outs} == expected


def test_times_and_origins_are_those_of_the_change_that_opted_out(
    told: Told, opt_out: OptOut, clock: Clock
) -> None:
    start = clock.now
    opt_out(ONE)
    clock.advance(days=1)
    opt_out(TWO, origin=Origin.KEYWORD)
    clock.advance(days=1)
    opt_out(THREE, origin=Origin.API)
    last = clock.now

    assert told(wanted=Wanted(since=last)) == [3]
    assert told(wanted=Wanted(until=last)) == [1, 2]
    assert told(wanted=Wanted(since=start, until=last, origins=(Origin.KEYWORD,))) == [2]
    assert told(wanted=Wanted(origins=(Origin.KEYWORD, Origin.API))) == [2, 3]
    assert told(wanted=Wanted(origins=(Origin.LINK,))) == []


def test_ended_opt_outs_are_told_if_they_are_asked_for(
    told: Told, opt_out: OptOut, remove: Callable[..., Removed]
) -> None:
    added = opt_out(ONE, TWO)
    remove(ONE, on=[added.opened[0].list.id])
    opt_out(ONE)

    assert told() == [1, 2]
    assert told(wanted=Wanted(ended_too=True)) == [1, 1, 2]


def test_what_began_or_ended_within_a_time_is_told_as_its_changes(
    told: Told, opt_out: OptOut, remove: Callable[..., Removed], clock: Clock
) -> None:
    on = [opt_out(ONE, TWO, THREE).opened[0].list.id]
    clock.advance(days=1)
    remove(ONE, on=on)
    clock.advance(days=6)
    since = clock.now
    clock.advance(days=1)
    remove(TWO, on=on)
    opt_out(FOUR)
    clock.advance(days=6)
    until = clock.now
    opt_out(ONE)

    wanted = Wanted(since=since, until=until)
    assert told(wanted=wanted, changes_only=True) == [2, 4]
    assert told(wanted=Wanted(since=since), changes_only=True) == [1, 2, 4]
    by_keyword = Wanted(since=since, origins=(Origin.KEYWORD,))
    assert told(wanted=by_keyword, changes_only=True) == []


def test_one_change_is_told_by_the_numbers_it_touched(
    told: Told, opt_out: OptOut, remove: Callable[..., Removed], undo: Callable[[Change], Undone]
) -> None:
    first = opt_out(ONE, TWO)
    second = opt_out(TWO, THREE)
    removal = remove(ONE, THREE, on=[first.opened[0].list.id])
    undoing = undo(removal.change)

    assert told(change=first.change.id) == [1, 1, 2]
    assert told(change=second.change.id) == [3, 3]
    assert told(change=removal.change.id) == [1, 3]
    assert told(change=undoing.change.id) == [1, 3]


@pytest.mark.usefixtures("in_one_process")
def test_an_import_is_told_by_what_it_put_on_and_took_off(
    told: Told, importer: Importer, opt_out: OptOut
) -> None:
    opt_out(ONE, TWO, origin=Origin.API)
    job = importer.imports(["27831234562", "27831234563"], mode=Mode.REPLACE)

    assert job.change is not None
    assert told(change=ChangeId(job.change)) == [1, 3]


def test_another_workspace_is_never_told(
    exporter: Exporter, opt_out: OptOut, core: Core, manager: Actor
) -> None:
    opt_out(ONE)
    other = workspaces.of_team(core, enterprise_id="", team_id="T0MARULA")
    stranger = replace(exporter, workspace=other)
    there = Act(other, manager, Origin.SLACK, "there")
    changes.add(core, there, [TWO], Choice(SMS))

    assert [row[0] for row in stranger.exports().rows()] == [f"'+{TWO.digits}"]
    assert stranger.exports(Format.TXT).text == f"+{TWO.digits}\r\n"
