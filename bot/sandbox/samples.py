"""Files that people of the small company have posted: something to import at once."""

from __future__ import annotations

import csv
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from bot.sandbox.workspace import Post
from optouts import xlsx_writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.sandbox.slack import Slack

CHANNEL: Final = "C0RETAIL"
STOP_LIST: Final = "stop-list.csv"
SHOP_EXPORT: Final = "shop-export.xlsx"
ROWS: Final = 240
FIRST_NAMES: Final = ("Amahle", "Bongani", "Charl", "Fatima", "Johan", "Lerato", "Priya", "Themba")
LAST_NAMES: Final = ("Botha", "Govender", "Khumalo", "Mahlangu", "Naidoo", "Pillay", "Venter")
BEGINNINGS: Final = ("082", "083", "084", "072", "073", "076", "079")
REMARKS: Final = ("", "", "phoned", "wrote", "in the shop")
NOT_NUMBERS: Final = ("011 555 01", "31331", "ask at the counter", "082 555 0101 / 083 555 0102")
MANGLED: Final[Sequence[str | int]] = (
    825550111,  # a number to the spreadsheet, so its zero is gone
    27835550112,
    "2.78355E+10",
    "27845550113.0",
    "082 555 0114 / 083 555 0115",
    "Sipho's cell",
    "084 555 0116",
    "+27 72 555 0117",
    735550118,
    "084 555 0116",
    "011 555 011",
    27765550119,
)
"""What becomes of phone numbers that went through a spreadsheet."""


def share(slack: Slack) -> None:
    """Post them, unless there are any files already."""
    if slack.workspace.files:
        return
    with tempfile.TemporaryDirectory() as folder:
        stop_list, shop_export = Path(folder, STOP_LIST), Path(folder, SHOP_EXPORT)
        _write_stop_list(stop_list, datetime.fromtimestamp(slack.workspace.clock(), UTC))
        _write_shop_export(shop_export)
        _post(slack, "U0NALEDI", "The stop list of the call centre, up to yesterday.", stop_list)
        _post(slack, "U0PIETER", "And this one comes from the shops, by way of Excel.", shop_export)
    room = slack.workspace.channels[CHANNEL]
    room.read = dict.fromkeys(room.members, slack.workspace.posts[CHANNEL][-1].ts)


def _post(slack: Slack, user: str, text: str, file: Path) -> None:
    stored = slack.uploads.keep(user, file.name, file)
    stored.channels.append(CHANNEL)
    ts = slack.workspace.stamp()
    slack.workspace.add_post(Post(ts=ts, channel=CHANNEL, user=user, text=text, files=[stored.id]))


def _write_stop_list(file: Path, now: datetime) -> None:
    dice = Random(4)  # noqa: S311 - made data
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("Name", "Mobile", "Asked on", "Remark"))
        for _ in range(ROWS):
            name = f"{dice.choice(FIRST_NAMES)} {dice.choice(LAST_NAMES)}"
            number = f"{dice.choice(BEGINNINGS)} 555 {dice.randrange(10_000):04}"
            day = (now - timedelta(days=dice.randrange(2, 29))).date()
            rows.writerow((name, number, day, dice.choice(REMARKS)))
        yesterday = (now - timedelta(days=1)).date()
        rows.writerow(("Lerato Botha", "083 555 0199", yesterday, "phoned again"))
        rows.writerows(("", each, yesterday, "") for each in NOT_NUMBERS)


def _write_shop_export(file: Path) -> None:
    rows = [(f"Shop {number % 3 + 1}", cell) for number, cell in enumerate(MANGLED)]
    xlsx_writing.write(file, ("Shop", "Cellphone"), rows, sheet="Opt-outs", widths=(12, 30))
