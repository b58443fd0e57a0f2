"""Keyword rules as rows: what a workspace saved, laid over what is shipped."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from optouts.keyword_entries import AS_SHIPPED, Entry, Version
from optouts.keyword_rules import Action, Match, Rule, Scope
from optouts.keyword_set import SHIPPED
from optouts.words import ActorId, WorkspaceId
from storage import keyword_rules
from storage.engine import Transaction
from storage.reply_tables import KeywordRule

OWN: Final = "own:"
"""What the keys of a workspace's own rules begin with; a number follows."""

BY_KEY: Final[Mapping[str, Rule]] = {rule.key: rule for rule in SHIPPED}


def entries(tx: Transaction, workspace: WorkspaceId) -> Iterator[Entry]:
    """All rules, deleted ones too. The workspace's own come first."""
    rows = {row.rule: row for row in keyword_rules.standing(tx, workspace)}
    own = sorted((key for key in rows if key not in BY_KEY), key=_number)
    yield from (_entry(key, rows[key]) for key in own)
    for rule in SHIPPED:
        row = rows.get(rule.key)
        yield _entry(rule.key, row) if row else Entry(rule, is_shipped=True)


def _number(key: str) -> tuple[int, str]:
    """What an older release shipped stands before the workspace's own rules."""
    return (int(key.removeprefix(OWN)) if key.startswith(OWN) else 0, key)


def next_key(tx: Transaction, workspace: WorkspaceId) -> str:
    """Keys are never used again, as rules are never forgotten."""
    rows = keyword_rules.standing(tx, workspace)
    return f"{OWN}{1 + max((_number(row.rule)[0] for row in rows), default=0)}"


def versions(tx: Transaction, workspace: WorkspaceId, key: str) -> tuple[Version, ...]:
    """The newest first; none of a rule that never was."""
    saved = [
        Version(row.id or 0, _rule(key, row.body), row.deleted, ActorId(row.actor), row.at)
        for row in keyword_rules.of_rule(tx, workspace, key)
    ]
    shipped = [Version(AS_SHIPPED, BY_KEY[key])] if key in BY_KEY else []
    return (*saved, *shipped)


def _entry(key: str, row: KeywordRule) -> Entry:
    rule = _rule(key, row.body)
    return Entry(
        rule,
        is_shipped=key in BY_KEY,
        is_deleted=row.deleted,
        is_changed=key in BY_KEY and rule != BY_KEY[key],
        by=ActorId(row.actor),
        at=row.at,
    )


def _rule(key: str, body: str) -> Rule:
    shipped = BY_KEY.get(key)
    if shipped is not None and not body:
        return shipped
    said = json.loads(body)
    return Rule(
        key,
        said["words"],
        Action(said["action"]),
        Match(said["match"]),
        said["language"],
        said["region"],
        Scope(said["scope"]) if said["scope"] else None,
        shipped.source if shipped else "",
    )


def row_of(
    workspace: WorkspaceId, rule: Rule, *, by: ActorId, at: datetime, deleted: bool = False
) -> KeywordRule:
    """A version of a rule. What is as it was shipped has no body, and follows later releases."""
    said = {
        "words": rule.words,
        "action": rule.action,
        "match": rule.match,
        "language": rule.language,
        "region": rule.region,
        "scope": rule.scope or "",
    }
    return KeywordRule(
        workspace_id=workspace,
        rule=rule.key,
        body="" if rule == BY_KEY.get(rule.key) else json.dumps(said),
        deleted=deleted,
        actor=by,
        at=at,
    )
