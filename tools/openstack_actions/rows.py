"""One row of the catalogue for each action: parameters, result, request, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from tools.openstack_actions import mistral
from tools.openstack_actions.irregular import CHANGING, PARAMETERS, TEMPLATES, UNWRAPPED
from tools.openstack_actions.refused import BY_NAME, BY_PATTERN, Refusal
from tools.openstack_actions.repeats import twice
from tools.openstack_actions.results import returned
from tools.openstack_actions.roles import policy
from tools.openstack_actions.sdk import PROXIES, Key, Sent, key_of, methods

REGIONAL = frozenset({
    "nova", "glance", "heat", "neutron", "cinder", "trove", "ironic", "designate", "tacker", "aodh", "gnocchi",
})  # fmt: skip
"""Services whose actions Mistral gives an `action_region` (mistral-extra, `modules_support_region`)."""

PREFIXES = {"glance": "/v2", "neutron": "/v2.0", "ironic": "/v1", "baremetal_introspection": "/v1"}
"""What the address of the service already has."""

ATTRIBUTES = {
    "zun": "application_container", "aodh": "alarm", "gnocchi": "metric", "swiftservice": "object_store",
    **{service: attribute for service, (attribute, _) in PROXIES.items()},
}  # fmt: skip

ALIASES = {"baremetal_introspection": {"alias": {"uuid": "node_id", "uuids": "node_ids"}}}
"""Older names of parameters, which the client still takes for the newer ones."""

READING = re.compile(
    r"(^|_)(get|list|find|findall|show|head|check|search|status|states|statistics|defaults|data|validate|properties|"
    r"uptime|ips|diagnostics|capabilities|stat|info|template|output|preview|environment|files|query|logs|top|stats|hash)"
    r"(_|$)"
)
SECRET = re.compile(r"password|secret|admin_pass|private_key")
TYPES = {
    "text": "any", "dict": "dict | null", "list": "list | str | null", "dicts": "list | null", "number": "number | str | null",
    "true": "any", "false": "any", "choice": "str | null",
}  # fmt: skip
NAMED = {
    "search_opts": "dict | null", "nics": "list | str | null", "block_device_mapping_v2": "list | null",
    "block_device_mapping": "dict | null", "security_groups": "list | null", "meta": "dict | null",
    "metadata": "dict | null", "scheduler_hints": "dict | null", "files": "dict | null", "name": "str | number | null",
    "properties": "dict | null", "headers": "dict | null", "filters": "dict | null", "limit": "number | str | null",
}  # fmt: skip
"""Types by the names of parameters, where a client says nothing."""


class Rows:
    """The rows of the data file."""

    def __init__(self, facts: list[dict[str, Any]]) -> None:
        self.facts = {fact["name"]: fact for fact in facts}
        self.written = mistral.rows()

    def row(self, fact: dict[str, Any]) -> dict[str, Any]:
        name = fact["name"]
        if name in self.written:
            return self.written[name]
        template = self._template(fact)
        refusal = _refusal(name) or (None if template else _unknown(fact))
        row: dict[str, Any] = {"name": name, "doc": fact.get("doc") or _doc(name), **_signature(fact)}
        if refusal or template is None:
            reason, remedy = refusal or ("", "")
            return {**row, "unsupported": reason, "remedy": remedy}
        return {**row, **self._call(name, fact, template)}

    def _template(self, fact: dict[str, Any]) -> dict[str, Any] | None:
        name = fact["name"]
        service = name.partition(".")[0]
        if name in TEMPLATES:
            return TEMPLATES[name]
        if re.search(r"_find(all)?$", name):
            return self._finding(fact)
        template = fact.get("template")
        if template is None or "None" in template["path"] or _refusal(name):
            return None
        path = template["path"].removeprefix(PREFIXES.get(service, ""))
        clean = {k: v for k, v in template.items() if v not in ({}, None) or k == "body"}
        return {**_unprefixed(clean, PREFIXES.get(service, "")), "path": path, **returned(fact["returns"])}

    def _finding(self, fact: dict[str, Any]) -> dict[str, Any] | None:
        """`find` and `findall`: a list, of which the client keeps what has the attributes."""
        name, _, last = fact["name"].rpartition("_")
        listing = self.facts.get(f"{name}_list")
        source = self._template(listing) if listing else None
        if source is None or "code" in source or "{" in source["path"]:
            return None
        service, _, manager = name.partition(".")
        told = re.search(r"No (\w+) matching", self.facts.get(f"{name}_find", {}).get("irregular", ""))
        kind = told.group(1) if told else _kind(manager.rpartition(".")[2])
        found = {"method": "GET", "path": source["path"], "take": source["take"]}
        if service == "keystone":
            return {**found, "query": {"$merge": ["kwargs"]}, "find": {"one": kind, "by": "service"}}
        query = self.facts.get(f"{name}_findall", {}).get("template", {}).get("query") or {}
        names = {"nova.servers": ["name", "all_tenants", "deleted"], "nova.flavors": ["is_public"]}.get(name, [])
        names = ["name"] if service == "cinder" else names
        pages = {"pages": True} if service == "cinder" else {}
        fixed = {key: value for key, value in query.items() if isinstance(value, str)}
        how = {"one": kind} if last == "find" else {}
        return {**found, **pages, "query": {**fixed, **{n: {"$": n} for n in names}}, "find": how}

    def _call(self, name: str, fact: dict[str, Any], template: dict[str, Any]) -> dict[str, Any]:
        service = name.partition(".")[0]
        template = dict(template)
        if service in ("neutron", "cinder", "glance", "designate") and re.search(r"(\.|_)list(_|$)", name):
            template["pages"] = True
        manager, _, last = name.rpartition("_")
        if manager in UNWRAPPED and last in ("list", "find", "findall"):
            template["unwrap"] = UNWRAPPED[manager]
        owner = template.get("service", service)
        sent = _sdk(owner).get(key_of(template)) if "code" not in template else None
        maps_to = _maps_to(ATTRIBUTES[owner], template)
        looks = READING.search(name.partition(".")[2]) or template.get("method") in ("GET", "HEAD")
        mutating = name in CHANGING or not looks
        call = {
            "client": fact["client"],
            **self._rest(fact),
            **ALIASES.get(service, {}),
            **{k: v for k, v in template.items() if k != "sends"},
        }
        needed = policy(name, call) if mutating else []
        return {
            **({"mutating": True} if mutating else {}),
            **({"twice": True} if mutating and twice(name, call, maps_to) else {}),
            **({"policy": needed} if needed else {}),
            "result": _result(name, template, sent),
            "maps_to": maps_to,
            **({"proxy_method": sent.method} if sent else {}),
            "call": call,
        }

    @staticmethod
    def _rest(fact: Mapping[str, Any]) -> dict[str, str]:
        """The name under which the template has the arguments that are no parameters."""
        written = re.search(r"\*\*(\w+)", PARAMETERS.get(fact["name"], ""))
        rest = written.group(1) if written else fact.get("rest", "") if not fact.get("keys") else ""
        return {"rest": rest} if rest else {}


def _unprefixed(template: dict[str, Any], prefix: str) -> dict[str, Any]:
    if not prefix or "when" not in template:
        return template
    whens = [
        [c, {**changes, "path": changes["path"].removeprefix(prefix)} if "path" in changes else changes]
        for c, changes in template["when"]
    ]
    return {**template, "when": whens}


def _refusal(name: str) -> Refusal | None:
    if name in BY_NAME:
        return BY_NAME[name]
    return next((refusal for pattern, refusal in BY_PATTERN if re.match(pattern, name)), None)


def _unknown(fact: Mapping[str, Any]) -> Refusal:
    found = fact.get("irregular", "")
    if re.search(r"_find(all)?$", fact["name"]):
        listing = re.sub(r"_find(all)?$", "_list", fact["name"])
        return "Its client does not say of what it lists, and fails: in Mistral, too", f"filter what `{listing}` gives"
    if found.startswith("0 requests"):
        return "Its client has no such call: it fails in Mistral, too", "remove the task"
    reason = f"What its client sends is not mapped ({found.partition(':')[0] or 'no address'})"
    return reason, f"call {fact['name'].partition('.')[0]}'s API with `std.http`, or write a task in Airflow"


def _doc(name: str) -> str:
    service, _, action = name.partition(".")
    return f"{action.replace('_', ' ').capitalize()} ({service})."


def _kind(manager: str) -> str:
    words = re.sub(r"(ie)?s$", lambda m: "y" if m.group(1) else "", manager).split("_")
    return "".join(word.capitalize() for word in words)


@cache
def _sdk(service: str) -> dict[Key, Sent]:
    return methods(service) if service in PROXIES else {}


def _maps_to(attribute: str, template: Mapping[str, Any]) -> str:
    """The call of openstacksdk that runs, as Python."""
    if "sends" in template:
        return (
            f"{attribute}.{template['sends'].partition('.')[2]}" if not _names(template["sends"]) else template["sends"]
        )
    path = re.sub(r":/\}", "}", template["path"] or "/…")
    method = template["method"] if isinstance(template["method"], str) else "request"
    body = template.get("body")
    extra = ", json=…" if body is not None or "body" in template else ""
    if isinstance(body, dict) and path.endswith("/action"):
        extra = f", json={{'{next(iter(body))}': …}}"
    return f"{attribute}.{method.lower()}('{path}'{extra})"


def _names(sends: str) -> bool:
    """Whether it already says of which part of the SDK."""
    return bool(re.match(r"\w+\.\w+\(", sends))


def _signature(fact: dict[str, Any]) -> dict[str, Any]:
    name = fact["name"]
    service = name.partition(".")[0]
    written = PARAMETERS.get(name)
    parameters, open_ = _written(written) if written is not None else _recorded(fact)
    if service in REGIONAL:
        parameters.append({"name": "action_region", "type": "str | null", "doc": "The region.", "default": ""})
    return {"parameters": parameters, **({"accepts_unknown": True} if open_ else {})}


def _written(text: str) -> tuple[list[dict[str, Any]], bool]:
    parameters: list[dict[str, Any]] = []
    for word in text.split():
        name, has_default, default = word.partition("=")
        if word.startswith("**"):
            continue
        parameter: dict[str, Any] = {"name": name, "type": NAMED.get(name, "any"), "doc": _words(name)}
        if not has_default:
            parameter["required"] = True
        elif default:
            parameter["default"] = int(default)
        parameters.append(parameter)
    return parameters, "**" in text


def _recorded(fact: dict[str, Any]) -> tuple[list[dict[str, Any]], bool]:
    kinds, refused = fact.get("kinds", {}), fact.get("refused", [])
    parameters = []
    for argument in fact.get("arguments", []):
        name = argument["name"]
        if name in refused and "template" in fact and name not in ("attachment_id", "group", "project", "domain"):
            continue
        required = argument["required"]
        parameter = {
            "name": name,
            "type": _type(name, kinds.get(name, "text"), argument, fact),
            "doc": argument["doc"] or _words(name),
        }
        if required:
            parameter["required"] = True
        elif argument["default"] is not None:
            parameter["default"] = argument["default"]
        if SECRET.search(name):
            parameter["secret"] = True
        parameters.append(parameter)
    parameters += [{"name": key, "type": NAMED.get(key, "any"), "doc": _words(key)} for key in fact.get("keys", [])]
    unknown = "arguments" not in fact
    return parameters, unknown or (bool(fact.get("rest")) and not fact.get("keys"))


def _type(name: str, kind: str, argument: Mapping[str, Any], fact: Mapping[str, Any]) -> str:
    path = fact.get("template", {}).get("path", "")
    if f"{{{name}}}" in path:
        return "str | number"
    if kind in ("text", "number") and name in NAMED:
        return NAMED[name]
    return TYPES[kind]


def _words(name: str) -> str:
    words = name.replace("_", " ").strip()
    return f"{words[:1].upper()}{words[1:]}."


def _result(name: str, template: Mapping[str, Any], sent: Sent | None) -> str:
    """The type of the result: the fields that openstacksdk knows, and others that a service may add."""
    if "answer" in template:
        return "bool"
    if template.get("method") == "DELETE" and not template.get("take"):
        return "any"
    fields = _record(sent)
    find = template.get("find")
    if find is not None:
        return fields if "one" in find else f"list[{fields}]"
    if template.get("listing"):
        return f"dict{{{template['listing']}: list[{fields}]}}"
    return (
        f"list[{fields}]"
        if template.get("many")
        else fields
        if template.get("take") and not template.get("loose")
        else "any"
    )


_FIELD = re.compile(r"[A-Za-z_][\w:-]*$")


def _record(sent: Sent | None) -> str:
    """A dict of the fields that openstacksdk knows; a service may add others."""
    known = [field for field in sent.fields if _FIELD.match(field)] if sent else []
    return f"dict{{{', '.join(f'{field}: any' for field in known)}, …}}" if known else "dict"
