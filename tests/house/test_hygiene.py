"""Small rules of the house that no tool checks."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = {"bot", "handlers", "optouts", "storage", "tests", "bench"}
LONGEST = 400
SUFFIXES = {".py", ".js", ".css", ".html", ".md", ".toml", ".yml", ".yaml", ".lock", ".svg"}
BARE = {"Makefile", "LICENSE", ".gitignore", ".env.example"}
SHAPELESS = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
REGISTRIES = ("py" + "pi.org", "python" + "hosted", "npm" + "js.org", "--index" + "-url ")
LEFTOVERS = ("TO" + "DO", "FIX" + "ME", "XX" + "X ")


def _kept() -> list[Path]:
    """The files of the project: what git has, or would have with the next commit."""
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    try:
        names = subprocess.run(  # noqa: S603 - a fixed command
            command, cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only a checkout knows which files are the project's")
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def _texts() -> Iterator[tuple[str, str]]:
    for path in _kept():
        if path.suffix in SUFFIXES or path.name in BARE:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_there_are_four_rooms_beside_tests_and_bench() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in _kept() if path.suffix == ".py"}

    assert found <= ROOMS


def test_no_file_is_too_long_to_read() -> None:
    long = {name: text.count("\n") for name, text in _texts() if not name.startswith("docs/")}

    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_no_file_is_called_after_nothing_in_particular() -> None:
    names = [str(path.relative_to(ROOT)) for path in _kept() if path.stem in SHAPELESS]

    assert names == []


def test_every_text_ends_with_one_line_end_and_no_line_with_blanks() -> None:
    ragged = [
        name
        for name, text in _texts()
        if text and (re.search(r"[ \t]+$|\r", text, re.MULTILINE) or not _ends_well(text))
    ]

    assert ragged == []


def _ends_well(text: str) -> bool:
    return text.endswith("\n") and not text.endswith("\n\n")


@pytest.mark.parametrize("word", [*REGISTRIES, *LEFTOVERS])
def test_nothing_names_a_package_registry_or_is_left_for_later(word: str) -> None:
    assert [name for name, text in _texts() if word in text] == []


def test_the_lock_names_versions_and_nothing_else() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    shape = re.compile(r"[a-z0-9-]+==[\w.]+( ; .+)?")

    assert [line for line in lines if not shape.fullmatch(line)] == []


def test_every_module_says_in_a_sentence_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in _kept()
        if path.suffix == ".py" and path.read_text().strip() and not _docstring(path)
    ]

    assert silent == []


def _docstring(path: Path) -> str | None:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
