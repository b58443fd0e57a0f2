"""A sender whose opt-outs rise: found within its hour, told of once, muted if somebody wishes."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from optouts import changes, spiking, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.errors import NotPermitted, UnknownJob
from optouts.job_rows import job_of
from optouts.jobs import Job, JobId, JobKind, Stage
from optouts.numbers import E164
from optouts.outcomes import Added
from optouts.places import Account, Choice, Sender
from optouts.roles import Actor
from optouts.spikes import QUIET, Spike
from optouts.words import EVERY_SENDER, Channel, Origin, WorkspaceId
from storage import changes as stored
from storage import jobs
from storage.engine import Database
from tests.conftest import Clock

Come = Callable[..., None]
"""So many people opt out of a sender, one after the other."""

Told = Callable[[], list[Job]]
"""The spikes that were recorded, oldest first."""

ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For the rules, wherever the changes are kept."""

DAY = timedelta(days=1)
ANY = Choice(frozenset({Channel.SMS}))


@pytest.fixture
def numbers() -> Iterator[E164]:
    return (E164(digits) for digits in count(27830000000))


@pytest.fixture
def come(
    opt_out: Callable[..., Added], short_code: Sender, clock: Clock, numbers: Iterator[E164]
) -> Come:
    usual = Choice(frozenset({Channel.SMS}), (short_code.id,))

    def came(amount: int, *, within: timedelta = timedelta(minutes=50), **otherwise: Any) -> None:
        said = {"origin": Origin.KEYWORD, "choice": usual, "note": "STOP"} | otherwise
        for _ in range(amount):
            clock.now += within / amount
            opt_out(next(numbers), **said)

    return came


@pytest.fixture
def month(come: Come, set_to: Callable[[str, str], None], clock: Clock) -> None:
    """Two a day, of a workspace that has a channel to be told in."""
    set_to("announcements", "C0OPTOUT")
    come(56, within=28 * DAY)
    clock.advance(hours=2)


@pytest.fixture
def told(core: Core, workspace: WorkspaceId) -> Told:
    def all_of_them() -> list[Job]:
        with core.reading() as tx:
            rows = jobs.newest(tx, workspace, JobKind.SPIKE, limit=100)
            return [job_of(row) for row in reversed(rows)]

    return all_of_them


def spike(job: Job) -> Spike:
    assert job.spike is not None
    return job.spike


@pytest.mark.usefixtures("month")
def test_a_sudden_hour_is_told_of_with_its_figures(
    core: Core, come: Come, told: Told, short_code: Sender, clock: Clock
) -> None:
    assert spiking.look(core) == 0
    come(30)

    assert spiking.look(core) == 1

    [job] = told()
    assert (job.stage, job.shown, job.report.channel) == (Stage.DONE, "", "C0OPTOUT")
    assert (spike(job).sender, spike(job).count) == (short_code.id, 30)
    assert spike(job).until == clock.now
    assert spike(job).usual * 24 == pytest.approx(2, rel=0.1)


@ONE_ENGINE
@pytest.mark.usefixtures("month")
def test_an_hour_a_little_above_the_usual_is_not_told_of(
    core: Core, come: Come, told: Told
) -> None:
    come(19)

    assert spiking.look(core) == 0
    assert told() == []


@ONE_ENGINE
@pytest.mark.usefixtures("month")
def test_what_is_spread_over_more_than_an_hour_is_not_told_of(core: Core, come: Come) -> None:
    for _ in range(6):
        come(15, within=timedelta(hours=1))
        assert spiking.look(core) == 0


@ONE_ENGINE
def test_a_busy_sender_needs_more(
    core: Core, come: Come, set_to: Callable[[str, str], None], clock: Clock
) -> None:
    set_to("announcements", "C0OPTOUT")
    come(192, within=DAY)
    clock.advance(hours=1)
    come(30)
    assert spiking.look(core) == 0
    come(15, within=timedelta(minutes=9))
    assert spiking.look(core) == 1


