"""Whatever files, additions, removals, replies and undos come in whatever order, with crashes in
between: the periods are those of a model in plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optouts import catalogue, changes, workspaces
from optouts.applying import Applying
from optouts.core import Core
from optouts.errors import Refusal
from optouts.jobs import Mode, Stage
from optouts.numbers import E164
from optouts.places import Choice
from optouts.roles import Actor, Role
from optouts.words import ActorId, ChangeId, Channel, ListId, Origin, WorkspaceId
from storage import changes as stored_changes
from storage import opt_outs
from storage.lists import of_workspace
from tests.optouts.importing import SMS, Importer, Killed

NUMBERS: Final = tuple(range(27821234560, 27821234572))
TEAMS: Final = count()
MANAGER: Final = Actor(ActorId("U0THANDI"), Role.MANAGER)

Period = tuple[int, int, int, int]
"""List, number, the change that opened it and the one that ended it (0: none did)."""


@dataclass
class Model:
    """Periods, and what each change is about."""

    periods: list[list[int]] = field(default_factory=list)
    person_made: set[int] = field(default_factory=set)
    undid: dict[int, int] = field(default_factory=dict)
    words: list[tuple[int, int, int, int]] = field(default_factory=list)
    """List, number, the change that had opened the period, and the person's own that asked too."""

    def open_on(self, list_id: int) -> dict[int, list[int]]:
        return {each[1]: each for each in self.periods if each[0] == list_id and not each[3]}

    def add(self, change: int, list_id: int, numbers: set[int]) -> None:
        standing = self.open_on(list_id)
        for number in numbers - set(standing):
            self.periods.append([list_id, number, change, 0])
        for number in numbers & set(standing):
            if change in self.person_made and not self.is_own(standing[number]):
                self.words.append((list_id, number, standing[number][2], change))

    def is_own(self, period: list[int]) -> bool:
        return period[2] in self.person_made or self.first_word(period) is not None

    def first_word(self, period: list[int]) -> int | None:
        """The first change that still counts by which the person asked for it too."""
        said = [
            word[3]
            for word in self.words
            if [*word[:3]] == period[:3] and not self.is_undone(word[3])
        ]
        return min(said, default=None)

    def is_undone(self, change: int) -> bool:
        return any(
            undone == change and not self.is_undone(undo) for undo, undone in self.undid.items()
        )

    def remove(self, change: int, list_id: int, numbers: set[int], *, keep_own: bool) -> None:
        for number, period in self.open_on(list_id).items():
            if number in numbers and not (keep_own and self.is_own(period)):
                period[3] = change

    def replace(self, change: int, list_id: int, numbers: set[int]) -> None:
        self.remove(change, list_id, set(NUMBERS) - numbers, keep_own=True)
        self.add(change, list_id, numbers)

    def undo(self, change: int, undone: int) -> None:
        taken_off = [each for each in self.periods if each[3] == undone]
        given_before = self.undid.get(undone, 0)
        for list_id, number, since, _ in taken_off:
            if number not in self.open_on(list_id):
                self.periods.append([list_id, number, since, 0])
        for period in self.periods:
            is_its_own = period[2] == undone and not given_before
            is_given_back = given_before and any(
                each[:3] == period[:3] and each[3] == given_before for each in self.periods
            )
            if not period[3] and (is_its_own or is_given_back):
                period[3] = change
        self.undid[change] = undone
        for period in [each for each in self.periods if each[3] == change]:
            if word := self.first_word(period):
                self.periods.append([*period[:2], word, 0])

    def all(self) -> list[Period]:
        return sorted((each[0], each[1], each[2], each[3]) for each in self.periods)


