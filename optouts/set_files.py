"""The sets of a dry run as files for people: who is new, who was there, who would leave."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from optouts import imports
from optouts.core import Core
from optouts.dry_run import STRETCH, set_path
from optouts.errors import SpoolGone
from optouts.jobs import Job, NumberSet
from optouts.places import ListName
from optouts.sorted_numbers import Numbers, opened
from optouts.workspaces import preferences_within
from storage import bulk, changes
from storage.engine import Transaction

HEADINGS: Final = ("Number", "Channel", "Sender", "Account", "Opted out since", "Origin")


def write(core: Core, job: Job, which: NumberSet, names: Mapping[int, ListName]) -> Path:
    """A csv of one set, on every list of the job; made anew each time, a stretch in memory.

    Dates are those of the workspace's zone with their offset, as the lists are now; a number that
    is on no list has none. Raises SpoolGone where another machine has the files, and StorageAway.
    """
    folder = imports.folder(core, job)
    if not folder.is_dir():
        raise SpoolGone
    path = folder / f"{which}-numbers.csv"
    with core.reading() as tx, path.open("w", encoding="utf-8-sig", newline="") as file:
        zone = ZoneInfo(preferences_within(tx, job.workspace).zone)
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for effect in job.effects:
            name = names[effect.list]
            place = (
                name.channel,
                name.sender.written if name.sender else "every sender",
                name.account.name if name.account else "every account",
            )
            numbers = opened(set_path(folder, which, name.id))
            for number, since, origin in _rows(tx, job, numbers, name, zone):
                writer.writerow((f"+{number}", *place, since, origin))
    return path


def _rows(
    tx: Transaction, job: Job, numbers: Numbers, name: ListName, zone: ZoneInfo
) -> Iterator[tuple[int, str, str]]:
    for start in range(0, len(numbers), STRETCH):
        wanted = np.asarray(numbers[start : start + STRETCH])
        found = bulk.standing_of(tx, wanted, list_id=name.id, with_since=True)
        known = changes.by_ids(tx, job.workspace, set(found.since.tolist()))
        began = {
            change: (row.at.astimezone(zone).isoformat(timespec="minutes"), row.origin)
            for change, row in known.items()
        }
        since = dict(zip(found.numbers.tolist(), found.since.tolist(), strict=True))
        for number in wanted.tolist():
            yield (number, *began.get(since.get(number, 0), ("", "")))
