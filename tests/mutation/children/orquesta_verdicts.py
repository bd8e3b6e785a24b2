"""What Orquesta's validator says about each text given, as its reader of Mistral's language understands it.

A list of messages, or null for what it cannot read at all: workbooks, ad-hoc actions, several workflows in a file.
Runs in an environment with Orquesta 1.2.0, which needs Python 3.8.
"""

import json
import logging
import sys

import yaml
from orquesta.specs import loader


def verdict(kind, text):
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        return [str(error)]
    if kind != "workflow" or not isinstance(data, dict) or len(set(data) - {"version"}) != 1:
        return None
    try:
        found = loader.get_spec_module("mistral").instantiate(data).inspect()
    except Exception as error:  # noqa: BLE001 (whatever it stumbles over is what its user sees)
        return [f"{type(error).__name__}: {error}"]
    return [entry.get("message", "") for entries in found.values() for entry in entries]


def main():
    logging.disable()
    print(json.dumps([verdict(**json.loads(line)) for line in sys.stdin]))


if __name__ == "__main__":
    main()
