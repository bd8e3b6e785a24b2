"""std.javascript and std.js: the script is the body of a function and sees `context` as `$`."""

from __future__ import annotations

import json
from typing import Any

from py_mini_racer import JSEvalException, MiniRacer

_MODULE = """\
$ = {context};
function f() {{
{script}
}}
"""

# V8's own conversion is used for texts only: it has no end for a BigInt, and gives objects as references into V8.
_CALL = """\
((value) => {
    if (["bigint", "function", "symbol"].includes(typeof value))
        throw new TypeError(`the script returned a ${typeof value}, which is no data`);
    if (value instanceof Date) return JSON.stringify(value.toISOString().replace(/(\\.\\d{3})Z$/, "$1000"));
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    return JSON.stringify(value) ?? "null";
})(f())
"""


def javascript(script: str, context: Any = None) -> Any:
    """What the script returns. Objects become what `JSON.stringify` makes of them, `undefined` null.

    Raises RuntimeError when the script cannot be read or throws, UnicodeError for a text that is none.
    """
    engine = MiniRacer()
    try:
        engine.eval(_MODULE.format(context=json.dumps(context), script=script))
        text = engine.eval(_CALL)
    except JSEvalException as error:
        raise RuntimeError(f"JavaScriptAction failed: {error}") from None
    result = json.loads(str(text))
    json.dumps(result, ensure_ascii=False).encode()  # half of a surrogate pair is a text in JavaScript and nowhere else
    return result
