"""Which opt-outs an export holds, in words, with the file that its change imported."""

from handlers.slack.blocks import export_words
from optouts import imports
from optouts.core import Core
from optouts.export_order import Order
from optouts.places import Places
from optouts.words import WorkspaceId


def of_order(core: Core, workspace: WorkspaceId, order: Order, places: Places) -> str:
    """Unescaped."""
    making = imports.of_change(core, workspace, order.change) if order.change else None
    file = making.source.name if making and making.source else ""
    return export_words.scope(order, places, file=file)
