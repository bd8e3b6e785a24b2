"""From what a client sends for chosen arguments to the template of its requests."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from types import GeneratorType
from typing import Any

from tools.openstack_actions.signatures import Argument, Method
from tools.openstack_actions.values import CHOICES, FALSY, KINDS, probe
from tools.openstack_actions.wire import Answer, recorded

BESIDE = frozenset({"retrieve_all", "os_ironic_api_version", "global_request_id"})
"""Parameters that are not about the request itself; `build` knows them."""


LISTS: frozenset[str] = frozenset()
"""Parameters of which each item makes a request of its own."""


class Irregular(Exception):
    """The method does something that no template says; the message says what."""


@dataclass
class Trace:
    """What one call sent, and the part of the answer it returned: a path, ``["*"]`` for each of a list."""

    requests: list[dict[str, Any]]
    result: Any


@dataclass
class Derived:
    template: dict[str, Any]
    kinds: dict[str, str]
    result: Any
    inert: list[str] = field(default_factory=list)
    """Parameters that changed nothing."""
    keys: list[str] = field(default_factory=list)
    """The names that ``**kwargs`` may have, where the client knows them."""
    needed: list[str] = field(default_factory=list)
    """Parameters with a default without which the client sends nothing."""
    refused: dict[str, str] = field(default_factory=dict)
    """Parameters of which the client takes no value any more."""


def call(method: Method, arguments: Mapping[str, Any]) -> Trace:
    """Call the method for these arguments. Raises whatever it raises."""
    with recorded() as sent:
        result = method.function(**deepcopy(dict(arguments)))  # some clients change what they are given
        if isinstance(result, GeneratorType):
            result = list(result)
        shape = shape_of(result)
    return Trace(sent, shape)


def shape_of(result: Any) -> Any:
    """Where in the answer the result stands."""
    info = getattr(result, "_info", None)
    if isinstance(result, Answer):
        return list(result.path)
    if isinstance(info, Answer):
        return list(info.path)
    if isinstance(result, tuple) and len(result) == 2 and not isinstance(result[0], Answer):
        return shape_of(result[1])
    if isinstance(result, list | tuple):
        return ["each", shape_of(result[0])] if len(result) else ["empty list"]
    if isinstance(result, dict):
        return {"dict": {str(k): shape_of(v) for k, v in result.items()}}
    return (
        {"literal": result}
        if result is None or isinstance(result, bool | str | int)
        else {"object": type(result).__name__}
    )


class Deriver:
    """Derives the template of one method."""

    def __init__(self, method: Method) -> None:
        self.method = method
        self.kinds: dict[str, str] = {}
        self.keys: list[str] = []
        self.ignores_rest = False
        self.needed: list[str] = []
        self.refused: dict[str, str] = {}

    def derive(self) -> Derived:
        base_arguments, base = self._base()
        template = self._single(base)
        inert: list[str] = []
        switches: list[list[Any]] = []
        for argument in self.method.arguments:
            if not argument.required and argument.name not in base_arguments and argument.name not in BESIDE:
                self._optional(argument, base_arguments, template, switches, inert)
        if self.method.rest and not any(name.startswith("kzz") for name in base_arguments):
            self._rest(base_arguments, template, switches, inert)
        elif self.method.rest:
            self.kinds[self.method.rest] = "dict"
        rest = {self.method.rest: {f"kzz{self.method.rest}zz": f"vzz{self.method.rest}zz"}} if self.method.rest else {}
        marks = {
            **{name: probe(name, kind) for name, kind in self.kinds.items() if kind not in ("true", "false")},
            **{name: value for name, value in rest.items() if name in self.kinds},
        }
        template = _placed({**template, "body": _unmarked(template["body"])}, marks)
        self._drops(template, base_arguments)
        if switches:
            template["when"] = [[when, _placed(changes, marks)] for when, changes in switches]
        template["query"] = template["query"] or None
        return Derived(
            {
                k: v
                for k, v in template.items()
                if v not in (None, {}) or (k == "body" and base.requests[0]["body"] is not None)
            },
            self.kinds,
            base.result,
            inert,
            self.keys,
            self.needed,
            self.refused,
        )

    # the required arguments

    def _base(self) -> tuple[dict[str, Any], Trace]:
        """A call with as few arguments as make it send one request."""
        required = [a.name for a in self.method.arguments if a.required]
        optional = [a.name for a in self.method.arguments if not a.required and a.name not in BESIDE]
        rest = [f"kzz{self.method.rest}zz"] if self.method.rest else []
        last: Exception | None = None
        for more in ([], *([n] for n in optional), *map(list, itertools.combinations(optional, 2)), rest):
            try:
                found = self._call_with([*required, *more], len(required))
            except Exception as error:  # noqa: BLE001
                last = last or error
                continue
            if more != rest or not more:
                self.needed = more
            return found
        raise last if isinstance(last, Irregular) else Irregular(f"no call succeeds: {type(last).__name__}: {last}")

    def _call_with(self, names: list[str], kinded: int) -> tuple[dict[str, Any], Trace]:
        last: Exception | None = None
        ways = (*KINDS[:4], "dicts", "true", "choice") if len(names) < 4 else KINDS[:4]
        for kinds in sorted(itertools.product(ways, repeat=len(names)), key=lambda ks: sum(k != "text" for k in ks)):
            if any(k == "choice" and n not in CHOICES for n, k in zip(names, kinds, strict=True)):
                continue
            if any(n in LISTS and k != "list" for n, k in zip(names, kinds, strict=True)):
                continue
            arguments = {
                n: f"v{n[1:]}" if n.startswith("kzz") else probe(n, k) for n, k in zip(names, kinds, strict=True)
            }
            try:
                trace = call(self.method, arguments)
                self._single(trace)
            except Exception as error:  # noqa: BLE001  # whatever a client says of a value it does not like
                last = last or error
                continue
            self.kinds.update((n, k) for n, k in zip(names, kinds, strict=True) if not n.startswith("kzz"))
            return arguments, trace
        raise last or Irregular("nothing to call with")

    def _single(self, trace: Trace) -> dict[str, Any]:
        if len(trace.requests) != 1:
            raise Irregular(f"{len(trace.requests)} requests: {[(r['method'], r['path']) for r in trace.requests]}")
        request = trace.requests[0]
        if request["body"] == "<stream>":
            raise Irregular("a stream")
        return {**request, "query": _query(request["query"])}

    def _asked(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        return self._single(call(self.method, arguments))

    # the optional ones

    def _optional(
        self,
        argument: Argument,
        base: dict[str, Any],
        template: dict[str, Any],
        switches: list[list[Any]],
        inert: list[str],
    ) -> None:
        name, before = argument.name, self._asked(base)
        errors, changed = [], False
        for kind in ("choice", *KINDS[:4], "dicts"):
            if kind == "choice" and name not in CHOICES:
                continue
            value = probe(name, kind)
            try:
                found = self._asked({**base, name: value})
            except Irregular:
                raise
            except Exception as error:  # noqa: BLE001  # whatever a client says of a value it does not like
                errors.append(error)
                continue
            changed = changed or not _same(found, before)
            if _contains(found, value) and not _same(found, before):
                self.kinds[name] = kind
                if _same({k: found[k] for k in ("method", "path")}, {k: before[k] for k in ("method", "path")}):
                    _merge(template, found, (name, value))
                else:
                    switches.append([{"given": name}, _difference(before, found)])
                return
        for kind in (
            ("false",) if argument.default is True else ("true",) if argument.default is False else ("true", "false")
        ):
            value = probe(name, kind)
            try:
                found = self._asked({**base, name: value})
            except Irregular:
                raise
            except Exception as error:  # noqa: BLE001
                errors.append(error)
                continue
            if not _same(found, before):
                self.kinds[name] = kind
                switches.append([{name: value}, _difference(before, found)])
                return
        if changed:
            raise Irregular(f"{name} changes the request in no plain way")
        if len(errors) >= len(KINDS) - 1:
            self.refused[name] = str(errors[0])
        else:
            inert.append(name)

    def _rest(
        self, base: dict[str, Any], template: dict[str, Any], switches: list[list[Any]], inert: list[str]
    ) -> None:
        rest = self.method.rest
        extra = {f"kzz{rest}zz": f"vzz{rest}zz"}
        try:
            found = self._asked({**base, **extra})
        except Irregular:
            raise
        except Exception as error:  # noqa: BLE001
            if keys := _allowed_keys(str(error)):
                self.keys = keys
                for key in keys:
                    self._optional(Argument(key, False, None), base, template, switches, inert)
                return
            raise Irregular(f"**{rest}: {type(error).__name__}: {error}") from None
        if not _contains(found, extra):
            self.ignores_rest = True
            return
        self.kinds[rest] = "dict"
        if not _same({k: found[k] for k in ("method", "path")}, {k: template[k] for k in ("method", "path")}):
            raise Irregular(f"**{rest} changes the path")
        _merge(template, found, (rest, extra))

    # when is a key left out?

    def _drops(self, template: dict[str, Any], base: dict[str, Any]) -> None:
        defaults = {a.name: a.default for a in self.method.arguments if not a.required and a.name not in base}
        for place in [p for where in ("query", "body", "headers") for p in _places(template.get(where))]:
            if place["$"] in defaults or place["$"] in self.keys:
                place.update(self._drop(place["$"], defaults.get(place["$"]), base))

    def _drop(self, name: str, default: Any, base: dict[str, Any]) -> dict[str, Any]:
        """What stands there when the argument is none, or empty."""
        value = probe(name, self.kinds[name])
        site = _site(self._asked({**base, name: value}), value)
        if site is None:
            return {}
        absent = self._at(site, base)
        empty = self._at(site, {**base, name: FALSY.get(self.kinds[name])})
        if absent is _MISSING:
            return {"drop": "empty"} if empty is _MISSING else {}
        if absent == default:
            none = self._at(site, {**base, name: None})
            return {"drop": "none"} if none is _MISSING else {"drop": "never"}
        return {"drop": "empty" if empty == absent else "none", "else": absent}

    def _at(self, site: tuple[Any, ...], arguments: dict[str, Any]) -> Any:
        try:
            found: Any = self._asked(arguments)
        except Exception:  # noqa: BLE001  # a value that the client refuses never gets there
            return _MISSING
        for key in site:
            if not (isinstance(found, dict) and key in found) and not (
                isinstance(found, list) and key in range(len(found))
            ):
                return _MISSING
            found = found[key]
        return found


_MISSING = object()


def _site(found: Any, value: Any, path: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
    """Where the value of a probe stands."""
    joined = isinstance(value, list) and isinstance(found, str) and found == ",".join(map(str, value))
    text = isinstance(value, str) and isinstance(found, str) and value in found and bool(path) and path[0] != "path"
    if found == value or joined or text or (isinstance(value, int) and found == str(value)):
        return path
    parts = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return next((site for key, part in parts if (site := _site(part, value, (*path, key))) is not None), None)


def _query(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    query: dict[str, Any] = {}
    for key, value in pairs:
        query[key] = [*(query[key] if isinstance(query[key], list) else [query[key]]), value] if key in query else value
    return query


def _contains(found: Any, value: Any) -> bool:
    if found == value or (isinstance(value, int) and not isinstance(value, bool) and found == str(value)):
        return True
    if isinstance(found, dict):
        if isinstance(value, dict) and all(found.get(k) == v for k, v in value.items()):
            return True
        return any(_contains(v, value) for v in found.values())
    if isinstance(found, list):
        return any(_contains(v, value) for v in found)
    if isinstance(found, str) and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return ",".join(value) in found
    return isinstance(found, str) and isinstance(value, str) and value in found


def _merge(template: dict[str, Any], found: dict[str, Any], probed: tuple[str, Any]) -> None:
    """Take over what a probe added."""
    for part in ("query", "body", "headers"):
        template[part] = _merged(template[part], found[part], probed[1], probed[0])


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return {**one, "path": one["path"].rstrip("/")} == {**other, "path": other["path"].rstrip("/")}


def _difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The parts of a request that differ; of dicts, the entries."""
    changes: dict[str, Any] = {}
    for part, new in after.items():
        old = before.get(part)
        if isinstance(old, dict) and isinstance(new, dict):
            gone = {key: None for key in old if key not in new}
            inner = {**_difference(old, new), **gone}
            if inner:
                changes[part] = inner
        elif old != new and not (part == "path" and str(old).rstrip("/") == str(new).rstrip("/")):
            changes[part] = new
    return changes


