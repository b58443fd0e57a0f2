"""May these be messaged? What platforms ask before each message, of thousands of numbers at once.

It says what screening.check says in Slack, of numbers as they are written.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from optouts import lists, numbers
from optouts.core import Core, demand
from optouts.errors import StorageAway, UnknownRegion
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


@dataclass(frozen=True, slots=True)
class Known:
    """What a workspace consists of; `region` is the one that its numbers are read in."""

    places: Places
    lists: tuple[ListName, ...]
    region: str


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
        demand(by, Deed.LOOK)
        known = self.known(workspace)
        demand_known(message, known.places)
        read = _read_all(texts, _region(region, message, known))
        forms = [equivalents(each) if isinstance(each, E164) else () for each in read]
        wanted = {form.digits for each in forms for form in each}
        because = self._because(workspace, known, message, wanted) if wanted else {}
        found = [
            Checked(text, each, None, _reasons(same, because)) if isinstance(each, E164)
            else Checked(text, None, each)
            for text, each, same in zip(texts, read, forms, strict=True)
        ]  # fmt: skip
        return tuple(found)

    def _because(
        self, workspace: WorkspaceId, known: Known, message: Message, wanted: Collection[int]
    ) -> Mapping[int, list[Reason]]:
        names = _names(known, message)
        try:
            found = checking.standing(self._core.database, workspace, names, wanted)
        except DatabaseUnavailable as error:
            raise StorageAway from error
        if found.lists != len(known.lists):  # another process made one
            known = self._anew(workspace)
            return self._because(workspace, known, message, wanted)
        because = defaultdict(list)
        alike: dict[tuple[object, ...], Reason] = {}
        for list_id, number, own_date, at, origin in found.standing:
            facts = (list_id, own_date, at, origin)  # whole imports share them
            reason = alike.get(facts)
            if reason is None:
                since = at if own_date is None else datetime.fromtimestamp(own_date, UTC)
                reason = alike[facts] = Reason(names[ListId(list_id)], since, Origin(origin))
            because[number].append(reason)
        return because

    def _anew(self, workspace: WorkspaceId) -> Known:
        return self._known.anew(workspace) or self._read(workspace)

    def _read(self, workspace: WorkspaceId) -> Known:
        with self._core.reading() as tx:
            places = places_within(tx, workspace)
            region = preferences_within(tx, workspace).region
            return Known(places, tuple(lists.names(tx, workspace, places)), region)


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


def _read_all(texts: Sequence[str], region: str) -> Iterable[E164 | Fault]:
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


def _reasons(forms: Iterable[E164], because: Mapping[int, Sequence[Reason]]) -> tuple[Reason, ...]:
    return tuple([reason for form in forms for reason in because.get(form.digits, ())])
