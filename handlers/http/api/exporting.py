"""GET /v1/opt-outs/export: the lists as they are at one moment, written while they are read."""

import json
import logging
import threading
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from handlers.http.api import addressing, problems
from handlers.http.api.access import Caller, Reads
from handlers.http.api.addressing import Filters
from handlers.http.api.rejected import TooManyExports
from handlers.http.api.shown import List
from optouts import export_stream, following
from optouts.core import Core
from optouts.export_order import Column
from optouts.export_selection import Selection
from optouts.outcomes import Wanted

AT_A_TIME: Final = 4
"""Each holds a connection to the database until its caller has read all of it."""

CURSOR: Final = "Changes-Cursor"

logger = logging.getLogger(__name__)


class Format(StrEnum):
    NDJSON = "ndjson"  # an object a line
    CSV = "csv"


class Exporting(Filters):
    """What is to be written."""

    format: Format = Format.NDJSON


MEDIA_TYPES: Final = {Format.NDJSON: "application/x-ndjson", Format.CSV: "text/csv"}


def router(core: Core) -> APIRouter:
    calls = APIRouter(tags=["opt-outs"])
    places = threading.BoundedSemaphore(AT_A_TIME)

    @calls.get(
        "/opt-outs/export",
        response_class=StreamingResponse,
        responses={**problems.answers(403), 200: _DESCRIBED},
    )
    def export(caller: Reads, exporting: Annotated[Exporting, Query()]) -> Response:
        """All opt-outs, as they are at one moment. An answer that ends early was broken off.

        The header `Changes-Cursor` is where to go on with `GET /v1/changes`.
        """
        form, wanted = exporting.format, addressing.wanted(core, caller, exporting)
        # Before the moment of the export: what happens in between comes twice, and never not.
        cursor = following.now(core, caller.workspace, by=caller.actor)
        lines = _lines(core, caller, wanted, form, places)
        first = next(lines, "")  # so that a database that is away is told of
        logger.info("export by key %s", caller.key.id)
        return StreamingResponse(
            chain([first], lines),
            media_type=MEDIA_TYPES[form],
            headers={
                CURSOR: cursor.text,
                "Content-Disposition": f'attachment; filename="opt-outs.{form}"',
                "Cache-Control": "no-store",
            },
        )

    return calls


_LINE: Final = {
    "number": "+27831234567",
    "channel": "sms",
    "sender": "31331",
    "since": "2026-03-01T09:00:00Z",
    "origin": "keyword",
}
_DESCRIBED: Final[dict[str, Any]] = {
    "description": "The opt-outs, an object a line, or as csv.",
    "headers": {
        CURSOR: {
            "description": "The `after` of `GET /v1/changes` for all that happens from here on.",
            "schema": {"type": "string"},
        }
    },
    "content": {
        MEDIA_TYPES[Format.NDJSON]: {
            "schema": {"type": "string"},
            "example": json.dumps(_LINE),
        },
        MEDIA_TYPES[Format.CSV]: {"schema": {"type": "string"}},
    },
}


def _lines(
    core: Core,
    caller: Caller,
    wanted: Wanted,
    form: Format,
    places: threading.BoundedSemaphore,
) -> Iterator[str]:
    """Raises TooManyExports and StorageAway before the first line."""
    if not places.acquire(blocking=False):
        raise TooManyExports(AT_A_TIME)
    try:
        with export_stream.opened(core, caller.workspace, wanted, by=caller.actor) as selection:
            yield from export_stream.csv(selection) if form is Format.CSV else _objects(selection)
    finally:
        places.release()


def _objects(selection: Selection) -> Iterator[str]:
    columns = selection.columns
    told = [index for index, each in enumerate(columns) if each not in _PLACE]
    for name in selection.names:
        place = List.of(name).model_dump(mode="json", exclude_none=True)
        for rows in selection.rows(name):
            yield "".join(
                _line({columns[index].value: row[index] for index in told}, place) for row in rows
            )


_PLACE: Final = frozenset({Column.CHANNEL, Column.SENDER, Column.ACCOUNT})


def _line(cells: dict[str, Any], place: dict[str, Any]) -> str:
    number = cells.pop("number")
    known = {name: _plain(cell) for name, cell in cells.items() if cell}
    return json.dumps({"number": number, **place, **known}, ensure_ascii=False) + "\n"


def _plain(cell: Any) -> Any:
    return cell if isinstance(cell, str) else cell.isoformat().replace("+00:00", "Z")
