"""What the team's channel is told of what people asked for themselves and programs did: each by
itself while they are few, many at once in one message a minute."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from optouts import news_rows
from optouts.core import Core
from optouts.inbound import InboundId
from optouts.job_rows import body_of
from optouts.jobs import JobKind, Stage
from optouts.news import Event, News, Sum
from optouts.news_facts import events_within
from optouts.periods import change_of
from optouts.words import ChangeId, Channel, Kind, Origin, SenderId, WorkspaceId
from storage import changes, jobs, kept_messages, tables, telling
from storage.engine import Transaction
from storage.kept_messages import Brief

FEW: Final = 3
"""So many within a minute are told one by one."""

MINUTE: Final = timedelta(minutes=1)
MOST: Final = 20_000
"""Told in one message; what is beyond them waits for the next."""

EXAMPLES: Final = 5
LONGEST_WORDS: Final = 20
"""What is longer is no word that many share."""

UNCONFIRMED: Final = "unconfirmed:"


def of_change_within(
    tx: Transaction, core: Core, workspace: WorkspaceId, change_id: ChangeId
) -> None:
    """Tell of a change that a person made by a link or a program made; beside many others if they
    come at once. Nothing is told where there is no channel for it."""
    channel = news_rows.channel_within(tx, workspace)
    if channel is not None:
        news = News(changes=(change_id,))
        news_rows.record_within(
            tx, workspace, news, channel, key=f"change:{change_id}", at=core.clock(), held=True
        )


def gather(core: Core) -> bool:
    """An errand: make messages of what the team is yet to be told of."""
    with core.reading() as tx:
        replies = kept_messages.workspaces_untold(tx)
        held = telling.workspaces_held(tx, JobKind.NEWS, Stage.READY)
        lost = telling.workspaces_unconfirmed(tx)
    told = [_tell(core, WorkspaceId(each)) for each in sorted({*replies, *held})]
    told += [_apologise(core, WorkspaceId(each)) for each in lost]
    return any(told)


def _tell(core: Core, workspace: WorkspaceId) -> bool:
    now = core.clock()
    with core.reading() as tx:
        lately = _lately(tx, workspace, now)
        channel = news_rows.channel_within(tx, workspace)
        is_more = kept_messages.is_more_untold(tx, workspace, than=FEW - lately)
    if channel is not None and (lately == FEW or (lately and is_more)):
        return False
    with core.writing(queued=True) as tx:
        replies = kept_messages.untold(tx, workspace, limit=MOST)
        held = telling.held(tx, workspace, JobKind.NEWS, Stage.READY, limit=MOST)
        many = len(replies) + len(held)
        if channel is None:
            _forget(tx, replies, held)
            return many > 0
        untold = _Untold(workspace, channel, now, replies, held)
        if many + lately <= FEW:
            _one_by_one(tx, untold)
        elif lately == 0:
            _at_once(tx, untold)
        else:
            return False
        return many > 0


@dataclass(frozen=True, slots=True)
class _Untold:
    """What there is to tell by now, and where."""

    workspace: WorkspaceId
    channel: tables.WorkspaceSetting
    at: datetime
    replies: Sequence[Brief]
    held: Sequence[tables.Job]

    def record(self, tx: Transaction, news: News, *, key: str) -> None:
        news_rows.record_within(tx, self.workspace, news, self.channel, key=key, at=self.at)


def _lately(tx: Transaction, workspace: WorkspaceId, now: datetime) -> int:
    """How many messages of the last minute there are; FEW stands for more, too."""
    newest = telling.newest(tx, workspace, JobKind.NEWS, Stage.DONE, limit=FEW)
    return sum(now - row.stage_at < MINUTE for row in newest)


def _forget(tx: Transaction, replies: Sequence[Brief], held: Sequence[tables.Job]) -> None:
    """There is no channel (any more) to tell it in."""
    kept_messages.note_told(tx, [row.id for row in replies])
    _cancel(tx, held)


def _cancel(tx: Transaction, held: Sequence[tables.Job]) -> None:
    ended = {"stage": Stage.CANCELLED, "shown": Stage.CANCELLED}
    telling.move(tx, [row.id or 0 for row in held], ended)


def _one_by_one(tx: Transaction, untold: _Untold) -> None:
    for row in untold.replies:
        news = News(inbound=(InboundId(row.id),))
        untold.record(tx, news, key=f"reply:{row.id}")
    kept_messages.note_told(tx, [row.id for row in untold.replies])
    shown = {"stage": Stage.DONE, "stage_at": untold.at, "shown": ""}
    telling.move(tx, [row.id or 0 for row in untold.held], shown)


def _at_once(tx: Transaction, untold: _Untold) -> None:
    replies, held = untold.replies, untold.held
    counts = Counter(_of_replies(tx, untold.workspace, replies))
    counts.update(_of_held(tx, untold.workspace, held))
    news = News(
        inbound=tuple(InboundId(row.id) for row in replies[:EXAMPLES]),
        sums=tuple(
            Sum(event, where, sender, words, count, key)
            for (event, where, sender, words, key), count in counts.most_common()
        ),
        total=counts.total(),
    )
    first = f"{replies[0].id if replies else 0}:{held[0].id if held else 0}"
    untold.record(tx, news, key=f"many:{first}")
    kept_messages.note_told(tx, [row.id for row in replies])
    _cancel(tx, held)


_Key = tuple[Event, Channel, SenderId, str, str]


def _of_replies(tx: Transaction, workspace: WorkspaceId, rows: Sequence[Brief]) -> list[_Key]:
    events = events_within(tx, workspace, rows)
    return [
        (
            events[InboundId(row.id)],
            Channel(row.channel),
            SenderId(row.sender_id),
            _shared(row.text),
            "",
        )
        for row in rows
    ]


def _shared(text: str) -> str:
    """The words as many share them; empty for a text of somebody's own."""
    words = " ".join(text.split()).upper()
    return words if len(words) <= LONGEST_WORDS else ""


