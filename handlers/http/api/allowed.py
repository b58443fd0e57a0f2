"""Which methods an address of the API takes, for calls with another one (RFC 9110, 15.5.6)."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from starlette.routing import compile_path


class Allowed:
    """Known from the document of the API, as there is a route for each method of an address."""

    def __init__(self, document: Callable[[], dict[str, Any]]) -> None:
        self._document = document

    @cached_property
    def _known(self) -> list[tuple[re.Pattern[str], str]]:
        return [
            (compile_path(path)[0], ", ".join(sorted(map(str.upper, calls))))
            for path, calls in sorted(self._document()["paths"].items(), key=_is_pattern)
        ]

    def at(self, path: str) -> str:
        return next((methods for pattern, methods in self._known if pattern.match(path)), "")


def _is_pattern(item: tuple[str, object]) -> bool:
    return "{" in item[0]
