"""What the small company did with its opt-outs before its workspace is first opened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from optouts import catalogue, changes, history, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.numbers import E164, parse
from optouts.places import Choice
from optouts.roles import Actor, Role
from optouts.setup import Binding
from optouts.words import AccountId, ActorId, Channel, ListId, Origin, SenderId, WorkspaceId

TEAM: Final = "T0BAOBAB"
THANDI: Final = Actor(ActorId("U0THANDI"), Role.MANAGER)
PIETER: Final = Actor(ActorId("U0PIETER"), Role.MANAGER)
NALEDI: Final = Actor(ActorId("U0NALEDI"), Role.EDITOR)
RECIPIENT: Final = Actor(ActorId("recipient"), Role.EDITOR)
DAYS: Final = 60
OPT_OUTS: Final = 160
SENDERS: Final = (
    (Channel.SMS, "31331", "Promotions"),
    (Channel.WHATSAPP, "+27600123456", "Retail support"),
    (Channel.WHATSAPP, "+27600123457", "Travel desk"),
    (Channel.WHATSAPP, "+27600123458", "Loyalty club"),
)
NOTES: Final = (
    "",
    "Asked by phone",
    "Wrote to the help desk",
    "Spring sale",
    "Asked in the shop",
    "Wrong number",
)


@dataclass
class Past:
    """A clock that begins two months ago and is moved towards now."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Company:
    """Everything that the seeds refer to by name."""

    core: Core
    workspace: WorkspaceId
    accounts: tuple[AccountId, ...]
    short_code: SenderId
    whatsapp: tuple[SenderId, ...]
    dice: Random = field(default_factory=lambda: Random(27))  # noqa: S311 - made data
    acts: int = 0

    def act(self, by: Actor, origin: Origin, note: str, evidence: dict[str, str]) -> Act:
        self.acts += 1
        return Act(self.workspace, by, origin, f"seed:{self.acts}", note, evidence)


def seed(core: Core) -> None:
    """Fill an empty database with a believable past; a database that has one is left alone."""
    now = core.clock()
    workspace = workspaces.of_team(core, enterprise_id="", team_id=TEAM)
    if workspaces.setup(core, workspace).places.senders:
        return
    past = Past(now - timedelta(days=DAYS))
    company = set_up(replace(core, clock=past))
    workspaces.change_preferences(company.core, workspace, {"business": "Baobab"}, by=THANDI)
    retail = Binding("C0RETAIL", account=company.accounts[0])
    workspaces.bind(company.core, workspace, retail, by=THANDI)
    _opt_outs(company, past, now)


def set_up(core: Core) -> Company:
    """The company without any opt-out: settings, two accounts, four senders, two roles."""
    workspace = workspaces.of_team(core, enterprise_id="", team_id=TEAM)
    workspaces.change_preferences(
        core,
        workspace,
        {"region": "ZA", "zone": "Africa/Johannesburg", "announcements": "C0OPTOUT"},
        by=THANDI,
    )
    accounts = tuple(
        catalogue.save_account(core, workspace, name=name, region="", by=THANDI).id
        for name in ("Baobab Retail", "Baobab Travel")
    )
    short_code, *whatsapp = (
        catalogue.add_sender(
            core,
            workspace,
            channel=channel,
            written=address,
            label=label,
            region="ZA",
            by=THANDI,
        ).id
        for channel, address, label in SENDERS
    )
    workspaces.grant(core, workspace, PIETER.id, Role.MANAGER, by=THANDI)
    workspaces.grant(core, workspace, "U0SIPHO", Role.VIEWER, by=THANDI)
    return Company(core, workspace, accounts, short_code, tuple(whatsapp))


def _numbers(company: Company) -> Iterator[E164]:
    seen: set[E164] = set()
    while True:
        beginning = company.dice.choice(("082", "083", "084", "072", "073", "076", "079"))
        number = parse(f"{beginning} 555 {company.dice.randrange(10_000):04}", region="ZA")
        if number not in seen:
            seen.add(number)
            yield number


def _opt_outs(company: Company, past: Past, now: datetime) -> None:
    numbers = _numbers(company)
    story = _story(company)
    left = OPT_OUTS
    while left > 0:
        # More people opt out in the weeks after a campaign: the steps get shorter.
        past.now += (now - past.now) * 0.045
        if now - past.now < timedelta(days=story[0][0]):
            story.pop(0)[1]()
        some = [next(numbers) for _ in range(company.dice.choice((1, 1, 1, 2, 3, 5)))]
        left -= len(some)
        _opt_out(company, some)


def _opt_out(company: Company, numbers: list[E164]) -> None:
    dice = company.dice
    channels = dice.choice(
        (
            frozenset({Channel.SMS}),
            frozenset({Channel.SMS}),
            frozenset({Channel.WHATSAPP}),
            frozenset({Channel.SMS, Channel.WHATSAPP}),
        )
    )
    senders = (dice.choice(company.whatsapp),) if Channel.WHATSAPP in channels else ()
    accounts = dice.choice(((), (company.accounts[0],), (company.accounts[1],)))
    if dice.random() < 0.3:  # noqa: PLR2004 - about a third answered STOP themselves
        act = company.act(RECIPIENT, Origin.KEYWORD, "", {"text": "STOP"})
        choice = Choice(frozenset({Channel.SMS}), (company.short_code,), accounts)
        numbers = numbers[:1]
    else:
        by = dice.choice((NALEDI, NALEDI, PIETER, THANDI))
        channel = dice.choice(("C0OPTOUT", "C0RETAIL"))
        act = company.act(by, Origin.SLACK, dice.choice(NOTES), {"channel": channel})
        choice = Choice(channels, senders, accounts)
    changes.add(company.core, act, numbers, choice)


def _story(company: Company) -> list[tuple[int, Callable[[], object]]]:
    """One number with a story: opted out, taken off on request, and opted out again.

    Each step with how many days ago it was; the last never comes.
    """
    number = [parse("083 555 0199", region="ZA")]
    choice = Choice(frozenset({Channel.SMS}), (), (company.accounts[0],))

    def add(by: Actor, note: str) -> ListId:
        act = company.act(by, Origin.SLACK, note, {"channel": "C0OPTOUT"})
        return changes.add(company.core, act, number, choice).opened[0].list.id

    def remove() -> None:
        act = company.act(PIETER, Origin.SLACK, "Wants the newsletter", {"channel": "C0OPTOUT"})
        lists = {name.id for name in history.total(company.core, company.workspace, by=PIETER)}
        changes.remove(company.core, act, number, lists)

    return [
        (45, lambda: add(NALEDI, "Asked by phone")),
        (20, remove),
        (4, lambda: add(THANDI, "Changed her mind")),
        (-1, lambda: None),
    ]
