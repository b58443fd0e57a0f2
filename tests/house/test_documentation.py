"""What can be typed, set or granted is documented, and .env.example says what the code says."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.settings import Settings
from handlers.slack.commands import WORDS, Word
from optouts.preferences import PREFERENCES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text())
SCOPES = MANIFEST["oauth_config"]["scopes"]["bot"]
EVENTS = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
SHORTCUTS = [each["name"] for each in MANIFEST["features"]["shortcuts"]]
SETTINGS = sorted(Settings.model_fields)
SHORTEST_REASON = 15
"""Letters; less is no reason."""


@cache
def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _of_word(word: Word) -> list[str]:
    return [f"/optout {word.name}", *(f"/optout {example}" for example in word.line.examples)]


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.name)
def test_every_word_and_its_examples_are_in_the_commands_page(word: Word) -> None:
    page = _text("docs/commands.md")

    assert [line for line in _of_word(word) if line not in page] == []
    assert [alias for alias in word.aliases if f"`{alias}`" not in page] == []


@pytest.mark.parametrize("name", SHORTCUTS)
def test_every_shortcut_is_in_the_commands_page(name: str) -> None:
    assert name in _text("docs/commands.md")


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_in_the_settings_page(name: str) -> None:
    assert f"`{name.upper()}`" in _text("docs/settings.md")


@pytest.mark.parametrize("name", [each.name for each in PREFERENCES])
def test_every_setting_of_a_workspace_is_in_the_settings_page(name: str) -> None:
    assert f"`{name}`" in _text("docs/settings.md")


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_in_the_example_with_its_sentence_and_default(name: str) -> None:
    setting = Settings.model_fields[name]
    default = "" if "SecretStr" in str(setting.annotation) else str(setting.default)
    mark = "#" if default else ""

    entry = f"# {setting.description}\n{mark}{name.upper()}={default}\n"
    assert entry in _text(".env.example")


def test_the_example_has_no_setting_that_there_is_not() -> None:
    named = re.findall(r"^#?([A-Z_]+)=", _text(".env.example"), re.MULTILINE)

    assert sorted(named) == [name.upper() for name in SETTINGS]


@pytest.mark.parametrize("name", [*SCOPES, *EVENTS])
def test_every_scope_and_event_has_its_reason_in_the_scopes_page(name: str) -> None:
    lines = [line for line in _text("docs/scopes.md").splitlines() if f"`{name}`" in line]
    reasons = [line.replace(f"`{name}`", "").strip("| -:") for line in lines]

    assert any(len(reason) >= SHORTEST_REASON for reason in reasons)


def test_the_scopes_page_names_no_scope_as_granted_that_is_not() -> None:
    shape = r"^\| `([a-z_.]+(?::[a-z_.]+)+)`"
    first_column = re.findall(shape, _text("docs/scopes.md"), re.MULTILINE)

    assert sorted(set(first_column) - set(SCOPES)) == []


def test_every_decision_is_listed_and_numbered_once() -> None:
    files = sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))
    listed = _text("docs/decisions/README.md")

    assert [name for name in files if f"({name})" not in listed] == []
    assert len({name[:4] for name in files}) == len(files)


def test_every_decision_says_status_context_decision_and_consequences() -> None:
    for path in (DOCS / "decisions").glob("[0-9]*.md"):
        text = path.read_text(encoding="utf-8")
        for part in ("Status", "## Context", "## Decision", "## Consequences"):
            assert part in text, f"{path.name} lacks {part}"


def test_every_word_of_make_explains_itself_and_is_told_to_contributors() -> None:
    words = re.findall(r"^([a-z]+):", _text("Makefile"), re.MULTILINE)
    explained = re.findall(r"^([a-z]+):.* ## \w", _text("Makefile"), re.MULTILINE)
    told = _text("README.md") + _text("CONTRIBUTING.md")

    assert sorted(words) == sorted(explained)
    assert [word for word in explained if f"make {word}" not in told] == []


def test_every_link_between_pages_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in link and not link.startswith("mailto:")
        if not (page.parent / link).exists()
    ]

    assert broken == []
