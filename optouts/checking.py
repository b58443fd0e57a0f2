"""May these be messaged? What platforms ask before each message, of thousands of numbers at once.

It says what screening.check says in Slack, of numbers as they are written.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple, TypeAlias

from optouts import lists, numbers
from optouts.core import Core, demand
from optouts.errors import Refusal, StorageAway, UnknownRegion
from optouts.number_arrays import Reader, Repair
from optouts.numbers import E164, Fault, UnreadableNumber, equivalents, is_region
from optouts.outcomes import Verdict
from optouts.places import ListName, Places
from optouts.remembered import Remembered
from optouts.roles import Actor, Deed
from optouts.screening import Message, demand_known
from optouts.words import ListId, Origin, WorkspaceId
from optouts.workspaces import places_within, preferences_within
from storage import checking
from storage.engine import DatabaseUnavailable

FEW: Final = 30
"""So many texts are read one by one; more of them at once, which is faster and reads the same."""

REPAIRS: Final = frozenset({Repair.FLOAT, Repair.LEADING_ZERO})
"""With these a reader takes what numbers.parse takes."""


@dataclass(frozen=True, slots=True)
class Reason:
    """An opt-out that forbids a message."""

    list: ListName
    since: datetime
    origin: Origin


class Checked(NamedTuple):
    """The verdict on one text; without a number there is a fault instead."""

    text: str
    number: E164 | None
    fault: Fault | None
    because: tuple[Reason, ...] = ()

    @property
    def verdict(self) -> Verdict:
        if self.number is None:
            return Verdict.UNREADABLE
        return Verdict.SUPPRESSED if self.because else Verdict.FREE


Because: TypeAlias = Mapping[int, Sequence[Reason]]
"""Why the numbers with these digits may not be messaged."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a workspace consists of; `region` is the one that its numbers are read in."""

    places: Places
    lists: tuple[ListName, ...]
    region: str


class Question(NamedTuple):
    """Texts that somebody asks about before a message. National numbers are read in `region`;
    without it in the account’s or the workspace’s."""

    workspace: WorkspaceId
    texts: Sequence[str]
    message: Message
    region: str
    by: Actor


class Checker:
    """Remembers what workspaces consist of, never who is opted out."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._known = Remembered(core, self._read)

    def known(self, workspace: WorkspaceId) -> Known:
        """As it was a moment ago. Raises StorageAway."""
        return self._known.lately(workspace) or self._anew(workspace)

    def check(
        self,
        workspace: WorkspaceId,
        texts: Sequence[str],
        message: Message,
        *,
        region: str = "",
        by: Actor,
    ) -> tuple[Checked, ...]:
        """One answer a text, in their order.

        Raises NotPermitted, UnknownSender, UnknownAccount, UnknownRegion, StorageAway.
        """
        (found,) = self.check_all([Question(workspace, texts, message, region, by)])
        if isinstance(found, Refusal):
            raise found
        return found

    def check_all(self, questions: Sequence[Question]) -> list[tuple[Checked, ...] | Refusal]:
        """What `check` says to each, or why it refuses: the database is asked once for all of a
        workspace, which takes hardly longer than for one. Raises StorageAway."""
        found: dict[int, tuple[Checked, ...] | Refusal] = {}
        for workspace in {each.workspace for each in questions}:
            own = [at for at, each in enumerate(questions) if each.workspace == workspace]
            answers = self._answers(workspace, [questions[at] for at in own])
            found |= zip(own, answers, strict=True)
        return [found[at] for at in range(len(questions))]

    def _answers(
        self, workspace: WorkspaceId, questions: Sequence[Question]
    ) -> list[tuple[Checked, ...] | Refusal]:
        known = self.known(workspace)
        asked = [_understood(each, known) for each in questions]
        clear = [each for each in asked if isinstance(each, _Asked)]
        names = {list_id: name for each in clear for list_id, name in each.names.items()}
        wanted = {form.digits for each in clear for same in each.forms for form in same}
        because: Because = {}
        if wanted:
            try:
                found = checking.standing(self._core.database, workspace, names, wanted)
            except DatabaseUnavailable as error:
                raise StorageAway from error
            if found.lists != len(known.lists):  # another process made one
                self._anew(workspace)
                return self._answers(workspace, questions)
            because = _because(found.standing, names)
        return [each.checked(because) if isinstance(each, _Asked) else each for each in asked]

    def _anew(self, workspace: WorkspaceId) -> Known:
        return self._known.anew(workspace) or self._read(workspace)

    def _read(self, workspace: WorkspaceId) -> Known:
        with self._core.reading() as tx:
            places = places_within(tx, workspace)
            region = preferences_within(tx, workspace).region
            return Known(places, tuple(lists.names(tx, workspace, places)), region)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that is understood: the lists that would forbid the message, and what each text
    was read as, in all forms in which that number may be written."""

    texts: Sequence[str]
    names: Mapping[ListId, ListName]
    read: Sequence[E164 | Fault]
    forms: Sequence[tuple[E164, ...]]

    def checked(self, because: Because) -> tuple[Checked, ...]:
        return tuple([
            Checked(text, each, None, self._reasons(same, because)) if isinstance(each, E164)
            else Checked(text, None, each)
            for text, each, same in zip(self.texts, self.read, self.forms, strict=True)
        ])  # fmt: skip

    def _reasons(self, forms: Iterable[E164], because: Because) -> tuple[Reason, ...]:
        """Others may have asked about other lists, whose reasons are in `because` too."""
        found = [each for form in forms for each in because.get(form.digits, ())]
        return tuple([each for each in found if each.list.id in self.names])