@dataclass
class World:
    """A workspace of its own, what is done in it, and the model of that."""

    core: Core
    drawer: Path
    random: Random
    model: Model = field(default_factory=Model)
    done: list[ChangeId] = field(default_factory=list)
    workspace: WorkspaceId = field(init=False)
    importer: Importer = field(init=False)
    choices: list[Choice] = field(init=False)

    def __post_init__(self) -> None:
        team = f"T{next(TEAMS)}"
        self.workspace = workspaces.of_team(self.core, enterprise_id="", team_id=team)
        self.importer = Importer(self.core, self.workspace, MANAGER, self.drawer)
        care = catalogue.add_sender(
            self.core,
            self.workspace,
            channel=Channel.WHATSAPP,
            written="+27 60 012 3456",
            label="Care",
            region="ZA",
            by=MANAGER,
        )
        both = Choice(frozenset({Channel.SMS, Channel.WHATSAPP}), (care.id,))
        self.choices = [SMS, both]

    def numbers(self) -> set[int]:
        return set(self.random.sample(NUMBERS, self.random.randint(1, len(NUMBERS))))

    def lists_of(self, change: int) -> list[int]:
        with self.core.reading() as tx:
            return [row.list_id for row in stored_changes.counts_of(tx, change)]

    def does(self, deed: str) -> None:
        match deed:
            case "type":
                self.adds(Origin.SLACK)
            case "stop":
                self.adds(Origin.KEYWORD)
            case "take off":
                self.removes()
            case "undo":
                self.undoes()
            case mode:
                self.imports(Mode(mode))

    def imports(self, mode: Mode) -> None:
        numbers, choice = self.numbers(), self.random.choice(self.choices)
        lines = "".join(
            f"+{number}\n" for number in self.random.sample(sorted(numbers), len(numbers))
        )
        try:
            job = self.importer.imports(lines, mode=mode, choice=choice, note="because")
        except Refusal:
            return  # it would change nothing
        assert job.stage is Stage.DONE
        change = ChangeId(job.change or 0)
        for list_id in self.lists_of(change):
            match mode:
                case Mode.ADD:
                    self.model.add(change, list_id, numbers)
                case Mode.REMOVE:
                    self.model.remove(change, list_id, numbers, keep_own=True)
                case Mode.REPLACE:
                    self.model.replace(change, list_id, numbers)
        self.done.append(change)

    def adds(self, origin: Origin) -> None:
        numbers = self.numbers()
        act = replace(self.importer.act(), origin=origin)
        given = [E164(number) for number in numbers]
        change = changes.add(self.core, act, given, self.random.choice(self.choices)).change
        if change.is_person_made:
            self.model.person_made.add(change.id)
        for list_id in self.lists_of(change.id):
            self.model.add(change.id, list_id, numbers)
        self.done.append(change.id)

    def removes(self) -> None:
        with self.core.reading() as tx:
            lists = [ListId(row.id or 0) for row in of_workspace(tx, self.workspace)]
        if not lists:
            return
        numbers, list_id = self.numbers(), self.random.choice(lists)
        act = self.importer.act(note="asked for it")
        given = [E164(number) for number in numbers]
        change = changes.remove(self.core, act, given, [list_id]).change.id
        self.model.remove(change, list_id, numbers, keep_own=False)
        self.done.append(change)

    def undoes(self) -> None:
        if not self.done:
            return
        undone = self.random.choice(self.done)
        try:
            job = self.importer.undoes(undone, note="it was wrong")
        except Refusal:
            assert undone in self.model.undid.values()
            return
        assert job.stage is Stage.DONE
        self.model.undo(job.change or 0, undone)
        self.done.append(ChangeId(job.change or 0))

    def stored(self) -> list[Period]:
        with self.core.reading() as tx:
            lists = [row.id or 0 for row in of_workspace(tx, self.workspace)]
            found = opt_outs.of_numbers(tx, lists, NUMBERS)
        return sorted((each.list_id, each.number, each.since, each.until) for each in found)

    def sizes_are_true(self) -> bool:
        with self.core.reading() as tx:
            return all(
                row.size == opt_outs.count_open(tx, list_id=row.id or 0)
                for row in of_workspace(tx, self.workspace)
            )


WHOLE_STEP: Final = Applying.step


def mortal(random: Random) -> Callable[[Applying], bool]:
    """A step that now and then is the last of its process, before it began or after it ended."""

    def step(self: Applying) -> bool:
        chance = random.random()
        if chance < 0.1:
            raise Killed
        more = WHOLE_STEP(self)
        if chance > 0.9 and more:
            raise Killed
        return more

    return step


@pytest.mark.usefixtures("in_one_process")
def test_any_sequence_of_changes_leaves_what_the_model_says(
    core: Core, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deeds = ["add", "replace", "remove", "type", "stop", "take off", "undo", "undo", "undo"]

    @settings(
        max_examples=25,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.lists(st.sampled_from(deeds), min_size=3, max_size=9), st.integers(0, 2**32))
    def run(sequence: list[str], seed: int) -> None:
        random = Random(seed)  # noqa: S311 - which numbers, not which secrets

        monkeypatch.setattr(Applying, "step", mortal(random))
        world = World(core, tmp_path / "drawer", random)
        for deed in sequence:
            world.does(deed)
            assert world.stored() == world.model.all(), deed
            assert world.sizes_are_true()

    run()
