"""Whether Mistral would accept a text, told by the checker: an error of it is what Mistral rejects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mistralc.model import Kind

_NAME = "definition"


def validate(definition: str, kind: Kind) -> dict[str, Any]:
    """``{"valid": true}``, or ``{"valid": false, "error": …}`` with every error and its place."""
    from mistralc.compilation import Sources
    from mistralc.diagnostics import Severity
    from mistralc.source import load

    sources = Sources()
    sources.add(load(definition, _NAME), Path(_NAME), kind)
    errors = [found for found in sources.check().diagnostics if found.severity is Severity.ERROR]
    if not errors:
        return {"valid": True}
    lines = (f"{e.message} ({e.code}, line {e.span.line}, column {e.span.column})" for e in errors)
    return {"valid": False, "error": "Invalid DSL: " + "\n".join(lines)}
