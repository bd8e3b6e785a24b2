"""mistralc report."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from mistralc.cli.report import reason, usage_error
from mistralc.migration import make_report
from mistralc.reading import NoSources, read_sources
from mistralc.settings import SettingsError, find_settings


def run_report(paths: Sequence[Path], format: str, output: Path | None) -> int:
    """Write the report; 2 for a path that is not there or cannot be written."""
    try:
        report = make_report(read_sources(paths, find_settings(Path.cwd())))
        text: str = import_module(f"mistralc.migration.{format}").write(report)
        if output:
            output.write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(text)
    except (OSError, NoSources, SettingsError) as error:
        return usage_error(reason(error))
    return 0
