"""Changes that programs make: the team is told of what they did, in the same transaction."""

from collections.abc import Collection

from optouts import changes, telling
from optouts.changes import Act
from optouts.core import Core, demand
from optouts.numbers import E164
from optouts.outcomes import Added, Removed
from optouts.places import Choice
from optouts.roles import Deed
from optouts.words import ListId


def add(core: Core, act: Act, numbers: Collection[E164], choice: Choice) -> Added:
    """Put numbers, at least one, on the chosen lists.

    Raises NotPermitted, SenderRequired, UnknownSender, UnknownAccount and StorageAway.
    """
    demand(act.by, Deed.ADD)
    with core.writing() as tx:
        added = changes.add_within(tx, core, act, numbers, choice)
        if added.opened and not added.repeated:
            telling.of_change_within(tx, core, act.workspace, added.change.id)
        return added


def remove(core: Core, act: Act, numbers: Collection[E164], on: Collection[ListId]) -> Removed:
    """Take numbers off these lists, at least one of each.

    Raises NotPermitted, UnknownList, ReasonRequired and StorageAway.
    """
    demand(act.by, Deed.REMOVE)
    with core.writing() as tx:
        removed = changes.remove_within(tx, core, act, numbers, on)
        if removed.closed and not removed.repeated:
            telling.of_change_within(tx, core, act.workspace, removed.change.id)
        return removed
