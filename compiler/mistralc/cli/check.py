"""mistralc check."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from mistralc.cli.report import counts, misplaced, print_text, reason, usage_error
from mistralc.compilation import Sources
from mistralc.counting import counted
from mistralc.fixing import Fixed, fix
from mistralc.formats import Findings, write
from mistralc.reading import STDIN, STDIN_NAME, NoSources, passed_over, read_sources
from mistralc.settings import Settings, SettingsError, find_settings, read_settings
from mistralc.source import load


@dataclass(frozen=True)
class Options:
    """What was asked for beside the files."""

    format: str = "text"
    strict: bool = False
    fix: bool = False
    diff: bool = False
    config: Path | None = None
    stdin_name: Path | None = None


def run_check(paths: Sequence[Path], options: Options) -> int:
    """Check every file; 1 when something was found that counts, 2 for a path or settings that cannot be used."""
    fault = misplaced(options.stdin_name, paths)
    if fault:
        return usage_error(fault)
    try:
        settings = _settings(options.config)
        stdin_name = options.stdin_name or STDIN_NAME
        sources = read_sources(paths, settings, stdin_name)
        findings = _findings(sources, options.strict or settings.strict)
        if options.diff:
            return _show_fixes(sources, findings)
        if options.fix:
            mended = _mend(sources, findings, str(stdin_name) if STDIN in paths else None)
            findings = _findings(sources, findings.strict)
            _say_mended(mended)
    except (OSError, NoSources, SettingsError) as error:
        return usage_error(reason(error))
    out = sys.stderr if options.fix and STDIN in paths else sys.stdout  # stdout holds the mended text then
    _print(findings, options.format, sources, out)
    return 1 if findings.failed else 0


def _settings(config: Path | None) -> Settings:
    if config is None:
        return find_settings(Path.cwd())
    return read_settings(config) or Settings(folder=config.parent)


def _findings(sources: Sources, strict: bool) -> Findings:
    result = sources.check()
    return Findings(result.diagnostics, result.documents, strict)


def _print(findings: Findings, format: str, sources: Sources, out: TextIO) -> None:
    is_text = format == "text"
    if is_text:
        print_text(findings.diagnostics, findings.documents)
        print(f"{counted(len(findings.documents), 'file')} checked: {counts(findings.diagnostics)}", file=out)
    else:
        out.write(write(findings, format))
    if sources.passed_over:
        print(passed_over(sources.passed_over), file=out if is_text else sys.stderr)


def _fixes(sources: Sources, findings: Findings) -> Iterator[Fixed]:
    """The files in which something can be mended."""
    for name, document in findings.documents.items():
        found = [diagnostic for diagnostic in findings.diagnostics if diagnostic.span.file == name]
        fixed = fix(document, found, lambda changed: sources.with_change(changed).check(changed.name).diagnostics)
        if fixed.count:
            yield fixed


def _show_fixes(sources: Sources, findings: Findings) -> int:
    fixes = list(_fixes(sources, findings))
    sys.stdout.write("".join(fixed.diff() for fixed in fixes))
    print(f"{sum(fixed.count for fixed in fixes) or 'nothing'} would be mended", file=sys.stderr)
    return 1 if findings.failed else 0


def _mend(sources: Sources, findings: Findings, stdin: str | None) -> list[Fixed]:
    """Write the files in which something could be mended; standard input, named `stdin`, to standard output."""
    fixes = list(_fixes(sources, findings))
    for fixed in fixes:
        if fixed.name != stdin:
            Path(fixed.name).write_bytes(fixed.after.encode())
        sources.add(load(fixed.after, fixed.name), Path(fixed.name))
    document = sources.document(stdin) if stdin else None
    if document:
        sys.stdout.buffer.write(document.text.encode())
    return fixes


def _say_mended(fixes: Sequence[Fixed]) -> None:
    for fixed in fixes:
        print(f"mended {fixed.count} in {fixed.name}", file=sys.stderr)
