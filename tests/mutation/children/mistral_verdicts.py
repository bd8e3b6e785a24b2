"""What Mistral's own validator says about each text given: null when it accepts it. Runs in Mistral's environment."""

from __future__ import annotations

import json
import logging
import sys

import jsonschema
from mistral import config  # noqa: F401  (registers the options that the validator reads)
from mistral.lang import parser

VALIDATORS = {
    "workbook": parser.get_workbook_spec_from_yaml,
    "workflow": parser.get_workflow_list_spec_from_yaml,
    "action": parser.get_action_list_spec_from_yaml,
}


def verdict(kind: str, text: str) -> str | None:
    try:
        VALIDATORS[kind](text, validate=True)
    except Exception as error:  # noqa: BLE001 (not all of what it rejects is a MistralException)
        return str(error)[-4000:]
    return None


def main() -> None:
    logging.disable()
    for name in dir(jsonschema):
        if name.startswith("Draft") and name.endswith("Validator"):
            # Mistral has its own schemas checked for each object of a file: most of its time, and no part of a verdict.
            getattr(jsonschema, name).check_schema = classmethod(lambda cls, *args, **kwargs: None)
    print(json.dumps([verdict(**json.loads(line)) for line in sys.stdin]))


if __name__ == "__main__":
    main()
