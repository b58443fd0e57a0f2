"""Reports on their days: with daylight saving, late ones, and those that do not arrive."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from tests.conftest import Clock
from tests.journeys.conftest import OPTOUT
from tests.journeys.importing import ONE_ENGINE
from tests.journeys.reporting import (
    ELSEWHERE,
    answered,
    lists,
    passes,
    posted,
    schedules,
    tries_again,
)

MARCH = [datetime(2026, 3, day, hour, tzinfo=UTC) for day, hour in ((28, 8), (29, 7), (30, 7))]
OCTOBER = [datetime(2026, 10, day, hour, tzinfo=UTC) for day, hour in ((24, 7), (25, 8), (26, 8))]
"""Eight o'clock in London: on 29 March clocks go forward, on 25 October back."""


def test_a_daily_report_keeps_to_the_clocks_through_two_changes_of_them(
    slack: Sandbox, thandi: Person, clock: Clock
) -> None:
    schedules(thandi, when="Every day", zone="Europe/London", name="London")
    assert "Every day 08:00 GMT" in answered(thandi)
    for moments in (MARCH, OCTOBER):
        clock.now = moments[0] - timedelta(minutes=30)
        passes(slack, clock)
        for moment in moments:
            before = len(posted(thandi, title="London"))
            clock.now = moment - timedelta(minutes=1)
            passes(slack, clock)
            assert len(posted(thandi, title="London")) == before
            passes(slack, clock, minutes=1)
            assert len(posted(thandi, title="London")) == before + 1
            [*_, newest] = posted(thandi, title="London")
            assert f"to {moment.day} {moment:%b} 2026, 08:00 (Europe/London)" in newest.text
            assert "late" not in newest.text


@ONE_ENGINE
def test_missed_reports_come_as_one_that_says_it_is_late(
    slack: Sandbox, thandi: Person, clock: Clock
) -> None:
    schedules(thandi, when="Every day")
    passes(slack, clock, hours=21)
    assert "late" not in posted(thandi)[-1].text
    passes(slack, clock, days=3, hours=5)
    [_, report] = posted(thandi)
    assert "This report comes late: it was due 5 March 2026, 06:00 UTC" in report.text
    assert "It stands for 2 earlier ones that I missed, too." in report.text
    assert "2 Mar 2026, 08:00 to 5 Mar 2026, 08:00" in report.text
    lists(thandi)
    thandi.clicks("Last Runs")
    assert "for 2 missed ones too to #opt-outs: sent" in answered(thandi)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("archived", "it is archived. Here it is for you. Choose another place with *Edit…*"),
        ("removed", "I am not a member of it. Here it is for you. Invite me there with `/invite"),
    ],
    ids=["archived", "removed"],
)
def test_a_channel_that_takes_no_report_is_told_to_its_owner_who_gets_it(
    slack: Sandbox, thandi: Person, clock: Clock, wrong: str, why: str
) -> None:
    schedules(thandi, when="Every day")
    channel = slack.workspace.channels["C0OPTOUT"]
    if wrong == "archived":
        channel.archived = True
    else:
        channel.members.remove(OPTOUT)
    passes(slack, clock, days=1)
    tries_again(slack, clock, times=2)
    assert posted(thandi, "dm") == []
    tries_again(slack, clock, times=2)
    [report] = posted(thandi, "dm")
    assert "Nothing changed" in report.text
    told = [each.text for each in thandi.sees("dm") if "I could not post" in each.text]
    assert len(told) == 1
    assert f"the report “Digest” to #opt-outs: {why}" in told[0]
    lists(thandi)
    thandi.clicks("Last Runs")
    assert "to #opt-outs: did not arrive (`" in answered(thandi)


@ONE_ENGINE
def test_a_channel_that_lets_the_bot_in_again_gets_its_report(
    slack: Sandbox, thandi: Person, clock: Clock
) -> None:
    schedules(thandi, when="Every day")
    slack.workspace.channels["C0OPTOUT"].archived = True
    passes(slack, clock, days=1)
    slack.workspace.channels["C0OPTOUT"].archived = False
    tries_again(slack, clock, times=1)
    assert len(posted(thandi)) == 1
    assert posted(thandi, "dm") == []


@ONE_ENGINE
def test_a_report_waits_while_slack_is_in_trouble(
    slack: Sandbox, thandi: Person, clock: Clock
) -> None:
    schedules(thandi, when="Every day")
    for fault in ("rate_limited", "server_error"):
        slack.faults.switch_on(fault, method="chat.postMessage")
        passes(slack, clock, days=1)
        tries_again(slack, clock, times=4)
        slack.faults.clear()
        tries_again(slack, clock, times=1)
    assert len(posted(thandi)) == 2
    assert posted(thandi, "dm") == []


