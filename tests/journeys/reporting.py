"""Steps that the stories of scheduled reports have in common."""

from bot.sandbox.person import Message, Person
from bot.sandbox.server import Sandbox
from tests.conftest import Clock
from tests.journeys.conftest import OPTOUT

HERE = "#opt-outs"
ELSEWHERE = "#retail-campaigns"


def schedules(
    person: Person,
    *,
    report: str = "Digest",
    when: str = "Every week",
    time: str = "08:00",
    zone: str = "",
    channels: tuple[str, ...] = (HERE,),
    people: tuple[str, ...] = (),
    name: str = "",
) -> None:
    """A report is set up by the form, which is sent off."""
    person.types("/optout report new", channel=ELSEWHERE)
    person.chooses("Report", report)
    person.chooses("When", when)
    person.fills("Time", time)
    if zone:
        person.chooses("Time zone", zone)
    person.chooses("Channels", *channels)
    person.chooses("People", *people)
    if name:
        person.fills("Name", name)
    person.submits()


def lists(person: Person) -> str:
    """What `/optout report` answers."""
    person.types("/optout report", channel=ELSEWHERE)
    return answered(person)


def answered(person: Person) -> str:
    """The newest that this person alone sees there."""
    return [each.text for each in person.sees(ELSEWHERE) if each.ephemeral][-1]


def posted(person: Person, room: str = HERE, *, title: str = "Digest") -> list[Message]:
    """The reports that stand in a channel, oldest first."""
    ours = [each for each in person.sees(room) if each.user == OPTOUT and not each.ephemeral]
    return [each for each in ours if each.text.startswith(f"# {title}\n")]


def passes(slack: Sandbox, clock: Clock, **by: float) -> None:
    """Time goes by, and the bot does what is due by then."""
    clock.advance(**by)
    assert slack.settle is not None
    slack.settle()


def tries_again(slack: Sandbox, clock: Clock, *, times: int) -> None:
    """Slack is asked again about what it refused, some seconds later each time."""
    for _ in range(times):
        passes(slack, clock, seconds=11)
