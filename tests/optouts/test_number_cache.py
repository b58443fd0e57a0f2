"""Tables are built once, kept whole, and never trusted when they are not what they should be."""

from pathlib import Path

import numpy as np
import phonenumbers
import pytest

from optouts import number_cache, number_elsewhere, number_tables


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "optout"


def forbid_building(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(name: str) -> number_tables.Table:
        raise AssertionError(name)

    monkeypatch.setattr(number_tables, "build", build)


def test_a_table_is_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    built = number_cache.table("ZA")
    forbid_building(monkeypatch)

    kept = number_cache.table("ZA")

    assert number_cache.is_kept("ZA")
    assert np.array_equal(kept.following, built.following)
    assert np.array_equal(kept.shift, built.shift)


def test_what_every_reader_needs_can_be_built_before_the_first_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(number_elsewhere, "OFTEN_MEANT", ["ZA", "GB", "MX"])  # all take seconds
    number_cache.prepare()
    forbid_building(monkeypatch)

    number_cache.prepare()

    assert len(number_cache.table("world").label) > 20_000
    assert len(number_cache.table("whatsapp").label) > 50
    assert set(number_cache.table("elsewhere").regions.tolist()) == {0, 1, 2, 4}


@pytest.mark.parametrize("damage", [b"", b"no table", None])
def test_a_damaged_table_is_built_anew(folder: Path, damage: bytes | None) -> None:
    built = number_cache.table("ZA")
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:500] if damage is None else damage)

    again = number_cache.table("ZA")

    assert np.array_equal(again.following, built.following)
    assert np.array_equal(again.shift, built.shift)


@pytest.mark.parametrize("far", [-1, 1_000_000])
@pytest.mark.parametrize("name", ["following", "label"])
def test_a_table_that_leads_out_of_itself_is_built_anew(folder: Path, name: str, far: int) -> None:
    built = number_cache.table("ZA")
    (kept,) = folder.iterdir()
    with np.load(kept) as opened:
        arrays = dict(opened)
    arrays[name].flat[55] = far
    np.savez(kept, **arrays)

    again = number_cache.table("ZA")

    assert np.array_equal(getattr(again, name), getattr(built, name))


def test_a_table_with_nothing_in_it_is_built_anew(folder: Path) -> None:
    number_cache.table("ZA")
    (kept,) = folder.iterdir()
    with np.load(kept) as opened:
        np.savez(kept, **{name: array[:0] for name, array in opened.items()})

    assert len(number_cache.table("ZA").label) > 100


def test_tables_are_made_where_nothing_can_be_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_text("no folder")
    unwritable = len(number_cache.table("ZA").label)
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setattr(Path, "home", nobody)
    homeless = len(number_cache.table("ZA").label)

    assert unwritable == homeless > 100
    assert not number_cache.is_kept("ZA")


def nobody() -> Path:
    raise RuntimeError("Could not determine home directory.")


def test_a_full_disk_leaves_no_half_of_a_table(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(file: Path, **_: object) -> None:
        file.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", half)

    assert len(number_cache.table("ZA").label) > 100
    assert list(folder.iterdir()) == []


def test_tables_are_kept_at_home_where_no_place_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "not/from/the/root")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    number_cache.table("ZA")

    (kept,) = (tmp_path / "home" / ".cache" / "optout").iterdir()
    assert phonenumbers.__version__ in kept.name


def become_another(version: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another phonenumbers is installed, or our own code changes."""
    if version != "ours":
        monkeypatch.setattr(phonenumbers, "__version__", version)
        return
    (folder / "number_plans.py").write_text("# changed")
    monkeypatch.setattr(number_cache, "__file__", str(folder / "number_cache.py"))
    monkeypatch.setattr(number_cache, "_edition", number_cache._edition.__wrapped__)


@pytest.mark.parametrize("version", ["9.9.99", "ours"])
def test_tables_of_another_version_are_not_loaded_but_replaced(
    folder: Path, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number_cache.table("ZA")
    number_cache.table("LS")
    before = {each.name for each in folder.iterdir()}
    become_another(version, folder.parent, monkeypatch)
    was_kept = number_cache.is_kept("ZA")
    number_cache.table("ZA")
    after = {each.name for each in folder.iterdir()}

    assert (was_kept, number_cache.is_kept("ZA")) == (False, True)
    assert len(after) == 2
    assert [name.endswith("-LS.npz") for name in before & after] == [True]
