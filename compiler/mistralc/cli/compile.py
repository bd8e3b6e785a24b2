"""mistralc compile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mistralc.cli.report import counts, print_text, reason, usage_error
from mistralc.compilation import NoSources, compile_paths
from mistralc.folder import Change, DagFolder, FolderError
from mistralc.settings import SettingsError, find_settings


def run_compile(paths: Sequence[Path], output: Path, *, dry: bool, map_items: bool) -> int:
    """Compile into `output`; 1 when a source has errors, or, with `dry`, when anything would change; 2 for usage."""
    try:
        result = compile_paths(paths, find_settings(Path.cwd()), map_items=map_items)
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
    return 1 if result.failed or (dry and stale) else 0
