"""The same with Mistral's own validator, as its service calls it. Runs in Mistral's environment, not in ours.

With `--trust-schemas`, the validator does not check its own constant schemas for each object again: Mistral does.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import time
from pathlib import Path

import jsonschema
from check_warm import WARM
from mistral import (
    config,  # noqa: F401  (registers the options that the validator reads)
    exceptions,
)
from mistral.lang import parser

VALIDATORS = {
    "workbook": parser.get_workbook_spec_from_yaml,
    "workflow": parser.get_workflow_list_spec_from_yaml,
    "actions": parser.get_action_list_spec_from_yaml,
}


def main() -> None:
    logging.disable()
    if "--trust-schemas" in sys.argv:
        for name in dir(jsonschema):
            if name.startswith("Draft") and name.endswith("Validator"):
                getattr(jsonschema, name).check_schema = classmethod(lambda cls, *args, **kwargs: None)
    parser.get_workflow_list_spec_from_yaml(WARM, validate=True)
    seconds = []
    for line in sys.stdin:
        case = json.loads(line)
        text = Path(case["path"]).read_text()
        start = time.process_time()
        with contextlib.suppress(exceptions.MistralException):  # a finding of the validator
            VALIDATORS[case["kind"]](text, validate=True)
        seconds.append(time.process_time() - start)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