def _understood(question: Question, known: Known) -> _Asked | Refusal:
    try:
        demand(question.by, Deed.LOOK)
        demand_known(question.message, known.places)
        region = _region(question.region, question.message, known)
    except Refusal as refusal:
        return refusal
    read = _read_all(question.texts, region)
    forms = [equivalents(each) if isinstance(each, E164) else () for each in read]
    return _Asked(question.texts, _names(known, question.message), read, forms)


def _because(standing: Iterable[checking.Standing], names: Mapping[ListId, ListName]) -> Because:
    because = defaultdict(list)
    alike: dict[tuple[object, ...], Reason] = {}
    for list_id, number, own_date, at, origin in standing:
        facts = (list_id, own_date, at, origin)  # whole imports share them
        reason = alike.get(facts)
        if reason is None:
            since = at if own_date is None else datetime.fromtimestamp(own_date, UTC)
            reason = alike[facts] = Reason(names[ListId(list_id)], since, Origin(origin))
        because[number].append(reason)
    return because


def _names(known: Known, message: Message) -> Mapping[ListId, ListName]:
    source = known.places.sender(message.sender) if message.sender is not None else None
    suppressing = lists.suppressing(
        known.lists,
        channel=source.channel if source else message.channel,
        sender=message.sender,
        account=message.account,
    )
    return {name.id: name for name in suppressing}


def _region(said: str, message: Message, known: Known) -> str:
    if said:
        region = said.strip().upper()
        if not is_region(region):
            raise UnknownRegion(said)
        return region
    account = known.places.account(message.account) if message.account is not None else None
    return (account.region if account else "") or known.region


def _read_all(texts: Sequence[str], region: str) -> Sequence[E164 | Fault]:
    if len(texts) <= FEW:
        return [_read(text, region) for text in texts]
    batch = Reader(region, short_ok=True, repairs=REPAIRS).read(texts)
    return [
        E164(digits) if digits else batch.refused[index].fault if index in batch.refused
        else Fault.EMPTY
        for index, digits in enumerate(batch.digits.tolist())
    ]  # fmt: skip


def _read(text: str, region: str) -> E164 | Fault:
    try:
        return numbers.parse(text, region=region, short_ok=True)
    except UnreadableNumber as error:
        return error.fault
