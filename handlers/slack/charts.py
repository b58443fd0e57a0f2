"""The picture of a digest: opt-outs a day, as a PNG.

The plotting library takes a second and some 50 MB to load, so it is loaded with the first picture
and not with the program.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FOLDER: Final = "matplotlib"
"""Where the library keeps the list of the machine's fonts, which takes it long to find again. If
that cannot be written, it makes a folder for the time that the program runs."""

# An own background, so that the picture reads the same in Slack's light and dark themes.
PAPER: Final = "#ffffff"
INK: Final = "#1d1c1d"
FAINT: Final = "#5e5d60"
LINES: Final = "#dddddd"
BAR: Final = "#1264a3"
BAR_BEFORE: Final = "#a9c7de"

WIDTH, HEIGHT, DOTS = 6.4, 2.7, 190
"""Inches, and dots an inch: the letters stay readable on a phone, where it is a third as wide."""

MOST_FIGURES: Final = 15
"""Bars that have room for their figure above them."""

MOST_DAYS: Final = 8
"""Bars that have room for their day below them; among more, some are named."""

MILLION: Final = 1_000_000
FIGURES_KEPT: Final = 10_000
"""Counts below this are written out."""

_drawing = threading.Lock()
"""The library is not made for several threads."""


def daily(days: Sequence[tuple[date, int]], *, since: date, cache: Path) -> bytes:
    """A bar for each day, oldest first; those before `since` are paler, for comparison."""
    os.environ.setdefault("MPLCONFIGDIR", str(cache / FOLDER))
    with _drawing:
        picture = _drawn(days, since)
        # A figure is a knot of references: without this some fifty of them pile up, 40 MB in all.
        gc.collect()
        return picture


def _drawn(days: Sequence[tuple[date, int]], since: date) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - see above
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415 - see above

    layout = ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.1)
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS, facecolor=PAPER, layout=layout)
    FigureCanvasAgg(figure)
    _draw(figure.add_subplot(facecolor=PAPER), days, since)
    picture = BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _draw(axes: Axes, days: Sequence[tuple[date, int]], since: date) -> None:
    counts = [count for _, count in days]
    colors = [BAR if day >= since else BAR_BEFORE for day, _ in days]
    bars = axes.bar(range(len(days)), counts, color=colors, width=0.8)
    axes.set_title("Opt-outs a day", loc="left", fontsize=12, fontweight="bold", color=INK)
    if days[0][0] < since:
        axes.set_title("paler: the time before", loc="right", fontsize=10, color=FAINT)
    if len(days) <= MOST_FIGURES:
        labels = [_brief(count) for count in counts]
        axes.bar_label(bars, labels, padding=2, fontsize=10, color=INK)
        axes.yaxis.set_visible(False)
    else:
        axes.locator_params(axis="y", nbins=4, integer=True)
        axes.yaxis.set_major_formatter(lambda count, _place: _brief(round(count)))
        axes.grid(axis="y", color=LINES)
        axes.set_axisbelow(True)
    named = _named(days)
    form = "%a\n%-d %b" if len(days) <= MOST_DAYS else "%-d %b"
    axes.set_xticks(named, [f"{days[place][0]:{form}}" for place in named])
    axes.set_ylim(0, max(max(counts, default=0) * 1.15, 1))
    axes.margins(x=0.01)
    axes.tick_params(labelsize=10, labelcolor=FAINT, length=0)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(LINES)


def _named(days: Sequence[tuple[date, int]]) -> list[int]:
    """Which days are named: all, or some at even distances, the last one among them."""
    step = 1 if len(days) <= MOST_DAYS else -(-len(days) // MOST_DAYS)
    return [place for place in range(len(days)) if (len(days) - 1 - place) % step == 0]


def _brief(count: int) -> str:
    """A count in few letters: ``950``, ``12.3k``, ``4M``."""
    if count >= MILLION:
        return f"{count / MILLION:.3g}M"
    return f"{count / 1000:.3g}k" if count >= FIGURES_KEPT else f"{count:,}"
