"""One generated case by the real engine and by us: what differs."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from tests.conformance.generated.oracle import Oracle
from tests.conformance.runs.case import Case
from tests.conformance.runs.compact import compact

SECONDS = 20
"""The engine's time for a case: the ones that are generated end, or wait for somebody, long before."""


class Judge:
    """An engine and a local runner, each in this process or one of its own, for many cases."""

    def __init__(self, folder: Path) -> None:
        self._oracle = Oracle(folder)
        self._home = tempfile.TemporaryDirectory(prefix="mistralc-generated-")
        from mistral_airflow.local.home import prepare

        prepare(Path(self._home.name))
        from mistral_airflow.local.runner import LocalRunner

        self._runner = LocalRunner()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._oracle.__exit__()
        self._home.cleanup()

    def answered(self, case: Mapping[str, Any]) -> dict[str, Any]:
        """A case with the engine's answers: `expected`, and `alternatives` where it gave two."""
        asked = {"timeout": SECONDS, **case}
        first, second = self._oracle.ask(asked), self._oracle.ask(asked)
        answered = {**case, "expected": first}
        if compact(answered)["expected"] != compact({**case, "expected": second})["expected"]:
            answered |= {"nondeterministic": True, "alternatives": [second]}
        return answered

    def verdict(self, answered: Mapping[str, Any]) -> Any:
        """Ours against the answers: a `Verdict` of the recorded runs."""
        from tests.conformance.runs.replay import replay

        return replay(self._runner, Case(Path("generated"), answered))

    def difference(self, case: Mapping[str, Any]) -> str | None:
        """What differs; None where nothing does that a rule does not allow, or one of the two does not run the case."""
        from tests.conformance.runs.replay import compiled

        if compiled(Case(Path("generated"), case)).failed:
            return None
        expected = self._oracle.ask({"timeout": SECONDS, **case})
        if expected["phase"] != "run":
            return None
        found = self.verdict({**case, "expected": expected})
        if found.verdict != "wrong":
            return None
        again = json.dumps(compact({**case, "expected": self._oracle.ask({"timeout": SECONDS, **case})})["expected"])
        return found.why if again == json.dumps(compact({**case, "expected": expected})["expected"]) else None