@pytest.mark.usefixtures("month")
def test_files_removals_undoing_and_many_at_once_are_not_counted(
    core: Core,
    *,
    opt_out: Callable[..., Added],
    remove: Callable[..., Any],
    undo: Callable[..., Any],
    numbers: Iterator[E164],
) -> None:
    some = [next(numbers) for _ in range(100)]
    on = opt_out(*some).opened[0].list.id
    opt_out(*[next(numbers) for _ in range(100)], origin=Origin.API)
    for number in some[:20]:
        opt_out(next(numbers), origin=Origin.IMPORT)
        undo(remove(number, on=[on]).change)

    assert spiking.look(core) == 0


@ONE_ENGINE
@pytest.mark.usefixtures("month")
def test_an_import_of_a_million_is_no_spike(
    core: Core, opt_out: Callable[..., Added], numbers: Iterator[E164]
) -> None:
    made = opt_out(next(numbers), origin=Origin.IMPORT)
    with core.writing() as tx:
        on = made.opened[0].list.id
        stored.add_up(tx, made.change.id, on, opened=1_000_000, closed=0)

    assert spiking.look(core) == 0


@ONE_ENGINE
@pytest.mark.usefixtures("month")
@pytest.mark.parametrize("origin", [Origin.LINK, Origin.API, Origin.SLACK])
def test_links_and_single_additions_are_counted(core: Core, come: Come, origin: Origin) -> None:
    come(20, origin=origin)

    assert spiking.look(core) == 1


@pytest.mark.usefixtures("month")
def test_opt_outs_of_every_sender_are_counted_by_themselves(
    core: Core, come: Come, told: Told
) -> None:
    come(15)
    come(15, choice=ANY, within=timedelta(minutes=5))
    assert spiking.look(core) == 0

    come(15, choice=ANY, within=timedelta(minutes=4))

    assert spiking.look(core) == 1
    assert spike(told()[0]).sender == EVERY_SENDER
    assert (spike(told()[0]).count, spike(told()[0]).usual) == (30, 0)


@pytest.mark.usefixtures("month")
def test_a_person_who_is_put_on_the_lists_of_several_accounts_is_one(
    core: Core, come: Come, told: Told, short_code: Sender, *, retail: Account, travel: Account
) -> None:
    everywhere = Choice(frozenset({Channel.SMS}), (short_code.id,), (retail.id, travel.id))
    come(19, choice=everywhere)
    assert spiking.look(core) == 0

    come(1, choice=everywhere, within=timedelta(minutes=1))

    assert spiking.look(core) == 1
    assert spike(told()[0]).count == 20


@ONE_ENGINE
@pytest.mark.usefixtures("month")
def test_campaigns_and_notes_that_many_share_are_told(core: Core, come: Come, told: Told) -> None:
    ten = timedelta(minutes=10)
    come(12, evidence={"campaign": "Spring sale"}, within=ten)
    come(8, note="Wrong  number", origin=Origin.SLACK, within=ten)
    come(2, note="Moved away", origin=Origin.SLACK, within=ten)

    spiking.look(core)

    assert spike(told()[0]).causes == (("Spring sale", 12), ("Wrong number", 8))


@ONE_ENGINE
@pytest.mark.usefixtures("month")
def test_what_people_reply_with_is_no_cause(core: Core, come: Come, told: Told) -> None:
    come(20, note="STOP")

    spiking.look(core)

    assert spike(told()[0]).causes == ()


@ONE_ENGINE
@pytest.mark.usefixtures("month")
def test_a_rate_that_stays_high_is_told_of_once(core: Core, come: Come, told: Told) -> None:
    for _ in range(8):
        come(25, within=timedelta(hours=1))
        spiking.look(core)

    assert len(told()) == 1


@pytest.mark.usefixtures("month")
def test_after_an_ordinary_hour_it_is_told_of_again_but_not_within_six(
    core: Core, come: Come, told: Told, clock: Clock
) -> None:
    come(30)
    spiking.look(core)
    clock.advance(hours=3)
    come(30)
    assert spiking.look(core) == 0

    clock.now = told()[0].at + QUIET
    come(30)
    assert spiking.look(core) == 1

    clock.advance(days=40)
    come(30)
    assert spiking.look(core) == 1


