"""Digests: what happened within a time, told right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from optouts import changes, digests, schedules
from optouts.applying import Applying
from optouts.changes import Act
from optouts.core import Core
from optouts.digest import Digest, Imported, Named, Tally
from optouts.errors import StorageAway, UnknownJob
from optouts.export_order import Order
from optouts.jobs import Job, Mode, Stage
from optouts.numbers import E164
from optouts.outcomes import Added, Wanted
from optouts.places import Account, Choice, Sender
from optouts.schedule import Every, Plan, What, When
from optouts.words import Channel, Origin
from tests.conftest import Clock
from tests.optouts.importing import Importer

pytestmark = pytest.mark.usefixtures("in_one_process")

JOHANNESBURG = "Africa/Johannesburg"
ONE, TWO, THREE = (E164(27831234567 + each) for each in range(3))
SMS = Choice(frozenset({Channel.SMS}))
MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
WEEK, DAY = timedelta(days=7), timedelta(days=1)

OptOutBy = Callable[..., Added]
DigestOf = Callable[..., Digest]


@pytest.fixture
def job(core: Core, act: Callable[..., Act]) -> Job:
    plan = Plan(What.DIGEST, When(Every.WEEK, "08:00", JOHANNESBURG), ("C0REPORTS",))
    schedule = schedules.create(core, act(), plan)
    (job,) = schedules.run_now(core, act(), schedule.id)
    return job


@pytest.fixture
def digest(core: Core, job: Job) -> DigestOf:
    """The digest of the week from Monday, or of another time, filtered."""

    def told(
        since: datetime = MONDAY, until: datetime = MONDAY + WEEK, wanted: Wanted | None = None
    ) -> Digest:
        assert job.run
        order = Order(wanted=wanted or Wanted(), zone=JOHANNESBURG)
        return digests.of(
            core, replace(job, run=replace(job.run, since=since, due=until), order=order)
        )

    return told


@pytest.fixture
def places(retail: Account, care: Sender, orders: Sender) -> tuple[Account, Sender, Sender]:
    return retail, care, orders


def test_a_time_in_which_nothing_happened_is_quiet(
    digest: DigestOf, opt_out: OptOutBy, clock: Clock
) -> None:
    clock.now = MONDAY - timedelta(microseconds=1)
    opt_out(ONE)
    clock.now = MONDAY + WEEK
    opt_out(TWO)

    told = digest()

    assert told.is_quiet
    assert (told.since, told.until, told.zone) == (MONDAY, MONDAY + WEEK, JOHANNESBURG)
    assert told.total == Tally(opened_before=1)
    assert [count for _, count in told.days] == [0] * 8
    assert told.standing == 2


def test_a_short_time_is_told_with_the_days_that_led_up_to_it(
    digest: DigestOf, opt_out: OptOutBy, clock: Clock
) -> None:
    clock.now = MONDAY - timedelta(days=3)
    opt_out(ONE)
    clock.now = MONDAY + timedelta(hours=1)
    opt_out(TWO)

    told = digest(MONDAY, MONDAY + DAY)

    assert [day for day, count in told.days_before if count] == [date(2026, 2, 27)]
    assert len({day for day, _ in (*told.days_before, *told.days)}) == 15
    assert {day for day, _ in digest(MONDAY - 4 * WEEK, MONDAY).days_before} <= {
        (MONDAY - 4 * WEEK).date()
    }


def test_a_moment_belongs_to_the_time_that_begins_with_it(
    digest: DigestOf, opt_out: OptOutBy, clock: Clock
) -> None:
    clock.now = MONDAY
    opt_out(ONE)

    assert digest().total == Tally(opened=1)
    assert digest(MONDAY - WEEK, MONDAY).is_quiet


def test_days_are_those_of_the_zone_and_all_of_them_are_there(
    digest: DigestOf, opt_out: OptOutBy, clock: Clock
) -> None:
    clock.now = datetime(2026, 3, 3, 21, 59, 59, 999_999, tzinfo=UTC)
    opt_out(ONE)
    clock.now = datetime(2026, 3, 3, 22, 0, tzinfo=UTC)
    opt_out(TWO, THREE)

    days = dict(digest().days)

    assert list(days) == [date(2026, 3, 2) + DAY * ago for ago in range(8)]
    assert (days[date(2026, 3, 3)], days[date(2026, 3, 4)]) == (1, 2)


def test_a_time_that_ends_at_midnight_does_not_touch_the_next_day(digest: DigestOf) -> None:
    midnight = datetime(2026, 3, 3, 22, tzinfo=UTC)

    assert [day for day, _ in digest(midnight - DAY, midnight).days] == [date(2026, 3, 3)]


def test_channels_senders_accounts_and_origins_are_told_with_the_largest_first(
    digest: DigestOf, opt_out: OptOutBy, places: tuple[Account, Sender, Sender], clock: Clock
) -> None:
    retail, care, orders = places
    clock.now = MONDAY - DAY
    opt_out(ONE)
    clock.now = MONDAY
    opt_out(ONE, TWO, origin=Origin.KEYWORD)
    whatsapp = Choice(frozenset({Channel.WHATSAPP}), senders=(care.id,), accounts=(retail.id,))
    opt_out(ONE, TWO, THREE, choice=whatsapp)
    opt_out(ONE, choice=replace(whatsapp, senders=(orders.id,)))

    told = digest()

    assert told.total == Tally(opened=5, opened_before=1)
    assert told.channels == (
        (Channel.SMS, Tally(1, 0, 1)),
        (Channel.WHATSAPP, Tally(4)),
    )
    assert told.senders == (
        Named("Care (+27600123456)", Tally(3)),
        Named("", Tally(1, 0, 1)),
        Named("Orders (+27600123457)", Tally(1)),
    )
    assert told.accounts == (Named("Baobab Retail", Tally(4)), Named("", Tally(1, 0, 1)))
    assert told.origins == ((Origin.SLACK, Tally(4, 0, 1)), (Origin.KEYWORD, Tally(1)))
    assert told.person_made == 1


def test_a_digest_of_one_sender_or_account_or_channel_or_origin_tells_of_nothing_else(
    digest: DigestOf, opt_out: OptOutBy, retail: Account, care: Sender, clock: Clock
) -> None:
    clock.now = MONDAY
    opt_out(ONE)
    opt_out(ONE, TWO, origin=Origin.LINK)
    whatsapp = Choice(frozenset({Channel.WHATSAPP}), senders=(care.id,), accounts=(retail.id,))
    opt_out(ONE, TWO, THREE, choice=whatsapp)

    assert digest(wanted=Wanted(channel=Channel.SMS)).total == Tally(2)
    assert digest(wanted=Wanted(channel=Channel.SMS)).standing == 2
    assert digest(wanted=Wanted(sender=care.id)).total == Tally(3)
    assert digest(wanted=Wanted(account=retail.id)).total == Tally(3)
    assert sum(count for _, count in digest(wanted=Wanted(account=retail.id)).days) == 3
    assert digest(wanted=Wanted(origins=(Origin.LINK,))).total == Tally(1)
    assert sum(count for _, count in digest(wanted=Wanted(origins=(Origin.LINK,))).days) == 1


def test_a_change_that_was_undone_within_the_time_is_no_news(
    core: Core, digest: DigestOf, opt_out: OptOutBy, act: Callable[..., Act], clock: Clock
) -> None:
    clock.now = MONDAY
    opt_out(ONE)
    mistake = opt_out(TWO, THREE)
    clock.advance(days=1)
    changes.undo(core, act(), mistake.change.id)

    told = digest()

    assert told.total == Tally(opened=1)
    assert told.days[:2] == ((date(2026, 3, 2), 1), (date(2026, 3, 3), 0))


def test_a_removal_that_was_undone_within_the_time_is_no_news(
    core: Core, digest: DigestOf, opt_out: OptOutBy, act: Callable[..., Act], clock: Clock
) -> None:
    added = opt_out(ONE, TWO)
    on = [each.list.id for each in added.opened[:1]]
    clock.now = MONDAY
    removed = changes.remove(core, act(), [ONE], on)
    clock.advance(days=1)
    changes.undo(core, act(), removed.change.id)

    assert digest().is_quiet


def test_an_undo_of_something_older_is_told_of_as_what_it_does(
    core: Core, digest: DigestOf, opt_out: OptOutBy, act: Callable[..., Act], clock: Clock
) -> None:
    mistake = opt_out(ONE, TWO)
    clock.now = MONDAY
    changes.undo(core, act(), mistake.change.id)

    assert digest().total == Tally(closed=2, opened_before=2)


def test_an_undo_that_was_undone_itself_leaves_the_first_act(
    core: Core, digest: DigestOf, opt_out: OptOutBy, act: Callable[..., Act], clock: Clock
) -> None:
    clock.now = MONDAY
    added = opt_out(ONE, TWO)
    clock.advance(days=1)
    undone = changes.undo(core, act(), added.change.id)
    clock.advance(days=1)
    changes.undo(core, act(note="They were right"), undone.change.id)

    told = digest()

    assert told.total == Tally(opened=2)
    assert told.days[0] == (date(2026, 3, 2), 2)
    assert digest(MONDAY + DAY, MONDAY + WEEK).is_quiet
    assert digest(MONDAY + 2 * DAY, MONDAY + WEEK).total == Tally(opened=2)


def test_imports_are_told_with_who_made_them_the_largest_first(
    digest: DigestOf, importer: Importer, clock: Clock
) -> None:
    clock.now = MONDAY
    small = importer.imports(["+27831234567"])
    large = importer.imports([f"+2783123456{last}" for last in range(8)])
    nothing = importer.imports(["+27831234599"])
    importer.undoes(nothing.change)

    told = digest()

    assert told.imports == tuple(
        Imported(job.change, job.by, "list.csv", opened, 0)
        for job, opened in ((large, 7), (small, 1))
        if job.change
    )
    assert told.total == Tally(opened=8)
    assert told.origins == ((Origin.IMPORT, Tally(opened=8)),)


def test_an_import_counts_when_it_is_over_and_then_all_of_it(
    digest: DigestOf, importer: Importer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Digest] = []
    step = Applying.step

    def slow_step(self: Applying) -> bool:
        clock.advance(seconds=5)
        seen.append(digest(MONDAY - WEEK, clock.now))
        return step(self)

    monkeypatch.setattr(Applying, "step", slow_step)
    clock.now = MONDAY - timedelta(seconds=7)
    importer.imports([f"+2783123456{last}" for last in range(8)])

    assert clock.now > MONDAY
    assert all(each.is_quiet for each in seen)
    assert digest(MONDAY - WEEK, MONDAY).is_quiet
    assert digest(MONDAY, MONDAY + WEEK).total == Tally(opened=8)


def test_imports_that_wait_for_a_second_manager_are_counted(
    digest: DigestOf, importer: Importer, set_to: Callable[[str, str], None]
) -> None:
    set_to("approval_above", "0")
    set_to("announcements", "C0OPTOUTS")
    importer.imports(["+27831234567"])

    waiting = importer.imports(["+27831234567"], mode=Mode.REMOVE, note="Cleaned up")

    assert waiting.stage is Stage.APPROVAL
    assert digest().waiting == 1


def test_what_is_no_run_of_a_schedule_has_no_digest(core: Core, job: Job) -> None:
    with pytest.raises(UnknownJob):
        digests.of(core, replace(job, run=None))


def test_a_database_that_is_away_is_told_of(stranded: Core, job: Job) -> None:
    with pytest.raises(StorageAway):
        digests.of(stranded, job)
