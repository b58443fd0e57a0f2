"""Small rules that combine into a description of what a payload may hold."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing Slack would refuse; `pointer` says where, `message` what, in Slack's tone."""

    pointer: str
    message: str


Rule = Callable[[object, str], Iterator[Problem]]
# A check sees an object whose shape has already been found right, so it may index freely.
Check = Callable[[Json, str], Iterable[Problem]]


def anything(_value: object, _pointer: str) -> Iterator[Problem]:
    yield from ()


def boolean(value: object, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem(pointer, "must provide a boolean")


def number(value: object, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield Problem(pointer, "must provide a number")


def length(text: str, pointer: str, *, at_least: int, at_most: int) -> Iterator[Problem]:
    if len(text) < at_least:
        yield Problem(pointer, f"must be more than {at_least - 1} characters")
    if len(text) > at_most:
        yield Problem(pointer, f"must be less than {at_most + 1} characters")


def string(at_most: int, *, at_least: int = 1) -> Rule:
    def rule(value: object, pointer: str) -> Iterator[Problem]:
        if isinstance(value, str):
            yield from length(value, pointer, at_least=at_least, at_most=at_most)
        else:
            yield Problem(pointer, "must provide a string")

    return rule


def words(at_most: int) -> Rule:
    """A string with something to read in it: blanks alone count as nothing."""

    def rule(value: object, pointer: str) -> Iterator[Problem]:
        read = value if not isinstance(value, str) or value.strip() else ""
        yield from string(at_most)(read, pointer)

    return rule


def matching(pattern: str, meaning: str) -> Rule:
    compiled = re.compile(pattern, re.ASCII)

    def rule(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(pointer, "must provide a string")
        elif not compiled.fullmatch(value):
            yield Problem(pointer, f"must be {meaning}")

    return rule


def web_address(at_most: int) -> Rule:
    def rule(value: object, pointer: str) -> Iterator[Problem]:
        yield from string(at_most)(value, pointer)
        if isinstance(value, str) and not re.match(r"(https?://|slack://|mailto:|tel:)\S", value):
            yield Problem(pointer, "must be a valid URL")

    return rule


def integer(at_least: int, at_most: int) -> Rule:
    def rule(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem(pointer, "must provide an integer")
        elif not at_least <= value <= at_most:
            yield Problem(pointer, f"must be between {at_least} and {at_most}")

    return rule


def choice(*allowed: str) -> Rule:
    def rule(value: object, pointer: str) -> Iterator[Problem]:
        if value not in allowed:
            yield Problem(pointer, f"must be a valid enum value ({', '.join(allowed)})")

    return rule


def nullable(inner: Rule) -> Rule:
    def rule(value: object, pointer: str) -> Iterator[Problem]:
        if value is not None:
            yield from inner(value, pointer)

    return rule


def array(item: Rule, *, at_most: int, at_least: int = 1) -> Rule:
    def rule(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, list | tuple):
            yield Problem(pointer, "must provide an array")
            return
        if len(value) < at_least:
            yield Problem(pointer, f"must provide at least {at_least} items")
        if len(value) > at_most:
            yield Problem(pointer, f"no more than {at_most} items allowed")
        for index, entry in enumerate(value):
            yield from item(entry, f"{pointer}/{index}")

    return rule


def record(
    required: Mapping[str, Rule] | None = None,
    optional: Mapping[str, Rule] | None = None,
    checks: Iterable[Check] = (),
) -> Rule:
    """An object with these fields and no others; `type` is left to whoever chose this rule."""
    needed = dict(required or {})
    known = needed | dict(optional or {})
    further = tuple(checks)

    def rule(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(pointer, "must provide an object")
            return
        found = [
            *(Problem(pointer, f"missing required field: {key}") for key in needed.keys() - value),
            *(
                Problem(pointer, f"invalid additional property: {key}")
                for key in value.keys() - known.keys() - {"type"}
            ),
        ]
        for key in value.keys() & known.keys():
            found.extend(known[key](value[key], f"{pointer}/{key}"))
        # Sets have no order of their own; a person comparing two runs wants one.
        yield from sorted(found, key=lambda problem: (problem.pointer, problem.message))
        if not found:
            for check in further:
                yield from check(value, pointer)

    return rule


def tagged(rules: Mapping[str, Rule]) -> Rule:
    """An object whose `type` says which rule is meant."""

    def rule(value: object, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(pointer, "must provide an object")
        elif "type" not in value:
            yield Problem(pointer, "missing required field: type")
        elif not isinstance(value["type"], str) or value["type"] not in rules:
            yield Problem(f"{pointer}/type", f"unsupported type: {value['type']}")
        else:
            yield from rules[value["type"]](value, pointer)

    return rule


def at_least_one_of(*keys: str) -> Check:
    def check(value: Json, pointer: str) -> Iterator[Problem]:
        if not value.keys() & set(keys):
            names = " or ".join(f"`{key}`" for key in keys)
            yield Problem(pointer, f"must define at least one of {names}")

    return check


def exactly_one_of(*keys: str) -> Check:
    def check(value: Json, pointer: str) -> Iterator[Problem]:
        if len(value.keys() & set(keys)) != 1:
            names = " or ".join(f"`{key}`" for key in keys)
            yield Problem(pointer, f"must define either {names}, and only one of them")

    return check


def ordered(low: str, high: str, read: Callable[[Any], float] = float) -> Check:
    """Where both bounds are given, the low one may not exceed the high one."""

    def check(value: Json, pointer: str) -> Iterator[Problem]:
        if low in value and high in value and read(value[low]) > read(value[high]):
            yield Problem(f"{pointer}/{low}", f"must not be greater than `{high}`")

    return check
