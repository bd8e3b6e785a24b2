"""mistralc compile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mistralc.cli.report import counts, misplaced, print_text, reason, usage_error
from mistralc.folder import Change, DagFolder, FolderError
from mistralc.reading import STDIN, STDIN_NAME, NoSources, passed_over, read_sources
from mistralc.settings import SettingsError, find_settings


def run_compile(paths: Sequence[Path], output: Path, stdin_name: Path | None, *, dry: bool, map_items: bool) -> int:
    """Compile into `output`; 1 when a source has errors, or, with `dry`, when anything would change; 2 for usage."""
    fault = misplaced(stdin_name, paths)
    if STDIN in paths and stdin_name is None:
        fault = "a DAG file says where it is from: name what stdin holds with --stdin-filename FILE"
    if fault:
        return usage_error(fault)
    try:
        sources = read_sources(paths, find_settings(Path.cwd()), stdin_name or STDIN_NAME)
        result = sources.compile(map_items=map_items)
        paths = [stdin_name if path == STDIN and stdin_name else path for path in paths]
        changes = DagFolder(output).update(result, paths, dry=dry)
    except (OSError, NoSources, SettingsError) as error:
        return usage_error(reason(error))
    except FolderError as error:
        print_text(result.diagnostics, result.documents)
        return usage_error(str(error))
    print_text(result.diagnostics, result.documents)
    for change, names in changes.items():
        for name in names:
            print(f"{change.words(dry):>12}  {output / name}")
    stale = any(names for change, names in changes.items() if change is not Change.LEFT)
    numbers = ", ".join(f"{len(names)} {change.words(dry)}" for change, names in changes.items() if names)
    print(f"{numbers or 'nothing to write'}; {counts(result.diagnostics)}")
    if sources.passed_over:
        print(passed_over(sources.passed_over))
    return 1 if result.failed or (dry and stale) else 0