@ONE_ENGINE
def test_a_report_comes_to_people_in_their_direct_messages(
    slack: Sandbox, thandi: Person, sipho: Person, clock: Clock
) -> None:
    schedules(thandi, when="Every day", channels=("#opt-outs",), people=("@sipho", "@thandi"))
    passes(slack, clock, days=1)
    assert [len(posted(each, "dm")) for each in (sipho, thandi)] == [1, 1]
    assert len(posted(thandi)) == 1


@ONE_ENGINE
def test_nobody_hears_of_a_report_that_was_deleted_before_it_could_be_posted(
    slack: Sandbox, thandi: Person, clock: Clock
) -> None:
    schedules(thandi, when="Every day")
    slack.workspace.channels["C0OPTOUT"].archived = True
    passes(slack, clock, days=1)
    lists(thandi)
    thandi.clicks("Delete", channel=ELSEWHERE)
    tries_again(slack, clock, times=4)
    assert posted(thandi, "dm") == []


@ONE_ENGINE
def test_a_scheduled_file_comes_with_the_name_of_its_report(
    slack: Sandbox, thandi: Person, clock: Clock
) -> None:
    thandi.types("/optout add 083 123 4567, 082 987 6543", channel=ELSEWHERE)
    schedules(thandi, report="Full export", when="Every day", name="List for the platform")
    passes(slack, clock, hours=21)
    [file] = [each for each in thandi.sees("#opt-outs") if each.files]
    assert file.files[0].name.endswith(".xlsx")
    said = "\n".join(each.text for each in thandi.sees("#opt-outs"))
    assert "List for the platform" in said
    lists(thandi)
    thandi.clicks("Last Runs")
    assert "to #opt-outs: sent; 2 rows" in answered(thandi)


@ONE_ENGINE
def test_a_file_of_changes_tells_what_began_and_what_ended(
    slack: Sandbox, thandi: Person, clock: Clock
) -> None:
    thandi.types("/optout add 083 123 4560", channel=ELSEWHERE)
    passes(slack, clock, days=1)
    thandi.types("/optout report new", channel=ELSEWHERE)
    thandi.chooses("Report", "Changes since the last report")
    thandi.chooses("File", "CSV, between commas (.csv)")
    thandi.chooses("When", "Every day")
    thandi.submits()
    passes(slack, clock, days=1)
    thandi.types("/optout add 082 987 6543", channel=ELSEWHERE)
    thandi.types("/optout remove 083 123 4560 everywhere", channel=ELSEWHERE)
    passes(slack, clock, days=1)
    file = [each for each in thandi.sees(ELSEWHERE) if each.files][-1].files[0]
    rows = thandi.downloads(file.id).decode("utf-8-sig").splitlines()[1:]
    [began, ended] = rows
    assert "829876543" in began
    assert "2026-03-03" in began
    assert "831234560" in ended
    assert "2026-03-01" in ended
    assert "2026-03-03" in ended


@ONE_ENGINE
def test_who_may_not_see_opt_outs_any_more_gets_no_report(
    slack: Sandbox, thandi: Person, sipho: Person, clock: Clock
) -> None:
    schedules(thandi, when="Every day", channels=(), people=("@sipho",))
    thandi.types("/optout role @sipho none", channel=ELSEWHERE)
    passes(slack, clock, days=1)
    assert posted(sipho, "dm") == []
    [report] = posted(thandi, "dm")
    assert "Nothing changed" in report.text
    [told] = [each.text for each in thandi.sees("dm") if "I could not post" in each.text]
    assert "to @Sipho Ndlovu: they may not see opt-outs any more." in told


@ONE_ENGINE
def test_nobody_gets_the_report_of_somebody_who_may_not_see_it_any_more(
    slack: Sandbox, thandi: Person, naledi: Person, clock: Clock
) -> None:
    naledi.types("/optout report new", channel=ELSEWHERE)
    naledi.chooses("When", "Every day")
    naledi.submits()
    thandi.types("/optout role @naledi none", channel=ELSEWHERE)
    passes(slack, clock, days=1)
    tries_again(slack, clock, times=1)
    assert posted(naledi, "dm") == []
    lists(thandi)
    thandi.clicks("Last Runs")
    assert "to @Naledi Dlamini: did not arrive (`no_role`); its owner was told" in answered(thandi)
