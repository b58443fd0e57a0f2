"""What a person asked for and has not confirmed: kept by us, named by an unguessable token."""

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from optouts.core import Core
from optouts.errors import DraftGone
from optouts.roles import Actor
from optouts.words import WorkspaceId
from storage import drafts
from storage.tables import Draft

LIFETIME: Final = timedelta(days=1)


def keep(core: Core, workspace: WorkspaceId, body: Mapping[str, Any], *, by: Actor) -> str:
    """Store a draft (anything that JSON can hold) and return its token."""
    token = secrets.token_urlsafe(16)
    with core.writing() as tx:
        drafts.keep(
            tx,
            Draft(
                token=token,
                workspace_id=workspace,
                actor=by.id,
                body=json.dumps(dict(body), ensure_ascii=False),
                at=core.clock(),
            ),
        )
    return token


def of_token(core: Core, workspace: WorkspaceId, token: str, *, by: Actor) -> dict[str, Any]:
    """The draft of this token. Raises DraftGone if it is too old, unknown or somebody else's."""
    with core.reading() as tx:
        row = drafts.of_token(tx, workspace, token)
    if row is None or row.actor != by.id or row.at < core.clock() - LIFETIME:
        raise DraftGone
    body: dict[str, Any] = json.loads(row.body)
    return body


def forget_old(core: Core) -> None:
    """Drop the drafts that can no longer be confirmed."""
    with core.writing() as tx:
        drafts.forget_before(tx, core.clock() - LIFETIME)
