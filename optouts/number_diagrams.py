"""Labels for all digit strings at once, as minimal automata that can be joined."""

from collections.abc import Callable, Iterable
from functools import cache

DIGITS = range(10)
NOTHING = 0
"""The diagram that labels every string 0."""

Operation = Callable[[int, int], int]


class Diagrams:
    """A forest of automata that share all they have in common.

    A node is a number. It labels the string that ends there and leads on with each digit; one
    that labels all longer strings alike leads to itself. Equal nodes are one node, so what is
    built is minimal, and comparing two diagrams is comparing two numbers.
    """

    def __init__(self) -> None:
        self.labels: list[int] = []
        self.children: list[tuple[int, ...]] = []
        self._known: dict[tuple[int, tuple[int, ...]], int] = {}
        self._constants: dict[int, int] = {}
        self._unions: dict[tuple[int, int], int] = {}
        self.constant(0)

    def constant(self, label: int) -> int:
        """Every string has this label."""
        if label not in self._constants:
            self._constants[label] = node = len(self.labels)
            self.labels.append(label)
            self.children.append((node,) * 10)
        return self._constants[label]

    def node(self, label: int, children: tuple[int, ...]) -> int:
        first = children[0]
        if self.labels[first] == label and children == self.children[first]:
            return first
        key = (label, children)
        if key not in self._known:
            self._known[key] = len(self.labels)
            self.labels.append(label)
            self.children.append(children)
        return self._known[key]

    def is_constant(self, node: int) -> bool:
        return self.children[node][0] == node

    def end(self, label: int) -> int:
        """Only the empty string has this label."""
        return self.node(label, (NOTHING,) * 10)

    def step(self, digits: int, then: int) -> int:
        """One of the digits (a bit each), and what follows it."""
        return self.node(0, tuple(then if digits >> digit & 1 else NOTHING for digit in DIGITS))

    def walk(self, node: int, digits: str) -> int:
        for digit in digits:
            node = self.children[node][int(digit)]
        return node

    def union(self, left: int, right: int) -> int:
        """Labels of left, and right's where left has none."""
        if right in (left, NOTHING):
            return left
        if left == NOTHING:
            return right
        key = (left, right)
        if key not in self._unions:
            children = zip(self.children[left], self.children[right], strict=True)
            label = self.labels[left] or self.labels[right]
            if self.is_constant(left) and self.is_constant(right):
                self._unions[key] = left
            else:
                self._unions[key] = self.node(label, tuple(self.union(*pair) for pair in children))
        return self._unions[key]

    def join(
        self, left: int, right: int, label: Operation, *, only_where_left: bool = False
    ) -> int:
        """Each string's two labels made one; or 0 for all that left has no label for."""
        known: dict[tuple[int, int], int] = {}
        children = self.children

        def joined(pair: tuple[int, int]) -> int:
            one, other = pair
            if only_where_left and one == NOTHING:
                return NOTHING
            both = label(self.labels[one], self.labels[other])
            if children[one][0] == one and children[other][0] == other:
                made = self.constant(both)
            else:
                pairs = zip(children[one], children[other], strict=True)
                made = self.node(
                    both, tuple([known[each] if each in known else joined(each) for each in pairs])
                )
            known[pair] = made
            return made

        return joined((left, right))

    def relabel(self, node: int, label: Callable[[int], int]) -> int:
        return self.join(node, NOTHING, lambda old, _: label(old))

    def relabel_by_length(
        self, node: int, longest: int, label: Callable[[int, int], int], length: int = 0
    ) -> int:
        """New labels of a string's old one and its length; longer strings than that get 0."""
        known: dict[tuple[int, int], int] = {}
        labels = cache(label)

        def relabelled(key: tuple[int, int]) -> int:
            old, length = key
            new = labels(self.labels[old], length)
            after = length + 1
            if after > longest:
                made = self.end(new)
            elif self.is_constant(old):
                same = (old, after)
                made = self.node(new, (known[same] if same in known else relabelled(same),) * 10)
            else:
                keys = [(child, after) for child in self.children[old]]
                made = self.node(
                    new,
                    tuple([known[each] if each in known else relabelled(each) for each in keys]),
                )
            known[key] = made
            return made

        return relabelled((node, length))

    def of_lengths(self, node: int, lengths: Iterable[int]) -> int:
        """The same labels, for strings of these lengths only."""
        allowed = frozenset(lengths)
        longest = max(allowed, default=-1)
        return self.relabel_by_length(
            node, longest, lambda label, length: label if length in allowed else 0
        )

    def reachable(self, root: int) -> list[int]:
        """The root first, then every node behind it."""
        found = {root: None}
        waiting = [root]
        while waiting:
            for child in self.children[waiting.pop()]:
                if child not in found:
                    found[child] = None
                    waiting.append(child)
        return list(found)
