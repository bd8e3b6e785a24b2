"""What is asked of Mistral's own action classes and of ours, on the same servers: name → (action, input).

`{http}` and the like stand for what differs from one start of the servers to the next (see `places`).
"""

from __future__ import annotations

from typing import Any

Case = tuple[str, dict[str, Any]]

_SEND = {"url": "{http}/echo", "method": "POST"}
HTTP: dict[str, Case] = {
    "get": ("std.http", {"url": "{http}/echo"}),
    "params": ("std.http", {"url": "{http}/echo", "params": {"a": "1", "b": ["x", "y"], "c": None}}),
    "params as text": ("std.http", {"url": "{http}/echo?z=0", "params": "a=1"}),
    "body as a dict": ("std.http", {**_SEND, "body": {"a": [1, None, "é"]}}),
    "body as text": ("std.http", {**_SEND, "body": "plain text"}),
    "body as a list": ("std.http", {**_SEND, "body": [["a", "1"]]}),
    "json": ("std.http", {**_SEND, "json": {"a": [1, None, "é"]}}),
    "empty json": ("std.http", {**_SEND, "json": {}}),
    "put": ("std.http", {"url": "{http}/echo", "method": "PUT", "body": "x"}),
    "delete": ("std.http", {"url": "{http}/echo", "method": "delete"}),
    "headers": ("std.http", {"url": "{http}/echo", "headers": {"X-Number": 5, "X-Part": 1.5, "X-Text": "a"}}),
    "a header that is no text": ("std.http", {"url": "{http}/echo", "headers": {"X-List": [1]}}),
    "cookies": ("std.http", {"url": "{http}/echo", "cookies": {"a": "b"}}),
    "a cookie from the server": ("std.http", {"url": "{http}/cookie"}),
    "auth": ("std.http", {"url": "{http}/echo", "auth": "user:secret"}),
    "auth without a password": ("std.http", {"url": "{http}/echo", "auth": "token"}),
    "latin-1": ("std.http", {"url": "{http}/latin"}),
    "utf-8": ("std.http", {"url": "{http}/utf8"}),
    "html without a charset": ("std.http", {"url": "{http}/html"}),
    "no content type": ("std.http", {"url": "{http}/untyped"}),
    "bytes": ("std.http", {"url": "{http}/bytes"}),
    "unknown charset": ("std.http", {"url": "{http}/strange"}),
    "nothing": ("std.http", {"url": "{http}/empty"}),
    "json that is a number": ("std.http", {"url": "{http}/number"}),
    "broken json": ("std.http", {"url": "{http}/broken"}),
    "redirect": ("std.http", {"url": "{http}/redirect/echo"}),
    "followed redirect": ("std.http", {"url": "{http}/redirect/echo", "allow_redirects": True}),
    **{f"status {code}": ("std.http", {"url": f"{{http}}/status/{code}"}) for code in (201, 304, 306, 307, 404, 500)},
    "body and json": ("std.http", {**_SEND, "body": "a", "json": {"a": 1}}),
    "timeout": ("std.http", {"url": "{http}/slow", "timeout": 0.2}),
    "timeout as text": ("std.http", {"url": "{http}/echo", "timeout": "soon"}),
    "nobody there": ("std.http", {"url": "http://127.0.0.1:1/"}),
    "too large": ("std.http", {"url": "{http}/large"}),
    "proxy": ("std.http", {"url": "http://somewhere.invalid/x", "proxies": {"http": "{http}"}}),
    "method that is none": ("std.http", {"url": "{http}/echo", "method": None}),
    "tls": ("std.http", {"url": "{https}/echo", "verify": "{ca}"}),
    "tls unchecked": ("std.http", {"url": "{https}/echo", "verify": False}),
    "tls by default": ("std.http", {"url": "{https}/echo"}),
    "scheme": ("std.http", {"url": "ftp://127.0.0.1/"}),
    "no host": ("std.http", {"url": "http:///path"}),
    "mistral_http": ("std.mistral_http", {"url": "{http}/echo", "headers": {"X-Own": "1"}}),
    "mistral_http refused": ("std.mistral_http", {"url": "{http}/status/500"}),
}

_MAIL = {"from_addr": "a@example.com", "to_addrs": ["b@example.com", "c@example.com"], "smtp_server": "{smtp}"}
EMAIL: dict[str, Case] = {
    "plain": ("std.email", {**_MAIL, "subject": "Grüße", "body": "Zeile 1\nZeile 2 é"}),
    "nothing said": ("std.email", _MAIL),
    "copies": (
        "std.email",
        {**_MAIL, "cc_addrs": ["d@example.com"], "bcc_addrs": ["e@example.com"], "reply_to": ["f@example.com"]},
    ),
    "html": ("std.email", {**_MAIL, "subject": "s", "body": "text", "html_body": "<b>html</b>"}),
    "a text for a list": ("std.email", {**_MAIL, "to_addrs": "b@example.com"}),
    "nobody": ("std.email", {**_MAIL, "to_addrs": ["nobody@example.com"]}),
    "no server": ("std.email", {**_MAIL, "smtp_server": "127.0.0.1:1"}),
    "login": ("std.email", {**_MAIL, "from_addr": "sender@example.com", "smtp_server": "{smtp_login}",
                            "smtp_password": "open-sesame"}),
    "wrong password": ("std.email", {**_MAIL, "from_addr": "sender@example.com", "smtp_server": "{smtp_login}",
                                     "smtp_password": "sesame"}),
    "login where there is none": ("std.email", {**_MAIL, "smtp_password": "open-sesame"}),
}  # fmt: skip