@ONE_ENGINE
def test_nobody_is_told_where_there_is_no_channel_for_it(
    core: Core, come: Come, told: Told, set_to: Callable[[str, str], None]
) -> None:
    come(30)
    assert spiking.look(core) == 0
    set_to("announcements", "C0OPTOUT")
    set_to("announcements", "")
    assert spiking.look(core) == 0
    assert told() == []


@pytest.mark.usefixtures("month")
def test_two_processes_tell_of_it_once(
    database_url: str, core: Core, come: Come, told: Told
) -> None:
    come(30)
    other = Database(database_url)
    cores = [core, replace(core, database=other)] * 3

    with ThreadPoolExecutor(len(cores)) as threads:
        found = list(threads.map(spiking.look, cores))

    other.close()
    assert sum(found) == 1
    assert len(told()) == 1


@pytest.mark.usefixtures("month")
def test_each_workspace_has_spikes_of_its_own(
    core: Core, come: Come, told: Told, act: Callable[..., Act], numbers: Iterator[E164]
) -> None:
    other = workspaces.of_team(core, enterprise_id="", team_id="T0ACACIA")
    manager = act().by
    workspaces.change_preferences(core, other, {"announcements": "C0ELSE"}, by=manager)
    for _ in range(15):
        changes.add(core, act(workspace=other), [next(numbers)], ANY)
    come(15, choice=ANY)
    assert spiking.look(core) == 0

    for _ in range(15):
        changes.add(core, act(workspace=other), [next(numbers)], ANY)

    assert spiking.look(core) == 1
    assert told() == []


@pytest.fixture
def risen(core: Core, come: Come, told: Told, month: None) -> Job:  # noqa: ARG001 - comes first
    come(30)
    spiking.look(core)
    return told()[0]


@ONE_ENGINE
def test_a_muted_sender_is_not_told_of_until_the_mute_is_over(
    core: Core, come: Come, told: Told, *, act: Callable[..., Act], risen: Job, clock: Clock
) -> None:
    muted = spiking.mute(core, act(), risen.id, lasting=DAY)
    assert muted.shown == "", "its message is drawn again"
    clock.advance(hours=12)
    come(30)
    assert spiking.look(core) == 0

    clock.advance(hours=12)
    come(30)

    assert spiking.look(core) == 1
    assert len(told()) == 2


@ONE_ENGINE
def test_a_mute_is_of_one_sender_and_ends_when_somebody_says_so(
    core: Core, come: Come, act: Callable[..., Act], risen: Job, clock: Clock
) -> None:
    spiking.mute(core, act(), risen.id, lasting=7 * DAY)
    come(30, choice=ANY)
    assert spiking.look(core) == 1

    clock.advance(hours=7)
    spiking.mute(core, act(), risen.id, lasting=timedelta())
    come(30)

    assert spiking.look(core) == 1


def test_a_mute_is_kept_with_who_and_until_when(
    core: Core,
    *,
    workspace: WorkspaceId,
    act: Callable[..., Act],
    editor: Actor,
    risen: Job,
    clock: Clock,
) -> None:
    assert spiking.mute_of(core, workspace, spike(risen).sender) is None
    mine = act(by=editor)
    spiking.mute(core, mine, risen.id, lasting=DAY)
    until = clock.now + DAY

    clock.advance(minutes=5)
    spiking.mute(core, mine, risen.id, lasting=DAY)  # delivered again

    mute = spiking.mute_of(core, workspace, spike(risen).sender)
    assert mute is not None
    assert (mute.by, mute.until) == (editor.id, until)


@ONE_ENGINE
def test_viewers_mute_nothing_and_nobody_mutes_what_is_no_spike(
    core: Core,
    act: Callable[..., Act],
    viewer: Actor,
    risen: Job,
) -> None:
    with pytest.raises(NotPermitted):
        spiking.mute(core, act(by=viewer), risen.id, lasting=DAY)
    with pytest.raises(UnknownJob):
        spiking.mute(core, act(), JobId(risen.id + 1), lasting=DAY)
    other = workspaces.of_team(core, enterprise_id="", team_id="T0ACACIA")
    with pytest.raises(UnknownJob):
        spiking.mute(core, act(workspace=other), risen.id, lasting=DAY)
