"""Places of constructs that a path alone does not tell."""

from __future__ import annotations

from mistralc.model.nodes import Event, Transition
from mistralc.source import Document, Span

_CLAUSES = {event.value for event in Event} | {"next"}


def target_span(document: Document, transition: Transition) -> Span:
    """The place of the target of a transition: a text of its own, or the key of `target: <% condition %>`."""
    *parents, last = transition.at
    is_entry = bool(parents) and isinstance(parents[-1], int)
    if isinstance(last, int) or (last in _CLAUSES and not is_entry):
        return document.span_in(transition.at, 0, len(transition.target))
    return document.key_span(transition.at)
