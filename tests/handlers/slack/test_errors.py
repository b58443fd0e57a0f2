"""Every refusal in words of its own: no fallback, no braces left over, nothing let through raw."""

import dataclasses
import inspect
import re
import typing
from datetime import UTC, datetime

import pytest

from handlers.slack import problems
from handlers.slack.blocks.errors import explain
from handlers.slack.blocks.fault_words import FAULTS
from handlers.slack.blocks.text import DATES, names_people, plain
from optouts import errors
from optouts.keyword_rules import Action, Rule, Scope
from optouts.numbers import Fault, UnreadableNumber
from optouts.roles import Deed, Role
from optouts.words import ActorId, Channel

FALLBACK = explain(RuntimeError("boom"))
TYPED = "Tom & *Sons* <!channel>"
SAMPLES: dict[object, tuple[object, ...]] = {
    str: ("Retail", TYPED),
    int: (30,),
    bool: (True, False),
    datetime: (datetime(2026, 3, 1, 9, tzinfo=UTC),),
    Role: (Role.VIEWER, Role.NONE),
    Deed: tuple(Deed),
    Channel: tuple(Channel),
    Channel | None: (None, *Channel),
    ActorId: (ActorId("U0THANDI"),),
    ActorId | None: (None, ActorId("U0THANDI")),
    Rule: (Rule("en:stop", TYPED, Action.OPT_OUT, region="ZA", scope=Scope.EVERYWHERE),),
    tuple[str, ...]: ((), ("Retail",), ("a", "b", TYPED)),
}
OURS = {"usage": ("/optout help",)}
"""Facts that never come from people."""


def refusals(module: object, root: type[Exception]) -> list[type[Exception]]:
    return [
        each
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, root) and each is not root
    ]


ERRORS = [
    *refusals(errors, errors.Refusal),
    *refusals(problems, problems.Problem),
]


def made(error: type[Exception]) -> list[Exception]:
    """The error with every kind of fact that it may carry."""
    hints = typing.get_type_hints(error)
    names = [field.name for field in dataclasses.fields(error)]  # type: ignore[arg-type]
    fields = {name: OURS.get(name, SAMPLES[hints[name]]) for name in names}
    most = max((len(values) for values in fields.values()), default=1)
    return [
        error(**{name: values[index % len(values)] for name, values in fields.items()})
        for index in range(most)
    ]


NUMBERS = [
    UnreadableNumber(raw, fault, region, 9, regions)
    for fault in Fault
    for raw, region, regions in (
        ("083", "ZA", ("GB", "US")),
        ("083", "", ()),
        (TYPED, "ZA", ("GB",)),
    )
]
SPECIAL = [
    errors.BadName("", 60),
    errors.BadName(" ", 60),
    errors.UnknownSender("7", None),
    errors.UnknownAccount("7"),
    errors.AddressTaken("+27600123456", ""),
]
EVERY = [*(error for kind in ERRORS for error in made(kind)), *NUMBERS, *SPECIAL]


@pytest.mark.parametrize("kind", ERRORS)
def test_every_refusal_has_words_of_its_own(kind: type[Exception]) -> None:
    for error in made(kind):
        assert explain(error) != FALLBACK
        assert kind in explain.registry


def test_every_fault_of_a_number_has_words_of_its_own() -> None:
    assert set(FAULTS) == set(Fault)
    assert len(set(FAULTS.values())) == len(Fault)
    for error in NUMBERS:
        assert explain(error) != FALLBACK


def test_no_two_kinds_of_refusal_are_said_alike() -> None:
    words = [explain(made(kind)[0]) for kind in ERRORS]

    assert len(set(words)) == len(words)


def test_the_words_are_a_whole_sentence_with_nothing_left_to_fill_in() -> None:
    for error in EVERY:
        said = explain(error)

        assert not re.search(r"[{}]", DATES.sub("", said))
        assert "None" not in said
        assert "  " not in said.replace(TYPED, "")
        assert re.search(r"[.?`]\Z", said), said
        assert "Error" not in said


def test_what_people_typed_is_never_let_through_as_markup() -> None:
    for error in EVERY:
        said = explain(error)

        assert "<!channel>" not in said
        assert "& " not in said.replace("&amp; ", "")


def test_said_plainly_no_markup_of_ours_is_left() -> None:
    for error in EVERY:
        said = explain(error)

        bare = plain(said).replace("<!channel>", "")

        # What names people is never shown where only plain text can be.
        if not names_people(said):
            assert not re.search(r"[*`<>]|&\w+;", bare), bare


def test_what_nobody_foresaw_is_our_fault_and_betrays_nothing() -> None:
    assert explain(KeyError("secret")) == FALLBACK
    assert "our side" in FALLBACK
    assert "boom" not in FALLBACK


def test_a_refused_number_is_quoted_no_longer_than_a_line() -> None:
    said = explain(UnreadableNumber("1" * 500, Fault.TOO_LONG, "ZA"))

    assert "1" * 60 in said
    assert "1" * 61 not in said
