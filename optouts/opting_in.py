"""Somebody wants messages again: what that lifts, and the question whether they really do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from optouts import lists
from optouts.changes import Act, lift_within
from optouts.core import Core
from optouts.keyword_rules import Action
from optouts.numbers import E164, equivalents
from optouts.outcomes import OptOut
from optouts.periods import explained
from optouts.places import Places
from optouts.preferences import Preferences
from optouts.reply_kinds import ReplyKind
from optouts.words import EVERY_ACCOUNT, AccountId, ChangeId, Channel, SenderId, WorkspaceId
from storage import inbound, opt_in_questions, opt_outs
from storage.engine import Transaction
from storage.reply_tables import Inbound, OptInQuestion

ANSWERABLE: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Started:
    """What the person is told, what was changed, and whether the team has anything to hear."""

    kind: ReplyKind
    change: ChangeId | None = None
    is_news: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a question is for, and which messages it is about."""

    number: E164
    channel: Channel
    sender: SenderId
    account: AccountId = EVERY_ACCOUNT
    key: int = 0


def start_within(
    tx: Transaction, core: Core, act: Act, row: Inbound, *, settings: Preferences, places: Places
) -> Started:
    """Lift what the person opted out of by the sender that they write to, and what a program asked
    them about; what others did stands.

    A workspace that wants double opt-in asks back first, and the next such word confirms.
    """
    found = _standing(tx, row, places)
    questions = _open_questions(tx, core, row, found)
    lifted = [
        each
        for each in found
        if _is_theirs(each, row) or any(_is_about(question, each) for question in questions)
    ]
    forbidding = [each for each in found if _forbids(each, row)]
    if not lifted:
        return Started(ReplyKind.NOT_STARTED, is_news=bool(forbidding))
    if settings.double_opt_in and not questions:
        asked = Asked(E164(row.number), Channel(row.channel), SenderId(row.sender_id))
        ask_within(tx, core, act.workspace, asked)
        return Started(ReplyKind.ASKED, is_news=True)
    change = lift_within(tx, core, act, lifted)
    ids = [question.id or 0 for question in questions]
    opt_in_questions.answer(tx, ids, at=core.clock(), change_id=change.id)
    stands = any(each not in lifted for each in forbidding)
    kind = ReplyKind.NOT_STARTED if stands else ReplyKind.STARTED
    return Started(kind, change.id, is_news=True)


def _standing(tx: Transaction, row: Inbound, places: Places) -> list[OptOut]:
    """What keeps the person from messages of this sender, and from those of every sender of the
    other channel."""
    workspace = WorkspaceId(row.workspace_id)
    names = [
        name
        for name in lists.names(tx, workspace, places)
        if name.sender is None or (name.sender.id, name.channel) == (row.sender_id, row.channel)
    ]
    periods = opt_outs.of_numbers(tx, [name.id for name in names], _forms(row), only_open=True)
    return explained(tx, workspace, periods, names)


def _forms(row: Inbound) -> list[int]:
    return [form.digits for form in equivalents(E164(row.number))]


def _forbids(opt_out: OptOut, row: Inbound) -> bool:
    return opt_out.list.channel == row.channel


def _is_theirs(opt_out: OptOut, row: Inbound) -> bool:
    """Whether the person made it themselves, and in answer to this very sender if it is about every
    sender."""
    if not opt_out.since.is_person_made:
        return False
    return opt_out.list.sender is not None or (
        opt_out.since.evidence.get("sender") == str(row.sender_id)
    )


def _is_about(question: OptInQuestion, opt_out: OptOut) -> bool:
    """A program's question is about all that stands on its own list, whoever made it."""
    account = opt_out.list.account.id if opt_out.list.account else 0
    return bool(
        question.key_id and opt_out.list.sender is not None and account == question.account_id
    )


def _open_questions(
    tx: Transaction, core: Core, row: Inbound, found: Collection[OptOut]
) -> Sequence[OptInQuestion]:
    """The questions that this answers. Having opted out again since is an answer too: no."""
    asked = opt_in_questions.open_to(
        tx,
        row.workspace_id,
        _forms(row),
        channel=row.channel,
        sender_id=row.sender_id,
        now=core.clock(),
    )
    return [each for each in asked if not _is_refused(tx, row, each, found)]


def _is_refused(
    tx: Transaction, row: Inbound, question: OptInQuestion, found: Collection[OptOut]
) -> bool:
    opted_out = any(
        change.is_person_made and change.at > question.at
        for each in found
        for change in (each.since, *each.asked)
    )
    return opted_out or inbound.is_any_since(
        tx, row.workspace_id, _forms(row), action=Action.OPT_OUT, since=question.at
    )


def ask_within(
    tx: Transaction, core: Core, workspace: WorkspaceId, asked: Asked, *, request: str = ""
) -> OptInQuestion:
    """Note that somebody is asked back; their word within a day confirms it.

    `request` is that of the program that asks for it, so that it can find its question again.
    """
    now = core.clock()
    return opt_in_questions.ask(
        tx,
        OptInQuestion(
            workspace_id=workspace,
            number=asked.number.digits,
            channel=asked.channel,
            sender_id=asked.sender,
            account_id=asked.account,
            key_id=asked.key,
            request_key=request,
            at=now,
            until=now + ANSWERABLE,
        ),
    )
