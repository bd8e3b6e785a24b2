"""mistralc graph."""

from __future__ import annotations

from pathlib import Path

from mistralc.cli.report import print_text, reason, usage_error
from mistralc.drawing import dot, mermaid
from mistralc.model import load_document
from mistralc.reading import read_document


def run_graph(file: Path, name: str | None, format: str) -> int:
    """Print the picture of each workflow of a file, or of one; 1 for a file with errors, 2 for usage."""
    try:
        document = read_document(file)
    except OSError as error:
        return usage_error(reason(error))
    definitions, diagnostics = load_document(document)
    if definitions is None or any(d.severity.value == "error" for d in diagnostics):
        print_text(diagnostics, {document.name: document})
        return 1
    chosen = [w for w in definitions.workflows if name in (None, w.name, w.qualified_name)]
    if not chosen:
        names = ", ".join(w.qualified_name for w in definitions.workflows) or "none"
        return usage_error(f"no workflow {name!r} in {document.name}; there is {names}")
    draw = {"mermaid": mermaid, "dot": dot}[format]
    print("\n".join(draw(workflow) for workflow in chosen), end="")
    return 0
