"""What changes say of the opt-outs that they began or ended, remembered while a file is written."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from optouts.words import WorkspaceId
from storage import export_rows
from storage.engine import Transaction
from storage.export_rows import Act

MOST: Final = 50_000
"""Changes that are remembered at a time: a list of single adds has one for each number."""


@dataclass
class Facts:
    tx: Transaction
    workspace: WorkspaceId
    _known: dict[int, Act] = field(init=False, default_factory=dict)

    def of(self, ids: Collection[int]) -> dict[int, Act]:
        """At least those of these ids."""
        missing = set(ids) - self._known.keys()
        if missing:
            if len(self._known) + len(missing) > MOST:
                self._known = {}
                missing = set(ids)
            found = export_rows.acts(self.tx, self.workspace, missing)
            self._known.update((act.id, act) for act in found)
        return self._known
