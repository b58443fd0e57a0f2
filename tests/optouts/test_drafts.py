"""What was asked for and not yet confirmed."""

from collections.abc import Callable

import pytest

from optouts import drafts
from optouts.core import Core
from optouts.errors import DraftGone
from optouts.roles import Actor
from optouts.words import WorkspaceId
from tests.conftest import Clock

BODY = {"numbers": ["+27831234567"], "note": "Café"}


@pytest.fixture
def keep(core: Core, workspace: WorkspaceId, manager: Actor) -> Callable[[], str]:
    return lambda: drafts.keep(core, workspace, BODY, by=manager)


def test_a_draft_comes_back_as_it_was(
    core: Core, workspace: WorkspaceId, manager: Actor, keep: Callable[[], str]
) -> None:
    assert drafts.of_token(core, workspace, keep(), by=manager) == BODY


def test_each_draft_has_a_token_that_nobody_guesses(keep: Callable[[], str]) -> None:
    first, second = keep(), keep()

    assert first != second
    assert len(first) == len(second) == 22


def test_a_draft_of_somebody_else_is_not_found(
    core: Core, workspace: WorkspaceId, other_manager: Actor, keep: Callable[[], str]
) -> None:
    with pytest.raises(DraftGone):
        drafts.of_token(core, workspace, keep(), by=other_manager)


def test_an_unknown_draft_is_not_found(core: Core, workspace: WorkspaceId, manager: Actor) -> None:
    with pytest.raises(DraftGone):
        drafts.of_token(core, workspace, "nothing", by=manager)


def test_a_draft_lives_a_day(
    core: Core, workspace: WorkspaceId, manager: Actor, keep: Callable[[], str], clock: Clock
) -> None:
    token = keep()
    clock.advance(days=1)
    drafts.forget_old(core)
    assert drafts.of_token(core, workspace, token, by=manager) == BODY

    clock.advance(seconds=1)

    with pytest.raises(DraftGone):
        drafts.of_token(core, workspace, token, by=manager)
