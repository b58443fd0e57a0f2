"""What platforms are told of many numbers is what Slack is told of each."""

from collections.abc import Callable
from itertools import product
from random import Random

import pytest

from optouts import changes, numbers, screening, workspaces
from optouts.changes import Act
from optouts.checking import FEW, Checked, Checker, Question
from optouts.core import Core
from optouts.errors import (
    NotPermitted,
    Refusal,
    StorageAway,
    UnknownAccount,
    UnknownRegion,
    UnknownSender,
)
from optouts.numbers import E164, UnreadableNumber
from optouts.outcomes import Added, Verdict
from optouts.places import Account, Choice, Sender
from optouts.roles import Actor
from optouts.screening import Message
from optouts.words import AccountId, Channel, Origin, SenderId, WorkspaceId
from storage.engine import Database

SMS, WHATSAPP = frozenset({Channel.SMS}), frozenset({Channel.WHATSAPP})
TEXTS = ["+27831234567", "083 123 4567", "+5491123456789", "+541123456789", "+27821234567", "x"]

OptOutBy = Callable[..., Added]


@pytest.fixture
def messages(
    opt_out: OptOutBy, retail: Account, travel: Account, short_code: Sender, care: Sender
) -> list[Message]:
    """Every message that may be asked about, where some people opted out of some."""
    opt_out(E164(27831234567), choice=Choice(SMS, accounts=(retail.id,)))
    opt_out(E164(5491123456789), choice=Choice(WHATSAPP, (care.id,)))
    opt_out(E164(27821234567), choice=Choice(SMS, (short_code.id,), (travel.id,)))
    return [
        Message(channel, sender, account)
        for channel, sender, account in product(
            (None, *Channel), (None, short_code.id, care.id), (None, retail.id, travel.id)
        )
    ]


def test_both_say_the_same_of_every_message(
    core: Core, workspace: WorkspaceId, viewer: Actor, messages: list[Message]
) -> None:
    checker = Checker(core)
    compared = 0
    for message in messages:
        try:
            expected = [_slack(core, workspace, viewer, text, message) for text in TEXTS]
        except UnknownSender:  # it is of the other channel
            with pytest.raises(UnknownSender):
                checker.check(workspace, TEXTS, message, region="ZA", by=viewer)
            continue
        found = checker.check(workspace, TEXTS, message, region="ZA", by=viewer)
        compared += 1
        assert [(each.verdict, {reason.list for reason in each.because}) for each in found] == (
            expected
        )
        for each in found:
            for reason in each.because:
                assert reason.since == core.clock()
    assert compared == 21


def _slack(
    core: Core, workspace: WorkspaceId, by: Actor, text: str, message: Message
) -> tuple[Verdict, set[object]]:
    try:
        number = numbers.parse(text, region="ZA", short_ok=True)
    except UnreadableNumber:
        number = None
    asked = [number or E164(27600000000)]
    (answer,) = screening.check(core, workspace, asked, message, by=by)
    if number is None:
        return Verdict.UNREADABLE, set()
    return answer.verdict, {each.list for each in answer.because}


def test_many_are_read_as_each_is_alone(core: Core, workspace: WorkspaceId, viewer: Actor) -> None:
    odd = ["", " ", "0", "1.0", "27831234567.0", "+39 02 1234567", "333 123 4567", "call me"]
    odd += [
        "083 123 4567 or 082",
        "+49 12345",
        "2.78E+10",
        "112",
        "\uff10\uff18\uff13 123 4567",
        "\t",
        "-",
    ]
    checker = Checker(core)

    for region in ("ZA", "IT", "DE", ""):
        alone = [
            checker.check(workspace, [text], Message(), region=region, by=viewer)[0] for text in odd
        ]
        many = checker.check(workspace, odd * FEW, Message(), region=region, by=viewer)
        assert many == tuple(alone) * FEW


def test_what_nobody_knows_is_refused(
    core: Core, workspace: WorkspaceId, viewer: Actor, guest: Actor
) -> None:
    checker = Checker(core)

    with pytest.raises(UnknownSender):
        checker.check(workspace, TEXTS, Message(sender=SenderId(99)), by=viewer)
    with pytest.raises(UnknownAccount):
        checker.check(workspace, TEXTS, Message(account=AccountId(99)), by=viewer)
    with pytest.raises(NotPermitted):
        checker.check(workspace, TEXTS, Message(), by=guest)


def test_a_database_that_cannot_be_reached_frees_nobody(
    core: Core, viewer: Actor, workspace: WorkspaceId
) -> None:
    stranded = Core(Database("postgresql://127.0.0.1:1/nowhere"), core.clock)

    with pytest.raises(StorageAway):
        Checker(stranded).check(workspace, TEXTS, Message(), by=viewer)
    stranded.database.close()


def test_who_asks_beside_others_is_told_what_each_is_told_alone(
    *,
    core: Core,
    workspace: WorkspaceId,
    viewer: Actor,
    guest: Actor,
    manager: Actor,
    messages: list[Message],
) -> None:
    other = workspaces.of_team(core, enterprise_id="", team_id="T0OTHER")
    act = Act(other, manager, Origin.SLACK, "other")
    changes.add(core, act, [E164(27831234567)], Choice(SMS))
    questions = [
        Question(where, [*TEXTS[at % 3 :], "+27829999999"], message, region, by)
        for where in (workspace, other)
        for at, message in enumerate(messages)
        for region in ("ZA", "", "??")
        for by in (viewer, guest)
    ]
    Random(1).shuffle(questions)  # noqa: S311
    checker = Checker(core)

    together = checker.check_all(questions)

    alone = [_alone(checker, each) for each in questions]
    assert list(map(_comparable, together)) == list(map(_comparable, alone))
    assert {type(each) for each in alone} == {
        tuple, NotPermitted, UnknownSender, UnknownAccount, UnknownRegion
    }  # fmt: skip


def _alone(checker: Checker, each: Question) -> tuple[Checked, ...] | Refusal:
    try:
        return checker.check(
            each.workspace, each.texts, each.message, region=each.region, by=each.by
        )
    except Refusal as refusal:
        return refusal


def _comparable(told: tuple[Checked, ...] | Refusal) -> object:
    return (type(told), vars(told)) if isinstance(told, Refusal) else told
