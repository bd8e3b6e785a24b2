"""What Mistral makes of texts with Jinja, one JSON line each. Runs on a Python that has Mistral, without our packages.

A line in is `{"text", "context"}`; a line out `["value", shape]` or `["error", null]`.
"""

import json
import logging
import re
import sys

_ADDRESS = re.compile(r"0x[0-9a-f]+")


def shape(value):
    """A value with the types of all its parts, as JSON."""
    if isinstance(value, dict):
        return ["dict", [[shape(key), shape(item)] for key, item in value.items()]]
    if isinstance(value, list | tuple):
        return [type(value).__name__, [shape(item) for item in value]]
    return [type(value).__name__, _ADDRESS.sub("0x", repr(value))]


def main():
    """Answer until the input ends."""
    from mistral.expressions.jinja_expression import InlineJinjaEvaluator

    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        case = json.loads(line)
        try:
            answer = ["value", shape(InlineJinjaEvaluator.evaluate(case["text"], case["context"]))]
        except Exception:  # noqa: BLE001 - Mistral makes one kind of error of all
            answer = ["error", None]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
