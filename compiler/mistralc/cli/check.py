"""mistralc check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mistralc.cli.report import counts, print_json, print_text, reason, usage_error
from mistralc.compilation import NoSources, check_paths


def run_check(paths: Sequence[Path], format: str) -> int:
    """Check every file; 1 when an error was found, 2 when a path is not there."""
    try:
        result = check_paths(paths)
    except (OSError, NoSources) as error:
        return usage_error(reason(error))
    if format == "json":
        print_json(result.diagnostics)
    else:
        print_text(result.diagnostics, result.documents)
        files = len(result.documents)
        print(f"{files} file{'' if files == 1 else 's'} checked: {counts(result.diagnostics)}")
    return 1 if result.failed else 0
