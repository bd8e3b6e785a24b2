"""Prints the std actions of the Mistral this Python has, as JSON: parameters with defaults, synchronous or not."""

from __future__ import annotations

import importlib.metadata
import inspect
import json
from pathlib import Path

import mistral
import mistral.db.v2.api  # before the actions: Mistral's modules import each other in a circle
import yaml


def of_class(cls):
    own = [] if cls.__init__ is object.__init__ else list(inspect.signature(cls.__init__).parameters.values())[1:]
    named = [p for p in own if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    return {
        "parameters": {p.name: {"required": True} if p.default is p.empty else {"default": p.default} for p in named},
        "synchronous": cls.is_sync(object.__new__(cls)),
    }


def of_definition(definition):
    return {"parameters": {name: {"required": True} for name in definition["input"]}, "synchronous": True}


found = {
    entry.name: of_class(entry.load())
    for entry in sorted(importlib.metadata.entry_points(group="mistral.actions"))
    if entry.name.startswith("std.")
}
for file in (Path(mistral.__file__).parent / "resources" / "actions").glob("*.yaml"):
    definitions = yaml.safe_load(file.read_text())
    found.update({name: of_definition(definitions[name]) for name in definitions if name != "version"})
print(json.dumps(found, indent=1))
