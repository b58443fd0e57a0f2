"""What was read a moment ago is not read again, unless something was written since."""

from optouts.core import Core
from optouts.remembered import LONGEST, MOST, Remembered


class Shelf:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.books: dict[str, str] = {"one": "first"}
        self.now = 0.0

    def read(self, key: str) -> str | None:
        self.asked += 1
        return self.books.get(key)


def test_it_is_read_once_until_a_second_has_passed(core: Core) -> None:
    shelf = Shelf()
    remembered = Remembered(core, shelf.read, lambda: shelf.now)

    assert [remembered.lately("one"), remembered.anew("one")] == [None, "first"]
    shelf.books["one"] = "second"
    assert remembered.lately("one") == "first"
    shelf.now += LONGEST
    assert remembered.lately("one") is None
    assert remembered.anew("one") == "second"
    assert shelf.asked == 2


def test_whatever_this_process_writes_is_seen_at_once(core: Core) -> None:
    shelf = Shelf()
    remembered = Remembered(core, shelf.read, lambda: shelf.now)
    remembered.anew("one")

    with core.writing():
        pass

    assert remembered.lately("one") is None


def test_what_is_not_there_is_not_remembered_and_what_is_has_a_limit(core: Core) -> None:
    shelf = Shelf()
    remembered = Remembered(core, shelf.read, lambda: shelf.now)
    shelf.books |= {str(each): "some" for each in range(MOST)}

    assert remembered.anew("nothing") is None
    for each in range(MOST):
        remembered.anew(str(each))
    assert remembered.lately("0") == "some"
    remembered.anew("one")
    assert (remembered.lately("0"), remembered.lately("one")) == (None, "first")
