"""Parser events → plain data and the tree of places. Iterative, so no nesting can exhaust the stack."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from mistralc.source import scalars
from mistralc.source.node import Mark, Node

MAX_DEPTH = 200
"""Levels of nesting. Mistral's own loader runs out of stack a little later; no workflow comes near."""

MAX_NODES = 250_000
"""Values in one file, so that memory stays bounded whatever is fed in."""


_ANCHOR_SIGNS = ("&", "*")


class Anchored(Exception):
    """The file uses an anchor or alias, which Mistral reads as ordinary text."""

    def __init__(self, event: Any) -> None:
        super().__init__()
        self.start: Mark = event.start_mark
        self.end: Mark = event.end_mark


class Disputed(Exception):
    """libyaml has read something that Mistral's parser may read otherwise: a `?` in unquoted text inside brackets."""


class Unbuildable(Exception):
    """The events are valid YAML that cannot become data; says why and where."""

    def __init__(self, code: str, message: str, start: Mark, end: Mark) -> None:
        super().__init__(message)
        self.code, self.message, self.start, self.end = code, message, start, end


@dataclass(frozen=True)
class Twice:
    """A key that is written twice: where the first and the later pair are."""

    key: Any
    first: tuple[Node, Node]
    later: tuple[Node, Node]


class _Frame:
    """A collection that is still open."""

    __slots__ = ("data", "is_flow", "is_map", "key", "key_node", "merges", "node")

    def __init__(self, node: Node, is_map: bool, is_flow: bool) -> None:
        self.is_flow = is_flow
        self.node = node
        self.is_map = is_map
        self.data: Any = {} if is_map else []
        self.key: Any = None
        self.key_node: Node | None = None
        self.merges: list[tuple[Any, Node]] = []


class Builder:
    """Feed it events; it ends with `data` and `root`, and the duplicate keys it met.

    With `doubts` it raises Disputed rather than build what another parser would read differently.
    """

    def __init__(self, *, doubts: bool = False) -> None:
        self._doubts = doubts
        self.data: Any = None
        self.root: Node | None = None
        self.documents = 0
        self.second: Mark | None = None
        self.duplicates: list[Twice] = []
        self.anchors: list[Node] = []
        self._stack: list[_Frame] = []
        self._nodes = 0

    def feed(self, events: Iterable[Any]) -> None:
        """Raises Anchored, Unbuildable, yaml.YAMLError."""
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._open(event, kind is yaml.MappingStartEvent)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._close(event)
            elif kind is yaml.AliasEvent:
                raise Anchored(event)
            elif kind is yaml.DocumentStartEvent:
                self._document(event)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise Unbuildable("E108", "the file holds more than one YAML document", event.start_mark, event.end_mark)

    def _scalar(self, event: Any) -> None:
        if event.anchor is not None:
            raise Anchored(event)
        text, tag, style = event.value, event.tag, event.style
        node = Node(event.start_mark, event.end_mark, style)
        frame = self._stack[-1] if self._stack else None
        if self._doubts and "?" in text and frame and frame.is_flow and not style:
            raise Disputed
        if tag in (None, "!") and event.implicit[0]:
            if frame and frame.is_map and frame.key_node is None and scalars.plain_tag(text) == scalars.MERGE:
                frame.key, frame.key_node = Builder._MERGE, node
                return
            value = self._read(scalars.plain, text, node)
            if text[:1] in _ANCHOR_SIGNS and text[1:2].isalnum():
                self.anchors.append(node)
        else:
            value = text if tag in (None, "!") else self._read(lambda raw: scalars.tagged(tag, raw), text, node)
        self._add(value, node)

    def _read(self, reader: Any, text: str, node: Node) -> Any:
        try:
            return reader(text)
        except scalars.UnreadableScalar as error:
            raise Unbuildable("E110", f"'{text[:60]}' cannot be read: {error}", node.start, node.end) from error

    def _open(self, event: Any, is_map: bool) -> None:
        if event.anchor is not None:
            raise Anchored(event)
        if event.tag not in (None, "!", "tag:yaml.org,2002:map" if is_map else "tag:yaml.org,2002:seq"):
            raise Unbuildable("E110", f"the YAML tag '{event.tag}' is not supported", event.start_mark, event.end_mark)
        if len(self._stack) >= MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} levels deep"
            raise Unbuildable("E107", message, event.start_mark, event.end_mark)
        self._stack.append(_Frame(Node(event.start_mark, event.end_mark), is_map, bool(event.flow_style)))

    def _close(self, event: Any) -> None:
        frame = self._stack.pop()
        node = frame.node
        if event.end_mark.index > event.start_mark.index:
            node.end = event.end_mark
        else:
            # The end of a block collection is only noticed at the next token, lines later: its last value ends it.
            parts = [*node.items, *node.kids.values(), *node.keys.values()]
            node.end = max((part.end for part in parts), key=lambda mark: mark.index, default=event.end_mark)
        for value, place in frame.merges:
            _merge(frame, value, place)
        self._add(frame.data, node)

    def _add(self, value: Any, node: Node) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise Unbuildable("E107", f"the file holds more than {MAX_NODES:,} values", node.start, node.end)
        if not self._stack:
            self.data, self.root = value, node
            return
        frame = self._stack[-1]
        if not frame.is_map:
            frame.data.append(value)
            frame.node.append(node)
        elif frame.key_node is None:
            self._key(frame, value, node)
        elif frame.key is Builder._MERGE:
            frame.merges.append((value, node))
            frame.key_node = None
        else:
            if frame.key in frame.data:
                first = frame.node.keys[frame.key], frame.node.kids[frame.key]
                self.duplicates.append(Twice(frame.key, first, (frame.key_node, node)))
            frame.data[frame.key] = value
            frame.node.place(frame.key, frame.key_node, node)
            frame.key_node = None

    def _key(self, frame: _Frame, key: Any, node: Node) -> None:
        if not isinstance(key, Hashable):
            raise Unbuildable("E109", "a collection cannot be the key of a mapping", node.start, node.end)
        frame.key, frame.key_node = key, node

    _MERGE = object()


def _merge(frame: _Frame, value: Any, place: Node) -> None:
    """`<<: {…}`: keys of the mapping that were not written beside it (YAML 1.1 merge keys)."""
    sources = [(value, place)] if isinstance(value, dict) else []
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        sources = list(zip(value, place.items, strict=True))
    elif not sources:
        raise Unbuildable("E110", "'<<' merges a mapping or a list of mappings", place.start, place.end)
    for source, node in sources:
        for key, item in source.items():
            if key in frame.data:
                continue
            frame.data[key] = item
            frame.node.place(key, node.keys[key], node.kids[key])
