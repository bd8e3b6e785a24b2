"""Faults of shape in the words of the language, each at its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from mistralc.diagnostics import (
    Applicability,
    Edit,
    Fix,
    Remedy,
    delete,
    did_you_mean,
    insert,
    nearest,
    replace,
    respell,
)
from mistralc.model.problems import Problems
from mistralc.model.schema import Schema, checker, schema
from mistralc.source import Document, Path, Span, removal

# Keys of earlier versions of the language and of its relatives.
_FORMER_KEYS = {
    "parameters": "input",
    "on-finish": "on-complete",
    "arguments": "input",
    "base-parameters": "base-input",
    "do": "next",
}


@dataclass(frozen=True)
class Fault:
    """A keyword of the schema that does not hold: where, its value in the schema, what is written, its whole schema."""

    path: Path
    keyword: str
    rule: Any
    data: Any
    schema: Schema


def report(fault: Fault, problems: Problems) -> None:
    """Add the diagnostics of a fault."""
    _REPORTS.get(fault.keyword, _wrong)(fault, problems)


def _unknown_keys(fault: Fault, problems: Problems) -> None:
    known = list(fault.schema.get("properties", {}))
    patterns = list(fault.schema.get("patternProperties", {}))
    for key in fault.data:
        if not isinstance(key, str):
            report(Fault((*fault.path, key), "key", None, key, fault.schema), problems)
            continue
        if key in known or any(re.search(pattern, key) for pattern in patterns):
            continue
        if patterns:
            message = f"'{key}' cannot be a name in a workbook: only letters, digits, '_' and '-' can"
            problems.at_key((*fault.path, key), "E214", message, help="rename it")
            continue
        message = f"unknown key '{key}' in {_where(fault.path)}"
        problems.at_key((*fault.path, key), "E201", message, help=_known_key(key, known, fault, problems.document))


def _known_key(key: str, known: list[str], fault: Fault, document: Document) -> str | Remedy:
    """The key that was meant: the nearest one, unless it is there already; or what an older one is called now."""
    useful = [name for name in known if name not in ("name", "version", "type") or not fault.path]
    place = document.key_span((*fault.path, key))
    now = _FORMER_KEYS.get(key)
    if now in useful and now is not None and not nearest(key, useful):
        return Remedy(f"write `{now}`", replace(place, now) if now not in fault.data else None)
    otherwise = did_you_mean(key, useful) or _one_of(key, useful)
    return respell(key, place, [name for name in useful if name not in fault.data], otherwise=otherwise, certain=True)


def _one_of(key: str, names: list[str]) -> str:
    if key == "policies":
        return "write the policies (retry, timeout, wait-before …) directly into the task"
    if "branch" in names:
        return "put variables under `branch:`, or under `global:` for all branches"
    if len(names) > 10:
        return "remove it, or see the keys of the language reference"
    return f"known keys are {', '.join(names)}"


def _missing(fault: Fault, problems: Problems) -> None:
    wanted = [name for name in fault.rule if name not in fault.data]
    # A key like the missing one is reported as unknown, which says it better.
    known = fault.schema.get("properties", {})
    strays = [key for key in fault.data if isinstance(key, str) and key not in known]
    meant = next((stray for name in wanted for stray in strays if nearest(name, [stray])), None)
    if fault.schema.get("additionalProperties") is False and (meant or (strays and len(wanted) > 1)):
        return
    listed = " or ".join(f"'{name}'" for name in wanted)
    remedy: str | Remedy = f"add `{wanted[0]}:`"
    if wanted == ["version"]:
        remedy = Remedy("add `version: '2.0'`", None if fault.path else _version_line(fault, problems.document))
    if meant:
        place = problems.document.key_span((*fault.path, meant))
        name = nearest(meant, wanted) or wanted[0]
        remedy = Remedy(f"did you mean '{name}' where it says '{meant}'?", replace(place, name, sure=True))
    problems.at_key(
        (*fault.path, meant) if meant else fault.path,
        "E202",
        f"missing key {listed} in {_where(fault.path)}",
        help=remedy,
    )


def _version_line(fault: Fault, document: Document) -> Fix | None:
    """Before the first key.

    A file that has more wrong with it may be of another version of the language.
    """
    place = document.span(())
    sure = checker(fault.schema["$id"])({**fault.data, "version": "2.0"})
    if document.text[document.indices(place)[0]] == "{":
        pair = '"version": "2.0"' + (", " if fault.data else "")
        return insert(place.line, place.column + 1, document.name, pair, sure=sure)
    return insert(place.line, place.column, document.name, "version: '2.0'\n" + " " * (place.column - 1), sure=sure)


def _forbidden(fault: Fault, problems: Problems) -> None:
    """`not`: a pair of keys that exclude each other, or, when empty, a key that has no business here."""
    if fault.rule:
        first, second = fault.rule["required"]
        problems.at_key(
            (*fault.path, second),
            "E207",
            f"{_where(fault.path)} has both '{first}' and '{second}'",
            help=f"keep one of the two; to do both, make a second task with '{second}'",
        )
    elif fault.path and fault.path[-1] == "":
        message = f"expected {_title(fault.schema)}, found an empty name"
        problems.at_key(fault.path, "E214", message, help="give it a name")
    else:
        key = str(fault.path[-1])
        remedy = "use on-clauses instead" if key == "requires" else "tasks of a reverse workflow only have `requires`"
        problems.at_key(fault.path, "E208", f"'{key}' is {_title(fault.schema)}", help=remedy)


def _wrong(fault: Fault, problems: Problems) -> None:
    if len(fault.path) == 1 and _is_the_version(str(fault.path[0]), problems.document):
        return  # reported as the missing key
    expected, where = _title(fault.schema), _where(fault.path)
    if fault.data is None:
        problems.at(fault.path, "E203", f"{where} has no value: expected {expected}", help="add it, or remove the key")
        return
    message = f"expected {expected} in {where}, found {describe(fault.data)}"
    problems.at(fault.path, "E203", message, help=_advice(fault, problems.document))


def _is_the_version(key: str, document: Document) -> bool:
    """Whether a key at the top of a file is a misspelt `version`, not a workflow."""
    return "version" not in document.data and nearest(key, ["version"]) is not None


def _advice(fault: Fault, document: Document) -> str | Remedy:
    """What to do about a wrong value, as far as the mistake tells."""
    data, title = fault.data, _title(fault.schema)
    if len(fault.path) == 1 and fault.path[0] in schema("workflow.schema.json")["$defs"]["workflow"]["properties"]:
        return f"'{fault.path[0]}' belongs into a workflow: put it under the name of one"
    if isinstance(data, str):
        return _advice_on_text(data, title, document.span(fault.path), fault.schema)
    return f"write {title}"


def _advice_on_text(text: str, title: str, place: Span, rules: Schema) -> str | Remedy:
    if "expression" in title and text.count("<%") != text.count("%>"):
        return "open the expression with `<%` and close it with `%>`"
    if "whole number" in title and text.strip().isdigit():
        return Remedy("write the number without quotes", replace(place, str(int(text)), sure=True))
    if re.fullmatch(r"\w+\(\w+=\S*\)", text):
        command, _, argument = text.rstrip(")").partition("(")
        return f"Mistral reads this form only with a blank in it; write `{command} {argument}`"
    if title.startswith("an expression") and text.strip():
        written = f"<% {text.strip()} %>"
        is_plain = not any(sign in written for sign in ("\n", ": ", " #"))
        return Remedy(f"write `{written}`", replace(place, written) if is_plain else None)
    values = [name for name in rules.get("enum", ()) if isinstance(name, str)]
    return respell(text, place, values, otherwise=f"write {title}", certain=True)


def _empty(fault: Fault, problems: Problems) -> None:
    if not fault.path:
        if set(fault.data) <= {"version"}:
            message = "the file defines nothing"
            problems.at((), "E210", message, help="add a workflow or an action under its name")
        return
    message = f"{_where(fault.path)} is empty: expected {_title(fault.schema)}"
    problems.at(fault.path, "E204", message, help="fill it, or remove it")


def _repeated(fault: Fault, problems: Problems) -> None:
    for index, item in enumerate(fault.data):
        if item in fault.data[:index]:
            message = f"{describe(item)} is listed twice in {_where(fault.path)}"
            fix = delete(removal(problems.document, (*fault.path, index)), sure=True)
            problems.at((*fault.path, index), "E205", message, help=Remedy("remove one of the two", fix))


def _too_small(fault: Fault, problems: Problems) -> None:
    message = f"{_where(fault.path)} is {fault.data}, less than {fault.rule}"
    remedy = Remedy(f"write {fault.rule} or more", replace(problems.document.span(fault.path), str(fault.rule)))
    problems.at(fault.path, "E206", message, help=remedy)


def _too_many(fault: Fault, problems: Problems) -> None:
    keys = list(fault.data)
    message = f"expected {_title(fault.schema)}, found {len(fault.data)} keys in one entry"
    edits = [edit for key in keys[1:] if (edit := _entry_of_its_own((*fault.path, key), problems.document))]
    fix = Fix(tuple(edits), Applicability.MACHINE_APPLICABLE) if len(edits) == len(keys) - 1 else None
    remedy = Remedy(f"begin '{keys[1]}' with `- ` to make it its own entry", fix)
    problems.at_key((*fault.path, keys[1]), "E209", message, help=remedy)


def _entry_of_its_own(path: Path, document: Document) -> Edit | None:
    """A dash before a key that stands on a line of its own, indented like the one after the dash above."""
    place = document.key_span(path)
    if document.lines[place.line - 1][: place.column - 1].isspace() and place.column > 2:
        return Edit(Span(document.name, place.line, place.column - 2, place.line, place.column), "- ")
    return None


def _key_not_text(fault: Fault, problems: Problems) -> None:
    message = f"a key has to be text, and YAML reads this one as {describe(fault.data)}"
    problems.at_key(fault.path, "E109", message, help=key_in_quotes(fault.path, problems.document))


_REPORTS = {
    "additionalProperties": _unknown_keys,
    "required": _missing,
    "not": _forbidden,
    "minLength": _empty,
    "minItems": _empty,
    "minProperties": _empty,
    "maxProperties": _too_many,
    "uniqueItems": _repeated,
    "minimum": _too_small,
    "key": _key_not_text,
}


def _where(path: Path) -> str:
    """The innermost construct that has a name."""
    named = [step for step in path if isinstance(step, str)]
    if not named:
        return "the file"
    if len(path) > 1 and path[-2] == "tasks":
        return f"task '{path[-1]}'"
    if len(path) > 3 and path[-3] == "tasks":
        return f"'{named[-1]}' of task '{path[-2]}'"
    return f"'{named[-1]}'"


def _title(rules: Schema) -> str:
    return str(rules.get("title", "something else"))


def key_in_quotes(path: Path, document: Document) -> Remedy:
    """The remedy for a key that YAML does not read as text. What Mistral makes of the name does not change."""
    place = document.key_span(path)
    start, end = document.indices(place)
    return Remedy("put it in quotes", replace(place, f"'{document.text[start:end]}'", sure=True))


def describe(value: Any) -> str:
    """A value in the words of YAML, short."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text '{value if len(value) <= 60 else value[:59] + '…'}'"
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else f"a {type(value).__name__}"
