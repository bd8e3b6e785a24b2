"""Where each value of a document was written. A tree parallel to the data, kept small: one node a value."""

from __future__ import annotations

from typing import Any, Protocol


class Mark(Protocol):
    """A position as the YAML parser counts it: all from 0, in characters."""

    index: int
    line: int
    column: int


# Most nodes are scalars; these stand for the parts they do not have and are never written to.
_NO_PARTS: dict[Any, Node] = {}
_NO_ITEMS: list[Node] = []


class Node:
    """The place of one value, of its keys and values (a mapping) or of its items (a sequence)."""

    __slots__ = ("end", "items", "keys", "kids", "start", "style")

    def __init__(self, start: Mark, end: Mark, style: str | None = None) -> None:
        self.start = start
        self.end = end
        self.style = style
        self.keys: dict[Any, Node] = _NO_PARTS
        self.kids: dict[Any, Node] = _NO_PARTS
        self.items: list[Node] = _NO_ITEMS

    def place(self, key: Any, key_node: Node, node: Node) -> None:
        """Note where a key and its value are."""
        if self.keys is _NO_PARTS:
            self.keys, self.kids = {}, {}
        self.keys[key] = key_node
        self.kids[key] = node

    def append(self, node: Node) -> None:
        """Note where the next item is."""
        if self.items is _NO_ITEMS:
            self.items = []
        self.items.append(node)

    def child(self, step: Any) -> Node | None:
        """The node of a key or index, None where there is none."""
        if self.items:
            return self.items[step] if isinstance(step, int) and 0 <= step < len(self.items) else None
        return self.kids.get(step)