def _of_held(tx: Transaction, workspace: WorkspaceId, held: Sequence[tables.Job]) -> Counter[_Key]:
    """How many people: a link is of one, a call of a program may be about thousands."""
    ids = [change for row in held for change in _changes(row)]
    effects = telling.effects(tx, ids)
    places = telling.places(tx, ids)
    counts: Counter[_Key] = Counter()
    for row in changes.by_ids(tx, workspace, effects).values():
        change = change_of(row)
        channel, sender = places[change.id]
        place = (Channel(channel), SenderId(sender), "")
        if change.origin is Origin.API:
            opened, closed = effects[change.id]
            event = Event.API_OPTED_OUT if opened else Event.API_REMOVED
            counts[event, *place, change.evidence.get("key", "")] += opened + closed
        else:
            event = Event.LINK_UNDONE if change.kind is Kind.UNDO else Event.LINK
            counts[event, *place, ""] += 1
    return counts


def _changes(row: tables.Job) -> tuple[ChangeId, ...]:
    news = body_of(row).news
    return news.changes if news else ()


def _apologise(core: Core, workspace: WorkspaceId) -> bool:
    """Tell that people were not confirmed what they asked for, once a minute at most."""
    now = core.clock()
    with core.reading() as tx:
        key = f"{news_rows.KEY}{UNCONFIRMED}"
        before = jobs.newest_keyed(tx, workspace, JobKind.NEWS, key=key)
    if before is not None and now - before.at < MINUTE:
        return False
    with core.writing() as tx:
        rows = telling.unconfirmed(tx, workspace, limit=MOST)
        channel = news_rows.channel_within(tx, workspace)
        if channel is not None and rows:
            news = News(
                confirmations=tuple(row.id or 0 for row in rows[:EXAMPLES]), total=len(rows)
            )
            key = f"{UNCONFIRMED}{rows[0].id}"
            news_rows.record_within(tx, workspace, news, channel, key=key, at=now)
        telling.note_told(tx, [row.id or 0 for row in rows])
        return bool(rows)
