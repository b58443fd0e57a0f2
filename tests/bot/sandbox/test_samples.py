"""Whoever opens the pretend workspace finds something to import."""

from pathlib import Path

from bot.doctor import MANIFEST
from bot.sandbox.person import Message
from bot.sandbox.server import Sandbox
from optouts import reading_child
from optouts.reading_plan import Counts, guessed


def posted(sandbox: Sandbox) -> list[Message]:
    return [each for each in sandbox.person("thandi").sees("#retail-campaigns") if each.files]


def opened(folder: Path) -> list[Message]:
    with Sandbox(manifest=MANIFEST, data=folder) as sandbox:
        sandbox.share_samples()
        return posted(sandbox)


def test_two_files_are_waiting_and_only_once(tmp_path: Path) -> None:
    first = opened(tmp_path)
    again = opened(tmp_path)

    assert [file.name for each in first for file in each.files] == [
        "stop-list.csv",
        "shop-export.xlsx",
    ]
    assert [each.ts for each in again] == [each.ts for each in first]


def test_nobody_is_told_of_news_before_they_come(tmp_path: Path) -> None:
    with Sandbox(manifest=MANIFEST, data=tmp_path) as sandbox:
        sandbox.share_samples()
        room = sandbox.workspace.channels["C0RETAIL"]

        assert set(room.read.values()) == {posted(sandbox)[-1].ts}


def test_most_of_the_stop_list_is_read_and_the_export_is_mangled_in_every_way(
    tmp_path: Path,
) -> None:
    with Sandbox(manifest=MANIFEST) as sandbox:
        sandbox.share_samples()
        thandi = sandbox.person("thandi")
        stop_list, export = (
            counts_of(thandi.downloads(each.files[0].id), tmp_path / each.files[0].name)
            for each in posted(sandbox)
        )

    assert stop_list.valid_rows > 200
    assert set(stop_list.refused) == {"too_short", "short_code", "letters", "several"}
    assert export.distinct == 6
    assert {"scientific", "float", "several", "letters", "too_short"} <= set(export.refused)


def counts_of(content: bytes, file: Path) -> Counts:
    file.write_bytes(content)
    survey = reading_child.survey(file, region="ZA")
    return reading_child.read(file, guessed(survey, region="ZA"), file.with_suffix("")).counts