def _allowed_keys(message: str) -> list[str]:
    """The names in the error that a client raises for a keyword it does not know."""
    found = re.search(r"Key must be in ([\w,]+)", message)
    return found.group(1).split(",") if found else []


def _merged(old: Any, new: Any, value: Any, name: str) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {
            k: _merged(old[k], new[k], value, name) if k in old and k in new else (old[k] if k in old else new[k])
            for k in {**old, **new}
        }
    if old == new or not _contains(new, value):
        return old if old is not None else new
    return {**new, "$empty": None} if old is None and isinstance(new, dict) and new != value else new


def _placed(part: Any, marks: Mapping[str, Any]) -> Any:
    """The template with the values of probes replaced by places."""
    if isinstance(part, dict):
        return _placed_dict(part, marks)
    for name, value in marks.items():
        if part == value or (isinstance(value, int) and part == str(value)):
            return {"$": name}
        if isinstance(value, list) and isinstance(part, str) and value and part == ",".join(map(str, value)):
            return {"$": name, "join": ","}
    if isinstance(part, list):
        return [_placed(item, marks) for item in part]
    return _text(part) if isinstance(part, str) and "zz" in part else part


def _placed_dict(part: dict[str, Any], marks: Mapping[str, Any]) -> Any:
    left, merged = dict(part), []
    for name, value in marks.items():
        if not isinstance(value, dict):
            continue
        if part == value and part:
            return {"$": name}
        if all(left.get(k) == v for k, v in value.items()):
            merged.append(name)
            left = {k: v for k, v in left.items() if k not in value}
    done: dict[str, Any] = {}
    for key, value in left.items():
        if key in ("$empty", "$entry", "$merge"):
            done[key] = value
        elif mark := re.fullmatch(r"zz(\w+?)zz", str(key)):
            done["$entry"] = [mark.group(1), _placed(value, marks)]
        elif "zz" in str(key):
            raise Irregular(f"an argument becomes part of a key: {key}")
        else:
            done[key] = _placed(value, marks)
    return {**done, **({"$merge": merged} if merged else {})}


def _text(part: str) -> Any:
    """A path with the arguments' names in it; another text with one argument in it."""
    found = re.findall(r"zz(\w+?)zz", part)
    if part.startswith("/"):
        return re.sub(r"zz(\w+?)zz", r"{\1}", part)
    if len(found) != 1:
        raise Irregular(f"an argument within a text: {part}")
    return {"$": found[0], "format": re.sub(r"zz(\w+?)zz", "{}", part)}


def _unmarked(body: Any) -> Any:
    """A body that is not there is no object that is empty."""
    return {key: part for key, part in body.items() if key != "$empty"} if isinstance(body, dict) else body


def _places(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, dict):
        return [part] if "$" in part else [place for v in part.values() for place in _places(v)]
    return [place for v in part for place in _places(v)] if isinstance(part, list) else []


def _flat(part: Any, path: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], Any]:
    if isinstance(part, dict) and part:
        return {p: v for k, value in part.items() for p, v in _flat(value, (*path, k)).items()}
    return {path: part}
