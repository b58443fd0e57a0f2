"""A workspace whose list holds as many opt-outs as are asked for, made in seconds."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from bench.raw import Raw, Row, transaction
from optouts import catalogue, changes, workspaces
from optouts.changes import Act
from optouts.core import Core
from optouts.numbers import E164
from optouts.places import Choice
from optouts.roles import Actor, Role
from optouts.words import ActorId, Channel, ListId, Origin, WorkspaceId

TEAM: Final = "T0BAOBAB"
MANAGER: Final = Actor(ActorId("U0THANDI"), Role.MANAGER)
SMS: Final = Choice(frozenset({Channel.SMS}))
BEGINNINGS: Final = (2771, 2772, 2773, 2774, 2776, 2778, 2779, 2782, 2783, 2784)
A_BEGINNING: Final = 10**7
"""Numbers that share their beginning."""

FEWEST: Final = 50_000
MOST: Final = 10_000_000
IMPORTS: Final = 10
SINGLES: Final = 1000
AT: Final = "2026-03-01 09:00:00.000000"


@dataclass(frozen=True, slots=True)
class Numbers:
    """South African mobile numbers, spread evenly: some on the list, those between them free."""

    rows: int

    def listed(self, index: int) -> E164:
        return self._at(index, 0)

    def free(self, index: int, series: int) -> E164:
        """Each series, 1 to 9, is of other numbers."""
        return self._at(index, series)

    def _at(self, index: int, beside: int) -> E164:
        place = index * (len(BEGINNINGS) * A_BEGINNING // self.rows) + beside
        return E164(BEGINNINGS[place // A_BEGINNING] * A_BEGINNING + place % A_BEGINNING)

    def sample(self, amount: int, *, seed: int) -> list[int]:
        """Indexes in no order, so that no two rounds ask for neighbours."""
        dice = Random(seed)  # noqa: S311 - made data
        return dice.sample(range(1, self.rows - 1), min(amount, self.rows - 2))


@dataclass(frozen=True, slots=True)
class Company:
    """The workspace, its list of SMS of every account and sender, and what is on it."""

    core: Core
    workspace: WorkspaceId
    list_id: ListId
    numbers: Numbers
    seconds: float

    def act(self, request: str) -> Act:
        return Act(self.workspace, MANAGER, Origin.SLACK, f"bench:{request}")


def filled(core: Core, raw: Raw, rows: int) -> Company:
    """Most opt-outs came by a few imports, the newest ones singly."""
    workspace = set_up(core)
    numbers = Numbers(rows)
    first = Act(workspace, MANAGER, Origin.SLACK, "bench:first")
    opened = changes.add(core, first, [numbers.listed(0)], SMS).opened[0]
    start = time.perf_counter()
    with transaction(raw):
        _fill(raw, workspace, opened.list.id, numbers)
    seconds = time.perf_counter() - start
    raw.settle()
    return Company(core, workspace, opened.list.id, numbers, seconds)


def set_up(core: Core) -> WorkspaceId:
    workspace = workspaces.of_team(core, enterprise_id="", team_id=TEAM)
    settings = {"region": "ZA", "announcements": "C0OPTOUT"}
    workspaces.change_preferences(core, workspace, settings, by=MANAGER)
    for name in ("Baobab Retail", "Baobab Travel"):
        catalogue.save_account(core, workspace, name=name, region="", by=MANAGER)
    for channel, address in ((Channel.SMS, "31331"), (Channel.WHATSAPP, "+27600123456")):
        catalogue.add_sender(
            core, workspace, channel=channel, written=address, label="", region="ZA", by=MANAGER
        )
    return workspace


def _fill(raw: Raw, workspace: WorkspaceId, list_id: ListId, numbers: Numbers) -> None:
    last = numbers.rows - 1
    every = max(1, numbers.rows // SINGLES)
    ends = [numbers.listed(1), numbers.listed(last)]
    imports = [record(raw, workspace, f"import:{each}", ends) for each in range(IMPORTS)]
    singles = {
        index: record(raw, workspace, f"single:{index}", [numbers.listed(index)])
        for index in range(every, numbers.rows, every)
    }
    opened = dict.fromkeys([*imports, *singles.values()], 0)

    def periods() -> Iterator[Row]:
        for index in range(1, numbers.rows):
            since = singles.get(index) or imports[index % IMPORTS]
            opened[since] += 1
            yield numbers.listed(index).digits, since

    raw.fill(list_id, periods())
    for change, amount in opened.items():
        count(raw, change, list_id, opened=amount)


def record(
    raw: Raw, workspace: int, request: str, numbers: Sequence[E164], *, kind: str = "add"
) -> int:
    """A change over numbers in ascending order; what it is over, not each of them."""
    low, high = numbers[0].digits, numbers[-1].digits
    [(change,)] = raw.execute(
        "INSERT INTO change (workspace_id, kind, actor, origin, at, note, evidence, request_key,"
        " undoes, low, high, numbers)"
        " VALUES (?, ?, 'U0THANDI', 'slack', ?, '', '{}', ?, 0, ?, ?, '[]') RETURNING id",
        (workspace, kind, AT, request, low, high),
    )
    return change


def count(raw: Raw, change: int, list_id: int, *, opened: int = 0, closed: int = 0) -> None:
    """What a change did to a list, and the list's new size."""
    raw.execute(
        "INSERT INTO change_count (change_id, list_id, opened, closed) VALUES (?, ?, ?, ?)",
        (change, list_id, opened, closed),
    )
    raw.execute("UPDATE opt_out_list SET size = size + ? WHERE id = ?", (opened - closed, list_id))
