"""A part of somebody else's transaction that is done whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

_COMMIT = "before_commit"


@contextmanager
def savepoint(session: Any) -> Iterator[None]:
    """Undo what the block did when it raises; the transaction goes on.

    The scheduler lets nobody commit in its transaction (`prohibit_commit`), and SQLAlchemy tells its guard of the end
    of a savepoint, too, which gives up no lock: so the guard stands aside for that.
    """
    guards = list(session.dispatch.before_commit)
    for guard in guards:
        event.remove(session, _COMMIT, guard)
    try:
        with session.begin_nested():
            yield
    finally:
        for guard in guards:
            event.listen(session, _COMMIT, guard)