_HOST = {"host": "{host}", "username": "{user}"}
_KEY = {**_HOST, "private_key_filename": "{key}"}
_GATE = {**_KEY, "gateway_host": "{host}"}
_BOTH = "echo out; echo err >&2; exit 3"
SSH: dict[str, Case] = {
    "key file": ("std.ssh", {**_KEY, "cmd": "echo hello; echo oh >&2"}),
    "key": ("std.ssh", {**_HOST, "private_key": "{key_text}", "cmd": "echo hello"}),
    "locked key": (
        "std.ssh",
        {**_HOST, "private_key_filename": "{locked_key}", "password": "correct-horse", "cmd": "echo hello"},
    ),
    "locked key without its password": (
        "std.ssh",
        {**_HOST, "private_key_filename": "{locked_key}", "cmd": "echo hello"},
    ),
    "exit code": ("std.ssh", {**_KEY, "cmd": _BOTH}),
    "exit code as a result": ("std.ssh", {**_KEY, "cmd": _BOTH, "return_result_on_error": True}),
    "success as a result": ("std.ssh", {**_KEY, "cmd": "echo hello", "return_result_on_error": True}),
    "several hosts": ("std.ssh", {**_KEY, "host": ["{host}", "{host}"], "cmd": "echo hello"}),
    "a list of one": ("std.ssh", {**_KEY, "host": ["{host}"], "cmd": "echo hello"}),
    "no host at all": ("std.ssh", {**_KEY, "host": [], "cmd": "echo hello"}),
    "nobody there": ("std.ssh", {**_KEY, "host": "host.invalid", "cmd": "echo hello"}),
    "no such key": ("std.ssh", {**_HOST, "private_key_filename": "/nowhere/key", "cmd": "echo hello"}),
    "a key outside": ("std.ssh", {**_HOST, "private_key_filename": "../key", "cmd": "echo hello"}),
    "output that is no text": ("std.ssh", {**_KEY, "cmd": "printf '\\377'"}),
    "gateway": ("std.ssh_proxied", {**_GATE, "cmd": "echo hello"}),
    "gateway with its user": ("std.ssh_proxied", {**_GATE, "gateway_username": "{user}", "cmd": "echo hello"}),
    "gateway by a command": ("std.ssh_proxied", {**_GATE, "proxy_command": "nc {host} {port}", "cmd": "echo hello"}),
    "exit code behind the gateway": ("std.ssh_proxied", {**_GATE, "cmd": _BOTH}),
}


def _script(script: str, context: Any = 0) -> Case:
    return ("std.js", {"script": script, "context": context})


SCRIPT: dict[str, Case] = {
    "number": _script("return $.a + 1;", {"a": 4}),
    "part": _script("return $.a / 2;", {"a": 5}),
    "large number": _script("return 4294967296;"),
    "no number": _script("return 0 / 0;"),
    "infinity": _script("return 1 / 0;"),
    "text": _script("return $.a + 'é€😀';", {"a": "x"}),
    "truth": _script("return $.length > 1;", [1, 2]),
    "null": _script("return null;"),
    "undefined": _script("return;"),
    "no return": _script("$.a * 2", {"a": 4}),
    "date": _script("return new Date(1234);"),
    "context is text": _script("return $;", "x"),
    "context is null inside": _script("return $.a;", {"a": None}),
    "throws": _script("throw new Error('boom');"),
    "missing": _script("return nothing.at.all;"),
    "unreadable": _script("return $.a + ;"),
    "long integer": _script("return 1n;"),
    "half a pair": _script("return '\\ud800';"),
    "several lines": _script("var sum = 0;\nfor (var i of $) sum += i; // all\nreturn sum;", [1, 2, 3]),
    "the other name": ("std.javascript", {"script": "return 1;", "context": {}}),
    "no context": ("std.js", {"script": "return 1;"}),
}

BASIC: dict[str, Case] = {
    "echo": ("std.echo", {"output": {"a": [1]}}),
    "echo later": ("std.echo", {"output": 1, "delay": "0.01"}),
    "echo with a delay that is none": ("std.echo", {"output": 1, "delay": "soon"}),
    "echo with a delay of nothing": ("std.echo", {"output": 1, "delay": None}),
    "fail": ("std.fail", {}),
    "fail with data": ("std.fail", {"error_data": {"code": 5}}),
    "noop": ("std.noop", {}),
    "sleep": ("std.sleep", {"seconds": "0"}),
    "sleep for what is no number": ("std.sleep", {"seconds": "x"}),
    "sleep for less than nothing": ("std.sleep", {"seconds": -1}),
    "test_dict": ("std.test_dict", {"size": 2, "key_prefix": "k", "val": None}),
    "test_dict of text": ("std.test_dict", {"size": "2"}),
}

CASES: dict[str, dict[str, Case]] = {
    "basic": BASIC, "http": HTTP, "email": EMAIL, "ssh": SSH, "javascript": SCRIPT
}  # fmt: skip
