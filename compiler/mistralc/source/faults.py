"""From what the YAML parser says to what an author can act on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from mistralc.diagnostics.diagnostic import Applicability, Diagnostic, Edit, Fix, Label
from mistralc.diagnostics.span import Span
from mistralc.source.build import Unbuildable
from mistralc.source.document import Document

_NO_BREAK_SPACE = "\u00a0"
_REPLACE_HELP = "replace each no-break space by an ordinary space (in vim: `:%s/\\%xa0/ /g`)"

_HELP = {
    "E107": "split the file; no workflow needs this",
    "E108": "keep one document a file: move what follows `---` to a file of its own",
    "E109": "write the key as text",
    "E110": "put the value in quotes to make it text",
}

_FAULTS = (
    (
        "mapping values are not allowed",
        "a colon stands where a value cannot begin",
        "quote a value that contains ': ', or indent the line like its neighbours",
    ),
    (
        "found '<block mapping start>'",
        "the indentation of this line fits none above it",
        "indent the line like its neighbours, or quote the value before it",
    ),
    (
        "found '<scalar>' while parsing a block",
        "a text follows what is complete already",
        "indent the line like its neighbours, or quote the whole value",
    ),
    ("expected <block end>", "", "indent the line like its neighbours, or quote the value before it"),
    (
        "did not find expected key",
        "",
        "indent the line like the other keys, or close what is open before it",
    ),
    (
        "could not find expected ':'",
        "this line is neither a key nor goes on with a value",
        "add the ':' after the key, or quote or indent the text that continues a value",
    ),
    ("cannot start any token", "a value cannot begin with this character", "put the value in quotes"),
    ("while scanning a quoted scalar", "this quote is never closed", "close the quote"),
    ("unexpected end of stream", "", "close the quote, bracket or brace that is still open"),
    (
        "while parsing a flow",
        "this bracket is not closed before something else begins",
        "close the bracket or brace, and put a comma between its values; quote a value with ':' or ','",
    ),
    ("control characters are not allowed", "", "remove the character"),
    ("special characters are not allowed", "", "remove the character"),
    ("unknown escape character", "", "write the backslash twice, or use single quotes"),
)
"""What the parser says, what that means (empty where it says it well), and what to do."""

_CONTEXTS = {
    "while parsing a block mapping": "the mapping it is in begins here",
    "while parsing a block collection": "the list it is in begins here",
    "while parsing a flow mapping": "the bracket it is in",
    "while parsing a flow sequence": "the bracket it is in",
    "while scanning a simple key": "what should be a key",
}


def not_utf8(error: UnicodeDecodeError, name: str) -> Document:
    """The document of a file that is no UTF-8 text."""
    raw = error.object
    before = raw[: error.start].decode("utf-8", "replace")
    document = Document(name, raw.decode("utf-8", "replace"))
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    document.diagnostics = (
        Diagnostic(
            "E102",
            f"the file is not UTF-8 text: byte 0x{raw[error.start]:02x} cannot be read",
            Span(name, line, column, line, column + 1),
            help="save the file as UTF-8",
        ),
    )
    return document


def unbuildable(document: Document, fault: Unbuildable) -> Diagnostic:
    """YAML that is well-formed and still cannot be used."""
    place = document.span_of(fault.start, fault.end)
    return Diagnostic(
        fault.code, fault.message, place, help=_HELP.get(fault.code), fix=_in_quotes(document, fault, place)
    )


def _in_quotes(document: Document, fault: Unbuildable, place: Span) -> Fix | None:
    """Quotes around a plain value that looks like a date or a number and is none."""
    text = document.text[fault.start.index : fault.end.index]
    if fault.code != "E110" or not text.strip() or not re.fullmatch(r"[\w.:+ -]+", text):
        return None
    return Fix((Edit(place, f"'{text}'"),), Applicability.MACHINE_APPLICABLE)


def syntax(document: Document, error: yaml.YAMLError) -> Iterator[Diagnostic]:
    """What is wrong with text that is not YAML, the usual invisible causes first."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (min(mark.line, len(document.lines) - 1), mark.column) if mark else _unreadable(document, error)
    cause = _no_break_space(document, line) or _tab(document, line, column)
    if cause:
        yield cause
        return
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable as YAML")
    context = str(getattr(error, "context", None) or "")
    whole = f"{context} {problem}"
    noticed = Span(document.name, line + 1, column + 1, line + 1, column + 2)
    begin = getattr(error, "context_mark", None)
    begun = _point(document, begin) if begin and begin.line != line else None
    origin = _open_quote(document, line) or (begun if whole.startswith(_BEGUN) else None)
    origin = origin or (_run_on(document, line) if "mapping values are not allowed" in problem else None)
    origin = origin or (_too_far_right(document, line) if "found '<block mapping start>'" in problem else None)
    label = Label(noticed, "noticed here") if origin else begun and Label(begun, _CONTEXTS.get(context, context))
    said = f"{problem} {context}".rstrip()
    found = ((meant, remedy) for text, meant, remedy in _FAULTS if text in said or text in whole)
    meant, help = next(found, ("", "look at the lines just before"))
    yield Diagnostic(
        "E101",
        f"not valid YAML: {meant or said}",
        origin or noticed,
        help=help,
        notes=(f"in the words of the parser: {said}",) if meant else (),
        related=(label,) if label else (),
    )


