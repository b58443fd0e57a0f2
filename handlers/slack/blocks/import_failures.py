"""Why a job failed, in words."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from typing import Any, Final, get_type_hints

from pydantic import TypeAdapter

from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.file_words import explain_file
from optouts import errors
from optouts.errors import Refusal
from optouts.jobs import Failure

UNCHANGED: Final = re.compile(r" \*?Nothing was changed[^.]*\.\*?|; nothing was changed(?=\.)")


def explain_failure(why: Failure) -> str:
    """A refusal speaks for itself once it is made anew from its name and its fields.

    What refusals say of the lists is left out: a job can be refused halfway.
    """
    refusal = _refusal(why.kind, why.facts)
    return explain_file(why) if refusal is None else UNCHANGED.sub("", explain(refusal))


def _refusal(name: str, facts: Mapping[str, str | int]) -> Refusal | None:
    kind = getattr(errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, Refusal)) or kind is Refusal:
        return None
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for each in fields(kind):  # type: ignore[arg-type]  # every refusal is a dataclass
        with suppress(KeyError, ValueError):  # most can do without it
            fact = facts[each.name]
            values[each.name] = TypeAdapter(hints[each.name]).validate_python(
                None if fact == str(None) else fact
            )
    try:
        return kind(**values)
    except TypeError:
        return None
