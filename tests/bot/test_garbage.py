"""The collector of garbage has little to look at in a bot that has started."""

import gc
import weakref

from bot.garbage import spare_what_stays


class Knot(list["Knot"]):
    """Holds itself, so that only the collector can take it away."""

    def __init__(self) -> None:
        super().__init__([self])


def test_what_was_there_is_spared_and_what_comes_later_is_still_taken_away() -> None:
    gone_before = weakref.ref(Knot())
    kept = Knot()
    try:
        spare_what_stays()
        gone_later = weakref.ref(Knot())
        gc.collect()

        assert gone_before() is None
        assert gone_later() is None
        assert gc.get_freeze_count() > 0
        assert all(each is not kept for each in gc.get_objects())
    finally:
        gc.unfreeze()