def _unreadable(document: Document, error: yaml.YAMLError) -> tuple[int, int]:
    """Line and column, from 0, of a character that YAML does not allow."""
    before = document.text[: getattr(error, "position", 0)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


_BEGUN = ("while scanning a quoted scalar", "while parsing a flow", "while scanning a simple key")
"""What went wrong where it begins: the parser notices later that it does not end."""

_OPEN_QUOTE = re.compile(r"""(?:: +|- +|= *)(?P<quote>["'])(?:(?!(?P=quote)).)*$""")


def _open_quote(document: Document, near: int) -> Span | None:
    """A value that begins with a quote and does not end in its line, with the next quote of that kind in line `near`.

    The next quote then ends it, and what follows makes no sense.
    """
    for number in range(near, max(near - _LOOK_BACK, -1), -1):
        found = _OPEN_QUOTE.search(document.lines[number])
        if not found:
            continue
        quote = found["quote"]
        between = document.lines[number + 1 : near + 1]
        if quote in "".join(between) and not any(quote in line for line in between[:-1]):
            return Span(document.name, number + 1, found.start("quote") + 1, number + 1, found.start("quote") + 2)
        return None
    return None


_LOOK_BACK = 400
"""Lines before the place where the parser gave up that are searched for the cause."""


def _run_on(document: Document, near: int) -> Span | None:
    """The line before, where line `near` goes on with its value: it lacks a colon, or stands too far left."""
    before = [number for number in range(near - 1, -1, -1) if document.lines[number].strip()][:2]
    if len(before) < 2:
        return None
    last, one_before = before
    here, left, above = (_indent(document.lines[number]) for number in (near, last, one_before))
    is_parent = document.lines[one_before].rstrip().endswith(":")
    lacks_colon = not _COLON.search(document.lines[last]) and not document.lines[last].lstrip().startswith(("-", "#"))
    first_is_odd = (left - above) % 2 and not (here - above) % 2
    if lacks_colon or (
        left < here and (above == here or (is_parent and above < here and (left <= above or first_is_odd)))
    ):
        return _line(document, last)
    return None


def _too_far_right(document: Document, near: int) -> Span | None:
    """The first line of a mapping that is indented by an odd number of blanks, where line `near` is not."""
    here = _indent(document.lines[near])
    first = near
    for number in range(near - 1, max(near - _LOOK_BACK, -1), -1):
        if document.lines[number].strip():
            indent = _indent(document.lines[number])
            if indent < here:
                odd = (_indent(document.lines[first]) - indent) % 2 and not (here - indent) % 2
                return _line(document, first) if odd else None
            first = number
    return None


def _line(document: Document, number: int) -> Span:
    text = document.lines[number]
    return Span(document.name, number + 1, _indent(text) + 1, number + 1, len(text) + 1)


_COLON = re.compile(r":(?:\s|$)")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _point(document: Document, mark: yaml.error.Mark) -> Span:
    return Span(document.name, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)


def no_break_spaces_in_values(document: Document) -> Iterator[Diagnostic]:
    """A no-break space that YAML took for text: `key:·value` is one word to it, `·key` a name that begins with it."""
    if _NO_BREAK_SPACE not in document.text:
        return
    for found in _AS_TEXT.finditer(document.text):
        at = found.start("space")
        line = document.text.count("\n", 0, at)
        column = at - (document.text.rfind("\n", 0, at) + 1)
        span = Span(document.name, line + 1, column + 1, line + 1, column + 2)
        message = "a no-break space (U+00A0) is part of the text here"
        yield Diagnostic("W113", message, span, _REPLACE_HELP, fix=Fix((Edit(span, " "),)))
        return


# At the start of a line, after `-` or after `key:`, where an ordinary space was meant.
_AS_TEXT = re.compile("^[ ]*(?:- *|[\\w-]+: *)?(?P<space>\u00a0)", re.MULTILINE)


def _no_break_space(document: Document, near: int) -> Diagnostic | None:
    """The no-break space that made the parser give up in line `near`, if one did.

    That is the first that stands where YAML expects structure (the parser often notices lines too late), or else one in
    this line or the one before.
    """
    lines = document.lines
    having = [number for number, line in enumerate(lines) if _NO_BREAK_SPACE in line.split("#", 1)[0]]
    before = [number for number in having if number <= near]
    suspects = [n for n in before if _AS_TEXT.match(lines[n])] or [n for n in before if n >= near - 1]
    if not suspects:
        return None
    line = suspects[0]
    column = lines[line].index(_NO_BREAK_SPACE) + 1
    others = len(having) - 1
    notes = (f"{others} more {'lines have' if others > 1 else 'line has'} one",) if others else ()
    return Diagnostic(
        "E104",
        "a no-break space (U+00A0) where YAML needs an ordinary space",
        Span(document.name, line + 1, column, line + 1, column + 1),
        help=_REPLACE_HELP,
        notes=notes,
        fix=Fix(tuple(_ordinary_spaces(document.name, lines)), Applicability.MACHINE_APPLICABLE),
    )


def _ordinary_spaces(name: str, lines: Sequence[str]) -> Iterator[Edit]:
    for number, line in enumerate(lines, 1):
        for found in re.finditer(f"{_NO_BREAK_SPACE}+", line):
            place = Span(name, number, found.start() + 1, number, found.end() + 1)
            yield Edit(place, " " * len(found.group()))


def _tab(document: Document, line: int, column: int) -> Diagnostic | None:
    """A tab used as indentation or as a separator in the line where the parser gave up."""
    for number in (line, line - 1):
        text = document.lines[number] if 0 <= number < len(document.lines) else ""
        indent = text[: len(text) - len(text.lstrip(" \t"))]
        at = indent.find("\t")
        if at < 0 and number == line and text[column : column + 1] == "\t":
            at = column
        if at >= 0:
            return Diagnostic(
                "E103",
                "a tab where YAML allows only spaces",
                Span(document.name, number + 1, at + 1, number + 1, at + 2),
                help="replace the tab by spaces",
                fix=_without_tabs(document, number, at),
            )
    return None


def _without_tabs(document: Document, number: int, at: int) -> Fix | None:
    """One space for a tab after a key or a dash; two a level for tabs that indent, where nothing else does.

    Which number it is makes no difference then; with blocks of text it could. None for a tab that may be meant as one.
    """
    line = document.lines[number]
    before = line[:at].strip()
    if before.endswith((":", "-")) or (before and not line[at:].strip()):
        end = at + len(line[at:]) - len(line[at:].lstrip("\t"))
        edits = [Edit(Span(document.name, number + 1, at + 1, number + 1, end + 1), " ")]
    elif before or any(line.startswith(" ") or _BLOCK.search(line) for line in document.lines):
        return None
    else:
        tabs = [len(line) - len(line.lstrip("\t")) for line in document.lines]
        edits = [
            Edit(Span(document.name, row, 1, row, count + 1), "  " * count)
            for row, count in enumerate(tabs, 1)
            if count
        ]
    return Fix(tuple(edits), Applicability.MACHINE_APPLICABLE)


_BLOCK = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")
